"""The table of indicators by phase, trends within a phase, and changes from one phase to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kelisim.model.claim import Claim
from kelisim.model.indicator import Indicator
from kelisim.model.period import Period
from kelisim.model.phase import Phase
from kelisim.model.results import IndicatorCell, IndicatorChange
from kelisim.model.series import Series
from kelisim.stages.conclude.values import Group, Value, direction, first_and_last, of_claims, of_series


def cells(
    indicator: Indicator,
    phases: Sequence[Phase],
    claims: Sequence[Claim],
    series: Sequence[Series],
    places: Sequence[str],
) -> Iterator[IndicatorCell]:
    """Yield an indicator's cell in each phase that any dated number of it falls into."""
    own = [one for one in claims if one.indicator == indicator.id and one.quantitative and one.period]
    stated, observed = of_claims(own, indicator), of_series(series, indicator, places)
    for phase in phases:
        dated = sorted(
            (one for one in own if _falls_in(one, phase)), key=lambda one: str(one.period and one.period.end)
        )
        told = [one for one in dated if one.modality != "planned"]
        planned = [one for one in dated if one.modality == "planned"]
        seen = {key: kept for key, values in observed.items() if (kept := _inside(values, phase))}
        if not dated and not seen:
            continue
        parts = [f"{one.stated or one.value} ({_where(one)}{one.period})" for one in told]
        parts += [_shown(key, values) for key, values in seen.items()]
        trend, pairs = _trend({**{key: _inside(values, phase) for key, values in stated.items()}, **seen})
        yield IndicatorCell(
            indicator=indicator.id,
            phase=phase.id,
            text="; ".join(parts),
            claims=tuple(one.id for one in told),
            series=tuple(dict.fromkeys(key[0] for key in seen)),
            trend=trend,
            planned=tuple(one.id for one in planned),
            pairs=pairs,
        )


def changes(
    indicator: Indicator,
    phases: Sequence[Phase],
    claims: Sequence[Claim],
    series: Sequence[Series],
    places: Sequence[str],
) -> Iterator[IndicatorChange]:
    """Yield the change of each subject, place and unit from the first phase with a value of it to the last."""
    groups = {**of_claims(claims, indicator), **of_series(series, indicator, places)}
    for (source, subject, place, unit, _), values in groups.items():
        placed = [(phase.id, one) for one in values for phase in phases if phase.period.contains(one.period)]
        pair = first_and_last([one for _, one in placed])
        if pair is None:
            continue
        first, last = pair
        (start,) = {phase for phase, one in placed if one is first} or {""}
        (end,) = {phase for phase, one in placed if one is last} or {""}
        if start == end:
            continue
        difference = last.interval - first.interval
        yield IndicatorChange(
            indicator=indicator.id,
            subject=subject,
            place=place,
            unit=unit,
            first_phase=start,
            last_phase=end,
            first=source or first.id,
            first_period=str(first.period),
            last=source or last.id,
            last_period=str(last.period),
            low=difference.low,
            high=difference.high,
            direction=direction(first.interval, last.interval),
        )


def _inside(values: Sequence[Value], phase: Phase) -> list[Value]:
    return [one for one in values if phase.period.contains(one.period)]


def _falls_in(claim: Claim, phase: Phase) -> bool:
    """Say whether a claim belongs to a phase: with its whole period, a plan with the day by which it is due."""
    period = claim.period
    if period is None:
        return False
    if claim.modality == "planned" and period.end is not None:
        return phase.period.contains(Period(period.end, period.end, "day"))
    return phase.period.contains(period)


def _where(claim: Claim) -> str:
    words = ", ".join(part for part in (claim.subject, claim.place) if part)
    return f"{words}, " if words else ""


def _shown(key: Group, values: Sequence[Value]) -> str:
    series, _, place, _, _ = key
    first, last = values[0], values[-1]
    more = f" to {last.words} ({last.period})" if last is not first else ""
    return f"{first.words} ({place} {first.period}, {series}){more}"


def _trend(groups: Mapping[Group, Sequence[Value]]) -> tuple[str, tuple[str, ...]]:
    """Return the direction on which all comparable pairs agree, "mixed" where they differ, and each pair told."""
    found: list[str] = []
    told: list[str] = []
    for (source, subject, place, _, _), values in groups.items():
        pair = first_and_last(values)
        if pair:
            first, last = pair
            where = direction(first.interval, last.interval)
            found.append(where)
            whose = ", ".join(part for part in (subject or source, place) if part)
            told.append(f"{whose}: {first.words} ({first.period}) to {last.words} ({last.period}), {where}")
    return ("" if not found else found[0] if len(set(found)) == 1 else "mixed"), tuple(told)
