"""What all sentences of a text are read with, and what those before have told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kelisim.text.extraction.discourse import Told, Topic
from kelisim.text.extraction.indicators import IndicatorMatcher
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.phases import Phases


@dataclass(frozen=True, slots=True)
class Setting:
    """What all sentences of a text are read with, and what those before have ``told``."""

    text: str
    known: Lexicon
    today: date | None
    indicators: IndicatorMatcher
    topic: Topic
    told: Told
    phases: Phases
    dated: bool
