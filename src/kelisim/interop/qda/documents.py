"""The texts of a project into a study: known ones are found by GUID or by their words, new ones become sources."""

from __future__ import annotations

from pathlib import PurePosixPath

from kelisim.errors import DataError, MissingExtra, Problem
from kelisim.interop.qda.identity import derived, key
from kelisim.interop.qda.names import new_id
from kelisim.interop.qda.plan import Plan
from kelisim.interop.qda.project import Project, ProjectSource
from kelisim.interop.qda.study import PLAIN_TEXT
from kelisim.model.source import PUBLISHER_KINDS
from kelisim.study.registers import SOURCE_COLUMNS
from kelisim.text.language import detect
from kelisim.text.reading import read

UNDECIDED = "to be decided"
_PROPOSED_KIND = "news"
_DERIVED = ("build", "journals", "series")


class Documents:
    """``ids`` maps the GUIDs of a project's sources to documents of the study, ``texts`` documents to their texts."""

    def __init__(self, plan: Plan, project: Project) -> None:
        self._plan = plan
        self._project = project
        self.ids: dict[str, str] = {}
        self.theirs: dict[str, str] = {}
        self.texts = {name: document.text for name, document in plan.view.documents.items()}
        self._undecided: list[str] = []
        self._renamed: dict[str, str] = {}

    def merge(self) -> None:
        """Find or plan the document of every source."""
        view = self._plan.view
        by_guid = {key(view.source_guid(name)): name for name in view.documents}
        by_text: dict[str, list[str]] = {}
        for name, document in view.documents.items():
            by_text.setdefault(document.text, []).append(name)
        titles = {source.id: source.title for source in view.data.sources}
        taken = set(titles)
        for source in self._project.sources:
            same = by_text.get(source.text, [])
            called = [name for name in same if titles.get(name) == source.name]
            found = by_guid.get(key(source.guid)) or next(iter(called or same), "")
            if found:
                self._plan.report.present["sources"] += 1
                self._meet(source, found)
            else:
                self._add(source, taken)
        self._mend_lineage(taken)
        if self._undecided:
            names = ", ".join(self._undecided)
            self._plan.report.decisions.append(f"publisher and publisher_kind in sources.csv of {names}")

    def _mend_lineage(self, known: set[str]) -> None:
        """Let the lineage of new sources follow their new ids, and drop what did not come along."""
        for row in self._plan.rows:
            named = [part.strip() for part in row.get("lineage", "").split(";") if part.strip()]
            following = [self._renamed.get(part, part) for part in named]
            row["lineage"] = "; ".join(part for part in following if part in known)
            self._project.leave("lineage to a source that is not there", sum(part not in known for part in following))

    def _meet(self, source: ProjectSource, identifier: str) -> None:
        self.ids[key(source.guid)] = identifier
        self.theirs[key(source.guid)] = source.text
        self._renamed[source.fields.get("id", identifier)] = identifier
        if key(self._plan.view.source_guid(identifier)) != key(source.guid):
            self._plan.exchange.sources.setdefault(identifier, {"guid": source.guid})

    def _add(self, source: ProjectSource, taken: set[str]) -> None:
        fields = {name: value for name, value in source.fields.items() if name in SOURCE_COLUMNS}
        identifier = new_id(fields.get("id", ""), source.name, "document", taken)
        if not source.text.strip():
            self._project.leave("source without a text", 1, source.name)
            return
        path = self._path(identifier, fields.get("file", ""), source)
        if path is None:
            return
        taken.add(identifier)
        self._renamed[fields.get("id", identifier)] = identifier
        self.ids[key(source.guid)] = identifier
        self.theirs[key(source.guid)] = self.texts[identifier] = source.text
        self._plan.files[path] = source.text.encode("utf-8")
        row = {
            "language": detect(source.text),
            "text_kind": "full text",
            **fields,
            "id": identifier,
            "title": source.name or identifier,
            "file": path,
        }
        if not row.get("publisher") or row.get("publisher_kind") not in PUBLISHER_KINDS:
            origin = self._project.origin or self._plan.report.format
            row |= {"publisher": row.get("publisher") or UNDECIDED, "publisher_kind": _PROPOSED_KIND}
            note = f"publisher and publisher_kind are to be decided; imported from {origin}"
            row["note"] = f"{row['note']}; {note}" if row.get("note") else note
            self._undecided.append(identifier)
        self._plan.rows.append(row)
        self._plan.report.carried["sources"] += 1
        if key(source.guid) != key(self._own_guid(identifier, source.text)):
            self._plan.exchange.sources[identifier] = {"guid": source.guid}

    @staticmethod
    def _own_guid(identifier: str, text: str) -> str:
        import hashlib

        return derived("source", identifier, hashlib.sha256(text.encode("utf-8")).hexdigest())

    def _path(self, identifier: str, wanted: str, source: ProjectSource) -> str | None:
        """Return a new file whose text will be read back as it is: formats are told by content, so it is tried."""
        data = source.text.encode("utf-8")
        for path in (wanted, f"sources/{identifier}.txt", f"sources/{identifier}.md"):
            if not _safe(path) or path in self._plan.files or (self._plan.view.layout.root / path).exists():
                continue
            try:
                if read(data, name=path).text == source.text:
                    return path
            except (DataError, MissingExtra):
                continue
        what = f"the text of {source.name!r} would not be read back as it is (it looks like another format, or binary)"
        hint = "save it as a text file by hand, add it to sources.csv, and import again: it is found by its words"
        file, _, line = source.place.rpartition(":")
        self._project.problems.append(Problem("qda", what, hint, file, int(line) if line.isdigit() else None))
        return None


def _safe(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return (
        bool(parts)
        and "\\" not in path
        and not path.startswith("/")
        and ".." not in parts
        and not any(part.startswith(".") for part in parts)
        and PurePosixPath(path).suffix.lower() in PLAIN_TEXT
        and parts[0] not in _DERIVED
    )
