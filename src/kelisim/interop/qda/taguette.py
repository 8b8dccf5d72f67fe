"""Taguette's SQLite export in.

A document is HTML; a highlight counts bytes of UTF-8 over the text between the tags (Taguette, extract.py). The text
that a study gets has the same words, with line ends where blocks end, and positions are carried over one by one.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from kelisim.errors import Problem
from kelisim.interop.qda.identity import derived
from kelisim.interop.qda.project import Memo, OffsetChoice, Project, ProjectCode, ProjectCoding, ProjectSource, User
from kelisim.interop.qda.sqlite import Database
from kelisim.interop.qda.times import journal_time

ORIGIN = "Taguette"
CONVENTION = "UTF-8 bytes of the text between tags, end exclusive"
_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "br",
            "caption",
            "dd",
            "div",
            "dl",
            "dt",
            "figcaption",
            "figure",
        ),
        *("footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)


def is_taguette(database: Database) -> bool:
    """Say whether a database is Taguette's."""
    return {"documents", "highlights", "highlight_tags", "tags"} <= database.tables


class _Text(HTMLParser):
    """Gathers text between tags; ``starts`` holds the byte at which each character of the result begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.characters: list[str] = []
        self.starts: list[int] = []
        self.bytes = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        for character in data:
            self.characters.append("\n" if character == "\r" else character)
            self.starts.append(self.bytes)
            self.bytes += len(character.encode("utf-8", "surrogatepass"))

    def _break(self) -> None:
        """End a line where a block ends, unless one ends there already."""
        if self.characters and self.characters[-1] != "\n":
            self.characters.append("\n")
            self.starts.append(self.bytes)

    def place(self, offset: int, *, end: bool) -> int:
        """Return where a byte offset lies in the text; a start passes over a line end that no byte stands for."""
        place = bisect_left(self.starts, offset)
        while not end and place + 1 < len(self.starts) and self.starts[place + 1] == offset:
            place += 1
        return place


def read_taguette(database: Database) -> Project:
    """Return the project in a Taguette export."""
    project = Project(origin=ORIGIN)
    about = next(iter(database.rows("projects", "name", "description")), {"name": "", "description": ""})
    project.name = str(about["name"])
    if str(about["description"] or "").strip():
        words = str(about["description"])
        project.memos.append(Memo(derived("memo", "taguette", words), words, "", "project"))
    codes = _codes(database, project)
    makers = _makers(database)
    users: dict[str, str] = {}
    for login in dict.fromkeys(maker for maker, _ in makers.values()):
        users[login] = derived("taguette-user", login)
        project.users.append(User(users[login], login))
    tags: dict[object, list[object]] = {}
    for row in database.rows("highlight_tags", "highlight_id", "tag_id"):
        tags.setdefault(row["highlight_id"], []).append(row["tag_id"])
    highlights: dict[object, list[dict[str, Any]]] = {}
    for row in database.rows("highlights", "id", "document_id", "start_offset", "end_offset", "snippet"):
        highlights.setdefault(row["document_id"], []).append(row)
    for row in database.rows("documents", "id", "name", "description", "contents"):
        text = _Text()
        text.feed(str(row["contents"] or ""))
        text.close()
        body = "".join(text.characters)
        guid = derived("taguette-source", row["name"], body)
        project.sources.append(ProjectSource(guid, str(row["name"]), body, place=database.file))
        if str(row["description"] or "").strip():
            project.memos.append(Memo(derived("memo", guid), str(row["description"]), "", "source", guid))
        here = highlights.get(row["id"], [])
        if here:
            project.offsets.append(OffsetChoice(str(row["name"]), CONVENTION, 1.0, len(here)))
        for highlight in here:
            login, time = makers.get(highlight["id"], ("", ""))
            chosen = [codes.get(tag, "") for tag in tags.get(highlight["id"], [])]
            _highlight(project, database.file, guid, text, highlight, chosen, users.get(login, ""), time)
    return project


def _highlight(
    project: Project,
    file: str,
    source: str,
    text: _Text,
    row: Mapping[str, Any],
    codes: list[str],
    user: str,
    time: str,
) -> None:
    first, last = row["start_offset"], row["end_offset"]
    start, end = text.place(first, end=False), text.place(last, end=True)
    if not (0 <= first < last <= text.bytes and start < end):
        what = f"the highlight {first}–{last} is empty or out of range: the text has {text.bytes} bytes"
        project.problems.append(Problem("qda", what, "import the rest with --keep-going", file))
        return
    if _words(str(row["snippet"] or "")) not in ("", _squeezed("".join(text.characters[start:end]))):
        project.leave("highlight whose words are not those of its snippet: look at it", 1, f"{first}–{last}")
    selection = derived("taguette-highlight", source, first, last, row["id"])
    project.leave("highlight without a tag", int(not codes))
    for code in codes:
        if not code:
            what = f"the highlight {first}–{last} has a tag that is not there"
            project.problems.append(Problem("qda", what, "import the rest with --keep-going", file))
            continue
        own = derived("taguette-coding", selection, code)
        project.codings.append(ProjectCoding(own, selection, source, code, user, start, end, time, place=file))


def _words(html: str) -> str:
    snippet = _Text()
    snippet.feed(html)
    snippet.close()
    return _squeezed("".join(snippet.characters))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _codes(database: Database, project: Project) -> dict[object, str]:
    """Read tags as codes; a tag whose path begins with that of another lies below it."""
    rows = database.rows("tags", "id", "path", "description")
    guids = {str(row["path"]): derived("taguette-tag", row["path"]) for row in rows}
    for row in rows:
        path = str(row["path"])
        parts = path.split(".")
        above = next((".".join(parts[:n]) for n in range(len(parts) - 1, 0, -1) if ".".join(parts[:n]) in guids), "")
        project.codes.append(ProjectCode(guids[path], path, str(row["description"] or ""), guids.get(above, "")))
    return {row["id"]: guids[str(row["path"])] for row in rows}


def _makers(database: Database) -> dict[object, tuple[str, str]]:
    """Return who made each highlight, and when: only the history of commands knows."""
    found: dict[object, tuple[str, str]] = {}
    for row in database.rows("commands", "user_login", "date", "payload"):
        try:
            payload = json.loads(str(row["payload"]))
        except ValueError:
            continue
        if isinstance(payload, dict) and payload.get("type") == "highlight_add":
            found[payload.get("highlight_id")] = str(row["user_login"]), journal_time(str(row["date"]))
    return found
