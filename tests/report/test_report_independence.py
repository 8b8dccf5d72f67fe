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
