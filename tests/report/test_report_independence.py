"""The figure of what sources go back to: who stands in it, what it says to those who cannot see it, and its size."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from report_cases import bare_case

from kelisim.model.independence import Tie, organisation
from kelisim.model.results import Collected
from kelisim.model.source import Source
from kelisim.report.context import Context
from kelisim.report.figures.independence import independence
from kelisim.report.inlines import plain


def drawn(names: list[str], ties: list[Tie]) -> Any:
    case = bare_case()
    data, results = case.data, case.results
    sources = tuple(Source(name, name, name, "news") for name in names)
    collect = Collected((), (), {}, tuple(ties))
    return independence(Context(replace(data, sources=sources), replace(results, collect=collect), ()))


AKAB = organisation("Association of the Car Trade of Somewhere (ACTS)")


def test_without_a_shared_origin_there_is_no_figure() -> None:
    assert drawn(["a", "b"], []) is None
    assert drawn(["a", "b"], [Tie("a", AKAB, "quotation")]) is None


def test_two_that_quote_one_are_drawn_and_told() -> None:
    figure = drawn(["a", "b", "c"], [Tie("a", AKAB, "quotation", "ACTS said"), Tie("b", AKAB, "quotation")])
    assert figure.alternative_text.startswith("2 sources in 1 group that share an origin: a quotes Association")
    assert "1 source that nothing joins to another is left out" in plain(figure.caption)
    assert figure.records[0] == ("a", "quotation", "Association of the Car Trade of Somewhere (ACTS)", "ACTS said")
    texts = [value["text"] for layer in figure.spec["layer"] for value in layer["data"]["values"] if "text" in value]
    assert {"a", "b", "ACTS"} <= set(texts)
    assert "c" not in texts


def test_a_large_register_still_fits_a_page_and_loses_no_record() -> None:
    names = [f"s{n:03}" for n in range(300)]
    ties = [Tie(name, organisation(f"office {n % 4}"), "quotation") for n, name in enumerate(names)]
    ties += [Tie(name, organisation(f"house {n // 2}"), "ownership") for n, name in enumerate(names[:20])]
    figure = drawn(names, ties)
    assert figure.spec["height"] < 900
    assert len(figure.records) == 320
    texts = [value["text"] for layer in figure.spec["layer"] for value in layer["data"]["values"] if "text" in value]
    assert any("more" in text for text in texts)


def lines_and_marks(figure: Any) -> tuple[list[dict[str, Any]], dict[str, tuple[float, float]]]:
    """Return the drawn segments, and where each mark stands, by its name."""
    values = [layer["data"]["values"] for layer in figure.spec["layer"] if layer.get("data", {}).get("values")]
    lines = [one for layer in values for one in layer if "x2" in one and "detail" in one]
    marks = {one["detail"]: (one["x"], one["y"]) for layer in values for one in layer if "shape" in one}
    return lines, marks


def test_a_line_past_a_column_runs_through_no_mark_of_it() -> None:
    # a to d alone would run straight through b or c, as if one of them lay between.
    ties = [Tie("a", "b", "lineage"), Tie("b", "d", "lineage"), Tie("a", "d", "lineage"), Tie("e", "c", "lineage")]
    ties += [Tie("c", "d", "lineage"), Tie("f", "d", "lineage"), Tie("f", "c", "lineage")]
    lines, marks = lines_and_marks(drawn(list("abcdef"), ties))
    assert len(lines) >= len(ties)
    for line in lines:
        for name, (x, y) in marks.items():
            if line["x"] < x < line["x2"]:
                at = line["y"] + (line["y2"] - line["y"]) * (x - line["x"]) / (line["x2"] - line["x"])
                assert abs(at - y) > 4, f"{line['detail']} runs through {name}"
            elif (x, y) in ((line["x"], line["y"]), (line["x2"], line["y2"])):
                assert name in line["detail"]


def test_every_tie_can_be_followed_from_its_source_to_its_origin() -> None:
    ties = [Tie("a", "b", "lineage"), Tie("b", "c", "lineage"), Tie("c", "d", "lineage"), Tie("e", "d", "quotation")]
    lines, marks = lines_and_marks(drawn(list("abcde"), ties))
    for tie in ties:
        own = [line for line in lines if f"{tie.start} " in line["detail"] and line["detail"].endswith(f" {tie.end}")]
        place = marks[tie.start]
        while place != marks[tie.end]:
            place = next((line["x2"], line["y2"]) for line in own if (line["x"], line["y"]) == place)


def test_one_large_group_is_cut_to_what_most_go_back_to_and_says_so() -> None:
    names = [f"s{n:03}" for n in range(400)]
    ties = [Tie(name, organisation("Office"), "ownership") for name in names]
    ties += [Tie(name, names[n // 3], "lineage") for n, name in enumerate(names) if n]
    figure = drawn(names, ties)
    assert figure.spec["height"] < 1200
    assert len(figure.records) == 799
    assert "more of the largest group are in the table" in plain(figure.caption)
    _, marks = lines_and_marks(figure)
    assert "Office" in marks
    assert len(marks) <= 44
