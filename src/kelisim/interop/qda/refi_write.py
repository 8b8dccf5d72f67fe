"""REFI-QDA out: a :class:`Project` becomes a project (.qdpx) or a codebook (.qdc), the same one the same bytes.

Element order, attributes and types follow the schema (REFI, 2019, Project.xsd and Codebook.xsd). Positions are Unicode
code points, end exclusive; texts have LF line ends and no byte order mark, so that every way of counting line ends
gives the same numbers.
"""

from __future__ import annotations

import re

import tomlkit

from kelisim.interop.qda.archive import pack
from kelisim.interop.qda.identity import derived, key
from kelisim.interop.qda.project import Memo, Project, ProjectCode, ProjectCoding, ProjectSource
from kelisim.interop.qda.refi_notes import COMPANION
from kelisim.interop.qda.refi_read import VARIABLE
from kelisim.interop.qda.times import journal_time
from kelisim.interop.qda.xml import Node, described, is_clean, serialise
from kelisim.study.registers import SOURCE_COLUMNS

_Place = tuple[int, int, str]
_Marks = tuple[list[ProjectCoding], list[Memo]]
_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")
_EXCERPT = 60


def write_project(project: Project) -> bytes:
    """Return the .qdpx archive; what XML cannot hold is replaced and noted in the project as not carried."""
    _check(project)
    root = Node("Project", {"xmlns": "urn:QDA-XML:project:1.0", "name": project.name, "origin": project.origin})
    latest = max((time for raw in _times(project) if (time := journal_time(raw))), default="")
    root.attributes["modifiedDateTime"] = latest or None
    apart: list[Memo] = []
    passages = _passages(project)
    sources = [_source(project, source, passages.get(source.guid, {}), apart) for source in project.sources]
    sections = [
        ("Users", [Node("User", {"guid": user.guid, "name": user.name}) for user in project.users]),
        ("CodeBook", _codebook(project, noted=True)),
        ("Variables", _variables(project)),
        ("Sources", sources),
        ("Notes", [*(_note(memo) for memo in (*project.memos, *apart)), *_companion(project, latest)]),
        ("Sets", _sets(project, "targetGUID")),
    ]
    root.children = [Node(tag, children=children) for tag, children in sections if children]
    root.children += [_reference(memo.guid) for memo in project.memos if memo.kind == "project"]
    if project.companion:
        root.children.append(_reference(_companion_guid(project)))
    entries = {"project.qde": serialise(root)}
    for source in project.sources:
        entries[f"sources/{source.guid}.txt"] = source.text.encode("utf-8")
    return pack(entries)


def write_codebook(project: Project) -> bytes:
    """Return the .qdc codebook; only codes and sets travel in it."""
    _check(project)
    root = Node("CodeBook", {"xmlns": "urn:QDA-XML:codebook:1.0", "origin": project.origin})
    root.children = _codebook(project, noted=False)
    sets = _sets(project, "guid")
    if sets:
        root.children.append(Node("Sets", children=sets))
    return serialise(root)


def _check(project: Project) -> None:
    texts = [
        *(user.name for user in project.users),
        *(text for code in project.codes for text in (code.name, code.description)),
        *(text for one in project.sets for text in (one.name, one.description)),
        *(text for source in project.sources for text in (source.name, *source.fields.values())),
        *(coding.memo for coding in project.codings),
        *(text for memo in project.memos for text in (memo.name, memo.text)),
    ]
    project.leave("text with control characters, which XML cannot hold", sum(not is_clean(text) for text in texts))
    project.leave("time that is not a time", sum(bool(raw) and not journal_time(raw) for raw in _times(project)))


def _times(project: Project) -> list[str]:
    return [*(coding.time for coding in project.codings), *(memo.time for memo in project.memos)]


def _codebook(project: Project, *, noted: bool) -> list[Node]:
    """Return the Codes element, with references to memos if asked; a code that is below itself is put at the top."""
    if not project.codes:
        return []
    guids = {key(code.guid): code for code in project.codes}
    children: dict[str, list[ProjectCode]] = {}
    for code in project.codes:
        above = key(code.parent) if code.parent else ""
        seen = {key(code.guid)}
        while above and above in guids and above not in seen:
            seen.add(above)
            above = key(guids[above].parent) if guids[above].parent else ""
        rooted = above == ""
        if not rooted:
            project.leave("place of a code below itself or a code that is not there", 1, code.name)
        children.setdefault(key(code.parent) if code.parent and rooted else "", []).append(code)
    notes: dict[str, list[str]] = {}
    for memo in project.memos if noted else ():
        if memo.kind == "code":
            notes.setdefault(key(memo.target), []).append(memo.guid)
    return [Node("Codes", children=[_code(code, children, notes) for code in children.get("", [])])]


