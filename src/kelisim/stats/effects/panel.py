"""A panel as arrays: units by periods, with the position at which each unit's treatment starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from kelisim.stats.effects.names import BoolArray, FloatArray, IntArray

NEVER = -1


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Outcomes of units in periods.

    ``outcome``, ``low``, ``high``: units x periods, NaN where missing; ``low`` and ``high`` bound what a stated outcome
    can be and are None where it is exact. ``start``: the position of a unit's first treated period, -1 for never.
    ``times``: the periods as whole numbers where they are such (years), otherwise their positions. ``covariates`` are
    units x periods; ``clusters`` and ``sizes`` one value a unit. ``notes`` say what was done in reading.
    """

    outcome_name: str
    units: tuple[Any, ...]
    periods: tuple[Any, ...]
    times: IntArray
    outcome: FloatArray
    start: IntArray
    low: FloatArray | None = None
    high: FloatArray | None = None
    covariates: Mapping[str, FloatArray] = field(default_factory=dict)
    clusters: tuple[Any, ...] | None = None
    sizes: FloatArray | None = None
    notes: tuple[str, ...] = ()

    @property
    def n_units(self) -> int:
        """The number of units."""
        return len(self.units)

    @property
    def n_periods(self) -> int:
        """The number of periods."""
        return len(self.periods)

    @property
    def treated(self) -> BoolArray:
        """Which units are ever treated."""
        return np.asarray(self.start != NEVER)

    @property
    def treated_units(self) -> tuple[Any, ...]:
        """The units that are ever treated."""
        return tuple(unit for unit, yes in zip(self.units, self.treated, strict=True) if yes)

    @property
    def control_units(self) -> tuple[Any, ...]:
        """The units that are never treated."""
        return tuple(unit for unit, yes in zip(self.units, self.treated, strict=True) if not yes)

    @property
    def cohorts(self) -> tuple[int, ...]:
        """The positions at which treatment starts, in order."""
        return tuple(sorted({int(one) for one in self.start if one != NEVER}))

    @property
    def counted_times(self) -> IntArray:
        """The periods as whole numbers above nought, which stands for "never treated" in diff-diff."""
        return self.times if self.times.min() > 0 else self.times - self.times.min() + 1

    @property
    def interval_valued(self) -> bool:
        """Whether any outcome is known only to lie between two values."""
        return self.low is not None

    def keep_units(self, kept: BoolArray) -> Panel:
        """Return the panel of the units marked."""
        picked = np.flatnonzero(kept)
        return replace(
            self,
            units=tuple(self.units[i] for i in picked),
            outcome=self.outcome[picked],
            start=self.start[picked],
            low=None if self.low is None else self.low[picked],
            high=None if self.high is None else self.high[picked],
            covariates={name: values[picked] for name, values in self.covariates.items()},
            clusters=None if self.clusters is None else tuple(self.clusters[i] for i in picked),
            sizes=None if self.sizes is None else self.sizes[picked],
        )

    def keep_periods(self, kept: Sequence[int]) -> Panel:
        """Return the panel of the periods at these positions, which must be in order.

        A start between two kept periods moves to the first that is kept; one after the last becomes "never".
        """
        picked = np.asarray(kept, dtype=np.int64)
        start = np.searchsorted(picked, self.start)
        start = np.where((self.start == NEVER) | (start == len(picked)), NEVER, start)
        return replace(
            self,
            periods=tuple(self.periods[i] for i in picked),
            times=self.times[picked],
            outcome=self.outcome[:, picked],
            start=start.astype(np.int64),
            low=None if self.low is None else self.low[:, picked],
            high=None if self.high is None else self.high[:, picked],
            covariates={name: values[:, picked] for name, values in self.covariates.items()},
        )

    def with_notes(self, *notes: str) -> Panel:
        """Return the panel with further notes."""
        return replace(self, notes=(*self.notes, *notes))
