"""Worked tables of the literature, each confirmed by a second program.

Tables and printed values are those that the tests of DKPro Statistics (UKP Lab, Darmstadt; Zwick1988Test and its
siblings) transcribe from the papers, with their pages.
"""

import krippendorff
import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa

from kelisim.stats import agreement, bias_index, pabak, prevalence_index


def rows(*groups):
    """Coders x units from (number of units, rating by each coder)."""
    return [list(column) for column in zip(*(ratings for n, *ratings in groups for _ in range(n)), strict=True)]


def value(ratings, coefficient, level="nominal", **options):
    return agreement(ratings, coefficient=coefficient, level=level, **options).value


# Two coders, nominal: percent, Bennett's S (that is Brennan-Prediger), Scott's pi and Cohen's kappa as printed.
TWO = {
    "Zwick (1988), Psychological Bulletin 103, 374-378, p. 376, first": (
        rows((20, *"AA"), (5, *"AD"), (10, *"BB"), (15, *"BC"), (15, *"CB"), (10, *"CC"), (5, *"DA"), (20, *"DD")),
        (0.60, 0.467, 0.467, 0.467),
    ),
    "Zwick (1988), p. 376, second": (
        rows((20, *"AA"), (10, *"AB"), (10, *"AC"), (10, *"BA"), (10, *"BB"), (10, *"CA"), (10, *"CC"), (20, *"DD")),
        (0.60, 0.467, 0.444, 0.444),
    ),
    "Zwick (1988), p. 376, third": (
        rows(
            *((20, *"AA"), (5, *"AB"), (5, *"AC"), (10, *"AD"), (10, *"BB"), (5, *"BC"), (5, *"BD"), (5, *"CB")),
            *((10, *"CC"), (5, *"CD"), (20, *"DD")),
        ),
        # Pi is 0.4595 and printed as .460.
        (0.60, 0.467, 0.460, 0.474),
    ),
    "Artstein and Poesio (2008), Computational Linguistics 34, 555-596, p. 558": (
        rows((20, *"SS"), (20, *"IS"), (10, *"SI"), (50, *"II")),
        # Pi is 0.34066 and printed as .341.
        (0.7, 0.4, 0.341, 0.348),
    ),
    "Artstein and Poesio (2008), p. 568": (
        rows((46, *"SS"), (6, *"IS"), (32, *"II"), (6, *"IC"), (10, *"CC")),
        (0.88, 0.82, 0.799, 0.801),
    ),
    "Krippendorff (2004), Content analysis, 2nd ed., p. 246, left": (
        rows(
            *((12, *"aa"), (9, *"ab"), (9, *"ac"), (9, *"ba"), (14, *"bb"), (9, *"bc"), (9, *"ca"), (9, *"cb")),
            (20, *"cc"),
        ),
        (0.46, 0.190, 0.186, 0.186),
    ),
    "Krippendorff (2004), p. 246, right": (
        rows((12, *"aa"), (18, *"ab"), (18, *"ac"), (14, *"bb"), (18, *"bc"), (20, *"cc")),
        (0.46, 0.190, 0.186, 0.258),
    ),
}


@pytest.mark.parametrize(("ratings", "printed"), TWO.values(), ids=TWO)
def test_two_coders(ratings, printed):
    names = ("percent", "brennan_prediger", "scott_pi", "cohen_kappa")
    assert [value(ratings, name) for name in names] == pytest.approx(list(printed), abs=6e-4)
    # scikit-learn for kappa, statsmodels for pi (Fleiss' kappa of two) and S (Randolph's).
    first, second = ratings
    assert value(ratings, "cohen_kappa") == pytest.approx(cohen_kappa_score(first, second), abs=1e-12)
    counts, _ = aggregate_raters(np.array(ratings).T)
    assert value(ratings, "scott_pi") == pytest.approx(fleiss_kappa(counts, method="fleiss"), abs=1e-12)
    assert value(ratings, "brennan_prediger") == pytest.approx(fleiss_kappa(counts, method="randolph"), abs=1e-12)


# Brennan, R. L. and Prediger, D. J. (1981). Coefficient kappa: some uses, misuses, and alternatives. Educational and
# Psychological Measurement 41, 687-699, pp. 689 and 691, proportions as percent.
@pytest.mark.parametrize(
    ("ratings", "chance", "kappa"),
    [
        (rows((50, 1, 1), (10, 2, 1), (10, 2, 2), (10, 2, 3), (20, 3, 1)), 0.45, 0.27),
        (rows((50, 1, 1), (10, 1, 3), (10, 2, 2), (10, 2, 3), (10, 3, 1), (10, 3, 2)), 0.44, 0.29),
    ],
)
def test_brennan_and_prediger_1981(ratings, chance, kappa):
    found = value(ratings, "cohen_kappa")
    assert found == pytest.approx(kappa, abs=5e-3)
    assert (0.60 - found) / (1 - found) == pytest.approx(chance, abs=5e-3)
    assert value(ratings, "brennan_prediger") == pytest.approx(0.40, abs=5e-3)
    assert found == pytest.approx(cohen_kappa_score(*ratings), abs=1e-12)