def _code(code: ProjectCode, children: dict[str, list[ProjectCode]], notes: dict[str, list[str]]) -> Node:
    attributes: dict[str, str | None] = {
        "guid": code.guid,
        "name": code.name,
        "isCodable": "true" if code.codable else "false",
        "color": code.colour if _COLOUR.fullmatch(code.colour) else None,
    }
    noted = [_reference(guid) for guid in notes.get(key(code.guid), [])]
    below = [_code(child, children, notes) for child in children.get(key(code.guid), [])]
    return Node("Code", attributes, [*described(code.description), *noted, *below])


def _sets(project: Project, attribute: str) -> list[Node]:
    return [
        Node(
            "Set",
            {"guid": one.guid, "name": one.name},
            [*described(one.description), *(Node("MemberCode", {attribute: code}) for code in one.codes)],
        )
        for one in project.sets
    ]


def _used_columns(project: Project) -> list[str]:
    used = {column for source in project.sources for column in source.fields}
    return [column for column in SOURCE_COLUMNS if column in used]


def _variables(project: Project) -> list[Node]:
    return [
        Node("Variable", {"guid": derived(VARIABLE, column), "name": column, "typeOfVariable": "Text"})
        for column in _used_columns(project)
    ]


def _passages(project: Project) -> dict[str, dict[_Place, _Marks]]:
    """Return, for each source, what stands on each of its selections."""
    found: dict[str, dict[_Place, _Marks]] = {}
    for coding in project.codings:
        place = coding.start, coding.end, coding.selection
        found.setdefault(coding.source, {}).setdefault(place, ([], []))[0].append(coding)
    for memo in project.memos:
        if memo.kind == "passage":
            place = memo.start, memo.end, memo.selection
            found.setdefault(memo.target, {}).setdefault(place, ([], []))[1].append(memo)
    return found


def _source(project: Project, source: ProjectSource, passages: dict[_Place, _Marks], apart: list[Memo]) -> Node:
    """Return a source; memos of codings that share a selection and differ are put in ``apart``."""
    node = Node(
        "TextSource",
        {"guid": source.guid, "name": source.name, "plainTextPath": f"internal://{source.guid}.txt"},
    )
    used: set[str] = set()
    for place in sorted(passages):
        # A passage that was found again elsewhere cannot share the GUID of the one it came with.
        own = place[2] if place[2] not in used else derived("selection", *place)
        used.add(own)
        node.children.append(_selection(source, place, own, passages[place], apart))
    node.children += [_reference(m.guid) for m in project.memos if m.kind == "source" and m.target == source.guid]
    for column in SOURCE_COLUMNS:
        if column in source.fields:
            reference = Node("VariableRef", {"targetGUID": derived(VARIABLE, column)})
            value = Node("TextValue", text=source.fields[column])
            node.children.append(Node("VariableValue", children=[reference, value]))
    return node


def _selection(source: ProjectSource, place: _Place, guid: str, marks: _Marks, apart: list[Memo]) -> Node:
    codings, memos = marks
    start, end, _ = place
    words = " ".join(source.text[start:end].split())
    user, time = (codings[0].user, codings[0].time) if codings else (memos[0].user, memos[0].time)
    node = Node(
        "PlainTextSelection",
        {
            "guid": guid,
            "name": words if len(words) <= _EXCERPT else words[:_EXCERPT].rstrip(".… ") + "…",
            "startPosition": str(start),
            "endPosition": str(end),
            "creatingUser": user or None,
            "creationDateTime": journal_time(time) or None,
        },
    )
    shared = len({coding.memo for coding in codings}) == 1
    node.children += described(codings[0].memo) if shared else () if codings else described(memos[0].text)
    for coding in codings:
        attributes: dict[str, str | None] = {
            "guid": coding.guid,
            "creatingUser": coding.user or None,
            "creationDateTime": journal_time(coding.time) or None,
        }
        child = Node("Coding", attributes, [Node("CodeRef", {"targetGUID": coding.code})])
        if coding.memo and not shared:
            note = Memo(derived("memo", coding.guid), coding.memo, coding.user, "passage", time=coding.time)
            apart.append(note)
            child.children.append(_reference(note.guid))
        node.children.append(child)
    node.children += [_reference(memo.guid) for memo in memos]
    return node


def _note(memo: Memo) -> Node:
    attributes: dict[str, str | None] = {
        "guid": memo.guid,
        "name": memo.name or None,
        "creatingUser": memo.user or None,
        "creationDateTime": journal_time(memo.time) or "1970-01-01T00:00:00Z",
    }
    return Node("Note", attributes, [Node("PlainTextContent", text=memo.text)])


def _companion_guid(project: Project) -> str:
    return derived("companion", project.name)


def _companion(project: Project, latest: str) -> list[Node]:
    if not project.companion:
        return []
    attributes: dict[str, str | None] = {
        "guid": _companion_guid(project),
        "name": COMPANION,
        "creationDateTime": latest or "1970-01-01T00:00:00Z",
    }
    return [Node("Note", attributes, [Node("PlainTextContent", text=tomlkit.dumps(project.companion))])]


def _reference(guid: str) -> Node:
    return Node("NoteRef", {"targetGUID": guid})
