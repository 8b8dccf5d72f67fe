"""A3: the phases of one history, dated twice, overlapping, gapped, or closed and called ongoing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kelisim.audit.paper import DateMention, Paper, finding
from kelisim.audit.phase_mentions import PhaseMention, roman
from kelisim.model.finding import Finding

_NEAR = 700


def two_periodisations(paper: Paper) -> Iterator[Finding]:
    """Find a phase that is given different years in different places."""
    groups: dict[str, list[PhaseMention]] = {}
    for mention in paper.phases:
        groups.setdefault(mention.key, []).append(mention)
    for key, mentions in groups.items():
        base = mentions[0]
        told = {(base.first, base.last)}
        for other in mentions[1:]:
            if (other.first, other.last) in told or (base.of and other.of and base.of != other.of):
                continue
            told.add((other.first, other.last))
            confidence = 0.88 if base.word.rstrip("s") == other.word.rstrip("s") else 0.7
            named = f"phase {key}" if key.isdigit() else f"the phase “{key}”"
            yield finding(
                "A301", "error", "period_conflict", confidence,
                f"The years of {named} are {_years(base)} in one place and {_years(other)} in another.",
                "choose one periodisation, and use it in the text, the tables and the figures alike",
                (paper.exact(base.start, base.end), paper.exact(other.start, other.end)),
            )  # fmt: skip


def _years(mention: PhaseMention) -> str:
    return f"{mention.first}–{mention.last}" if mention.last else f"{mention.first} to the present"


def overlapping_phases(paper: Paper) -> Iterator[Finding]:
    """Find neighbouring phases of one list that overlap by more than a boundary year, or leave years out."""
    told: set[str] = set()
    for one, other in pairwise(mention for mention in paper.phases if mention.key.isdigit()):
        if int(other.key) != int(one.key) + 1 or one.last is None:
            continue
        if other.start - one.end > _NEAR or one.last < one.first or one.key in told:
            continue
        if other.first < one.last:
            told.add(one.key)
            what, confidence = f"overlap in {other.first}–{one.last}", 0.78
        elif other.first > one.last + 1:
            told.add(one.key)
            what, confidence = (
                f"leave out {one.last + 1}" + (f"–{other.first - 1}" if other.first > one.last + 2 else ""),
                0.65,
            )
        else:
            continue
        yield finding(
            "A302", "warning", "period_conflict", confidence,
            f"Phases {one.key} ({_years(one)}) and {other.key} ({_years(other)}) {what}.",
            "say to which phase those years belong",
            (paper.exact(one.start, one.end), paper.exact(other.start, other.end)),
        )  # fmt: skip


def backward_phases(paper: Paper) -> Iterator[Finding]:
    """Find phases that end before they begin."""
    for one in paper.phases:
        if one.last is not None and one.last < one.first:
            yield finding(
                "A303", "error", "period_conflict", 0.9,
                f"A phase is said to run from {one.first} to {one.last}, which is earlier.",
                "correct one of the two years", (paper.place(one.start, one.end),),
            )  # fmt: skip


def closed_and_ongoing(paper: Paper) -> Iterator[Finding]:
    """Find a phase with a last year that is also called the present one or still going on."""
    own, text = paper.words, paper.body
    closed: dict[str, PhaseMention] = {}
    for mention in paper.phases:
        if mention.last is not None:
            closed.setdefault(mention.key, mention)
    if not closed:
        return
    numbers = [key for key in closed if key.isdigit()]
    last = max(numbers, key=int) if numbers else max(closed, key=lambda key: closed[key].last or 0)
    name = _name_of(paper, last)
    for match in name.finditer(text):
        first, stop = paper.sentence_at(match.start())
        said = own.pattern("phases", "ongoing").search(text, first, stop)
        mention = closed[last]
        here = first <= mention.start < stop
        if said and abs(said.start() - match.start()) < 160 and (not here or 0 <= said.start() - mention.end < 60):
            named = f"Phase {last}" if last.isdigit() else f"The phase “{last}”"
            yield finding(
                "A304", "warning", "period_conflict", 0.62,
                f"{named} is closed in {mention.last} in one place and called current or ongoing in another.",
                "give the phase an open end, or put what goes on now into a later phase",
                (paper.exact(mention.start, mention.end), paper.exact(first, stop)),
            )  # fmt: skip
            return


def _name_of(paper: Paper, key: str) -> re.Pattern[str]:
    """Return the pattern of a phase's name, by its number or by its own name."""
    word = paper.words.source("phases", "word")
    if not key.isdigit():
        return re.compile(rf"(?<!\w){re.escape(key)}\s(?:{word})(?!\w)", re.IGNORECASE)
    return re.compile(
        rf"(?:{word})\s?(?:{key}|{roman(int(key))})(?!\w)|(?:{key}"
        rf"|{paper.words.tables['phases']['ordinals'].get(key, '(?!)')})[\s-]{{0,2}}(?:{word})",
        re.IGNORECASE,
    )


