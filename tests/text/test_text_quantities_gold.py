"""Precision and recall on sentences written for this purpose, with what a reader takes from them.

The expectations are a person's, also where the scanner falls short ("один из десяти" is a tenth): the bars below are
what it reaches, and must not sink.
"""

from __future__ import annotations

import math
from typing import Any

import pytest

from gold_scores import amounts, cases, claimed, is_value
from kelisim.model.quantity import Quantity
from kelisim.text import quantities

LANGUAGES = ("en", "ru", "zh", "kk")


def _cases(language: str) -> list[dict[str, Any]]:
    return cases(f"quantities_{language}")


def _same(expected: Any, found: float | tuple[float, float]) -> bool:
    left = expected if isinstance(expected, list) else [expected]
    right = list(found) if isinstance(found, tuple) else [found]
    return len(left) == len(right) and all(
        math.isclose(a, b, rel_tol=1e-4, abs_tol=1e-6) for a, b in zip(left, right, strict=True)
    )


def _counted(quantity: Quantity) -> bool:
    """Ranks, and days whose year the text does not name, are not in the lists."""
    year = quantity.value if isinstance(quantity.value, float) else quantity.value[0]
    return quantity.kind != "ordinal" and not (quantity.kind == "date" and year < 1000)


def _score(language: str, fields: tuple[str, ...]) -> tuple[float, float]:
    found_total = expected_total = hits = 0
    for case in _cases(language):
        found = [quantity for quantity in quantities(case["text"], language=language) if _counted(quantity)]
        expected = list(case["expected"])
        found_total += len(found)
        expected_total += len(expected)
        for quantity in found:
            for wanted in expected:
                is_date = wanted["kind"] == "date"
                if (
                    _same(wanted["value"], quantity.value)
                    and is_date == (quantity.kind == "date")
                    and (is_date or all(wanted[field] == getattr(quantity, field) for field in fields))
                ):
                    expected.remove(wanted)
                    hits += 1
                    break
    return hits / found_total, hits / expected_total


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lists_hold_at_least_forty_texts(language: str) -> None:
    texts = _cases(language)
    assert len(texts) >= 40
    assert sum(not case["expected"] for case in texts) >= 1, "texts without any quantity belong to the list"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("fields", "precision", "recall"),
    [((), 0.97, 0.97), (("unit",), 0.95, 0.95), (("comparator",), 0.96, 0.96), (("change",), 0.94, 0.94)],
)
def test_precision_and_recall(language: str, fields: tuple[str, ...], precision: float, recall: float) -> None:
    got = _score(language, fields)
    assert got[0] >= precision, f"{language} {fields}: precision {got[0]:.3f}"
    assert got[1] >= recall, f"{language} {fields}: recall {got[1]:.3f}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_amounts_of_ordinary_sentences(language: str) -> None:
    scores = amounts("amounts", language)
    least = {"value": 0.99, "unit": 0.975, "comparator": 0.985, "change": 0.975}
    assert {field: scores[field] for field in least if scores[field] < least[field]} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commonest_forms_are_read_in_every_field(language: str) -> None:
    wrong = []
    for case in cases(f"common_{language}"):
        found = [one for one in quantities(case["text"], language=language) if one.kind != "ordinal"]
        amounts_found = [one for one in found if one.kind != "date"]
        dates = [[list(one.value) if isinstance(one.value, tuple) else one.value, one.comparator] for one in found
                 if one.kind == "date"]  # fmt: skip
        right = len(amounts_found) == len(case["expected"]) and all(
            is_value(wanted["value"], one.value)
            and all(wanted[field] == getattr(one, field) for field in ("unit", "comparator", "change"))
            for wanted, one in zip(case["expected"], amounts_found, strict=True)
        )
        if not right or ("dates" in case and dates != case["dates"]):
            wrong.append((case["text"], found))
    assert not wrong
    assert len(cases(f"common_{language}")) > 100


def test_every_field_of_the_claims_of_policy_papers() -> None:
    scores = claimed("claims_policy", LANGUAGES)
    least = {"value": 0.99, "unit": 0.99, "change": 0.97, "indicator": 0.95, "place": 0.98, "period": 0.98,
             "modality": 0.97, "citations": 0.99, "all": 0.92}  # fmt: skip
    assert {field: scores[field] for field in least if scores[field] < least[field]} == {}
    assert scores["found"] == pytest.approx(1, abs=0.02), "no more claims than the reader's"


def test_the_unseen_sentences_are_none_of_those_that_are_mended() -> None:
    for language in LANGUAGES:
        unseen = {case["text"] for case in cases(f"unseen_{language}")}
        assert len(unseen) >= 40
        assert not unseen & {case["text"] for name in ("amounts", "quantities") for case in cases(f"{name}_{language}")}
    assert not {case["text"] for case in cases("claims_unseen")} & {case["text"] for case in cases("claims_policy")}
