"""How far parallel trends may fail before an effect does, from event-study coefficients and their covariance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

import numpy as np
from scipy import special

from kelisim.errors import Problem, UsageError
from kelisim.model.interval import Interval
from kelisim.stats.effects.names import FloatArray, data_error, known
from kelisim.stats.sensitivity.breakdown import breakdown_of
from kelisim.stats.sensitivity.fixed_length import fixed_length
from kelisim.stats.sensitivity.identified import identified_set
from kelisim.stats.sensitivity.moments import inequalities
from kelisim.stats.sensitivity.restrictions import Restriction, Shape, Sign, Trend
from kelisim.stats.sensitivity.result import ParallelTrendsSensitivity, RobustInterval

_MULTIPLES = (0.0, 0.5, 1.0, 1.5, 2.0)
METHODS = ("auto", "C-LF", "FLCI")


def parallel_trends_sensitivity(
    coefficients: Sequence[float] | FloatArray,
    covariance: Any,
    *,
    n_before: int,
    weights: Sequence[float] | FloatArray | None = None,
    restriction: Restriction = "relative_magnitude",
    bounds: Sequence[float] | None = None,
    sign: Sign | None = None,
    trend: Trend | None = None,
    method: str = "auto",
    confidence: float = 0.95,
    seed: int = 0,
) -> ParallelTrendsSensitivity:
    """Return the intervals of an effect under violations of parallel trends of growing size, and where it breaks down.

    ``coefficients``: event-study coefficients in order of time, ``n_before`` of them before the period of reference
    (the last before the start, itself left out) and the others from the start on, periods equally spaced;
    ``covariance``: theirs. ``weights``: what each period from the start on counts for in the effect; by default the
    first alone. ``restriction``: "relative_magnitude" bounds every change of the violation from the start on by
    ``bounds`` times the largest change before (M-bar), "smoothness" every change of its slope by ``bounds`` (M, in the
    outcome's unit). ``sign``: the violation from the start on is "positive" or "negative"; ``trend``: it is
    "increasing" or "decreasing" throughout.

    ``method``: "C-LF", the conditional least-favourable hybrid (Andrews, Roth and Pakes 2023), or "FLCI", the shortest
    interval of fixed length, which "auto" takes for smoothness without sign or trend. Critical values come from a fixed
    sequence (``seed``): the same input gives the same result.

    Raises ``DataError`` for coefficients and covariance that do not fit, ``UsageError`` for unknown options. Source:
    Rambachan and Roth (2023), Review of Economic Studies 90(5); results are those of R's HonestDiD, without its grid.

    With one period before and after, a change of .1 before and an effect of .5 (standard errors .1, independent):

    >>> found = parallel_trends_sensitivity([-0.1, 0.5], [[0.01, 0], [0, 0.01]], n_before=1, bounds=[0, 1])
    >>> [(row.bound, round(row.identified.low, 3), round(row.identified.high, 3)) for row in found.rows]
    [(0.0, 0.5, 0.5), (1.0, 0.4, 0.6)]
    """
    known(restriction, get_args(Restriction), "restriction")
    known(method, METHODS, "method")
    beta, matrix, target = _checked(coefficients, covariance, n_before, weights, confidence)
    for value, options, what in ((sign, get_args(Sign), "sign"), (trend, get_args(Trend), "trend")):
        if value is not None:
            known(value, options, what)
    shape = Shape(restriction, n_before, len(target), sign, trend)
    plain = restriction == "smoothness" and sign is None and trend is None
    if method == "auto":
        method = "FLCI" if plain else "C-LF"
    if method == "FLCI" and not plain:
        hint = "use method='C-LF'"
        raise UsageError(Problem("method", "FLCI is for smoothness without sign or trend", hint))
    level = 1 - confidence
    bounds = _MULTIPLES if bounds is None and restriction == "relative_magnitude" else bounds
    unit = _largest_bend(beta, matrix, n_before)
    bounds = [share * unit for share in (0, 0.25, 0.5, 0.75, 1)] if bounds is None else bounds
    if any(not 0 <= bound < np.inf for bound in bounds):
        raise UsageError(Problem("bounds", f"bounds {list(bounds)} are no sizes of a violation", "such as [0, 0.5, 1]"))

    def robust(bound: float) -> tuple[float, float] | None:
        if method == "FLCI":
            found = fixed_length(beta, matrix, target, bound, level)
            return found.centre - found.half_length, found.centre + found.half_length
        sets = [
            inequalities(one, beta, matrix, target, level=level, seed=seed).bounds() for one in shape.polyhedra(bound)
        ]
        kept = [one for one in sets if one is not None]
        return (min(low for low, _ in kept), max(high for _, high in kept)) if kept else None

    def holds_nought(bound: float) -> bool:
        if method == "FLCI":
            ends = robust(bound)
            return ends is not None and ends[0] <= 0 <= ends[1]
        below = above = False
        for one in shape.polyhedra(bound):
            tests = inequalities(one, beta, matrix, target, level=level, seed=seed)
            found = tests.kept()
            if found is not None:
                below, above = below or bool(found[1][0] <= 0), above or bool(found[1][-1] >= 0)
            if (below and above) or tests.accepts(np.zeros(1))[0]:
                return True
        return False

    def possible(bound: float) -> Interval | None:
        return identified_set(shape, bound, beta, target)

    rows = []
    for bound in bounds:
        ends = robust(bound) or (None, None)
        rows.append(RobustInterval(float(bound), ends[0], ends[1], possible(bound)))
    first = 1.0 if restriction == "relative_magnitude" else unit
    after = beta[n_before:]
    effect = float(target @ after)
    reach = float(special.ndtri(1 - level / 2)) * float(np.sqrt(target @ matrix[n_before:, n_before:] @ target))
    return ParallelTrendsSensitivity(
        restriction=restriction,
        sign=sign,
        trend=trend,
        method=method,
        confidence=confidence,
        effect=effect,
        original=Interval(effect - reach, effect + reach),
        rows=tuple(rows),
        breakdown=breakdown_of(holds_nought, first),
        identified_breakdown=breakdown_of(lambda bound: _has_nought(possible(bound)), first),
        n_before=n_before,
        n_after=len(target),
        notes=_notes(restriction, n_before),
    )


def _has_nought(interval: Interval | None) -> bool:
    return interval is not None and interval.low <= 0 <= interval.high


def _checked(
    coefficients: Any, covariance: Any, n_before: int, weights: Any, confidence: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    beta, matrix = np.asarray(coefficients, dtype=float), np.asarray(covariance, dtype=float)
    if beta.ndim != 1 or matrix.shape != (len(beta), len(beta)):
        raise data_error(
            "covariance",
            f"{beta.size} coefficients do not go with a covariance of shape {matrix.shape}",
            "give one row and column a coefficient, the reference left out of both",
        )
    if not (np.isfinite(beta).all() and np.isfinite(matrix).all()):
        raise data_error("not-finite", "a coefficient or covariance is missing or infinite", "leave such periods out")
    if not 1 <= n_before < len(beta) or int(n_before) != n_before:
        raise data_error(
            "periods",
            f"{n_before} of {len(beta)} coefficients before the reference leave no comparison",
            "at least one coefficient before the reference and one from the start on are needed",
        )
    scale = float(np.abs(matrix).max())
    if np.abs(matrix - matrix.T).max() > 1e-8 * scale:
        raise data_error("covariance", "the covariance is not symmetric", "give the matrix of variances")
    matrix = (matrix + matrix.T) / 2
    if scale == 0 or float(np.linalg.eigvalsh(matrix).min()) < -1e-8 * scale:
        hint = "without errors use pace_sensitivity" if scale == 0 else "check rows and columns"
        raise data_error("covariance", "the covariance is not that of any coefficients", hint)
    n_after = len(beta) - n_before
    target = np.eye(n_after)[0] if weights is None else np.asarray(weights, dtype=float)
    if target.shape != (n_after,) or not np.isfinite(target).all() or not target.any():
        raise data_error(
            "weights", f"weights of shape {target.shape} for {n_after} periods from the start on", "one a period"
        )
    if not 0 < confidence < 1:
        raise UsageError(Problem("confidence", f"confidence {confidence} is no share between 0 and 1", "such as 0.95"))
    return beta, matrix, target


def _largest_bend(beta: FloatArray, matrix: FloatArray, n_before: int) -> float:
    """Return the largest change of slope before the start that its error allows; the error alone with one period."""
    if n_before == 1:
        return float(np.sqrt(matrix[0, 0])) or float(np.abs(beta).max()) or 1.0
    bends = np.diff(np.vstack([np.eye(n_before), np.zeros(n_before)]), n=2, axis=0)
    errors = np.sqrt(np.maximum(np.diag(bends @ matrix[:n_before, :n_before] @ bends.T), 0))
    largest = float((np.abs(bends @ beta[:n_before]) + special.ndtri(0.95) * errors).max())
    return largest or 1.0


def _notes(restriction: Restriction, n_before: int) -> tuple[str, ...]:
    if restriction == "relative_magnitude" and n_before == 1:
        return ("one change before the start is all that the violation is measured by",)
    if restriction == "smoothness" and n_before == 1:
        return ("with one change before the start nothing tells how much slopes bend: M must be argued from elsewhere",)
    return ()
