"""The u-alpha family against its definition in plain loops, its limits, overlaps, documents and errors."""

from itertools import pairwise

import brute_unitising as brute
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.errors import DataError
from kelisim.stats import unitising

LENGTH = 60
CODERS = ["anna", "boris", "clara"]


@st.composite
def continua(draw, coders=(2, 3)):
    """Spans of two or three coders that do not overlap within a coder."""
    names = CODERS[: draw(st.integers(*coders))]
    spans = []
    for name in names:
        edges = sorted(draw(st.sets(st.integers(0, LENGTH), min_size=2, max_size=8)))
        for start, end in pairwise(edges):
            code = draw(st.sampled_from(["x", "y", "z", None]))
            if code is not None:
                spans.append((name, start, end, code))
    return names, spans


def defined(function, *args):
    try:
        return function(*args)
    except ZeroDivisionError:
        return None


def compare(found, expected):
    if found.value is None:
        assert found.why
        assert expected is None or abs(expected) > 1e6 or found.why.startswith(("no coder", "only one"))
    elif expected is not None and abs(expected) < 1e6:
        assert found.value == pytest.approx(expected, abs=1e-9)


@given(continua(), st.sampled_from(["u_alpha", "binary_u_alpha", "cu_alpha"]))
def test_coefficients_by_definition(drawn, coefficient):
    names, spans = drawn
    found = unitising(spans, length=LENGTH, coefficient=coefficient, coders=names)
    compare(found, defined(getattr(brute, coefficient), spans, names, LENGTH))


@given(continua(), st.sampled_from(["x", "y", "z"]))
def test_single_codes_by_definition(drawn, code):
    names, spans = drawn
    if any(span[3] == code for span in spans):
        found = unitising(spans, length=LENGTH, coefficient="k_u_alpha", code=code, coders=names)
        compare(found, defined(brute.k_u_alpha, spans, names, LENGTH, code))


@given(continua())
def test_the_loops_cut_the_text_as_its_characters_do(drawn):
    names, spans = drawn
    for name in names:
        runs = [(code, end - start) for start, end, code in brute.segments(spans, name, LENGTH)]
        assert runs == brute.by_character(spans, name, LENGTH)


EXAMPLE = [
    ("anna", 2, 10, "x"),
    ("anna", 20, 30, "y"),
    ("boris", 4, 12, "x"),
    ("boris", 20, 30, "x"),
    ("clara", 2, 10, "x"),
    ("clara", 22, 30, "y"),
]


def test_an_example_worked_by_hand():
    # Two coders, 10 characters: one unit of 4 against one of 2 within it, both coded x.
    # Coincidences xx 4, x-gap 2 + 2... of 20: lengths x 6, gap 14; corrections 16 + 4 and 14.
    # Observed disagreement 4; expected 2 * 20 * 6 * 14 / (400 - 34) = 3360 / 366.
    found = unitising([("a", 0, 4, "x"), ("b", 1, 3, "x")], length=10, coefficient="u_alpha")
    assert found.value == pytest.approx(1 - 4 * 366 / 3360)
    assert (found.n_units, found.n_coders, found.n_pairable) == (2, 2, 20)
    assert found.categories == ("x",)
    binary = unitising([("a", 0, 4, "x"), ("b", 1, 3, "x")], length=10, coefficient="binary_u_alpha")
    assert binary.value == pytest.approx(found.value)


@pytest.mark.parametrize("coefficient", ["u_alpha", "binary_u_alpha", "cu_alpha"])
def test_full_agreement_is_one(coefficient):
    spans = [(c, s, e, k) for c in CODERS for s, e, k in [(3, 9, "x"), (12, 20, "y"), (20, 31, "x")]]
    found = unitising(spans, length=LENGTH, coefficient=coefficient)
    assert found.value == pytest.approx(1)


def test_order_of_spans_and_names_of_codes_do_not_matter():
    renamed = [(c, s, e, {"x": "weather", "y": "art"}[k]) for c, s, e, k in reversed(EXAMPLE)]
    for coefficient in ("u_alpha", "binary_u_alpha", "cu_alpha"):
        before = unitising(EXAMPLE, length=LENGTH, coefficient=coefficient).value
        assert unitising(renamed, length=LENGTH, coefficient=coefficient).value == pytest.approx(before)


