"""What published authorities call a coefficient of a given size: quoted with their source, never our own judgement."""

from __future__ import annotations

from kelisim.stats.reliability.names import data_error

# Each scale: source, then (lower bound, whether the bound belongs to the band, wording) from the lowest band.
_SCALES: tuple[tuple[str, tuple[tuple[float, bool, str], ...]], ...] = (
    (
        "Landis and Koch (1977), Biometrics 33, 159-174",
        (
            (float("-inf"), True, "poor"),
            (0.0, True, "slight"),
            (0.2, False, "fair"),
            (0.4, False, "moderate"),
            (0.6, False, "substantial"),
            (0.8, False, "almost perfect"),
        ),
    ),
    (
        "Fleiss (1981), Statistical methods for rates and proportions, 2nd ed.",
        (
            (float("-inf"), True, "poor"),
            (0.4, True, "fair to good"),
            (0.75, False, "excellent"),
        ),
    ),
    (
        "Altman (1991), Practical statistics for medical research",
        (
            (float("-inf"), True, "poor"),
            (0.2, False, "fair"),
            (0.4, False, "moderate"),
            (0.6, False, "good"),
            (0.8, False, "very good"),
        ),
    ),
    (
        "Cicchetti (1994), Psychological Assessment 6, 284-290",
        (
            (float("-inf"), True, "poor"),
            (0.4, True, "fair"),
            (0.6, True, "good"),
            (0.75, True, "excellent"),
        ),
    ),
    (
        "Krippendorff (2004), Content analysis, 2nd ed.",
        (
            (float("-inf"), True, "not reliable enough to rely on"),
            (0.667, True, "reliable enough for tentative conclusions only"),
            (0.8, True, "reliable"),
        ),
    ),
)


def interpretations(value: float) -> list[tuple[str, str]]:
    """Return (source, wording) for a coefficient: what each published scale calls it.

    The scales disagree with each other, none rests on a study of consequences, and all were made for particular
    coefficients (kappa; Krippendorff's for alpha): report the value and its interval first. Raises ``DataError`` for a
    value above 1 or none.
    """
    if not value <= 1:
        raise data_error("coefficient-range", f"{value} is no agreement coefficient", "coefficients do not exceed 1")
    found = []
    for source, bands in _SCALES:
        wording = ""
        for bound, included, words in bands:
            if value > bound or (included and value == bound):
                wording = words
        found.append((source, wording))
    return found
