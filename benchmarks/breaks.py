"""Partitions and breaks against their peers; `python benchmarks/analysis.py` runs them.

Forty periods and ten series: the best partitions into one to six phases of 1,000 bootstrap histories against a dynamic
program in plain Python and, where it can be imported, ruptures.Dynp, each on a few histories and scaled; the exact rank
of one partition into five phases against enumeration one by one; and the whole of `break_points` and `periodisation`
with 1,000 draws, which have no peer.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from kelisim.stats import break_points, periodisation
from kelisim.stats.breaks.kinds import Line, phase_costs
from kelisim.stats.breaks.partitions import best, count, rank

PERIODS, SERIES, DRAWS, PHASES, MINIMUM = 40, 10, 1000, 6, 2


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    value = call()
    return time.perf_counter() - begun, value


def ours(histories: np.ndarray) -> np.ndarray:
    lines = [Line(str(index), "gaussian", histories[..., index], 1.0) for index in range(SERIES)]
    return best(phase_costs(lines), PHASES, MINIMUM)[0]


def in_plain_python(history: np.ndarray) -> list[float]:
    n = len(history)
    cost = {
        (i, j): float(((history[i:j] - history[i:j].mean(axis=0)) ** 2).sum())
        for i in range(n)
        for j in range(i + MINIMUM, n + 1)
    }
    least = {j: cost[0, j] for j in range(MINIMUM, n + 1)}
    found = [least[n]]
    for phase in range(1, PHASES):
        least = {
            j: min(least[i] + cost[i, j] for i in range(phase * MINIMUM, j - MINIMUM + 1))
            for j in range((phase + 1) * MINIMUM, n + 1)
        }
        found.append(least[n])
    return found


def by_ruptures(history: np.ndarray) -> list[float]:
    import ruptures

    search = ruptures.Dynp(model="l2", min_size=MINIMUM, jump=1).fit(history)
    return [
        float(search.cost.sum_of_costs(search.predict(n_bkps=phases - 1) if phases > 1 else [len(history)]))
        for phases in range(1, PHASES + 1)
    ]


def rank_one_by_one(history: np.ndarray, partition: tuple[int, ...]) -> int:
    costs = phase_costs([Line("a", "gaussian", history[:, 0], 1.0)])
    n = len(history)

    def total(one: tuple[int, ...]) -> float:
        edges = (0, *one, n)
        return sum(costs[a, b] for a, b in pairwise(edges))

    own, better = total(partition), 0
    for one in combinations(range(1, n), len(partition)):
        edges = (0, *one, n)
        if min(b - a for a, b in pairwise(edges)) >= MINIMUM and total(one) < own - 1e-9:
            better += 1
    return better + 1


def rows() -> list[tuple[str, str, float, float | None, str]]:
    """Return task, peer, our seconds, the peer's and a remark."""
    histories = np.random.default_rng(1).standard_normal((DRAWS, PERIODS, SERIES))
    seconds, found = timed(lambda: ours(histories))
    table: list[tuple[str, str, float, float | None, str]] = []
    task = f"best partitions into 1 to {PHASES} phases, {DRAWS:,} histories, {PERIODS} periods x {SERIES} series"
    peers: list[tuple[str, Callable[[np.ndarray], list[float]], int]] = [("plain Python", in_plain_python, 10)]
    try:
        import ruptures

        peers.append((f"ruptures.Dynp {getattr(ruptures, '__version__', '')}".strip(), by_ruptures, 3))
    except ImportError:
        print("ruptures is not installed: its row is left out")
    for name, peer, times in peers:
        spent, values = timed(lambda peer=peer, times=times: [peer(one) for one in histories[:times]])
        difference = float(np.abs(np.array(values) - found[:times]).max())
        said = f"theirs from {times} histories, scaled up; largest difference {difference:.0e}"
        table.append((task, name, seconds, spent * DRAWS / times, said))
    partition = (8, 16, 24, 32)
    costs = phase_costs([Line("a", "gaussian", histories[0, :, 0], 1.0)])
    seconds, (place, _, _) = timed(lambda: rank(costs, partition, MINIMUM))
    spent, known = timed(lambda: rank_one_by_one(histories[0], partition))
    number = count(PERIODS, len(partition) + 1, MINIMUM)
    table.append((f"exact rank among {number:,} partitions", "one by one", seconds, spent, f"{place}, theirs {known}"))
    frame = histories[0]
    for name, call in (
        ("break_points, 1,000 draws", lambda: break_points(frame, draws=DRAWS)),
        ("periodisation, 1,000 draws", lambda: periodisation(frame, [13, 26], draws=DRAWS)),
    ):
        table.append((f"{name}, {PERIODS} periods x {SERIES} series", "none", timed(call)[0], None, ""))
    return table
