"""What becomes of an estimate when one thing is changed: a unit, a start, a place, a baseline, a window."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from kelisim.errors import DataError, UsageError
from kelisim.model.written import signed
from kelisim.stats.effects import differences, donors, names
from kelisim.stats.effects.assignment import compare
from kelisim.stats.effects.panel import NEVER
from kelisim.stats.effects.plan import Plan
from kelisim.stats.effects.result import Estimate
from kelisim.stats.effects.staggered import point as staggered_point
from kelisim.stats.sensitivity.of_estimate import Violations, violations

# More units than this are left out or put in the treated units' place in a sample only.
_MOST_UNITS = 200


@dataclass(frozen=True, slots=True)
class Variant:
    """An estimate with one thing changed: what, and the effect; None with ``why`` where it cannot be computed."""

    kind: str
    label: str
    effect: float | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Leave-one-out, placebos in time and in space, and violations of parallel trends.

    ``space_p_value``: the share of units, the treated ones included, with an absolute effect at least as large.
    """

    effect: float
    leave_one_out: tuple[Variant, ...]
    placebo_in_time: tuple[Variant, ...]
    placebo_in_space: tuple[Variant, ...]
    space_p_value: float | None
    notes: tuple[str, ...] = ()
    violations: Violations | None = None

    @property
    def leave_one_out_range(self) -> tuple[float, float] | None:
        """The least and the largest effect without one unit."""
        found = [one.effect for one in self.leave_one_out if one.effect is not None]
        return (min(found), max(found)) if found else None

    def __repr__(self) -> str:
        lines = [f"Sensitivity of {signed(self.effect)}"]
        span = self.leave_one_out_range
        if span:
            lines.append(f"  without one unit: {signed(span[0])} to {signed(span[1])}")
        lines += [f"  false start {one.label}: {_shown(one)}" for one in self.placebo_in_time]
        if self.space_p_value is not None:
            lines.append(f"  in the place of controls: p = {self.space_p_value:.3g}")
        lines += [f"  {note}" for note in self.notes]
        lines += [f"  {line}" for line in repr(self.violations).splitlines()] if self.violations else []
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = (*self.leave_one_out, *self.placebo_in_time, *self.placebo_in_space)
        violated = self.violations._repr_html_() if self.violations else ""
        return _table(rows, "Sensitivity") + f"<p>{html.escape(repr(self))}</p>{violated}"


@dataclass(frozen=True, slots=True)
class SpecificationCurve:
    """The effect from every baseline and over every window, in order of size; ``declared`` is the estimate itself."""

    declared: float
    rows: tuple[Variant, ...]

    @property
    def effects(self) -> tuple[float, ...]:
        """The effects that could be computed, from the least."""
        return tuple(sorted(one.effect for one in self.rows if one.effect is not None))

    @property
    def changes_sign(self) -> bool:
        """Whether some specification gives the other sign than another."""
        found = self.effects
        return bool(found) and found[0] < 0 < found[-1]

    def __repr__(self) -> str:
        found = self.effects
        if not found:
            return "SpecificationCurve(no other specification can be computed)"
        middle = float(np.median(found))
        sign = "; the sign changes" if self.changes_sign else ""
        return (
            f"SpecificationCurve({len(found)} specifications: {signed(found[0])} to {signed(found[-1])}, "
            f"median {signed(middle)}, declared {signed(self.declared)}{sign})"
        )

    def _repr_html_(self) -> str:
        return _table(self.rows, repr(self))


def _shown(one: Variant) -> str:
    return signed(one.effect) if one.effect is not None else f"not computed, {one.why}"


def _table(rows: tuple[Variant, ...], caption: str) -> str:
    body = "".join(
        f"<tr><td>{html.escape(one.kind)}</td><td>{html.escape(one.label)}</td><td>{html.escape(_shown(one))}</td></tr>"
        for one in rows
    )
    head = '<tr><th scope="col">change</th><th scope="col">which</th><th scope="col">effect</th></tr>'
    return f"<table><caption>{html.escape(caption)}</caption><thead>{head}</thead><tbody>{body}</tbody></table>"


def point(plan: Plan) -> float:
    """Return the effect of a plan alone, without its error.

    Synthetic designs are solved exactly here, the library's early stopping left aside.
    """
    if plan.design in names.DIFFERENCES:
        return differences.contrast(plan.panel, plan.period_weights(differences.start_of(plan)))
    if plan.design in names.STAGGERED:
        return staggered_point(plan)
    differences.start_of(plan)
    if plan.panel.cohorts[0] - plan.anticipation < 2:
        raise names.data_error("too-few-periods", "one period before the start", "add earlier periods")
    if len(plan.panel.control_units) < 2:
        raise names.data_error("too-few-donors", "fewer than two donors", "add donors")
    return donors.match(plan, plan.panel.outcome, plan.panel.treated, exact=True).effect


