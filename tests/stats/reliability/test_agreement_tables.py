"""Two-coder tables, prevalence and bias, planning, and quoted interpretations."""

import math

import pytest

from kelisim.errors import DataError
from kelisim.stats import (
    agreement,
    bias_index,
    confusion_table,
    interpretations,
    pabak,
    prevalence_index,
    units_needed,
)


def fourfold(a, b, c, d):
    return [["yes"] * (a + b) + ["no"] * (c + d), ["yes"] * a + ["no"] * b + ["yes"] * c + ["no"] * d]


YES_NO = {"categories": ["yes", "no"]}


def test_confusion_table_counts_units_that_both_rated():
    rows = [["a", "a", "b", None, "b"], ["a", "b", "b", "b", None]]
    table = confusion_table(rows)
    assert table.categories == ("a", "b")
    assert table.counts == ((1, 1), (0, 1))
    assert table.n_units == 3
    assert table.to_dict() == {"categories": ["a", "b"], "counts": [[1, 1], [0, 1]]}
    assert "<td>1</td>" in table._repr_html_()


def test_more_than_two_coders_need_a_pair():
    rows = [[1, 2, 1], [None, None, None], [1, 1, 1]]
    with pytest.raises(DataError, match="there are 3"):
        confusion_table(rows)
    assert confusion_table(rows, pair=(0, 2)).counts == ((2, 0), (1, 0))
    assert confusion_table(rows, pair=(0, 1)).n_units == 0
    with pytest.raises(DataError, match="not among"):
        confusion_table(rows, pair=(0, 3))


@pytest.mark.parametrize("cells", [(40, 9, 6, 45), (80, 10, 5, 5), (1, 20, 3, 2), (45, 15, 25, 15)])
def test_kappa_follows_from_pabak_prevalence_and_bias(cells):
    # Byrt, Bishop and Carlin (1993): kappa = (PABAK - PI^2 + BI^2) / (1 - PI^2 + BI^2)
    rows = fourfold(*cells)
    a, b, c, d = cells
    n = sum(cells)
    prevalence, bias, adjusted = (f(rows, **YES_NO) for f in (prevalence_index, bias_index, pabak))
    assert (prevalence, bias) == (pytest.approx((a - d) / n), pytest.approx((b - c) / n))
    kappa = agreement(rows, coefficient="cohen_kappa", level="nominal").value
    assert kappa == pytest.approx((adjusted - prevalence**2 + bias**2) / (1 - prevalence**2 + bias**2))
    uniform = agreement(rows, coefficient="brennan_prediger", level="nominal").value
    assert adjusted == pytest.approx(uniform)


def test_prevalence_needs_two_categories():
    with pytest.raises(DataError, match="two categories"):
        pabak([[1, 2, 3], [1, 2, 3]])
    assert pabak([["yes", None], [None, "no"]], **YES_NO) is None


def test_units_for_an_interval_of_kappa():
    # With kappa 0 and even categories the variance of one unit is 1 (Bloch and Kraemer 1989).
    assert units_needed(coefficient="scott_pi", expected=0.0, prevalence=0.5, half_width=0.1) == math.ceil(
        (1.959964 / 0.1) ** 2
    )
    few = units_needed(coefficient="cohen_kappa", expected=0.7, prevalence=0.3, half_width=0.1)
    assert units_needed(coefficient="cohen_kappa", expected=0.7, prevalence=0.05, half_width=0.1) > few
    assert units_needed(coefficient="cohen_kappa", expected=0.7, prevalence=0.3, half_width=0.05) > 3.9 * few


def test_planned_error_is_the_error_found():
    # 10,000 units, kappa 0.6, a third positive, coders of like habits: cells from the common correlation model.
    kappa, share, n = 0.6, 0.3, 10_000
    off = share * (1 - share) * (1 - kappa)
    cells = [round(n * x) for x in (share - off, off, off, 1 - share - off)]
    found = agreement(fourfold(*cells), coefficient="scott_pi", level="nominal", interval="analytic")
    half = 1.959964 * found.standard_error
    planned = units_needed(coefficient="scott_pi", expected=kappa, prevalence=share, half_width=half)
    assert planned == pytest.approx(n, rel=0.002)


@pytest.mark.parametrize(
    "options",
    [
        {"coefficient": "gwet_ac1", "prevalence": 0.5},
        {"coefficient": "krippendorff_alpha", "prevalence": 0.5},
        {"coefficient": "krippendorff_alpha", "prevalence": 0, "minimum": 0.8},
        {"coefficient": "krippendorff_alpha", "prevalence": 0.5, "minimum": 0.8, "coders": 1},
        {"coefficient": "cohen_kappa", "prevalence": 0.5},
        {"coefficient": "cohen_kappa", "prevalence": 0.5, "expected": 0.5, "half_width": 0.1, "coders": 3},
    ],
)
def test_plans_that_cannot_be_made(options):
    with pytest.raises(DataError) as caught:
        units_needed(**options)
    assert caught.value.problems[0].hint


@pytest.mark.parametrize(
    ("value", "landis", "krippendorff"),
    [
        (-0.1, "poor", "not reliable"),
        (0.0, "slight", "not reliable"),
        (0.2, "slight", "not reliable"),
        (0.6, "moderate", "not reliable"),
        (0.667, "substantial", "tentative"),
        (0.8, "substantial", "reliable"),
        (0.81, "almost perfect", "reliable"),
        (1.0, "almost perfect", "reliable"),
    ],
)
def test_interpretations_quote_their_source(value, landis, krippendorff):
    found = dict(interpretations(value))
    assert found["Landis and Koch (1977), Biometrics 33, 159-174"] == landis
    assert krippendorff in found["Krippendorff (2004), Content analysis, 2nd ed."]


def test_no_interpretation_of_what_is_no_coefficient():
    for value in (1.2, float("nan")):
        with pytest.raises(DataError):
            interpretations(value)
