"""Offsets of other programs: how each counts characters, and what its numbers mean in Unicode code points.

By the standard (REFI-QDA 1.5, text selections) positions count Unicode code points of the plain text. Programs that
keep text in UTF-16 count units instead, a line end of CR and LF counts as one or as two, and some end a selection at
its last character. A convention is one choice of each; positions are turned into code points once, here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from heapq import merge
from itertools import product
from typing import Literal

LineEnds = Literal["one", "stored", "two"]
_LINE_END = re.compile("\r\n|\r|\n")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_LINE_END_WORDS = {
    "one": "a line end counts as 1",
    "stored": "a line end counts as it is stored (CRLF as 2)",
    "two": "every line end counts as 2",
}


@dataclass(frozen=True, slots=True)
class Convention:
    """A way of counting: UTF-16 units or code points, line ends, the byte order mark, and the meaning of the end."""

    utf16: bool = False
    line_ends: LineEnds = "one"
    counts_mark: bool = False
    inclusive: bool = False

    def __str__(self) -> str:
        unit = "UTF-16 units" if self.utf16 else "code points"
        mark = "byte order mark counted" if self.counts_mark else "byte order mark not counted"
        end = "end inclusive" if self.inclusive else "end exclusive"
        return f"{unit}, {_LINE_END_WORDS[self.line_ends]}, {mark}, {end}"


STANDARD = Convention(line_ends="stored")
_LINE_ENDS: tuple[LineEnds, ...] = ("one", "stored", "two")
ALL = tuple(
    Convention(utf16, line_ends, mark, inclusive)
    for inclusive, mark, line_ends, utf16 in product((False, True), (False, True), _LINE_ENDS, (False, True))
)
NAMED = {
    "standard": STANDARD,
    "nvivo": Convention(utf16=True, line_ends="stored"),
    "atlas.ti": Convention(line_ends="one"),
    "utf-16": Convention(utf16=True, line_ends="one"),
}


@dataclass(slots=True)
class Counted:
    """A text with LF line ends, and what other conventions count besides its code points.

    ``text`` is the stored text without its byte order mark and with LF for CRLF and CR.
    """

    text: str
    has_mark: bool
    line_ends: list[int]
    stored_pairs: list[int]
    astral: list[int]
    _extra: dict[Convention, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, stored: str) -> Counted:
        """Return the text as stored in a file, decoded, with its byte order mark if it has one."""
        mark = stored.startswith("\ufeff")
        body = stored[1:] if mark else stored
        ends: list[int] = []
        pairs: list[int] = []
        for match in _LINE_END.finditer(body):
            position = match.start() - len(pairs)
            ends.append(position)
            if len(match[0]) == 2:
                pairs.append(position)
        text = _LINE_END.sub("\n", body)
        return cls(text, mark, ends, pairs, [match.start() for match in _ASTRAL.finditer(text)])

    def distinct(self) -> tuple[Convention, ...]:
        """Return the conventions that differ for this text, the plainest of each kind."""
        kept: dict[tuple[object, ...], Convention] = {}
        for one in ALL:
            ends = {"one": 0, "stored": len(self.stored_pairs), "two": len(self.line_ends)}[one.line_ends]
            kind = (one.utf16 and bool(self.astral), ends, one.counts_mark and self.has_mark, one.inclusive)
            kept.setdefault(kind, one)
        return tuple(kept.values())

    def span(self, start: int, end: int, convention: Convention) -> tuple[int, int, bool]:
        """Return a selection in code points, and whether it cuts no surrogate pair or CRLF in two."""
        first, whole_start = self._place(start, convention, forward=False)
        last, whole_end = self._place(end + convention.inclusive, convention, forward=True)
        return first, last, whole_start and whole_end

    def _place(self, offset: int, convention: Convention, *, forward: bool) -> tuple[int, bool]:
        offset -= convention.counts_mark and self.has_mark
        middles = self._middles(convention)
        passed = bisect_left(middles, offset)
        whole = passed == len(middles) or middles[passed] != offset
        return offset - passed - (not whole and not forward), whole

    def _middles(self, convention: Convention) -> list[int]:
        """Return the offsets that lie inside a character which the convention counts as two."""
        if convention not in self._extra:
            ends: list[int] = {"one": [], "stored": self.stored_pairs, "two": self.line_ends}[convention.line_ends]
            positions = merge(ends, self.astral if convention.utf16 else ())
            self._extra[convention] = [position + 1 + before for before, position in enumerate(positions)]
        return self._extra[convention]
