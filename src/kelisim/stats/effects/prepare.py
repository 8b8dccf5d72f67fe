"""From a frame to a panel that a design can use: balance, missing values, scale, starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kelisim.errors import Problem, UsageError
from kelisim.stats.effects.mixed_scales import refuse_mixed_scales
from kelisim.stats.effects.names import STAGGERED, BoolArray, FloatArray, Unbalanced, data_error, listed
from kelisim.stats.effects.panel import NEVER, Panel
from kelisim.stats.effects.reading import like, position, read_columns, starts, whole_times


@dataclass(frozen=True, slots=True)
class Reading:
    """What to read from a frame, by column."""

    outcome: str
    unit: str
    period: str
    treated: Any
    start: Any
    interval: tuple[str, str] | None = None
    covariates: tuple[str, ...] = ()
    cluster: str | None = None
    size: str | None = None
    controls: Sequence[Any] | None = None
    window: tuple[Any, Any] | None = None
    unbalanced: Unbalanced = "error"
    same_scale: bool = False
    gaps_allowed: tuple[str, ...] = ()


def read_panel(frame: Any, reading: Reading) -> Panel:
    """Return the panel; raise ``DataError`` or ``UsageError`` for what no estimate can be computed from."""
    wanted = [reading.outcome, *(reading.interval or ()), *reading.covariates]
    wanted += [name for name in (reading.cluster, reading.size) if name]
    names = _column_names(frame)
    wanted += [one for one in (reading.treated, reading.start) if isinstance(one, str) and one in names]
    columns = read_columns(frame, unit=reading.unit, period=reading.period, used=wanted)
    if len(columns.periods) < 2:
        raise data_error(
            "one-period",
            f"all rows are of one period, {columns.periods[0]}",
            "a change needs a period before and one after the start",
        )
    start, notes = starts(columns, treated=reading.treated, start=reading.start)
    low, high = (None, None) if reading.interval is None else map(columns.grid, reading.interval)
    outcome = columns.grid(reading.outcome)
    if low is not None and high is not None:
        outcome, low, high = _intervals(outcome, low, high)
    sizes = None if reading.size is None else _sizes(columns.of_units(reading.size), columns.units, reading.size)
    panel = Panel(
        outcome_name=reading.outcome,
        units=columns.units,
        periods=columns.periods,
        times=whole_times(columns.periods),
        outcome=outcome,
        start=start,
        low=low,
        high=high,
        covariates={name: columns.grid(name) for name in reading.covariates},
        clusters=None if reading.cluster is None else tuple(columns.of_units(reading.cluster)),
        sizes=sizes,
        notes=notes,
    )
    panel = _chosen(panel, reading)
    panel = _window(panel, reading.window)
    panel = _balanced(panel, reading.unbalanced, reading.gaps_allowed)
    return panel if reading.same_scale else refuse_mixed_scales(panel)


def _column_names(frame: Any) -> Sequence[str]:
    if isinstance(frame, Mapping):
        return list(frame)
    if hasattr(frame, "collect_schema"):
        return list(frame.collect_schema().names())
    found = getattr(frame, "columns", None)
    names = getattr(frame, "column_names", None)
    return [str(one) for one in (names if names is not None else found if found is not None else ())]


def _intervals(outcome: FloatArray, low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    # A bound that is not given is the stated value; a value that is not given is the middle of its bounds.
    low = np.where(np.isnan(low), outcome, low)
    high = np.where(np.isnan(high), outcome, high)
    outcome = np.where(np.isnan(outcome), (low + high) / 2, outcome)
    if (low > high).any():
        raise data_error("crossed-bounds", "a lower bound lies above its upper bound", "check the bounds' columns")
    if ((outcome < low) | (outcome > high)).any():
        raise data_error("outside-bounds", "an outcome lies outside its own bounds", "check the bounds' columns")
    return outcome, low, high


def _sizes(values: Sequence[Any], units: Sequence[Any], name: str) -> FloatArray:
    sizes = np.array([np.nan if value is None else float(value) for value in values])
    if not (sizes > 0).all():
        unit = units[int(np.flatnonzero(~(sizes > 0))[0])]
        raise data_error(
            "size", f"unit {unit!r} has no positive {name}", "give the number of persons or firms behind it"
        )
    return sizes


def _chosen(panel: Panel, reading: Reading) -> Panel:
    """Keep the treated and, where they are named, the controls asked for; drop units treated by something else."""
    kept: BoolArray = np.asarray(panel.start >= NEVER)
    if reading.controls is not None:
        missing = [one for one in reading.controls if one not in panel.units]
        if missing:
            raise data_error("no-such-unit", f"control {missing[0]!r} is not in the frame", "check its spelling")
        both = [one for one in reading.controls if one in panel.treated_units]
        if both:
            raise UsageError(Problem("controls", f"{listed(both)} is both treated and a control", "name it once"))
        wanted = set(reading.controls)
        kept &= panel.treated | np.array([unit in wanted for unit in panel.units])
    return panel if kept.all() else panel.keep_units(kept)


def _window(panel: Panel, window: tuple[Any, Any] | None) -> Panel:
    if window is None:
        return panel
    first, last = window
    begin = 0 if first is None else position(panel.periods, first, "the window's first period")
    end: int = panel.n_periods - 1
    if last is not None:
        end = position(panel.periods, last, "the window's last period")
        if panel.periods[end] > like(panel.periods[end], last):
            end -= 1
    if end - begin < 1:
        raise data_error("one-period", f"the window {first} to {last} holds fewer than two periods", "widen it")
    return panel.keep_periods(range(begin, end + 1))


def _balanced(panel: Panel, unbalanced: Unbalanced, gaps_allowed: Sequence[str]) -> Panel:
    holes: BoolArray = np.isnan(panel.outcome)
    for name, values in panel.covariates.items():
        if name not in gaps_allowed:
            holes = np.logical_or(holes, np.isnan(values))
    if not holes.any():
        return panel
    units = [unit for unit, hole in zip(panel.units, np.any(holes, axis=1), strict=True) if hole]
    i, j = np.argwhere(holes)[0]
    what = f"{int(holes.sum())} unit-periods have no value, first {panel.units[i]} in {panel.periods[j]}"
    if unbalanced == "error":
        raise data_error(
            "unbalanced",
            f"the panel is not balanced: {what}",
            "fill them, narrow the window, or pass unbalanced='drop_units' (or 'keep' where the design allows it)",
        )
    if unbalanced == "keep":
        return panel.with_notes(f"the panel is not balanced: {what}; what there is was used")
    whole = panel.keep_units(np.asarray(~np.any(holes, axis=1)))
    if not whole.n_units:
        raise data_error("unbalanced", f"no unit is complete: {what}", "narrow the window or fill the gaps")
    if panel.treated.any() and not whole.treated.any():
        hint = "narrow the window, fill the gaps, or choose a design of several starts, which takes gaps"
        raise data_error("unbalanced", f"no treated unit has a value in every period: {what}", hint)
    if not panel.treated.all() and whole.treated.all():
        hint = "narrow the window, fill the gaps, or choose a design of several starts, which takes gaps"
        raise data_error("unbalanced", f"no control has a value in every period: {what}", hint)
    return whole.with_notes(f"units without a value in every period are left out: {listed(units)}")


def refuse_hopeless(panel: Panel, design: str, *, not_yet: bool = False, anticipation: int = 0) -> Panel:
    """Return the panel without units treated from its first period; raise where nothing is left to compare.

    Where all units are treated in the end, sun_abraham takes the last cohort for its controls until it is treated (Sun
    and Abraham 2021, section 4.2).
    """
    first = panel.start == 0
    if not panel.treated.any():
        raise data_error("no-treated", "no unit is treated within the periods of the frame", "check treated and start")
    if first.any():
        named = listed([unit for unit, yes in zip(panel.units, first, strict=True) if yes])
        if (first | ~panel.treated).all():
            raise data_error(
                "treated-from-start",
                f"{named}: treated from the first period, {panel.periods[0]}, on",
                "without a period before the treatment there is no change to measure; add earlier periods",
            )
        panel = panel.keep_units(~first).with_notes(
            f"{named}: treated from the first period on, so without a period before, and left out"
        )
    several = len(panel.cohorts) > 1
    if panel.treated.all() and not (not_yet and several):
        hint = "add units that are never treated"
        if several:
            hint += ", or compare with units not yet treated: comparison='not_yet_treated'"
            hint += "" if design in STAGGERED else f" of design {STAGGERED[0]!r}"
        raise data_error("no-control", "every unit is treated: no control is left", hint)
    if panel.treated.all() and design == "sun_abraham":
        last = max(panel.cohorts[-1] - anticipation, 0)
        kept = panel.keep_periods(range(last))
        if not kept.treated.any():
            raise data_error("no-control", "no unit is treated before the last that could be a control", "add periods")
        told = f"from {panel.periods[last]} on no unit is untreated: these periods are left out, and the last"
        return kept.with_notes(f"{told} to be treated are the controls until then")
    return panel


def one_cohort(panel: Panel, design: str) -> int:
    """Return the position at which all treated units start; raise ``UsageError`` where they start at several."""
    cohorts = panel.cohorts
    if len(cohorts) > 1:
        shown = listed(panel.periods[at] for at in cohorts)
        raise UsageError(
            Problem(
                "staggered",
                f"treatment starts at {len(cohorts)} periods ({shown}); design {design!r} holds for one",
                "choose callaway_santanna, sun_abraham, imputation or etwfe",
            )
        )
    return cohorts[0]


def with_scale(panel: Panel, scale: str, limits: tuple[float, float] | None) -> Panel:
    """Return the panel with its outcome on the log or logit scale; raise ``DataError`` where a value has none."""
    if scale == "level":
        return panel
    transform: Callable[[Any], Any]
    if scale == "log":
        transform, name = np.log, "logarithm"
        fits: BoolArray = np.asarray(panel.outcome > 0)
        low_fits = panel.low is None or bool((panel.low > 0).all())
    else:
        low, high = limits or (0.0, 100.0)

        def logit(values: Any) -> Any:
            share = (values - low) / (high - low)
            return np.log(share / (1 - share))

        transform = logit
        fits, name = (panel.outcome > low) & (panel.outcome < high), f"logit between {low:g} and {high:g}"
        low_fits = (
            panel.low is None or panel.high is None or bool((panel.low > low).all() and (panel.high < high).all())
        )
    bad = ~fits & ~np.isnan(panel.outcome)
    if bad.any():
        i, j = np.argwhere(bad)[0]
        raise data_error(
            "no-such-scale",
            f"{panel.units[i]} in {panel.periods[j]} is {panel.outcome[i, j]:g}, which has no {name}",
            "estimate on levels, or set limits outside what the outcome can reach",
        )
    if not low_fits:
        raise data_error("no-such-scale", f"a bound of the outcome has no {name}", "estimate on levels")
    return replace(
        panel,
        outcome=transform(panel.outcome),
        low=None if panel.low is None else transform(panel.low),
        high=None if panel.high is None else transform(panel.high),
    )
