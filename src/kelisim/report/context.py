"""What every table, figure and sentence looks up: the study, its results and findings, indexed by id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kelisim.model.claim import Claim
from kelisim.model.coding import Code
from kelisim.model.document import Document
from kelisim.model.event import Event
from kelisim.model.finding import Finding
from kelisim.model.indicator import Indicator
from kelisim.model.phase import Phase
from kelisim.model.results import (
    ClaimVerdict,
    CredibilityRating,
    EstimateRow,
    Results,
    ScreeningDecision,
    Verdict,
)
from kelisim.model.series import Series
from kelisim.model.source import Source
from kelisim.model.study import StudyData
from kelisim.report.inlines import joined, link, words
from kelisim.report.tree import Inline, Inlines, ReferenceKind, Text

VERDICT_ORDER = ("corroborated", "compatible", "dependent", "not comparable", "contradicted", "unchecked")


@dataclass(frozen=True)
class Context:
    """A study with its results and findings; ``labels`` names the printed tables and figures ("Table 3")."""

    data: StudyData
    results: Results
    findings: tuple[Finding, ...] = ()
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Sources by id."""
        return {one.id: one for one in self.data.sources}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims by id, with the passages that were found for them."""
        return {one.id: one for one in self.results.claim.claims}

    @cached_property
    def events(self) -> dict[str, Event]:
        """Events by id."""
        return {one.id: one for one in self.data.events}

    @cached_property
    def series(self) -> dict[str, Series]:
        """Series by id."""
        return {one.id: one for one in self.data.series}

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Indicators by id."""
        return {one.id: one for one in self.data.indicators}

    @cached_property
    def phases(self) -> dict[str, Phase]:
        """Phases by id."""
        return {one.id: one for one in self.data.phases}

    @cached_property
    def codes(self) -> dict[str, Code]:
        """Codes by id."""
        return {one.id: one for one in self.data.codebook.codes}

    @cached_property
    def decisions(self) -> dict[str, ScreeningDecision]:
        """Screening decisions by source."""
        return {one.source: one for one in self.results.screen.decisions}

    @cached_property
    def ratings(self) -> dict[str, CredibilityRating]:
        """Credibility ratings by source."""
        return {one.source: one for one in self.results.rate.ratings}

    @cached_property
    def verdicts(self) -> dict[str, ClaimVerdict]:
        """The verdict on each claim."""
        return {one.claim: one for one in self.results.verify.verdicts}

    @cached_property
    def comparisons(self) -> dict[str, list[Verdict]]:
        """The comparisons of each claim."""
        found: dict[str, list[Verdict]] = {}
        for one in self.results.verify.comparisons:
            found.setdefault(one.claim, []).append(one)
        return found

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Documents by source."""
        return {one.source: one for one in self.results.collect.documents}

    @cached_property
    def citing(self) -> dict[str, list[str]]:
        """The claims that cite each source."""
        found: dict[str, list[str]] = {}
        for one in self.claims.values():
            for source in dict.fromkeys(one.citations):
                found.setdefault(source, []).append(one.id)
        return found

    @cached_property
    def phase_of(self) -> dict[str, str]:
        """The phase into which each event falls by date."""
        return {event: row.id for row in self.results.periodise.phases for event in row.events}

    @cached_property
    def estimate_rows(self) -> dict[str, list[EstimateRow]]:
        """The rows of each estimate, as declared first."""
        found: dict[str, list[EstimateRow]] = {}
        for row in self.results.estimate.rows:
            found.setdefault(row.plan, []).append(row)
        return found

    @cached_property
    def remarks(self) -> dict[str, list[str]]:
        """What the numbers say about each estimate."""
        found: dict[str, list[str]] = {}
        for plan, remark in self.results.estimate.remarks:
            found.setdefault(plan, []).append(remark)
        return found

    @cached_property
    def finding_ids(self) -> tuple[str, ...]:
        """An id for each finding: the rule, and its place among that rule's findings ("E002-1")."""
        seen: dict[str, int] = {}
        ids = []
        for one in self.findings:
            seen[one.rule] = seen.get(one.rule, 0) + 1
            ids.append(f"{one.rule}-{seen[one.rule]}")
        return tuple(ids)

    @cached_property
    def kinds(self) -> dict[str, ReferenceKind]:
        """The kind of record that an id names, where an id may be of several kinds the first of these."""
        found: dict[str, ReferenceKind] = {}
        parts: tuple[tuple[ReferenceKind, Iterable[str]], ...] = (
            ("claim", self.claims),
            ("event", self.events),
            ("source", self.sources),
            ("series", self.series),
            ("estimate", (one.id for one in self.data.estimates)),
            ("recommendation", (one.id for one in self.data.recommendations)),
        )
        for kind, ids in parts:
            for identifier in ids:
                found.setdefault(identifier, kind)
        return found

    def to(self, identifier: str, text: str = "", kind: ReferenceKind | None = None) -> Inline:
        """Return a reference to the record an id names, plain words where no record has it."""
        known = kind or self.kinds.get(identifier)
        return link(known, identifier, text) if known else Text(text or identifier)

    def to_all(self, ids: Sequence[str], *, at_most: int | None = None, separator: str = "; ") -> Inlines:
        """Return references to records, and how many more there are where only some are shown."""
        shown = ids if at_most is None or len(ids) <= at_most + 1 else ids[:at_most]
        rest = len(ids) - len(shown)
        return words(joined((self.to(one) for one in shown), separator), f"{separator}{rest} more" if rest else "")

    def label(self, kind: ReferenceKind, identifier: str) -> Inline:
        """Return "Table 3" as a reference where that table is printed, else the file that holds it."""
        text = self.labels.get((kind, identifier))
        if text:
            return link(kind, identifier, text)
        return Text(f"tables/{identifier}.csv" if kind == "table" else f"figures/{identifier}.svg")

    def code_name(self, code: str) -> str:
        """Return the name of a code, its id where the codebook lacks it."""
        return self.codes[code].name if code in self.codes else code

    def indicator_name(self, indicator: str) -> str:
        """Return the name of an indicator, its id where the study does not define it."""
        return self.indicators[indicator].name if indicator in self.indicators else indicator

    def verdict_of(self, claim: str) -> str:
        """Return the verdict on a claim, "unchecked" where there is none."""
        return self.verdicts[claim].verdict if claim in self.verdicts else "unchecked"


UNNAMED = "a reading without a name"


def reading_name(reading: str) -> str:
    """Return the short name of a reading: its words before the first colon, "" for a reading without a name."""
    return reading.partition(":")[0].strip()