def test_moving_boundaries_lowers_u_alpha_but_not_cu_alpha():
    close = unitising(EXAMPLE, length=LENGTH, coefficient="u_alpha").value
    far = [(c, s + (6 if c == "boris" else 0), e + (6 if c == "boris" else 0), k) for c, s, e, k in EXAMPLE]
    assert unitising(far, length=LENGTH, coefficient="u_alpha").value < close
    same = [(c, s, e, "x" if s < 15 else "y") for c, s, e, _ in far]
    assert unitising(same, length=LENGTH, coefficient="cu_alpha").value == pytest.approx(1)


def test_coverage_is_the_share_that_the_coefficient_speaks_of():
    spans = [("a", 0, 10, "x"), ("b", 5, 15, "x"), ("a", 20, 30, "y"), ("b", 20, 30, "y")]
    found = unitising(spans, length=40, coefficient="cu_alpha")
    assert found.coverage == pytest.approx(15 / 40)
    own = unitising(spans, length=40, coefficient="k_u_alpha", code="x")
    assert own.coverage == pytest.approx(5 / 10)
    assert "covering 50.0%" in repr(own)


def test_a_coder_who_marked_nothing_counts():
    spans = [s for s in EXAMPLE if s[0] != "clara"]
    two = unitising(spans, length=LENGTH, coefficient="u_alpha")
    three = unitising(spans, length=LENGTH, coefficient="u_alpha", coders=CODERS)
    assert (two.n_coders, three.n_coders) == (2, 3)
    assert three.value < two.value
    assert three.value == pytest.approx(brute.u_alpha(spans, CODERS, LENGTH))


def test_overlapping_spans_of_one_code_are_one_unit_and_touching_spans_two():
    whole = [("a", 0, 12, "x"), ("b", 0, 12, "x")]
    pieces = [("a", 0, 8, "x"), ("a", 5, 12, "x"), ("b", 0, 12, "x")]
    split = [("a", 0, 6, "x"), ("a", 6, 12, "x"), ("b", 0, 12, "x")]
    values = [unitising(s, length=LENGTH, coefficient="u_alpha", code=None).n_pairable for s in (whole, pieces, split)]
    assert len(set(values)) == 1
    mixed = [("b", 20, 30, "x")]
    found = [unitising(s + mixed, length=LENGTH, coefficient="u_alpha").value for s in (whole, pieces, split)]
    assert found[0] == pytest.approx(found[1])
    assert found[2] != pytest.approx(found[0])


def test_overlapping_codes_are_read_as_layers():
    spans = [*EXAMPLE, ("anna", 8, 25, "z"), ("boris", 9, 25, "z")]
    found = unitising(spans, length=LENGTH, coefficient="u_alpha")
    observed = expected = 0.0
    for code in "xyz":
        layer = [s for s in spans if s[3] == code]
        _, values, seen, chance = brute.tables(layer, CODERS, LENGTH)
        observed += sum(seen[c, k] for c in values for k in values if c != k)
        expected += sum(chance[c, k] for c in values for k in values if c != k)
    assert found.value == pytest.approx(1 - observed / expected)
    assert "layer" in found.why
    one = unitising(spans, length=LENGTH, coefficient="u_alpha", code="z")
    assert one.value == pytest.approx(brute.u_alpha([s for s in spans if s[3] == "z"], CODERS, LENGTH))


def test_overlapping_codes_are_joined_for_relevance():
    spans = [("a", 0, 10, "x"), ("a", 5, 15, "y"), ("b", 0, 15, "x")]
    found = unitising(spans, length=40, coefficient="binary_u_alpha")
    assert found.value == pytest.approx(1)
    assert "joined" in found.why


@pytest.mark.parametrize("coefficient", ["cu_alpha", "k_u_alpha"])
def test_overlapping_codes_have_no_code_at_a_position(coefficient):
    spans = [("a", 0, 10, "x"), ("a", 5, 15, "y"), ("b", 0, 15, "x")]
    with pytest.raises(DataError, match="one code at each position"):
        unitising(spans, length=40, coefficient=coefficient, code="x" if coefficient == "k_u_alpha" else None)


