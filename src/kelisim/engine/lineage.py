"""What is known of re-publishers, put to what a study says: whose figures its sources and series give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from kelisim.model.independence import Origin, Publisher, organisation
from kelisim.model.series import Series
from kelisim.model.source import Source
from kelisim.model.study import StudyData
from kelisim.providers.lineage import Republication, origins

if TYPE_CHECKING:
    from kelisim.stages.organisations import Organisations


def with_known_lineage(data: StudyData) -> StudyData:
    """Return a study with the origins of its sources and series filled in, their organisations among its publishers.

    What a series says of its lineage is taken beside what is known. What the register says already is not said twice,
    and an organisation is not its own origin.
    """
    from kelisim.stages.organisations import organisations_of

    ids = frozenset(one.id for one in data.sources)
    told = {one.id: origins(publisher=one.publisher, url=one.url) for one in data.sources}
    told_of_series = {
        one.id: origins(publisher=one.provider, code=one.provider_indicator, url=one.query) for one in data.series
    }
    named = [name for one in data.series for name in one.lineage if name not in ids]
    known = [one.origin for found in (*told.values(), *told_of_series.values()) for one in found]
    every = [Publisher(name, originates=True) for name in dict.fromkeys([*named, *known])]
    organisations = organisations_of(data.sources, (*data.publishers, *every))
    register = _Register(data.sources, organisations)
    sources = tuple(
        replace(one, origins=register.known(told[one.id], (one.id,), one.publisher)) for one in data.sources
    )
    series = tuple(replace(one, origins=_of_series(one, told_of_series[one.id], register, ids)) for one in data.series)
    used = {origin.node for source in sources for origin in source.origins}
    used.update(origin.node for one in series for origin in one.origins)
    added = tuple(one for one in every if organisation(organisations.of(one.name)) in used)
    if not used:
        return data
    return replace(data, publishers=(*data.publishers, *added), sources=sources, series=series)


class _Register:
    """The register's own lineage, and the organisations that it leads to."""

    def __init__(self, sources: Iterable[Source], organisations: Organisations) -> None:
        self.organisations = organisations
        self._sources = {one.id: one for one in sources}

    def known(self, found: Iterable[Republication], starts: tuple[str, ...], publisher: str) -> tuple[Origin, ...]:
        """Return the origins that are known and that the register does not lead to from ``starts``."""
        reached = self._reached(starts) | {self.organisations.of(publisher)}
        return tuple(
            Origin(organisation(self.organisations.of(one.origin)), f"known: {one.known}")
            for one in found
            if self.organisations.of(one.origin) not in reached
        )

    def _reached(self, starts: tuple[str, ...]) -> set[str]:
        seen: set[str] = set()
        waiting = list(starts)
        while waiting:
            here = waiting.pop()
            if here not in seen and here in self._sources:
                seen.add(here)
                waiting.extend(self._sources[here].lineage)
        return {self.organisations.of(self._sources[one].publisher) for one in seen}


def _of_series(
    series: Series, found: Iterable[Republication], register: _Register, ids: frozenset[str]
) -> tuple[Origin, ...]:
    said = tuple(
        Origin(
            name if name in ids else organisation(register.organisations.of(name) or name), f"series/{series.id}.toml"
        )
        for name in series.lineage
        if name != series.source
    )
    starts = (series.source, *(name for name in series.lineage if name in ids))
    known = register.known(found, starts, series.provider)
    return (*said, *(one for one in known if one.node not in {each.node for each in said}))
