"""CSL-JSON text to its objects, each with its line, so that one broken object does not take the others with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from kelisim.errors import Problem

_SPACE = re.compile(r"[\s,]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_LISTS = ("items", "references")


def scan_objects(text: str, file: str, problems: list[Problem]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (line, object) for an array of objects, for the "items" or "references" of an object, or for one object."""
    start = _skip(text, 0)
    if text.startswith("{", start):
        array = _array_inside(text, start)
        if array is None:
            yield from _one(text, start, _line(text, start), file, problems)
            return
        start = array
    position = _skip(text, start + 1)
    line = _line(text, position)
    while position < len(text) and text[position] != "]":
        yield from _one(text, position, line, file, problems)
        following = _skip(text, _end(text, position))
        line += text.count("\n", position, following)
        position = following
    if position >= len(text):
        what, hint = "the list of references is not closed: the file may be cut off", "see that it ends with ]"
        problems.append(Problem("json-syntax", what, hint, file, _line(text, len(text.rstrip()))))


def _one(
    text: str, position: int, line: int, file: str, problems: list[Problem]
) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        value, _ = json.JSONDecoder().raw_decode(text, position)
    except json.JSONDecodeError as error:
        at = f" (line {_line(text, error.pos)})"
        what = f"this reference is not JSON: {error.msg.lower()}{at}"
        problems.append(Problem("json-syntax", what, "export the file again, or mend the line", file, line))
        return
    except RecursionError:
        problems.append(Problem("json-syntax", "this reference is nested too deeply", "export it again", file, line))
        return
    if isinstance(value, dict):
        yield line, value
    else:
        what = f"{json.dumps(value, ensure_ascii=False)[:40]} stands where a reference should"
        problems.append(Problem("csl-item", what, "a reference is an object: {…}", file, line))


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _end(text: str, position: int) -> int:
    """Return the position after the value at ``position``, by its brackets alone."""
    depth = 0
    for match in re.compile(rf"{_STRING.pattern}|[\[{{]|[\]}}]|[^\s\[\]{{}},\"]+|\"", re.DOTALL).finditer(
        text, position
    ):
        mark = match[0]
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
            if depth < 0:
                return match.start()
        if depth == 0:
            return match.end()
    return len(text)


def _array_inside(text: str, position: int) -> int | None:
    """Return where the list of references in an object opens, None where the object holds none."""
    position = _skip(text, position + 1)
    while match := _STRING.match(text, position):
        colon = re.compile(r"\s*:\s*").match(text, match.end())
        if colon is None:
            return None
        if match[0][1:-1] in _LISTS and text.startswith("[", colon.end()):
            return colon.end()
        position = _skip(text, _end(text, colon.end()))
    return None
