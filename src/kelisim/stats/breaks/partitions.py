"""Partitions of a run of periods into phases: counted, ranked and optimised exactly.

A partition is the tuple of the positions at which its second and later phases begin. Costs are an array ``(n + 1, n +
1)``, perhaps with leading axes, in which ``[i, j]`` is the cost of a phase over positions i to j - 1.
"""

from __future__ import annotations

from itertools import chain, combinations, pairwise
from math import comb

import numpy as np
from numpy.typing import NDArray

from kelisim.stats.breaks.panel import Floats

# Ten million partial sums are 80 MB and sort in a second.
LISTED = 10_000_000
SAMPLED = 100_000


def count(n: int, phases: int, minimum: int) -> int:
    """Return how many partitions of ``n`` periods into ``phases`` leave each at least ``minimum`` periods.

    >>> count(11, 3, 2)
    21
    """
    free = n - phases * (minimum - 1) - 1
    return comb(free, phases - 1) if n >= phases * minimum else 0


def listed(n: int, phases: int, minimum: int) -> NDArray[np.int64]:
    """Return every such partition as a row, in lexical order."""
    number = count(n, phases, minimum)
    if phases == 1 or number == 0:
        return np.zeros((min(number, 1), 0), dtype=np.int64)
    choices = combinations(range(1, n - phases * (minimum - 1)), phases - 1)
    flat = np.fromiter(chain.from_iterable(choices), dtype=np.int64, count=number * (phases - 1))
    return flat.reshape(number, phases - 1) + (minimum - 1) * np.arange(1, phases)


def cost_of(costs: Floats, partitions: NDArray[np.int64]) -> Floats:
    """Return the cost of each partition, a row each; leading axes of the costs are kept."""
    n = costs.shape[-1] - 1
    edges = np.concatenate(
        [np.zeros((len(partitions), 1), dtype=np.int64), partitions, np.full((len(partitions), 1), n)], axis=1
    )
    return np.asarray(costs[..., edges[:, :-1], edges[:, 1:]].sum(axis=-1))


def cost_of_one(costs: Floats, partition: tuple[int, ...]) -> float:
    """Return the cost of one partition."""
    edges = [0, *partition, costs.shape[-1] - 1]
    return float(sum(costs[start, end] for start, end in pairwise(edges)))


def best(costs: Floats, most: int, minimum: int) -> tuple[Floats, NDArray[np.int64]]:
    """Return the least cost for 1 to ``most`` phases, on the last axis, and the steps that ``traced`` follows back.

    Dynamic programming (Bellman 1961; Bai and Perron 2003, section 3). No partition costs infinity.
    """
    lead, n = costs.shape[:-2], costs.shape[-1] - 1
    least = np.full((*lead, most, n + 1), np.inf)
    steps = np.zeros((*lead, most, n + 1), dtype=np.int64)
    least[..., 0, minimum:] = costs[..., 0, minimum:]
    for phase in range(1, most):
        for end in range((phase + 1) * minimum, n + 1):
            start = phase * minimum
            options = least[..., phase - 1, start : end - minimum + 1] + costs[..., start : end - minimum + 1, end]
            chosen = np.argmin(options, axis=-1)
            steps[..., phase, end] = chosen + start
            least[..., phase, end] = np.take_along_axis(options, chosen[..., None], axis=-1)[..., 0]
    return least[..., n], steps


def traced(steps: NDArray[np.int64], phases: int) -> tuple[int, ...]:
    """Return the best partition into so many phases from the steps of one run of ``best``."""
    found: list[int] = []
    end = steps.shape[-1] - 1
    for phase in range(phases - 1, 0, -1):
        end = int(steps[phase, end])
        found.append(end)
    return tuple(reversed(found))


def rank(costs: Floats, partition: tuple[int, ...], minimum: int, seed: int = 0) -> tuple[int, int, bool]:
    """Return the rank of a partition among those with as many phases, how many tie with it, and whether it is exact.

    Rank 1 is the least cost, and equal costs share the better rank. All partitions are counted by meeting in the
    middle: the costs of every first half and of every second half are sorted and their pairs counted by bisection, so
    that the square of what is listed is counted. Beyond ``LISTED`` partial sums the rank is estimated from a sample.
    """
    n, phases = costs.shape[-1] - 1, len(partition) + 1
    own = cost_of_one(costs, partition)
    margin = 1e-9 * max(1.0, abs(own))
    if phases == 1:
        return 1, 0, True
    half = phases // 2
    needed = sum(
        count(middle, half, minimum) + count(n - middle, phases - half, minimum)
        for middle in range(half * minimum, n - (phases - half) * minimum + 1)
    )
    if needed > LISTED:
        return _sampled_rank(costs, partition, minimum, own, margin, seed)
    firsts = _all_sums(costs, half, minimum)
    lasts = _all_sums(costs[::-1, ::-1].T, phases - half, minimum)
    better = ties = 0
    for middle in range(half * minimum, n - (phases - half) * minimum + 1):
        left, right = firsts[middle], np.sort(lasts[n - middle])
        below = int(np.searchsorted(right, own - margin - left).sum())
        better += below
        ties += int(np.searchsorted(right, own + margin - left, side="right").sum()) - below
    return better + 1, max(ties - 1, 0), True


def _all_sums(costs: Floats, phases: int, minimum: int) -> list[Floats]:
    """Return, for each end, the costs of all partitions of what lies before it."""
    n = costs.shape[-1] - 1
    sums: list[Floats] = [costs[0, end : end + 1] if end >= minimum else np.zeros(0) for end in range(n + 1)]
    for phase in range(1, phases):
        before = sums
        sums = [
            np.concatenate(
                [np.zeros(0)]
                + [before[start] + costs[start, end] for start in range(phase * minimum, end - minimum + 1)]
            )
            for end in range(n + 1)
        ]
    return sums


def _sampled_rank(
    costs: Floats, partition: tuple[int, ...], minimum: int, own: float, margin: float, seed: int
) -> tuple[int, int, bool]:
    n, phases = costs.shape[-1] - 1, len(partition) + 1
    rng = np.random.default_rng(seed)
    free = n - phases * (minimum - 1) - 1
    chosen = np.argsort(rng.random((SAMPLED, free)), axis=1)[:, : phases - 1]
    drawn = np.sort(chosen, axis=1) + 1 + (minimum - 1) * np.arange(1, phases)
    share = float(np.mean(cost_of(costs, drawn) < own - margin))
    return 1 + round(share * count(n, phases, minimum)), 0, False
