"""The smallest bound at which a conclusion fails."""

from __future__ import annotations

import math
from collections.abc import Callable

# Doublings of the first bound tried before none is held to do.
_DOUBLINGS = 12
_PRECISION = 1e-4


def breakdown_of(fails: Callable[[float], bool], first: float) -> float:
    """Return the smallest bound from which on ``fails`` is true, to a ten-thousandth of itself.

    ``fails`` must stay true once it is. 0 where it is true at 0, infinity where it is false up to 4096 times ``first``.
    """
    if fails(0.0):
        return 0.0
    low, high = 0.0, first
    for _ in range(_DOUBLINGS):
        if fails(high):
            break
        low, high = high, 2 * high
    else:
        return math.inf
    while high - low > _PRECISION * high:
        middle = (low + high) / 2
        low, high = (low, middle) if fails(middle) else (middle, high)
    return high
