"""What goes in and comes out: tables of every kind, degenerate data, errors, and the result's views."""

import json

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from kelisim.errors import DataError
from kelisim.stats import Agreement, agreement

ROWS = [[1, 2, 3, None, 2], [1, 2, 2, 3, None]]
NOMINAL = {"coefficient": "krippendorff_alpha", "level": "nominal"}


def arrays():
    plain = np.array(ROWS, dtype=float)
    return {
        "list": ROWS,
        "tuple": tuple(map(tuple, ROWS)),
        "array": plain,
        "object array": np.array(ROWS, dtype=object),
        "masked": np.ma.masked_invalid(plain),
        "mapping": {"anna": ROWS[0], "boris": ROWS[1]},
        "pandas": pd.DataFrame(ROWS),
        "pandas nullable": pd.DataFrame(ROWS).astype("Int64"),
        "polars": pl.DataFrame(ROWS, orient="row"),
        "polars lazy": pl.LazyFrame(ROWS, orient="row"),
        "pyarrow": pa.table({str(i): [ROWS[0][i], ROWS[1][i]] for i in range(5)}),
        "words": [[None if v is None else f"code {v}" for v in row] for row in ROWS],
        "string array": np.array([["a", "b", "c", np.nan, "b"], ["a", "b", "b", "c", np.nan]]),
    }


@pytest.mark.parametrize("kind", arrays())
def test_every_kind_of_table(kind):
    found = agreement(arrays()[kind], **NOMINAL)
    assert found.value == pytest.approx(agreement(ROWS, **NOMINAL).value)
    assert (found.n_units, found.n_coders, found.n_pairable) == (5, 2, 6)
    assert len(found.categories) == 3


def test_a_frame_may_hold_a_coder_a_column():
    frame = pd.DataFrame({"anna": ROWS[0], "boris": ROWS[1]})
    found = agreement(frame, **NOMINAL, orientation="units x coders")
    assert (found.value, found.n_coders) == (pytest.approx(agreement(ROWS, **NOMINAL).value), 2)


def test_whole_numbers_far_from_nought_and_far_apart():
    rows = [[10**9, 10**9 + 3, 10**9], [10**9, 10**9 + 3, 10**9 + 3]]
    found = agreement(rows, **NOMINAL)
    assert found.categories == (10**9, 10**9 + 3)
    assert found.value == pytest.approx(agreement([[0, 1, 0], [0, 1, 1]], **NOMINAL).value)


def test_zero_and_one_are_not_missing_and_false_is_a_category():
    found = agreement([[False, True, False], [False, True, True]], **NOMINAL)
    assert found.categories == (False, True)


def test_word_categories_at_the_ordinal_level_follow_their_declared_order():
    names = ["low", "middle", "high"]
    rows = [["low", "high", "middle", "low"], ["low", "high", "high", "middle"]]
    numbers = [[names.index(v) for v in row] for row in rows]
    found = agreement(rows, coefficient="krippendorff_alpha", level="ordinal", categories=names)
    expected = agreement(numbers, coefficient="krippendorff_alpha", level="ordinal")
    assert found.value == pytest.approx(expected.value)
    assert found.categories == tuple(names)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "nothing was coded"),
        ([[], []], "nothing was coded"),
        ([[None, None], [None, None]], "nothing was coded"),
        ([[1, 2, 3]], "only one coder"),
        ([[1, 2, 3], [None, None, None]], "only one coder"),
        ([[1, None], [None, 2]], "no unit was rated by two coders"),
        ([[1, 1, 1], [1, 1, 1]], "same category"),
        ([[1, 1, 2], [1, 1, None]], "same category"),
    ],
)
@pytest.mark.parametrize("interval", ["none", "jackknife", "bootstrap", "analytic"])
def test_degenerate_data_has_a_reason_and_no_value(rows, why, interval):
    found = agreement(rows, **NOMINAL, interval=interval)
    assert found.value is None
    assert why in found.why
    assert "undefined" in repr(found)
    assert json.loads(json.dumps(found.to_dict()))["value"] is None


def test_one_category_is_full_percent_agreement():
    assert agreement([[1, 1], [1, 1]], coefficient="percent", level="nominal").value == 1


def test_one_category_of_several_declared_is_defined_where_chance_does_not_depend_on_it():
    rows = [["a", "a"], ["a", "a"]]
    for coefficient in ("brennan_prediger", "gwet_ac1"):
        assert agreement(rows, coefficient=coefficient, level="nominal", categories="ab").value == 1
    assert agreement(rows, coefficient="cohen_kappa", level="nominal", categories="ab").value is None


def test_coders_who_never_use_the_same_category():
    found = agreement([["a", "a"], ["b", "b"]], coefficient="cohen_kappa", level="nominal")
    assert found.value == 0


