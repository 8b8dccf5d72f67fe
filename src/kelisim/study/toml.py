"""TOML with places: values from ``tomllib``, and the line each key stands on for error messages."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kelisim.errors import Problem, StudyError
from kelisim.study.encoding import decode_table

Path_ = tuple[str | int, ...]
_SLIPS = {
    "Unclosed array": "close the list with ], and each text in it with a quotation mark",
    "Illegal character '\\n'": "close the text with a quotation mark on the same line",
    "Invalid value": "put text in quotation marks; write decimals with a point",
    "Cannot overwrite a value": "the key stands twice: keep one of them",
    "Expected '=' after a key": "write key = value; text with blanks needs quotation marks",
}
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """The values of a TOML file and the line of each key path."""

    file: str
    values: dict[str, Any]
    lines: dict[Path_, int] = field(default_factory=dict)

    def line(self, path: Path_) -> int | None:
        """Return the line of a key, or of the nearest table above it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


def read_toml(path: Path, file: str) -> TomlFile:
    """Read a TOML file; raises ``StudyError`` with the line where it is missing, undecodable or malformed."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise StudyError(Problem("missing-file", "the file is not there", "kelisim new DIR shows one", file)) from error
    except OSError as error:
        raise StudyError(Problem("unreadable", f"cannot be read: {error.strerror}", "", file)) from error
    text = decode_table(data, file)
    try:
        return TomlFile(file, tomllib.loads(text), _lines(text))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place.group(1)) if place else text.count("\n") + 1
        twice = re.match(r"Cannot declare \((.+?),?\) twice", str(error))
        if twice:
            table = ".".join(part.strip(" '\"") for part in twice.group(1).split(","))
            what, hint = f"the table [{table}] stands twice", "write its keys under one heading"
        else:
            # The line stands before the message already.
            fault = str(error).partition(" (at ")[0]
            what, hint = f"not TOML: {fault}", _mend(fault)
        raise StudyError(Problem("toml", what, hint, file, line)) from error


def _mend(error: str) -> str:
    """Return how the commonest slips are mended; elsewhere where the format is described."""
    for fault, hint in _SLIPS.items():
        if fault in error:
            return hint
    return "how TOML is written: https://toml.io"


def _lines(text: str) -> dict[Path_, int]:
    lines: dict[Path_, int] = {}
    counts: dict[Path_, int] = {}
    here: Path_ = ()
    inside = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if inside:
            if inside in line:
                inside = ""
            continue
        header = _HEADER.match(line)
        if header:
            parts: Path_ = ()
            names = [part.strip("\"'") for part in _PART.findall(header.group(2))]
            for position, name in enumerate(names):
                parts = (*parts, name)
                last = position == len(names) - 1
                if last and header.group(1) == "[[":
                    counts[parts] = counts.get(parts, -1) + 1
                if parts in counts:
                    parts = (*parts, counts[parts])
            here = parts
            lines.setdefault(here, number)
            continue
        key = _KEY.match(line)
        if key:
            path = (*here, *(part.strip("\"'") for part in _PART.findall(key.group(1))))
            for length in range(len(here) + 1, len(path) + 1):
                lines.setdefault(path[:length], number)
        for mark in ('"""', "'''"):
            if line.count(mark) % 2:
                inside = mark
    return lines
