"""Independence: two statements are independent where no root of provenance carries both."""

from __future__ import annotations

from collections.abc import Mapping

from kelisim.model.claim import Claim
from kelisim.model.series import Series


class Provenance:
    """The roots that claims and series go back to."""

    def __init__(self, roots: Mapping[str, tuple[str, ...]]) -> None:
        self._roots = roots

    def of_source(self, source: str) -> frozenset[str]:
        """Return the roots of a source."""
        return frozenset(self._roots.get(source, (source,)))

    def of_claim(self, claim: Claim) -> frozenset[str]:
        """Return the roots of what a claim cites, or of who makes it where it cites nothing."""
        named = claim.citations or (claim.source,)
        return frozenset(root for source in named for root in self.of_source(source))

    def of_series(self, series: Series) -> frozenset[str]:
        """Return the roots of the publication a series was taken from."""
        return self.of_source(series.source)
