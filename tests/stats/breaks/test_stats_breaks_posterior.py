from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.special import logsumexp

from kelisim.stats.breaks.bayes import posterior
from kelisim.stats.breaks.evidence import DIFFERENCES, NOISES, grid
from kelisim.stats.breaks.kinds import Line
from kelisim.stats.breaks.null import autoregressive
from kelisim.stats.breaks.partitions import count, listed

N, MOST, MINIMUM = 12, 3, 2


def line(values, kind="gaussian", name="a") -> Line:
    return Line(name, kind, np.asarray(values, dtype=float), 1.0)


def summed_by_hand(lines, windows=()):
    """The posterior from every partition and every point of every grid, without recursion."""
    weights, there = [], []
    for m in range(MOST + 1):
        for partition in listed(N, m + 1, MINIMUM).tolist():
            edges = [0, *partition, N]
            total = -np.log(count(N, m + 1, MINIMUM))
            for one in lines:
                blocks = np.concatenate(list(grid(one.kind, one.values, np.arange(float(N)), wandering=True)))
                phases = sum(blocks[:, a, b] for a, b in itertools.pairwise(edges))
                total += float(logsumexp(phases))
            weights.append(total)
            there.append([position in partition for position in range(N)])
    chances = np.exp(np.array(weights) - logsumexp(weights))
    there = np.array(there)
    return chances @ there, [float(chances @ there[:, list(window)].any(axis=1)) for window in windows]


@pytest.mark.parametrize("kind", ["gaussian", "count"])
def test_the_recursion_sums_every_partition(kind):
    rng = np.random.default_rng(1)
    values = rng.poisson(3, N) if kind == "count" else rng.standard_normal(N) + 2 * (np.arange(N) >= 5)
    windows = [(4, 5, 6), (8, 9, 10), (6, 7)]
    found = posterior([line(values, kind)], range(N), MOST, MINIMUM, windows=windows)
    boundary, near = summed_by_hand([line(values, kind)], windows)
    assert found.boundary == pytest.approx(boundary, abs=1e-9)
    assert found.windows == pytest.approx(near, abs=1e-9)
    assert found.numbers.sum() == pytest.approx(1)
    assert found.exact


def test_series_share_the_partition_and_not_the_noise():
    rng = np.random.default_rng(2)
    lines = [line(rng.standard_normal(N) * size, name=str(size)) for size in (1.0, 40.0)]
    found = posterior(lines, range(N), MOST, MINIMUM, windows=[(5, 6, 7)])
    boundary, near = summed_by_hand(lines, [(5, 6, 7)])
    assert found.boundary == pytest.approx(boundary, abs=1e-9)
    assert found.windows == pytest.approx(near, abs=1e-9)


def test_the_weight_of_a_phase_is_the_normal_density():
    # Independent values of a phase: covariance noise (I + ratio 11'), written out.
    values = np.array([0.3, -1.0, 0.8, 2.0, 1.1])
    blocks = np.concatenate(list(grid("gaussian", values, np.arange(5.0), wandering=False)))
    rest = values - values.mean()
    noise, ratio = NOISES[3] * rest.var(), DIFFERENCES[1]
    covariance = noise * (np.eye(3) + ratio * np.ones((3, 3)))
    part = rest[1:4]
    expected = -0.5 * (
        3 * np.log(2 * np.pi) + np.linalg.slogdet(covariance)[1] + part @ np.linalg.inv(covariance) @ part
    )
    assert blocks[len(NOISES) + 3, 1, 4] == pytest.approx(expected)


def test_the_prior_gives_every_number_of_boundaries_the_same_chance():
    found = posterior([line(np.random.default_rng(0).standard_normal(N))], range(N), MOST, MINIMUM, windows=[(5, 6, 7)])
    expected = np.mean(
        [[np.mean(listed(N, m + 1, MINIMUM) == b) * m for b in range(N)] if m else [0.0] * N for m in range(MOST + 1)],
        axis=0,
    )
    assert found.prior == pytest.approx(expected)
    assert found.prior.sum() == pytest.approx(np.mean(range(MOST + 1)))


def test_probabilities_are_calibrated_where_histories_come_from_the_prior():
    rng = np.random.default_rng(12)
    told, true = [], []
    for _ in range(200):
        m = int(rng.integers(0, MOST + 1))
        options = listed(N, m + 1, MINIMUM)
        partition = options[rng.integers(len(options))]
        rho, ratio = rng.choice([0.0, 0.3, 0.6, 0.9]), rng.choice(DIFFERENCES)
        phase = np.searchsorted(partition, np.arange(N), side="right")
        level = rng.standard_normal(m + 1) * np.sqrt(ratio)
        values = np.zeros(N)
        values[0] = level[0] + rng.standard_normal()
        for t in range(1, N):
            values[t] = level[phase[t]] + rho * values[t - 1] + rng.standard_normal()
        told.append(posterior([line(values)], range(N), MOST, MINIMUM).boundary)
        true.append(np.isin(np.arange(N), partition))
    told, true = np.concatenate(told), np.concatenate(true)
    for low, high in ((0.0, 0.1), (0.1, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1.01)):
        inside = (told >= low) & (told < high)
        allowed = 0.06 + 3 * np.sqrt(0.25 / inside.sum())
        assert inside.sum() > 20
        assert abs(true[inside].mean() - told[inside].mean()) < allowed


def test_a_wander_is_not_taken_for_boundaries():
    noise = np.random.default_rng(4).standard_normal((30, 16))
    alone, allowed = [], []
    for values in autoregressive(noise, 0.8):
        alone.append(posterior([line(values)], range(16), 3, 2, wandering=False).numbers[0])
        allowed.append(posterior([line(values)], range(16), 3, 2).numbers[0])
    assert np.mean(alone) < 0.1
    assert np.mean(allowed) > 2 * np.mean(alone)


def test_a_gap_is_the_time_that_it_is():
    # With rho = 1 the increment over a gap of two periods has twice the variance of one.
    values = np.array([0.0, 1.0, np.nan, 2.0, 1.5, 3.0])
    blocks = list(grid("gaussian", values, np.arange(6.0), wandering=True))
    dense = list(grid("gaussian", values[~np.isnan(values)], np.array([0.0, 1.0, 3.0, 4.0, 5.0]), wandering=True))
    assert blocks[-1][:, 0, 6] == pytest.approx(dense[-1][:, 0, 5])


def test_more_partitions_than_are_summed_hold_the_noise_fixed(monkeypatch):
    from kelisim.stats.breaks import bayes

    rng = np.random.default_rng(3)
    lines = [line(rng.standard_normal(N) + 5 * (np.arange(N) >= 6), name=name) for name in "ab"]
    exact = posterior(lines, range(N), MOST, MINIMUM, windows=[(5, 6, 7)])
    monkeypatch.setattr(bayes, "SUMMED", 1)
    rough = posterior(lines, range(N), MOST, MINIMUM, windows=[(5, 6, 7)])
    assert not rough.exact
    assert rough.windows == pytest.approx(exact.windows, abs=0.1)
