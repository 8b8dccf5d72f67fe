"""Small panels made by hand or from a seed."""

from typing import Any

import numpy as np
import pandas as pd

ARGUMENTS: dict[str, Any] = {"outcome": "y", "unit": "unit", "period": "year"}


def panel(outcomes: dict[str, list[float]], first: int = 2010) -> pd.DataFrame:
    """Return a frame from a list of outcomes a unit."""
    rows = [(unit, first + at, y) for unit, values in outcomes.items() for at, y in enumerate(values)]
    return pd.DataFrame(rows, columns=["unit", "year", "y"])


def noisy(units: int, periods: int, *, treated: int = 1, start: int = 5, effect: float = 2.0, seed: int = 0) -> Any:
    """Return a frame of units with effects of unit and year and noise; the first ``treated`` gain ``effect``."""
    generator = np.random.default_rng(seed)
    base = generator.normal(10, 3, (units, 1)) + generator.normal(0, 1, (1, periods)).cumsum()
    values = base + generator.normal(0, 1, (units, periods))
    values[:treated, start:] += effect
    return panel({f"u{i:03d}": row.tolist() for i, row in enumerate(values)})


def names(count: int) -> list[str]:
    """Return the names of the first units of ``noisy``."""
    return [f"u{i:03d}" for i in range(count)]
