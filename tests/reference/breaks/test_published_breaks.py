"""Breaks against published results and printed output of other programs."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from scipy.special import gammaln
from statsmodels.datasets import nile

from kelisim.stats import break_points, periodisation
from kelisim.stats.breaks.critical import SUP_F, UD_MAX
from kelisim.stats.breaks.intervals import argmax_chance


@pytest.fixture(scope="module")
def flow():
    return break_points(nile.load_pandas().data, draws=199, null="level")


def test_the_nile_breaks_after_1898_as_strucchange_prints_it(flow):
    # R strucchange, breakpoints(Nile ~ 1), summary and confint: one break, 1898 [1895, 1902]; RSS and BIC by number of
    # breaks as printed by summary(). Its breakpoint is the last period before the break.
    assert flow.last_periods == (1898,)
    assert flow.boundaries == (1899,)
    assert (flow.support[0].low - 1, flow.support[0].high - 1) == (1895, 1902)
    assert [round(one) for one in flow.bic[:2]] == [1318, 1270]
    rss = [round((1 - share) * 2835157) for share in flow.explained[:2]]
    assert rss == pytest.approx([2835157, 1597457], abs=1)
    assert flow.p_value <= 0.02
    assert flow.p_value >= flow.p_floor == 1 / 200


def test_the_nile_is_far_beyond_the_critical_values(flow):
    # Zeileis, Kleiber, Krämer and Hornik (2003), section 4.1: sup F of the Nile is 75.93.
    assert flow.sup_f[0] == pytest.approx(75.93, abs=0.005)
    assert flow.ud_max > flow.critical[0.01][1]


def test_critical_values_are_those_of_bai_and_perron():
    # Bai and Perron (1998), table I, q = 1, trimming .15, and table on UDmax.
    assert SUP_F[0.05] == (8.58, 7.22, 5.96, 4.99, 3.91)
    assert UD_MAX[0.05] == 8.88
    # The first is the 95% point of the largest F of a split of white noise, up to sampling error and finite n.
    rng = np.random.default_rng(7)
    y = rng.standard_normal((4000, 300))
    sums = np.cumsum(y, axis=1)
    k = np.arange(45, 256)
    left, whole = sums[:, k - 1], sums[:, -1:]
    between = left**2 / k + (whole - left) ** 2 / (300 - k) - whole**2 / 300
    total = ((y - y.mean(axis=1, keepdims=True)) ** 2).sum(axis=1, keepdims=True)
    largest = (between / ((total - between) / 298)).max(axis=1)
    assert np.mean(largest > SUP_F[0.05][0]) == pytest.approx(0.05, abs=0.012)


def test_the_limit_distribution_is_that_of_the_highest_point():
    assert argmax_chance(0, 1, 1) == pytest.approx(0.5)
    for drift, variance in ((1.0, 1.0), (1.0, 2.5), (1.6, 0.7)):
        rng = np.random.default_rng(3)
        step, reach = 0.05, 1400
        noise = rng.standard_normal((4000, reach)) * np.sqrt(step)
        time = step * np.arange(1, reach + 1)
        left = np.cumsum(noise, axis=1) - time / 2
        right = np.sqrt(variance) * np.cumsum(rng.standard_normal((4000, reach)) * np.sqrt(step), axis=1)
        right = right - drift * time / 2
        l_top, r_top = left.max(axis=1), right.max(axis=1)
        place = np.where(l_top > r_top, -time[left.argmax(axis=1)], time[right.argmax(axis=1)])
        place = np.where(np.maximum(l_top, r_top) < 0, 0.0, place)
        for x in (-6.0, -2.0, 2.0, 6.0):
            assert np.mean(place <= x) == pytest.approx(argmax_chance(x, drift, variance), abs=0.025)


@pytest.fixture(scope="module")
def disasters():
    text = (Path(__file__).parent / "coal.toml").read_text("utf-8")
    known = {int(year): number for year, number in tomllib.loads(text)["disasters"].items()}
    return {year: known.get(year, 0) for year in range(1851, 1963)}


def test_coal_mining_changed_about_1890(disasters):
    # Raftery and Akman (1986): change about 10 March 1890; Carlin, Gelfand and Smith (1992), figure 4: the posterior of
    # the last year of the first regime is highest at 1891 (k = 41) and lies for the most part in 1888 to 1892.
    assert sum(disasters.values()) == 191
    found = break_points(disasters, kind="count", most=1, minimum_length=2, draws=99, null="level")
    last = {year - 1: chance for year, chance in found.posterior.items()}
    assert max(last, key=last.get) in (1890, 1891)
    assert sum(last[year] for year in range(1886, 1897)) > 0.85
    assert found.last_periods[0] in (1890, 1891)
    assert found.p_value <= 0.03


def test_the_posterior_of_coal_is_the_conjugate_one(disasters):
    # One change and Poisson counts with a gamma prior have a closed form, summed here apart from the package. Its grid
    # averages over four priors and allows overdispersion, so that it is close and not equal.
    counts = np.array(list(disasters.values()), dtype=float)
    mean = counts.mean()
    logs = []
    for cut in range(2, 111):
        one = 0.0
        for part in (counts[:cut], counts[cut:]):
            shape, rate = 1 + part.sum(), 1 / mean + len(part)
            one += gammaln(shape) - shape * np.log(rate)
        logs.append(one)
    exact = np.exp(np.array(logs) - max(logs))
    exact /= exact.sum()
    found = break_points(disasters, kind="count", most=1, minimum_length=2, draws=19)
    ours = np.array(list(found.posterior.values()))[2:111]
    assert np.abs(ours / ours.sum() - exact).max() < 0.03


def test_a_declared_nile_ranks_first():
    found = periodisation(nile.load_pandas().data, [1899], draws=199)
    assert (found.rank, found.n_alternatives) == (1, 97)
    assert found.p_value == found.p_floor
    assert found.support[0].near > 0.7
