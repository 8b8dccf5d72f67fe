"""Posterior of the boundaries: an exact sum over all partitions, for phases in a series that may wander.

Within a phase a series follows y[t] = c + rho y[t - 1] + error, so that with rho = 1 it is a random walk with drift: a
trend or a slow wander competes with the phases. Given the number of boundaries every partition is equally likely, and
every number from none to the most is. Noise, autocorrelation and the size of the phases' differences are integrated out
on grids (a product partition model: Barry and Hartigan 1993; Fearnhead 2006).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import logsumexp

from kelisim.stats.breaks.evidence import grid as _grid
from kelisim.stats.breaks.kinds import Kind, Line
from kelisim.stats.breaks.panel import Floats
from kelisim.stats.breaks.partitions import cost_of, count, listed

# Several series share the partition but not their noise: up to here every partition is summed for each.
SUMMED = 20_000


@dataclass(frozen=True, slots=True)
class Posterior:
    """Probabilities after the data, and before them.

    ``boundary`` and ``prior``: that a phase begins at each position. ``numbers``: of each number of boundaries, and
    ``given`` that of a boundary at each position where there are so many. ``windows`` and ``windows_prior``: of a
    boundary in each window asked for. ``exact`` is False where the noise of several series was held at its likeliest.
    """

    boundary: Floats
    prior: Floats
    numbers: Floats
    given: Floats
    windows: Floats
    windows_prior: Floats
    exact: bool


def posterior(
    lines: Sequence[Line],
    times: Sequence[int],
    most: int,
    minimum: int,
    *,
    wandering: bool = True,
    windows: Sequence[Sequence[int]] = (),
) -> Posterior:
    """Return the posterior for none to ``most`` boundaries; ``windows`` are sets of positions.

    Without ``wandering`` the values of a phase are independent (rho = 0). Counts are always taken so.
    """
    n = len(times)
    most = min(most, n // minimum - 1)
    nothing = [np.zeros((1, n + 1, n + 1))]
    if len(lines) > 1 and sum(count(n, m + 1, minimum) for m in range(most + 1)) <= SUMMED:
        none = [[np.zeros(count(n, m + 1, minimum)) for m in range(most + 1)]]
        logs = [
            _by_partition(line.kind, line.values.tobytes(), tuple(times), most, minimum, wandering) for line in lines
        ]
        return _finish(*(_enumerated(one, n, most, minimum, windows) for one in (logs, none)), exact=True)
    when = np.asarray(times, dtype=float)
    blocks = [list(_grid(line.kind, line.values, when, wandering=wandering)) for line in lines]
    if len(lines) > 1:
        blocks = [[sum((_likeliest(one, most, minimum) for one in blocks), nothing[0])]]
    return _finish(*(_summed(one, most, minimum, windows) for one in (blocks[0], nothing)), exact=len(lines) == 1)


@dataclass(frozen=True, slots=True)
class _Weights:
    """Log weights by number of boundaries: of all partitions, of those with each boundary, of those without any in
    each window; and the log number of partitions.
    """

    total: Floats
    at: Floats
    avoiding: Floats
    partitions: Floats


def _finish(data: _Weights, flat: _Weights, *, exact: bool) -> Posterior:
    def shares(weights: _Weights) -> tuple[Floats, Floats, Floats, Floats]:
        logs = weights.total - weights.partitions
        numbers = np.exp(logs - logsumexp(logs))
        given = np.exp(weights.at - weights.total[:, None])
        windows = 1 - numbers @ np.exp(weights.avoiding - weights.total[:, None])
        return numbers @ given, numbers, given, np.clip(windows, 0.0, 1.0)

    boundary, numbers, given, windows = shares(data)
    prior, _, _, windows_prior = shares(flat)
    return Posterior(boundary, prior, numbers, given, windows, windows_prior, exact)


def _summed(blocks: Sequence[Floats], most: int, minimum: int, windows: Sequence[Sequence[int]]) -> _Weights:
    """Sum over partitions by recursion, for one series or for several whose noise is fixed."""
    n = blocks[0].shape[-1] - 1
    total = np.full(most + 1, -np.inf)
    at = np.full((most + 1, n), -np.inf)
    avoiding = np.full((most + 1, len(windows)), -np.inf)
    with np.errstate(invalid="ignore"):
        for block in blocks:
            forward = _forward(block, most, minimum)
            mirrored = np.swapaxes(block[:, ::-1, ::-1], 1, 2)
            backward = [part[:, ::-1] for part in _forward(mirrored, most, minimum)]
            for m in range(most + 1):
                total[m] = np.logaddexp(total[m], logsumexp(forward[m][:, n]))
                for before in range(m):
                    both = logsumexp(forward[before] + backward[m - 1 - before], axis=0)[:n]
                    at[m] = np.logaddexp(at[m], both)
            for index, window in enumerate(windows):
                if _holds_one(window, minimum):
                    continue
                without = _forward(block, most, minimum, window)
                avoiding[:, index] = np.logaddexp(avoiding[:, index], [logsumexp(part[:, n]) for part in without])
    for index, window in enumerate(windows):
        if _holds_one(window, minimum):
            # No two boundaries fit into it, so that the chances of its positions add up.
            inside = np.exp(at[:, [p for p in window if 0 < p < n]] - total[:, None]).sum(axis=1)
            with np.errstate(divide="ignore"):
                avoiding[:, index] = total + np.log1p(-np.minimum(inside, 1.0))
    return _Weights(total, at, avoiding, _log_counts(n, most, minimum))


def _holds_one(window: Sequence[int], minimum: int) -> bool:
    """Say whether a window is too narrow for two boundaries."""
    return max(window) - min(window) < minimum


def _forward(block: Floats, most: int, minimum: int, forbidden: Sequence[int] = ()) -> list[Floats]:
    """Return for each number of boundaries the log weight of all partitions of what lies before each position."""
    n = block.shape[-1] - 1
    closed = [position for position in forbidden if 0 < position < n]
    now = np.full((len(block), n + 1), -np.inf)
    now[:, minimum:] = block[:, 0, minimum:]
    now[:, closed] = -np.inf
    found = [now]
    for phase in range(1, most + 1):
        now = np.full((len(block), n + 1), -np.inf)
        for end in range((phase + 1) * minimum, n + 1):
            start = slice(phase * minimum, end - minimum + 1)
            now[:, end] = _log_sum(found[-1][:, start] + block[:, start, end])
        now[:, closed] = -np.inf
        found.append(now)
    return found


def _log_sum(logs: Floats) -> Floats:
    top = np.maximum(logs.max(axis=-1), -1e300)
    with np.errstate(divide="ignore"):
        return np.asarray(top + np.log(np.exp(logs - top[..., None]).sum(axis=-1)))


def _log_counts(n: int, most: int, minimum: int) -> Floats:
    return np.log([float(count(n, m + 1, minimum)) for m in range(most + 1)])


def _likeliest(blocks: Sequence[Floats], most: int, minimum: int) -> Floats:
    """Return the weights of phases at the point of the grid that one series makes likeliest."""
    n = blocks[0].shape[-1] - 1
    counts = _log_counts(n, most, minimum)
    top, chosen = -np.inf, blocks[0][:1]
    for block in blocks:
        ends = np.array([part[:, n] for part in _forward(block, most, minimum)]) - counts[:, None]
        weight = _log_sum(ends.T)
        place = int(np.argmax(weight))
        if weight[place] > top:
            top, chosen = float(weight[place]), block[place : place + 1]
    return chosen


@lru_cache(maxsize=512)
def _by_partition(
    kind: Kind, values: bytes, times: tuple[int, ...], most: int, minimum: int, wandering: bool
) -> tuple[Floats, ...]:
    """Return for each number of boundaries the log weight that one series gives each partition, its noise summed over.

    It is remembered, since the samples of an interval leave the other series as they are.
    """
    n = len(times)
    blocks = list(_grid(kind, np.frombuffer(values), np.asarray(times, dtype=float), wandering=wandering))
    found = []
    for m in range(most + 1):
        partitions = listed(n, m + 1, minimum)
        found.append(_log_sum(np.array([_log_sum(cost_of(block, partitions).T) for block in blocks]).T))
    return tuple(found)


def _enumerated(
    series: Sequence[Sequence[Floats]], n: int, most: int, minimum: int, windows: Sequence[Sequence[int]]
) -> _Weights:
    """Sum over partitions one by one: given the partition the series are independent, each with noise of its own."""
    total, at, avoiding = [], [], []
    for m in range(most + 1):
        partitions = listed(n, m + 1, minimum)
        logs = np.sum([one[m] for one in series], axis=0)
        there = np.zeros((len(partitions), n), dtype=bool)
        np.put_along_axis(there, partitions, True, axis=1)
        total.append(_log_sum(logs))
        at.append(_log_sum(np.where(there.T, logs, -np.inf)))
        clear = [~there[:, [p for p in window if 0 < p < n]].any(axis=1) for window in windows]
        avoiding.append([float(_log_sum(np.where(one, logs, -np.inf))) for one in clear])
    shape = (most + 1, len(windows))
    return _Weights(np.array(total), np.array(at), np.array(avoiding).reshape(shape), _log_counts(n, most, minimum))
