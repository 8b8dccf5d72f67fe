"""How many units a reliability study needs.

Bloch, D. A. and Kraemer, H. C. (1989). 2 x 2 kappa coefficients: measures of agreement or association. Biometrics 45,
269-287; Krippendorff, K. (2004). Content analysis, 2nd ed., section 11.4, who applies their equation 3.7 to alpha.
"""

from __future__ import annotations

import math

from scipy import stats

from kelisim.stats.reliability.names import data_error


def units_needed(
    *,
    coefficient: str,
    prevalence: float,
    minimum: float | None = None,
    expected: float | None = None,
    half_width: float | None = None,
    significance: float = 0.05,
    confidence: float = 0.95,
    coders: int = 2,
) -> int:
    """Return the smallest number of units that each coder should rate.

    ``coefficient="krippendorff_alpha"``: units needed to tell alpha from ``minimum`` (such as 0.8) at the one-sided
    ``significance``, when the rarest category has the share ``prevalence``: coders x z^2 x ((1 + a)(3 - a) /
    (4 (1 - a) p (1 - p)) - a).

    ``coefficient="scott_pi"`` or "cohen_kappa": units for which the interval of a kappa ``expected`` between two coders
    of like habits on two categories reaches ``half_width`` to each side at ``confidence``, one category having the
    share ``prevalence``. The variance is Bloch and Kraemer's for their intraclass kappa, (1 - k)((1 - k)(1 - 2 k) +
    k (2 - k) / (2 p (1 - p))) / n.

    >>> units_needed(coefficient="krippendorff_alpha", minimum=0.8, prevalence=0.25)
    139
    """
    if not 0 < prevalence < 1:
        raise data_error("prevalence", f"prevalence {prevalence} is no share between 0 and 1", "such as 0.25")
    spread = prevalence * (1 - prevalence)
    if coefficient == "krippendorff_alpha":
        if minimum is None or not 0 <= minimum < 1:
            raise data_error("minimum", "alpha needs a minimum from 0 to below 1", "such as minimum=0.8")
        if coders < 2 or not 0 < significance < 0.5:
            raise data_error("planning", "two coders or more and a significance below 0.5", "such as 0.05")
        z = float(stats.norm.ppf(1 - significance))
        needed = (1 + minimum) * (3 - minimum) / (4 * (1 - minimum) * spread) - minimum
        return math.ceil(coders * z * z * needed)
    if coefficient not in ("scott_pi", "cohen_kappa"):
        raise data_error(
            "planning-coefficient",
            f"no published formula is built in for {coefficient!r}",
            "krippendorff_alpha, scott_pi or cohen_kappa",
        )
    if coders != 2:
        raise data_error("planning-coders", "the variance is published for two coders", "use krippendorff_alpha")
    if expected is None or half_width is None or not -1 < expected < 1 or not half_width > 0 or not 0 < confidence < 1:
        raise data_error(
            "planning", "a kappa needs an expected value and a half width", "such as expected=0.7, half_width=0.1"
        )
    z = float(stats.norm.ppf(0.5 + confidence / 2))
    return math.ceil(z * z * kappa_variance(expected, prevalence) / half_width**2)


def kappa_variance(kappa: float, prevalence: float) -> float:
    """Return the large-sample variance of one unit for two coders, two categories and like marginal shares."""
    spread = prevalence * (1 - prevalence)
    return (1 - kappa) * ((1 - kappa) * (1 - 2 * kappa) + kappa * (2 - kappa) / (2 * spread))
