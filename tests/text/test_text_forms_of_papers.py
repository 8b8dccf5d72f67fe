"""Forms of working papers: signs behind currencies, spans of data, units of concentration, what is added to a count."""

from __future__ import annotations

import pytest

from kelisim.text import quantities
from kelisim.text.reading import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The gap is $-0.09, or -$0.12 with controls.", [(-0.09, "USD"), (-0.12, "USD")]),
        ("A loss of US$−3.5 million was booked.", [(-3.5e6, "USD")]),
        ("The range was $3-7 million.", [((3e6, 7e6), "USD")]),
        ("The limit fell from 15 to 12 µg/m3.", [(15, "microgram_per_cubic_metre"), (12, "microgram_per_cubic_metre")]),
        ("Loads reached 3 kg/m2 and 9 μg/m³.", [(3, "kilogram_per_square_metre"), (9, "microgram_per_cubic_metre")]),
        ("It comes with 128GB/256GB.", [(128, "gigabyte"), (256, "gigabyte")]),
        ("About 18-to-24-year-olds we know little.", [((18, 24), "year")]),
        ("A 2-to-4-week delay followed.", [((2, 4), "week")]),
    ],
)
def test_values_and_units_of_papers(text: str, expected: list[tuple[object, str]]) -> None:
    assert [(one.value, one.unit) for one in quantities(text, language="en")] == expected


@pytest.mark.parametrize(
    ("language", "text", "comparator", "value"),
    [
        ("en", "We use survey data from 2019-2022.", "range", (2019, 2022)),
        ("en", "Rates rose from 2019-20 on.", "ge", 2019),
        ("en", "They have risen since 2019-2022.", "ge", 2019),
        ("ru", "Использованы данные с 2019-2022 годов.", "range", (2019, 2022)),
        ("en", "Sixteen states plus the District of Columbia took part.", "exact", 16),
        ("en", "Some 16 members plus Norway took part.", "approx", 16),
        ("en", "It trades with 20 plus countries.", "ge", 20),
    ],
)
def test_spans_and_bounds_of_papers(language: str, text: str, comparator: str, value: object) -> None:
    one = quantities(text, language=language)[0]
    assert (one.comparator, one.value) == (comparator, value)


def test_greek_letters_and_powers_of_units_are_read_from_latex() -> None:
    source = rb"""\documentclass{article}
\begin{document}
The standard is 12 $\mu$g/m$^3$, and $\alpha = 0.05$ is used on 10$^6$ draws.
\end{document}
"""
    text = read(source, name="paper.tex").text
    assert text == "The standard is 12 μg/m³, and α= 0.05 is used on 10^6 draws."
    assert [one.unit for one in quantities(text, language="en")] == ["microgram_per_cubic_metre", None, "draw"]
