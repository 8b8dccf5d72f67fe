"""A7: ratings that are not on the scale the paper declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kelisim.audit.paper import Paper, finding
from kelisim.model.finding import Finding, TextPlace

_TERM = r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w-]{1,20}(?:\s[a-zа-яёәғқңөұүһі]{2,14})?"
_LETTER = r"[A-F][+-]?(?![\w-])"
_GLOSS = r"\s*(?:[(（][^()（）]{0,120}[)）])?\s*"


@dataclass(frozen=True, slots=True)
class DeclaredScale:
    """A scale as the text declares it: its terms in the order given, and the declaration's span."""

    terms: tuple[str, ...]
    start: int
    end: int


def declared_scales(paper: Paper) -> list[DeclaredScale]:
    """Return the scales of words that the paper declares: "rated High (...), Medium (...) and Low (...)"."""
    own, found = paper.words, []
    joins = own.source("ratings", "list_joins")
    term = rf"(?:{_LETTER}|{own.tables['ratings'].get('term', _TERM)})"
    listing = re.compile(
        rf"(?P<list>(?:[“\"«「]?{term}[”\"»」]?{_GLOSS}(?:{joins})\s*){{1,6}}[“\"«「]?{term}[”\"»」]?)"
    )
    for verb in own.pattern("ratings", "verb").finditer(paper.body):
        first, stop = paper.sentence_at(verb.start())
        if stop - first > 900:
            continue
        match = listing.search(
            paper.body, verb.end() if own.runs else first if own.language == "kk" else verb.start(), stop
        )
        if match is None:
            continue
        parts = [
            re.sub(r"[(（][^()（）]*[)）]", "", part).strip(' “”"«»「」,，、;:')
            for part in re.split(rf"(?:{joins})", re.sub(r"[(（][^()（）]*[)）]", " ", match["list"]))
        ]
        parts = [re.sub(r"(?:[一二三四五六七]?[级类档]|等级?)$", "", part) if own.runs else part for part in parts]
        terms = tuple(dict.fromkeys(part for part in parts if part))
        if 2 <= len(terms) <= 7 and all(len(part) <= 24 for part in terms):
            found.append(DeclaredScale(terms, first, stop))
    return found


def off_the_scale(paper: Paper) -> Iterator[Finding]:
    """Find values between or beyond the declared values of a scale: "Medium–High", "Very High"."""
    for scale in {one.terms: one for one in reversed(paper.scales)}.values():
        joined = "|".join(re.escape(term) for term in scale.terms)
        more = paper.words.source("ratings", "intensifiers")
        between = re.compile(
            rf"(?<![\w-])(?:(?:{joined})\s?[–—/-]\s?(?:to\s)?(?:{joined})|(?:{more})[\s-]?(?:{joined}))(?![\w-])"
        )
        places: list[TextPlace] = []
        in_text = () if all(len(term) == 1 for term in scale.terms) else between.finditer(paper.body)
        for match in in_text:
            if scale.start <= match.start() < scale.end or match[0] in scale.terms or _ends_list(match[0], scale):
                continue
            places.append(paper.exact(match.start(), match.end()))
        for table in paper.tables:
            places += [place for place in _cells_off(paper, table, scale) if place not in places]
        if places:
            values = ", ".join(dict.fromkeys(f"“{place.text}”" for place in places))
            yield finding(
                "A701", "error", "scale_violation", 0.85,
                f"The scale is declared as {', '.join(scale.terms)}; {values} is not on it.",
                "rate on the declared scale, or declare the value and its rule",
                [paper.exact(scale.start, scale.end), *places],
            )  # fmt: skip


def _ends_list(text: str, scale: DeclaredScale) -> bool:
    """Say whether a pair is only the scale itself, from its first to its last value."""
    return (
        bool(re.fullmatch(rf"{re.escape(scale.terms[0])}\s?[–—-]\s?{re.escape(scale.terms[-1])}", text))
        and len(scale.terms) > 2
    )


def _cells_off(paper: Paper, table: object, scale: DeclaredScale) -> Iterator[TextPlace]:
    from kelisim.audit.structure import Table

    assert isinstance(table, Table)
    known = {term.lower() for term in scale.terms}
    for column, head in enumerate(table.header):
        if not paper.words.has("ratings", "noun", head.text):
            continue
        cells = [row[column] for row in table.rows[1:] if column < len(row) and row[column].text]
        on = sum(cell.text.lower().strip("* ") in known for cell in cells)
        if on * 2 < len(cells):
            continue
        for cell in cells:
            if cell.text.lower().strip("* ") not in known and not paper.words.has("promises", "empty_cell", cell.text):
                yield paper.exact(cell.start, cell.end)


def beyond_the_points(paper: Paper) -> Iterator[Finding]:
    """Find scores outside a declared scale of points: "from 1 to 5", and a 6 given."""
    own = paper.words
    declared = re.compile(
        rf"(?:{own.source('ratings', 'scale')})\s*(?P<low>\d{{1,3}})(?:\s?\([^()]{{0,40}}\))?\s?"
        rf"(?:{own.source('ratings', 'to')})\s?(?P<high>\d{{1,3}})",
        re.IGNORECASE,
    )
    scales = list(declared.finditer(paper.body))
    if len(scales) != 1:
        return
    low, high = int(scales[0]["low"]), int(scales[0]["high"])
    if not 0 <= low < high <= 100:
        return
    score = re.compile(
        rf"(?:{own.source('ratings', 'score')})\s*(?:(?:of|was|is|:|=|составил\w*|为"
        rf"|得分)\s*)?(?P<value>\d{{1,3}}(?:[.,]\d+)?)(?![\d%.,]*\d|\s?%|\s?(?:{own.source('ratings', 'not_points')}))",
        re.IGNORECASE,
    )
    for match in score.finditer(paper.body):
        value = float(match["value"].replace(",", "."))
        if scales[0].start() <= match.start() < scales[0].end() or low <= value <= high or value > 1000:
            continue
        yield finding(
            "A702", "error", "scale_violation", 0.7,
            f"The scale runs from {low} to {high}; {match['value']} is not on it.",
            "correct the score, or name the other scale it is on",
            (paper.place(scales[0].start(), scales[0].end()), paper.place(match.start(), match.end())),
        )  # fmt: skip
