"""Independence of statements: what claims and series go back to, and how two of them are joined."""

from __future__ import annotations

from collections.abc import Iterable

from kelisim.model.claim import Claim
from kelisim.model.independence import Ascent, Graph, Quotation, Tie, organisation
from kelisim.model.series import Series


class Provenance:
    """What claims and series go back to.

    A claim goes back to what it cites, and to whom the sentences around its passage quote. One that cites nothing goes
    back to who makes it, and may have come from anything that the same author cites elsewhere: a number told twice in
    one paper, once with its source and once without, is one number. What the document of a claim quotes elsewhere is
    no origin of it.
    """

    def __init__(self, graph: Graph, claims: Iterable[Claim] = (), quotations: Iterable[Quotation] = ()) -> None:
        self._graph = graph
        self._quotations: dict[str, list[Quotation]] = {}
        for one in quotations:
            self._quotations.setdefault(one.source, []).append(one)
        self._cited: dict[str, dict[str, None]] = {}
        for claim in claims:
            self._cited.setdefault(claim.source, {}).update(dict.fromkeys(claim.citations))
        self._known: dict[tuple[object, ...], Ascent] = {}
        # Ascents are kept for as long as this object, so that their identity stands for what they hold.
        self._paths: dict[tuple[int, int], str] = {}

    def of_source(self, source: str) -> frozenset[str]:
        """Return what a source goes back to, itself among it."""
        return self._graph.ascent(source).nodes

    def of_claim(self, claim: Claim) -> frozenset[str]:
        """Return all that a claim may go back to."""
        return self.ascent_of_claim(claim).nodes

    def of_series(self, series: Series) -> frozenset[str]:
        """Return what the publication of a series goes back to."""
        return self.ascent_of_series(series).nodes

    def ascent_of_claim(self, claim: Claim) -> Ascent:
        """Return what a claim goes back to, with the ties that lead there."""
        bases = claim.citations or (claim.source, *self._cited.get(claim.source, ()))
        passage = claim.passage
        if passage is None or passage.source not in bases or passage.source not in self._quotations:
            return self._ascend(bases, (), ())
        near = tuple(
            Tie(passage.source, organisation(one.organisation), "quotation", one.words)
            for one in self._quotations[passage.source]
            if one.reach_start < passage.end and passage.start < one.reach_end
        )
        return self._ascend(bases, (passage.source,), near)

    def ascent_of_series(self, series: Series) -> Ascent:
        """Return what the publication of a series goes back to, with the ties that lead there."""
        return self._ascend((series.source,), (), series.ties)

    def path(self, one: Claim, other: Claim | Series) -> str:
        """Return in words how a claim and another claim or series are joined, "" where they are independent."""
        here = self.ascent_of_claim(one)
        there = self.ascent_of_claim(other) if isinstance(other, Claim) else self.ascent_of_series(other)
        key = (id(here), id(there))
        if key not in self._paths:
            self._paths[key] = here.path(there)
        return self._paths[key]

    def _ascend(self, bases: tuple[str, ...], cut: tuple[str, ...], near: tuple[Tie, ...]) -> Ascent:
        key = (bases, cut, near)
        if key not in self._known:
            self._known[key] = self._graph.ascend(bases, without_quotations=cut, also=near)
        return self._known[key]
