"""What stands behind an English number: the noun that a bare number counts, and what a share is a share of."""

from __future__ import annotations

import re

from kelisim.text.extraction.heads_en import PHRASE_END
from kelisim.text.extraction.indicators import Indicators
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.noun_phrases_en import Phrases, words
from kelisim.text.extraction.nouns import is_plural

_MOST_WORDS = 4
# Words of order that open what is counted: "18,974 first receptions".
_ORDERS = frozenset(("first", "second", "third", "new", "other", "such", "total", "more"))
_NEXT = re.compile(r"[ \u00a0]([^\W\d_]+(?:-[^\W\d_]+)*)")


def share_behind(sentence: str, bare: str, there: int, named: Indicators, known: Lexicon) -> str:
    """Return what a share is a share of: "at least 20 percent of their average per capita protein intake"."""
    if not sentence.startswith(" of ", there) or sentence[there : there + 7].lower() == " of gdp":
        return ""
    end = PHRASE_END.search(bare, there + 4)
    told = Phrases(bare, named, known).read((there + 4, end.start() if end is not None else len(bare)), 1)
    # "one-fifth of the global total" is a share of no more than what was told.
    return "market_share" if told.rpartition(" ")[2] in words().hollow else told


def counted_behind(sentence: str, there: int, known: Lexicon) -> str:
    """Return the plural noun behind a bare number with what narrows it: "3 million outpatient visits"."""
    kept: list[str] = []
    place = there
    while len(kept) < _MOST_WORDS and (match := _NEXT.match(sentence, place)) is not None:
        lower = match[1].lower()
        if not kept and lower in _ORDERS:
            place = match.end()
            continue
        if lower in known.stop_words or lower in known.change or lower in words().levels:
            break
        kept.append(lower)
        place = match.end()
        if is_plural(lower):
            return " ".join(kept)
    return ""
