"""Every coefficient and level against plain loops over pairs of ratings, and what must not matter."""

import brute_agreement as brute
import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kelisim.stats import agreement

CODES = ["a", "b", "c"]
SETS = [frozenset(), frozenset("a"), frozenset("ab"), frozenset("abc"), frozenset("cd")]
LEVELS = ["nominal", "ordinal", "interval", "ratio", "circular", "bipolar"]
MANY = ["percent", "fleiss_kappa", "conger_kappa", "brennan_prediger", "gwet_ac1"]
TWO = ["cohen_kappa", "scott_pi"]


@st.composite
def tables(draw, values, coders=(2, 5), units=(2, 12)):
    m, n = draw(st.integers(*coders)), draw(st.integers(*units))
    cell = st.one_of(st.sampled_from(values), st.none()) if draw(st.booleans()) else st.sampled_from(values)
    rows = draw(st.lists(st.lists(cell, min_size=n, max_size=n), min_size=m, max_size=m))
    assume(all(any(v is not None for v in row) for row in rows))
    assume(brute.pairable_units(rows))
    assume(len({v for row in rows for v in row if v is not None}) > 1)
    return rows


def same(found, expected):
    if expected is None:
        assert found.value is None
        assert found.why
    else:
        assert found.value == pytest.approx(expected, abs=1e-9)


@given(tables([0, 1, 2, 5, 7]), st.sampled_from(LEVELS))
def test_alpha_is_the_sum_over_pairs(rows, level):
    same(agreement(rows, coefficient="krippendorff_alpha", level=level), brute.alpha(rows, level))


@given(tables(SETS), st.sampled_from(["masi", "jaccard"]))
def test_alpha_of_sets(rows, metric):
    found = agreement(rows, coefficient="krippendorff_alpha", level="set", metric=metric)
    same(found, brute.alpha(rows, "set", metric))


@given(tables(CODES), st.sampled_from(MANY))
def test_kappas_by_definition(rows, coefficient):
    same(agreement(rows, coefficient=coefficient, level="nominal"), brute.kappa(rows, coefficient))


@given(tables(CODES, coders=(2, 2)), st.sampled_from(TWO))
def test_two_coder_kappas_by_definition(rows, coefficient):
    same(agreement(rows, coefficient=coefficient, level="nominal"), brute.kappa(rows, coefficient))


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_with_hundreds_of_values_against_krippendorff(level):
    rng = np.random.default_rng(4)
    truth = rng.integers(1, 400, 300)
    ratings = np.clip(truth + rng.integers(-20, 21, (4, 300)), 0, None).astype(float)
    ratings[rng.random(ratings.shape) < 0.2] = np.nan
    found = agreement(ratings, coefficient="krippendorff_alpha", level=level)
    assert len(found.categories) > 64
    assert found.value == pytest.approx(krippendorff.alpha(ratings, level_of_measurement=level), abs=1e-10)


def test_alpha_with_fractional_values_against_krippendorff():
    rng = np.random.default_rng(5)
    ratings = rng.normal(size=(1, 80)) + 0.3 * rng.normal(size=(3, 80))
    found = agreement(ratings, coefficient="krippendorff_alpha", level="interval")
    assert found.value == pytest.approx(krippendorff.alpha(ratings, level_of_measurement="interval"), abs=1e-10)


def test_large_tables_of_differences_are_computed_in_strips():
    rng = np.random.default_rng(6)
    ratings = rng.permutation(5000).reshape(2, 2500) + 1
    found = agreement(ratings, coefficient="krippendorff_alpha", level="ratio").value
    pooled = ratings.ravel().astype(float)
    observed = 2 * (((ratings[0] - ratings[1]) / (ratings[0] + ratings[1])) ** 2).sum()
    expected = (((pooled[:, None] - pooled) / (pooled[:, None] + pooled)) ** 2).sum()
    assert found == pytest.approx(1 - (len(pooled) - 1) * observed / expected, abs=1e-10)


@given(tables([0, 1, 2, 5]), st.sampled_from(LEVELS), st.randoms())
def test_order_of_coders_and_units_does_not_matter(rows, level, random):
    units = list(range(len(rows[0])))
    random.shuffle(units)
    shuffled = [[row[unit] for unit in units] for row in rows]
    random.shuffle(shuffled)
    for coefficient in ("krippendorff_alpha", "gwet_ac2", "conger_kappa"):
        before = agreement(rows, coefficient=coefficient, level=level).value
        after = agreement(shuffled, coefficient=coefficient, level=level).value
        assert after == pytest.approx(before, abs=1e-9)


