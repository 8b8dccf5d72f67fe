"""Placebo draws against diff-diff; `python benchmarks/analysis.py` runs them.

1,000 reassignments of the treatment on 10,000 units x 20 periods against `permutation_test`, which is run for fewer
draws and scaled up; and the placebo over all 38 donors of Proposition 99 against `in_space_placebo` with equal
predictor weights.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import diff_diff
import numpy as np
import pandas as pd

from kelisim.stats import effect
from kelisim.stats.effects.assignment import randomise

HERE = Path(__file__).resolve().parent
UNITS, PERIODS, TREATED, DRAWS, SCALED = 10_000, 20, 3_000, 1_000, 10


def panel() -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    outcome = rng.normal(size=(UNITS, 1)) + rng.normal(size=(UNITS, PERIODS))
    treated = np.arange(UNITS) < TREATED
    outcome[treated, PERIODS // 2 :] += 0.02
    frame = pd.DataFrame(
        {
            "unit": np.repeat(np.arange(UNITS), PERIODS),
            "period": np.tile(np.arange(1, PERIODS + 1), UNITS),
            "outcome": outcome.ravel(),
            "treated": np.repeat(treated, PERIODS).astype(int),
        }
    )
    frame["post"] = (frame.period > PERIODS // 2).astype(int)
    return frame, outcome[:, PERIODS // 2 :].mean(axis=1) - outcome[:, : PERIODS // 2].mean(axis=1), treated


def best(call: Callable[[], Any], times: int) -> tuple[float, Any]:
    seconds, value = [], None
    for _ in range(times):
        begun = time.perf_counter()
        value = call()
        seconds.append(time.perf_counter() - begun)
    return min(seconds), value


def draws() -> list[tuple[str, str, float, float | None, str]]:
    frame, changes, treated = panel()
    alone, ours = best(lambda: randomise(changes, treated, replicates=DRAWS), 3)
    asked = {"outcome": "outcome", "unit": "unit", "period": "period", "treated": "treated", "start": PERIODS // 2 + 1}
    whole, found = best(
        lambda: effect(frame, **asked, design="did", inference="randomisation", replicates=DRAWS),
        3,
    )
    theirs, peer = best(
        lambda: diff_diff.permutation_test(
            frame, "outcome", "treated", post="post", unit="unit", n_permutations=SCALED, seed=0
        ),
        1,
    )
    peer_whole = theirs * DRAWS / SCALED
    assert abs(found.effect - peer.original_effect) < 1e-9
    said = f"p = {ours.p_value:.3f}; theirs from {SCALED} draws in {theirs:.2f} s, scaled up"
    size = f"{DRAWS:,} draws, {UNITS:,} units x {PERIODS} periods"
    return [
        (f"{size}: the draws", "diff-diff permutation_test", alone, peer_whole, said),
        (
            f"{size}: from the frame, with path and assumptions",
            "the same",
            whole,
            peer_whole,
            f"p = {found.p_value:.3f}",
        ),
    ]


def proposition_99() -> list[tuple[str, str, float, float | None, str]]:
    wide = pd.read_csv(HERE.parent / "tests/reference/estimates/data/proposition_99.csv")
    frame = wide.melt(id_vars="Year", var_name="state", value_name="packs")
    frame["treated"] = ((frame.state == "California") & (frame.Year >= 1989)).astype(int)
    asked: dict[str, Any] = {"outcome": "packs", "unit": "state", "period": "Year", "treated": ["California"]}
    whole, found = best(lambda: effect(frame, **asked, start=1989, design="synthetic_control"), 5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = list(range(1970, 1989))
        fitted = diff_diff.SyntheticControl(v_method="custom", custom_v=np.ones(len(before)), standardize="none").fit(
            frame, outcome="packs", treatment="treated", unit="state", time="Year", pre_period_outcomes=before
        )
        theirs, _ = best(fitted.in_space_placebo, 3)
    assert abs(found.effect - fitted.att) < 1e-6
    said = f"p = {found.p_value:.4f}, theirs {fitted.placebo_p_value:.4f}"
    return [("Proposition 99, 38 donors: estimate, 76 placebos", "diff-diff in_space_placebo, 38", whole, theirs, said)]


def rows() -> list[tuple[str, str, float, float | None, str]]:
    """Return task, peer, our seconds, the peer's and a remark."""
    return [*draws(), *proposition_99()]
