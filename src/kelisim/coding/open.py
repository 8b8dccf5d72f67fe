"""A study's coding as the commands need it: what was written, and the work of its coders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kelisim.engine.run import run
from kelisim.errors import UsageError, nearest
from kelisim.model.results import Results
from kelisim.model.study import StudyData
from kelisim.stages.code.work import Work, work_of
from kelisim.study.layout import Layout


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
    for coder in coders:
        if coder not in known:
            raise UsageError(f"no coder is called {coder!r}", nearest(coder, known) or "a coder has a journal here")
    documents = {document.source: document for document in outcome.results.collect.documents}
    data = outcome.data
    work = work_of(data.codebook, data.protocol, data.journal, documents, coders=coders)
    return Opened(layout, data, outcome.results, work)
