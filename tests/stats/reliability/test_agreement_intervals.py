"""Intervals: the sums of clusters against the estimator run anew on every resample."""

import numpy as np
import pytest

from kelisim.errors import DataError
from kelisim.stats import agreement
from kelisim.stats.reliability.resampling import _product

MISSING = None


def ratings(seed=3, coders=3, units=40, values=4, noise=0.35):
    rng = np.random.default_rng(seed)
    truth = rng.integers(1, values + 1, units)
    table = np.where(rng.random((coders, units)) < noise, rng.integers(1, values + 1, (coders, units)), truth)
    table = table.astype(float)
    table[rng.random(table.shape) < 0.1] = np.nan
    return table


CASES = [
    ("krippendorff_alpha", "nominal"),
    ("krippendorff_alpha", "ordinal"),
    ("krippendorff_alpha", "interval"),
    ("krippendorff_alpha", "ratio"),
    ("percent", "nominal"),
    ("fleiss_kappa", "nominal"),
    ("conger_kappa", "ordinal"),
    ("gwet_ac2", "ordinal"),
    ("brennan_prediger", "nominal"),
]


@pytest.mark.parametrize(("coefficient", "level"), CASES)
def test_jackknife_is_the_estimate_without_each_cluster(coefficient, level):
    table = ratings()
    documents = np.repeat(np.arange(8), 5)
    options = {"coefficient": coefficient, "level": level, "categories": [1, 2, 3, 4]}
    found = agreement(table, **options, interval="jackknife", clusters=[f"d{i}" for i in documents])
    without = np.array([agreement(table[:, documents != d], **options).value for d in range(8)])
    error = np.sqrt(7 / 8 * ((without - without.mean()) ** 2).sum())
    assert found.n_clusters == 8
    assert found.standard_error == pytest.approx(error, rel=1e-9)
    # Student's t with seven degrees of freedom, 97.5 per cent
    assert found.low == pytest.approx(found.value - 2.364624 * error, abs=1e-6)


@pytest.mark.parametrize(("coefficient", "level"), CASES)
def test_bootstrap_is_the_estimate_on_each_draw(coefficient, level):
    table = ratings()
    documents = np.repeat(np.arange(8), 5)
    options = {"coefficient": coefficient, "level": level, "categories": [1, 2, 3, 4]}
    found = agreement(table, **options, interval="bootstrap", clusters=documents, replicates=60, seed=11)
    draws = np.random.default_rng(11).integers(0, 8, size=(60, 8))
    values = [
        agreement(np.concatenate([table[:, documents == d] for d in draw], axis=1), **options).value for draw in draws
    ]
    assert found.low == pytest.approx(np.quantile(values, 0.025), abs=1e-9)
    assert found.high == pytest.approx(np.quantile(values, 0.975), abs=1e-9)
    assert found.standard_error == pytest.approx(np.std(values, ddof=1), rel=1e-9)


def test_ordinal_bootstrap_with_hundreds_of_values():
    rng = np.random.default_rng(8)
    table = rng.integers(1, 300, 60) + rng.integers(-30, 31, (3, 60))
    options = {"coefficient": "krippendorff_alpha", "level": "ordinal"}
    found = agreement(table, **options, interval="bootstrap", replicates=20, seed=2)
    draws = np.random.default_rng(2).integers(0, 60, size=(20, 60))
    values = [agreement(table[:, draw], **options).value for draw in draws]
    assert found.standard_error == pytest.approx(np.std(values, ddof=1), rel=1e-9)


def test_interval_jackknife_with_hundreds_of_values():
    rng = np.random.default_rng(9)
    table = rng.integers(1, 300, 40) + rng.integers(-30, 31, (3, 40))
    options = {"coefficient": "krippendorff_alpha", "level": "interval"}
    found = agreement(table, **options, interval="jackknife")
    without = np.array([agreement(np.delete(table, unit, axis=1), **options).value for unit in range(40)])
    assert found.standard_error == pytest.approx(np.sqrt(39 / 40 * ((without - without.mean()) ** 2).sum()))


def test_the_same_seed_gives_the_same_interval():
    table = ratings()
    options = {"coefficient": "krippendorff_alpha", "level": "nominal", "interval": "bootstrap", "replicates": 200}
    assert agreement(table, **options, seed=5) == agreement(table, **options, seed=5)
    assert agreement(table, **options, seed=5).low != agreement(table, **options, seed=6).low


