"""The noun that a Chinese classifier counts: "109项比赛", "7个主要城市".

Chinese writes no word spaces. The lexicon lists common nouns; another is taken where two characters close the clause.
"""

from __future__ import annotations

import re
from functools import cache

from kelisim.text.extraction.lexicon import lexicon

_RUN = re.compile(r"[\u4e00-\u9fff]{1,8}")
_EDGES = "的在是有被将已和与及或为从向到了也都就而但并把由使让给对于之其以中内外上下前后"
_REACH = 6


@cache
def _nouns(language: str) -> tuple[frozenset[str], int]:
    words = frozenset(lexicon(language).tables.get("nouns", {}).get("words", "").split())
    return words, max((len(word) for word in words), default=0)


def classified_noun(text: str, position: int, language: str) -> tuple[str, int] | None:
    """Return the noun after a classifier and its end, or None where none can be told."""
    run = _RUN.match(text, position)
    if run is None:
        return None
    words, longest = _nouns(language)
    characters = run[0]
    for start in range(min(_REACH, len(characters))):
        if characters[start] in _EDGES:
            break
        for size in range(min(longest, len(characters) - start), 0, -1):
            closed = start + size == len(characters) or characters[start + size] in _EDGES
            if characters[start : start + size] in words and (size > 1 or closed):
                return characters[start : start + size], position + start + size
    length = next((i for i, character in enumerate(characters) if character in _EDGES), len(characters))
    if length == 2 and (position + 2 == len(text) or not text[position + 2].isalnum() or text[position + 2] in _EDGES):
        return characters[:2], position + 2
    return None
