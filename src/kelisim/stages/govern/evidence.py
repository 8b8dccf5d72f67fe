"""Evidence for the rubric: coded passages and events, with their years and their pair, and how coders read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kelisim.model.claim import Claim
from kelisim.model.coding import Coding
from kelisim.model.document import Document
from kelisim.model.event import Event
from kelisim.model.period import Period
from kelisim.model.results import Coded, RubricCoverage
from kelisim.model.rubric import RubricLine
from kelisim.stages.govern.dating import Pairs, Teller, years_of
from kelisim.text.matching import Matcher

NONE = "none"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece: ``readings`` holds the degrees that it may be read as, and "none" where a coder saw nothing in it."""

    id: str
    kind: str
    variable: str
    document: str
    readings: frozenset[str]
    coders: Mapping[str, frozenset[str]]
    years: tuple[int, ...]
    pairs: tuple[str, ...]


@dataclass(slots=True)
class _Unit:
    """A passage as several coders cut it out: the span that they share, and what each coded there."""

    document: str
    start: int
    end: int
    codings: list[tuple[str, Coding]] = field(default_factory=list)


_SETTLED = "settled"


def gather(
    *,
    rubric: Sequence[RubricLine],
    code: Coded,
    events: Sequence[Event],
    claims: Sequence[Claim],
    documents: Mapping[str, Document],
    pairs: Pairs,
    window: Period,
) -> tuple[tuple[Evidence, ...], RubricCoverage]:
    """Return the evidence that the rubric names, and how much of it could be dated and placed.

    A passage has the periods of the events and claims told in it, else those its words name, and belongs to the pairs
    named in it or told of there. An event that has not happened is no evidence. What has no year in the window or no
    pair is counted in the coverage and left out.
    """
    of_events = list(_events(rubric, events, pairs, window))
    told = Teller(documents, events, claims)
    lines = [(line, Matcher({"line": line.words}) if line.words else None) for line in rubric if line.codes]
    passages: list[Evidence] = []
    for unit in _units(rubric, code, documents):
        said = told.tells(unit.document, unit.start, unit.end)
        years = sorted({year for one in said.periods for year in years_of(one, window)})
        named = pairs.within((documents[unit.document].text[unit.start : unit.end], *said.actors))
        for variable, readings, coders in _readings(lines, unit, code, documents[unit.document]):
            name = f"{unit.document}:{unit.start}-{unit.end}"
            passages.append(Evidence(name, "passage", variable, unit.document, readings, coders, tuple(years), named))
    coverage = RubricCoverage(
        passages=len({one.id for one in passages}),
        dated=len({one.id for one in passages if one.years}),
        placed=len({one.id for one in passages if one.years and one.pairs}),
        events=len({one.id for one in of_events}),
        events_placed=len({one.id for one in of_events if one.years and one.pairs}),
        demonstration=code.demonstration or any(line.demonstration for line in rubric),
    )
    return tuple(one for one in (*passages, *of_events) if one.years and one.pairs), coverage


def _events(rubric: Sequence[RubricLine], events: Sequence[Event], pairs: Pairs, window: Period) -> Iterator[Evidence]:
    for event in events:
        if event.status not in ("achieved", "under way"):
            continue
        degrees: dict[str, set[str]] = {}
        for line in rubric:
            if event.id in line.events or event.trigger in line.triggers:
                degrees.setdefault(line.variable, set()).add(line.degree)
        document = event.document or next(iter(event.sources), "") or event.id
        for variable, found in degrees.items():
            yield Evidence(
                event.id,
                "event",
                variable,
                document,
                frozenset(found),
                {},
                years_of(event.period, window),
                pairs.within((event.title, *event.actors)),
            )


def _units(rubric: Sequence[RubricLine], code: Coded, documents: Mapping[str, Document]) -> list[_Unit]:
    """Return the passages under a code of the rubric, overlapping ones of several coders as one."""
    wanted = {name for line in rubric for name in line.codes}
    layers = [(one.coder, one) for one in code.codings] + [(_SETTLED, one) for one in code.adjudicated]
    found = [(coder, one) for coder, one in layers if one.code in wanted and one.passage.source in documents]
    found.sort(key=lambda pair: (pair[1].passage.source, pair[1].passage.start, pair[1].passage.end, pair[0]))
    units: list[_Unit] = []
    for coder, coding in found:
        here, last = coding.passage, units[-1] if units else None
        shared = min(last.end, here.end) - max(last.start, here.start) if last else 0
        if last and last.document == here.source and 2 * shared >= min(last.end - last.start, here.end - here.start):
            last.start, last.end = min(last.start, here.start), max(last.end, here.end)
            last.codings.append((coder, coding))
        else:
            units.append(_Unit(here.source, here.start, here.end, [(coder, coding)]))
    return units


def _readings(
    known: Sequence[tuple[RubricLine, Matcher | None]], unit: _Unit, code: Coded, document: Document
) -> Iterator[tuple[str, frozenset[str], dict[str, frozenset[str]]]]:
    """Yield for each variable the degrees that a passage may be read as, over all who worked through the document."""
    text = document.text[unit.start : unit.end]
    lines = [line for line, words in known if _holds(line, words, text, document.language)]
    readers = {coder for coder, read in code.read.items() if unit.document in read}
    readers |= {coder for coder, _ in unit.codings if coder != _SETTLED}
    for variable in dict.fromkeys(line.variable for line in lines):
        by_coder: dict[str, set[str]] = {}
        for coder, coding in unit.codings:
            degrees = {line.degree for line in lines if line.variable == variable and coding.code in line.codes}
            by_coder.setdefault(coder, set()).update(degrees)
        settled = by_coder.pop(_SETTLED, set())
        readings = set(settled)
        if not settled:
            for coder in readers:
                readings |= by_coder.get(coder) or {NONE}
        if readings - {NONE}:
            kept = {coder: frozenset(found) for coder, found in sorted(by_coder.items()) if found}
            yield variable, frozenset(readings), kept


def _holds(line: RubricLine, words: Matcher | None, text: str, language: str) -> bool:
    return words is None or bool(words.find(text, language if language in line.words else ""))
