"""Signs that stand in a text without meaning: soft hyphens, ligatures, footnote marks, full-width digits.

A text is cleaned before it is scanned, and what is found is led back to its place in the text as given.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_FULL = dict(zip("０１２３４５６７８９％．－＋＄￡", "0123456789%.-+$£", strict=True))
# Superscript digits after a number are footnotes, except after 10, whose power they are.
_SIGNS = re.compile(
    "[\u00ad\u200b-\u200d\u2060\ufeff]+"
    "|(?<=[０-９])，(?=[０-９]{3}(?![０-９]))"
    "|[\ufb00-\ufb06０-９％．－＋＄￡]"
    "|(?<=[0-9%.,;:)\\]”])(?<![^0-9]10)[⁰¹²³⁴-⁹]{1,3}(?![⁰¹²³⁴-⁹])"
)


_ANY = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\ufb00-\ufb06０-９％．－＋⁰¹²³⁴-⁹]")


class Places:
    """Where the characters of a cleaned text stood before: the breaks where the two drift apart."""

    def __init__(self) -> None:
        self._starts: list[int] = [0]
        self._origins: list[int] = [0]
        self._fixed: list[bool] = [False]

    def add(self, start: int, origin: int, *, fixed: bool = False) -> None:
        """Say that the text from ``start`` on stood at ``origin`` on; ``fixed`` where all of it stood at one place."""
        if start == self._starts[-1]:
            self._origins[-1], self._fixed[-1] = origin, fixed
        else:
            self._starts.append(start)
            self._origins.append(origin)
            self._fixed.append(fixed)

    def __getitem__(self, place: int) -> int:
        index = bisect_right(self._starts, place) - 1
        return self._origins[index] + (0 if self._fixed[index] else place - self._starts[index])


def without(text: str, pattern: re.Pattern[str]) -> tuple[str, Places | None]:
    """Return the text without what a pattern finds, and where its characters stood; None where it finds nothing."""
    return _replaced(text, pattern, {})


def cleaned(text: str) -> tuple[str, Places | None]:
    """Return the text as it would be typed, and where its characters stood; None where nothing is to be cleaned."""
    if text.isascii() or _ANY.search(text) is None:
        return text, None
    return _replaced(text, _SIGNS, {**_LIGATURES, **_FULL, "，": ","})


def _replaced(text: str, pattern: re.Pattern[str], by: dict[str, str]) -> tuple[str, Places | None]:
    if pattern.search(text) is None:
        return text, None
    places, pieces, last, length = Places(), [], 0, 0
    for match in pattern.finditer(text):
        new = by.get(match[0], "")
        length += match.start() - last
        pieces += [text[last : match.start()], new]
        if new:
            places.add(length, match.start(), fixed=True)
        length, last = length + len(new), match.end()
        places.add(length, last)
    pieces.append(text[last:])
    return "".join(pieces), places