def spans_of_phases(paper: Paper) -> Iterator[Finding]:
    """Find a span of years that is said to cover phases whose own years leave part of it out."""
    own, text = paper.words, paper.body
    known: dict[str, PhaseMention] = {}
    for mention in paper.phases:
        if mention.key.isdigit():
            known.setdefault(mention.key, mention)
    if len(known) < 2:
        return
    named = re.compile(rf"(?:{own.source('phases', 'word')})\s?(?P<digit>[1-9])(?!\w)", re.IGNORECASE)
    for index, (first, stop) in enumerate(paper.sentences):
        keys = [match["digit"] for match in named.finditer(text, first, stop)] or _named_by_ordinals(paper, first, stop)
        inside = [known[key] for key in dict.fromkeys(keys) if key in known and known[key].last is not None]
        covers = own.pattern("phases", "covers").search(text, first, stop)
        if len(inside) < 2 or covers is None or any(first <= mention.start < stop for mention in paper.phases):
            continue
        spans = [one for one in paper.dates_in(first, stop) if _is_span(one)]
        if not spans and index:
            spans = [one for one in paper.dates_in(*paper.sentences[index - 1]) if _is_span(one)][-1:]
        if len(spans) != 1:
            continue
        start, end = spans[0].period.start.year, spans[0].period.end.year  # type: ignore[union-attr]
        earliest, latest = min(one.first for one in inside), max(one.last or 0 for one in inside)
        if start < earliest or end > latest:
            yield finding(
                "A305", "warning", "period_conflict", 0.65,
                f"{start}–{end} is said to cover phases {', '.join(one.key for one in inside)}, which by their own "
                f"years run "
                f"from {earliest} to {latest}.",
                "bring the span and the years of the phases into line",
                [
                    paper.place(spans[0].start, spans[0].end),
                    paper.exact(first, stop),
                    *(paper.exact(one.start, one.end) for one in inside),
                ],
            )  # fmt: skip


def _named_by_ordinals(paper: Paper, first: int, stop: int) -> list[str]:
    """Return the phases that a sentence names by ordinals, or as all that are told of."""
    own, text = paper.words, paper.body
    every = own.tables["phases"].get("every")
    if every and re.search(every, text[first:stop], re.IGNORECASE):
        return sorted({one.key for one in paper.phases if one.key.isdigit()})
    return [
        key
        for key, forms in own.tables["phases"]["ordinals"].items()
        if paper.language != "en"
        and re.search(
            rf"第?(?:{forms})(?:(?:[、和及与]第?[一二三四五])*(?:{own.source('phases', 'word')}))"
            if own.runs
            else rf"(?<!\w)(?:(?:{forms})|{key}-?)[\w-]*(?:\s(?:и|мен|және)\s\w+)?\s(?:{own.source('phases', 'word')})",
            text[first:stop],
            re.IGNORECASE,
        )
    ]


def _is_span(one: DateMention) -> bool:
    return bool(one.period.start and one.period.end and one.period.end.year > one.period.start.year)
