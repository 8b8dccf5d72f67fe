"""The Schwarz criterion of a partition, by which partitions of different numbers of phases are compared."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kelisim.stats.breaks.kinds import Line
from kelisim.stats.breaks.panel import Floats


def criterion(lines: Sequence[Line], cost: float | Floats, phases: int, *, dispersion: float = 1.0) -> Floats:
    """Return BIC: a parameter for each mean and each boundary, and one for the variance.

    One series of numbers: n log(RSS / n) + n (1 + log 2 pi) + 2 k log n for k phases (Yao 1988; Bai and Perron
    2003). Several, or of several kinds: the same on their pooled standardised costs. Counts alone: Poisson
    deviance over ``dispersion``, and no parameter for the variance.
    """
    n = int(sum((~np.isnan(line.values)).sum() for line in lines))
    means = len(lines) * phases + phases - 1
    if all(line.kind == "count" for line in lines):
        units = [line.unit_cost for line in lines]
        # Pooled costs of counts are deviances over their unit; the mean unit brings them back to deviances.
        return np.asarray(cost * float(np.mean(units)) / dispersion + means * np.log(n))
    scale = lines[0].unit_cost if len(lines) == 1 else 1.0
    misfit = np.maximum(cost, 1e-12) * scale
    return np.asarray(n * (np.log(misfit / n) + 1 + np.log(2 * np.pi)) + (means + 1) * np.log(n))
