"""A paper as the rules see it: its text read once, with sentences, claims, dates, headings, tables and references."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from kelisim.audit.beside import claims_of_cells, claims_of_titles
from kelisim.audit.code import code_spans
from kelisim.audit.figures import WRITTEN
from kelisim.audit.references import Reference, read_references
from kelisim.audit.structure import (
    Caption,
    Heading,
    Table,
    captions,
    headings,
    references_span,
    running_lines,
    scattered_notes,
    tables,
)
from kelisim.audit.topic import Speller, Topic, speller
from kelisim.audit.words import Words, words
from kelisim.model.extracted import ExtractedClaim
from kelisim.model.finding import Finding, FindingKind, Severity, TextPlace
from kelisim.model.interval import Interval
from kelisim.model.period import Period
from kelisim.text.extraction.claims import claims
from kelisim.text.extraction.lexicon import Lexicon, lexicon
from kelisim.text.extraction.quantities import atoms, lexicon_for, resolve_date
from kelisim.text.extraction.traditional import as_given, simplified
from kelisim.text.sentences import sentences

if TYPE_CHECKING:
    from kelisim.audit.happened import Event
    from kelisim.audit.phase_mentions import PhaseMention
    from kelisim.audit.rules.ratings import DeclaredScale
    from kelisim.audit.statements import Statement
    from kelisim.audit.tabled import TableValue

_Kind = TypeVar("_Kind")
_LONGEST_PASSAGE = 320
_MOST_PLACES = 24
_MOST_VALUES = 200


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in the text: its span and the period it names."""

    start: int
    end: int
    period: Period