def documents(number=12):
    rng = np.random.default_rng(3)
    spans = []
    for document in range(number):
        for start in range(0, 90, 30):
            code = rng.choice(["x", "y"])
            for coder in ("a", "b"):
                shift = int(rng.integers(0, 8))
                spans.append((coder, start + shift, start + shift + 15, code, f"d{document}"))
    return spans, {f"d{document}": 100 for document in range(number)}


def test_documents_are_one_continuum_whose_units_do_not_cross():
    spans, lengths = documents()
    found = unitising(spans, length=lengths, coefficient="u_alpha")
    joined = [(c, s + 100 * int(d[1:]), e + 100 * int(d[1:]), k) for c, s, e, k, d in spans]
    assert found.value == pytest.approx(unitising(joined, length=1200, coefficient="u_alpha").value)


@pytest.mark.parametrize("coefficient", ["u_alpha", "binary_u_alpha", "cu_alpha"])
def test_jackknife_leaves_out_documents(coefficient):
    spans, lengths = documents()
    found = unitising(spans, length=lengths, coefficient=coefficient, interval="jackknife")
    without = []
    for document in lengths:
        rest = {name: size for name, size in lengths.items() if name != document}
        kept = [s for s in spans if s[4] != document]
        without.append(unitising(kept, length=rest, coefficient=coefficient).value)
    without = np.array(without)
    assert found.n_clusters == 12
    assert found.standard_error == pytest.approx(np.sqrt(11 / 12 * ((without - without.mean()) ** 2).sum()))


def test_bootstrap_over_documents_brackets_the_value():
    spans, lengths = documents()
    found = unitising(spans, length=lengths, coefficient="u_alpha", interval="bootstrap", replicates=300, seed=1)
    assert found.low < found.value < found.high
    one = unitising(EXAMPLE, length=LENGTH, coefficient="u_alpha", interval="bootstrap")
    assert one.value is not None
    assert one.low is None
    assert "one cluster" in one.why


def test_spans_may_come_in_a_frame():
    frame = pd.DataFrame(EXAMPLE, columns=["coder", "start", "end", "code"])
    found = unitising(frame, length=LENGTH, coefficient="u_alpha")
    assert found.value == pytest.approx(unitising(EXAMPLE, length=LENGTH, coefficient="u_alpha").value)
    with pytest.raises(DataError, match="lacks code"):
        unitising(frame.drop(columns="code"), length=LENGTH, coefficient="u_alpha")


@pytest.mark.parametrize(
    ("spans", "coefficient", "why"),
    [
        ([], "u_alpha", "no coder marked"),
        ([("a", 0, 5, "x")], "u_alpha", "only one coder"),
        ([("a", 0, 60, "x"), ("b", 0, 60, "x")], "binary_u_alpha", "all gap or all unit"),
        ([("a", 0, 5, "x"), ("b", 10, 15, "x")], "cu_alpha", "do not intersect"),
        ([("a", 0, 5, "x"), ("b", 0, 5, "x")], "cu_alpha", "one code"),
    ],
)
def test_what_has_no_value_says_why(spans, coefficient, why):
    found = unitising(spans, length=LENGTH, coefficient=coefficient)
    assert found.value is None
    assert why in found.why


@pytest.mark.parametrize(
    ("spans", "options", "what"),
    [
        ([("a", 5, 5, "x")], {}, "runs from 5 to 5"),
        ([("a", -1, 5, "x")], {}, "runs from -1"),
        ([("a", 0, 61, "x")], {}, "to 61"),
        ([("a", 0)], {}, "span 1 is"),
        ([("a", 0.5, 3, "x")], {}, "span 1 is"),
        ([("a", 0, 5, "x", "d9")], {}, "d9"),
        (EXAMPLE, {"coders": ["anna"]}, "boris"),
        (EXAMPLE, {"coefficient": "k_u_alpha"}, "one code"),
        (EXAMPLE, {"coefficient": "k_u_alpha", "code": "q"}, "'q'"),
        (EXAMPLE, {"coefficient": "cu_alpha", "code": "x"}, "all codes"),
        (EXAMPLE, {"coefficient": "ualpha"}, "ualpha"),
        (EXAMPLE, {"interval": "analytic"}, "analytic"),
        (EXAMPLE, {"length": 0}, "one or more"),
        ([*EXAMPLE, ("anna", 5, 25, "z")], {"layers": False}, "overlap"),
    ],
)
def test_mistakes_are_data_errors(spans, options, what):
    with pytest.raises(DataError) as caught:
        unitising(spans, **{"length": LENGTH, "coefficient": "u_alpha", **options})
    assert what in str(caught.value)
    assert caught.value.problems[0].hint


