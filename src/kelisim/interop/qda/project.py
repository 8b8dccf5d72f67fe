"""A coding project as it travels between programs: users, codes, sources, codings, memos, and what stayed behind.

Offsets are Unicode code points into ``Source.text``, end exclusive. Identifiers that refer to one another are compared
by :func:`kelisim.interop.qda.identity.key`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from kelisim.errors import Problem

MemoKind = Literal["project", "source", "code", "passage"]


@dataclass(frozen=True, slots=True)
class User:
    """A coder."""

    guid: str
    name: str


@dataclass(frozen=True, slots=True)
class ProjectCode:
    """A code with its place in the hierarchy; ``parent`` is the GUID of the code above it or empty."""

    guid: str
    name: str
    description: str = ""
    parent: str = ""
    colour: str = ""
    codable: bool = True


@dataclass(frozen=True, slots=True)
class CodeSet:
    """A named set of codes."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectSource:
    """A text; ``fields`` are what the register of sources knows of it, by column."""

    guid: str
    name: str
    text: str
    fields: dict[str, str] = field(default_factory=dict)
    place: str = ""


@dataclass(frozen=True, slots=True)
class ProjectCoding:
    """A code on a passage by a coder; ``selection`` is the GUID of the passage, which several codings may share."""

    guid: str
    selection: str
    source: str
    code: str
    user: str
    start: int
    end: int
    time: str = ""
    memo: str = ""
    place: str = ""
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Memo:
    """A note by a coder on the project, a source, a code or a passage; ``target`` is the GUID of the source or code."""

    guid: str
    text: str
    user: str
    kind: MemoKind
    target: str = ""
    start: int = 0
    end: int = 0
    time: str = ""
    name: str = ""
    selection: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class NotCarried:
    """Something that does not travel: what kind of thing, how many, and which."""

    what: str
    count: int
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.count} × {self.what}" + (f": {self.detail}" if self.detail else "")


@dataclass(frozen=True, slots=True)
class OffsetChoice:
    """How the offsets of one source were read: the convention, its probability, the runner-up, and on what evidence.

    ``affected`` counts the selections that the runner-up would have placed elsewhere.
    """

    source: str
    convention: str
    confidence: float
    selections: int
    alternative: str = ""
    affected: int = 0

    def __str__(self) -> str:
        text = f"{self.source}: {self.convention} (confidence {self.confidence:.3f}, {self.selections} selections)"
        if self.alternative and self.affected:
            text += f"; next likeliest: {self.alternative}, which would move {self.affected}"
        return text


@dataclass(slots=True)
class Project:
    """A project as read from, or to be written to, another program's file."""

    name: str = ""
    origin: str = ""
    users: list[User] = field(default_factory=list)
    codes: list[ProjectCode] = field(default_factory=list)
    sets: list[CodeSet] = field(default_factory=list)
    sources: list[ProjectSource] = field(default_factory=list)
    codings: list[ProjectCoding] = field(default_factory=list)
    memos: list[Memo] = field(default_factory=list)
    companion: dict[str, Any] = field(default_factory=dict)
    not_carried: list[NotCarried] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    offsets: list[OffsetChoice] = field(default_factory=list)

    def leave(self, what: str, count: int = 1, detail: str = "") -> None:
        """Note something that does not travel; the same kind is counted together where there is no detail."""
        if count <= 0:
            return
        for index, one in enumerate(self.not_carried):
            if one.what == what and not detail and not one.detail:
                self.not_carried[index] = NotCarried(what, one.count + count)
                return
        self.not_carried.append(NotCarried(what, count, detail))
