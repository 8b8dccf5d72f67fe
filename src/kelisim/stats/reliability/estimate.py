"""Inter-coder agreement: the one function that reads, chooses, computes and reports."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from kelisim.model.coding import Level
from kelisim.stats.reliability import variance
from kelisim.stats.reliability.alpha import alpha_sums, ordinal_sums
from kelisim.stats.reliability.counts import FEW, Units
from kelisim.stats.reliability.differences import Difference, difference_for, from_table
from kelisim.stats.reliability.kappas import BY_CODER, kappa_sums
from kelisim.stats.reliability.names import (
    COEFFICIENTS,
    INTERVALS,
    LEVELS,
    Coefficient,
    FloatArray,
    Interval,
    WeightName,
    data_error,
    known,
)
from kelisim.stats.reliability.prepare import Prepared, prepare, renumbered
from kelisim.stats.reliability.ratings import Orientation
from kelisim.stats.reliability.resampling import Bounds, bootstrap, flat, jackknife, student
from kelisim.stats.reliability.result import Agreement
from kelisim.stats.reliability.sums import Sums
from kelisim.stats.reliability.weights import weight_matrix

TWO_CODERS = ("cohen_kappa", "scott_pi")
# A kappa needs a table of categories; more distinct values than this are measurements, not categories.
MOST_CATEGORIES = 1000
# Resampling keeps a table of clusters by counts; this many cells are 1.2 GB.
MOST_CELLS = 150_000_000

NOTHING_CODED = "nothing was coded"
ONE_CODER = "only one coder: agreement needs two"
NO_PAIRS = "no unit was rated by two coders"
ONE_CATEGORY = "every rating is the same category: without variation, agreement by chance cannot be told from agreement"
FULL_CHANCE = "agreement by chance is already complete: the coefficient is undefined"


def agreement(
    ratings: Any,
    *,
    coefficient: Coefficient,
    level: Level,
    categories: Iterable[Any] | None = None,
    weights: WeightName | ArrayLike | None = None,
    confidence: float = 0.95,
    interval: Interval = "none",
    clusters: Iterable[Any] | None = None,
    replicates: int = 1000,
    seed: int = 0,
    metric: Literal["masi", "jaccard"] | None = None,
    orientation: Orientation = "coders x units",
) -> Agreement:
    """Measure how far coders agree beyond chance, at a declared measurement level.

    ``ratings``: coders x units: a list of rows, an array, a mapping of coder to row, or any data frame (pandas,
    polars, pyarrow, ...) with **a row a coder and a column a unit**; pass ``orientation="units x coders"`` for the
    transpose. None, NaN, NA, empty text and, in NumPy string arrays, "nan" are missing. Categories are words or
    numbers; at level "set" each cell is a set of codes, and the empty set means that the coder found none.

    ``coefficient``: percent, scott_pi and cohen_kappa (two coders), fleiss_kappa, conger_kappa, brennan_prediger,
    gwet_ac1, gwet_ac2, krippendorff_alpha. ``level`` has no default. ``categories``: all admissible values, in order
    from the lowest; needed for words at the ordinal level; it matters for brennan_prediger, gwet_ac1 and gwet_ac2,
    which count categories, and at the levels circular and bipolar, whose ends it sets (otherwise the range observed,
    for a circle plus one step).

    ``weights``: identity, linear, quadratic, ordinal, radical, ratio or a symmetric matrix in the order of the
    categories. Without it the level weighs disagreements (identity, ordinal, quadratic, ratio, circular, bipolar or
    the set ``metric``), except for percent and gwet_ac1, which count identical ratings only, and for
    krippendorff_alpha, which uses the difference of its level; a weight given to alpha replaces that difference by
    one minus the weight.

    ``interval``: "analytic" is the standard error of Fleiss, Cohen and Everitt (1969) with the normal distribution
    for cohen_kappa without missing ratings, otherwise Gwet's (2014) linearised variance with Student's t; "jackknife"
    leaves out, and "bootstrap" draws (``replicates`` times from ``seed``, percentiles), units or, where ``clusters``
    gives each unit a label such as its document, clusters. Intervals are cut at the greatest and the least
    value that the coefficient can take.

    Missing ratings: kappas follow Gwet (2014): observed agreement over units with two ratings or more, chance over
    all; alpha uses pairable ratings (Krippendorff 2011). A coefficient that is undefined has ``value`` None and
    ``why`` one of ``NOTHING_CODED``, ``ONE_CODER``, ``NO_PAIRS``, ``ONE_CATEGORY`` and ``FULL_CHANCE``. Raises
    ``DataError`` for ratings, weights, categories or clusters that do not fit.

    >>> agreement([[1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    ...            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    ...            [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    ...            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None]],
    ...           coefficient="krippendorff_alpha", level="nominal")
    Agreement(krippendorff_alpha = 0.743; no interval; level nominal; 12 units, 4 coders, n = 40 pairable)
    """
    known(coefficient, COEFFICIENTS, "coefficient")
    known(level, LEVELS, "level")
    known(interval, INTERVALS, "interval")
    if not 0 < confidence < 1:
        raise data_error("confidence", f"confidence {confidence} is no share between 0 and 1", "such as 0.95")
    if interval == "bootstrap" and replicates < 2:
        raise data_error("replicates", f"{replicates} replicates make no interval", "1000 is usual")
    if not isinstance(ratings, Prepared):
        ratings = prepare(ratings, level=level, categories=categories, clusters=clusters, orientation=orientation)
    read = ratings.read
    by_unit = interval == "analytic" or (ratings.labels is None and interval != "none")
    plan = _Plan(coefficient, level, ratings, weights, metric, by_unit=by_unit)
    blank = Agreement(
        value=None,
        standard_error=None,
        low=None,
        high=None,
        n_units=read.n_units,
        n_coders=read.n_coders,
        categories=read.categories,
        level=level,
        coefficient=coefficient,
        weights=plan.weight_name,
        interval=interval,
        confidence=confidence,
        n_pairable=plan.n_pairable,
    )
    why = plan.obstacle()
    if why:
        return replace(blank, why=why)
    sums = plan.sums()
    value = sums.value()
    if math.isnan(value):
        return replace(blank, why=FULL_CHANCE)
    value += 0.0  # no negative nought
    if interval == "none":
        return replace(blank, value=value)
    if interval == "analytic":
        bounds, number = plan.analytic(value, confidence, clustered=ratings.labels is not None), None
    else:
        number = sums.n_clusters
        if interval == "jackknife":
            bounds = jackknife(sums, value, confidence)
        else:
            bounds = bootstrap(sums, value, confidence, replicates, seed)
    low = bounds.low
    if low is not None:
        low = max(low, min(value, plan.least()))
    return replace(
        blank,
        value=value,
        standard_error=bounds.standard_error,
        low=low,
        high=bounds.high,
        n_clusters=number,
        why=bounds.why,
    )


class _Plan:
    """Which units, weights and difference a call needs, decided once."""

    def __init__(
        self,
        coefficient: str,
        level: str,
        prepared: Prepared,
        weights: str | ArrayLike | None,
        metric: str | None,
        *,
        by_unit: bool,
    ) -> None:
        read = prepared.read
        self.held = None if by_unit else prepared.sums
        self.coefficient, self.level, self.read, self.metric = coefficient, level, read, metric
        self.alpha = coefficient == "krippendorff_alpha"
        self.size = len(read.categories)
        every, self.clusters = prepared.units, prepared.clusters
        self.number = prepared.number
        if by_unit:
            every, self.clusters, self.number = Units(read.codes, self.size), np.arange(read.n_units), read.n_units
        paired = every.pairable()
        self.paired = every.number >= 2
        self.n_pairable = int(paired.weighed(paired.number).sum())
        self.units = paired if self.alpha else every
        self.matrix: FloatArray = np.eye(0)
        self.weight_name = "identity"
        self.difference: Difference | None = None
        self._choose(weights)

    def _choose(self, weights: str | ArrayLike | None) -> None:
        if self.coefficient == "gwet_ac1":
            if weights is not None and not (isinstance(weights, str) and weights == "identity"):
                raise data_error("ac1-weights", "gwet_ac1 has no weights", "use coefficient='gwet_ac2'")
            weights = "identity"
        if self.coefficient == "percent" and weights is None:
            weights = "identity"
        if self.coefficient in TWO_CODERS and self.read.n_coders > 2:
            many = "conger_kappa" if self.coefficient == "cohen_kappa" else "fleiss_kappa"
            raise data_error(
                "two-coders",
                f"{self.coefficient} compares two coders, and there are {self.read.n_coders}",
                f"use coefficient={many!r}, its form for more coders, or compare pair by pair",
            )
        if self.alpha and weights is None:
            if self.level != "ordinal":
                self.difference = difference_for(self.read.categories, self.level, self.metric)
            self.weight_name = "level"
            return
        if self.size > MOST_CATEGORIES:
            raise data_error(
                "many-categories",
                f"{self.coefficient} with weights needs categories, and there are {self.size} distinct values",
                "use krippendorff_alpha without weights, or group the values",
            )
        self.matrix, self.weight_name = weight_matrix(weights, self.read.categories, self.level, self.metric)
        if self.alpha:
            self.difference = from_table(1 - self.matrix)

    def obstacle(self) -> str:
        """Return why the coefficient is undefined, or ""."""
        if self.read.n_units == 0:
            return NOTHING_CODED
        if self.read.n_coders < 2:
            return ONE_CODER
        if not self.n_pairable:
            return NO_PAIRS
        one = np.count_nonzero(self.units.totals) < 2
        declared = self.coefficient in ("brennan_prediger", "gwet_ac1", "gwet_ac2") and self.size > 1
        return ONE_CATEGORY if one and self.coefficient != "percent" and not declared else ""

    def least(self) -> float:
        """Return the least value that the coefficient can take: no agreement at all, with the most by chance.

        A kappa of given marginals and alpha reach -1 where two coders use two categories in halves and never agree.
        """
        if self.coefficient == "percent":
            return 0.0
        if self.coefficient not in ("brennan_prediger", "gwet_ac1", "gwet_ac2"):
            return -1.0
        chance = float(self.matrix.sum()) / self.size**2
        return -chance / (1 - chance) if chance < 1 else -1.0

    def sums(self) -> Sums:
        """Return the sums by cluster."""
        clusters, number = self.clusters, self.number
        if self.alpha and number > 1:
            # A cluster without a pair of ratings cannot be drawn.
            clusters = renumbered(clusters[self.paired])
            number = int(clusters.max(initial=0)) + 1
        self._check_size(number)
        if not self.alpha:
            return kappa_sums(self.coefficient, self.units, self.matrix, clusters, number, self.held)
        if self.difference is None:
            return ordinal_sums(self.units, clusters, number)
        return alpha_sums(self.units, self.difference, clusters, number)

    def _check_size(self, clusters: int) -> None:
        by_moments = self.level == "interval" and self.alpha and self.size > FEW
        columns = 1 if by_moments else self.size
        if self.coefficient in BY_CODER:
            columns *= self.read.n_coders
        if clusters * columns > MOST_CELLS:
            raise data_error(
                "resampling-size",
                f"resampling {clusters} clusters with {columns} counts each needs too much memory",
                "give clusters such as documents, or group the values into fewer categories",
            )

    def analytic(self, value: float, confidence: float, *, clustered: bool) -> Bounds:
        """Return the published large-sample interval."""
        if clustered:
            raise data_error(
                "analytic-clusters",
                "analytic standard errors take units as independent, and clusters were given",
                "use interval='jackknife' or 'bootstrap'",
            )
        if not self.alpha:
            error = variance.kappa_error(self.coefficient, self.units, self.matrix, value)
        elif self.difference is None:
            raise data_error(
                "analytic-ordinal",
                "no analytic standard error is published for alpha at the ordinal level, whose difference depends on "
                "the data",
                "use interval='jackknife' or 'bootstrap', or weights='ordinal', which are fixed",
            )
        else:
            error = variance.alpha_error(self.units, self.difference)
        if math.isnan(error):
            return Bounds(None, None, None, "one unit alone has no variance: no interval")
        normal = self.coefficient == "cohen_kappa" and bool((self.units.codes >= 0).all())
        if normal:
            reach = float(stats.norm.ppf(0.5 + confidence / 2)) * error
            return Bounds(error, value - reach, min(1.0, value + reach), flat(error, value))
        return Bounds(error, *student(value, error, self.units.n_units - 1, confidence), flat(error, value))
