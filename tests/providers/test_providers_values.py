"""Numbers, periods and places as providers write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from babel import Locale

from kelisim.errors import ProviderError, UsageError
from kelisim.model.query import Query
from kelisim.providers.places import alpha_2, codes_of
from kelisim.providers.values import day_first, number, period, plain


@pytest.mark.parametrize(
    ("written", "how", "meant"),
    [
        (12, {}, "12"),
        (0.25246000289917, {}, "0.25246000289917"),
        ("2.43", {}, "2.43"),
        ("1 234 567,8", {"decimal": ","}, "1234567.8"),
        ("1\u00a0234", {}, "1234"),
        ("1,234.5", {"thousands": ","}, "1234.5"),
        ("−0.5", {}, "-0.5"),
        ("1.5E-7", {}, "0.00000015"),
        (Decimal("0.10"), {}, "0.10"),
        (-0.0, {}, "0.0"),
    ],
)
def test_numbers_are_read_as_written(written: Any, how: dict[str, str], meant: str) -> None:
    found = number(written, **how)
    assert found is not None
    assert plain(found) == meant


@pytest.mark.parametrize("gap", [None, "", " ", "NA", "n/a", "NaN", "..", "...", "-", "—", ":", "x", float("nan")])
def test_gaps_are_gaps_and_never_nought(gap: Any) -> None:
    assert number(gap) is None


@pytest.mark.parametrize("written", ["1,5", "1.234,5", "12 cars", "1..2", "0x10", True, "1_000", "٣", "5 (est.)"])
def test_what_is_no_number_is_not_guessed_at(written: Any) -> None:
    with pytest.raises(ProviderError, match="stands where a number should be"):
        number(written)


def test_both_marks_in_a_text_are_refused_where_only_one_was_named() -> None:
    with pytest.raises(ProviderError):
        number("1.234,5", decimal=",")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (2021, "2021"),
        ("2021", "2021"),
        ("2021-Q3", "2021-Q3"),
        ("2021Q3", "2021-Q3"),
        ("2021-S1", "2021-H1"),
        ("2021M05", "2021-05"),
        ("2021-05", "2021-05"),
        ("2021-A1", "2021"),
        ("2021-05-28", "2021-05-28"),
        ("2021-05-28T00:00:00", "2021-05-28"),
    ],
)
def test_periods_are_read(written: Any, meant: str) -> None:
    assert str(period(written)) == meant


@pytest.mark.parametrize("written", ["", "21", "2021-13", "28.05.2021", "FY2021", None])
def test_what_is_no_period_is_refused(written: Any) -> None:
    with pytest.raises(ProviderError):
        period(written)


def test_days_are_read_day_first_and_never_month_first() -> None:
    assert str(day_first("05.02.2021")) == "2021-02-05"
    assert str(day_first("28/5/2021")) == "2021-05-28"
    with pytest.raises(ProviderError):
        day_first("05/28/2021")
    with pytest.raises(ProviderError):
        day_first("2021-05-28")


def test_codes_are_those_of_iso_3166() -> None:
    """Against the standard's own triples, as printed in ISO 3166-1, for countries that had others before as well."""
    triples = (
        "KZ KAZ 398,CN CHN 156,UZ UZB 860,AU AUS 36,AF AFG 4,DE DEU 276,GB GBR 826,ZA ZAF 710,FR FRA 250,"
        "ET ETH 231,YE YEM 887,SD SDN 729,CD COD 180,MM MMR 104,TL TLS 626,RU RUS 643"
    )
    for triple in triples.split(","):
        two, three, digits = triple.split()
        query = Query("worldbank", "X", (two,))
        assert codes_of(query, "alpha-3") == {three: two}
        assert codes_of(query, "numeric") == {digits: two}
        assert codes_of(query, "alpha-2") == {two: two}
        assert alpha_2(three) == two
    assert alpha_2("DDR") == "DDR"


def test_nearly_every_territory_has_its_codes() -> None:
    territories = [code for code in Locale("en").territories if len(code) == 2 and code.isalpha()]
    lacking = []
    for code in territories:
        try:
            codes_of(Query("worldbank", "X", (code,)), "alpha-3")
        except UsageError:
            lacking.append(code)
    # Codes that CLDR keeps for its own use, Kosovo, and others that ISO 3166 gives no three letters.
    assert set(lacking) <= {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}


def test_a_place_that_has_no_code_must_be_given_one() -> None:
    with pytest.raises(UsageError, match="Central Asia is no ISO 3166 country code"):
        codes_of(Query("worldbank", "X", ("Central Asia",)), "alpha-3")
    assert codes_of(Query("worldbank", "X", ("Central Asia",), {"Central Asia": "TEC"}), "alpha-3") == {
        "TEC": "Central Asia"
    }
