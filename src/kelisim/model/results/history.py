"""What periodising makes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase with what falls into it by date: events by trigger, claims, and mean change of the tracked series."""

    id: str
    name: str
    period: str
    mode: str
    technology: str
    governance: tuple[str, ...]
    ongoing: bool
    events: tuple[str, ...]
    claims: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeriesInTest:
    """A series the phases are held against: what it is, how many values it gives, and how it was standardised.

    ``why`` says why it takes no part; ``skipped`` counts what could not be dated to one period.
    """

    id: str
    name: str
    kind: str
    n: int
    first: str = ""
    last: str = ""
    scale: str = ""
    autocorrelation: float | None = None
    skipped: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class DivisionTest:
    """How well one division fits the series: the declared one ("declared") or a rival, all by the same score.

    ``rank`` is among ``alternatives`` divisions with as many phases; ``why`` says why there is no score.
    """

    id: str
    name: str
    boundaries: tuple[str, ...]
    rank: int | None = None
    alternatives: int | None = None
    p_value: float | None = None
    p_floor: float | None = None
    explained: float | None = None
    best: tuple[str, ...] = ()
    best_explained: float | None = None
    bic: float | None = None
    verdict: str = ""
    rank_low: int | None = None
    rank_high: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class BoundaryTest:
    """What the series say of one declared boundary; ``phase`` is the one that begins there."""

    phase: str
    period: str
    probability: float
    near: float
    near_prior: float
    bayes_factor: float
    low: str = ""
    high: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class VariedTest:
    """The declared division again with one thing changed."""

    changed: str
    to: str
    rank: int | None
    alternatives: int | None
    p_value: float | None
    best: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class PhaseTests:
    """The declared phases and their rivals held against the series.

    ``posterior`` is (period, probability that a phase begins in it, the same before the data); ``power`` is (shift in
    standard deviations, how often it would be found). ``why`` says why nothing could be tested.
    """

    series: tuple[SeriesInTest, ...] = ()
    divisions: tuple[DivisionTest, ...] = ()
    boundaries: tuple[BoundaryTest, ...] = ()
    posterior: tuple[tuple[str, float, float], ...] = ()
    power: tuple[tuple[float, float], ...] = ()
    varied: tuple[VariedTest, ...] = ()
    periods: int = 0
    unit: str = "year"
    minimum_length: int = 2
    null: str = ""
    draws: int = 0
    level: float = 0.05
    none: float | None = None
    remarks: tuple[str, ...] = ()
    why: str = ""

    @property
    def declared(self) -> DivisionTest | None:
        """The test of the declared division, None where there is none."""
        return next((one for one in self.divisions if one.id == "declared"), None)


@dataclass(frozen=True, slots=True)
class Periodised:
    """Phases, events told in another phase than their date's (event, told, dated), and rival periodisations.

    A rival row is (rival id, name, phase id, period as declared there, declared period here, agrees).
    """

    phases: tuple[PhaseRow, ...]
    displaced: tuple[tuple[str, str, str], ...]
    rivals: tuple[tuple[str, str, str, str, str, bool], ...]
    defects: tuple[str, ...] = ()
    tests: PhaseTests = field(default_factory=PhaseTests)
