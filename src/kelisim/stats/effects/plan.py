"""Everything an estimate was asked for, so that it can be asked again with one thing changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kelisim.stats.effects.names import Adjustment, Average, Comparison, Design, FloatArray, Inference, Scale
from kelisim.stats.effects.panel import Panel

# A predictor of a synthetic control: a name, a column and the positions of the periods that it is averaged over.
Predictor = tuple[str, str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A design on a panel. ``baseline`` and ``post`` are positions of periods; empty is all before, all from the start.

    ``other_treatments``: control unit to the period in which something of the kind began there too. ``limits``: the
    range that the outcome can have by its nature.
    """

    design: Design
    panel: Panel
    baseline: tuple[int, ...] = ()
    post: tuple[int, ...] = ()
    anticipation: int = 0
    comparison: Comparison = "never_treated"
    average: Average = "simple"
    adjustment: Adjustment = "doubly_robust"
    inference: Inference = "auto"
    confidence: float = 0.95
    replicates: int = 1999
    seed: int = 0
    scale: Scale = "level"
    limits: tuple[float, float] | None = None
    covariates: tuple[str, ...] = ()
    predictors: tuple[Predictor, ...] = ()
    predictor_weights: str | tuple[float, ...] = "nested"
    validation: tuple[int, ...] = ()
    other_treatments: Mapping[Any, Any] = field(default_factory=dict)
    cluster: str | None = None

    def before(self, start: int) -> tuple[int, ...]:
        """Return the positions that count as before a start: those not within the anticipated periods."""
        return tuple(range(max(start - self.anticipation, 0)))

    def since(self, start: int) -> tuple[int, ...]:
        """Return the positions that count as after: declared ones, or all from the start on."""
        return self.post or tuple(range(start, self.panel.n_periods))

    def period_weights(self, start: int) -> FloatArray:
        """Return what each period weighs in a unit's change: its mean after less its mean before."""
        before = self.baseline or self.before(start)
        if self.design == "event_study" and not self.baseline:
            before = before[-1:]
        weights = np.zeros(self.panel.n_periods)
        weights[list(before)] -= 1 / len(before)
        after = self.since(start)
        weights[list(after)] += 1 / len(after)
        return weights
