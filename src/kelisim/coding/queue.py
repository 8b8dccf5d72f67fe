"""The queue of disagreements: where coders differ, how, and how much hangs on it; the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from kelisim.coding import blind
from kelisim.coding.open import Opened
from kelisim.errors import UsageError, nearest
from kelisim.stages.code.consensus import Decision, deciding, decisions_in_force
from kelisim.stages.code.force import Finder
from kelisim.stages.code.passages import Place, Span, places
from kelisim.stages.code.work import Work
from kelisim.stages.units import units_in, units_of

Kind = Literal["code", "missing", "boundary"]
Severity = Literal["high", "medium", "low"]
SEVERITIES: tuple[str, ...] = get_args(Severity)
_SLIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One decision to take: does ``code`` apply to the passage?

    ``kind``: "code" where someone gave the passage another code instead, "missing" where someone gave it none,
    "boundary" where all applied the code and cut the passage differently. ``severity``: high for another code; medium
    for a missing one, and for boundaries that change which units carry the code; low for other boundaries. ``extent``
    is the share of the characters in dispute, 1 unless all applied the code. ``applied`` gives each coder's spans,
    ``instead`` the other codes of those who did not apply it.
    """

    document: str
    file: str
    line: int
    start: int
    end: int
    quote: str
    code: str
    kind: Kind
    severity: Severity
    extent: float
    applied: tuple[tuple[str, tuple[Span, ...]], ...]
    instead: tuple[tuple[str, tuple[str, ...]], ...]
    decided: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape; spans are code points, end exclusive."""
        return {
            "document": self.document,
            "file": self.file,
            "line": self.line,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "code": self.code,
            "kind": self.kind,
            "severity": self.severity,
            "extent": round(self.extent, 6),
            "applied": {coder: [list(span) for span in spans] for coder, spans in self.applied},
            "not_applied": {coder: list(codes) for coder, codes in self.instead},
            "decided": self.decided,
        }


@dataclass(frozen=True, slots=True)
class Queue:
    """The disagreements asked for; ``early`` names the coders for whom it was too early, by document."""

    items: tuple[Disagreement, ...]
    early: dict[str, tuple[str, ...]]

    @property
    def counts(self) -> dict[str, int]:
        """The number of disagreements by severity."""
        return {severity: sum(one.severity == severity for one in self.items) for severity in SEVERITIES}

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        early = {name: list(coders) for name, coders in self.early.items()}
        return {"queue": [one.to_dict() for one in self.items], "counts": self.counts, "blind_broken": early}


def open_queue(
    opened: Opened,
    documents: Sequence[str] = (),
    *,
    settled: bool = False,
    break_blind: bool = False,
    actor: str = "",
    reason: str = "",
) -> Queue:
    """Return the queue of a study, or of some documents, if all coders are done with them.

    With ``break_blind`` it opens all the same, and ``actor``'s journal records who looked and why. Raises
    ``UsageError`` for an unknown document and where somebody is not done.
    """
    for name in documents:
        if name not in opened.work.documents:
            raise UsageError(f"no document is called {name!r}", nearest(name, opened.work.documents))
    early = blind.waiting(opened.work, documents)
    if early and not break_blind:
        who = sorted({coder for coders in early.values() for coder in coders})
        shown = ", ".join(list(early)[:5]) + (" and others" if len(early) > 5 else "")
        raise UsageError(
            f"not all coders are done: {', '.join(who)} with {shown}",
            "wait until each has said so, ask for finished documents with --document, or look all the same with "
            "--break-blind --actor NAME --reason '…', which your journal records",
        )
    if early:
        blind.break_blind(opened.layout, actor, list(early), reason)
    return Queue(tuple(disagreements(opened, documents, settled=settled)), early)


def disagreements(opened: Opened, documents: Sequence[str] = (), *, settled: bool = False) -> list[Disagreement]:
    """Return the queue of a study, of some documents only where they are named."""
    decided, _ = decisions_in_force(opened.work, opened.data.codebook)
    queue = queue_of(opened.work, places(opened.work), decided, settled=settled)
    return [one for one in queue if not documents or one.document in documents]


def queue_of(
    work: Work, found: Sequence[Place], decided: Sequence[Decision], *, settled: bool = False
) -> list[Disagreement]:
    """Return the disagreements among the coders, the gravest first, then in the order of the text.

    Only documents that all have worked through count. Those that somebody has decided are left out unless ``settled``.
    """
    finder, decision_on = Finder(work.documents), deciding(decided)
    by_document: dict[str, list[Place]] = {}
    for place in found:
        by_document.setdefault(place.document, []).append(place)
    units: dict[str, list[Span]] = {}
    queue = []
    for place in found:
        decision = decision_on(place)
        if decision is not None and not settled:
            continue
        document = work.documents[place.document]
        if place.document not in units:
            units[place.document] = units_in(document, work.rule.unit)
        absent = [coder for coder in work.coders if coder not in place.spans]
        instead = tuple((coder, _instead(place, coder, by_document[place.document])) for coder in absent)
        graded = _grade(work, place, instead, units[place.document])
        if graded is None:
            continue
        kind, severity = graded
        queue.append(
            Disagreement(
                document=place.document,
                file=document.file,
                line=finder.line(document, place.start),
                start=place.start,
                end=place.end,
                quote=document.text[place.start : place.end],
                code=place.code,
                kind=kind,
                severity=severity,
                extent=1.0 if absent else place.extent,
                applied=tuple(place.spans.items()),
                instead=instead,
                decided="" if decision is None else ("apply" if decision.applies else "drop"),
            )
        )
    return sorted(queue, key=lambda one: SEVERITIES.index(one.severity))


def _instead(place: Place, coder: str, there: Sequence[Place]) -> tuple[str, ...]:
    """Return the codes that a coder gave a passage and that nobody who applied the code in question gave it too."""
    codes = []
    for other in there:
        if other.code == place.code or coder not in other.spans:
            continue
        here = [span for span in other.spans[coder] if span[0] < place.end and place.start < span[1]]
        shared = any(_meet(spans, here) for name, spans in other.spans.items() if name in place.spans)
        if here and not shared:
            codes.append(other.code)
    return tuple(codes)


def _meet(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return any(a[0] < b[1] and b[0] < a[1] for a in one for b in other)


def _grade(
    work: Work, place: Place, instead: Sequence[tuple[str, tuple[str, ...]]], units: Sequence[Span]
) -> tuple[Kind, Severity] | None:
    """Return the kind and severity of what coders differ on at a place, None where they agree."""
    if any(codes for _, codes in instead):
        return "code", "high"
    if instead:
        return "missing", "medium"
    spans = list(place.spans.values())
    if all(one == spans[0] for one in spans):
        return None
    if work.rule.unit == "character":
        return "boundary", "medium" if place.extent > _SLIGHT else "low"
    touched = [{unit for start, end in own for unit in units_of(start, end, units)} for own in spans]
    return "boundary", "low" if all(one == touched[0] for one in touched) else "medium"
