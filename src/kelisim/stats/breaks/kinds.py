"""Kinds of series: how each is brought to the scale on which phases are compared, and what a phase costs there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, get_args

import numpy as np
from scipy.special import xlogy

from kelisim.errors import DataError, nearest
from kelisim.model.written import significant
from kelisim.stats.breaks.panel import Floats, Panel

Kind: TypeAlias = Literal["gaussian", "share", "count"]
KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Line:
    """One series as it is compared: ``values`` (NaN for a gap) are numbers, logits of a share, or counts.

    ``unit_cost`` is the cost of the whole series as one phase for each degree of freedom; costs are divided by it, so
    that every series weighs by its number of values: for numbers and logits this is the sample variance.
    """

    name: str
    kind: Kind
    values: Floats
    unit_cost: float
    whole: float = 1.0
    shrunk: bool = False

    @property
    def scale_in_words(self) -> str:
        """How the series was standardised."""
        if self.kind == "count":
            unit = significant(self.unit_cost)
            return f"Poisson deviance, divided by {unit} (deviance a degree of freedom without phases)"
        mean = float(np.nanmean(self.values))
        of = "logits" if self.kind == "share" else "values"
        unit = significant(self.unit_cost)
        return f"{of} less their mean {significant(mean)}, squared, divided by their variance {unit}"


def kinds_of(kind: str | Mapping[str, str], names: Sequence[str]) -> tuple[Kind, ...]:
    """Return the kind of each series; raises ``DataError`` for an unknown kind or series."""
    if isinstance(kind, str):
        kind = dict.fromkeys(names, kind)
    for name in kind:
        if name not in names:
            raise DataError(f"a kind is given for {name!r}, which is no series", nearest(name, names))
    found: list[Kind] = []
    for name in names:
        one = kind.get(name, "gaussian")
        if one not in KINDS:
            raise DataError(f"{one!r} is not a kind of series", nearest(one, KINDS))
        found.append(one)  # type: ignore[arg-type]
    return tuple(found)


def lines_of(panel: Panel, kinds: Sequence[Kind], *, whole: float | None, values: Floats | None = None) -> list[Line]:
    """Return the series of a panel on the scale of their kind; ``values`` replaces the middles of the intervals.

    Shares are of 1 or of 100 (``whole``), taken from the values where not given. Where a share is exactly none or all,
    every value of that series is drawn in by (y (n - 1) + 1/2) / n before its logit (Smithson and Verkuilen 2006).
    Raises ``DataError`` for negative or broken counts, shares out of bounds or mixed, and constant series.
    """
    grid = panel.middle if values is None else values
    shares = [i for i, kind in enumerate(kinds) if kind == "share"]
    full = _whole(panel, shares, whole) if shares else 1.0
    return [_line(panel, index, kind, grid[:, index], full) for index, kind in enumerate(kinds)]


def relined(lines: Sequence[Line], values: Sequence[Floats]) -> list[Line]:
    """Return lines with other values of the same kind and unit cost."""
    return [replace(line, values=one) for line, one in zip(lines, values, strict=True)]


def _line(panel: Panel, index: int, kind: Kind, values: Floats, whole: float) -> Line:
    name, there = panel.names[index], ~np.isnan(values)
    low, high = panel.low[there, index], panel.high[there, index]
    shrunk = False
    if kind == "count":
        if np.any(low < 0):
            raise DataError(f"series {name!r} counts less than nothing ({low.min():g})", "counts are 0, 1, 2, ...")
        if np.any(low != np.round(low)) or np.any(high != np.round(high)):
            raise DataError(f"series {name!r} is not made of whole counts", 'use kind="gaussian" for rates and amounts')
        values = np.round(values)
    if kind == "share":
        share = values / whole
        shrunk = bool(np.any(low <= 0) or np.any(high >= whole))
        if shrunk:
            n = int(there.sum())
            share = (share * (n - 1) + 0.5) / n
        values = np.log(share) - np.log1p(-share)
    if there.sum() < 3:
        raise DataError(f"series {name!r} has {int(there.sum())} values", "a series needs at least three; leave it out")
    seen = values[there]
    spread = float(np.ptp(seen))
    if spread <= 1e-12 * max(1.0, float(np.max(np.abs(seen)))):
        raise DataError(f"series {name!r} is constant", "a series that never changes has no phases; leave it out")
    cost = deviance(seen) if kind == "count" else float(np.sum((seen - seen.mean()) ** 2))
    return Line(name, kind, values, cost / (len(seen) - 1), whole if kind == "share" else 1.0, shrunk)


def _whole(panel: Panel, shares: Sequence[int], whole: float | None) -> float:
    low, high = panel.low[:, shares], panel.high[:, shares]
    if whole is None:
        above = np.nanmax(high, axis=0) > 1
        inside = np.any((low > 0) & (high < 1), axis=0)
        names = [panel.names[i] for i in shares]
        mixed = [name for name, large, small in zip(names, above, inside, strict=True) if large and small]
        if mixed:
            what = f"series {mixed[0]!r} holds shares both below and above 1"
            raise DataError(what, "say what the whole is: whole=100 for per cent, whole=1 for fractions")
        if above.any() and not above.all():
            one, other = names[int(np.flatnonzero(above)[0])], names[int(np.flatnonzero(~above)[0])]
            what = f"series {one!r} looks like per cent and series {other!r} like fractions"
            raise DataError(what, "bring both to one scale, or say whole=100 or whole=1")
        whole = 100.0 if above.any() else 1.0
    if whole not in (1, 100):
        raise DataError(f"a share of {whole:g}?", "whole is 1 or 100")
    for position, index in enumerate(shares):
        worst = max(np.nanmax(high[:, position]) - whole, -np.nanmin(low[:, position]))
        if worst > 1e-9 * whole:
            raise DataError(
                f"series {panel.names[index]!r} leaves the bounds of a share, 0 to {whole:g}",
                "mend the value, or whole=",
            )
    return float(whole)


def deviance(counts: Floats) -> float:
    """Return the Poisson deviance of counts from their own mean."""
    return float(2 * np.sum(xlogy(counts, counts) - xlogy(counts, max(counts.mean(), 1e-300))))


def phase_costs(lines: Sequence[Line]) -> Floats:
    """Return the standardised cost of every phase, summed over the series; infinite where a phase has no length.

    Numbers and logits cost their squared distance from the mean of the phase, counts their Poisson deviance from it.
    ``values`` of the lines may have leading axes, which are kept.
    """
    total: Floats | None = None
    for line in lines:
        costs = _costs(line.values, line.kind) / line.unit_cost
        total = costs if total is None else total + costs
    assert total is not None
    n = total.shape[-1] - 1
    total[..., np.tri(n + 1, dtype=bool)] = np.inf
    return total


def _costs(values: Floats, kind: Kind) -> Floats:
    there = ~np.isnan(values)
    clean = np.where(there, values, 0.0)
    if kind != "count":
        # Centred first, so that the differences of running sums lose no digits.
        mean = clean.sum(axis=-1, keepdims=True) / np.maximum(there.sum(axis=-1, keepdims=True), 1)
        clean = np.where(there, clean - mean, 0.0)
    n, total = _running(there.astype(float)), _running(clean)
    number, amount = np.maximum(n, 1.0), total
    if kind == "count":
        own, amount = _running(np.asarray(xlogy(clean, clean), dtype=np.float64)), np.maximum(total, 0.0)
        return np.asarray(np.maximum(2 * (own - xlogy(amount, amount / number)), 0.0))
    return np.asarray(np.maximum(_running(clean**2) - amount**2 / number, 0.0))


def _running(values: Floats) -> Floats:
    """Return the sum over i to j - 1 at ``[i, j]``."""
    sums = np.concatenate([np.zeros((*values.shape[:-1], 1)), np.cumsum(values, axis=-1)], axis=-1)
    return np.asarray(sums[..., None, :] - sums[..., :, None])
