"""Conversion between units: scales and physical units by exact factors, currencies only by declared series of rates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kelisim.model.interval import Interval
from kelisim.model.period import Period
from kelisim.model.series import Series
from kelisim.stages.verify.arithmetic import plain

_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALED = re.compile(rf"(?P<scale>{'|'.join(_SCALES)})[ _](?P<unit>\S.*)")
_PER = re.compile(r"[ _]per[ _]|/")
_CURRENCY = re.compile(r"[A-Z]{3}")
# Exact by definition: the SI, the international yard and pound of 1959, the oil barrel of 42 US gallons.
_PHYSICAL: dict[str, tuple[str, float]] = {
    "percent": ("ratio", 0.01), "share": ("ratio", 1.0), "fraction": ("ratio", 1.0), "permille": ("ratio", 0.001),
    "gram": ("mass", 0.001), "kilogram": ("mass", 1.0), "tonne": ("mass", 1000.0), "pound": ("mass", 0.45359237),
    "ounce": ("mass", 0.028349523125),
    "millimetre": ("length", 0.001), "centimetre": ("length", 0.01), "metre": ("length", 1.0),
    "kilometre": ("length", 1000.0), "inch": ("length", 0.0254), "foot": ("length", 0.3048), "yard": ("length", 0.9144),
    "mile": ("length", 1609.344), "nautical_mile": ("length", 1852.0),
    "square_metre": ("area", 1.0), "hectare": ("area", 1e4), "square_kilometre": ("area", 1e6),
    "acre": ("area", 4046.8564224), "square_mile": ("area", 2589988.110336),
    "litre": ("volume", 0.001), "cubic_metre": ("volume", 1.0), "barrel": ("volume", 0.158987294928),
    "cubic_kilometre": ("volume", 1e9),
    "joule": ("energy", 1.0), "kilojoule": ("energy", 1e3), "megajoule": ("energy", 1e6), "gigajoule": ("energy", 1e9),
    "terajoule": ("energy", 1e12), "petajoule": ("energy", 1e15), "exajoule": ("energy", 1e18),
    "watt_hour": ("energy", 3.6e3), "kilowatt_hour": ("energy", 3.6e6), "megawatt_hour": ("energy", 3.6e9),
    "gigawatt_hour": ("energy", 3.6e12), "terawatt_hour": ("energy", 3.6e15),
    "watt": ("power", 1.0), "kilowatt": ("power", 1e3), "megawatt": ("power", 1e6), "gigawatt": ("power", 1e9),
    "terawatt": ("power", 1e12),
    "second": ("time", 1.0), "minute": ("time", 60.0), "hour": ("time", 3600.0), "day": ("time", 86400.0),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a number in one unit is multiplied by to be in another, and in words where that comes from."""

    factor: Interval
    words: str

    def apply(self, interval: Interval) -> Interval:
        """Return an interval in the other unit."""
        return interval * self.factor


class Units:
    """Converts between units; ``rates`` are series in a unit such as "KZT/USD": tenge for one dollar."""

    def __init__(self, rates: Sequence[Series] = ()) -> None:
        self._rates: dict[tuple[str, str], list[Series]] = {}
        for one in rates:
            bought, _, sold = one.unit.partition("/")
            self._rates.setdefault((sold.strip(), bought.strip()), []).append(one)

    def kind(self, unit: str) -> str:
        """Return what units that can be converted into each other have in common."""
        base = _base(unit)[1]
        if base in _PHYSICAL:
            return _PHYSICAL[base][0]
        if _CURRENCY.fullmatch(base) and any(base in pair for pair in self._rates):
            return "money"
        return base

    def in_base(self, unit: str) -> float:
        """Return how much of its base unit one of a unit is; "tonne per hectare" is a unit too."""
        scale, base = _base(unit)
        over = _PER.split(base, maxsplit=1)
        if len(over) == 2:
            return scale * self.in_base(over[0]) / self.in_base(over[1])
        return scale * _PHYSICAL[base][1] if base in _PHYSICAL else scale

    def dimension(self, unit: str) -> dict[str, int]:
        """Return the physical kinds that a unit is made of, with their powers; money and what is counted have none."""
        base = _base(unit)[1]
        over = _PER.split(base, maxsplit=1)
        if len(over) == 2:
            found, under = self.dimension(over[0]), self.dimension(over[1])
            joined = {kind: found.get(kind, 0) - under.get(kind, 0) for kind in {**found, **under}}
            return {kind: power for kind, power in joined.items() if power}
        kind = _PHYSICAL[base][0] if base in _PHYSICAL else "ratio"
        return {} if kind == "ratio" else {kind: 1}

    def convert(self, unit: str, into: str, period: Period | None) -> Conversion | None:
        """Return the conversion of one unit into another in a period, None where there is none."""
        if unit == into:
            return Conversion(Interval.point(1.0), "")
        (scale, base), (other_scale, other_base) = _base(unit), _base(into)
        if base == other_base:
            factor = scale / other_scale
            return Conversion(Interval.point(factor), f"1 {unit} = {factor:.10g} {into}")
        if base in _PHYSICAL and other_base in _PHYSICAL and _PHYSICAL[base][0] == _PHYSICAL[other_base][0]:
            factor = scale * _PHYSICAL[base][1] / (other_scale * _PHYSICAL[other_base][1])
            return Conversion(Interval.point(factor), f"1 {unit} = {factor:.10g} {into}")
        rate = self._rate(base, other_base, period)
        if rate is None:
            return None
        name, value = rate
        return Conversion(
            value * Interval.point(scale / other_scale), f"1 {base} = {_shown(value)} {other_base} by {name}"
        )

    def _rate(self, sold: str, bought: str, period: Period | None) -> tuple[str, Interval] | None:
        for pair, turned in (((sold, bought), False), ((bought, sold), True)):
            for series in self._rates.get(pair, ()):
                for one in series.observations:
                    if one.period == period and one.value:
                        half = (series.step or 0.0) / 2
                        value = Interval(one.value - half, one.value + half)
                        if turned:
                            value = Interval.point(1.0) / value
                        return f"{series.id} ({series.vintage}) for {one.period}", value
        return None


def _base(unit: str) -> tuple[float, str]:
    match = _SCALED.fullmatch(unit)
    return (_SCALES[match["scale"]], match["unit"]) if match else (1.0, unit)


def _shown(value: Interval) -> str:
    return plain(value.low, 6) if value.width == 0 else f"{plain(value.low, 6)} to {plain(value.high, 6)}"
