"""Web pages: their main content, title and date of publication.

A page that marks its article is taken at its word. Elsewhere resiliparse (Bevendorff et al., 2018, "Elastic ChatNoir")
tells the main content from its frame; as its rules also drop lists and captions, which carry figures, all that stands
between the first and the last line that they keep is kept too.
"""

from __future__ import annotations

import json
import re
from typing import Any

from kelisim.errors import MissingExtra
from kelisim.text.reading.dates import iso_date
from kelisim.text.reading.decode import Decoded
from kelisim.text.reading.result import Reading, unreadable

_PUBLISHED = (
    'meta[property="article:published_time"]',
    'meta[itemprop="datePublished"]',
    'meta[name="citation_publication_date"]',
    'meta[name="citation_date"]',
    'meta[name="DC.date.issued"]',
    'meta[name="dc.date.issued"]',
    'meta[name="DC.date"]',
    'meta[name="dc.date"]',
    'meta[name="pubdate"]',
    'meta[name="publishdate"]',
    'meta[name="date"]',
)
_TITLES = ('meta[name="citation_title"]', 'meta[property="og:title"]', 'meta[name="DC.title"]')
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_ROW = re.compile(r"(?m)^[^\n]*\t\t[^\n]*$")
_ARTICLES = '[itemprop="articleBody"], article, main, [role="main"]'
_FRAME = ("nav", "footer", "aside", "script", "style", "noscript", '[role="navigation"]')


def read_html(decoded: Decoded, name: str) -> Reading:
    """Return the main content of a page, or its body where that cannot be told apart."""
    try:
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.html import HTMLTree
    except ImportError:
        raise MissingExtra("reading HTML files", "read") from None

    def plain(source: Any, main: bool = False, skipped: tuple[str, ...] = ()) -> str:
        # Without alternative texts the library leaves out whole figures, and the tables in them; hence the images go.
        text = extract_plain_text(
            source, preserve_formatting=True, main_content=main, comments=False, skip_elements=["img", *skipped]
        )
        return _tidy(text)

    tree = HTMLTree.parse(decoded.text)
    body = plain(tree)
    frame = plain(tree, skipped=_FRAME) or body
    article = max((plain(element.html, skipped=_FRAME) for element in _articles(tree)), key=len, default="")
    main = article if 2 * len(article) >= len(frame) else _between(frame, plain(tree, main=True))
    warnings = list(decoded.warnings)
    if 2 * len(main) >= len(frame) or len(main) > 2_000:
        text = main
        if len(main) < len(body):
            warnings.append("navigation and other frame text of the page was left out")
    else:
        text = frame
        warnings.append("the main content could not be told apart; the whole body was read")
    if not text:
        raise unreadable(
            name,
            "the page holds no text; it is probably filled in by a script",
            "open it in a browser, wait for the text and save it as HTML or PDF",
        )
    if "</html" not in decoded.text[-4096:].lower() and "<html" in decoded.text[:4096].lower():
        warnings.append("the page has no end tag; it may be truncated")
    return Reading(
        text=text,
        media_type="text/html",
        encoding=decoded.encoding,
        title=_title(tree),
        published=_published(tree),
        warnings=tuple(warnings),
    )


def _tidy(text: str) -> str:
    def row(match: re.Match[str]) -> str:
        cells = match[0].strip("\n").split("\t\t")
        return "| " + " | ".join(cell.strip() for cell in cells) + " |"

    return _BLANK_LINES.sub("\n\n", _ROW.sub(row, text)).strip()


def _articles(tree: Any) -> list[Any]:
    return list(tree.document.query_selector_all(_ARTICLES))[:20]


def _between(frame: str, main: str) -> str:
    """Return the lines of the frame from the first to the last that belongs to the main content."""
    kept = {line.strip() for line in main.split("\n") if line.strip()}
    lines = frame.split("\n")
    places = [number for number, line in enumerate(lines) if line.strip() in kept]
    return "\n".join(lines[places[0] : places[-1] + 1]).strip() if places else main


def _content(tree: Any, selectors: tuple[str, ...]) -> list[str]:
    document = tree.document
    found = []
    for selector in selectors:
        element = document.query_selector(selector)
        value = element.getattr("content") if element is not None else None
        if value and value.strip():
            found.append(value.strip())
    return found


def _title(tree: Any) -> str:
    stated = _content(tree, _TITLES)
    title = stated[0] if stated else (tree.title or "")
    if not title.strip():
        heading = tree.document.query_selector("h1")
        title = heading.text if heading is not None else ""
    return " ".join(title.split())


def _published(tree: Any) -> str:
    for value in _content(tree, _PUBLISHED):
        if found := iso_date(value.replace("/", "-").replace(".", "-")):
            return found
    for script in tree.document.query_selector_all('script[type="application/ld+json"]'):
        try:
            stated = _linked_data_date(json.loads(script.text), 0)
        except (ValueError, RecursionError):
            continue
        if found := iso_date(stated):
            return found
    moment = tree.document.query_selector("article time[datetime], time[pubdate]")
    return iso_date(moment.getattr("datetime") or "") if moment is not None else ""


def _linked_data_date(node: Any, depth: int) -> str:
    """Return the first schema.org datePublished in a JSON-LD tree."""
    if depth > 8:
        return ""
    if isinstance(node, dict):
        if isinstance(node.get("datePublished"), str):
            return str(node["datePublished"])
        node = list(node.values())
    if isinstance(node, list):
        return next((found for child in node if (found := _linked_data_date(child, depth + 1))), "")
    return ""
