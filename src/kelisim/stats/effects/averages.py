"""Averages of effects on cohorts in periods, with their errors."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kelisim.stats.effects.names import Average, FloatArray

# A cohort by its first treated time, and a time.
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Effects on cohorts in periods from their start on, in the order of ``keys``, and what is known of their error.

    ``sizes``: how many units each cell counts for. ``influence``: clusters x cells, whose sums of products are the
    covariance; ``of_shares``: the same for each cohort's share of all ``n_units``, where shares are random as well.
    """

    keys: Sequence[Cell]
    effects: FloatArray
    sizes: FloatArray
    covariance: FloatArray | None = None
    influence: FloatArray | None = None
    of_shares: Mapping[int, FloatArray] | None = None
    n_units: int = 0

    def error(self, weights: FloatArray) -> float:
        """Return the error of a weighted sum of the effects, NaN where nothing is known of it."""
        if self.influence is not None:
            pulls = self.influence @ weights
            return float(np.sqrt(pulls @ pulls))
        if self.covariance is not None:
            return math.sqrt(max(float(weights @ self.covariance @ weights), 0.0))
        return math.nan


def averaged(cells: Cells, average: Average) -> tuple[float, float]:
    """Return an average and its error, NaN where nothing is known of it.

    Every average is a mean over groups of cells, in which a cohort counts by its size: one group for all cells
    ("simple"), a group a time since the start ("dynamic") or a time ("calendar"), and one group in which a cohort's
    cells share its weight ("group") (Callaway and Sant'Anna 2021, section 3.2).
    """
    weights = np.zeros(len(cells.keys))
    groups = _groups(cells.keys, average)
    shares = np.ones(len(cells.keys))
    if average == "group":
        cohorts = [cohort for cohort, _ in cells.keys]
        shares = np.array([1 / cohorts.count(cohort) for cohort in cohorts])
    moved: FloatArray | float = 0.0
    for group in groups:
        loads = cells.sizes[group] * shares[group]
        mean = float(loads @ cells.effects[group]) / float(loads.sum())
        weights[group] += loads / loads.sum() / len(groups)
        if cells.of_shares is not None:
            # What a unit adds to its cohort's share moves the mean towards that cohort's effects.
            pulls = shares[group] * (cells.effects[group] - mean) * cells.n_units / loads.sum() / len(groups)
            moved = moved + sum(
                pull * cells.of_shares[cells.keys[at][0]] for pull, at in zip(pulls, group, strict=True)
            )
    effect = float(weights @ cells.effects)
    if cells.influence is not None and cells.of_shares is not None:
        added = cells.influence @ weights + moved
        return effect, float(np.sqrt(added @ added))
    return effect, cells.error(weights)


def _groups(keys: Sequence[Cell], average: Average) -> list[list[int]]:
    if average in ("simple", "group"):
        return [list(range(len(keys)))]
    found: dict[int, list[int]] = {}
    for at, (cohort, time) in enumerate(keys):
        found.setdefault(time - cohort if average == "dynamic" else time, []).append(at)
    return list(found.values())
