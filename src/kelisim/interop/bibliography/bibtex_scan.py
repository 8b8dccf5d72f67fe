"""BibTeX and BibLaTeX files to raw entries, each with its line; a broken entry does not take its neighbours with it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from kelisim.errors import Problem, nearest

_START = re.compile(r"@\s*([A-Za-z]+)\s*([{(])")
_LINE_START = re.compile(r"^[ \t]*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)
_SPACE = re.compile(r"(?:\s|%[^\n]*(?:\n|$))*")
_NAME = re.compile(r"[^\s=,{}()\"#%]+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(slots=True)
class RawEntry:
    """One entry: its type in small letters, its key, its fields (names in small letters, values raw), its line."""

    type: str
    key: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)


class _BrokenError(Exception):
    """What is wrong with the entry that is being read, and where reading stopped."""

    def __init__(self, what: str, hint: str, position: int) -> None:
        super().__init__(what)
        self.what, self.hint, self.position = what, hint, position


@dataclass(slots=True)
class Scanner:
    """Reads one file's text; ``problems`` fills while ``entries`` runs."""

    text: str
    file: str
    problems: list[Problem] = field(default_factory=list)
    macros: dict[str, str] = field(default_factory=lambda: {month: month for month in _MONTHS})
    _ends: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ends = [match.start() for match in re.finditer("\n", self.text)]

    def entries(self) -> Iterator[RawEntry]:
        """Yield every entry that can be read; @string is kept for later entries, @comment and @preamble pass by."""
        position = 0
        while match := self._next(position):
            start, kind = match.start(), match[1].lower()
            try:
                if kind in ("comment", "preamble"):
                    position = self._group(match.end() - 1)
                elif kind == "string":
                    position = self._body(RawEntry("string", "", self.line(start)), match.end(), self.macros, match[2])
                else:
                    entry = RawEntry(kind, "", self.line(start))
                    position = self._entry(entry, match)
                    yield entry
            except _BrokenError as broken:
                self._report(kind, start, broken)
                following = _LINE_START.search(self.text, match.end())
                position = following.start() if following else len(self.text)

    def line(self, position: int) -> int:
        """Return the line of a position."""
        return bisect_left(self._ends, position) + 1

    def _next(self, position: int) -> re.Match[str] | None:
        while match := _START.search(self.text, position):
            before = self.text[self.text.rfind("\n", 0, match.start()) + 1 : match.start()]
            # An address such as name@site{ and an entry that is commented out are free text.
            if not before.lstrip().startswith("%") and not before[-1:].isalnum():
                return match
            position = match.end()
        return None

    def _report(self, kind: str, start: int, broken: _BrokenError) -> None:
        stopped = self.line(broken.position)
        at = f" (reading stopped at line {stopped})" if stopped != self.line(start) else ""
        what = f"the @{kind} entry is broken: {broken.what}{at}"
        self.problems.append(Problem("bibtex-syntax", what, broken.hint, self.file, self.line(start)))

    def _entry(self, entry: RawEntry, start: re.Match[str]) -> int:
        position = _SPACE.match(self.text, start.end()).end()  # type: ignore[union-attr]
        head = re.compile(r"[^,{}\n=]*").match(self.text, position)
        assert head is not None
        following = self.text[head.end() : head.end() + 1]
        words = head[0].split()
        if following == "=" and len(words) == 1:  # no key at all: the first field follows at once
            return self._body(entry, position, entry.fields, start[2])
        entry.key = head[0].strip()
        position = _SPACE.match(self.text, head.end()).end()  # type: ignore[union-attr]
        if self.text[position : position + 1] == ",":
            return self._body(entry, position + 1, entry.fields, start[2])
        closing = "}" if start[2] == "{" else ")"
        if self.text[position : position + 1] == closing or head[0].rstrip().endswith(closing):
            entry.key = entry.key.rstrip(closing)
            return position + 1
        raise _BrokenError(
            f"no comma after the key {words[0] if words else ''!r}", "write @type{key, field = {value}, …}", position
        )

    def _body(self, entry: RawEntry, position: int, into: dict[str, str], opened: str) -> int:
        closing = "}" if opened == "{" else ")"
        while True:
            position = _SPACE.match(self.text, position).end()  # type: ignore[union-attr]
            mark = self.text[position : position + 1]
            if mark == closing:
                return position + 1
            if mark == ",":
                position += 1
                continue
            name = _NAME.match(self.text, position)
            if name is None:
                what = f"{mark!r} where a field or {closing!r} should stand" if mark else "the file ends inside it"
                raise _BrokenError(what, "see that every brace and quotation mark is closed", position)
            equals = re.compile(r"\s*=").match(self.text, name.end())
            if equals is None or name[0].startswith("@"):
                hint = "see that the entry is closed and that each field reads name = {value}"
                raise _BrokenError(f"no '=' after {name[0]!r}", hint, position)
            value, after = self._value(entry, equals.end())
            self._keep(entry, name[0].lower(), value, into)
            position = _SPACE.match(self.text, after).end()  # type: ignore[union-attr]
            if self.text[position : position + 1] not in (",", closing):
                found = self.text[position : position + 1]
                what = (
                    f"after the field {name[0]!r} comes {found!r}"
                    if found
                    else f"the file ends after the field {name[0]!r}"
                )
                raise _BrokenError(what, f"close the field with a comma, the entry with {closing!r}", position)

    def _keep(self, entry: RawEntry, name: str, value: str, into: dict[str, str]) -> None:
        if name in into and into is entry.fields and " ".join(value.split()) != " ".join(into[name].split()):
            if name in ("keywords", "note", "annote", "annotation"):
                into[name] += "; " + value
                return
            what = f"the entry {entry.key!r} gives {name} twice: {into[name]!r} and {value!r}"
            self.problems.append(Problem("bibtex-field", what, "keep the right one", self.file, entry.line))
            return
        into[name] = value

    def _value(self, entry: RawEntry, position: int) -> tuple[str, int]:
        parts = []
        while True:
            position = _SPACE.match(self.text, position).end()  # type: ignore[union-attr]
            mark = self.text[position : position + 1]
            if mark == "{":
                end = self._group(position)
                parts.append(self.text[position + 1 : end - 1])
            elif mark == '"':
                end = self._quoted(position)
                parts.append(self.text[position + 1 : end - 1])
            else:
                word = _NAME.match(self.text, position)
                if word is None:
                    raise _BrokenError("a field has no value", "write name = {value}", position)
                end = word.end()
                parts.append(self._macro(entry, word[0]))
            position = _SPACE.match(self.text, end).end()  # type: ignore[union-attr]
            if self.text[position : position + 1] != "#":
                return "".join(parts), end
            position += 1

    def _macro(self, entry: RawEntry, word: str) -> str:
        if re.fullmatch(r"[\d/.:-]+", word):
            return word
        if word.lower() in self.macros:
            return self.macros[word.lower()]
        hint = f'define it with @string{{{word} = "…"}} or put the value in braces'
        close = nearest(word.lower(), set(self.macros) - set(_MONTHS)) if set(self.macros) - set(_MONTHS) else ""
        self.problems.append(
            Problem(
                "bibtex-string",
                f"the entry {entry.key!r} uses the abbreviation {word!r}, which the file does not define",
                f"{close} {hint}".strip(),
                self.file,
                entry.line,
            )
        )
        return word

    def _group(self, position: int) -> int:
        """Return the position after the group that opens at ``position``; BibTeX counts escaped braces too."""
        opening = self.text[position]
        if opening == "(":
            end = self.text.find(")", position)
            if end < 0:
                raise _BrokenError("a parenthesis is not closed", "close it", len(self.text))
            return end + 1
        depth = 0
        for match in re.compile(r"[{}]").finditer(self.text, position):
            depth += 1 if match[0] == "{" else -1
            if depth == 0:
                return match.end()
        raise _BrokenError("a brace is not closed", "close it; BibTeX counts \\{ as a brace too", len(self.text))

    def _quoted(self, position: int) -> int:
        depth = 0
        for match in re.compile(r'[{}"]').finditer(self.text, position + 1):
            if match[0] == '"' and depth == 0:
                return match.end()
            depth += (match[0] == "{") - (match[0] == "}")
            if depth < 0:
                break
        raise _BrokenError("a quotation mark is not closed", 'close it; a " inside stands in braces: {"}', position)
