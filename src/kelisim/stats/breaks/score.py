"""Rank and test of one partition of one panel: what is asked again for every sample and every variation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kelisim.stats.breaks import partitions
from kelisim.stats.breaks.calibrate import Scale
from kelisim.stats.breaks.declare import NullName
from kelisim.stats.breaks.kinds import Kind, Line, lines_of, phase_costs
from kelisim.stats.breaks.panel import Floats, Panel
from kelisim.stats.breaks.testing import Tested, bootstrap_test


@dataclass(frozen=True, slots=True)
class Settings:
    """How declared phases are held against series."""

    kinds: tuple[Kind, ...]
    whole: float | None
    minimum: int
    null: NullName
    draws: int
    samples: int
    seed: int
    wandering: bool
    confidence: float
    level: float

    def lines(self, panel: Panel, values: Floats | None = None) -> list[Line]:
        """Return the series of a panel on the scale of their kind."""
        return lines_of(panel, self.kinds, whole=self.whole, values=values)


@dataclass(frozen=True, slots=True)
class Score:
    """Rank, test and best rival of one partition; ``costs`` are those of every phase."""

    rank: int
    ties: int
    exact: bool
    alternatives: int
    best: tuple[int, ...]
    cost: float
    least: float
    costs: Floats
    test: Tested


def score(
    lines: Sequence[Line],
    places: Sequence[int],
    partition: tuple[int, ...],
    settings: Settings,
    scale: Scale | None = None,
) -> Score:
    """Return the rank and the test of a partition."""
    phases, minimum = len(partition) + 1, settings.minimum
    costs = phase_costs(lines)
    place, ties, exact = partitions.rank(costs, partition, minimum, settings.seed)
    least, steps = partitions.best(costs, phases, minimum)
    return Score(
        rank=place,
        ties=ties,
        exact=exact,
        alternatives=partitions.count(len(places), phases, minimum),
        best=partitions.traced(steps, phases),
        cost=partitions.cost_of_one(costs, partition),
        least=float(least[phases - 1]),
        costs=costs,
        test=bootstrap_test(
            lines, places, partition, null=settings.null, draws=settings.draws, seed=settings.seed, scale=scale
        ),
    )
