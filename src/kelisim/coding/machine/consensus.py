"""What people hold in common: the labels a model is trained on and every machine is measured against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kelisim.coding.machine.corpus import UNKNOWN, Corpus, Labels
from kelisim.errors import DataError
from kelisim.stages.code.consensus import decisions_in_force
from kelisim.stages.code.passages import places
from kelisim.stages.units import units_of


@dataclass(frozen=True, slots=True)
class Consensus:
    """``labels``: units x codes, 1 applied, 0 not applied, -1 unknown; ``people``: whose decisions they are.

    ``disputed`` counts decisions left out because people disagree, ``adjudicated`` those settled by adjudication;
    ``rows`` marks the units of documents that enough people have worked through.
    """

    labels: Labels
    people: tuple[str, ...]
    rows: NDArray[np.bool_]
    disputed: int
    adjudicated: int


def consensus(corpus: Corpus, on: str = "") -> Consensus:
    """Return what people agree on, or, with ``on``, what one person decided.

    A decision on a unit and code is known where at least two people have worked through the document and all of them
    decided alike, or where it was adjudicated. Raises ``DataError`` where nothing is known.
    """
    people = (corpus.known_coder(on),) if on else corpus.people
    tables = {person: corpus.marks(person) for person in people}
    labels, disputed = shared(tables, least=1 if on else 2, shape=(len(corpus.units), len(corpus.codes)))
    settled = 0
    if not on:
        applied, refused = adjudicated(corpus)
        settled = int(applied.sum() + refused.sum())
        disputed &= ~(applied | refused)
        labels = np.where(applied, 1, np.where(refused, 0, labels)).astype(np.int8)
    if not (labels != UNKNOWN).any():
        if on or len(people) < 2:
            who = f"only {people[0]}" if people else "nobody"
            what = f"{who} has coded: a consensus needs two people"
        else:
            what = "no document has been worked through by two people"
        raise DataError(what, "let a second person code the same documents, or train on one coder: --on NAME")
    rows = (labels != UNKNOWN).any(axis=1) | disputed.any(axis=1)
    return Consensus(labels, people, rows, int(disputed.sum()), settled)


def shared(tables: Mapping[str, Labels], *, least: int, shape: tuple[int, int]) -> tuple[Labels, NDArray[np.bool_]]:
    """Return the decisions on which at least ``least`` people agree without dissent, and where they disagree."""
    if not tables:
        return np.full(shape, UNKNOWN, dtype=np.int8), np.zeros(shape, dtype=bool)
    stack = np.stack(list(tables.values()))
    number = (stack >= 0).sum(axis=0)
    applied = (stack == 1).sum(axis=0)
    enough = number >= least
    disputed = enough & (applied > 0) & (applied < number)
    labels = np.where(enough & ~disputed, (applied > 0).astype(np.int8), UNKNOWN).astype(np.int8)
    return labels, disputed


def adjudicated(corpus: Corpus) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return, units x codes, where adjudication applied a code and where it refused it.

    A decision settles the units of its passage and of what coders had marked where it meets them: those outside its
    passage are refused.
    """
    shape = (len(corpus.units), len(corpus.codes))
    applied, judged = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    work = replace(corpus.work, coders=corpus.people)
    decided, _ = decisions_in_force(work, corpus.data.codebook)
    if not decided:
        return applied, judged
    found = places(work)
    first: dict[str, int] = {}
    spans: dict[str, list[tuple[int, int]]] = {}
    for position, unit in enumerate(corpus.units):
        first.setdefault(unit.document, position)
        spans.setdefault(unit.document, []).append((unit.start, unit.end))
    for decision in decided:
        document = decision.passage.source
        if document not in first or decision.code not in corpus.codes:
            continue
        column = corpus.codes.index(decision.code)
        met = [one for one in found if decision.meets(one.document, one.code, one.start, one.end)]
        for start, end in [span for place in met for own in place.spans.values() for span in own]:
            rows = [first[document] + i for i in units_of(start, end, spans[document])]
            judged[rows, column], applied[rows, column] = True, False
        rows = [first[document] + i for i in units_of(decision.passage.start, decision.passage.end, spans[document])]
        judged[rows, column], applied[rows, column] = True, decision.applies
    return applied, judged & ~applied
