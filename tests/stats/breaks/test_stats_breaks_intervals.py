"""Intervals for the date of a break where errors are autocorrelated."""

import numpy as np
import pytest

from kelisim.stats import periodisation
from kelisim.stats.breaks.intervals import break_interval, stretch_of
from kelisim.stats.breaks.null import autoregressive


@pytest.mark.parametrize("rho", [0.0, 0.4, 0.7])
def test_the_stretch_is_that_of_the_autocorrelation(rho):
    path = autoregressive(np.random.default_rng(1).standard_normal((1, 20_000)), rho)[0]
    path[9_000:] += 3
    assert stretch_of([path[:9_000], path[9_000:]]) == pytest.approx((1 + rho) / (1 - rho), rel=0.05)


def test_negative_autocorrelation_and_short_phases_stretch_nothing():
    assert stretch_of([np.array([1.0, -1, 1, -1, 1]), np.array([2.0, 4, 2, 4, 2])]) == 1.0
    assert stretch_of([np.array([1.0]), np.array([2.0])]) == 1.0


def test_stretched_intervals_cover_where_plain_ones_do_not():
    # 60 periods, a shift of 1.5 after 25 and AR(.5) errors: the date is searched for, as Bai (1997) has it.
    rng = np.random.default_rng(2)
    paths = autoregressive(rng.standard_normal((300, 60)), 0.5)
    paths[:, 25:] += 1.5
    plain = stretched = 0
    for path in paths:
        places = range(10, 51)
        misfit = [
            ((path[:at] - path[:at].mean()) ** 2).sum() + ((path[at:] - path[at:].mean()) ** 2).sum() for at in places
        ]
        at = 10 + int(np.argmin(misfit))
        for stretch in (1.0, stretch_of([path[:at], path[at:]])):
            below, above = break_interval(path[:at], path[at:], 0.95, stretch=stretch)
            held = at - below <= 25 <= at + above
            plain, stretched = (plain + held, stretched) if stretch == 1.0 else (plain, stretched + held)
    assert plain < 0.8 * 300
    assert stretched > 0.8 * 300


def test_a_boundary_tells_both_intervals():
    path = autoregressive(np.random.default_rng(3).standard_normal((1, 40)), 0.6)[0]
    path[20:] += 3
    found = periodisation(dict(zip(range(1980, 2020), path, strict=True)), [2000], draws=99).support[0]
    assert found.robust_low < found.low <= 2000 <= found.high < found.robust_high
