"""Notes and users of a REFI-QDA project: who wrote what, and on what it stands."""

from __future__ import annotations

import tomllib

from kelisim.interop.qda.identity import derived, key, valid
from kelisim.interop.qda.project import Memo, MemoKind, Project, User
from kelisim.interop.qda.refi_sources import SourceReader
from kelisim.interop.qda.times import journal_time
from kelisim.interop.qda.xml import Element

COMPANION = "kelisim: what the standard has no place for"


class NoteReader:
    """Finds notes by reference, by link and by themselves, and turns them into memos once each."""

    def __init__(self, root: Element, file: str, project: Project, sources: SourceReader) -> None:
        self._root = root
        self._file = file
        self._project = project
        self._sources = sources
        self._users: set[str] = set()
        self.notes: dict[str, Element] = {}
        self.linked: dict[str, list[str]] = {}
        self.used: set[str] = set()
        for users in root.all("Users"):
            for user in users.all("User"):
                guid = user.get("guid")
                self._users.add(key(guid))
                name = user.get("name") or user.get("id") or f"user-{key(guid)[:8]}"
                project.users.append(User(valid(guid), name))
        for notes in root.all("Notes"):
            self.notes |= {key(note.get("guid")): note for note in notes.all("Note")}
        for links in root.all("Links"):
            for link in links.all("Link"):
                self._link(link)

    def _link(self, link: Element) -> None:
        """Take a link between a note and something else as a reference, as NVivo writes its annotations."""
        ends = [key(link.get("originGUID")), key(link.get("targetGUID"))]
        note = next((end for end in ends if end in self.notes), "")
        other = next((end for end in ends if end != note), "")
        if note and other:
            self.linked.setdefault(other, []).append(note)
        else:
            self._project.leave("link between elements")

    def who(self, element: Element) -> tuple[str, str]:
        """Return the GUID of who made an element, and when; each empty where it is not said."""
        user = element.get("creatingUser") or element.get("modifyingUser")
        if user and key(user) not in self._users:
            self._users.add(key(user))
            self._project.users.append(User(valid(user), f"user-{key(user)[:8]}"))
        time = journal_time(element.get("creationDateTime")) or journal_time(element.get("modifiedDateTime"))
        return valid(user) if user else "", time

    def text(self, guid: str) -> str:
        """Return the text of a note, empty where there is none."""
        note = self.notes.get(key(guid))
        self.used.add(key(guid))
        if note is None:
            return ""
        if not (note.get("plainTextPath") or note.get("richTextPath") or note.first("PlainTextContent")):
            return note.within("Description")
        text = self._sources.text_of(note, note.get("name")) or ""
        return text.removeprefix("\ufeff").replace("\r\n", "\n") if note.get("plainTextPath") else text

    def memo(
        self,
        guid: str,
        element: Element,
        kind: MemoKind,
        target: str = "",
        span: tuple[int, int] = (0, 0),
        selection: str = "",
    ) -> str:
        """Take a note as a memo on a target and return its text; a reference to no note is a problem."""
        note = self.notes.get(key(guid))
        if note is None:
            self._sources.problem(element, f"a note is referred to that is not there: {guid}")
            return ""
        text = self.text(guid)
        if note.get("name") == COMPANION:
            self._companion(note, text)
            return ""
        if text.strip():
            user, time = self.who(note)
            own, name = valid(note.get("guid")), note.get("name")
            place = f"{self._file}:{note.line}"
            self._project.memos.append(Memo(own, text, user, kind, target, *span, time, name, selection, place))
        return text

    def on_the_whole(self) -> None:
        """Take the notes on the project, and those that stand on nothing, as memos on the project."""
        for reference in self._root.all("NoteRef"):
            self.memo(reference.get("targetGUID"), self._root, "project")
        description = self._root.within("Description")
        if description.strip():
            own = derived("memo", self._project.name, description)
            self._project.memos.append(Memo(own, description, "", "project"))
        for guid in [guid for guid in self.notes if guid not in self.used]:
            self.memo(guid, self.notes[guid], "project")

    def _companion(self, note: Element, text: str) -> None:
        try:
            self._project.companion = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self._sources.problem(note, f"the note {COMPANION!r} was altered: {error}", "delete it, or restore it")
