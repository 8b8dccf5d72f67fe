"""REFI-QDA in: a project (.qdpx) or a codebook (.qdc) becomes a :class:`Project`.

The structure is that of the standard's schema (REFI, 2019, "QDA-XML version 1.0", Project.xsd and Codebook.xsd), read
leniently where exporters are known to differ: other names and places of the project file, braces around GUIDs or no
GUIDs at all, folders in any letter case, memos as Description, annotations as notes with selections or as links.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from kelisim.errors import Problem, StudyError
from kelisim.interop.qda.archive import Archive
from kelisim.interop.qda.detect import choose
from kelisim.interop.qda.identity import derived, key, valid
from kelisim.interop.qda.offsets import STANDARD, Convention
from kelisim.interop.qda.project import Memo, Project, ProjectCoding, ProjectSource
from kelisim.interop.qda.refi_codes import CodeReader
from kelisim.interop.qda.refi_notes import NoteReader
from kelisim.interop.qda.refi_sources import RawSelection, RawSource, SourceReader, selection_guid
from kelisim.interop.qda.xml import Element, parse
from kelisim.study.registers import SOURCE_COLUMNS

VARIABLE = "variable"
OWN_ORIGIN = "kelisim"


def read_project(data: bytes, file: str, forced: Convention | None = None) -> Project:
    """Return the project in a .qdpx archive; raises ``StudyError`` for one that is hostile or not a project at all."""
    archive = Archive(data, file)
    inner = [name for name in archive.names if name.casefold().endswith(".qde")]
    inner.sort(key=lambda name: (len(PurePosixPath(name).parts), name.casefold() != "project.qde", name))
    if not inner:
        hint = "a .qdpx file holds project.qde; for a codebook alone use .qdc"
        raise StudyError(Problem("qda", "no project file (.qde) in the archive", hint, file))
    root = parse(archive.read(inner[0]), inner[0])
    if root.tag != "Project":
        raise StudyError(Problem("qda", f"the root element is {root.tag}, not Project", "", inner[0], root.line))
    return _ProjectReader(root, inner[0], archive, forced).read()


def read_codebook(data: bytes, file: str) -> Project:
    """Return the codes and sets of a .qdc codebook, or a bare .qde project with its texts inside."""
    root = parse(data, file)
    if root.tag == "Project":
        return _ProjectReader(root, file, None, None).read()
    if root.tag != "CodeBook":
        raise StudyError(Problem("qda", f"the root element is {root.tag}, not CodeBook", "", file, root.line))
    project = Project(origin=root.get("origin"))
    CodeReader(project, SourceReader(None, project, lambda _: file)).read(root, root.first("Sets"))
    return project


class _ProjectReader:
    def __init__(self, root: Element, file: str, archive: Archive | None, forced: Convention | None) -> None:
        self.root = root
        self.file = file
        self.forced = forced
        self.project = Project(name=root.get("name"), origin=root.get("origin"))
        self.sources = SourceReader(archive, self.project, lambda _: file)
        self.codes = CodeReader(self.project, self.sources)
        self.notes = NoteReader(root, file, self.project, self.sources)
        self.columns: dict[str, str] = {}

    def read(self) -> Project:
        root = self.root
        book = root.first("CodeBook")
        if book is not None:
            self.codes.read(book, root.first("Sets"))
        self._variables()
        raw = [(source, self._annotations(source)) for source in self.sources.read(root.first("Sources"))]
        evidence = [
            (source.name, source.counted, [one.selection() for one in [*source.selections, *more]])
            for source, more in raw
        ]
        # What kelisim writes follows the standard by construction; guessing could only do worse.
        own = STANDARD if self.project.origin.startswith(OWN_ORIGIN) else None
        chosen = choose(evidence, self.project.origin, self.forced or own)
        for (source, more), (convention, report) in zip(raw, chosen, strict=True):
            self._take(source, more, convention)
            if report.selections and own is None:
                self.project.offsets.append(report)
        for guid, note, element in self.codes.noted:
            self.notes.memo(note, element, "code", guid)
        self.notes.on_the_whole()
        for tag, what in (("Cases", "case"), ("Graphs", "graph")):
            for group in root.all(tag):
                self.project.leave(what, len(group.children))
        return self.project

    def _variables(self) -> None:
        own = {key(derived(VARIABLE, column)): column for column in SOURCE_COLUMNS}
        guids = [key(one.get("guid")) for group in self.root.all("Variables") for one in group.all("Variable")]
        self.columns = {guid: own[guid] for guid in guids if guid in own}
        self.project.leave("variable", len(guids) - len(self.columns))

    def _annotations(self, source: RawSource) -> list[RawSelection]:
        """Return the selections that notes about a source hold, as MAXQDA and QualCoder write annotations."""
        found = []
        for reference in source.element.all("NoteRef"):
            guid = reference.get("targetGUID")
            note = self.notes.notes.get(key(guid))
            for part in note.all("PlainTextSelection") if note is not None else ():
                selection = self.sources.selection(part, source.name)
                if selection is not None:
                    selection.notes.append(guid)
                    self.notes.used.add(key(guid))
                    found.append(selection)
        return found

    def _take(self, source: RawSource, more: list[RawSelection], convention: Convention) -> None:
        text, guid = source.counted.text, valid(source.guid or derived("source", source.name, source.counted.text))
        place = f"{self.file}:{source.element.line}"
        self.project.sources.append(ProjectSource(guid, source.name, text, self._fields(source.element), place))
        selections = [*source.selections, *more]
        places = source.counted.spans([(one.start, one.end) for one in selections], convention)
        for selection, (start, end, _) in zip(selections, places, strict=True):
            if 0 <= start < end <= len(text):
                self._selected(source, guid, selection, (start, end))
            else:
                what = f"the selection {selection.start}–{selection.end} in {source.name!r} is empty or out of range"
                self.sources.problem(selection.element, f"{what}: the text has {len(text)} characters")
        for reference in source.element.all("NoteRef"):
            if key(reference.get("targetGUID")) not in self.notes.used:
                self.notes.memo(reference.get("targetGUID"), source.element, "source", guid)
        description = source.element.within("Description")
        if description.strip():
            user, time = self.notes.who(source.element)
            self.project.memos.append(Memo(derived("memo", guid), description, user, "source", guid, time=time))

    def _fields(self, element: Element) -> dict[str, str]:
        fields: dict[str, str] = {}
        for value in element.all("VariableValue"):
            reference = value.first("VariableRef")
            column = self.columns.get(key(reference.get("targetGUID"))) if reference is not None else None
            if column is None:
                self.project.leave("value of a variable")
            else:
                fields[column] = next((part.text for part in value.children if part.tag.endswith("Value")), "")
        return fields

    def _selected(self, source: RawSource, guid: str, selection: RawSelection, span: tuple[int, int]) -> None:
        element = selection.element
        own = valid(selection_guid(element, guid))
        description = element.within("Description")
        if description == source.counted.text[slice(*span)] and not self.project.origin.startswith(OWN_ORIGIN):
            # Some programs repeat the passage here; that is no memo.
            description = ""
        for coding in selection.codings:
            self._coding(source, guid, selection, coding, span, description)
        notes = [*selection.notes, *self.notes.linked.get(key(own), ())]
        texts = [self.notes.memo(note, element, "passage", guid, span, own) for note in notes]
        if description.strip() and not selection.codings and description not in texts:
            user, time = self.notes.who(element)
            own_memo = derived("memo", own)
            self.project.memos.append(Memo(own_memo, description, user, "passage", guid, *span, time, "", own))
        elif not selection.codings and not notes:
            self.project.leave("selection without code or memo")

    def _coding(
        self,
        source: RawSource,
        guid: str,
        selection: RawSelection,
        element: Element,
        span: tuple[int, int],
        description: str,
    ) -> None:
        reference = element.first("CodeRef")
        named = reference.get("targetGUID") if reference is not None else ""
        code = self.codes.known.get(key(named)) if named else None
        if code is None:
            what = (
                f"the coding of {selection.start}–{selection.end} in {source.name!r} names the code {named or 'none'}"
            )
            self.sources.problem(element, f"{what}, which is not in the codebook")
            return
        selected = valid(selection_guid(selection.element, guid))
        user, time = self.notes.who(element)
        first_user, first_time = self.notes.who(selection.element)
        texts = [self.notes.text(note.get("targetGUID")) for note in element.all("NoteRef")]
        self.project.codings.append(
            ProjectCoding(
                guid=valid(element.get("guid") or derived("coding", selected, code, user or first_user)),
                selection=selected,
                source=guid,
                code=code,
                user=user or first_user,
                start=span[0],
                end=span[1],
                time=time or first_time,
                memo="\n\n".join(text for text in texts if text) or description,
                place=f"{self.file}:{element.line}",
            )
        )
