"""One series and its provider: what its description asks for, and the numbers, from the provider or from a snapshot."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from kelisim.errors import Problem, StudyError, UsageError, nearest
from kelisim.model.query import Query
from kelisim.providers import adapter
from kelisim.providers.derive import Derived, derive
from kelisim.providers.http import Http
from kelisim.providers.sessions import Live, Local, Replay
from kelisim.providers.shape import LOCAL, Adapter
from kelisim.providers.snapshots import Retrieval, Snapshots
from kelisim.study.config import read_series_plan
from kelisim.study.layout import Layout
from kelisim.study.schema.tables import SeriesPlan
from kelisim.study.write import replace_file

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """A series as its description plans it; ``query`` is None for one that was entered by hand."""

    id: str
    description: SeriesPlan
    query: Query | None

    @property
    def provider(self) -> str:
        """Its provider in print."""
        return self.description.provider or (adapter(self.query.provider).title if self.query else "")


@dataclass(frozen=True, slots=True)
class Source:
    """Where to ask: a client is made when first needed; time and environment can be set for tests."""

    http: Callable[[], Http] = Http
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The numbers of a series with the retrieval they were made from, and the bodies it brought."""

    derived: Derived
    retrieval: Retrieval
    bodies: tuple[bytes, ...] = ()

    @property
    def vintage(self) -> str:
        """The provider's vintage, or the day where it names none."""
        return self.retrieval.vintage


def plans(layout: Layout, names: Sequence[str]) -> tuple[Plan, ...]:
    """Return the series named, or all.

    Raises ``UsageError`` for an unknown one, ``StudyError`` for a description that cannot be read.
    """
    known = sorted(path.stem for path in layout.series.glob("*.toml"))
    for name in names:
        if name not in known:
            hint = nearest(name, known) or f"describe it in series/{name}.toml"
            raise UsageError(f"no series is called {name!r}", hint)
    problems: list[Problem] = []
    found = []
    for name in names or known:
        try:
            found.append(_plan(layout, name))
        except StudyError as error:
            problems.extend(error.problems)
    if problems:
        raise StudyError(problems)
    return tuple(found)


def _plan(layout: Layout, name: str) -> Plan:
    file = f"series/{name}.toml"
    description, toml = read_series_plan(layout.series / f"{name}.toml", file)
    wanted = description.fetch
    if wanted is None:
        return Plan(name, description, None)
    query = Query(
        provider=wanted.provider,
        indicator=wanted.indicator or description.provider_indicator,
        places=wanted.places,
        codes=wanted.codes,
        period=wanted.period,
        version=wanted.version,
        multiply="" if wanted.multiply is None else format(Decimal(repr(wanted.multiply)).normalize(), "f"),
        options=wanted.options,
        base_url=wanted.base_url,
    )
    try:
        chosen = adapter(wanted.provider)
        _check(chosen, query)
        if chosen.base_url == LOCAL and not description.provider:
            raise UsageError("whose numbers the file holds is not said", 'add above [fetch]: provider = "…"')
    except UsageError as error:
        line = toml.line(("fetch",))
        raise StudyError([Problem("fetch", one.what, one.hint, file, line) for one in error.problems]) from error
    return Plan(name, description, query)


def _check(chosen: Adapter, query: Query) -> None:
    for option in query.options:
        if option not in chosen.options:
            hint = nearest(option, chosen.options) or f"{chosen.title} takes no options"
            raise UsageError(f"{chosen.title} knows no option {option!r}", hint)
    if not query.indicator:
        raise UsageError("[fetch] names no indicator", 'add indicator = "…", the provider\'s own code')
    for place in query.codes:
        if place not in query.places:
            raise UsageError(
                f"[fetch.codes] names {place!r}, which is not among the places", f'add it: places = ["{place}"]'
            )


class Asking:
    """Asks providers one after the other, over one client, which is made when a network is first needed."""

    def __init__(self, layout: Layout, source: Source | None = None, say: Say | None = None) -> None:
        self._layout, self._source, self._say = layout, source or Source(), say
        self._http: Http | None = None

    def __call__(self, plan: Plan) -> Retrieved:
        """Return what a series' provider says now; raises ``ProviderError``."""
        assert plan.query is not None
        if self._say is not None:
            self._say(f"{plan.id}: asking {plan.provider}")
        chosen = adapter(plan.query.provider)
        session = Local(self._layout.root) if chosen.base_url == LOCAL else self._live(chosen, plan.query)
        derived = derive(plan.query, chosen.read(plan.query, session))
        time = self._source.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        retrieval = Retrieval(
            series=plan.id,
            vintage=derived.vintage or f"undated, as of {time[:10]}",
            retrieved=time,
            keyed=session.keyed,
            query=plan.query.to_dict(),
            exchanges=tuple(session.kept),
        )
        return Retrieved(derived, retrieval, tuple(session.bodies))

    def _live(self, chosen: Adapter, query: Query) -> Live:
        if self._http is None:
            self._http = self._source.http()
        return Live(chosen, query, self._http, self._source.environment)

    def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            self._http.close()


def remake(plan: Plan, layout: Layout) -> Retrieved:
    """Return the numbers made from the series' snapshot; raises ``StudyError`` where that is missing or altered."""
    assert plan.query is not None
    if not plan.description.snapshot:
        what = "the series has no snapshot to be made from"
        raise StudyError(Problem("snapshot", what, f"kelisim fetch {plan.id}", f"series/{plan.id}.toml"))
    retrieval, bodies = snapshots(layout).get(plan.description.snapshot)
    answer = adapter(plan.query.provider).read(plan.query, Replay(retrieval, bodies))
    return Retrieved(derive(plan.query, answer), retrieval)


def snapshots(layout: Layout) -> Snapshots:
    """Return the snapshots of a study."""
    return Snapshots(layout.series, replace_file)


def fetchable(found: Iterable[Plan]) -> tuple[Plan, ...]:
    """Return the series that have a provider to be asked."""
    return tuple(plan for plan in found if plan.query is not None)
