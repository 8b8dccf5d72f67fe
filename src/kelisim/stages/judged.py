"""What people said of quantities found in documents: a confirmed one is a claim, a rejected one is offered no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from kelisim.errors import Problem, StudyError
from kelisim.model.claim import MODALITIES, Candidate, Claim, Modality
from kelisim.model.document import Document, Passage
from kelisim.model.interval import Interval
from kelisim.model.journal import is_machine
from kelisim.model.period import Period
from kelisim.model.quantity import Change, Comparator, step_to_the_point
from kelisim.model.study import JournalEntry
from kelisim.stages.passages import locate

SAID = ("indicator", "subject", "place", "unit", "period", "modality")


@dataclass(frozen=True, slots=True)
class Judged:
    """The candidates left, each with the claim made of it, and the claims that people confirmed."""

    candidates: tuple[Candidate, ...]
    claims: tuple[Claim, ...]


def judged(
    candidates: Sequence[Candidate], journal: Sequence[JournalEntry], documents: Mapping[str, Document]
) -> Judged:
    """Return candidates and claims after ``confirm`` and ``reject``; of two on one quantity the later counts.

    A quantity that a claim of claims.csv holds already is left as it is. Raises ``StudyError``, at the line, for a
    confirmation of what is no quantity there, without indicator, or with a period or modality that is none.
    """
    problems: list[Problem] = []
    verdicts: dict[int, JournalEntry] = {}
    acts = [entry for entry in journal if entry.act in ("confirm", "reject") and not is_machine(entry.actor)]
    for entry in sorted(acts, key=lambda one: (one.time, one.journal, one.line)):
        if "document" not in entry.target:
            continue
        meant = _meant(entry, candidates, documents)
        if meant is not None:
            verdicts[meant] = entry
        elif entry.act == "confirm":
            what = f"no quantity is found any more where {entry.actor} confirmed one in {entry.target['document']}"
            hint = "undo the line, and confirm what kelisim claims list shows or write the claim into claims.csv"
            problems.append(Problem("confirm", what, hint, entry.journal, entry.line))
    kept, claims = [], []
    for position, candidate in enumerate(candidates):
        verdict = verdicts.get(position)
        if verdict is None or candidate.claim:
            kept.append(candidate)
        elif verdict.act == "confirm":
            claims.append(_claim(candidate, verdict, documents[candidate.source], problems))
    if problems:
        raise StudyError(problems)
    return Judged(tuple(kept), tuple(claims))


def _meant(entry: JournalEntry, candidates: Sequence[Candidate], documents: Mapping[str, Document]) -> int | None:
    """Return the position of the quantity that a line is about: the one at the passage, or the only one within it."""
    target = entry.target
    document = documents.get(str(target.get("document", "")))
    if document is None:
        return None
    start = target.get("start")
    quote, prefix, suffix = (str(target.get(part, "")) for part in ("quote", "prefix", "suffix"))
    place = locate(document.text, quote, prefix, suffix, start if isinstance(start, int) else None)
    if place is None:
        return None
    own = [(at, one) for at, one in enumerate(candidates) if one.source == document.source]
    exact = [at for at, one in own if (one.start, one.end) == place]
    within = [at for at, one in own if place[0] <= one.start and one.end <= place[1]]
    return exact[0] if exact else within[0] if len(within) == 1 else None


def _step(candidate: Candidate, unit: str) -> float | None:
    if candidate.step is None or candidate.value is None or candidate.comparator != "exact":
        return candidate.step
    return step_to_the_point(candidate.step, candidate.value, unit)


def _claim(candidate: Candidate, entry: JournalEntry, document: Document, problems: list[Problem]) -> Claim:
    body = entry.body
    said = {key: str(body.get(key, "") or getattr(candidate, key, "") or "") for key in SAID}
    if not said["indicator"]:
        _wrong(
            problems, entry, "a claim is confirmed without an indicator", "undo the line and confirm with --indicator"
        )
    if said["modality"] not in MODALITIES:
        what = f"the modality {said['modality']!r} is none"
        _wrong(problems, entry, what, "one of: " + ", ".join(MODALITIES))
    period = None
    written = said["period"] or f"{candidate.period_start or '..'}/{candidate.period_end or '..'}"
    if written != "../..":
        try:
            period = Period.parse(written)
        except ValueError as error:
            _wrong(problems, entry, str(error), "undo the line and confirm with --period")
    text = document.text
    start = text.find(candidate.sentence, max(0, candidate.start - len(candidate.sentence)))
    end = start + len(candidate.sentence)
    passage = Passage(
        document.source, start, end, candidate.sentence, line=text.count("\n", 0, start) + 1, file=document.file
    )
    known = get_args(Comparator)
    return Claim(
        id=f"{document.source}-{entry.target.get('start', candidate.start)}",
        source=document.source,
        indicator=said["indicator"],
        subject=said["subject"],
        place=said["place"],
        period=period,
        stated=candidate.text,
        value=candidate.value,
        interval=Interval(candidate.low, candidate.high),
        step=_step(candidate, said["unit"]),
        unit=said["unit"],
        comparator=cast("Comparator", candidate.comparator if candidate.comparator in known else "exact"),
        change=cast("Change | None", candidate.change or None),
        modality=cast("Modality", said["modality"] if said["modality"] in MODALITIES else "reported"),
        document=document.source,
        quote=candidate.sentence,
        passage=passage,
        note=str(body.get("reason", "")),
    )


def _wrong(problems: list[Problem], entry: JournalEntry, what: str, hint: str) -> None:
    problems.append(Problem("confirm", what, hint, entry.journal, entry.line))
