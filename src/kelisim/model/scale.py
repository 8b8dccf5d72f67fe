"""Scales: a measurement level and its values."""

from __future__ import annotations

from dataclasses import dataclass

from kelisim.model.coding import Level


@dataclass(frozen=True, slots=True)
class Scale:
    """A declared scale; ``values`` run from the lowest to the highest where the level is ordered."""

    id: str
    level: Level
    values: tuple[str, ...]

    def rank(self, value: str) -> int:
        """Return the position of a value from 0; raises ``ValueError`` where it is not on the scale."""
        return self.values.index(value)
