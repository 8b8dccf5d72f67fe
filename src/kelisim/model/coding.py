"""Codes, codebooks and codings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kelisim.model.document import Passage
from kelisim.model.rubric import RubricLine

Level = Literal["nominal", "ordinal", "interval", "ratio", "circular", "bipolar", "set"]


@dataclass(frozen=True, slots=True)
class Code:
    """A code: what it means, what it takes in and leaves out, examples, and keywords by language."""

    id: str
    name: str
    definition: str
    inclusion: str = ""
    exclusion: str = ""
    examples: tuple[str, ...] = ()
    parent: str = ""
    keywords: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the write-up and the codes that feed it."""

    id: str
    name: str
    definition: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeMapping:
    """What became of a code in a later codebook: codings under ``old`` count as ``new``, or, where "", no more."""

    old: str
    new: str
    since_version: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """The codes and themes of a study, the level at which codings are compared, and the rubric of governance."""

    version: str
    level: Level
    codes: tuple[Code, ...] = ()
    themes: tuple[Theme, ...] = ()
    mappings: tuple[CodeMapping, ...] = ()
    rubric: tuple[RubricLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """One coder's code on one passage; ``demonstration`` marks a coding that was made to show the tool."""

    coder: str
    code: str
    passage: Passage
    time: str = ""
    memo: str = ""
    journal: str = ""
    line: int = 0
    demonstration: bool = False
