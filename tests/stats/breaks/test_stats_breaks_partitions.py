from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kelisim.stats.breaks import partitions
from kelisim.stats.breaks.kinds import Line, deviance, phase_costs


def by_hand(n: int, phases: int, minimum: int) -> list[tuple[int, ...]]:
    found = []
    for chosen in combinations(range(1, n), phases - 1):
        edges = [0, *chosen, n]
        if min(b - a for a, b in pairwise(edges)) >= minimum:
            found.append(chosen)
    return found


def line(values, kind="gaussian") -> Line:
    return Line("a", kind, np.asarray(values, dtype=float), 1.0)


@pytest.mark.parametrize(
    ("n", "phases", "minimum"), [(11, 3, 2), (9, 1, 2), (12, 4, 3), (8, 4, 2), (7, 4, 2), (10, 5, 1)]
)
def test_every_partition_is_listed_once(n, phases, minimum):
    expected = by_hand(n, phases, minimum)
    assert partitions.count(n, phases, minimum) == len(expected)
    assert [tuple(row) for row in partitions.listed(n, phases, minimum).tolist()] == expected


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5), st.integers(1, 3), st.sampled_from(["gaussian", "count"]))
def test_rank_and_best_are_those_of_full_enumeration(seed, phases, minimum, kind):
    rng = np.random.default_rng(seed)
    n = phases * minimum + int(rng.integers(0, 6))
    values = rng.poisson(2.0, n) if kind == "count" else np.round(rng.standard_normal(n), 1)
    every = by_hand(n, phases, minimum)

    def cost(one):
        parts = np.split(np.asarray(values, dtype=float), one)
        return sum(deviance(p) if kind == "count" else ((p - p.mean()) ** 2).sum() for p in parts)

    costs = phase_costs([line(values, kind)])
    known = np.array([cost(one) for one in every])
    assert partitions.cost_of(costs, np.array(every).reshape(len(every), -1)) == pytest.approx(known, abs=1e-9)
    least, steps = partitions.best(costs, phases, minimum)
    assert least[-1] == pytest.approx(known.min(), abs=1e-9)
    assert cost(partitions.traced(steps, phases)) == pytest.approx(known.min(), abs=1e-9)
    pick = int(rng.integers(len(every)))
    rank, ties, exact = partitions.rank(costs, every[pick], minimum)
    assert exact
    assert rank == 1 + int(np.sum(known < known[pick] - 1e-8))
    assert ties == int(np.sum(np.abs(known - known[pick]) <= 1e-8)) - 1


def test_hundreds_of_millions_of_partitions_are_counted_exactly():
    values = np.random.default_rng(0).standard_normal(40)
    costs = phase_costs([line(values)])
    least, steps = partitions.best(costs, 10, 1)
    best = partitions.traced(steps, 10)
    assert partitions.count(40, 10, 1) == 211_915_132
    assert partitions.rank(costs, best, 1) == (1, 0, True)
    assert partitions.cost_of_one(costs, best) == pytest.approx(float(least[-1]))


def test_a_rank_that_cannot_be_counted_is_estimated_and_says_so(monkeypatch):
    values = np.random.default_rng(1).standard_normal(18)
    costs = phase_costs([line(values)])
    partition = (3, 7, 12)
    exact, _, _ = partitions.rank(costs, partition, 2)
    monkeypatch.setattr(partitions, "LISTED", 1)
    estimated, _, is_exact = partitions.rank(costs, partition, 2)
    assert not is_exact
    assert estimated == pytest.approx(exact, abs=6)


def test_gaps_cost_nothing():
    whole = phase_costs([line([1.0, 2.0, np.nan, 5.0])])
    assert whole[0, 4] == pytest.approx(np.var([1, 2, 5]) * 3)
    assert whole[2, 3] == 0
