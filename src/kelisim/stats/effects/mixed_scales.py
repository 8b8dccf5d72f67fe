"""Percentages beside fractions of one: the commonest slip in shares put together by hand."""

from __future__ import annotations

import numpy as np

from kelisim.stats.effects.names import FloatArray, data_error
from kelisim.stats.effects.panel import Panel

# A step by a factor of this kind, across one, is how a fraction beside percentages looks.
_STEP = (30.0, 600.0)
# On either side of such a step nothing moves so fast as this.
_CALM = 5.0
# Percentages below this are too near to one to be told from fractions.
_PERCENT = 5.0


def refuse_mixed_scales(panel: Panel) -> Panel:
    """Raise ``DataError`` where percentages seem to be mixed with fractions of one; note what may be a single slip."""
    values = panel.outcome
    known = values[~np.isnan(values)]
    if not len(known) or known.min() < 0 or known.max() > 100 or known.max() <= 1:
        return panel
    hint = "bring all to one scale, or pass same_scale=True where the values are right"
    for i, unit in enumerate(panel.units):
        row = values[i][~np.isnan(values[i])]
        small, large = row[(row > 0) & (row <= 1)], row[row > 1]
        if len(small) and len(large) and _hundredfold(row):
            what = f"unit {unit!r} seems to mix percentages and fractions: {small[0]:g} beside {large[0]:g}"
            raise data_error("mixed-scales", what, hint)
    middles = np.array([np.nanmedian(row) if (~np.isnan(row)).any() else np.nan for row in values])
    tops = np.array([np.nanmax(row) if (~np.isnan(row)).any() else np.nan for row in values])
    fractions = (tops <= 1) & (middles > 0)
    percent = middles > 1
    if not fractions.any() or percent.sum() < max(1, (~fractions & (middles > 0)).sum()):
        return _with_slips(panel)
    others = middles[percent]
    for at in np.flatnonzero(fractions):
        row = values[at][~np.isnan(values[at])]
        if (row != np.round(row)).any() and others.min() / 2 <= 100 * middles[at] <= others.max() * 2:
            unit, other = panel.units[at], panel.units[int(np.flatnonzero(percent)[0])]
            what = f"unit {unit!r} lies between 0 and 1 and unit {other!r} between {values[percent].min():g} and "
            what += f"{np.nanmax(values[percent]):g}: fractions among percentages?"
            raise data_error("mixed-scales", what, hint)
    return _with_slips(panel)


def _with_slips(panel: Panel) -> Panel:
    """Note first and last values that a hundredfold step parts from steady ones: a slip, or what happened."""
    found = []
    for unit, row in zip(panel.units, panel.outcome, strict=True):
        at = np.flatnonzero(~np.isnan(row))
        for end, beside in ((at[:1], at[1:3]), (at[-1:], at[-3:-1])):
            if len(beside) < 2 or not 0 < row[end[0]] <= 1:
                continue
            low, high = sorted(row[beside].tolist())
            if low >= _PERCENT and high <= 1.5 * low and 0.5 <= 200 * row[end[0]] / (low + high) <= 2:
                found.append(f"{unit} in {panel.periods[end[0]]} is {row[end[0]]:g}, beside {row[beside[0]]:g}")
    return panel.with_notes(*(f"{one}: a fraction among percentages?" for one in found))


def _hundredfold(row: FloatArray) -> bool:
    """Say whether values of a series look like fractions beside percentages: several, or one between others."""
    positive = row[row > 0]
    small = positive <= 1
    if positive[~small].min() < _PERCENT:
        return False
    if int(small.sum()) == 1:
        at = int(small.argmax())
        if not 0 < at < len(positive) - 1:
            return False
        before, after = float(positive[at - 1]), float(positive[at + 1])
        return max(before, after) <= 1.5 * min(before, after) and 0.5 <= 200 * positive[at] / (before + after) <= 2
    steps = np.exp(np.abs(np.diff(np.log(positive))))
    across = small[1:] != small[:-1]
    calm = bool((steps[~across] < _CALM).all())
    return calm and bool(((steps[across] >= _STEP[0]) & (steps[across] <= _STEP[1])).all())
