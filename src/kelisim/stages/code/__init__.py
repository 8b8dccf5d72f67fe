"""Code: the codings in force, how far the coders agree, and the adjudicated layer.

Every figure has n, unit of analysis and interval.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kelisim.model.coding import Codebook
from kelisim.model.journal import is_machine
from kelisim.model.protocol import Protocol
from kelisim.model.results import AgreementRow, Coded, Collected
from kelisim.model.study import JournalEntry
from kelisim.stages.code.consensus import decisions_in_force, layer
from kelisim.stages.code.force import anchored, codings_in_force
from kelisim.stages.code.passages import places
from kelisim.stages.code.rounds import rounds_of
from kelisim.stages.code.rows import Comparison, by_group, confusion, rows_of
from kelisim.stages.code.settled import settled_rows
from kelisim.stages.code.spans import span_rows, spans_by_group
from kelisim.stages.code.work import Work, work_of

__all__ = ["anchored", "codings_in_force", "run", "work_of"]


def run(*, codebook: Codebook, protocol: Protocol, journal: Sequence[JournalEntry], collect: Collected) -> Coded:
    """Return the codings in force, the agreement between the declared coders, and the adjudicated layer.

    Units are the sentences or paragraphs of every document that all the compared coders have worked through, coded or
    not; with the unit "character" the coefficients are those for passages that coders cut out themselves. Agreement on
    a code is on present/absent; agreement over all codes is on the pooled decisions and, as Krippendorff's alpha with
    the MASI distance, on the sets of codes. Where documents were coded in several rounds, or several in all, each round
    or third of the time has a row of its own. Intervals resample documents, not units.
    """
    documents = {document.source: document for document in collect.documents}
    # What a machine coded counts as nobody's coding unless the protocol names the machine among its coders.
    named = protocol.coding.coders
    journal = [entry for entry in journal if entry.actor in named or not is_machine(entry.actor)]
    work = work_of(codebook, protocol, journal, documents)
    rows, table = _agreement(work)
    decided, lost = decisions_in_force(work, codebook)
    found = places(work)
    adjudicated = layer(work, found, decided)
    number = Counter((coding.code, coding.coder) for coding in work.codings)
    counts = [(code, coder, number[code, coder]) for code in work.codes for coder in work.coders]
    return Coded(
        codings=work.codings,
        agreement=tuple(rows),
        confusion=tuple(table),
        counts=tuple(counts),
        demonstration=any(coding.demonstration for coding in work.codings),
        unanchored=(*work.force.unanchored, *lost),
        mapped=work.force.mapped,
        adjudicated=adjudicated,
        settled=tuple(settled_rows(work, found, decided, adjudicated)) if len(work.coders) >= 2 else (),
        read={coder: tuple(one for one in documents if one in read) for coder, read in sorted(work.read.items())},
    )


def _agreement(work: Work) -> tuple[list[AgreementRow], list[tuple[str, str, str, int]]]:
    if len(work.coders) < 2 or not work.codes:
        return [], []
    how = Comparison.by_rule(work.rule)
    rounds = rounds_of(work)
    changing = len(set(rounds.values())) > 1
    if work.rule.unit == "character":
        decisions = work.decisions("sentence")
        rows = span_rows(work, how)
        rows += spans_by_group(work, how, "round", rounds) if changing else []
    else:
        decisions = work.decisions(work.rule.unit)
        rows = rows_of(decisions, work.codes, how)
        rows += by_group(decisions, work.codes, how, "round", rounds) if changing else []
    return rows, confusion(decisions, work.codes) if len(work.coders) == 2 else []
