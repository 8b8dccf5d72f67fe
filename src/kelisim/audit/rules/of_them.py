"""A5: shares of a count that stands before: "812 had one. Of these, 357 had heated with oil, that is 54%"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kelisim.audit.paper import Paper, finding
from kelisim.audit.words import words
from kelisim.model.finding import Finding
from kelisim.model.written import significant

_FIGURE = r"\d{1,3}(?:,\d{3})+|\d+"
_SHARE = r"(?P<share>\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent)"
_LINK = r"(?:,\s(?:that is|i\.e\.|or|which is|making)(?:\sto say)?\s(?:about\s|some\s)?|\s?[(]\s?(?:or\s|about\s)?)"
# Whoever rounds by hand may be half a point off.
_MORE = {
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "eighteen": 18,
    "twenty": 20,
}
_SLACK = 0.6
_LONGEST_BASE = 4000


@dataclass(frozen=True, slots=True)
class _Pair:
    """A count and the percentage that is told with it, with the base where its own sentence names it."""

    part: int
    share: float
    slack: float
    base: int | None
    start: int
    end: int


@cache
def _number(language: str) -> str:
    named = "|".join([*words(language).tables["announced"]["numbers"].split(), *_MORE])
    return rf"(?:{_FIGURE}|{named})"


@cache
def _forms(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the forms of "376 of the 722 did (46%)" and of "fifteen (58%)", both with words between."""
    number, words_between = _number(language), r"(?:(?:[^\d.;:()]|(?<!\d)(?:19|20)\d\d(?!\d)){0,90}?)"
    with_base = rf"(?<![\d.,-])(?P<part>{number})\s(?:out\s)?of\s(?:the\s|all\s|our\s|these\s)*(?P<base>{number})"
    with_base += r"(?![\d.,]*\d|\s?%)"
    bare = rf"(?<![\d.,-])(?P<part>{number})(?![\d.,]*\d|\s?%|\sof\b)"
    return (
        re.compile(rf"{with_base}{words_between}{_LINK}{_SHARE}", re.IGNORECASE),
        re.compile(rf"{bare}{words_between}{_LINK}{_SHARE}", re.IGNORECASE),
    )


def _value(language: str, said: str) -> int:
    known = words(language).tables["announced"]["numbers"].split()
    lower = said.lower().replace(",", "")
    return int(lower) if lower.isdigit() else _MORE.get(lower) or known.index(lower) + 2


def _pairs(paper: Paper, first: int, stop: int) -> list[_Pair]:
    found: list[_Pair] = []
    for index, form in enumerate(_forms(paper.language)):
        for match in form.finditer(paper.body, first, stop):
            if any(one.start < match.end() and match.start() < one.end for one in found):
                continue
            base = _value(paper.language, match["base"]) if index == 0 else None
            decimals = len(match["share"].partition(".")[2])
            slack = max(_SLACK * 10.0**-decimals, 0.06)
            part = _value(paper.language, match["part"])
            if re.match(r"\s?[-–]\s?\d|\s?(?:CI|confidence)", paper.body[match.end() : match.end() + 12]):
                continue
            found.append(_Pair(part, float(match["share"]), slack, base, match.start(), match.end()))
    return sorted(found, key=lambda one: one.start)


def shares_with_their_base(paper: Paper) -> Iterator[Finding]:
    """Find "seven of the 24 students said so, that is 39%", however many words stand between."""
    if paper.language != "en":
        return
    for one in _pairs(paper, 0, len(paper.body)):
        if one.base and one.part < one.base and not paper.in_table(one.start) and not _fits(one, one.base):
            yield _finding(paper, one, one.base, one.start)


def shares_of_one_base(paper: Paper) -> Iterator[Finding]:
    """Find "Of these, 357 had sold before, that is 54%" and "fifteen (58%) agreed, eleven (32%) did not".

    The base is the one count of the sentence before, the count that the sentence opens with ("Of the 640 firms"), or
    that with which other shares of the paragraph fit.
    """
    if paper.language != "en":
        return
    told: set[int] = set()
    of_all = re.compile(rf"\W*of\s(?:the|all|our|these|those)?\s?(?P<base>{_FIGURE})\s(?!per\b)[^\W\d_]", re.IGNORECASE)
    of_them = re.compile(r"\W*of (?:these|them|those|whom)\b", re.IGNORECASE)
    for index, (first, stop) in enumerate(paper.sentences):
        told_a_share = "%" in paper.body[first:stop] or "cent" in paper.body[first:stop]
        if not told_a_share or paper.in_table(first):
            continue
        pairs = [one for one in _pairs(paper, first, stop) if one.base is None]
        opened = of_all.match(paper.body, first)
        base = int(opened["base"].replace(",", "")) if opened else None
        base = base or (_counted_before(paper, index) if of_them.match(paper.body, first) else None)
        fixed = base is not None
        base = base or (_base_of_paragraph(paper, first, stop) if pairs else None)
        for one in pairs:
            named = _base_right_before(paper, first, one)
            if named is not None and one.part < named and one.start not in told and not _fits(one, named):
                told.add(one.start)
                yield _finding(paper, one, named, one.start)
                continue
            if base is None or not one.part < base or one.start in told or _fits(one, base) or one.share >= 100:
                continue
            if fixed or _one_digit_apart(one, base):
                told.add(one.start)
                yield _finding(paper, one, base, opened.start() if opened else one.start)


