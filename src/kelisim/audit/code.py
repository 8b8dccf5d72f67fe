"""Program code and what a program printed: its numbers and capitals are no statements of the author."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Where a console's line begins, wherever a reader of PDF files put it.
_PROMPT = re.compile(r"(?:(?<=\s)|^)(?:R>|>>>|In \[\d+\]:|>)\s+(?=[\w.\"'(#-])", re.MULTILINE)
_ASSIGNMENT = re.compile(r"(?<![\w.])[A-Za-z.][\w.]*(?:\$[\w.]+|\[[^\]\n]{0,40}\])?\s(?:<-|:=)\s")
_PRINTED = re.compile(
    r"^[ \t|]*(?:##\s+(?=\[\d+\]\s|-?\d[\d.]*\s+-?\d[\d.]*(?:\s|$))|\[\d+\]\s(?=[-\d\"TFN])).*$", re.MULTILINE
)
_FENCE = re.compile(r"^(```|~~~)([^\n]*)$", re.MULTILINE)
# A call with a named argument or a nested call: "window(x, end = c(1989, 12))"; "f(x)" alone may be mathematics.
_CALL = re.compile(r"(?<![\w.])[A-Za-z][\w.]*\((?=[^()\n]{0,80}(?:\w\s?=\s?[\w\"'.(-]|\w\())")
_CALL_ALONE = re.compile(r"\s?(?:[A-Za-z.][\w.:]*\(|[\w.$]+(?=\s*(?:[-+*/~]|<-|\n|$)))")
_LONGEST = 2000


def code_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of program code and console output: fenced blocks, prompts, assignments, calls, and output.

    The shapes are those of R, Python and Markdown; a line of prose that quotes a name of a function stays.
    """
    spans = sorted({*_blocks(text), *_statements(text)})
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    opened: re.Match[str] | None = None
    for fence in _FENCE.finditer(text):
        if opened is None:
            opened = fence
        elif fence[1] == opened[1] and not fence[2].strip():
            yield opened.start(), fence.end()
            opened = None
    for match in _PRINTED.finditer(text):
        yield match.span()


def _statements(text: str) -> Iterator[tuple[int, int]]:
    if "(" not in text and "<-" not in text:
        return
    for pattern in (_PROMPT, _ASSIGNMENT):
        for match in pattern.finditer(text):
            end = _end_of_expression(text, match.end())
            if end is not None:
                yield match.start(), end
    for match in _CALL.finditer(text):
        end = _closed(text, match.end() - 1)
        if end is not None:
            yield match.start(), end


def _end_of_expression(text: str, start: int) -> int | None:
    """Return where the code after a prompt or an arrow ends: after a call's bracket, else at the line's end."""
    assigned = _ASSIGNMENT.match(text, start)
    begin = assigned.end() if assigned else start
    call = _CALL_ALONE.match(text, begin)
    if call is None:
        return None
    if text[call.end() - 1] == "(":
        return _closed(text, call.end() - 1)
    line = text.find("\n", begin)
    line = len(text) if line < 0 else line
    return line if line - begin <= 120 else call.end()


def _closed(text: str, opening: int) -> int | None:
    """Return the place after the bracket that closes one, None where none does within reach."""
    depth = 0
    for at in range(opening, min(len(text), opening + _LONGEST)):
        if text[at] == "(":
            depth += 1
        elif text[at] == ")":
            depth -= 1
            if depth == 0:
                return at + 1
    return None