def test_dependent_units_widen_the_interval():
    # Ten units in each of six documents agree or disagree together: sixty units are worth six.
    block = [[1] * 30 + [2] * 30, [1] * 20 + [2] * 20 + [1] * 10 + [2] * 10]
    options = {"coefficient": "cohen_kappa", "level": "nominal", "interval": "jackknife"}
    alone = agreement(block, **options)
    together = agreement(block, **options, clusters=np.repeat(np.arange(6), 10))
    assert together.standard_error > 2 * alone.standard_error


def test_analytic_jackknife_and_bootstrap_agree_on_large_samples():
    table = ratings(units=3000)
    for coefficient in ("krippendorff_alpha", "fleiss_kappa", "conger_kappa", "gwet_ac1", "brennan_prediger"):
        options = {"coefficient": coefficient, "level": "nominal", "categories": [1, 2, 3, 4]}
        analytic = agreement(table, **options, interval="analytic").standard_error
        assert agreement(table, **options, interval="jackknife").standard_error == pytest.approx(analytic, rel=0.02)
        assert agreement(table, **options, interval="bootstrap").standard_error == pytest.approx(analytic, rel=0.08)


def test_cohen_with_missing_ratings_uses_the_linearised_variance():
    table = ratings(coders=2, units=3000)
    options = {"coefficient": "cohen_kappa", "level": "nominal"}
    analytic = agreement(table, **options, interval="analytic").standard_error
    # Gwet takes the number of units with two ratings as given, which is a little cautious where it varies.
    ratio = analytic / agreement(table, **options, interval="jackknife").standard_error
    assert 1 < ratio < 1.06


def test_analytic_error_that_nobody_published():
    with pytest.raises(DataError, match="ordinal") as caught:
        agreement(ratings(), coefficient="krippendorff_alpha", level="ordinal", interval="analytic")
    assert "bootstrap" in caught.value.problems[0].hint
    with pytest.raises(DataError, match="independent"):
        agreement(ratings(), coefficient="fleiss_kappa", level="nominal", interval="analytic", clusters=range(40))


def test_full_agreement_says_that_its_interval_is_empty_of_information():
    found = agreement([[1, 2, 1, 2]] * 2, coefficient="cohen_kappa", level="nominal", interval="jackknife")
    assert (found.value, found.standard_error) == (1, pytest.approx(0, abs=1e-9))
    assert "no width" in found.why


def test_one_cluster_has_no_interval():
    found = agreement(ratings(), coefficient="percent", level="nominal", interval="bootstrap", clusters=["d"] * 40)
    assert found.value is not None
    assert (found.low, found.high, found.standard_error) == (None, None, None)
    assert "one cluster" in found.why


def test_a_cluster_that_holds_all_variation_allows_no_jackknife():
    rows = [[1, 1, 1, 1, 2], [1, 1, 1, 1, 2]]
    found = agreement(rows, coefficient="krippendorff_alpha", level="nominal", interval="jackknife")
    assert found.value == 1
    assert found.low is None
    assert "undefined without 1 of the 5 clusters" in found.why
    drawn = agreement(rows, coefficient="krippendorff_alpha", level="nominal", interval="bootstrap", replicates=500)
    assert "draws were undefined" in drawn.why


def test_clusters_must_match_units():
    with pytest.raises(DataError, match="39 cluster labels for 40 units"):
        agreement(ratings(), coefficient="percent", level="nominal", interval="jackknife", clusters=range(39))


def test_clusters_follow_units_that_nobody_rated():
    rows = [[1, None, 2, 1, 2, 1], [1, None, 2, 2, 2, 1]]
    found = agreement(rows, coefficient="percent", level="nominal", interval="jackknife", clusters="aabbcc")
    same = agreement(
        [[1, 2, 1, 2, 1], [1, 2, 2, 2, 1]],
        coefficient="percent",
        level="nominal",
        interval="jackknife",
        clusters="abbcc",
    )
    assert found.standard_error == pytest.approx(same.standard_error)


def test_upper_bounds_stop_at_one():
    rows = [[1, 2, 1, 2, 1, 2, 1], [1, 2, 1, 2, 1, 2, 2]]
    found = agreement(rows, coefficient="cohen_kappa", level="nominal", interval="analytic")
    assert found.high == 1


def test_percent_stays_a_share_and_full_agreement_is_flagged_by_every_method():
    few = agreement([[1, 2, 1], [2, 1, 1]], coefficient="percent", level="nominal", interval="analytic")
    assert few.low == 0
    full = agreement([[1, 2, 1], [1, 2, 1]], coefficient="gwet_ac1", level="nominal", interval="analytic")
    assert "no width" in full.why


