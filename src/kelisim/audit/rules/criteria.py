"""A7: ratings that the criteria of the scale itself do not allow: a newspaper rated as official statistics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kelisim.audit.paper import Paper, finding
from kelisim.audit.rules.promises import flat_tables
from kelisim.audit.rules.ratings import DeclaredScale
from kelisim.model.finding import Finding, TextPlace

_KINDS = ("official", "association", "company", "media", "analyst")


@dataclass(frozen=True, slots=True)
class _Rated:
    """A row with its rating, and the text that says of what kind its source is."""

    rating: str
    kind_of_source: str
    place: TextPlace


def rated_against_the_criteria(paper: Paper) -> Iterator[Finding]:
    """Find rows whose kind of source the declared scale puts under another value than the row is given."""
    for scale in paper.scales:
        meant = [_kinds(paper, meaning) for meaning in scale.meanings]
        if sum(map(bool, meant)) < 2:
            continue
        off = [(row, due) for row in _rated(paper, scale) if (due := _due(paper, scale, meant, row)) is not None]
        if off:
            named = "; ".join(f"“{row.rating}” where the scale says “{due}”" for row, due in off[:3])
            yield finding(
                "A703", "error", "scale_violation", 0.7 if len(off) < 3 else 0.65,
                f"The kind of source named in the row is rated {named}.",
                "rate by the declared criteria, or say why this source is an exception",
                [paper.exact(scale.start, scale.end), *(row.place for row, _ in off)],
            )  # fmt: skip
        return


def _kinds(paper: Paper, text: str) -> frozenset[str]:
    """Return the kinds of sources that a text names; "official" before a newswire makes it no office."""
    own = paper.words
    found = {kind for kind in _KINDS if own.has("kinds", kind, text)}
    if found >= {"official", "media"}:
        bare = re.sub(
            rf"(?:official|официальн\w*|官方|ресми)\s?(?={own.source('kinds', 'media')})", "", text, flags=re.IGNORECASE
        )
        found -= {"official"} if not own.has("kinds", "official", bare) else set()
    return frozenset(found)


def _due(paper: Paper, scale: DeclaredScale, meant: list[frozenset[str]], row: _Rated) -> str | None:
    """Return the value that the criteria give a row, None where they leave it open or agree with the row."""
    kinds = _kinds(paper, row.kind_of_source)
    fits = [index for index, meaning in enumerate(meant) if meaning & kinds]
    if not kinds or not fits or not any(row.rating == term for term in scale.terms):
        return None
    given = scale.terms.index(row.rating)
    # Where the kinds named fall under several values, any of them will do.
    if given in fits or not meant[given]:
        return None
    return scale.terms[min(fits, key=lambda index: abs(index - given))]


def _rated(paper: Paper, scale: DeclaredScale) -> Iterator[_Rated]:
    known = {term.lower(): term for term in scale.terms}
    for table in paper.tables:
        heads = [head.text for head in table.header]
        rating = next((i for i, head in enumerate(heads) if paper.words.has("ratings", "noun", head)), None)
        if rating is None:
            continue
        kind = next((i for i, head in enumerate(heads) if paper.words.has("ratings", "kind", head)), None)
        source = next((i for i, head in enumerate(heads) if paper.words.has("independence", "source", head)), None)
        column = kind if kind is not None else source
        if column is None or column == rating:
            continue
        for row in table.rows[1:]:
            if len(row) == len(heads) and row[rating].text.lower() in known:
                yield _Rated(known[row[rating].text.lower()], row[column].text, paper.exact(row[0].start, row[-1].end))
    yield from _run_together(paper, scale)


def _run_together(paper: Paper, scale: DeclaredScale) -> Iterator[_Rated]:
    """The rows of a table run together in one line: each ends with its rating."""
    joined = "|".join(re.escape(term) for term in sorted(scale.terms, key=len, reverse=True))
    rating = re.compile(rf"(?<![\w–—-])(?P<term>{joined})(?![\w–—-])")
    ends = re.compile(rf"(?<![\w–—-])(?:{joined})(?:\s?[–—/-]\s?(?:{joined}))?(?!\w)")
    for _, block in flat_tables(paper):
        start = block[0]
        for number, match in enumerate(ends.finditer(paper.body, *block)):
            row, stop = paper.body[start : match.start()], match.end()
            first, start = start, stop
            if number and rating.fullmatch(match[0]):
                lead = first + len(row) - len(row.lstrip())
                yield _Rated(match[0], row, paper.exact(max(lead, match.start() - 300), stop))
