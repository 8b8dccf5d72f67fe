"""A study as a :class:`Project`: every coder, code, coding and memo that stands, with its GUID."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath

from kelisim import __version__
from kelisim.interop.bibliography import register_row
from kelisim.interop.qda.description import Described, render
from kelisim.interop.qda.identity import derived, valid
from kelisim.interop.qda.project import (
    CodeSet,
    Memo,
    MemoKind,
    Project,
    ProjectCode,
    ProjectCoding,
    ProjectSource,
    User,
)
from kelisim.interop.qda.view import StudyView, memo_guid
from kelisim.model.coding import Code, Coding
from kelisim.model.source import Source
from kelisim.model.study import JournalEntry
from kelisim.stages.code import anchored

PLAIN_TEXT = (".txt", ".md")
_CARRIED = ("code", "memo")


def project_of(view: StudyView) -> Project:
    """Return everything of a study that a coding project holds, and what it does not hold as not carried."""
    data = view.data
    project = Project(name=data.description.title, origin=f"kelisim {__version__}")
    guids = view.code_guids()
    known = {code.id for code in data.codebook.codes}
    project.codes = [_code(view, code, guids) for code in data.codebook.codes]
    project.codes += [
        ProjectCode(guid, name, render(Described(identifier=name))) for name, guid in guids.items() if name not in known
    ]
    project.sets = [
        CodeSet(
            view.exchange.theme(theme.id),
            theme.name,
            render(Described(definition=theme.definition, identifier=theme.id)),
            tuple(guids[code] for code in theme.codes if code in guids),
        )
        for theme in data.codebook.themes
    ]
    project.sources = [_source(view, project, source) for source in data.sources if source.id in view.documents]
    for source in data.sources:
        if source.id not in view.documents:
            project.leave("source without a text", 1, source.id)
    codings, lost = view.codings()
    for coding, guid, selection in codings:
        project.codings.append(_coding(view, coding, guid, selection, guids[coding.code]))
    for line in lost:
        project.leave("coding whose passage is no longer in its text", 1, line)
    _memos(view, project, guids)
    actors = {coding.coder for coding, _, _ in codings} | {entry.actor for entry in data.journal if entry.act == "memo"}
    project.users = [User(view.exchange.coder(name), view.exchange.coder_name(name)) for name in sorted(actors)]
    project.companion = _companion(view, project)
    _leave_the_rest(view, project)
    return project


def _code(view: StudyView, code: Code, guids: dict[str, str]) -> ProjectCode:
    facts = view.exchange.codes.get(code.id, {})
    description = Described(
        code.definition, code.inclusion, code.exclusion, code.examples, dict(code.keywords), code.id
    )
    return ProjectCode(
        guid=guids[code.id],
        name=code.name,
        description=render(description),
        parent=guids.get(code.parent, ""),
        colour=str(facts.get("colour", "")),
        codable=bool(facts.get("codable", True)),
    )


def _source(view: StudyView, project: Project, source: Source) -> ProjectSource:
    if PurePosixPath(source.file).suffix.lower() not in PLAIN_TEXT:
        project.leave("original file (its text is carried)", 1, source.file)
    fields = {column: value for column, value in register_row(source).items() if value and column != "title"}
    return ProjectSource(view.source_guid(source.id), source.title, view.documents[source.id].text, fields)


def _coding(view: StudyView, coding: Coding, guid: str, selection: str, code: str) -> ProjectCoding:
    return ProjectCoding(
        guid=guid,
        selection=selection,
        source=view.source_guid(coding.passage.source),
        code=code,
        user=view.exchange.coder(coding.coder),
        start=coding.passage.start,
        end=coding.passage.end,
        time=coding.time,
        memo=coding.memo,
        place=f"{coding.journal}:{coding.line}",
        demonstration=coding.demonstration,
    )


def _memos(view: StudyView, project: Project, guids: dict[str, str]) -> None:
    for entry in view.data.journal:
        text = str(entry.body.get("text", ""))
        if entry.act != "memo" or not text.strip():
            continue
        target = entry.target
        document, code = str(target.get("document", "")), str(target.get("code", ""))
        kind: MemoKind = "project"
        on, start, end = "", 0, 0
        if document and target.get("quote"):
            passage = anchored(target, view.documents)
            if passage is None:
                project.leave("memo whose passage is no longer in its text", 1, f"{entry.journal}:{entry.line}")
                continue
            kind, on, start, end = "passage", view.source_guid(document), passage.start, passage.end
        elif document in view.documents:
            kind, on = "source", view.source_guid(document)
        elif code in guids:
            kind, on = "code", guids[code]
        origin = entry.body.get("origin")
        selection = str(origin.get("selection", "")) if isinstance(origin, dict) else ""
        # One person's memos on one passage share a selection: QualCoder takes no two annotations there.
        shared = derived("selection", "memo", entry.actor, on, start, end)
        project.memos.append(
            Memo(
                guid=memo_guid(entry),
                text=text,
                user=view.exchange.coder(entry.actor),
                kind=kind,
                target=on,
                start=start,
                end=end,
                time=entry.time,
                name=str(entry.body.get("name", "")),
                selection=valid(selection) if selection else shared,
            )
        )


def _companion(view: StudyView, project: Project) -> dict[str, object]:
    """Return what makes the way back to a study lossless and has no place in the standard."""
    book = view.data.codebook
    companion: dict[str, object] = {"version": book.version, "level": book.level}
    companion["order"] = [code.id for code in book.codes]
    shown = [one.guid for one in project.codings if one.demonstration]
    shown += [memo_guid(entry) for entry in view.data.journal if entry.act == "memo" and entry.demonstration]
    if shown:
        companion["demonstration"] = shown
    done = [
        {
            "coder": view.exchange.coder(entry.actor),
            "source": view.source_guid(str(entry.target.get("document"))),
            "time": entry.time,
            "demonstration": entry.demonstration,
        }
        for entry in view.data.journal
        if says_done(entry) and entry.target.get("document") in view.documents
    ]
    if done:
        companion["done"] = done
    return companion


def says_done(entry: JournalEntry) -> bool:
    """Say whether a line declares a document worked through."""
    return entry.act == "note" and entry.body.get("state") == "done"


def _leave_the_rest(view: StudyView, project: Project) -> None:
    acts = Counter(entry.act for entry in view.data.journal if entry.act not in _CARRIED and not says_done(entry))
    for act, count in sorted(acts.items()):
        project.leave(f"journal line of the act {act!r}", count)
    standing = Counter(entry.act for entry in view.data.journal)
    written = Counter(entry.act for entry in view.lines)
    project.leave("line that was taken back, undone or replaced", written["code"] - standing["code"])
    for what in ("claims", "events", "series", "estimates", "recommendations"):
        project.leave(f"{what} of the study", len(getattr(view.data, what)))