class Paper:
    """A text prepared for the rules; everything is read at first use and once."""

    def __init__(self, text: str, language: str | None = None, document_date: date | str | None = None) -> None:
        known = lexicon_for(text, language)
        self.language, self.given = known.language, text
        self.text = simplified(text) if known.script == "runs" else text
        self.words: Words = words(self.language)
        self.today = resolve_date(document_date)
        self._topics: dict[tuple[int, int], Topic] = {}
        # What was left out for the length of the paper, in the order in which it came up.
        self.limits: dict[str, None] = {}
        # What is asked of one statement or sentence for each of its pairs, answered once.
        self.asserted: dict[tuple[int, int], Interval] = {}
        self.disclosed: dict[int, bool] = {}

    @cached_property
    def references_span(self) -> tuple[int, int] | None:
        """Where the list of references stands, None where there is none."""
        return references_span(self.text, self.words)

    @cached_property
    def body(self) -> str:
        """The text without references, running heads and program code, blanked out so that offsets stay."""
        span = self.references_span
        text = self.text
        if span is not None:
            text = text[: span[0]] + "\n" * (span[1] - span[0]) + text[span[1] :]
        pieces, last = [], 0
        for start, stop in sorted([*running_lines(text, self.words), *code_spans(text)]):
            if start >= last:
                pieces += [text[last:start], re.sub(r"[^\n]", " ", text[start:stop])]
                last = stop
        return "".join(pieces) + text[last:]

    @cached_property
    def claims(self) -> list[ExtractedClaim]:
        """The claims of the paper, its dated events among them, and those that titles in its references make."""
        found = claims(self.body, language=self.language, document_date=self.today, dated=True)
        told = [
            one for one in found if one.kind == "date" or not (one.unit == "year" and 1500 < one.low == one.high < 2200)
        ]
        told = sorted([*claims_of_cells(self, told), *claims_of_titles(self)], key=lambda claim: claim.start)
        return told if self.given == self.text else [as_given(claim, self.given, self.text) for claim in told]

    @cached_property
    def statements(self) -> list[Statement]:
        """The claims made comparable."""
        from kelisim.audit.statements import statements

        return statements(self)

    @cached_property
    def names_told(self) -> dict[tuple[str, str], dict[tuple[frozenset[str], frozenset[str]], None]]:
        """The names and places that numbers are told of, by unit and word; an indicator stands behind a "="."""
        from kelisim.audit.pairing import names_told

        return names_told(self.statements)

    def first(self, found: list[_Kind], most: int, things: str) -> list[_Kind]:
        """Return the first so many, and note among the limits where these are not all."""
        if len(found) > most:
            self.limits[f"of more than {most:,} {things} the first {most:,} are looked at"] = None
        return found[:most]

    def times_written(self, number: str) -> int:
        """Return how often a number stands in the body as it is written."""
        return self._numbers_written[number]

    @cached_property
    def _numbers_written(self) -> Counter[str]:
        return Counter(match[0] for match in WRITTEN.finditer(self.body))

    @cached_property
    def events(self) -> list[Event]:
        """The dated events of the running text."""
        from kelisim.audit.happened import events

        return events(self)

    @cached_property
    def phases(self) -> list[PhaseMention]:
        """The phases that are given years."""
        from kelisim.audit.phase_mentions import phase_mentions

        return phase_mentions(self)

    @cached_property
    def scales(self) -> list[DeclaredScale]:
        """The scales of words that the paper declares."""
        from kelisim.audit.rules.ratings import declared_scales

        return declared_scales(self)

    @cached_property
    def dates(self) -> list[DateMention]:
        """The dates of the body."""
        found = atoms(self.body, lexicon(self.language), self.today)
        return [
            DateMention(atom.start, atom.end, atom.period)
            for atom in found
            if atom.period is not None and not (atom.period.start is not None and atom.period.start.year < 1000)
        ]

    def dates_in(self, start: int, end: int) -> list[DateMention]:
        """Return the dates of a span."""
        first = bisect_left(self._date_starts, start)
        return self.dates[first : bisect_left(self._date_starts, end)]

    @cached_property
    def _date_starts(self) -> list[int]:
        return [one.start for one in self.dates]

    def statements_in(self, start: int) -> list[Statement]:
        """Return the statements of the sentence that begins at a place."""
        return self._by_sentence.get(start, [])

    @cached_property
    def _by_sentence(self) -> dict[int, list[Statement]]:
        grouped: dict[int, list[Statement]] = {}
        for one in self.statements:
            grouped.setdefault(one.claim.sentence[0], []).append(one)
        return grouped

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The sentences of the body."""
        return sentences(self.body, self.language)

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def sentence_at(self, position: int) -> tuple[int, int]:
        """Return the sentence that holds a place."""
        index = bisect_right(self._starts, position) - 1
        return self.sentences[index] if index >= 0 else (0, min(len(self.text), 1))

    def sentence_index(self, position: int) -> int:
        """Return the number of the sentence that holds a place."""
        return max(bisect_right(self._starts, position) - 1, 0)

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings of the body."""
        return headings(self.body, self.words)

    @cached_property
    def tables(self) -> list[Table]:
        """The tables whose rows the text keeps."""
        return tables(self.body)

    @cached_property
    def numbers_in_tables(self) -> frozenset[str]:
        """The numbers in the cells of the tables, as they are written."""
        spans = ((cell.start, cell.end) for table in self.tables for row in table.rows for cell in row)
        return frozenset(match[0] for span in spans for match in WRITTEN.finditer(self.text, *span))

    @cached_property
    def table_values(self) -> list[TableValue]:
        """The dated numbers of the tables."""
        from kelisim.audit.tabled import table_values

        return table_values(self)

    @cached_property
    def values_at(self) -> dict[Period, list[TableValue]]:
        """The dated numbers of the tables by their time, at most 200 a time."""
        grouped: dict[Period, list[TableValue]] = {}
        for value in self.table_values:
            if value.statement.period is not None:
                grouped.setdefault(value.statement.period, []).append(value)
        return {period: values[:_MOST_VALUES] for period, values in grouped.items()}

    def topic_at(self, start: int, end: int) -> Topic:
        """Return the topic of a span, read once."""
        key = (start, end)
        if key not in self._topics:
            self._topics[key] = self.speller.topic(self.text[start:end])
        return self._topics[key]

    @cached_property
    def captions(self) -> list[Caption]:
        """The captions of tables and figures, those that stand after the list of references among them."""
        return captions(self.text, self.words)

    @cached_property
    def references(self) -> list[Reference]:
        """The entries of the list of references."""
        span = self.references_span
        if span is None:
            return [one for note in scattered_notes(self.text) for one in read_references(self.text, note)]
        return read_references(self.text, span)

    @cached_property
    def speller(self) -> Speller:
        """The reader of topics."""
        return speller(self.body, self.language)

    @property
    def known(self) -> Lexicon:
        """The lexicon of the paper's language."""
        return lexicon(self.language)

    def paragraph_is_heading(self, position: int) -> bool:
        """Say whether a place lies in a heading."""
        starts = [one.start for one in self.headings]
        index = bisect_right(starts, position) - 1
        return index >= 0 and position < self.headings[index].end

    def in_table(self, position: int) -> bool:
        """Say whether a place lies in a table with bars."""
        index = bisect_right(self._table_starts, position) - 1
        return index >= 0 and position < self.tables[index].end

    @cached_property
    def _table_starts(self) -> list[int]:
        return [table.start for table in self.tables]

    def place(self, start: int, end: int) -> TextPlace:
        """Return the passage around a span: its sentence, cut at blanks where that is long."""
        first, last = self._entry_at(start) or self.sentence_at(start)
        last = max(last, end)
        if last - first > _LONGEST_PASSAGE:
            spare = max(0, _LONGEST_PASSAGE - (end - start)) // 2
            first, last = max(first, start - spare), min(last, end + spare)
            first, last = self._at_blank(first, start, 1), self._at_blank(last, end, -1)
        return TextPlace(first, last, self.given[first:last])

    def in_references(self, position: int) -> bool:
        """Say whether a place lies in the list of references."""
        return self.references_span is not None and self.references_span[0] <= position < self.references_span[1]

    def _entry_at(self, position: int) -> tuple[int, int] | None:
        if not self.in_references(position):
            return None
        return next(((one.start, one.end) for one in self.references if one.start <= position < one.end), None)

    def _at_blank(self, place: int, limit: int, step: int) -> int:
        if place <= 0 or place >= len(self.text) or self.text[place - 1].isspace():
            return place
        for offset in range(40):
            at = place + step * offset
            if (at - limit) * step >= 0:
                break
            if self.text[at].isspace():
                return at + (1 if step > 0 else 0)
        return place

    def exact(self, start: int, end: int) -> TextPlace:
        """Return a span as it stands."""
        return TextPlace(start, end, self.given[start:end])

    def heading_names(self, position: int) -> frozenset[str]:
        """Return the names in the heading that a place stands under; none of the title's."""
        starts = [heading.start for heading in self.headings]
        index = bisect_right(starts, position) - 1
        if index < 1:
            return frozenset()
        heading = self.headings[index]
        return self.topic_at(heading.end - len(heading.title), heading.end).names

    def section_of(self, position: int) -> tuple[int, int]:
        """Return the span from the heading before a place to the next heading."""
        starts = [heading.start for heading in self.headings]
        index = bisect_right(starts, position) - 1
        first = starts[index] if index >= 0 else 0
        return first, starts[index + 1] if index + 1 < len(starts) else len(self.text)


def finding(
    rule: str,
    severity: Severity,
    kind: FindingKind,
    confidence: float,
    message: str,
    hint: str,
    places: Sequence[TextPlace] | Iterable[TextPlace],
) -> Finding:
    """Return a finding with its places in the order of the text; at most 24 places are named."""
    ordered = sorted(set(places), key=lambda place: (place.start, place.end))[:_MOST_PLACES]
    return Finding(rule, severity, kind, message, hint, confidence=round(confidence, 2), places=tuple(ordered))


def short(text: str, most: int = 90) -> str:
    """Return a text on one line, cut where it is long."""
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
