from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from kelisim.errors import UsageError
from kelisim.text import quantities, quantities_frame

TEXTS = ["Output rose 5% to 41,500 vehicles.", None, "No number here.", "Between 10 and 20 people came."]


def test_the_callers_kind_of_frame_comes_back() -> None:
    for given in (pd.DataFrame({"note": TEXTS}), pl.DataFrame({"note": TEXTS}), pa.table({"note": TEXTS})):
        found = quantities_frame(given, "note", language="en")
        assert type(found) is type(given)


def test_each_row_names_the_text_it_came_from() -> None:
    found = quantities_frame(pl.DataFrame({"note": TEXTS}), "note", language="en")
    assert found["row"].to_list() == [0, 0, 3]
    for record in found.to_dicts():
        text = TEXTS[record["row"]]
        assert text is not None
        assert text[record["start"] : record["end"]] == record["text"]
    assert found["unit"].to_list() == ["percent", "vehicle", "person"]
    assert found["change"].to_list() == ["up", "up", None]
    assert found.select("value_low", "value_high").rows()[2] == (10, 20)


def test_a_column_without_quantities_gives_an_empty_frame_of_the_same_columns() -> None:
    full = quantities_frame(pl.DataFrame({"note": TEXTS}), "note", language="en")
    empty = quantities_frame(pl.DataFrame({"note": ["nothing"]}), "note", language="en")
    assert empty.schema == full.schema
    assert empty.height == 0


def test_language_and_date_may_stand_in_columns() -> None:
    frame = pl.DataFrame(
        {
            "note": ["Продажи выросли на 5 %.", "Sales rose last year."],
            "tongue": ["ru", "en"],
            "day": ["2020-01-01", "2024-03-01"],
        }
    )
    found = quantities_frame(frame, "note", language="tongue", document_date="day")
    assert found["value_low"].to_list() == [5, 2023]


def test_a_missing_column_and_one_without_texts_are_usage_errors() -> None:
    with pytest.raises(UsageError, match="note"):
        quantities_frame(pl.DataFrame({"other": ["5 km"]}), "note")
    with pytest.raises(UsageError, match="row 0"):
        quantities_frame(pl.DataFrame({"note": [5]}), "note")


class _Marks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text, self.marked, self.titles, self.inside = "", [""], list[str](), False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "mark":
            self.inside = True
            self.marked.append("")
            self.titles.append(dict(attrs)["title"] or "")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "mark"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.inside:
            self.marked[-1] += data


def test_a_notebook_shows_the_text_with_its_spans_marked() -> None:
    text = "<b>Sales</b> rose 5% & reached about $3m in 2019."
    found = quantities(text, language="en")
    page: Any = _Marks()
    page.feed(found._repr_html_())
    assert page.text == text
    assert page.marked[1:] == [quantity.text for quantity in found]
    assert page.titles[1] == "quantity · 3,000,000 · USD · approx"


def test_the_result_is_still_a_list() -> None:
    found = quantities("5 km and 6 km", language="en")
    assert isinstance(found, list)
    assert found == list(found)
    assert json.dumps([quantity.to_dict() for quantity in found])


def test_only_the_beginning_of_a_long_text_is_shown() -> None:
    shown = quantities("5 km. " * 10_000, language="en")._repr_html_()
    assert len(shown) < 1_000_000
    assert "40,000 further characters" in shown