@given(tables(CODES), st.permutations(["x", "y", "z"]))
def test_names_of_nominal_categories_do_not_matter(rows, names):
    new = dict(zip(CODES, names, strict=True))
    renamed = [[None if v is None else new[v] for v in row] for row in rows]
    for coefficient in [*MANY, "krippendorff_alpha"]:
        before = agreement(rows, coefficient=coefficient, level="nominal").value
        after = agreement(renamed, coefficient=coefficient, level="nominal").value
        assert after == pytest.approx(before, abs=1e-12)


@given(st.lists(st.sampled_from([1, 2, 4]), min_size=2, max_size=12), st.integers(2, 4), st.sampled_from(LEVELS))
def test_full_agreement_is_one(row, coders, level):
    assume(len(set(row)) > 1)
    for coefficient in [*MANY, "gwet_ac2", "krippendorff_alpha"]:
        assert agreement([row] * coders, coefficient=coefficient, level=level).value == pytest.approx(1)


@given(tables(CODES))
def test_bounds(rows):
    assert 0 <= agreement(rows, coefficient="percent", level="nominal").value <= 1
    for coefficient in [*MANY, "krippendorff_alpha"]:
        value = agreement(rows, coefficient=coefficient, level="nominal").value
        assert value is None or value <= 1 + 1e-12


@given(tables([1, 2, 3, 4]), st.sampled_from([0.25, 3.0]), st.sampled_from([0, 7]))
def test_interval_alpha_ignores_unit_and_origin(rows, unit, origin):
    moved = [[None if v is None else v * unit + origin for v in row] for row in rows]
    before = agreement(rows, coefficient="krippendorff_alpha", level="interval").value
    assert agreement(moved, coefficient="krippendorff_alpha", level="interval").value == pytest.approx(before)


@settings(max_examples=30)
@given(tables([1, 2, 3], coders=(3, 3)))
def test_quadratic_weights_are_the_interval_difference(rows):
    by_level = agreement(rows, coefficient="krippendorff_alpha", level="interval")
    by_weight = agreement(rows, coefficient="krippendorff_alpha", level="interval", weights="quadratic")
    assert by_weight.value == (None if by_level.value is None else pytest.approx(by_level.value, abs=1e-10))


def test_two_coders_without_missing_make_conger_cohen_and_fleiss_scott():
    rows = [list("aabbccab"), list("abbbcaab")]
    values = {c: agreement(rows, coefficient=c, level="nominal").value for c in [*MANY, *TWO]}
    assert values["conger_kappa"] == pytest.approx(values["cohen_kappa"], abs=1e-12)
    assert values["fleiss_kappa"] == pytest.approx(values["scott_pi"], abs=1e-12)


def test_categories_that_nobody_used_count_for_brennan_prediger_and_gwet():
    rows = [list("aabb"), list("abbb")]
    few = agreement(rows, coefficient="brennan_prediger", level="nominal").value
    more = agreement(rows, coefficient="brennan_prediger", level="nominal", categories="abcd").value
    assert few == pytest.approx(0.5)
    assert more == pytest.approx((0.75 - 0.25) / 0.75)
    assert agreement(rows, coefficient="scott_pi", level="nominal", categories="abcd").value == pytest.approx(
        agreement(rows, coefficient="scott_pi", level="nominal").value
    )


def test_the_length_of_the_circle_follows_the_categories():
    rows = [[23, 0, 12, 6], [0, 1, 12, 7]]
    day = agreement(rows, coefficient="krippendorff_alpha", level="circular", categories=range(24)).value
    observed = 2 * 3 * np.sin(np.pi / 24) ** 2
    pooled = np.array(rows).ravel()
    expected = (np.sin(np.pi * (pooled[:, None] - pooled) / 24) ** 2).sum()
    assert day == pytest.approx(1 - 7 * observed / expected)


def test_weights_follow_the_level_where_none_are_given():
    rows = [[1, 2, 3, 3, 1], [1, 3, 3, 2, 2]]
    pairs = {"ordinal": "ordinal", "interval": "quadratic", "ratio": "ratio", "nominal": "identity"}
    for level, weights in pairs.items():
        implied = agreement(rows, coefficient="cohen_kappa", level=level)
        stated = agreement(rows, coefficient="cohen_kappa", level=level, weights=weights)
        assert implied.value == stated.value
        assert implied.weights == weights
    plain = agreement(rows, coefficient="percent", level="ordinal")
    assert (plain.value, plain.weights) == (pytest.approx(0.4), "identity")