# Cohen (1960), p. 37: more disagreement than by chance; printed are .29 observed and .35 by chance.
def test_cohen_1960_below_chance():
    table = [[25, 12, 3], [13, 2, 15], [12, 16, 2]]
    ratings = rows(*((table[a][b], a, b) for a in range(3) for b in range(3)))
    found, observed = value(ratings, "cohen_kappa"), value(ratings, "percent")
    assert observed == pytest.approx(0.29)
    assert (observed - found) / (1 - found) == pytest.approx(0.35)
    assert found == pytest.approx(cohens_kappa(np.array(table)).kappa, abs=1e-12)


# Agresti, A. (1992). Modelling patterns of agreement and disagreement. Statistical Methods in Medical Research 1,
# 201-218, p. 202: 118 slides by two pathologists; kappa .493 with the standard error .057.
def test_agresti_1992_with_the_standard_error():
    table = [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]]
    ratings = rows(*((table[a][b], a, b) for a in range(4) for b in range(4)))
    found = agreement(ratings, coefficient="cohen_kappa", level="nominal", interval="analytic")
    assert (found.value, found.standard_error) == pytest.approx((0.493, 0.057), abs=5e-4)
    other = cohens_kappa(np.array(table))
    assert (found.value, found.standard_error) == pytest.approx((other.kappa, other.std_kappa), abs=1e-12)
    assert (found.low, found.high) == pytest.approx((other.kappa_low, other.kappa_upp), abs=1e-12)


# Artstein and Poesio (2008), p. 568: the same table with half a disagreement where one of the two is "C".
def test_artstein_and_poesio_2008_weighted():
    ratings, names = TWO["Artstein and Poesio (2008), p. 568"][0], ["S", "I", "C"]
    distance = np.array([[0, 1, 0.5], [1, 0, 0.5], [0.5, 0.5, 0]])
    how = {"categories": names, "weights": 1 - distance}
    assert value(ratings, "krippendorff_alpha", **how) == pytest.approx(0.8156, abs=5e-5)
    # The printed kappa, .8163, is rounded; sums of the table give 1 - 0.09 / 0.49.
    assert value(ratings, "cohen_kappa", **how) == pytest.approx(0.8163, abs=5e-5)
    assert value(ratings, "cohen_kappa", **how) == pytest.approx(1 - 0.09 / 0.49, abs=1e-12)
    numbers = [[names.index(one) for one in row] for row in ratings]
    metric = lambda one, other, **_: distance[one.astype(int), other.astype(int)]  # noqa: E731
    other = krippendorff.alpha(numbers, level_of_measurement=metric)
    assert value(ratings, "krippendorff_alpha", **how) == pytest.approx(other, abs=1e-12)


# Krippendorff, K. (1980). Content analysis, p. 139: nine units by three observers.
NINE = [[1, 1, 2, 4, 1, 2, 1, 3, 2], [1, 2, 2, 4, 4, 2, 2, 3, 2], [1, 2, 2, 4, 4, 2, 3, 3, 2]]


@pytest.mark.parametrize(("level", "printed"), [("nominal", 0.642), ("interval", 0.547), ("ratio", 0.483)])
def test_krippendorff_1980(level, printed):
    found = value(NINE, "krippendorff_alpha", level)
    assert found == pytest.approx(printed, abs=5e-4)
    assert found == pytest.approx(krippendorff.alpha(NINE, level_of_measurement=level), abs=1e-12)


@pytest.mark.parametrize(("code", "printed"), [(1, 0.381), (2, 0.711), (3, 0.717), (4, 0.764)])
def test_krippendorff_1980_code_by_code(code, printed):
    one = [[int(rating == code) for rating in row] for row in NINE]
    assert value(one, "krippendorff_alpha") == pytest.approx(printed, abs=5e-4)
    assert value(one, "krippendorff_alpha") == pytest.approx(
        krippendorff.alpha(one, level_of_measurement="nominal"), abs=1e-12
    )


# Krippendorff (2004), p. 227: twelve units by two observers.
def test_krippendorff_2004_multiple_categories():
    ratings = [list("aabbbbbccccc"), list("abbbbbcccccc")]
    assert value(ratings, "percent") == pytest.approx(0.833, abs=5e-4)
    assert value(ratings, "krippendorff_alpha") == pytest.approx(0.734, abs=5e-4)
    numbers = [["abc".index(one) for one in row] for row in ratings]
    other = krippendorff.alpha(numbers, level_of_measurement="nominal")
    assert value(ratings, "krippendorff_alpha") == pytest.approx(other, abs=1e-12)


def mean_of_pairs(ratings):
    """Light's kappa: Cohen's, averaged over the pairs of coders."""
    pairs = [(one, other) for one in range(len(ratings)) for other in range(one)]
    return np.mean([value([ratings[one], ratings[other]], "cohen_kappa") for one, other in pairs])


