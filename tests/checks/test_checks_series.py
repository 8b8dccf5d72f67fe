"""Series against series: real disagreement, and what only looks like it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kelisim.api import Study
from kelisim.checks import RULES
from kelisim.model.finding import Finding
from kelisim.model.independence import Tie
from kelisim.model.period import Period
from kelisim.model.protocol import CrossCheckRule
from kelisim.model.results import Collected, Results
from kelisim.model.series import Observation, Series

STUDY = Study.open(Path(__file__).resolve().parent.parent / "rules" / "Q014" / "bad")


def series(identifier: str, values: dict[str, float | None], *, of: str = "", **more: Any) -> Series:
    observed = tuple(
        Observation(Period.parse(when), "KZ", value, row=i) for i, (when, value) in enumerate(values.items(), 2)
    )
    return Series(
        **{
            "id": identifier,
            "title": identifier,
            "provider": identifier,
            "indicator": "output",
            "unit": "vehicle",
            "source": of or identifier,
            "query": "",
            "vintage": "",
            "retrieved": "",
            "sha256": "",
            "observations": observed,
            **more,
        }
    )


def findings(*given: Series, ties: tuple[Tie, ...] = (), tolerance: float = 0.0) -> list[Finding]:
    data = STUDY.data
    protocol = replace(data.protocol, cross_check=CrossCheckRule(tolerance=tolerance))
    results: Results = replace(STUDY.results, collect=Collected((), (), {}, ties))
    rule = RULES["Q014"]
    return list(rule.check(rule, replace(data, series=given, protocol=protocol), results))


# Output of 2021 by OICA and as the Prime Minister gave it on the statistics bureau's word.
OICA = series("oica", {"2020": 74_831, "2021": 92_417})
BUREAU = series("bureau", {"2021": 93_500})


def test_one_pair_of_series_is_one_finding_however_often_they_differ() -> None:
    (one,) = findings(OICA, BUREAU)
    assert (one.file, one.line, one.about) == ("series/bureau.csv", 2, ("bureau", "oica"))
    assert "in 2021: 93500 and 92417" in one.message
    (both,) = findings(OICA, series("bureau", {"2020": 1, "2021": 2}))
    assert both.message.endswith("and differ once more")


@pytest.mark.parametrize(
    "change",
    [{"indicator": "exports"}, {"unit": "thousand vehicles"}, {"supersedes": "oica"}],
)
def test_series_of_something_else_and_vintages_are_not_compared(change: dict[str, Any]) -> None:
    assert findings(OICA, replace(BUREAU, **change)) == []


def test_vintages_of_vintages_are_one_family() -> None:
    second = series("second", {"2021": 92_000}, supersedes="oica")
    third = series("third", {"2021": 91_000}, supersedes="second")
    assert findings(OICA, second, third) == []
    assert len(findings(OICA, second, third, BUREAU)) == 3


def test_other_places_other_periods_and_gaps_say_nothing() -> None:
    elsewhere = replace(BUREAU, observations=(replace(BUREAU.observations[0], place="UZ"),))
    assert findings(OICA, elsewhere) == []
    assert findings(OICA, series("bureau", {"2021-H1": 40_000, "2022": 1, "2020": None})) == []


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (0.25246, 0.25246000289917, False),  # single precision
        (0.25, 0.2524, False),  # written with two decimals
        (0.25, 0.2551, True),
        (92_400, 92_417, False),  # rounded to the hundred
        (92_410, 92_417, True),
        (0.15723, 0.153490006923676, True),  # a revision
        (-1.5, -1.52, False),
        (0, 0.0, False),
        (1e-7, 3e-7, True),
        (1.2e17, 1.25e17, False),
    ],
)
def test_numbers_are_held_to_the_decimals_they_are_written_with(one: float, other: float, apart: bool) -> None:
    found = findings(series("a", {"2011": one}), series("b", {"2011": other}))
    assert bool(found) is apart
    assert bool(findings(series("b", {"2011": other}), series("a", {"2011": one}))) is apart


def test_declared_rounding_and_tolerance_count() -> None:
    assert findings(replace(OICA, step=5_000.0), BUREAU) == []
    assert findings(OICA, BUREAU, tolerance=0.02) == []
    assert len(findings(OICA, BUREAU, tolerance=0.01)) == 1


def test_series_of_one_origin_that_differ_are_a_note() -> None:
    (one,) = findings(OICA, BUREAU, ties=(Tie("oica", "x", "lineage"), Tie("bureau", "x", "lineage")))
    assert one.severity == "note"
    assert "supersedes" in one.hint
