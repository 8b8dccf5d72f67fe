"""What classifying the governance makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Precedence = Literal["certainly", "possibly", "not"]


@dataclass(frozen=True, slots=True)
class GovernanceRow:
    """Governance of one actor pair in one reading over a period; ``expected`` is what the three variables imply."""

    id: str
    actors: str
    period: str
    modes: tuple[str, ...]
    complexity: str
    codifiability: str
    capability: str
    expected: str
    triggers: tuple[str, ...]
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    reading: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TransitionTrigger:
    """An event beside a transition: its kind, and whether it came before to the precision of both dates.

    ``constitutive`` marks an event that is itself evidence for the later state: it cannot also have caused it.
    """

    event: str
    kind: str
    precedence: Precedence
    constitutive: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """A change of mode: ``period`` is the span in which it fell, ``when`` where the later state is said to begin.

    ``certainty`` is "declared" for a study's own states, and for computed ones "certain" where no mode is possible
    both before and after, else "possible". ``absent`` names the kinds of trigger of which none came before.
    """

    reading: str
    before: str
    after: str
    when: str
    triggers: tuple[TransitionTrigger, ...]
    period: str = ""
    certainty: Literal["declared", "certain", "possible"] = "declared"
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VariableScore:
    """How far the evidence of one year speaks for the high degree of a variable, between 0 and 1.

    ``low`` and ``high`` bound the share of evidence for the high degree over every way to settle what coders differ
    on, and, where enough documents speak, over resampled documents (``interval`` says which). Without evidence they are
    0 and 1 and ``degree`` is "". ``contested`` counts passages on which coders differ; ``coders`` holds (coder,
    passages for high, passages for low). ``thin`` marks years in which too few documents speak,
    ``sources`` names those that do.
    """

    relationship: str
    year: int
    variable: str
    low: float
    high: float
    degree: Literal["low", "high", "undecided", ""]
    passages: int
    events: int
    documents: int
    contested: int
    coders: tuple[tuple[str, int, int], ...]
    interval: str
    thin: bool
    evidence: tuple[str, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GovernanceYear:
    """The governance that the evidence of one year allows in one relationship.

    ``modes`` follow from the three deciding variables, ``ties`` from power asymmetry and equity, ``both`` from all
    five; where the two contradict each other ``both`` is empty and each stands as a reading of its own. ``status`` is
    decided, mixed, open (a deciding variable has no evidence), excluded (only combinations that are no mode), or no
    evidence. ``declared`` holds (reading, modes, "agrees", "compatible", "contradicts" or "").
    """

    relationship: str
    year: int
    degrees: tuple[tuple[str, str], ...]
    modes: tuple[str, ...]
    ties: tuple[str, ...]
    both: tuple[str, ...]
    status: Literal["decided", "mixed", "open", "excluded", "no evidence"]
    items: int
    documents: int
    thin: bool
    declared: tuple[tuple[str, tuple[str, ...], str], ...]
    excluded: tuple[str, ...] = ()
    note: str = ""

    @property
    def reading(self) -> tuple[str, ...]:
        """The modes that are left, by all five variables where these agree, else by the deciding three."""
        return self.both or self.modes


@dataclass(frozen=True, slots=True)
class LadderStep:
    """A piece of evidence on a rung: an event or claim, when, and whether it was planned."""

    ladder: str
    scope: str
    rung: str
    evidence: str
    kind: str
    period: str
    status: Literal["achieved", "under way", "planned"]


@dataclass(frozen=True, slots=True)
class LadderYear:
    """How high a ladder had been climbed by the end of a year.

    ``low`` is the rung reached for certain, ``high`` the one possibly reached, ``planned`` the highest that was
    planned; each "" where none was. ``skipped`` are rungs below ``low`` without any evidence by then.
    """

    ladder: str
    scope: str
    year: int
    low: str
    high: str
    planned: str
    skipped: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RubricCoverage:
    """How much of the rubric's evidence could be used: coded passages and events, dated and between whom."""

    passages: int
    dated: int
    placed: int
    events: int
    events_placed: int
    demonstration: bool


@dataclass(frozen=True, slots=True)
class Governed:
    """Declared states and transitions in order of time within each reading, and what the rubric and ladders give."""

    states: tuple[GovernanceRow, ...]
    transitions: tuple[Transition, ...]
    scores: tuple[VariableScore, ...] = ()
    years: tuple[GovernanceYear, ...] = ()
    coverage: RubricCoverage | None = None
    steps: tuple[LadderStep, ...] = ()
    ladders: tuple[LadderYear, ...] = ()