# Warrens, M. J. (2010). Inequalities between multi-rater kappas. Advances in Data Analysis and Classification 4,
# 271-286, p. 284: 30 cases of flat epithelial atypia by eight pathologists (O'Malley et al. 2006).
def test_warrens_2010():
    ratings = rows(
        *((14, *"NNNNNNNN"), (1, *"NNNANNNN"), (1, *"NNNNNNNA"), (10, *"AAAAAAAA"), (2, *"AANAAAAN")),
        *((1, *"AANANAAN"), (1, *"AANANANN")),
    )
    randolph, fleiss = value(ratings, "brennan_prediger"), value(ratings, "fleiss_kappa")
    hubert, light = value(ratings, "conger_kappa"), mean_of_pairs(ratings)
    # Printed are .8358, .8324, .8326 and .8325; exactly, the first two are .83571 and .83234.
    assert (randolph, fleiss, hubert, light) == pytest.approx((0.8358, 0.8324, 0.8326, 0.8325), abs=1e-4)
    assert fleiss <= light <= hubert <= randolph, "the inequalities that the paper proves"
    counts, _ = aggregate_raters(np.array(ratings).T)
    assert fleiss == pytest.approx(fleiss_kappa(counts, method="fleiss"), abs=1e-12)
    assert randolph == pytest.approx(fleiss_kappa(counts, method="randolph"), abs=1e-12)


# Warrens, M. J. (2012). On the equivalence of multirater kappas based on 2-agreement and 3-agreement with binary
# scores. ISRN Probability and Statistics 2012, 656390, pp. 3 and 9: kappa(4,2), four coders, is Hubert's and Conger's.
@pytest.mark.parametrize(
    ("ratings", "printed"),
    [
        (rows((10, 1, 1, 1, 1), (2, 1, 0, 1, 0), (2, 1, 0, 0, 0), (1, 0, 0, 0, 1), (15, 0, 0, 0, 0)), 0.802479),
        (rows((6, 1, 1, 1, 1), (5, 1, 0, 1, 0), (4, 0, 0, 0, 0)), 0.564),
        # Printed is .645, which comes about with 4 and 6 units in the place of 6 and 4: a slip of the paper's.
        (rows((6, 1, 1, 1, 1), (5, 1, 0, 0, 0), (4, 0, 0, 0, 0)), 0.675),
        (rows((4, 1, 1, 1, 1), (5, 1, 0, 0, 0), (6, 0, 0, 0, 0)), 0.645),
    ],
)
def test_warrens_2012(ratings, printed):
    digits = 5e-7 if printed == 0.802479 else 5e-4
    assert value(ratings, "conger_kappa") == pytest.approx(printed, abs=digits)


def test_warrens_2012_a_pair_and_the_slip_in_its_denominator():
    ratings = rows((10, 1, 1, 1, 1), (2, 1, 0, 1, 0), (2, 1, 0, 0, 0), (1, 0, 0, 0, 1), (15, 0, 0, 0, 0))[:2]
    # The denominator of equation 3.2 should read 1 - (8/15)(2/3) - (7/15)(1/3), which is 22/45.
    assert value(ratings, "cohen_kappa") == pytest.approx(8 / 11, abs=1e-12)
    assert value(ratings, "cohen_kappa") == pytest.approx(cohen_kappa_score(*ratings), abs=1e-12)


# Randolph, J. J. (2005). Free-marginal multirater kappa, p. 17: the same agreement, .67, under other marginals.
@pytest.mark.parametrize(
    ("ratings", "fleiss"),
    [
        (rows((1, *"YYY"), (1, *"YYN"), (1, *"NNY"), (1, *"NNN")), 0.33),
        (rows((1, *"YYY"), (2, *"YYN"), (1, *"YYY")), -0.20),
    ],
)
def test_randolph_2005(ratings, fleiss):
    assert value(ratings, "percent") == pytest.approx(0.67, abs=5e-3)
    assert value(ratings, "fleiss_kappa") == pytest.approx(fleiss, abs=5e-3)
    assert value(ratings, "brennan_prediger") == pytest.approx(0.33, abs=5e-3)


# Byrt, Bishop and Carlin (1993), Tables 1 and 2, who take them from Feinstein and Cicchetti (1990): kappa .70 and .32.
# Their indices follow from the cells by hand: prevalence (40 - 45)/100 and (80 - 5)/100, bias (9 - 6)/100 and
# (10 - 5)/100, PABAK 2 x 0.85 - 1.
@pytest.mark.parametrize(
    ("cells", "kappa", "prevalence", "bias"), [((40, 9, 6, 45), 0.70, -0.05, 0.03), ((80, 10, 5, 5), 0.32, 0.75, 0.05)]
)
def test_byrt_bishop_and_carlin_1993(cells, kappa, prevalence, bias):
    ratings = rows(*((n, a, b) for n, (a, b) in zip(cells, ((1, 1), (1, 0), (0, 1), (0, 0)), strict=True)))
    order = {"categories": [1, 0]}
    found = (prevalence_index(ratings, **order), bias_index(ratings, **order), pabak(ratings, **order))
    assert found == pytest.approx((prevalence, bias, 0.70), abs=1e-12)
    assert value(ratings, "cohen_kappa") == pytest.approx(kappa, abs=5e-3)