@pytest.mark.parametrize(
    ("rows", "options", "what"),
    [
        (ROWS, {"coefficient": "cohen", "level": "nominal"}, "cohen_kappa"),
        (ROWS, {"coefficient": "percent", "level": "nominel"}, "nominal"),
        (ROWS, {**NOMINAL, "interval": "bootstrp"}, "bootstrap"),
        (ROWS, {**NOMINAL, "confidence": 95}, "0.95"),
        (ROWS, {**NOMINAL, "interval": "bootstrap", "replicates": 1}, "1000"),
        (ROWS, {**NOMINAL, "categories": [1, 2]}, "one of: 1, 2"),
        (ROWS, {**NOMINAL, "categories": [1, 2, 3, 3]}, "once"),
        (ROWS, {**NOMINAL, "orientation": "sideways"}, "coders x units"),
        ([[1, 2], [1]], NOMINAL, "None where nothing"),
        ("ab", NOMINAL, "list of rows"),
        (7, NOMINAL, "list of rows"),
        (np.arange(3), NOMINAL, "one row a coder"),
        ([[1, float("inf")], [1, 2]], NOMINAL, "None or NaN"),
        ([[{"a"}], [{"b"}]], NOMINAL, "level='set'"),
        ([["a"], ["b"]], {"coefficient": "krippendorff_alpha", "level": "set"}, "{'A'}"),
        ([["a", "b"], ["a", "b"]], {"coefficient": "krippendorff_alpha", "level": "interval"}, "nominal"),
        ([["a", "b"], ["a", "b"]], {"coefficient": "krippendorff_alpha", "level": "ordinal"}, "lowest"),
        ([[-1, 2], [1, 2]], {"coefficient": "krippendorff_alpha", "level": "ratio"}, "interval"),
        ([[0.5, 2], [1, 2]], {"coefficient": "krippendorff_alpha", "level": "circular"}, "range(24)"),
        ([[1, 2], [1, 2], [1, 2]], {"coefficient": "cohen_kappa", "level": "nominal"}, "conger_kappa"),
        ([[1, 2], [1, 2], [1, 2]], {"coefficient": "scott_pi", "level": "nominal"}, "fleiss_kappa"),
        (ROWS, {"coefficient": "cohen_kappa", "level": "nominal", "weights": "linear"}, "ordinal"),
        (ROWS, {"coefficient": "cohen_kappa", "level": "ordinal", "weights": "cubic"}, "identity"),
        (ROWS, {"coefficient": "cohen_kappa", "level": "ordinal", "weights": [[1]]}, "categories"),
        (ROWS, {"coefficient": "cohen_kappa", "level": "nominal", "weights": np.zeros((3, 3))}, "v.max()"),
        (ROWS, {"coefficient": "gwet_ac1", "level": "ordinal", "weights": "linear"}, "gwet_ac2"),
        ([[{"a"}], [{"b"}]], {"coefficient": "krippendorff_alpha", "level": "set", "metric": "dice"}, "jaccard"),
    ],
)
def test_mistakes_are_data_errors_with_a_mend(rows, options, what):
    with pytest.raises(DataError) as caught:
        agreement(rows, **options)
    assert what in caught.value.problems[0].hint


def test_measurements_are_no_categories():
    rows = np.random.default_rng(0).normal(size=(2, 1500))
    with pytest.raises(DataError, match="distinct values"):
        agreement(rows, coefficient="cohen_kappa", level="interval")


def test_level_has_no_default():
    with pytest.raises(TypeError, match="level"):
        agreement(ROWS, coefficient="percent")


def test_repr_shows_value_interval_and_numbers():
    found = agreement(ROWS, coefficient="percent", level="nominal", interval="analytic", confidence=0.9)
    text = repr(found)
    for part in ("percent = 0.667", "90% interval [", "analytic", "5 units", "2 coders", "n = 6 pairable"):
        assert part in text
    assert "no interval" in repr(agreement(ROWS, coefficient="percent", level="nominal"))


def test_html_escapes_categories():
    page = agreement([["<b>", "c"], ["<b>", "d"]], coefficient="percent", level="nominal")._repr_html_()
    assert "&lt;b&gt;" in page
    assert "<b>" not in page


def test_dictionary_is_plain_json():
    rows = [[{"a", "b"}, set()], [{"a"}, set()]]
    found = agreement(rows, coefficient="krippendorff_alpha", level="set", interval="jackknife")
    data = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert data["categories"] == [[], ["a"], ["a", "b"]]
    assert set(data) == set(Agreement.__dataclass_fields__)


def test_nested_ratings_are_no_categories():
    with pytest.raises(DataError, match="no category"):
        agreement([[("a", ["b"])], [("a", ["c"])]], **NOMINAL)


def test_every_missing_mark_in_words():
    rows = [["a", None, float("nan"), pd.NA, pd.NaT, np.nan, "b"], ["a", "b", "b", "b", "b", "b", "b"]]
    found = agreement(rows, coefficient="percent", level="nominal")
    assert (found.value, found.n_pairable) == (1, 4)


def test_empty_text_is_missing():
    words = [["a", "b", "", "a"], ["a", "a", "b", " "]]
    none = [["a", "b", None, "a"], ["a", "a", "b", None]]
    options = {"coefficient": "krippendorff_alpha", "level": "nominal"}
    assert agreement(words, **options) == agreement(none, **options)
    assert agreement(np.array(words), **options) == agreement(none, **options)
