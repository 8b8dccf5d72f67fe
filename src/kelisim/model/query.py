"""Queries: what a series asks of a provider of statistics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kelisim.model.period import Period


@dataclass(frozen=True, slots=True)
class Query:
    """One indicator, for some places and a period, as a provider is asked for it.

    ``provider`` names the adapter. ``places`` are written as in the claims; ``codes`` gives the provider's own code of
    a place where it cannot be derived. ``version`` pins an edition of the provider. ``multiply`` turns the provider's
    unit into the series' own. ``options`` are the provider's own terms. ``base_url`` takes the place of the provider's
    address.
    """

    provider: str
    indicator: str
    places: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    period: Period | None = None
    version: str = ""
    multiply: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    base_url: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return what a record of the query keeps; the address is kept with each exchange."""
        return {
            "provider": self.provider,
            "indicator": self.indicator,
            "places": list(self.places),
            "codes": dict(sorted(self.codes.items())),
            "period": str(self.period) if self.period else "",
            "version": self.version,
            "multiply": self.multiply,
            "options": dict(sorted(self.options.items())),
        }