def test_every_unit_needs_a_cluster():
    with pytest.raises(DataError, match="no cluster label"):
        agreement([[1, 2], [1, 1]], coefficient="percent", level="nominal", interval="jackknife", clusters=["a", None])


def test_resampling_that_does_not_fit_memory_is_refused():
    ratings_of_many = np.arange(800_000).reshape(2, 400_000) % 999
    with pytest.raises(DataError, match="too much memory"):
        agreement(ratings_of_many, coefficient="fleiss_kappa", level="nominal", interval="jackknife")


@pytest.mark.parametrize("interval", ["analytic", "jackknife", "bootstrap"])
@pytest.mark.parametrize("coefficient", ["cohen_kappa", "scott_pi", "krippendorff_alpha", "gwet_ac1"])
def test_no_interval_reaches_below_what_can_be(coefficient, interval):
    rng = np.random.default_rng(5)
    for _ in range(20):
        table = rng.integers(1, 4, (2, int(rng.integers(3, 7))))
        found = agreement(table, coefficient=coefficient, level="nominal", categories=[1, 2, 3], interval=interval)
        if found.low is not None:
            assert -1 <= found.low <= found.value <= found.high <= 1


def test_the_least_value_of_brennan_and_prediger_is_that_of_no_agreement():
    # With three categories chance is a third, so that no agreement at all is (0 - 1/3) / (1 - 1/3) = -1/2.
    options = {"coefficient": "brennan_prediger", "level": "nominal", "categories": [1, 2, 3], "interval": "jackknife"}
    assert agreement([[1, 2, 3], [2, 3, 3]], **options).low == pytest.approx(-0.5)
    assert agreement([[1, 2, 3], [2, 3, 1]], **options).value == pytest.approx(-0.5)


@pytest.mark.parametrize("metric", ["masi", "jaccard"])
def test_many_sets_in_few_documents_are_resampled_as_the_estimate_says(metric):
    """Where sets outnumber documents, chance is taken between documents; it must be what the sets themselves give."""
    rng = np.random.default_rng(9)
    cells = [frozenset(np.flatnonzero(rng.random(8) < 0.25).tolist()) for _ in range(240)]
    rows = [cells[:120], [one if rng.random() < 0.6 else cells[int(rng.integers(240))] for one in cells[:120]]]
    documents = np.arange(120) // 20
    options = {"coefficient": "krippendorff_alpha", "level": "set", "metric": metric}
    assert len({one for row in rows for one in row}) > 64
    found = agreement(rows, **options, interval="jackknife", clusters=documents)
    without = []
    for document in range(6):
        kept = np.flatnonzero(documents != document)
        without.append(agreement([[row[i] for i in kept] for row in rows], **options).value)
    error = np.sqrt(5 / 6 * ((np.array(without) - np.mean(without)) ** 2).sum())
    assert found.value == pytest.approx(agreement(rows, **options).value, rel=1e-12)
    assert found.standard_error == pytest.approx(error, rel=1e-9)


def test_units_alike_in_a_document_may_stand_together():
    """Two coders and two categories in many units are folded; a unit more of a pattern changes nothing else."""
    rng = np.random.default_rng(4)
    table = (rng.random((2, 4000)) < 0.2).astype(int)
    table[1] = np.where(rng.random(4000) < 0.1, 1 - table[1], table[0])
    documents = np.arange(4000) // 100
    for coefficient in ("cohen_kappa", "krippendorff_alpha", "gwet_ac1", "percent"):
        options = {"coefficient": coefficient, "level": "nominal", "categories": [0, 1]}
        found = agreement(table, **options, interval="jackknife", clusters=documents)
        without = np.array([agreement(table[:, documents != d], **options).value for d in range(40)])
        error = np.sqrt(39 / 40 * ((without - without.mean()) ** 2).sum())
        assert found.standard_error == pytest.approx(error, rel=1e-8)
        assert found.n_units == 4000


@pytest.mark.parametrize("columns", [1, 7, 400])
def test_products_cut_in_parts_are_the_product(columns):
    rng = np.random.default_rng(columns)
    draws = rng.integers(0, 4, (250, 300)).astype(float)
    rows = rng.integers(0, 50, (300, columns)).astype(float)
    assert (_product(draws, rows) == np.einsum("rc,cs->rs", draws, rows)).all()
