"""How well predictions meet what is known: precision, recall and F1 with intervals over documents, and calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kelisim.coding.machine.corpus import UNKNOWN, Labels

_BINS = 10

Floats = NDArray[np.float64]
Bounds = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Score:
    """Predictions of one code, or of all codes pooled, against what is known.

    ``n`` counts known decisions in ``n_documents`` documents, ``n_applied`` those in which the code applies and
    ``n_predicted`` those in which it was predicted. A figure is None where it divides by nothing. The intervals are
    percentiles over resampled documents, None where they cannot be had. ``brier`` is the mean squared distance of the
    probability from what is so, ``brier_reference`` that of always stating the code's share.
    """

    code: str
    n: int
    n_documents: int
    n_applied: int
    n_predicted: int
    n_both: int
    precision: float | None
    precision_interval: Bounds
    recall: float | None
    recall_interval: Bounds
    f1: float | None
    f1_interval: Bounds
    brier: float | None
    brier_reference: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        plain = asdict(self)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}


@dataclass(frozen=True, slots=True)
class Bin:
    """Decisions with a probability in [low, high): their number, mean probability, and share in which it is so."""

    low: float
    high: float
    n: int
    mean_probability: float | None
    share_applied: float | None


def scores(
    codes: Sequence[str],
    labels: Labels,
    predicted: NDArray[np.bool_],
    probabilities: Floats,
    owners: NDArray[np.int64],
    *,
    confidence: float,
    replicates: int,
    seed: int = 0,
) -> list[Score]:
    """Return the score of all codes pooled and of each code; tables are units x codes, ``owners`` names documents.

    Decisions with an unknown label are left out. The pooled row is micro-averaged.
    """
    known = labels != UNKNOWN
    seen, number = np.unique(owners, return_inverse=True)
    tables = [
        _by_document(part, number, len(seen))
        for part in (known & (labels == 1), known & predicted, known & predicted & (labels == 1), known)
    ]
    pooled = [np.column_stack([table.sum(axis=1), table]) for table in tables]
    intervals = _intervals(pooled[:3], confidence, replicates, seed)
    found = []
    for column, code in enumerate(("all codes", *codes)):
        chosen = slice(None) if column == 0 else column - 1
        part = known[:, chosen]
        truth, stated = (labels[:, chosen] == 1)[part], probabilities[:, chosen][part]
        applied, guessed, both, n = (int(table[:, column].sum()) for table in pooled)
        share = applied / n if n else 0.0
        figures = (_ratio(both, guessed), _ratio(both, applied), _ratio(2 * both, applied + guessed))
        bounds = [None if figure is None else intervals[i][column] for i, figure in enumerate(figures)]
        found.append(
            Score(
                code=code,
                n=n,
                n_documents=int((pooled[3][:, column] > 0).sum()),
                n_applied=applied,
                n_predicted=guessed,
                n_both=both,
                precision=figures[0],
                precision_interval=bounds[0],
                recall=figures[1],
                recall_interval=bounds[1],
                f1=figures[2],
                f1_interval=bounds[2],
                brier=float(np.mean((stated - truth) ** 2)) if n else None,
                brier_reference=share * (1 - share) if n else None,
            )
        )
    return found


def calibration(labels: Labels, probabilities: Floats) -> tuple[list[Bin], float | None]:
    """Return the bins of a reliability diagram over all codes, and the expected calibration error.

    The error is the mean distance of probability and share over the bins, weighted by their numbers (Naeini, Cooper and
    Hauskrecht, 2015, "Obtaining well calibrated probabilities using Bayesian binning").
    """
    known = labels != UNKNOWN
    truth, stated = labels[known] == 1, probabilities[known]
    place = np.minimum((stated * _BINS).astype(int), _BINS - 1)
    bins, error = [], 0.0
    for i in range(_BINS):
        here = place == i
        n = int(here.sum())
        mean = float(stated[here].mean()) if n else None
        share = float(truth[here].mean()) if n else None
        if mean is not None and share is not None:
            error += n * abs(mean - share)
        bins.append(Bin(i / _BINS, (i + 1) / _BINS, n, mean, share))
    return bins, error / len(stated) if len(stated) else None


def _by_document(marks: NDArray[np.bool_], number: NDArray[np.int64], documents: int) -> Floats:
    table = np.zeros((documents, marks.shape[1]))
    np.add.at(table, number, marks)
    return table


def _intervals(
    tables: Sequence[Floats], confidence: float, replicates: int, seed: int
) -> tuple[list[Bounds], list[Bounds], list[Bounds]]:
    """Return, for precision, recall and F1, the bounds of every column; whole numbers make sums exact in any order."""
    documents, columns = tables[0].shape
    if documents < 2:
        nothing: list[Bounds] = [None] * columns
        return nothing, nothing, nothing
    generator = np.random.default_rng(seed)
    weights = generator.multinomial(documents, np.full(documents, 1 / documents), size=replicates).astype(np.float64)
    applied, guessed, both = (weights @ table for table in tables)
    found = []
    for above, below in ((both, guessed), (both, applied), (2 * both, applied + guessed)):
        ratio = np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)
        found.append([_percentiles(ratio[:, i], confidence) for i in range(columns)])
    return found[0], found[1], found[2]


def _percentiles(values: Floats, confidence: float) -> Bounds:
    """Return the percentile bounds, None where one replicate in twenty or more is undefined."""
    defined = values[~np.isnan(values)]
    if len(defined) <= 0.95 * len(values):
        return None
    tail = (1 - confidence) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    return float(low), float(high)


def _ratio(above: int, below: int) -> float | None:
    return above / below if below else None