def _attempt(plan: Plan, kind: str, label: str) -> Variant:
    try:
        return Variant(kind, label, point(plan))
    except (DataError, UsageError) as error:
        return Variant(kind, label, None, error.problems[0].what)


def sensitivity(estimate: Estimate) -> Sensitivity:
    """Return leave-one-out, placebos in time and space and violations of parallel trends of an estimate."""
    plan = _plan_of(estimate)
    notes = []
    left_out = tuple(_without_each(plan))
    if plan.panel.n_units > _MOST_UNITS:
        notes.append(f"{_MOST_UNITS} of {plan.panel.n_units} units, evenly spread, were left out and tried as placebos")
    in_time = tuple(_false_starts(plan))
    if not in_time:
        notes.append("no false start is possible: the panel has fewer than two periods before the treatment")
    in_space = tuple(_false_places(plan))
    found = [one.effect for one in in_space if one.effect is not None]
    own = point(plan) if plan.design in names.SYNTHETIC else estimate.effect
    return Sensitivity(
        estimate.effect,
        left_out,
        in_time,
        in_space,
        compare(own, found) if found else None,
        tuple(notes),
        violations(estimate),
    )


def _plan_of(estimate: Estimate) -> Plan:
    if estimate.plan is None:
        raise names.data_error("no-panel", "the estimate no longer holds its panel", "estimate again from the frame")
    return estimate.plan


def _tried(units: int) -> Iterator[int]:
    return iter(np.unique(np.linspace(0, units - 1, min(units, _MOST_UNITS)).astype(int)).tolist())


def _without_each(plan: Plan) -> Iterator[Variant]:
    panel = plan.panel
    for at in _tried(panel.n_units):
        kept = np.arange(panel.n_units) != at
        side = "treated" if panel.treated[at] else "control"
        label = f"{panel.units[at]} ({side})"
        rest = panel.keep_units(kept)
        if not rest.treated.any() or rest.treated.all():
            yield Variant("leave one out", label, None, f"it is the only {side} unit")
            continue
        yield _attempt(replace(plan, panel=rest), "leave one out", label)


def _false_starts(plan: Plan) -> Iterator[Variant]:
    """Start the treatment earlier, on the periods before the true start only."""
    panel = plan.panel
    end = panel.cohorts[0] - plan.anticipation
    if end < 2 or len(panel.cohorts) > 1:
        return
    before = panel.keep_periods(range(end))
    least = 2 if plan.design in names.SYNTHETIC else 1
    for start in range(least, end):
        starts = np.where(panel.treated, start, NEVER).astype(np.int64)
        predictors = tuple(
            (name, column, kept) for name, column, at in plan.predictors if (kept := tuple(i for i in at if i < start))
        )
        earlier = replace(
            plan, panel=replace(before, start=starts), baseline=(), post=(), anticipation=0, predictors=predictors
        )
        yield _attempt(earlier, "placebo in time", str(panel.periods[start]))


def _false_places(plan: Plan) -> Iterator[Variant]:
    """Put each control in the treated units' place, which join the controls."""
    panel = plan.panel
    if len(panel.cohorts) > 1:
        return
    start = panel.cohorts[0]
    controls = np.flatnonzero(~panel.treated)
    for at in controls[list(_tried(len(controls)))] if len(controls) else ():
        starts = np.full(panel.n_units, NEVER, dtype=np.int64)
        starts[at] = start
        yield _attempt(replace(plan, panel=replace(panel, start=starts)), "placebo in space", str(panel.units[at]))


def specification_curve(estimate: Estimate) -> SpecificationCurve:
    """Return the effect from every single baseline to every later period, and over every window."""
    plan = _plan_of(estimate)
    rows = list(_baselines(plan)) if plan.design in names.DIFFERENCES else []
    rows += list(_windows(plan))
    return SpecificationCurve(
        estimate.effect, tuple(sorted(rows, key=lambda one: (one.effect is None, one.effect or 0.0)))
    )


def _baselines(plan: Plan) -> Iterator[Variant]:
    panel, start = plan.panel, plan.panel.cohorts[0]
    for baseline in plan.before(start):
        for end in range(start, panel.n_periods):
            label = f"{panel.periods[baseline]} to {panel.periods[end]}"
            yield _attempt(replace(plan, baseline=(baseline,), post=(end,)), "baseline and end", label)


def _windows(plan: Plan) -> Iterator[Variant]:
    panel = plan.panel
    first, last = panel.cohorts[0] - plan.anticipation, max(panel.cohorts)
    least = 2 if plan.design in names.SYNTHETIC else 1
    for begin in range(first - least + 1):
        for end in range(last, panel.n_periods):
            window = panel.keep_periods(range(begin, end + 1))
            predictors = tuple(
                (name, column, kept)
                for name, column, at in plan.predictors
                if (kept := tuple(i - begin for i in at if i >= begin))
            )
            label = f"{panel.periods[begin]} to {panel.periods[end]}"
            changed = replace(plan, panel=window, baseline=(), post=(), predictors=predictors)
            yield _attempt(changed, "window", label)
