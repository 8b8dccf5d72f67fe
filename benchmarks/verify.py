"""Verification beside DuckDB and pandas, in one run: `python benchmarks/verify.py [--write]`.

Invented claims on 50 indicators in 20 places, against 1,000 series of 24 years (every indicator in every place) and
against each other. The peers do less: DuckDB joins the same tables on indicator, place, unit and period and tests
overlap; pandas forms all pairs first and keeps those that fit, on as many claims as memory allows. Neither knows
provenance, vintages, derivations, or says why. All must find the same contradictions. `--write` puts the table into
verify.md.
"""

from __future__ import annotations

import argparse
import platform
import random
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from kelisim.model.claim import Claim
from kelisim.model.independence import Graph, Tie
from kelisim.model.indicator import Indicator
from kelisim.model.period import Period
from kelisim.model.protocol import CodingRule, CrossCheckRule, Protocol
from kelisim.model.quantity import interval_of, stated_step
from kelisim.model.results import Claimed, Collected, Rated, Verified
from kelisim.model.scale import Scale
from kelisim.model.series import Observation, Series
from kelisim.stages import verify

INDICATORS, PLACES, YEARS, SOURCES = 50, 20, range(2000, 2024), 400
SIZES = (1_250, 2_500, 5_000, 10_000, 20_000)
PAIRS = 1_250


def world() -> tuple[list[Indicator], list[Series], dict[tuple[str, str, int], float]]:
    draw = random.Random(3)
    indicators = [Indicator(f"i{n}", f"Indicator {n}", "Invented.", "vehicle") for n in range(INDICATORS)]
    series, truth = [], {}
    for indicator in indicators:
        for number in range(PLACES):
            place = f"P{number}"
            values = {year: float(draw.randint(1_000, 999_999)) for year in YEARS}
            truth |= {(indicator.id, place, year): value for year, value in values.items()}
            seen = tuple(Observation(Period.parse(str(year)), place, value) for year, value in values.items())
            name = f"{indicator.id}-{place}"
            series.append(
                Series(name, name, "Office", indicator.id, "vehicle", "office", "", "2024", "", "", observations=seen)
            )
    return indicators, series, truth


def claims(n: int, truth: dict[tuple[str, str, int], float]) -> list[Claim]:
    draw = random.Random(4)
    keys = list(truth)
    made = []
    for number in range(n):
        key = draw.choice(keys)
        value = truth[key] * (1.0 if draw.random() < 0.8 else draw.uniform(1.05, 1.5))
        digits = draw.choice((2, 3, 6))
        written = f"{float(f'{value:.{digits - 1}e}'):.0f}"
        step = stated_step(written)
        made.append(
            Claim(
                id=f"C{number}",
                source=f"S{draw.randrange(SOURCES)}",
                indicator=key[0],
                place=key[1],
                period=Period.parse(str(key[2])),
                value=float(written),
                step=step,
                unit="vehicle",
                interval=interval_of(float(written), "exact", step),
            )
        )
    return made


def collected() -> Collected:
    draw = random.Random(5)
    names = [f"S{n}" for n in range(SOURCES)]
    ties = tuple(Tie(name, draw.choice(names), "lineage") for name in names if draw.random() < 0.2)
    graph = Graph(ties)
    return Collected((), (), {name: graph.roots(name) for name in names}, ties)


def ours(said: list[Claim], series: list[Series], indicators: list[Indicator], **more: Any) -> Verified:
    protocol = Protocol(
        Period.parse("2000/2024"), (), Scale("credibility", "ordinal", ("Low", "High")), (), CrossCheckRule(),
        CodingRule("sentence", "cohen_kappa", "nominal"),
    )  # fmt: skip
    return verify.run(
        series=series, indicators=indicators, matrix=(), protocol=protocol, collect=collected(), rate=Rated(()),
        claim=Claimed(tuple(said), ()), **more,
    )  # fmt: skip


def frames(said: list[Claim], series: list[Series]) -> tuple[pd.DataFrame, pd.DataFrame]:
    bounds = [one.allowing_rounding() for one in said]
    stated = pd.DataFrame(
        {
            "id": [one.id for one in said],
            "indicator": [one.indicator for one in said],
            "place": [one.place for one in said],
            "unit": [one.unit for one in said],
            "period": [str(one.period) for one in said],
            "low": [one.low for one in bounds if one],
            "high": [one.high for one in bounds if one],
        }
    )
    observed = pd.DataFrame(
        [
            (s.id, s.indicator, seen.place, s.unit, str(seen.period), seen.value)
            for s in series
            for seen in s.observations
        ],
        columns=["series", "indicator", "place", "unit", "period", "value"],
    )
    return stated, observed


