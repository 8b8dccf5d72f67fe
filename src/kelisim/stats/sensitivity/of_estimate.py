"""The sensitivity that an estimate's own data allow: with a covariance, or by hand on a handful of points."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import get_args

import numpy as np

from kelisim.errors import DataError
from kelisim.stats.effects import names
from kelisim.stats.effects.names import FloatArray
from kelisim.stats.effects.plan import Plan
from kelisim.stats.effects.result import Estimate
from kelisim.stats.sensitivity.event_study import event_study
from kelisim.stats.sensitivity.pace import pace_sensitivity
from kelisim.stats.sensitivity.pace_result import PaceSensitivity
from kelisim.stats.sensitivity.parallel_trends import parallel_trends_sensitivity
from kelisim.stats.sensitivity.restrictions import Restriction
from kelisim.stats.sensitivity.result import ParallelTrendsSensitivity

RESTRICTIONS: tuple[Restriction, ...] = get_args(Restriction)


@dataclass(frozen=True, slots=True)
class Violations:
    """An estimate under violations of parallel trends: with a covariance, or by hand; ``why`` says which and why.

    All three are None where the design allows neither.
    """

    why: str
    relative_magnitude: ParallelTrendsSensitivity | None = None
    smoothness: ParallelTrendsSensitivity | None = None
    by_hand: PaceSensitivity | None = None

    def __repr__(self) -> str:
        found = [one for one in (self.relative_magnitude, self.smoothness, self.by_hand) if one is not None]
        return "\n".join([f"Violations of parallel trends: {self.why}", *(repr(one) for one in found)])

    def _repr_html_(self) -> str:
        found = [one for one in (self.relative_magnitude, self.smoothness, self.by_hand) if one is not None]
        return f"<p>{html.escape(self.why)}</p>{''.join(one._repr_html_() for one in found)}"


def violations(estimate: Estimate) -> Violations:
    """Return what becomes of an estimate under violations of parallel trends, as far as its data allow.

    With ten units or more on each side, even periods and a covariance: relative magnitudes and smoothness (Rambachan
    and Roth 2023). On fewer, with one start: by hand, against the pace before it.
    """
    plan = estimate.plan
    if plan is None:
        return Violations("not computed: the estimate no longer holds its panel")
    if plan.design in names.SYNTHETIC:
        return Violations(
            "not computed: donors are weighed to fit before the start, so that gaps there measure nothing"
        )
    try:
        study = event_study(estimate)
    except DataError as refused:
        return _by_hand(plan, refused.problems[0].what)
    units = min(int(plan.panel.treated.sum()), int((~plan.panel.treated).sum()))
    if units < names.ENOUGH_UNITS:
        return _by_hand(plan, f"{units} units on one side are too few for a covariance")
    if len(set(np.diff(plan.panel.times).tolist())) > 1:
        return _by_hand(plan, "the periods are not equally spaced")
    found = [
        parallel_trends_sensitivity(
            study.coefficients,
            study.covariance,
            n_before=study.n_before,
            weights=study.weights,
            restriction=restriction,
            confidence=plan.confidence,
            seed=plan.seed,
        )
        for restriction in RESTRICTIONS
    ]
    why = f"with the covariance of {len(study.coefficients)} coefficients over {plan.panel.n_units} units"
    if plan.design in names.STAGGERED and plan.average != "dynamic":
        why += "; of the mean over times since the start, which weighs them alike"
    return Violations(why, relative_magnitude=found[0], smoothness=found[1])


def _by_hand(plan: Plan, reason: str) -> Violations:
    """Return the sensitivity by hand of the treated units' mean less the controls'."""
    panel = plan.panel
    if len(panel.cohorts) != 1 or panel.treated.all() or np.isnan(panel.outcome).any():
        return Violations(f"not computed: {reason}, and by hand it needs one start, controls and no gaps")
    treated = panel.treated

    def difference(own: FloatArray, others: FloatArray) -> FloatArray:
        return np.asarray(own[treated].mean(axis=0) - others[~treated].mean(axis=0))

    middle = difference(panel.outcome, panel.outcome)
    bounds = None
    if panel.low is not None and panel.high is not None:
        lows, highs = difference(panel.low, panel.high), difference(panel.high, panel.low)
        bounds = dict(zip(panel.periods, zip(lows.tolist(), highs.tolist(), strict=True), strict=True))
    began = panel.cohorts[0] - plan.anticipation
    if began < 2:
        return Violations(f"not computed: {reason}, and one period before the start has no pace")
    series = dict(zip(panel.periods, middle.tolist(), strict=True))
    found = pace_sensitivity(series, start=panel.periods[began], bounds=bounds)
    return Violations(f"by hand, without a covariance: {reason}; effects are those against {found.base}", by_hand=found)
