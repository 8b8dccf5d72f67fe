"""The synthetic designs on a panel: effect, path, placebo errors and randomisation over units."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from scipy import stats

from kelisim.model.interval import Interval
from kelisim.stats.effects import synthetic
from kelisim.stats.effects.assignment import compare, floor, ways
from kelisim.stats.effects.conformal import conformal
from kelisim.stats.effects.differences import Inferred, start_of, what_would_settle
from kelisim.stats.effects.fits import diff_diff, to_pandas
from kelisim.stats.effects.names import BoolArray, FloatArray, IntArray, data_error, listed
from kelisim.stats.effects.panel import Panel
from kelisim.stats.effects.plan import Plan, Predictor
from kelisim.stats.effects.result import PeriodEffect

_BOUND_DRAWS = 400
# Up to so many groups of units in the treated ones' place are all tried; of more, one less is drawn.
_GROUPS = 200


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """A synthetic comparison of the treated units' mean: effect, gap by period, weights of donors."""

    effect: float
    gap: FloatArray
    weights: FloatArray
    importance: FloatArray | None = None
    time_weights: FloatArray | None = None


def match(plan: Plan, outcomes: FloatArray, treated: BoolArray, *, exact: bool = False) -> Matched:
    """Return the comparison of the rows marked ``treated`` with the others of ``outcomes``."""
    start = plan.panel.cohorts[0]
    before, after = start - plan.anticipation, np.array(plan.since(start))
    own, donors = outcomes[treated].mean(axis=0), outcomes[~treated]
    if plan.design == "synthetic_did":
        used = np.concatenate([np.arange(before), after])
        if exact:
            effect, weights, times = synthetic.difference_in_synthetic(
                own[used], donors[:, used], before, n_treated=int(treated.sum())
            )
        else:
            effect, weights, times = _by_library(plan, outcomes[:, used], treated, before)
        gap = own - weights @ donors
        return Matched(effect, gap - times @ gap[:before], weights, None, times)
    if plan.predictors:
        table = _predictors(plan, outcomes, plan.predictors)
        declared = plan.predictor_weights
        importance = (
            None
            if declared == "nested"
            else np.ones(len(plan.predictors))
            if declared == "equal"
            else _validated(plan, outcomes, treated)
            if declared == "cross_validated"
            else np.asarray(declared, dtype=float)
        )
        found = synthetic.on_predictors(own, donors, before, table[treated].mean(axis=0), table[~treated], importance)
    else:
        found = synthetic.on_outcomes(own, donors, before)
    return Matched(float(found.gap[after].mean()), found.gap, found.weights, found.predictor_weights)


def _validated(plan: Plan, outcomes: FloatArray, treated: BoolArray) -> FloatArray:
    """Return importances found on predictors moved back by as many periods as the validation has."""
    earlier = []
    for name, column, positions in plan.predictors:
        moved = tuple(at - len(plan.validation) for at in positions if at >= len(plan.validation))
        if not moved or max(moved) >= plan.validation[0]:
            raise data_error(
                "validation",
                f"predictor {name!r} cannot be moved back by {len(plan.validation)} periods to before the validation",
                "choose a shorter or later validation=, or predictors from later periods",
            )
        earlier.append((name, column, moved))
    table = _predictors(plan, outcomes, tuple(earlier))
    own, donors = outcomes[treated].mean(axis=0), outcomes[~treated]
    found = synthetic.cross_validated(
        own, donors, np.array(plan.validation), table[treated].mean(axis=0), table[~treated]
    )
    return np.asarray(found)


