"""No step grows faster than the register: five times the sources take about five times the seconds, not twenty-five."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kelisim.checks.claims import _hubs
from kelisim.model.results import Verdict
from kelisim.report.narrative.sources import _pairs_sharing

ROOT = Path(__file__).resolve().parent.parent
SMALL, LARGE = 600, 3000
# Fivefold is linear and twenty-five-fold quadratic; a busy machine may double a step, and short steps measure nothing.
MOST, SHORTEST = 10.0, 1.0
WRITE = (
    "import sys; from pathlib import Path; from generate import generate; generate(Path(sys.argv[1]), int(sys.argv[2]))"
)
BUILD = "import sys; from kelisim.cli import main; sys.argv = ['kelisim', *sys.argv[1:]]; main()"


def seconds(folder: Path, size: int) -> dict[str, float]:
    subprocess.run([sys.executable, "-c", WRITE, str(folder), str(size)], cwd=ROOT / "benchmarks", check=True)
    asked = [sys.executable, "-c", BUILD, "build", str(folder), "--format", "html", "--json"]
    built = subprocess.run(asked, check=True, capture_output=True)
    return {one["name"]: one["seconds"] for one in json.loads(built.stdout)["stages"]}


def test_five_times_the_sources_take_about_five_times_as_long(tmp_path: Path) -> None:
    small, large = seconds(tmp_path / "small", SMALL), seconds(tmp_path / "large", LARGE)
    assert small.keys() == large.keys()
    grown = {name: took / small[name] for name, took in large.items() if took > SHORTEST}
    assert {name: times for name, times in grown.items() if times > MOST} == {}


@given(st.lists(st.frozensets(st.sampled_from("abcde"), max_size=3), max_size=12))
def test_pairs_with_a_common_root_are_counted_as_one_by_one(roots: list[frozenset[str]]) -> None:
    assert _pairs_sharing(roots) == sum(1 for one, other in combinations(roots, 2) if one & other)


def one_by_one(told: dict[tuple[str, str], Verdict]) -> Iterator[tuple[str, list[str]]]:
    """Take the claim with most conflicts left, the first of equals, until no conflict is left."""
    order = list(dict.fromkeys(one for one, _ in told))
    left, taken = list(told), {}
    while left:
        hub = max(order, key=lambda one: (sum(claim == one for claim, _ in left), -order.index(one)))
        taken[hub] = [other for claim, other in left if claim == hub]
        left = [(one, other) for one, other in left if hub != one and (hub != other or one not in taken[hub])]
    yield from ((one, taken[one]) for one in order if one in taken)


def test_who_is_contradicted_most_is_told_first_and_each_conflict_once() -> None:
    draw = random.Random(1)
    verdict = Verdict.__new__(Verdict)
    for _ in range(300):
        names = [f"C{n}" for n in range(draw.randint(2, 9))]
        told: dict[tuple[str, str], Verdict] = {}
        for one, other in combinations(names, 2):
            if draw.random() < 0.4:
                told[one, other] = told[other, one] = verdict
            elif draw.random() < 0.1:
                told[one, f"series:{other}"] = verdict
        assert list(_hubs(told)) == list(one_by_one(told))
