from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from kelisim.model.indicator import Indicator
from kelisim.text import claims, quantities
from kelisim.text.extraction.lexicon import LANGUAGES, lexicon, read_tables

GOLD = Path(__file__).parent / "gold" / "claims.jsonl"
CASES: list[dict[str, Any]] = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("field", ["indicator", "place", "period_start", "period_end", "modality", "citations"])
def test_fields_of_claims_in_four_languages(field: str) -> None:
    right = total = 0
    wrong = []
    for case in CASES:
        found = claims(case["text"], language=case["language"], document_date=case["document_date"])
        assert len(found) == len(case["expected"]), case["text"]
        for claim, expected in zip(found, case["expected"], strict=True):
            assert claim.value == pytest.approx(expected["value"])
            got = getattr(claim, field)
            if field == "indicator" and expected[field] is None:
                continue
            total += 1
            if (list(got) if isinstance(got, tuple) else got) == expected[field]:
                right += 1
            else:
                wrong.append((case["text"], got))
    assert total >= 40
    assert right / total >= 0.95, wrong


def test_the_gold_list_speaks_four_languages() -> None:
    assert {case["language"] for case in CASES} == set(LANGUAGES)
    assert {claim["modality"] for case in CASES for claim in case["expected"]} == {
        "achieved",
        "planned",
        "estimated",
        "reported",
    }


def test_a_claim_has_everything_of_its_quantity() -> None:
    text = "In 2023, exports reached 4.91 million vehicles."
    (claim,) = claims(text, language="en")
    assert claim.quantity in quantities(text, language="en")
    assert claim.subject == ""
    assert text[slice(*claim.sentence)] == text


def test_the_subject_is_the_name_before_the_number() -> None:
    (claim,) = claims("By 2017, Allur and JAC Motors had assembled 765 vehicles.", language="en")
    assert claim.subject == "Allur and JAC Motors"
    (claim,) = claims("В 2017 году завод СарыаркаАвтоПром собрал 765 машин.", language="ru")
    assert claim.subject == "СарыаркаАвтоПром"


def test_the_vocabulary_of_a_study_comes_first() -> None:
    text = "The content share of the plant reached 30%."
    own = Indicator("domestic_content", "domestic content", "", "percent", aliases=("content share",))
    assert claims(text, language="en")[0].indicator == "market_share"
    assert claims(text, language="en", vocabulary=[own])[0].indicator == "domestic_content"
    assert claims(text, language="en", vocabulary={"dc": ["content share"]})[0].indicator == "dc"


def test_without_an_indicator_the_noun_phrase_stands() -> None:
    (claim,) = claims("The boiling temperature is 78 degrees Celsius.", language="en")
    assert claim.indicator == "boiling temperature"


def test_a_percentage_prefers_an_indicator_that_is_a_rate() -> None:
    text = "The share of cars in the output of the manufacturing sector was 33.4%."
    assert claims(text, language="en")[0].indicator == "market_share"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The two countries agreed in 2019.", "en"),
        ("One analysis found nothing.", "en"),
        ("A two-period design was used.", "en"),
        ("It grew over the past two decades.", "en"),
        ("The third phase began.", "en"),
        ("两国元首会晤。", "zh"),
    ],
)
def test_what_claims_nothing_is_no_claim(text: str, language: str) -> None:
    assert claims(text, language=language) == []


def test_a_rank_is_a_claim() -> None:
    (claim,) = claims("Kazakhstan ranked third in Central Asia.", language="en")
    assert (claim.value, claim.kind, claim.place) == (3, "ordinal", "KZ")


def test_a_month_and_year_in_brackets_is_a_date_and_no_citation() -> None:
    (claim,) = claims("JAC acquired 51% of Allur (May 2019).", language="en")
    assert (claim.period_start, claim.citations) == ("2019-05-01", ())
    (claim,) = claims("JAC acquired 51% of Allur (Umarov, 2019).", language="en")
    assert (claim.period_start, claim.citations) == (None, ("(Umarov, 2019)",))


def test_the_dictionary_of_a_claim_is_ready_for_json() -> None:
    (claim,) = claims("By 2018 over 8000 cars were exported [3].", language="en")
    record = json.loads(json.dumps(claim.to_dict()))
    assert record["high"] is None
    assert record["low"] == 8000
    assert record["citations"] == ["[3]"]
    assert (record["period_start"], record["period_end"]) == (None, "2018-12-31")
    assert math.isinf(claim.high)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_aliases_for_every_indicator(language: str) -> None:
    missing = [name for name, table in read_tables("indicators").items() if not table.get(language)]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lexicon_has_the_tables_that_the_scanners_ask_for(language: str) -> None:
    tables = lexicon(language).tables
    for name in ("units", "before", "after", "change", "ranges", "labels", "periods", "places", "modality", "numbers"):
        assert name in tables, name
    for comparator in ("approx", "gt", "ge", "lt", "le"):
        assert comparator in {*tables["before"], *tables["after"]}, comparator
