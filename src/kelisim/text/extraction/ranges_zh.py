"""Two Chinese numbers that are the ends of one range: "大于3小于5", "15—10%"."""

from __future__ import annotations

from kelisim.text.extraction.atoms import Atom

_DASHES = ("-", "–", "—", "~", "～", "－")


def are_bounds(first: Atom, second: Atom) -> bool:
    """Say whether two bounds are the ends of one range: "大于3小于5"."""
    below, above = first.comparator in ("gt", "ge"), second.comparator in ("lt", "le")
    return below and above and first.unit in (None, second.unit) and first.value < second.value


def falls(first: Atom, second: Atom, between: str) -> bool:
    """Say whether a range of one measure is told from its upper end: "15—10%"; counts and scores are not."""
    measured = second.unit is not None and second.kind == "quantity" and first.unit in (None, second.unit)
    return measured and between in _DASHES and first.value > second.value
