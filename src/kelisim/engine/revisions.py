"""Series against their providers today: what was revised, and what the revision would do to the verdicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from kelisim.engine.points import PointChange, changes, rows_of, told
from kelisim.engine.retrieval import Asking, Plan, Retrieved, Say, Source, plans
from kelisim.engine.run import Run, run
from kelisim.errors import ProviderError, StudyError
from kelisim.model.period import Period
from kelisim.model.results import Verified
from kelisim.model.series import Observation, Series
from kelisim.study.layout import Layout


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A claim whose verdict would be another with the new numbers, with the reason that would then be given."""

    claim: str
    was: str
    now: str
    reason: str


@dataclass(frozen=True, slots=True)
class SeriesState:
    """How a series stands to its provider.

    ``status``: identical, revised, withdrawn, unreachable, ignored (the provider answered another question), by hand
    (nobody to ask) or not fetched. ``verdicts`` is None where the study cannot be read as it stands, and ``why`` then
    says so.
    """

    series: str
    status: str
    provider: str = ""
    vintage: str = ""
    vintage_now: str = ""
    points: tuple[PointChange, ...] = ()
    verdicts: tuple[VerdictChange, ...] | None = ()
    why: str = ""
    hint: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing needs doing."""
        return self.status in ("identical", "by hand")

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        return {
            "series": self.series,
            "status": self.status,
            "provider": self.provider,
            "vintage": self.vintage,
            "vintage_now": self.vintage_now,
            "points": [point.to_dict() for point in self.points],
            "verdicts": None if self.verdicts is None else [asdict(one) for one in self.verdicts],
            "why": self.why,
            "hint": self.hint,
        }


def compare(
    layout: Layout,
    names: Sequence[str] = (),
    *,
    source: Source | None = None,
    say: Say | None = None,
) -> tuple[SeriesState, ...]:
    """Ask each provider again, write nothing, and return how each series stands.

    Raises ``UsageError`` for an unknown series, ``StudyError`` for a description that cannot be read.
    """
    found = plans(layout, names)
    study = _Study(layout)
    states: list[SeriesState] = []
    with closing(Asking(layout, source, say)) as ask:
        for plan in found:
            state = partial(SeriesState, plan.id, provider=plan.provider, vintage=plan.description.vintage)
            if plan.query is None:
                states.append(state("by hand"))
                continue
            if not plan.description.sha256:
                states.append(state("not fetched", hint=f"kelisim fetch {plan.id}"))
                continue
            try:
                states.append(_state(layout, plan, ask(plan), state, study))
            except ProviderError as error:
                states.append(state(error.status, why=error.problems[0].what, hint=error.problems[0].hint))
    return tuple(states)


def _state(layout: Layout, plan: Plan, now: Retrieved, state: Callable[..., SeriesState], study: _Study) -> SeriesState:
    rows = [(period, place, value) for period, place, value, _ in now.derived.rows]
    points, stored = changes(rows_of(layout.series / f"{plan.id}.csv"), rows, plan.description.step)
    status = "ignored" if now.derived.ignored else "revised" if points else "identical"
    why = "; ".join((*now.derived.ignored, *told(stored)))
    verdicts: tuple[VerdictChange, ...] | None = ()
    if points:
        try:
            verdicts = study.with_numbers(plan.id, now)
        except StudyError as error:
            verdicts = None
            why = "; ".join(part for part in (why, f"verdicts not compared: {error.problems[0]}") if part)
    hint = f"take it over with: kelisim fetch {plan.id}" if points else ""
    return state(
        status,
        vintage_now=now.derived.vintage or plan.description.vintage,
        points=points,
        verdicts=verdicts,
        why=why,
        hint=hint,
    )


class _Study:
    """The study with its results, computed when first needed, and its verdicts under other numbers."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._run: Run | None = None

    def with_numbers(self, name: str, now: Retrieved) -> tuple[VerdictChange, ...]:
        """Return the claims whose verdict would change; raises ``StudyError`` where the study cannot be read."""
        if self._run is None:
            self._run = run(self._layout, [], write=False)
        data, results = self._run.data, self._run.results
        assert data is not None
        assert results is not None
        series = tuple(_renewed(one, now) if one.id == name else one for one in data.series)
        before = {one.claim: one for one in results.verify.verdicts}
        after = self._verify(series)
        return tuple(
            VerdictChange(one.claim, before[one.claim].verdict, one.verdict, one.reason)
            for one in after.verdicts
            if one.verdict != before[one.claim].verdict
        )

    def _verify(self, series: tuple[Series, ...]) -> Verified:
        from kelisim.stages import PIPELINE

        assert self._run is not None
        stage = next(one for one in PIPELINE if one.name == "verify")
        given = {
            need: getattr(self._run.data if hasattr(self._run.data, need) else self._run.results, need)
            for need in stage.needs
        }
        verified = stage.run(**{**given, "series": series})
        assert isinstance(verified, Verified)
        return verified


def _renewed(series: Series, now: Retrieved) -> Series:
    observations = tuple(
        Observation(Period.parse(period), place, float(value) if value else None, note)
        for period, place, value, note in now.derived.rows
    )
    return replace(series, observations=observations, vintage=now.vintage)
