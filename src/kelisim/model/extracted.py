"""Extracted claims: what a text says in one place, as a machine read it; candidates until a person confirms them."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from kelisim.model.claim import Modality
from kelisim.model.interval import Interval
from kelisim.model.quantity import Change, Comparator, Quantity, QuantityKind, allowing_rounding


@dataclass(frozen=True, slots=True)
class ExtractedClaim:
    """A quantity with what it is a quantity of.

    The first eleven fields are those of ``Quantity``. ``subject`` is the named actor or thing nearest before the
    number ("" where none), ``indicator`` the id of the vocabulary's indicator or the noun phrase as it stands,
    ``place`` an ISO 3166 alpha-2 code or the name of a region, ``period_start`` and ``period_end`` ISO dates (None is
    open or unstated), ``sentence`` the span of the sentence, ``citations`` the markers in it ("[12]", "(Li, 2019)").
    """

    start: int
    end: int
    text: str
    low: float
    high: float
    value: float | tuple[float, float]
    unit: str | None
    comparator: Comparator
    change: Change | None
    kind: QuantityKind
    step: float | None
    subject: str
    indicator: str
    place: str | None
    period_start: str | None
    period_end: str | None
    modality: Modality
    sentence: tuple[int, int]
    citations: tuple[str, ...] = ()

    @property
    def interval(self) -> Interval:
        """The numbers the statement asserts."""
        return Interval(self.low, self.high)

    @property
    def quantity(self) -> Quantity:
        """The quantity alone."""
        return Quantity(
            self.start,
            self.end,
            self.text,
            self.low,
            self.high,
            self.value,
            self.unit,
            self.comparator,
            self.change,
            self.kind,
            self.step,
        )

    def allowing_rounding(self) -> Interval:
        """Return the interval with half a stated step on each side of an exact-looking number."""
        return allowing_rounding(self.interval, self.comparator, self.step)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dictionary; infinite bounds become None."""
        record = asdict(self)
        for bound in ("low", "high"):
            if math.isinf(record[bound]):
                record[bound] = None
        for pair in ("value", "sentence", "citations"):
            if isinstance(record[pair], tuple):
                record[pair] = list(record[pair])
        return record
