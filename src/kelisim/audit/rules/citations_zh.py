"""A16: citations by name and year in Chinese, where no capital tells a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.audit.paper import Paper
from kelisim.audit.rules.citations import never_cited, not_listed
from kelisim.model.finding import Finding

_BRACKET = re.compile(r"[（(](?P<inside>[^（）()\n]{2,160}?(?:19|20)\d\d[a-z]?)[)）]")
_PART = re.compile(
    r"^\s*(?:参见|见|详见)?(?P<name>[\u4e00-\u9fff]{2,12}?|[A-Z][^\W\d_-]+)"
    r"(?:等人?|(?:和|与|、|\s?(?:&|and)\s?)[^，,\d]{1,20}|\set al\.?)?"
    r"\s?[，,]\s?(?P<year>(?:19|20)\d\d)[a-z]?(?:[，,]\s?(?:19|20)\d\d[a-z]?)*$"
)
_LEAST, _FEWEST = 0.5, 2


def chinese_author_year(paper: Paper) -> Iterator[Finding]:
    """Find "（李明，2019）" without an entry of his of 2019, and entries whose authors the text never names."""
    entries = [one for one in paper.references if one.number is None]
    if not paper.words.runs or len(entries) < _FEWEST:
        return
    cited: dict[tuple[str, str], tuple[int, int]] = {}
    for bracket in _BRACKET.finditer(paper.body):
        for piece in re.split("[；;]", bracket["inside"]):
            match = _PART.match(piece)
            if match is not None:
                cited.setdefault((match["name"], match["year"]), bracket.span())
    there = {key: any(key[0] in one.text and key[1] in one.text for one in entries) for key in cited}
    if len(cited) < _FEWEST or sum(there.values()) < max(1.0, _LEAST * len(cited)):
        return
    for (name, year), span in cited.items():
        if not there[name, year]:
            yield not_listed(paper, f"{name} {year}", *span)
    idle = [one for one in entries if one.year and one.family and not _named(paper, one.text, set(cited))]
    if idle and len(idle) <= len(entries) * _LEAST:
        yield never_cited(paper, idle, "、".join(one.text.strip()[:16] for one in idle[:6]))


def _named(paper: Paper, entry: str, cited: set[tuple[str, str]]) -> bool:
    """Say whether a citation or the text itself names who wrote an entry."""
    author = re.split(r"[.．,，、]", entry.strip(), maxsplit=1)[0].strip()
    return any(name in author for name, _ in cited) or (len(author) > 1 and author in paper.body)
