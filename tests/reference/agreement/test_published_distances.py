"""Paradoxes of kappa, distances of circles, poles and sets: published values, and a second program as witness."""

import krippendorff
import numpy as np
import pytest

from kelisim.stats import agreement, bias_index, pabak, prevalence_index
from kelisim.stats.reliability.differences import set_difference

# Feinstein, A. R. and Cicchetti, D. V. (1990). High agreement but low kappa: I. Journal of Clinical Epidemiology 43,
# 543-549: two tables with the same observed agreement, as printed in Gerstman, Epidemiology kept simple, Table 10.6.
PARADOX = [([[40, 9], [6, 45]], 0.85, 0.50, 0.70), ([[80, 10], [5, 5]], 0.85, 0.78, 0.32)]


def ratings_of(table):
    cells = [(row, column) for row in (0, 1) for column in (0, 1) for _ in range(table[row][column])]
    return np.array(cells).T


@pytest.mark.parametrize(("table", "observed", "chance", "kappa"), PARADOX)
def test_the_paradox_of_feinstein_and_cicchetti_1990(table, observed, chance, kappa):
    ratings = ratings_of(table)
    percent = agreement(ratings, coefficient="percent", level="nominal").value
    found = agreement(ratings, coefficient="cohen_kappa", level="nominal").value
    assert percent == pytest.approx(observed, abs=1e-12)
    assert found == pytest.approx(kappa, abs=5e-3)
    assert (percent - found) / (1 - found) == pytest.approx(chance, abs=5e-3)


@pytest.mark.parametrize("table", [table for table, *_ in PARADOX])
def test_the_identity_of_byrt_bishop_and_carlin_1993(table):
    """Byrt, T., Bishop, J. and Carlin, J. B. (1993). Bias, prevalence and kappa. J. Clin. Epidemiology 46, 423-429."""
    ratings = ratings_of(table)
    (a, b), (c, d) = table
    prevalence, bias, adjusted = prevalence_index(ratings), bias_index(ratings), pabak(ratings)
    assert (prevalence, bias, adjusted) == pytest.approx(((a - d) / 100, (b - c) / 100, 2 * (a + d) / 100 - 1))
    kappa = (adjusted - prevalence**2 + bias**2) / (1 - prevalence**2 + bias**2)
    found = agreement(ratings, coefficient="cohen_kappa", level="nominal").value
    assert found == pytest.approx(kappa, abs=1e-12)
    # With two categories PABAK is the coefficient of Brennan and Prediger.
    other = agreement(ratings, coefficient="brennan_prediger", level="nominal", categories=[0, 1]).value
    assert other == pytest.approx(adjusted, abs=1e-12)


def hours(seed):
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 12, 40)
    table = (truth + rng.integers(-2, 3, (4, 40))) % 12
    return np.where(rng.random(table.shape) < 0.15, np.nan, table.astype(float))


def circular(one, other, *_, **__):
    """Krippendorff (2011), section E: the squared sine of half the angle, on a circle of twelve steps."""
    return np.sin(np.pi * (one - other) / 12) ** 2


def bipolar(one, other, *_, **__):
    """Krippendorff (2011), section E: the squared distance over the room to the poles, here 0 and 11."""
    room = (one + other - 2 * 0) * (2 * 11 - one - other)
    return np.divide((one - other) ** 2, room, out=np.zeros(np.shape(room)), where=room != 0)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("level", "metric"), [("circular", circular), ("bipolar", bipolar)])
def test_circular_and_bipolar_alpha_against_krippendorff_with_the_formula(level, metric, seed):
    table = hours(seed)
    found = agreement(table, coefficient="krippendorff_alpha", level=level, categories=range(12))
    other = krippendorff.alpha(table, value_domain=list(range(12)), level_of_measurement=metric)
    assert found.value == pytest.approx(other, abs=1e-12)
    assert found.value != pytest.approx(krippendorff.alpha(table, level_of_measurement="interval"), abs=1e-3)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        # Passonneau (2006): Jaccard's share times 1 for the same set, 2/3 for a part of it, 1/3 where sets overlap
        # and 0 where they share nothing. NLTK's manual has 0.665 for the second, with 0.67 in the place of 2/3.
        ("ab", "ab", 0.0),
        ("ab", "abcd", 1 - 2 / 4 * 2 / 3),
        ("abc", "bcd", 1 - 2 / 4 * 1 / 3),
        ("ab", "cd", 1.0),
    ],
)
def test_masi_of_passonneau_2006(one, other, distance):
    metric = set_difference([frozenset(one), frozenset(other)], "masi")
    first, second = np.array([0]), np.array([1 if one != other else 0])
    assert metric.between(first, second)[0] == pytest.approx(distance, abs=1e-12)
    assert metric.between(second, first)[0] == pytest.approx(distance, abs=1e-12)


@pytest.mark.parametrize(("level", "published"), [("nominal", 0.691358), ("interval", 0.810845)])
def test_alpha_of_three_observers_with_many_gaps(level, published):
    # Manual of the Python package krippendorff 0.9 and, as .691 and .811, the article on the coefficient in Wikipedia
    gap = np.nan
    table = [
        [gap, gap, gap, gap, gap, 3, 4, 1, 2, 1, 1, 3, 3, gap, 3],
        [1, gap, 2, 1, 3, 3, 4, 3, gap, gap, gap, gap, gap, gap, gap],
        [gap, gap, 2, 1, 3, 4, 4, gap, 2, 1, 1, 3, 3, gap, 4],
    ]
    found = agreement(table, coefficient="krippendorff_alpha", level=level)
    assert found.value == pytest.approx(published, abs=5e-7)
