"""A study's coding as the commands need it: what was written, and the work of its coders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kelisim.engine.run import run
from kelisim.errors import Problem, UsageError, nearest
from kelisim.model.results import Results
from kelisim.model.study import StudyData
from kelisim.stages.code.work import Work, work_of
from kelisim.study.layout import STUDY_FILE, Layout


@dataclass(frozen=True, slots=True)
class Opened:
    """A study read from its folder, its results, and the work of the coders to be compared."""

    layout: Layout
    data: StudyData
    results: Results
    work: Work


def open_coding(layout: Layout, *, coders: Sequence[str] = ()) -> Opened:
    """Return the coding of a study; ``coders`` compares these instead of those that the protocol declares.

    Raises ``StudyError`` for a study that cannot be read and ``UsageError`` for a coder who has no journal.
    """
    outcome = run(layout, (), write=False)
    assert outcome.data is not None
    assert outcome.results is not None
    known = {path.stem for path in layout.journals.glob("*.jsonl")}
    data = outcome.data
    unknown = [_stranger(coder, known, data) for coder in coders if coder not in known]
    if unknown:
        raise UsageError(unknown)
    documents = {document.source: document for document in outcome.results.collect.documents}
    work = work_of(data.codebook, data.protocol, data.journal, documents, coders=coders)
    return Opened(layout, data, outcome.results, work)


def _stranger(coder: str, known: set[str], data: StudyData) -> Problem:
    """Return what is wrong with a coder who has no journal, and where the study names its coders."""
    hint = "each coder has a journal; [coding] coders names whom to compare"
    return Problem(
        code="unknown-coder",
        what=f"no coder is called {coder!r}",
        hint="; ".join(part for part in (nearest(coder, sorted(known)), hint) if part),
        file=STUDY_FILE,
        line=data.lines.get("coding"),
    )
