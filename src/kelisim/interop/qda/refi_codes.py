"""The codebook of a REFI-QDA file: codes with their hierarchy, and sets of codes."""

from __future__ import annotations

from kelisim.interop.qda.identity import derived, key, valid
from kelisim.interop.qda.project import CodeSet, Project, ProjectCode
from kelisim.interop.qda.refi_sources import SourceReader
from kelisim.interop.qda.xml import Element


class CodeReader:
    """Reads codes and sets; ``known`` maps the compared form of a GUID to the code's own, ``noted`` holds its notes."""

    def __init__(self, project: Project, sources: SourceReader) -> None:
        self._project = project
        self._sources = sources
        self.known: dict[str, str] = {}
        self.noted: list[tuple[str, str, Element]] = []

    def read(self, book: Element, sets: Element | None) -> None:
        """Read the codes of a codebook, then the sets."""
        for codes in book.all("Codes"):
            for code in codes.all("Code"):
                self._code(code, "")
        for one in sets.all("Set") if sets is not None else ():
            self._set(one)

    def _code(self, element: Element, parent: str) -> None:
        guid = valid(element.get("guid") or derived("code", parent, element.get("name")))
        if key(guid) in self.known:
            self._sources.problem(element, f"the code {element.get('name')!r} has the GUID of another code")
        else:
            self.known[key(guid)] = guid
            self._project.codes.append(
                ProjectCode(
                    guid=guid,
                    name=element.get("name"),
                    description=element.within("Description"),
                    parent=parent,
                    colour=element.get("color"),
                    codable=element.get("isCodable") not in ("false", "0"),
                )
            )
        self.noted.extend((guid, note.get("targetGUID"), element) for note in element.all("NoteRef"))
        for child in element.all("Code"):
            self._code(child, guid)

    def _set(self, element: Element) -> None:
        self._project.leave("source or note in a set", sum(1 for _ in element.all("MemberSource", "MemberNote")))
        # A project's schema says targetGUID where a codebook's says guid.
        members = [member.get("targetGUID") or member.get("guid") for member in element.all("MemberCode")]
        for member in members:
            if key(member) not in self.known:
                self._sources.problem(element, f"the set {element.get('name')!r} names the code {member}, not there")
        codes = tuple(self.known[key(member)] for member in members if key(member) in self.known)
        if members or not element.children or element.within("Description"):
            guid = valid(element.get("guid") or derived("set", element.get("name")))
            self._project.sets.append(CodeSet(guid, element.get("name"), element.within("Description"), codes))
