"""Breaks found in series: the best partitions by number of breaks, how many, and where, with a test for the search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from kelisim.errors import UsageError
from kelisim.stats.breaks import partitions
from kelisim.stats.breaks.bayes import posterior
from kelisim.stats.breaks.critical import SUP_F, TRIMMING, UD_MAX
from kelisim.stats.breaks.declare import NullName, check_length, check_settings
from kelisim.stats.breaks.gain import Gain, smooth
from kelisim.stats.breaks.information import criterion
from kelisim.stats.breaks.kinds import Line, kinds_of, lines_of, phase_costs, relined
from kelisim.stats.breaks.null import fit
from kelisim.stats.breaks.panel import Floats, read_panel
from kelisim.stats.breaks.result import BreakPoints
from kelisim.stats.breaks.support import boundaries_of, windows_of
from kelisim.stats.breaks.testing import DESCRIBED

_CELLS = 8_000_000
_ASYMPTOTIC = 40


def break_points(
    series: Any,
    *,
    kind: str | Mapping[str, str] = "gaussian",
    periods: Sequence[Any] | None = None,
    most: int = 5,
    minimum_length: int | None = None,
    whole: float | None = None,
    null: NullName = "trend",
    draws: int = 199,
    seed: int = 0,
    autocorrelated: bool = True,
    confidence: float = 0.95,
) -> BreakPoints:
    """Return the breaks in the mean of one or several series that share them, by least squares and BIC.

    ``series``, ``kind``, ``whole`` and ``null`` as for ``periodisation``; ``most`` breaks at most, and phases of at
    least ``minimum_length`` periods, by default 15% of the series but no fewer than two (Bai and Perron 2003). Sup-F
    tests and their critical values are given for one series of numbers of 40 periods or more.

    The Nile at Aswan, 1871 to 1970, breaks after 1898 (Zeileis, Kleiber, Krämer and Hornik 2003):

    >>> from statsmodels.datasets import nile
    >>> break_points(nile.load_pandas().data, draws=19).last_periods
    (1898,)
    """
    panel = read_panel(series, periods)
    n = len(panel.labels)
    minimum = max(2, int(TRIMMING * n)) if minimum_length is None else minimum_length
    check_settings(null, draws, minimum)
    if null == "permutation":
        raise UsageError("a search for breaks is not tested by permutation", 'choose null="trend" or null="level"')
    if most < 1:
        raise UsageError(f"at most {most} breaks cannot be found", "most is 1 or more")
    check_length(panel, 2, minimum)
    lines = lines_of(panel, kinds_of(kind, panel.names), whole=whole)
    most = min(most, n // minimum - 1)
    costs = phase_costs(lines)
    least, steps = partitions.best(costs, most + 1, minimum)
    found = [partitions.traced(steps, phases) for phases in range(1, most + 2)]
    dispersion = _dispersion(lines, float(least[most]), most + 1)
    bic = _criteria(lines, least, dispersion)
    chosen = int(np.argmin(bic))
    # The likelier a history is to look broken, the higher its autocorrelation is estimated. Correcting it as well makes
    # the test of a search reject in 0 to 2 of 100 histories at a nominal 5.
    fitted = fit(lines, panel.places, trend=null == "trend", correct=False)
    regressors = smooth(np.asarray(panel.places, dtype=float), trend=null == "trend")
    searched = partial(_gains, lines, regressors=regressors, most=most, minimum=minimum, dispersion=dispersion)
    own = float(searched([line.values[None] for line in lines])[0])
    gains = searched(fitted.simulate(draws, np.random.default_rng(seed)))
    partition = found[chosen]
    after = posterior(lines, panel.places, most, minimum, wandering=autocorrelated, windows=windows_of(partition))
    f_values = _sup_f(lines, least, n, minimum)
    place, _, _ = partitions.rank(costs, partition, minimum, seed)
    return BreakPoints(
        boundaries=tuple(panel.labels[b] for b in partition),
        last_periods=tuple(panel.labels[b - 1] for b in partition),
        rank=place,
        n_alternatives=partitions.count(n, chosen + 1, minimum),
        p_value=(1 + int(np.sum(gains >= own - 1e-9 * max(1.0, abs(own))))) / (draws + 1),
        p_floor=1 / (draws + 1),
        posterior=dict(zip(panel.labels, after.boundary.tolist(), strict=True)),
        prior=dict(zip(panel.labels, after.prior.tolist(), strict=True)),
        numbers=dict(enumerate(after.numbers.tolist())),
        support=boundaries_of(panel, lines, partition, after, confidence),
        bic=tuple(bic.tolist()),
        explained=tuple((1 - least / costs[0, n]).tolist()),
        candidates=tuple(tuple(panel.labels[b] for b in one) for one in found),
        sup_f=f_values,
        ud_max=max(f_values) if f_values else None,
        critical={level: (SUP_F[level][: len(f_values)], UD_MAX[level]) for level in SUP_F} if f_values else {},
        null=DESCRIBED[null],
        draws=draws,
        autocorrelation=dict(zip(panel.names, fitted.autocorrelation, strict=True)),
        n=n,
        minimum_length=minimum,
        standardised={line.name: line.scale_in_words for line in lines},
        remarks=panel.remarks,
    )


def _dispersion(lines: Sequence[Line], cost: float, phases: int) -> float:
    """Return how much counts vary beyond Poisson about the means of the most phases, 1 or more."""
    n = sum(int((~np.isnan(line.values)).sum()) for line in lines)
    unit = float(np.mean([line.unit_cost for line in lines]))
    return max(1.0, cost * unit / max(n - len(lines) * phases, 1))


def _criteria(lines: Sequence[Line], least: Floats, dispersion: float) -> Floats:
    parts = [criterion(lines, least[..., k - 1], k, dispersion=dispersion) for k in range(1, least.shape[-1] + 1)]
    return np.stack(parts, axis=-1)


def _gains(
    lines: list[Line], values: list[Floats], regressors: Floats, most: int, minimum: int, dispersion: float
) -> Floats:
    """Return the gain over a history without breaks of the best-looking breaks in each of many histories.

    The breaks are those with the least BIC of one or more; their gain is that of their steps beside the trend of the
    null, less log n for each boundary and each mean that they add.
    """
    draws, n = values[0].shape
    portion = max(1, _CELLS // (n + 1) ** 2)
    gains = np.empty(draws)
    for start in range(0, draws, portion):
        part = [one[start : start + portion] for one in values]
        least, steps = partitions.best(phase_costs(relined(lines, part)), most + 1, minimum)
        phases = 2 + np.argmin(_criteria(lines, least, dispersion)[:, 1:], axis=1)
        together: dict[tuple[int, ...], list[int]] = {}
        for row, number in enumerate(phases):
            together.setdefault(partitions.traced(steps[row], int(number)), []).append(row)
        for partition, rows in together.items():
            gain = Gain(lines, regressors, partition).of([one[rows] for one in part])
            gains[[start + row for row in rows]] = gain - len(partition) * (len(lines) + 1) * np.log(n)
    return gains


def _sup_f(lines: Sequence[Line], least: Floats, n: int, minimum: int) -> tuple[float, ...]:
    """Return the F statistics of the best partitions, where their limit distribution can be leaned on."""
    alone = len(lines) == 1 and lines[0].kind != "count" and not np.isnan(lines[0].values).any()
    if not alone or n < _ASYMPTOTIC or minimum < int(TRIMMING * n):
        return ()
    return tuple(
        float((least[0] - least[breaks]) / breaks / (least[breaks] / (n - breaks - 1)))
        for breaks in range(1, min(len(least), len(SUP_F[0.05]) + 1))
    )
