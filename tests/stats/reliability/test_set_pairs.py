"""Likeness summed over pairs of sets, taken apart by the codes that they share, against going through the pairs."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from kelisim.stats import agreement
from kelisim.stats.reliability.differences import set_difference, set_likeness
from kelisim.stats.reliability.prepare import prepare_sets
from kelisim.stats.reliability.set_pairs import likeness_between, small

CODES = "abcdefghij"


def by_pair(one, other, metric):
    """The likeness of two sets, from the definitions."""
    if not one & other:
        return 0.0
    jaccard = len(one & other) / len(one | other)
    if metric == "jaccard" or one == other:
        return jaccard
    return jaccard * (2 / 3 if one < other or other < one else 1 / 3)


@given(
    st.lists(st.frozensets(st.sampled_from(CODES)), unique=True, min_size=1, max_size=12),
    st.integers(0, 2**32 - 1),
    st.sampled_from(["masi", "jaccard"]),
)
def test_the_sum_over_pairs_is_that_of_each_pair(sets, seed, metric):
    members = np.array([[code in one for code in CODES] for one in sets], dtype=float)
    counts = np.random.default_rng(seed).integers(0, 4, (3, len(sets))).astype(float)
    likeness = np.array([[by_pair(one, other, metric) for other in sets] for one in sets])
    found = likeness_between(sparse.csr_array(counts), members, partial(set_likeness, masi=metric == "masi"))
    assert found == pytest.approx(counts @ likeness @ counts.T, abs=1e-9)


@pytest.mark.parametrize("metric", ["masi", "jaccard"])
def test_large_sets_give_the_same_through_pairs(metric, monkeypatch):
    rng = np.random.default_rng(3)
    sets = list(dict.fromkeys(frozenset(np.flatnonzero(row).tolist()) for row in rng.random((60, 14)) < 0.4))
    counts = sparse.csr_array(rng.integers(0, 3, (5, len(sets))).astype(float))
    difference = set_difference(sets, metric)
    assert small(difference.members)
    taken_apart = difference.between_rows(counts)
    monkeypatch.setattr("kelisim.stats.reliability.differences.small", lambda members: False)
    assert taken_apart == pytest.approx(difference.between_rows(counts), abs=1e-9)
    assert not small(np.ones((1, 13)))


def test_sets_that_are_all_one_have_no_distance_at_all():
    difference = set_difference([frozenset("abcdefg"), frozenset()], "masi")
    counts = sparse.csr_array(np.array([[3.0, 0.0], [5.0, 0.0]]))
    assert (difference.between_rows(counts) == 0).all()


@pytest.mark.parametrize("codes", [3, 12, 70])
def test_prepared_sets_are_the_same_as_a_table_of_sets(codes):
    rng = np.random.default_rng(codes)
    truth = rng.random((60, codes)) < 2 / codes
    members = np.stack([truth ^ (rng.random(truth.shape) < 0.3 / codes) for _ in range(3)])
    documents = np.repeat(np.arange(12), 5)
    table = [[frozenset(np.flatnonzero(cell).tolist()) for cell in row] for row in members]
    options = {"coefficient": "krippendorff_alpha", "level": "set", "interval": "bootstrap", "replicates": 100}
    found = agreement(prepare_sets(members, range(codes), clusters=documents), **options)
    expected = agreement(table, clusters=documents, **options)
    for name in ("value", "standard_error", "low", "high"):
        assert getattr(found, name) == pytest.approx(getattr(expected, name), abs=1e-12)
    assert set(found.categories) == set(expected.categories)
    assert found.n_pairable == expected.n_pairable
