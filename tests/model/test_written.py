"""Numbers as sentences have them."""

import math

import pytest

from kelisim.model.written import bracketed, difference_in, signed, significant


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (654413.2, "654413"),
        (9999.6, "10000"),
        (12.3456, "12.35"),
        (-3.0, "-3"),
        (0.00001234, "0.00001234"),
        (-0.0, "0"),
        (math.inf, "inf"),
    ],
)
def test_no_number_has_an_exponent(value: float, written: str) -> None:
    assert significant(value) == written


def test_signs_ends_and_units_of_differences() -> None:
    assert (signed(53.0), signed(-1.04), signed(0.0)) == ("+53", "-1.04", "+0")
    assert bracketed(47.0, 59.0) == "[47, 59]"
    assert [difference_in(unit) for unit in ("percent", "vehicle", "USD", "")] == [
        " percentage points",
        " vehicles",
        " USD",
        "",
    ]
