"""Agreement of machine coders with people, by the coefficient and on the units by which people are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from kelisim.coding.machine.consensus import Consensus, consensus
from kelisim.coding.machine.corpus import UNKNOWN, Corpus, Labels
from kelisim.errors import DataError
from kelisim.model.results import AgreementRow
from kelisim.stages.code.rows import Comparison, by_code, over_all, pooled
from kelisim.stages.units import Decisions

CONSENSUS = "consensus"


@dataclass(frozen=True, slots=True)
class Against:
    """The agreement of one coder with another: over all codes and by code. ``demonstration``: some codings are that."""

    coder: str
    other: str
    rows: tuple[AgreementRow, ...]
    demonstration: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        return {
            "coder": self.coder,
            "other": self.other,
            "demonstration": self.demonstration,
            "rows": [asdict(row) for row in self.rows],
        }


def machines_against_people(corpus: Corpus, machines: Sequence[str] = ()) -> list[Against]:
    """Return each machine coder's agreement with each person and with the consensus, and the people's with each other.

    The consensus leaves out decisions on which people disagree and nothing was adjudicated, so that agreement with it
    flatters: what people find hard is not asked. Raises ``UsageError`` for a machine that has coded nothing.
    """
    chosen = [corpus.known_coder(machine) for machine in machines] or list(corpus.machines)
    people = [person for person in corpus.people if corpus.read_by(person)]
    tables = {coder: corpus.marks(coder) for coder in (*people, *chosen)}
    found: list[Against] = []
    for i, person in enumerate(people):
        found.extend(_pair(corpus, tables, person, other) for other in people[i + 1 :])
    try:
        common = consensus(corpus)
    except DataError:
        common = None
    for machine in chosen:
        found.extend(_pair(corpus, tables, machine, person) for person in people)
        if common is not None:
            found.append(against_consensus(corpus, machine, tables[machine], common))
    return found


def against(corpus: Corpus, coder: str, marks: Labels, other: str, theirs: Labels, *, demonstration: bool) -> Against:
    """Return the agreement of two tables of decisions, units x codes, on the documents that both have."""
    shared = (marks != UNKNOWN).any(axis=1) & (theirs != UNKNOWN).any(axis=1)
    decisions = _decisions(corpus, (coder, other), np.stack([marks[shared], theirs[shared]]), corpus.owners[shared])
    how = Comparison.by_rule(corpus.data.protocol.coding)
    rows = [*over_all(decisions, corpus.codes, how), *by_code(decisions, corpus.codes, how)]
    return Against(coder, other, tuple(rows), demonstration)


def against_consensus(corpus: Corpus, coder: str, marks: Labels, common: Consensus) -> Against:
    """Return the agreement of a table of decisions with what people agree on; disputed decisions are left out."""
    shared = (marks != UNKNOWN).any(axis=1) & common.rows
    both = np.stack([marks[shared], common.labels[shared]])
    gaps = (both == UNKNOWN).any(axis=0)
    decisions = _decisions(corpus, (coder, CONSENSUS), np.maximum(both, 0), corpus.owners[shared])
    how = Comparison.by_rule(corpus.data.protocol.coding)
    missing = {code: gaps[:, i] for i, code in enumerate(corpus.codes)}
    rows = [pooled(decisions, corpus.codes, how, "all", "pooled decisions", missing=missing)]
    rows.extend(pooled(decisions, [code], how, "code", code, missing=missing) for code in corpus.codes)
    return Against(coder, CONSENSUS, tuple(rows), corpus.demonstrates((coder, *common.people)))


def _pair(corpus: Corpus, tables: dict[str, Labels], one: str, other: str) -> Against:
    demonstration = corpus.demonstrates((one, other))
    return against(corpus, one, tables[one], other, tables[other], demonstration=demonstration)


def _decisions(corpus: Corpus, coders: tuple[str, str], both: Any, owners: Any) -> Decisions:
    names = corpus.names
    documents = tuple(names[i] for i in owners.tolist())
    marks = {code: np.ascontiguousarray(both[:, :, i]).astype(np.uint8) for i, code in enumerate(corpus.codes)}
    return Decisions(corpus.unit, coders, documents, marks)
