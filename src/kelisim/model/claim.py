"""Claims: who says that an indicator of a subject, in a place and period, is a quantity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal, get_args

from kelisim.model.document import Passage
from kelisim.model.interval import Interval
from kelisim.model.period import Period
from kelisim.model.quantity import Change, Comparator, allowing_rounding

Modality = Literal["achieved", "planned", "estimated", "reported"]
MODALITIES: tuple[str, ...] = get_args(Modality)


@dataclass(frozen=True, slots=True)
class Claim:
    """One confirmed claim: a row of claims.csv, or a quantity found in a document that a person's journal confirms.

    ``source`` makes the claim; ``citations`` are the sources it names for it. ``stated`` is the number in the words of
    the source, ``value`` the number after scale (None for a claim that only dates something or states a range),
    ``interval`` what the statement asserts, ``step`` its stated precision. ``quote`` is the
    wording in the file of the source ``document`` that carries it.
    """

    id: str
    source: str
    indicator: str
    subject: str = ""
    place: str = ""
    period: Period | None = None
    stated: str = ""
    value: float | None = None
    interval: Interval | None = None
    step: float | None = None
    unit: str = ""
    comparator: Comparator = "exact"
    change: Change | None = None
    modality: Modality = "reported"
    section: str = ""
    citations: tuple[str, ...] = ()
    document: str = ""
    quote: str = ""
    passage: Passage | None = None
    note: str = ""
    row: int = 0

    @property
    def quantitative(self) -> bool:
        """Whether the claim states a number and not only a date."""
        return self.interval is not None

    def allowing_rounding(self) -> Interval | None:
        """Return the claim's interval with half a stated step on each side of an exact-looking number."""
        return None if self.interval is None else allowing_rounding(self.interval, self.comparator, self.step)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quantity found in a document that no person has confirmed or rejected yet."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"ser_json_inf_nan": "constants"}

    source: str
    start: int
    end: int
    text: str
    sentence: str
    low: float
    high: float
    unit: str
    comparator: str
    kind: str
    indicator: str = ""
    place: str = ""
    period_start: str = ""
    period_end: str = ""
    modality: str = ""
    claim: str = ""
    subject: str = ""
    value: float | None = None
    step: float | None = None
    change: str = ""
