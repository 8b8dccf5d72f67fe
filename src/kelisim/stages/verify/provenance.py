"""Independence: two statements are independent where no root of provenance carries both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kelisim.model.claim import Claim
from kelisim.model.series import Series


class Provenance:
    """The roots that claims and series go back to.

    A claim goes back to the roots of what it cites. One that cites nothing goes back to who makes it, and may have come
    from anything that the same author cites elsewhere: a number told twice in one paper, once with its source and
    once without, is one number.
    """

    def __init__(self, roots: Mapping[str, tuple[str, ...]], claims: Iterable[Claim] = ()) -> None:
        self._roots = roots
        self._cited: dict[str, frozenset[str]] = {}
        for claim in claims:
            found = frozenset(root for source in claim.citations for root in self.of_source(source))
            self._cited[claim.source] = self._cited.get(claim.source, frozenset()) | found

    def of_source(self, source: str) -> frozenset[str]:
        """Return the roots of a source."""
        return frozenset(self._roots.get(source, (source,)))

    def of_claim(self, claim: Claim) -> frozenset[str]:
        """Return every root that a claim may go back to."""
        if claim.citations:
            return frozenset(root for source in claim.citations for root in self.of_source(source))
        return self.of_source(claim.source) | self._cited.get(claim.source, frozenset())

    def of_series(self, series: Series) -> frozenset[str]:
        """Return the roots of the publication a series was taken from."""
        return self.of_source(series.source)
