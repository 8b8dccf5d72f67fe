"""Predictions for documents that a model has not seen: grouped folds, thresholds, and the model for the rest."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from kelisim.coding.machine import linear
from kelisim.coding.machine.consensus import Consensus
from kelisim.coding.machine.corpus import UNKNOWN, Corpus, Labels
from kelisim.coding.machine.ngrams import BITS, LEAST_TEXTS, SIZES, Weighting, count
from kelisim.coding.machine.record import digest
from kelisim.errors import DataError

ACTOR = "machine-linear"
VERSION = 1
FOLDS = 5
# Below so many applications a threshold would be fitted to chance.
LEAST_APPLIED = 5
_DIGITS = 4

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gave, all tables units x codes.

    ``probabilities`` of units in labelled documents come from a model that saw no document of their fold, those of all
    others from the model trained on everything; ``predicted`` says which reach their threshold; ``folds`` is the fold
    of each unit, -1 outside the labelled documents. ``thresholds`` are those of the final model, ``hash`` names all
    that the result depends on.
    """

    probabilities: Floats
    predicted: NDArray[np.bool_]
    folds: NDArray[np.int64]
    n_folds: int
    n_documents: int
    thresholds: Floats
    hash: str
    parameters: dict[str, Any]


def train(corpus: Corpus, common: Consensus, *, folds: int = FOLDS, strength: float = linear.STRENGTH) -> Trained:
    """Cross-validate by document and train on everything known.

    Documents that are nearly the same share a fold. The threshold of a code is where it is predicted as often as it
    was applied, in the predictions for the other folds; the models behind those have seen the fold's documents, but
    how often a code was applied is all that a threshold can carry over. Raises ``DataError`` where fewer than two folds
    can be made.
    """
    labelled = np.unique(corpus.owners[common.rows])
    of_document = fold_of_documents(corpus, labelled, folds)
    number = max(of_document.values(), default=-1) + 1
    if number < 2:
        raise DataError(
            f"{len(labelled)} document is known: cross-validation by document needs two",
            "let people code more documents",
        )
    fold = np.array([of_document.get(int(owner), -1) for owner in corpus.owners], dtype=np.int64)
    counts = count([unit.text for unit in corpus.units])
    known = (common.labels != UNKNOWN).any(axis=1)
    probabilities = np.zeros(common.labels.shape)

    def predict(held_out: int) -> None:
        # Each call writes rows of its own, so that the number of threads cannot change a result.
        train_rows = known & (fold != held_out)
        rows = fold == held_out
        if rows.any():
            probabilities[rows] = _probabilities(counts, common.labels, train_rows, rows, strength)

    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        list(pool.map(predict, [-1, *range(number)]))
    probabilities = np.round(probabilities, _DIGITS)
    thresholds = np.empty((number + 1, len(corpus.codes)))
    for held_out in range(-1, number):
        rows = (fold >= 0) & (fold != held_out)
        thresholds[held_out] = [
            even_threshold(probabilities[rows, code], common.labels[rows, code]) for code in range(len(corpus.codes))
        ]
    parameters = {
        "method": "logistic regression",
        "ngrams": list(SIZES),
        "bits": BITS,
        "least_texts": LEAST_TEXTS,
        "strength": strength,
        "tolerance": linear.TOLERANCE,
        "folds": number,
        "unit": corpus.unit,
    }
    return Trained(
        probabilities=probabilities,
        predicted=probabilities >= thresholds[fold],
        folds=fold,
        n_folds=number,
        n_documents=len(labelled),
        thresholds=thresholds[-1],
        hash=_hash(corpus, common.labels, parameters),
        parameters=parameters,
    )


def _probabilities(
    counts: csr_array, labels: Labels, train_rows: NDArray[np.bool_], rows: NDArray[np.bool_], strength: float
) -> Floats:
    training = csr_array(counts[train_rows])
    weighting = Weighting.of(training)
    model = linear.fit(weighting.apply(training), labels[train_rows], strength)
    return model.probabilities(weighting.apply(csr_array(counts[rows])))


def fold_of_documents(corpus: Corpus, labelled: NDArray[np.int64], folds: int) -> dict[int, int]:
    """Return the fold of each labelled document: groups of near duplicates, the largest first, to the smallest fold."""
    sizes = np.bincount(corpus.owners, minlength=len(corpus.documents))
    groups = _groups(corpus.names, corpus.duplicates, [int(number) for number in labelled])
    # The hash of the name breaks ties, so that a register in order of date does not make folds of periods.
    groups.sort(key=lambda group: (-sum(int(sizes[i]) for i in group), _order(corpus.names[group[0]])))
    loads = [0] * min(folds, len(groups))
    found = {}
    for group in groups:
        smallest = min(range(len(loads)), key=lambda i: (loads[i], i))
        loads[smallest] += sum(int(sizes[i]) for i in group)
        found.update(dict.fromkeys(group, smallest))
    return found


def _groups(names: Sequence[str], duplicates: Sequence[tuple[str, str]], labelled: Sequence[int]) -> list[list[int]]:
    number = {name: i for i, name in enumerate(names)}
    head = {i: i for i in labelled}

    def root(i: int) -> int:
        while head[i] != i:
            i = head[i]
        return i

    for one, other in duplicates:
        if number[one] in head and number[other] in head:
            first, second = sorted((root(number[one]), root(number[other])))
            head[second] = first
    groups: dict[int, list[int]] = {}
    for i in labelled:
        groups.setdefault(root(i), []).append(i)
    return list(groups.values())


def even_threshold(probabilities: Floats, labels: Labels) -> float:
    """Return the threshold that a code reaches as often as it was applied, or as nearly as equal probabilities allow.

    It lies midway between two probabilities. Where the code was applied too seldom to tell, it is 0.5.
    """
    known = labels != UNKNOWN
    applied = int((labels[known] == 1).sum())
    if applied < LEAST_APPLIED:
        return 0.5
    ranked = -np.sort(-probabilities[known])
    # A cut is possible only where the probability changes; of two equally near the one that finds less is taken.
    cuts = np.flatnonzero(np.append(ranked[:-1] > ranked[1:], True)) + 1
    number = int(cuts[np.argmin(np.abs(cuts - applied))])
    below = ranked[number] if number < len(ranked) else 0.0
    return float(ranked[number - 1] + below) / 2


def _hash(corpus: Corpus, labels: Labels, parameters: Mapping[str, Any]) -> str:
    texts = hashlib.sha256()
    for unit in corpus.units:
        texts.update(unit.document.encode() + b"\0" + unit.text.encode() + b"\0")
    return digest(
        [
            VERSION,
            dict(parameters),
            list(corpus.codes),
            hashlib.sha256(labels.tobytes()).hexdigest(),
            texts.hexdigest(),
            sorted(corpus.duplicates),
        ]
    )


def _order(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