def _predictors(plan: Plan, outcomes: FloatArray, predictors: tuple[Predictor, ...]) -> FloatArray:
    columns = []
    for name, column, positions in predictors:
        values = outcomes if column == plan.panel.outcome_name else plan.panel.covariates[column]
        picked = values[:, list(positions)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            means = np.nanmean(picked, axis=1)
        if np.isnan(means).any():
            unit = plan.panel.units[int(np.flatnonzero(np.isnan(means))[0])]
            raise data_error(
                "predictor", f"predictor {name!r} has no value for {unit!r}", "drop it or widen its periods"
            )
        columns.append(means)
    return np.column_stack(columns)


def _by_library(
    plan: Plan, outcomes: FloatArray, treated: BoolArray, before: int
) -> tuple[float, FloatArray, FloatArray]:
    # The published value rests on the early stopping of the original Frank-Wolfe search, which diff-diff repeats.
    library = diff_diff()
    n, periods = outcomes.shape
    panel = Panel(
        outcome_name="outcome",
        units=tuple(range(n)),
        periods=tuple(range(1, periods + 1)),
        times=np.arange(1, periods + 1),
        outcome=outcomes,
        start=np.where(treated, before, -1).astype(np.int64),
    )
    data = to_pandas(panel)
    data["treated"] = (data["first"] > 0).astype(int)
    with warnings.catch_warnings():
        # Its only warning here is that one treated unit has no jackknife, which is asked for as the fastest way.
        warnings.simplefilter("ignore")
        found = library.SyntheticDiD(variance_method="jackknife", seed=0).fit(
            data,
            outcome="outcome",
            treatment="treated",
            unit="unit",
            time="time",
            post_periods=list(range(before + 1, periods + 1)),
        )
    unit_weights = np.array([found.unit_weights.get(i, 0.0) for i in np.flatnonzero(~treated)])
    time_weights = np.array([found.time_weights.get(t, 0.0) for t in range(1, before + 1)])
    return float(found.att), unit_weights, time_weights


def estimate(plan: Plan) -> tuple[float, Inferred, tuple[PeriodEffect, ...], Matched]:
    """Return the effect, what is known of its error, the path and the match."""
    panel, start = plan.panel, start_of(plan)
    if start - plan.anticipation < 2:
        raise data_error(
            "too-few-periods",
            f"{start - plan.anticipation} period before the treatment: donors cannot be matched to a path",
            "add earlier periods, or use design 'did'",
        )
    if int((~panel.treated).sum()) < 2:
        raise data_error("too-few-donors", "a synthetic control needs two donors or more", "use design 'did'")
    found = match(plan, panel.outcome, panel.treated)
    own = panel.outcome[panel.treated].mean(axis=0)
    path = tuple(
        PeriodEffect(
            event_time=int(panel.times[at] - panel.times[start]),
            effect=float(found.gap[at]),
            period=panel.periods[at],
            treated=float(own[at]),
            counterfactual=float(own[at] - found.gap[at]),
        )
        for at in range(panel.n_periods)
    )
    return found.effect, infer(plan, found), path, found


def placebo_matches(plan: Plan, importance: FloatArray | None, *, with_treated: bool) -> tuple[list[Matched], bool]:
    """Return the comparison for other units in the treated ones' place, and whether these are all that there are.

    As many units as are treated take their place at once: among the controls alone, or, ``with_treated``, among all
    units, where the treated ones themselves are left out as a group.
    """
    panel = plan.panel
    held = plan if importance is None else _holding(plan, importance)
    rows = np.arange(panel.n_units) if with_treated else np.flatnonzero(~panel.treated)
    sub = held if not plan.predictors or with_treated else _holding(_only(held, ~panel.treated), importance)
    groups, complete = _groups(rows, panel.treated, plan.seed)
    return [match(sub, panel.outcome[rows], np.isin(rows, group), exact=True) for group in groups], complete


def _groups(rows: IntArray, treated: BoolArray, seed: int) -> tuple[list[IntArray], bool]:
    """Return groups of as many of these units as are treated, all of them or ``_GROUPS`` drawn."""
    own = np.flatnonzero(treated)
    if len(own) == 1:
        return [np.array([unit]) for unit in rows if unit != own[0]], True
    if ways(len(rows), len(own)) <= _GROUPS:
        found = [np.array(one) for one in combinations(rows.tolist(), len(own))]
        return [one for one in found if not np.array_equal(one, own)], True
    generator = np.random.default_rng(seed)
    return [generator.choice(rows, len(own), replace=False) for _ in range(_GROUPS - 1)], False


def _holding(plan: Plan, importance: FloatArray | None) -> Plan:
    return plan if importance is None else replace(plan, predictor_weights=tuple(float(one) for one in importance))


def _only(plan: Plan, kept: BoolArray) -> Plan:
    panel = plan.panel
    # Starts are kept in name only: the placebo's own treated unit is the row that is marked.
    covariates = {name: values[kept] for name, values in panel.covariates.items()}
    return replace(plan, panel=replace(panel, covariates=covariates))


def ratio(plan: Plan, gap: FloatArray) -> float:
    """Return the root mean square gap after the start over that before (Abadie, Diamond and Hainmueller 2010)."""
    start = plan.panel.cohorts[0]
    before, after = synthetic.root_mean_squares(gap[None, :], start - plan.anticipation, np.array(plan.since(start)))
    size = 1e-9 * max(1.0, float(np.abs(plan.panel.outcome).max()))
    return float(after[0] / max(before[0], size))


def infer(plan: Plan, found: Matched) -> Inferred:
    """Return the placebo error over the controls and a p-value by exact randomisation over units, or conformal."""
    panel = plan.panel
    n_treated, n_controls = int(panel.treated.sum()), int((~panel.treated).sum())
    smallest = floor(panel.n_units, n_treated)
    needed = what_would_settle(n_treated, n_controls, smallest)
    notes: tuple[str, ...] = ()
    if n_treated > 1:
        notes = (f"{n_treated} treated units are matched as one, their mean; placebos are groups of as many units",)
    moves = np.diff(panel.outcome[~panel.treated], axis=1)
    flat = float(np.ptp(moves, axis=0).max()) <= 1e-12 * max(1.0, float(np.abs(panel.outcome).max()))
    why = (
        "the controls have no variance: all changed by the same amount, so they say nothing about chance"
        if flat
        else ""
    )
    error = None
    if not why and n_controls - n_treated >= 2:
        apart, _ = placebo_matches(plan, found.importance, with_treated=False)
        error = float(np.std([one.effect for one in apart]))
    elif not why:
        several = f" of {n_treated} units" if n_treated > 1 else ""
        why = f"{n_controls} controls: too few for placebos{several} with donors left"
    convention = f"placebo error over {n_controls} controls (Arkhangelsky et al. 2021, algorithm 4)" if error else ""
    reach = float(stats.norm.ppf((1 + plan.confidence) / 2)) * error if error else None
    low, high = (None, None) if reach is None else (found.effect - reach, found.effect + reach)
    if plan.inference == "conformal":
        start = panel.cohorts[0]
        used = np.concatenate([np.arange(start - plan.anticipation), np.array(plan.since(start))])
        own, donors = panel.outcome[panel.treated].mean(axis=0), panel.outcome[~panel.treated]
        by = conformal(own[used], donors[:, used], start - plan.anticipation, confidence=plan.confidence)
        how = "conformal, by shifts of the residuals (Chernozhukov, Wüthrich and Zhu 2021)"
        return Inferred(error, why, by.low, by.high, by.p_value, by.p_floor, how, convention, notes, needed)
    if plan.inference == "none":
        return Inferred(error, why, None, None, None, smallest, "none", convention, notes, needed)
    if plan.inference not in ("auto", "placebo", "randomisation"):
        raise data_error(
            "inference",
            f"inference {plan.inference!r} does not go with design {plan.design!r}",
            "use randomisation or conformal",
        )
    rivals, complete = placebo_matches(plan, found.importance, with_treated=True)
    if plan.design == "synthetic_did":
        own, what = match(plan, panel.outcome, panel.treated, exact=True).effect, "|effect|"
        p_value = compare(own, [one.effect for one in rivals])
    else:
        own, what = ratio(plan, found.gap), "the ratio of root mean square gaps after and before"
        p_value = compare(own, [ratio(plan, one.gap) for one in rivals])
    over = f"{panel.n_units} units" if n_treated == 1 else f"{len(rivals) + 1} groups of {n_treated} units"
    how = f"{'exact randomisation' if complete else 'randomisation'} of {what} over {over}"
    return Inferred(error, why, low, high, p_value, smallest, how, convention, notes, needed)


def sampled_bounds(plan: Plan, seed: int) -> tuple[Interval, str] | None:
    """Return the range of the effect over draws of outcomes from between their bounds, with the weights fitted anew."""
    panel = plan.panel
    if panel.low is None or panel.high is None:
        return None
    generator = np.random.default_rng(seed)
    effects = []
    for draw in range(_BOUND_DRAWS):
        shares = generator.random(panel.outcome.shape)
        if draw % 2:
            # Every other draw takes ends, where the extremes of a smooth function lie.
            shares = np.round(shares)
        drawn = panel.low + shares * (panel.high - panel.low)
        effects.append(match(plan, drawn, panel.treated, exact=True).effect)
    text = f"the range over {_BOUND_DRAWS} draws of outcomes from between their bounds, weights fitted anew each time"
    return Interval(min(effects), max(effects)), text


def donors_named(panel: Panel, weights: FloatArray) -> dict[object, float]:
    """Return the weights by donor, the largest first."""
    pairs = zip(panel.control_units, weights, strict=True)
    return dict(sorted(((unit, float(w)) for unit, w in pairs), key=lambda pair: (-pair[1], str(pair[0]))))


def heaviest(weights: dict[object, float]) -> str:
    """Return the donors that make up the synthetic unit, in words."""
    return listed(f"{unit} {share:.2f}" for unit, share in weights.items() if share >= 0.005)