def test_a_text_may_be_longer_than_memory():
    rng = np.random.default_rng(1)
    far = 10**9
    spans = [
        (coder, int(start) * far, (int(start) + 1) * far, "xyz"[int(start) % 3])
        for coder in ("a", "b", "c")
        for start in rng.choice(1000, size=60, replace=False)
    ]
    found = unitising(spans, length=1000 * far, coefficient="u_alpha")
    assert found.value == pytest.approx(brute.u_alpha(spans, ["a", "b", "c"], 1000 * far))


SENTENCES = [(0, 9), (10, 21), (22, 30)]


@pytest.mark.parametrize("coefficient", ["u_alpha", "binary_u_alpha"])
def test_a_single_text_leaves_out_its_parts(coefficient):
    length = max(LENGTH, 30)
    found = unitising(EXAMPLE, length=length, coefficient=coefficient, interval="jackknife", parts={"": SENTENCES})
    without = []
    for start, end in SENTENCES:
        kept = [place for place in range(length) if not start <= place < end]
        marked = {
            (coder, first, last, code): [place for place in kept if first <= place < last]
            for coder, first, last, code in EXAMPLE
        }
        rest = [
            (coder, kept.index(places[0]), kept.index(places[-1]) + 1, code)
            for (coder, _, _, code), places in marked.items()
            if places
        ]
        coders = sorted({span[0] for span in EXAMPLE})
        without.append(unitising(rest, length=len(kept), coefficient=coefficient, coders=coders).value)
    without = np.array(without)
    assert found.n_clusters == 3
    assert found.standard_error == pytest.approx(np.sqrt(2 / 3 * ((without - without.mean()) ** 2).sum()))
    assert -1 <= found.low <= found.value <= found.high <= 1


def test_parts_need_a_jackknife_and_two_of_them():
    with pytest.raises(DataError, match="left out one at a time"):
        unitising(EXAMPLE, length=LENGTH, coefficient="u_alpha", interval="bootstrap", parts={"": SENTENCES})
    alone = unitising(EXAMPLE, length=LENGTH, coefficient="u_alpha", interval="jackknife", parts={"": [(0, 5)]})
    assert alone.value is not None
    assert alone.low is None
    assert alone.why.startswith("fewer than two parts")


def test_overlapping_codes_leave_out_parts_in_every_layer():
    spans = [("a", 0, 10, "x"), ("a", 5, 20, "y"), ("b", 0, 12, "x"), ("b", 6, 18, "y"), ("b", 22, 28, "x")]
    found = unitising(spans, length=30, coefficient="u_alpha", interval="jackknife", parts={"": SENTENCES})
    # Without the first sentence nothing of the first unit but a character is left; without the last no third.
    rests = [
        [("a", 0, 1, "x"), ("a", 0, 11, "y"), ("b", 0, 3, "x"), ("b", 0, 9, "y"), ("b", 13, 19, "x")],
        [("a", 0, 10, "x"), ("a", 5, 10, "y"), ("b", 0, 10, "x"), ("b", 6, 10, "y"), ("b", 11, 17, "x")],
        [("a", 0, 10, "x"), ("a", 5, 20, "y"), ("b", 0, 12, "x"), ("b", 6, 18, "y")],
    ]
    lengths = [30 - (end - start) for start, end in SENTENCES]
    without = np.array(
        [
            unitising(rest, length=length, coefficient="u_alpha", layers=True).value
            for rest, length in zip(rests, lengths, strict=True)
        ]
    )
    assert found.standard_error == pytest.approx(np.sqrt(2 / 3 * ((without - without.mean()) ** 2).sum()))
