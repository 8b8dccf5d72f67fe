"""Declared phases held against every rival division and against a history without phases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from kelisim.stats.breaks.bayes import Posterior, posterior
from kelisim.stats.breaks.calibrate import Scale
from kelisim.stats.breaks.declare import NullName, check_settings, partition_of
from kelisim.stats.breaks.information import criterion
from kelisim.stats.breaks.kinds import Line, kinds_of
from kelisim.stats.breaks.panel import Panel, read_panel
from kelisim.stats.breaks.power import power
from kelisim.stats.breaks.result import Periodisation
from kelisim.stats.breaks.score import Score, Settings, score
from kelisim.stats.breaks.support import boundaries_of, windows_of
from kelisim.stats.breaks.testing import DESCRIBED
from kelisim.stats.breaks.variations import vary

_POWER_DRAWS = 600


def periodisation(
    series: Any,
    boundaries: Any,
    *,
    kind: str | Mapping[str, str] = "gaussian",
    periods: Sequence[Any] | None = None,
    minimum_length: int = 2,
    whole: float | None = None,
    null: NullName = "trend",
    draws: int = 999,
    samples: int = 25,
    seed: int = 0,
    autocorrelated: bool = True,
    confidence: float = 0.95,
    level: float = 0.05,
) -> Periodisation:
    """Return how well declared phases fit one or several series.

    ``series`` is a frame with a row a period and a column a series (see ``read_panel``), ratio or interval level;
    ``boundaries`` the first periods of the second and later phases. ``kind``, for all series or by name: "gaussian" for
    numbers, "share" for parts of 1 or of 100 (``whole``), taken as logits, "count" for events. Series are standardised,
    and each has a mean of its own in each phase. A gap is left out of every cost and out of every simulated history; a
    cell given as (low, high) is drawn ``samples`` times: the histories of the bootstrap are shared out among the
    samples, and the posterior is the mean over them.

    ``null`` is what phases must beat: "trend" or "level" with first-order autoregressive errors, by parametric
    bootstrap of ``draws`` histories. "permutation" exchanges the periods: it rejects far too often where
    neighbouring periods are alike, which they nearly always are. The prior of the posterior: none to max(3, declared +
    1) boundaries are equally likely, and so are all places of as many; ``autocorrelated=False`` takes the values of a
    phase as independent.

    Raises ``DataError`` for series or boundaries that do not fit together, ``UsageError`` for unknown settings.
    """
    check_settings(null, draws, minimum_length)
    panel = read_panel(series, periods)
    settings = Settings(
        kinds=kinds_of(kind, panel.names),
        whole=whole,
        minimum=minimum_length,
        null=null,
        draws=draws,
        samples=samples,
        seed=seed,
        wandering=autocorrelated,
        confidence=confidence,
        level=level,
    )
    partition, remarks = partition_of(panel, boundaries, minimum_length)
    lines = settings.lines(panel)
    own = score(lines, panel.places, partition, settings)
    after = _posterior(lines, panel, partition, settings)
    p_value, total = own.test.p_value, draws
    ranges: dict[str, tuple[float, float]] = {}
    if panel.wide and samples > 0:
        scores, after = _sampled(panel, partition, settings, own.test.scale)
        ranges = {
            "rank": (float(min(one.rank for one in scores)), float(max(one.rank for one in scores))),
            "statistic": (min(one.test.statistic for one in scores), max(one.test.statistic for one in scores)),
        }
        if p_value is not None:
            total = len(scores) * _shared(draws, samples)
            p_value = (1 + sum(one.test.reached for one in scores)) / (1 + total)
    taking_part = [
        (line, rho)
        for line, rho in zip(lines, own.test.autocorrelation, strict=True)
        if line.name not in own.test.left_out
    ]
    whole_cost = float(own.costs[0, len(panel.labels)])
    return Periodisation(
        boundaries=tuple(panel.labels[b] for b in partition),
        rank=own.rank,
        n_alternatives=own.alternatives,
        p_value=p_value,
        p_floor=1 / (total + 1),
        posterior=dict(zip(panel.labels, after.boundary.tolist(), strict=True)),
        prior=dict(zip(panel.labels, after.prior.tolist(), strict=True)),
        numbers=dict(enumerate(after.numbers.tolist())),
        support=boundaries_of(panel, lines, partition, after, confidence),
        explained=1 - own.cost / whole_cost,
        best=tuple(panel.labels[b] for b in own.best),
        best_explained=1 - own.least / whole_cost,
        ties=own.ties,
        rank_exact=own.exact,
        null=DESCRIBED[null],
        draws=total,
        statistic=own.test.statistic,
        autocorrelation=dict(zip(panel.names, own.test.autocorrelation, strict=True)),
        dispersion={
            line.name: alpha for line, alpha in zip(lines, own.test.dispersion, strict=True) if line.kind == "count"
        },
        power=power(
            panel.places,
            partition,
            seen=[~np.isnan(line.values) for line, _ in taking_part],
            autocorrelation=float(np.mean([rho for _, rho in taking_part] or [0.0])),
            trend=null == "trend",
            level=level,
            draws=_POWER_DRAWS,
            seed=seed,
        ),
        n=len(panel.labels),
        minimum_length=minimum_length,
        standardised={line.name: line.scale_in_words for line in lines},
        bic=float(criterion(lines, own.cost, len(partition) + 1)),
        sampled=ranges,
        remarks=(*panel.remarks, *remarks, *_remarks(lines, own, after)),
        level=level,
        _vary=partial(vary, panel, partition, settings, own.test.scale),
    )


def _shared(draws: int, samples: int) -> int:
    """Return how many draws each sample gets, so that all have at least as many as were asked for."""
    return -(-draws // samples)


def _posterior(lines: list[Line], panel: Panel, partition: tuple[int, ...], settings: Settings) -> Posterior:
    return posterior(
        lines,
        panel.places,
        max(3, len(partition) + 1),
        settings.minimum,
        wandering=settings.wandering,
        windows=windows_of(partition),
    )


def _sampled(
    panel: Panel, partition: tuple[int, ...], settings: Settings, scale: Scale | None
) -> tuple[list[Score], Posterior]:
    """Return the scores of samples from the intervals, and the mean of their posteriors."""
    settings = replace(settings, draws=_shared(settings.draws, settings.samples))
    rng = np.random.default_rng([settings.seed, 1])
    scores, posteriors = [], []
    for index in range(settings.samples):
        lines = settings.lines(panel, panel.drawn(rng))
        seeded = replace(settings, seed=settings.seed + 1 + index)
        scores.append(score(lines, panel.places, partition, seeded, scale))
        posteriors.append(_posterior(lines, panel, partition, settings))
    return scores, replace(
        posteriors[0],
        boundary=np.mean([one.boundary for one in posteriors], axis=0),
        numbers=np.mean([one.numbers for one in posteriors], axis=0),
        given=np.mean([one.given for one in posteriors], axis=0),
        windows=np.mean([one.windows for one in posteriors], axis=0),
    )


def _remarks(lines: list[Line], own: Score, after: Posterior) -> list[str]:
    said = [
        f"series {line.name!r} holds none or all: its shares are drawn in before their logits"
        for line in lines
        if line.shrunk
    ]
    if own.test.left_out and not own.test.why:
        left = ", ".join(repr(name) for name in own.test.left_out)
        said.append(f"too few values to take part in the test, though not in the rank: series {left}")
    if own.test.why:
        said.append(f"no p-value: {own.test.why}")
    if not own.exact:
        said.append("there are too many partitions to count: the rank is estimated from a sample")
    if not after.exact:
        said.append("the posterior holds the noise of each series at its likeliest value")
    return said
