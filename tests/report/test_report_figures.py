"""The figures: what is drawn, that labels keep apart, and that Vega-Lite takes them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from report_cases import Case

from kelisim.model.event import Event
from kelisim.model.ladder import Ladder, Rung
from kelisim.model.period import Period
from kelisim.model.results import GovernanceYear, LadderYear, Transition
from kelisim.report.figures import all_figures
from kelisim.report.figures.drawing import SIZE, decimal_year, text_width, wrapped
from kelisim.report.inlines import plain
from kelisim.report.render import render_figures
from kelisim.report.tree import Figure

Box = tuple[float, float, float, float]


def figures(case: Case) -> dict[str, Figure]:
    return {one.id: one for one in all_figures(case.data, case.results, case.findings)}


def texts(spec: dict[str, Any]) -> Iterator[tuple[str, Box]]:
    """Yield every text of a drawing with the box it is set in, in chart units."""
    for layer in spec["layer"]:
        mark = layer["mark"]
        # The white edge of a text is drawn apart, in the same place.
        if mark["type"] != "text" or "stroke" in mark:
            continue
        x, y = (layer["encoding"][name]["scale"] for name in ("x", "y"))
        for value in layer["data"]["values"]:
            across = (value["x"] - x["domain"][0]) / (x["domain"][1] - x["domain"][0]) * spec["width"]
            down = (value["y"] - y["domain"][0]) / (y["domain"][1] - y["domain"][0]) * spec["height"]
            if not y.get("reverse"):
                down = spec["height"] - down
            # Text widths are estimated from above; a little of the estimate is air.
            width = 0.93 * text_width(value["text"], mark["fontSize"], bold=mark.get("fontWeight") == "bold")
            left = {"left": across, "right": across - width, "center": across - width / 2}[mark["align"]]
            yield value["text"], (left, left + width, down - 0.4 * SIZE, down + 0.4 * SIZE)


def clashes(spec: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (one, other)
        for (one, a), (other, b) in combinations(texts(spec), 2)
        if a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
    ]


def crowded(case: Case) -> Case:
    """Return the study with long names, many triggers on a few days, and many near values."""
    events = tuple(
        Event(
            f"E{n}",
            Period.parse("2019-05-28" if n % 2 else f"20{14 + n % 9}"),
            f"Trigger number {n} " + "word " * (n % 9),
        )
        for n in range(1, 20)
    )
    claims = tuple(
        replace(solar_claim, id=f"X{n}", value=30.0 + n / 3, interval=None if n < 0 else solar_claim.interval)
        for n, solar_claim in enumerate([case.results.claim.claims[0]] * 9)
    )
    states = tuple(replace(state, triggers=tuple(one.id for one in events)) for state in case.results.govern.states)
    phases = tuple(replace(one, name=f"{one.name} and what else can be put into a name") for one in case.data.phases)
    return replace(
        case,
        data=replace(case.data, events=events, phases=phases),
        results=replace(
            case.results,
            claim=replace(case.results.claim, claims=(*case.results.claim.claims, *claims)),
            govern=replace(case.results.govern, states=states),
            periodise=replace(case.results.periodise, phases=()),
        ),
    )


def test_a_figure_stands_for_each_thing_a_study_has(solar: Case) -> None:
    assert list(figures(solar)) == [
        *("governance", "flow", "agreement", "verdicts", "events"),
        *("indicator_share", "estimate_did"),
    ]


def test_what_a_study_lacks_gives_no_figure(solar: Case, bare: Case) -> None:
    assert figures(bare) == {}
    undefined = tuple(replace(row, value=None) for row in solar.results.code.agreement)
    without = replace(solar, results=replace(solar.results, code=replace(solar.results.code, agreement=undefined)))
    assert "agreement" not in figures(without)


@pytest.mark.parametrize("make", [lambda case: case, crowded], ids=["plain", "crowded"])
def test_no_label_runs_into_another(solar: Case, make: Any) -> None:
    for key, figure in figures(make(solar)).items():
        assert len(list(texts(figure.spec))) > 2, key
        assert clashes(figure.spec) == [], key


def test_letters_are_nine_points_and_charts_fit_the_page(solar: Case, tmp_path: Path) -> None:
    made = all_figures(solar.data, solar.results)
    for figure in made:
        for layer in figure.spec["layer"]:
            assert layer["mark"].get("fontSize", SIZE) >= 12
    pictures = render_figures(made, tmp_path)
    assert set(pictures) == {one.id for one in made}
    # 16 cm at 96 units an inch: below it nothing is scaled down, so that 12 units stay 9 points.
    assert all(picture.width <= 16 / 2.54 * 96 for picture in pictures.values())


def test_a_crowded_study_is_drawn(solar: Case, tmp_path: Path) -> None:
    pictures = render_figures(all_figures(crowded(solar).data, crowded(solar).results), tmp_path)
    assert all(picture.png.stat().st_size > 1000 for picture in pictures.values())


def test_figures_are_the_same_every_time_and_hold_finite_numbers(solar: Case) -> None:
    first, second = (json.dumps([one.spec for one in all_figures(solar.data, solar.results)]) for _ in range(2))
    assert first == second
    json.dumps([one.spec for one in all_figures(solar.data, solar.results)], allow_nan=False)


def test_the_timeline_holds_states_triggers_and_phases(solar: Case) -> None:
    figure = figures(solar)["governance"]
    kinds = [record[0] for record in figure.records]
    assert (kinds.count("state"), kinds.count("trigger"), kinds.count("phase")) == (2, 3, 4)
    assert "relational and captive, 2019–2024" in figure.alternative_text
    shown = {text for text, _ in texts(figure.spec)}
    assert {"market", "relational", "captive", "policy instrument", "Reading of Section 4"} <= shown


def test_the_flow_shows_every_count(solar: Case) -> None:
    shown = [text for text, _ in texts(figures(solar)["flow"].spec)]
    assert "Identified (n = 3)" in shown
    assert "Excluded (n = 1)" in shown
    assert "satisfies none of i, ii: 1" in shown


def test_an_open_bound_is_drawn_to_the_edge_of_the_indicator(solar: Case) -> None:
    figure = figures(solar)["indicator_share"]
    columns = figure.record_columns
    passed = next(dict(zip(columns, one, strict=True)) for one in figure.records if one[0] == "C2")
    assert (passed["value"], passed["low"], passed["high"]) == (45.0, 45.0, 100.0)
    assert {one[0] for one in figure.records} == {"C1", "C2", "C3", "C4", "C5", "ren-share"}


def test_the_estimates_figure_carries_its_caveat_and_the_reported_figure(solar: Case) -> None:
    figure = figures(solar)["estimate_did"]
    assert "This is not an identified effect" in plain(figure.caption)
    assert "effect" not in figure.title.casefold()
    assert "reported: +35 pp (C6)" in {text for text, _ in texts(figure.spec)}
    assert "Reported: +35 pp." in figure.alternative_text


def test_claims_under_the_cross_check_rule_are_counted_apart(solar: Case) -> None:
    counts = {one[0]: one[1:] for one in figures(solar)["verdicts"].records}
    assert counts["corroborated"] == (1, 0)
    assert counts["contradicted"] == (0, 1)
    assert sum(a for a, _ in counts.values()) == 7


def test_every_figure_has_words_for_those_who_cannot_see_it(solar: Case) -> None:
    for figure in figures(solar).values():
        assert len(figure.alternative_text) > 20
        assert figure.records
        assert plain(figure.caption)


def test_text_is_wrapped_to_its_width_and_cut_with_a_sign() -> None:
    lines = wrapped("one two three four five six seven", 60)
    assert all(text_width(line) <= 60 for line in lines)
    assert " ".join(lines) == "one two three four five six seven"
    cut = wrapped("one two three four five six seven", 60, at_most=2)
    assert len(cut) == 2
    assert cut[-1].endswith("…")


def test_a_year_is_a_whole_number_and_its_middle_half() -> None:
    assert decimal_year(Period.parse("2020").start) == 2020  # type: ignore[arg-type]
    assert math.isclose(decimal_year(Period.parse("2019-07-02").start), 2019.5, abs_tol=0.01)  # type: ignore[arg-type]


def with_evidence(case: Case, *, pieces: int = 3) -> Case:
    """Return the study with a lane of evidence in which the readings part, a change, and a ladder."""
    degrees = (("complexity", "high"),)
    declared = (("Section 4", ("market",), "contradicts"),)

    def year(when: int, modes: tuple[str, ...], ties: tuple[str, ...], items: int) -> GovernanceYear:
        both = tuple(mode for mode in modes if mode in ties)
        status = "open" if items else "no evidence"
        return GovernanceYear("", when, degrees, modes, ties, both, status, items, 1, True, declared)  # type: ignore[arg-type]

    everything = ("market", "modular", "relational", "captive", "hierarchy")
    years = [year(2014, ("market",), everything, pieces), year(2015, (), (), 0)]
    years += [year(when, ("modular", "relational"), ("hierarchy",), pieces) for when in (2016, 2017)]
    steps = [
        LadderYear("depth", "all", when, "a", "b" if when < 2016 else "a", "", (), ()) for when in range(2014, 2018)
    ]
    change = Transition("computed", "market", "modular/relational", "2016", (), "2014/2016", "certain")
    govern = replace(
        case.results.govern,
        years=tuple(years),
        ladders=tuple(steps),
        transitions=(*case.results.govern.transitions, change),
    )
    ladder = Ladder("depth", "Depth", (Rung("a", "Import"), Rung("b", "Kits")))
    return replace(case, data=replace(case.data, ladders=(ladder,)), results=replace(case.results, govern=govern))


def test_the_evidence_of_each_year_stands_below_the_declared_readings(solar: Case) -> None:
    figure = figures(with_evidence(solar))["governance"]
    written = [text for text, _ in texts(figure.spec)]
    assert "What the evidence allows, all actors; pieces of evidence a year" in written
    assert written.count("3") == 3
    assert "–" in written
    assert "change of mode in 2014–2016" in written
    assert "Depth: rung by the end of the year" in written
    assert not clashes(figure.spec)
    assert "2016: modular, relational or hierarchy (open, 3 pieces)" in figure.alternative_text
    kinds = {record[0] for record in figure.records}
    assert {"evidence", "change", "rung"} <= kinds


def test_lanes_without_evidence_are_not_drawn(solar: Case) -> None:
    written = [text for text, _ in texts(figures(with_evidence(solar, pieces=0))["governance"].spec)]
    assert not any(text.startswith("What the evidence allows") for text in written)
