"""QualCoder's project database (data.qda in a .qda folder) in.

Tables as QualCoder creates them (ccbogel/QualCoder, databases from v1 on): source, code_name, code_cat, code_text,
annotation, journal, project. Its offsets come from a Qt text cursor, which counts UTF-16 units, or from
Python, which counts code points, so each text is judged by its stored quotes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kelisim.errors import Problem
from kelisim.interop.qda.detect import Selection, choose
from kelisim.interop.qda.identity import derived
from kelisim.interop.qda.offsets import Convention, Counted
from kelisim.interop.qda.project import Memo, Project, ProjectCode, ProjectCoding, ProjectSource, User
from kelisim.interop.qda.sqlite import Database
from kelisim.interop.qda.times import journal_time

ORIGIN = "QualCoder"
_PASSAGE = ("fid", "pos0", "pos1", "memo", "owner", "date")


def is_qualcoder(database: Database) -> bool:
    """Say whether a database is QualCoder's."""
    return {"source", "code_name", "code_text"} <= database.tables


def read_qualcoder(database: Database, forced: Convention | None = None) -> Project:
    """Return the project in a QualCoder database."""
    return _Reader(database).read(forced)


class _Reader:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.project = Project(origin=ORIGIN)
        self.users: dict[str, str] = {}
        self.codes: dict[object, str] = {}
        about = database.rows("project", "memo", "date")
        memo = _text(about[0]["memo"]) if about else ""
        if memo.strip():
            self.project.memos.append(Memo(derived("memo", "qualcoder", memo), memo, "", "project"))

    def read(self, forced: Convention | None) -> Project:
        self._codes()
        database, project = self.database, self.project
        coded, noted = (
            _by_source(database.rows("code_text", "cid", "seltext", *_PASSAGE)),
            _by_source(database.rows("annotation", *_PASSAGE)),
        )
        texts: list[tuple[dict[str, Any], Counted]] = []
        for row in database.rows("source", "id", "name", "fulltext", "mediapath", "memo", "owner", "date"):
            if row["fulltext"]:
                texts.append((row, Counted.of(_text(row["fulltext"]))))
            else:
                project.leave("source without a text (picture, sound or film)", 1, _text(row["name"]))
        marked = [[*coded.get(row["id"], ()), *noted.get(row["id"], ())] for row, _ in texts]
        evidence = [
            (_text(row["name"]), counted, [_selection(one) for one in marks])
            for (row, counted), marks in zip(texts, marked, strict=True)
        ]
        chosen = choose(evidence, ORIGIN, forced)
        for (row, counted), marks, (convention, report) in zip(texts, marked, chosen, strict=True):
            if report.selections:
                project.offsets.append(report)
            self._source(row, counted, convention, marks)
        for row in database.rows("journal", "name", "jentry", "date", "owner"):
            text, name = _text(row["jentry"]), _text(row["name"])
            if text.strip():
                guid = derived("memo", "journal", name, text)
                time = journal_time(_text(row["date"]))
                project.memos.append(Memo(guid, text, self._user(row["owner"]), "project", time=time, name=name))
        for table, what in (
            ("code_image", "coded area of a picture"),
            ("code_av", "coded stretch of sound or film"),
            ("cases", "case"),
            ("attribute", "value of a variable"),
            ("graph", "graph"),
            ("stored_sql", "stored query"),
        ):
            project.leave(what, database.count(table))
        return project

    def _codes(self) -> None:
        """Read categories as codes that cannot be applied, with the codes below them."""
        categories = self.database.rows("code_cat", "catid", "name", "memo", "supercatid")
        names = {row["catid"]: _text(row["name"]) for row in categories}
        above = {row["catid"]: derived("qualcoder-category", names[row["catid"]]) for row in categories}
        for row in categories:
            parent = above.get(row["supercatid"], "")
            code = ProjectCode(above[row["catid"]], names[row["catid"]], _text(row["memo"]), parent, codable=False)
            self.project.codes.append(code)
        rows = self.database.rows("code_name", "cid", "name", "memo", "catid", "color", "supercid")
        self.codes = {row["cid"]: derived("qualcoder-code", _text(row["name"])) for row in rows}
        for row in rows:
            parent = self.codes.get(row["supercid"]) or above.get(row["catid"], "")
            self.project.codes.append(
                ProjectCode(self.codes[row["cid"]], _text(row["name"]), _text(row["memo"]), parent, _text(row["color"]))
            )

    def _user(self, owner: object) -> str:
        name = _text(owner)
        if not name:
            return ""
        if name not in self.users:
            self.users[name] = derived("qualcoder-user", name)
            self.project.users.append(User(self.users[name], name))
        return self.users[name]

    def _source(
        self,
        row: Mapping[str, Any],
        counted: Counted,
        convention: Convention,
        marks: Sequence[Mapping[str, Any]],
    ) -> None:
        name, text = _text(row["name"]), counted.text
        guid = derived("qualcoder-source", name, text)
        self.project.sources.append(ProjectSource(guid, name, text, place=self.database.file))
        memo = _text(row["memo"])
        if memo.strip():
            time = journal_time(_text(row["date"]))
            self.project.memos.append(
                Memo(derived("memo", guid), memo, self._user(row["owner"]), "source", guid, time=time)
            )
        for one in marks:
            start, end, _ = counted.span(_number(one["pos0"]), _number(one["pos1"]), convention)
            if not 0 <= start < end <= len(text):
                self._problem(f"the selection {one['pos0']}–{one['pos1']} in {name!r} is empty or out of range")
                continue
            user, time = self._user(one["owner"]), journal_time(_text(one["date"]))
            if "cid" not in one:
                own = derived("annotation", guid, start, end, one["owner"], one["memo"])
                if _text(one["memo"]).strip():
                    self.project.memos.append(Memo(own, _text(one["memo"]), user, "passage", guid, start, end, time))
                continue
            if one["cid"] not in self.codes:
                self._problem(f"the coding {one['pos0']}–{one['pos1']} in {name!r} names a code that is not there")
                continue
            code = self.codes[one["cid"]]
            own = derived("qualcoder-coding", guid, start, end, code, one["owner"], one["date"])
            selection = derived("selection", own)
            self.project.codings.append(
                ProjectCoding(
                    own, selection, guid, code, user, start, end, time, _text(one["memo"]), self.database.file
                )
            )

    def _problem(self, what: str) -> None:
        hint = "mend it in QualCoder, or import the rest with --keep-going"
        self.project.problems.append(Problem("qda", what, hint, self.database.file))


def _by_source(rows: Sequence[dict[str, Any]]) -> dict[object, list[dict[str, Any]]]:
    found: dict[object, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["fid"], []).append(row)
    return found


def _selection(row: Mapping[str, Any]) -> Selection:
    quote = _text(row.get("seltext"))
    return Selection(_number(row["pos0"]), _number(row["pos1"]), (quote,) if quote.strip() else ())


def _number(value: object) -> int:
    return value if isinstance(value, int) else -1


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
