"""Lines of a printed page to paragraphs: joins wrapped lines and words that were divided at a line's end."""

from __future__ import annotations

import re
from itertools import pairwise
from unicodedata import east_asian_width

# PDFium writes U+0002 for a hyphen at a line's end; other producers leave the soft or the plain hyphen.
_DIVIDED = re.compile(r"(?<=[^\W\d_])(?:\x02(?:\r?\n)?|[\u00ad\u2010-][^\S\n]*\r?\n)(?=[^\W\d_])")
_WORD_BEFORE = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\Z")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+")
_NEW_BLOCK = re.compile(r"\s*(?:[-*+•▪◦●]\s|\(?\d{1,3}[.)]\s|\d{1,2}(?:\.\d{1,2})+\.?\s+[^\W\d_]|\(?[a-zа-я]\)\s|\||#)")
# Below this width a text has no wrapped lines that could be told from table rows.
_NARROWEST = 30.0
_TERMINAL = tuple(".!?…:;。！？：；")
_WIDE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


def join_pages(pages: list[str]) -> tuple[str, tuple[int, ...]]:
    """Return one text of all pages and the code point at which each page starts.

    Within a page, lines as wide as the page's usual line are joined; a shorter line ends its paragraph. Between Chinese
    characters no blank is put. A paragraph is carried over to the next page when it breaks off in mid-sentence.
    A word divided at a line's end is joined; the hyphen is kept where the text has the compound elsewhere, or where a
    capital follows.
    """
    whole = "\n".join(pages)
    compounds = {match[0].lower() for match in _COMPOUND.finditer(whole)}
    words = {match[0].lower() for match in _WORD.finditer(whole)}
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    usual = max(_usual(whole.splitlines()), _NARROWEST)
    for page in pages:
        text = _unwrap(_undivide(page, compounds, words), usual)
        if parts and text:
            glue = _page_glue(parts[-1], text)
            parts.append(glue)
            length += len(glue)
        starts.append(length)
        if text:
            parts.append(text)
            length += len(text)
    return "".join(parts), tuple(starts)


def _undivide(page: str, compounds: set[str], words: set[str]) -> str:
    pieces: list[str] = []
    position = 0
    for match in _DIVIDED.finditer(page):
        before = _WORD_BEFORE.search(page[max(0, match.start() - 40) : match.start()])
        after = _WORD_AFTER.match(page, match.end(), match.end() + 40)
        head, tail = (before[0] if before else ""), (after[0] if after else "")
        last = head.rpartition("-")[2]
        keep = tail[:1].isupper() and not head.isupper()
        if f"{last}-{tail}".lower() in compounds and f"{last}{tail}".lower() not in words:
            keep = True
        pieces.append(page[position : match.start()] + ("-" if keep and "\u00ad" not in match[0] else ""))
        position = match.end()
    return ("".join(pieces) + page[position:]).replace("\x02", "-").replace("\u00ad", "")


def _unwrap(page: str, usual: float) -> str:
    lines = [line.strip() for line in page.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    usual = max(usual, _usual(lines))
    parts = [lines[0]]
    for line, following in pairwise(lines):
        reach = 0.9 if line.endswith(_TERMINAL) else 0.7
        if not line or not following:
            parts.append("\n")
        elif _width(line) < reach * usual or _NEW_BLOCK.match(following) or _is_row(line) or _is_row(following):
            parts.append("\n\n")
        else:
            parts.append("" if _WIDE.match(line[-1]) and _WIDE.match(following[0]) else " ")
        parts.append(following)
    return re.sub(r"\n{3,}", "\n\n", "".join(parts)).strip()


def _is_row(line: str) -> bool:
    """Say whether a line is a table's row: several numbers, and more figures than letters."""
    return len(_NUMBER.findall(line)) > 1 and 2 * sum(map(str.isalpha, line)) < len(line.replace(" ", ""))


def _width(line: str) -> int:
    if line.isascii():
        return len(line)
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line)


def _usual(lines: list[str]) -> float:
    """Return the width that the upper fifth of lines reach, so that headings and table rows do not lower it."""
    widths = sorted(_width(line) for line in lines if line.strip())
    return float(widths[min(len(widths) - 1, (4 * len(widths)) // 5)]) if widths else 0.0


def _page_glue(before: str, after: str) -> str:
    if before[-1].isalpha() and after[0].islower():
        return " "
    if _WIDE.match(before[-1]) and before[-1] not in _TERMINAL and _WIDE.match(after[0]):
        return ""
    return " " if before[-1] in "," and after[0].isalnum() else "\n\n"