_OF_WHOM = re.compile(r",\sof\s(?:whom|which|them)\s(?:only\s|about\s|some\s)?$", re.IGNORECASE)


def _base_right_before(paper: Paper, first: int, one: _Pair) -> int | None:
    """Return the count that "48,000 masons, of whom 3,800 (18%)" and ": of 712 identified, 423 were, or 69%" name."""
    lead = paper.body[first : one.start]
    if _OF_WHOM.search(lead):
        before = [each for each in paper.statements_in(first) if each.claim.end <= one.start]
        whole = before[-1] if before else None
        plain = whole is not None and whole.level and whole.claim.kind != "ordinal" and whole.claim.unit != "percent"
        near = whole is not None and not re.search(r"\d", paper.body[whole.claim.end : one.start])
        return int(whole.number) if whole and plain and near and whole.number == int(whole.number) else None
    opened = re.search(
        rf"[:;]\sof\s(?:the|all|our|these|those)?\s?(?P<base>{_FIGURE})\s[^\d;:]*(?:\d{{4}}[^\d;:]*)?$", lead
    )
    return int(opened["base"].replace(",", "")) if opened else None


def parts_with_shares(paper: Paper) -> Iterator[Finding]:
    """Find "812 were on climate. ... 384 (47%), 219 (27%), 130 (16%) and 97 (12%)": parts that are more than all."""
    if paper.language != "en":
        return
    for index, (first, stop) in enumerate(paper.sentences):
        pairs = [one for one in _pairs(paper, first, stop) if one.base is None] if not paper.in_table(first) else []
        base = _counted_before(paper, index) if len(pairs) > 2 else None
        if base is None or not all(one.part < base for one in pairs):
            continue
        made, shares = sum(one.part for one in pairs), sum(one.share for one in pairs)
        fits = sum(_fits(one, base) for one in pairs)
        if made == base or fits < len(pairs) - 1 or not 97 <= shares <= 104 or abs(made - base) > 0.1 * base:
            continue
        yield finding(
            "A502", "error", "arithmetic", 0.72,
            f"The parts listed make {made:,}, and all of them are given as {base:,}.",
            "correct a part or the whole",
            (paper.place(paper.sentences[index - 1][0], paper.sentences[index - 1][1]), paper.place(first, stop)),
        )  # fmt: skip


def _one_digit_apart(one: _Pair, base: int) -> bool:
    """Say whether a share is a slip of the one that the base makes: one figure wrong, or two changed round."""
    due, said = f"{100 * one.part / base:.0f}", f"{one.share:.0f}"
    return len(due) == len(said) and (
        sum(a != b for a, b in zip(due, said, strict=True)) == 1 or sorted(due) == sorted(said)
    )


def _counted_before(paper: Paper, index: int) -> int | None:
    """Return the one count that the sentence before gives."""
    if not index:
        return None
    before, stop = paper.sentences[index - 1]
    if "\n\n" in paper.body[stop : paper.sentences[index][0]]:
        return None
    counts = [
        one
        for one in paper.statements_in(before)
        if one.level and one.claim.kind != "ordinal" and one.claim.unit not in ("percent", "percentage_point", "year")
    ]
    whole = counts[0].number if len(counts) == 1 else 0
    return int(whole) if whole and whole == int(whole) else None


def _base_of_paragraph(paper: Paper, first: int, stop: int) -> int | None:
    """Return the base that a share of the same paragraph names and that one more share of it fits."""
    start = max(paper.body.rfind("\n\n", 0, first), 0)
    end = paper.body.find("\n\n", stop)
    end = len(paper.body) if end < 0 else end
    if end - start > _LONGEST_BASE:
        return None
    pairs = _pairs(paper, start, end)
    bases = {one.base for one in pairs if one.base and _fits(one, one.base)}
    if len(bases) != 1:
        return None
    base = bases.pop()
    assert base is not None
    others = [one for one in pairs if one.base is None]
    return base if sum(_fits(one, base) for one in others) >= 1 else None


def _fits(one: _Pair, base: int) -> bool:
    return abs(100 * one.part / base - one.share) <= one.slack


def _finding(paper: Paper, one: _Pair, base: int, start: int) -> Finding:
    return finding(
        "A501", "error", "arithmetic", 0.8,
        f"{one.part:,} of {base:,} is {significant(100 * one.part / base, 3)}%, not {significant(one.share, 4)}%.",
        "recompute the share from part and whole, or name the whole it is a share of",
        (paper.place(min(start, one.start), one.end),),
    )  # fmt: skip