def by_duckdb(stated: pd.DataFrame, observed: pd.DataFrame) -> int:
    connection = duckdb.connect()
    connection.register("stated", stated)
    connection.register("observed", observed)
    apart = connection.execute(
        "select count(*) from stated c join observed o using (indicator, place, unit, period) "
        "where o.value < c.low or o.value > c.high"
    ).fetchone()
    between = connection.execute(
        "select count(*) from stated a join stated b using (indicator, place, unit, period) "
        "where a.id <> b.id and (a.high < b.low or b.high < a.low)"
    ).fetchone()
    assert apart
    assert between
    return int(apart[0]) + int(between[0])


def by_all_pairs(stated: pd.DataFrame, observed: pd.DataFrame) -> int:
    keys = ["indicator", "place", "unit", "period"]
    total = 0
    for start in range(0, len(stated), 50):
        pairs = stated[start : start + 50].merge(observed, how="cross", suffixes=("", "_of"))
        same = (pairs[keys].to_numpy() == pairs[[f"{key}_of" for key in keys]].to_numpy()).all(axis=1)
        total += int((same & ((pairs.value < pairs.low) | (pairs.value > pairs.high))).sum())
        pairs = stated[start : start + 50].merge(stated, how="cross", suffixes=("", "_of"))
        same = (pairs[keys].to_numpy() == pairs[[f"{key}_of" for key in keys]].to_numpy()).all(axis=1)
        apart = (pairs.high < pairs.low_of) | (pairs.high_of < pairs.low)
        total += int((same & (pairs.id != pairs.id_of) & apart).sum())
    return total


def timed(call: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    seconds, value = [], None
    for _ in range(times):
        begun = time.perf_counter()
        value = call()
        seconds.append(time.perf_counter() - begun)
    return sorted(seconds)[len(seconds) // 2], value


class Memory:
    """What the engine keeps between builds, in memory."""

    def __init__(self) -> None:
        self.known: dict[str, Any] = {}
        self.computed = 0

    def __call__(self, key: str, compute: Callable[[], Any]) -> Any:
        if key not in self.known:
            self.computed += 1
            self.known[key] = compute()
        return self.known[key]


def rows() -> list[str]:
    indicators, series, truth = world()
    lines = []
    for n in SIZES:
        said = claims(n, truth)
        stated, observed = frames(said, series)
        seconds, found = timed(lambda said=said: ours(said, series, indicators))
        contradicted = sum(one.verdict == "contradicted" for one in found.comparisons)
        peer, joined = timed(lambda stated=stated, observed=observed: by_duckdb(stated, observed))
        assert contradicted == joined, (contradicted, joined)
        pairs = "–"
        if n == PAIRS:
            slow, paired = timed(lambda stated=stated, observed=observed: by_all_pairs(stated, observed), 1)
            assert paired == contradicted
            pairs = f"{slow:.1f} s"
        lines.append(
            f"| {n:,} | {len(found.comparisons):,} | {contradicted:,} | {seconds:.2f} s | {1e6 * seconds / n:.0f} µs "
            f"| {peer:.2f} s | {seconds / peer:.1f} | {pairs} |"
        )
    lines += ["", *revision(indicators, series, claims(10_000, truth))]
    return lines


def revision(indicators: list[Indicator], series: list[Series], said: list[Claim]) -> list[str]:
    from dataclasses import replace

    memo = Memory()
    first, _ = timed(lambda: ours(said, series, indicators, memo=memo), 1)
    groups, memo.computed = memo.computed, 0
    seen = tuple(replace(one, value=(one.value or 0.0) + 5_000) for one in series[123].observations)
    revised = [*series[:123], replace(series[123], observations=seen), *series[124:]]
    second, _ = timed(lambda: ours(said, revised, indicators, memo=memo), 1)
    return [
        f"After the revision of one series of 1,000, {memo.computed} of {groups:,} groups of claims is compared again: "
        f"{second:.2f} s instead of {first:.2f} s."
    ]


HEAD = (
    "| claims | comparisons | contradictions | kelisim | a claim | DuckDB, join and overlap only | ratio "
    "| pandas, all pairs |\n|---|---|---|---|---|---|---|---|"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into verify.md")
    write = parser.parse_args().write
    lines = rows()
    text = "\n".join([HEAD, *lines]) + "\n"
    sys.stdout.write(text)
    if write:
        about = (
            "# Verification\n\n"
            f"Medians of 3 runs; 1,000 series of 24 years; Python {platform.python_version()}, {platform.system()}, "
            f"DuckDB {version('duckdb')}, pandas {version('pandas')}. kelisim also computes provenance, "
            "verdicts and the arithmetic in words for each comparison; the ratio is its time over DuckDB's, "
            "which counts overlaps. "
            "Pairs within one indicator, place, subject and period are all formed, so that the number of comparisons, "
            "and with it the time, grows a little faster than the number of claims.\n\n"
        )
        Path(__file__).with_suffix(".md").write_text(about + text, encoding="utf-8")


if __name__ == "__main__":
    main()
