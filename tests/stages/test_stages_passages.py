"""A quote is found again after a new extraction, and never in a sentence that says something else."""

from __future__ import annotations

import pytest

from kelisim.stages.passages import locate

TEXT = (
    "The council closed the bridge. In 2020 the plant made 74,831 vehicles. In 2021 the plant made 92,417 vehicles.\n"
    "Co-\noperation be\ufb01tted both sides, and the road to the pass was mended in the spring of that long year.\n"
    "该厂2021年生产汽车9.2万辆。Завод выпустил за год двадцать тысяч автомобилей и начал строить второй цех.\n"
)


def found(quote: str, **more: object) -> str | None:
    place = locate(TEXT, quote, **more)  # type: ignore[arg-type]
    return None if place is None else TEXT[place[0] : place[1]]


@pytest.mark.parametrize(
    "quote",
    [
        "In 2021 the plant made 92,417 vehicles.",
        "in 2021  the plant\nmade 92,417 vehicles",
        "Cooperation befitted both sides",
        "该厂2021年生产汽车9.2万辆",
        "the road to the pass was mended in the spring of that long year",
    ],
)
def test_the_form_of_a_quote_may_differ(quote: str) -> None:
    assert found(quote) is not None


def test_one_word_in_ten_may_be_read_otherwise() -> None:
    quote = "and the road to the pass was rnended in the spring of that long year"
    assert found(quote) == quote.replace("rnended", "mended")


@pytest.mark.parametrize(
    "quote",
    [
        "The council repaired the bridge.",
        "In 2021 the plant made 92,471 vehicles.",
        "In 2019 the plant made 74,831 vehicles.",
        "该厂2022年生产汽车9.2万辆",
        "Завод выпустил за год тридцать тысяч автомобилей",
        "",
    ],
)
def test_another_figure_or_another_verb_is_another_passage(quote: str) -> None:
    assert found(quote) is None


def test_of_several_places_the_near_one_is_meant() -> None:
    text = "Yes. No. Yes. No. Yes."
    assert locate(text, "Yes.", near=9) == (9, 13)
    assert locate(text, "No.", near=13) == (14, 17)
    assert locate(text, "Yes.", prefix="No. ", suffix=" No") == (9, 13)
