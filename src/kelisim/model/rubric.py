"""The rubric of governance: which evidence speaks for which degree of which variable, and between whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from kelisim.model.event import Trigger
from kelisim.model.phase import Degree

Variable = Literal["complexity", "codifiability", "capability", "power_asymmetry", "equity"]
VARIABLES: tuple[str, ...] = get_args(Variable)
# The three that decide a mode; the other two narrow it.
DECIDING: tuple[str, ...] = VARIABLES[:3]


@dataclass(frozen=True, slots=True)
class RubricLine:
    """One line of the rubric: what is evidence that a variable is low or high.

    Coded passages count under any of ``codes``, where ``words`` are given only those that hold one of them; events
    count by kind (``triggers``) or by name (``events``). ``demonstration`` marks a line made to show the programme.
    """

    variable: Variable
    degree: Degree
    criterion: str
    codes: tuple[str, ...] = ()
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    triggers: tuple[Trigger, ...] = ()
    events: tuple[str, ...] = ()
    demonstration: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Relationship:
    """A pair of actors whose exchange is governed: the names of the lead firm's side and of the supplier's.

    Evidence belongs to it where it names ``both`` sides, or where ``either`` is enough.
    """

    id: str
    name: str
    lead: tuple[str, ...]
    supplier: tuple[str, ...]
    match: Literal["both", "either"] = "both"


@dataclass(frozen=True, slots=True)
class ScoringRule:
    """How scores are made: below how many documents a year is thin, and from how many documents are resampled."""

    thin_below: int = 2
    resample_from: int = 5
    replicates: int = 1000
    confidence: float = 0.95
    lookback: int = 3
