"""A paper's text with the signs of statistics as English writes them, character for character."""

from __future__ import annotations

import re
from functools import lru_cache

from kelisim.audit.paper import Paper

_WIDE = str.maketrans("（）［］，；：＝＜＞％～", "()[],;:=<>%~")
# Degrees of freedom keep their comma: "F(2,57)".
_DECIMAL = re.compile(r"F\s?\(\s?\d{1,4},\s?\d|(?<=\d),(?=\d)")
# A Cyrillic letter that looks like the Latin one of statistics.
_LOOK_ALIKE = re.compile(r"(?<!\w)р(?=\s?[<>=≤≥])")


def plain_signs(paper: Paper) -> str:
    """Return the body, as long as it is, with decimal points, narrow brackets and a Latin p."""
    return paper.body if paper.language == "en" else _plain(paper.body, paper.language)


@lru_cache(maxsize=2)
def _plain(text: str, language: str) -> str:
    if language == "zh":
        return text.translate(_WIDE)
    pointed = _DECIMAL.sub(lambda match: "." if match[0] == "," else match[0], text.translate(_WIDE))
    return _LOOK_ALIKE.sub("p", pointed)
