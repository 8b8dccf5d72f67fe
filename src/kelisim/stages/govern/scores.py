"""Scores of the five variables by pair and year, as intervals over what coders differ on and over documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import numpy as np

from kelisim.model.results import VariableScore
from kelisim.model.rubric import VARIABLES, ScoringRule
from kelisim.stages.govern.evidence import NONE, Evidence

# The degree is the side on which more than half of the evidence lies.
_HALF = 0.5


def scores(
    evidence: Sequence[Evidence], pairs: Sequence[str], years: Iterable[int], rule: ScoringRule
) -> Iterator[VariableScore]:
    """Yield the score of each variable in each year of each pair, in that order.

    The bounds are the lowest and highest share of evidence for the high degree over all ways to settle the passages on
    which coders differ; a way that leaves no evidence allows 0 and 1. From ``resample_from`` documents on they are
    widened to the percentiles of the same bounds over documents drawn with replacement.
    """
    cells: dict[tuple[str, int, str], list[Evidence]] = {}
    for one in evidence:
        for pair in one.pairs:
            for year in one.years:
                cells.setdefault((pair, year, one.variable), []).append(one)
    span = list(years)
    for pair in pairs:
        for year in span:
            for variable in VARIABLES:
                yield _score(pair, year, variable, cells.get((pair, year, variable), []), rule)


def _score(pair: str, year: int, variable: str, found: list[Evidence], rule: ScoringRule) -> VariableScore:
    low, high = bounds(found)
    contested = sum(len(one.readings) > 1 for one in found if one.kind == "passage")
    documents = sorted({one.document for one in found})
    interval = "none" if not found else "coders" if contested else "no disagreement"
    if len(documents) >= rule.resample_from:
        under, over = _resampled(found, documents, f"{pair}|{year}|{variable}", rule)
        low, high = min(low, under), max(high, over)
        interval = "coders and documents" if contested else "documents"
    coders: dict[str, list[int]] = {}
    for one in found:
        for coder, degrees in one.coders.items():
            tally = coders.setdefault(coder, [0, 0])
            tally[0] += "high" in degrees
            tally[1] += "low" in degrees
    return VariableScore(
        relationship=pair,
        year=year,
        variable=variable,
        low=low,
        high=high,
        degree=_degree(low, high) if found else "",
        passages=sum(one.kind == "passage" for one in found),
        events=sum(one.kind == "event" for one in found),
        documents=len(documents),
        contested=contested,
        coders=tuple((coder, tally[0], tally[1]) for coder, tally in sorted(coders.items())),
        interval=interval,
        thin=bool(found) and len(documents) < rule.thin_below,
        evidence=tuple(one.id for one in found),
        sources=tuple(documents),
    )


def _degree(low: float, high: float) -> Literal["low", "high", "undecided"]:
    return "high" if low > _HALF else "low" if high < _HALF else "undecided"


def bounds(found: Sequence[Evidence]) -> tuple[float, float]:
    """Return the lowest and highest share of evidence for the high degree over all ways to settle it.

    To count a passage for the low degree never raises the share, and to leave one out lowers it where it would count
    for the high one: so each passage may be settled by itself.
    """
    least, most = (_tally(found, first) for first in ("low", "high"))
    return _share(*least, without=0.0), _share(*most, without=1.0)


def _tally(found: Sequence[Evidence], wanted: str) -> tuple[int, int]:
    other = "high" if wanted == "low" else "low"
    counts = {"low": 0, "high": 0}
    for one in found:
        if wanted in one.readings:
            counts[wanted] += 1
        elif NONE not in one.readings:
            counts[other] += 1
    return counts["high"], counts["low"]


def _share(high: int, low: int, *, without: float) -> float:
    return high / (high + low) if high + low else without


def _resampled(
    found: Sequence[Evidence], documents: Sequence[str], name: str, rule: ScoringRule
) -> tuple[float, float]:
    """Return the outer percentiles of the bounds over documents drawn with replacement, the same ones every time."""
    by_document = [[one for one in found if one.document == document] for document in documents]
    tallies = np.array([[_tally(group, "low"), _tally(group, "high")] for group in by_document], dtype=float)
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    n = len(documents)
    draws = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=rule.replicates)
    sums = np.einsum("rd,dbk->rbk", draws, tallies)
    total = sums.sum(axis=2)
    empty = np.array([0.0, 1.0])
    shares = np.where(total > 0, sums[:, :, 0] / np.maximum(total, 1), empty)
    tail = (1 - rule.confidence) / 2
    return float(np.quantile(shares[:, 0], tail)), float(np.quantile(shares[:, 1], 1 - tail))
