"""The linear coder at work: trained on what people agree on, measured on documents it has not seen, recorded."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from kelisim.coding.machine.agree import Against, against, against_consensus
from kelisim.coding.machine.consensus import consensus
from kelisim.coding.machine.corpus import UNKNOWN, Corpus, Labels
from kelisim.coding.machine.cross_validation import ACTOR, FOLDS, VERSION, Trained, train
from kelisim.coding.machine.measure import Bin, Score, calibration, scores
from kelisim.coding.machine.record import Proposed, Recorded, Stamp, record


@dataclass(frozen=True, slots=True)
class Training:
    """What training came to: on whom and how much, the measures, the agreement with people, and what was recorded.

    All measures are of predictions for documents that the model had not seen.
    """

    actor: str
    people: tuple[str, ...]
    n_documents: int
    n_folds: int
    disputed: int
    adjudicated: int
    demonstration: bool
    model: str
    parameters: dict[str, Any]
    scores: tuple[Score, ...]
    bins: tuple[Bin, ...]
    calibration_error: float | None
    agreement: tuple[Against, ...]
    thresholds: dict[str, float]
    recorded: Recorded | None

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        return {
            "actor": self.actor,
            "people": list(self.people),
            "documents": self.n_documents,
            "folds": self.n_folds,
            "disputed": self.disputed,
            "adjudicated": self.adjudicated,
            "demonstration": self.demonstration,
            "model": self.model,
            "parameters": self.parameters,
            "scores": [score.to_dict() for score in self.scores],
            "calibration": {"error": self.calibration_error, "bins": [asdict(one) for one in self.bins]},
            "agreement": [one.to_dict() for one in self.agreement],
            "thresholds": self.thresholds,
            "recorded": None if self.recorded is None else self.recorded.to_dict(),
        }


def code_by_model(corpus: Corpus, *, folds: int = FOLDS, on: str = "", write: bool = True) -> Training:
    """Train, measure and, with ``write``, record the codings of every document in the journal "machine-linear".

    Documents that people coded get the codings of a model that did not see them, so that the journal may be compared
    with theirs; the other documents get those of the model trained on everything. With ``on`` the model learns from one
    person alone and bears that name too.
    """
    common = consensus(corpus, on)
    trained = train(corpus, common, folds=folds)
    actor = f"{ACTOR}-{on}" if on else ACTOR
    demonstration = corpus.demonstrates(common.people)
    seen = common.rows
    rule = corpus.data.protocol.coding
    found = scores(
        corpus.codes,
        common.labels[seen],
        trained.predicted[seen],
        trained.probabilities[seen],
        corpus.owners[seen],
        confidence=rule.confidence,
        replicates=rule.replicates,
    )
    bins, error = calibration(common.labels[seen], trained.probabilities[seen])
    marks: Labels = np.where(trained.folds[:, None] >= 0, trained.predicted.astype(np.int8), UNKNOWN).astype(np.int8)
    table = [
        against(corpus, actor, marks, person, corpus.marks(person), demonstration=demonstration)
        for person in corpus.people
        if corpus.read_by(person)
    ]
    if not on:
        table.append(against_consensus(corpus, actor, marks, common))
    stamp = Stamp("linear", VERSION, "character n-grams, logistic regression", trained.hash)
    recorded = None
    if write:
        worked = {unit.document for unit in corpus.units}
        recorded = record(corpus, actor, stamp, _proposed(corpus, trained), worked, demonstration=demonstration)
    return Training(
        actor=actor,
        people=common.people,
        n_documents=trained.n_documents,
        n_folds=trained.n_folds,
        disputed=common.disputed,
        adjudicated=common.adjudicated,
        demonstration=demonstration,
        model=trained.hash,
        parameters=trained.parameters,
        scores=tuple(found),
        bins=tuple(bins),
        calibration_error=error,
        agreement=tuple(table),
        thresholds=dict(zip(corpus.codes, trained.thresholds.tolist(), strict=True)),
        recorded=recorded,
    )


def _proposed(corpus: Corpus, trained: Trained) -> list[Proposed]:
    found = []
    for row, column in np.argwhere(trained.predicted).tolist():
        unit = corpus.units[row]
        grounds = {
            "probability": float(trained.probabilities[row, column]),
            "held_out": bool(trained.folds[row] >= 0),
        }
        found.append(Proposed(unit.document, unit.start, unit.end, corpus.codes[column], grounds))
    return found
