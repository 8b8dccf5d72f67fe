"""Critical values of sup-F tests for breaks in a mean, by level and number of breaks.

Bai and Perron (1998), tables I and II, for one changing coefficient and phases of at least 15% of the sample. A test of
l breaks is the F statistic of the best partition into l + 1 phases; UDmax is the largest over l = 1 to 5.
"""

from __future__ import annotations

from typing import Final

TRIMMING: Final = 0.15
SUP_F: Final = {
    0.10: (7.04, 6.28, 5.21, 4.41, 3.47),
    0.05: (8.58, 7.22, 5.96, 4.99, 3.91),
    0.025: (10.18, 8.14, 6.72, 5.51, 4.34),
    0.01: (12.29, 9.36, 7.60, 6.19, 4.91),
}
UD_MAX: Final = {0.10: 7.46, 0.05: 8.88, 0.025: 10.39, 0.01: 12.37}
