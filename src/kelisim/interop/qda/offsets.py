"""Offsets of other programs: how each counts characters, and what its numbers mean in Unicode code points.

By the standard (REFI-QDA 1.5, text selections) positions count Unicode code points of the plain text. Programs that
keep text in UTF-16 count units instead, a line end of CR and LF counts as one or as two, and some end a selection at
its last character. A convention is one choice of each; positions are turned into code points once, here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import product
from typing import Literal

Span = tuple[int, int, bool]
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

    def alike(self) -> dict[Convention, Convention]:
        """Return, for each convention, the plainest one that gives the same positions in this text."""
        plainest: dict[tuple[object, ...], Convention] = {}
        found = {}
        for one in ALL:
            ends = {"one": 0, "stored": len(self.stored_pairs), "two": len(self.line_ends)}[one.line_ends]
            kind = (one.utf16 and bool(self.astral), ends, one.counts_mark and self.has_mark, one.inclusive)
            found[one] = plainest.setdefault(kind, one)
        return found

    def span(self, start: int, end: int, convention: Convention) -> Span:
        """Return a selection in code points, and whether it cuts no surrogate pair or CRLF in two."""
        return self.spans([(start, end)], convention)[0]

    def spans(self, selections: Sequence[tuple[int, int]], convention: Convention) -> list[Span]:
        """Return selections in code points, each with whether it cuts no surrogate pair or CRLF in two."""
        middles = self._middles(convention)
        count = len(middles)
        mark, inclusive = int(convention.counts_mark and self.has_mark), int(convention.inclusive)
        found = []
        for start, end in selections:
            first, last = start - mark, end + inclusive - mark
            before, until = bisect_left(middles, first), bisect_left(middles, last)
            cut_start = before < count and middles[before] == first
            cut_end = until < count and middles[until] == last
            # A cut character is taken whole: a start goes back to its beginning, an end on to its end.
            found.append((first - before - cut_start, last - until, not (cut_start or cut_end)))
        return found

    def _middles(self, convention: Convention) -> list[int]:
        """Return the offsets that lie inside a character which the convention counts as two."""
        if convention not in self._extra:
            ends: list[int] = {"one": [], "stored": self.stored_pairs, "two": self.line_ends}[convention.line_ends]
            positions = merge(ends, self.astral if convention.utf16 else ())
            self._extra[convention] = [position + 1 + before for before, position in enumerate(positions)]
        return self._extra[convention]
