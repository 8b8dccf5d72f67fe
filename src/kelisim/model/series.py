"""Series: dated observations of one indicator from one provider, with query, vintage and hash."""

from __future__ import annotations

from dataclasses import dataclass

from kelisim.model.independence import Origin, Tie
from kelisim.model.period import Period


@dataclass(frozen=True, slots=True)
class Observation:
    """One number of a series: period, place, value (None for a gap), with a stated step where the provider rounds."""

    period: Period
    place: str
    value: float | None
    note: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """Observations of one indicator, in ``unit``, by ``provider``, as retrieved.

    ``source`` is the register's id of the publication the numbers come from, so that lineage and independence apply.
    ``subject`` is what the numbers are of, where that is narrower than the indicator: a claim about another subject is
    not compared with them. ``lineage`` says whose figures they are, where the provider re-publishes another's: ids of
    the register or names; ``origins`` is the same as nodes of the graph of independence, together with what is known
    of common re-publishers. ``snapshot`` is the retrieval that they were made from, and ``flaw``
    why they cannot be had from it.
    """

    id: str
    title: str
    provider: str
    indicator: str
    unit: str
    source: str
    query: str
    vintage: str
    retrieved: str
    sha256: str
    provider_indicator: str = ""
    subject: str = ""
    licence: str = ""
    note: str = ""
    step: float | None = None
    supersedes: str = ""
    lineage: tuple[str, ...] = ()
    snapshot: str = ""
    origins: tuple[Origin, ...] = ()
    flaw: str = ""
    observations: tuple[Observation, ...] = ()

    @property
    def ties(self) -> tuple[Tie, ...]:
        """The steps from its source back to whose figures they are, which hold for this series alone."""
        return tuple(Tie(self.source, one.node, "lineage", one.evidence) for one in self.origins)
