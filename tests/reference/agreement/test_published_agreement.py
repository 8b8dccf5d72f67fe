"""Coefficients and standard errors against published worked examples, each with its source."""

import json
from pathlib import Path

import krippendorff
import numpy as np
import pytest

from kelisim.stats import agreement, units_needed

N = None

# Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania, sections A to E.
MEG_AND_OWEN = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
BEN_AND_GERRY = [list("aabbdcccedda"), list("babbbccceddd")]
FOUR_OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]

# Gwet's irrCAC manual, data set cac.raw4raters (from Gwet, K. L. (2014). Handbook of inter-rater reliability, 4th ed.).
FOUR_RATERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, N],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]

# Hayes, A. F. and Krippendorff, K. (2007). Answering the call for a standard reliability measure for coding data.
# Communication Methods and Measures 1, 77-89, Table 1: tone of 40 articles by five observers; a dot is missing.
NEWS_TONE = """
112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1 111.1 212.2 1233. 1101.
000.0 0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. 1122. 112.2 110.0 2121. 22.22 3222. 222.2 223.2 222.2 22.12
2222. 111.1
"""

# Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological Bulletin 76, 378-382,
# Table 1: how many of six raters gave each of 30 patients each of five diagnoses.
DIAGNOSES = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 00501 30012 51000 02040
10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""


def from_table(table, names):
    """Two rows of ratings from a square table of counts: rows are the first coder."""
    first, second = [], []
    for row, counts in zip(names, table, strict=True):
        for column, count in zip(names, counts, strict=True):
            first += [row] * count
            second += [column] * count
    return [first, second]


def from_counts(text):
    """Coders x units from how many coders gave each category to each unit."""
    units = [[category for category, count in enumerate(row) for _ in range(int(count))] for row in text.split()]
    return np.array(units).T


def alpha(ratings, level, **options):
    return agreement(ratings, coefficient="krippendorff_alpha", level=level, **options)


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_four_observers_krippendorff_2011(level, published):
    found = alpha(FOUR_OBSERVERS, level)
    assert found.value == pytest.approx(published, abs=5e-4)
    assert (found.n_units, found.n_coders, found.n_pairable) == (12, 4, 40)
    other = krippendorff.alpha(np.array(FOUR_OBSERVERS, dtype=float), level_of_measurement=level)
    assert found.value == pytest.approx(other, abs=1e-12)


def test_alpha_of_two_observers_binary_krippendorff_2011():
    assert alpha(MEG_AND_OWEN, "nominal").value == pytest.approx(0.095, abs=5e-4)


def test_alpha_of_two_observers_nominal_krippendorff_2011():
    assert alpha(BEN_AND_GERRY, "nominal").value == pytest.approx(0.692, abs=5e-4)


def test_ordinal_alpha_of_hayes_and_krippendorff_2007():
    ratings = [[None if mark == "." else int(mark) for mark in unit] for unit in NEWS_TONE.split()]
    found = alpha(ratings, "ordinal", orientation="units x coders")
    assert (found.n_units, found.n_coders) == (40, 5)
    assert found.value == pytest.approx(0.7598, abs=5e-5)
    other = krippendorff.alpha(np.array(ratings, dtype=float).T, level_of_measurement="ordinal")
    assert found.value == pytest.approx(other, abs=1e-12)


def test_fleiss_1971():
    found = agreement(from_counts(DIAGNOSES), coefficient="fleiss_kappa", level="nominal")
    assert found.value == pytest.approx(0.430, abs=5e-4)
    # R irr 0.84, kappam.fleiss(diagnoses)
    assert found.value == pytest.approx(0.4302445, abs=5e-8)


# Cohen, J. (1960) and Cohen, J. (1968), Psychological Bulletin 70, 213-220: 200 patients, personality disorder,
# neurosis and psychosis, with disagreement weights 1, 3 and 6.
PATIENTS = [[88, 10, 2], [14, 40, 6], [18, 10, 12]]
DISAGREEMENT = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]])


def test_cohen_1960():
    ratings = from_table(PATIENTS, ["personality disorder", "neurosis", "psychosis"])
    found = agreement(ratings, coefficient="cohen_kappa", level="nominal")
    assert found.value == pytest.approx(0.492, abs=5e-4)


def test_cohen_1968_weighted():
    names = ["personality disorder", "neurosis", "psychosis"]
    weights = 1 - DISAGREEMENT / DISAGREEMENT.max()
    found = agreement(
        from_table(PATIENTS, names), coefficient="cohen_kappa", level="nominal", categories=names, weights=weights
    )
    assert found.value == pytest.approx(0.348, abs=5e-4)
    assert found.weights == "matrix"


@pytest.mark.parametrize(
    ("weights", "value", "error", "low", "high"),
    # SAS PROC FREQ output as quoted in the tests of statsmodels (test_inter_rater.py).
    [("identity", 0.4842, 0.1380, 0.2137, 0.7547), ("linear", 0.4701, 0.1457, 0.1845, 0.7558)],
)
def test_fleiss_cohen_everitt_error_against_sas(weights, value, error, low, high):
    ratings = from_table([[0, 4, 1], [0, 8, 0], [0, 1, 5]], [1, 2, 3])
    found = agreement(
        ratings, coefficient="cohen_kappa", level="ordinal", categories=[1, 2, 3], weights=weights, interval="analytic"
    )
    assert found.value == pytest.approx(value, abs=5e-5)
    assert found.standard_error == pytest.approx(error, abs=5e-5)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_fleiss_cohen_everitt_error_against_statpsych():
    # R statpsych, ci.kappa(.05, 31, 12, 4, 58), from its manual
    found = agreement(
        from_table([[31, 12], [4, 58]], [0, 1]), coefficient="cohen_kappa", level="nominal", interval="analytic"
    )
    assert found.value == pytest.approx(0.6756757, abs=5e-8)
    assert found.standard_error == pytest.approx(0.07344761, abs=5e-9)
    assert (found.low, found.high) == (pytest.approx(0.5317210, abs=5e-8), pytest.approx(0.8196303, abs=5e-8))


@pytest.mark.parametrize(
    ("coefficient", "value", "error"),
    # irrCAC manual, pa.coeff.raw(cac.raw4raters) and its siblings, after Gwet (2014)
    [
        ("percent", 0.8181818, 0.12561),
        ("gwet_ac1", 0.77544, 0.14295),
        ("fleiss_kappa", 0.76117, 0.15302),
        ("krippendorff_alpha", 0.74342, 0.14557),
        ("conger_kappa", 0.76282, 0.14917),
        ("brennan_prediger", 0.77273, 0.14472),
    ],
)
def test_gwet_linearised_errors_with_missing_ratings(coefficient, value, error):
    found = agreement(FOUR_RATERS, coefficient=coefficient, level="nominal", interval="analytic")
    assert found.value == pytest.approx(value, abs=5e-6)
    assert found.standard_error == pytest.approx(error, abs=5e-6)


@pytest.mark.parametrize(
    ("coefficient", "value", "error"),
    # irrCAC manual, cont3x3abstractors: 100 pregnant women by two abstractors; its tables divide by n where the
    # ratings of each unit divide by n - 1.
    [
        ("cohen_kappa", 0.7964094, 0.05891072),
        ("scott_pi", 0.7962397, 0.05905473),
        ("gwet_ac1", 0.8493305, 0.04321747),
        ("brennan_prediger", 0.835, 0.04693346),
        ("percent", 0.89, 0.03128898),
    ],
)
def test_gwet_two_abstractors(coefficient, value, error):
    ratings = from_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]], ["ectopic", "AIU", "NIU"])
    found = agreement(ratings, coefficient=coefficient, level="nominal", interval="analytic")
    shrink = 1 if coefficient == "cohen_kappa" else np.sqrt(99 / 100)
    assert found.value == pytest.approx(value, abs=5e-8)
    assert found.standard_error * shrink == pytest.approx(error, abs=5e-9)


@pytest.mark.parametrize(
    ("coefficient", "value", "error"),
    # irrCAC manual, distrib.6raters (the first 15 patients of Fleiss 1971)
    [
        ("gwet_ac1", 0.4448007, 0.08418757),
        ("fleiss_kappa", 0.4139265, 0.08119291),
        ("brennan_prediger", 0.4388889, 0.08312142),
    ],
)
def test_gwet_six_raters(coefficient, value, error):
    first_fifteen = " ".join(DIAGNOSES.split()[:15])
    found = agreement(from_counts(first_fifteen), coefficient=coefficient, level="nominal", interval="analytic")
    assert found.value == pytest.approx(value, abs=5e-8)
    assert found.standard_error == pytest.approx(error, abs=5e-9)


ORACLE = json.loads((Path(__file__).parent / "irrcac.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ORACLE["results"], ids=lambda row: f"{row['coefficient']}-{row['weights']}")
def test_weighted_coefficients_against_irrcac(row):
    found = agreement(
        FOUR_RATERS, coefficient=row["coefficient"], level="ratio", weights=row["weights"], interval="analytic"
    )
    assert found.value == pytest.approx(row["value"], abs=1e-8)
    assert found.standard_error == pytest.approx(row["standard_error"], abs=1e-8)


@pytest.mark.parametrize(("minimum", "published"), [(0.8, 139), (0.667, 81)])
def test_units_needed_for_alpha(minimum, published):
    # Krippendorff's table as the ATLAS.ti 22 manual gives it: four equally frequent codes, significance 0.05
    assert units_needed(coefficient="krippendorff_alpha", minimum=minimum, prevalence=0.25) == published
