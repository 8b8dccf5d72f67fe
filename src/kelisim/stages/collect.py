"""Collect: the files of the sources become documents; near-duplicates and provenance roots are found."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from kelisim.errors import DataError, KelisimError, Problem, StudyError
from kelisim.model.document import Document
from kelisim.model.results import Collected
from kelisim.model.source import Source
from kelisim.stages.memo import Memo, compute_afresh

DUPLICATE_THRESHOLD = 0.7
# Texts about a source or translated from it need not be in the language it was published in.
OWN_LANGUAGE = ("case note", "translation")


class CollectedFile(Protocol):
    """A file of the study: its hash, and its bytes when asked."""

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        ...

    def read(self) -> bytes:
        """Return the bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """What one file gives: its text with pages, language and warnings, or the problem that stands in the way."""

    text: str
    pages: tuple[int, ...]
    language: str
    warnings: tuple[str, ...]
    problem: str = ""
    hint: str = ""


def run(*, sources: Sequence[Source], files: Mapping[str, CollectedFile], memo: Memo = compute_afresh) -> Collected:
    """Return the documents of a study in register order; raises ``StudyError`` listing every unreadable file."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for source in sources:
        if not source.file:
            continue
        file = files[source.file]
        language = "" if source.text_kind in OWN_LANGUAGE else source.language
        key = f"{file.sha256} {language} {source.file.rpartition('.')[2]}"
        part: Part = memo(key, partial(_read, file, source.file, language))
        if part.problem:
            problems.append(Problem("unreadable", part.problem, part.hint, source.file))
            continue
        documents.append(
            Document(
                source=source.id,
                file=source.file,
                sha256=file.sha256,
                text=part.text,
                text_sha256=hashlib.sha256(part.text.encode("utf-8")).hexdigest(),
                language=part.language,
                pages=part.pages,
                warnings=part.warnings,
            )
        )
    if problems:
        raise StudyError(problems)
    return Collected(tuple(documents), _duplicates(documents), provenance_roots(sources))


def _read(file: CollectedFile, name: str, language: str) -> Part:
    from kelisim.text.language import detect
    from kelisim.text.reading import read

    try:
        reading = read(file.read(), name=name)
    except DataError as error:
        return Part("", (), "", (), problem=error.problems[0].what, hint=error.problems[0].hint)
    except KelisimError:
        raise
    return Part(reading.text, reading.pages, language or detect(reading.text), reading.warnings)


def _duplicates(documents: Sequence[Document]) -> tuple[tuple[str, str, float], ...]:
    from kelisim.text.duplicates import near_duplicates

    if len(documents) < 2:
        return ()
    pairs = near_duplicates([document.text for document in documents], threshold=DUPLICATE_THRESHOLD)
    return tuple((documents[a].source, documents[b].source, round(similarity, 4)) for a, b, similarity in pairs)


def provenance_roots(sources: Sequence[Source]) -> dict[str, tuple[str, ...]]:
    """Return, for each source, the sources at the head of its lineage: itself where it re-reports nothing.

    A circle of sources that re-report each other counts as one root, named by its first id, so that no source in it
    passes for independent of another.
    """
    lineage = {source.id: source.lineage for source in sources}
    roots: dict[str, tuple[str, ...]] = {}
    for identifier in lineage:
        reached = _reach(identifier, lineage)
        heads = {other for other in reached if not lineage.get(other)}
        # Whatever can be reached and reaches back forms a circle without a head of its own.
        circle = {other for other in reached if lineage.get(other) and other in _strictly(other, lineage)}
        heads.update(min(_circle_of(other, circle, lineage)) for other in circle)
        roots[identifier] = tuple(sorted(heads)) or (identifier,)
    return roots


def _circle_of(start: str, members: Collection[str], lineage: Mapping[str, tuple[str, ...]]) -> set[str]:
    ahead = _strictly(start, lineage)
    return {other for other in members if other in ahead and start in _strictly(other, lineage)}


def _reach(start: str, lineage: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {start} | _strictly(start, lineage)


def _strictly(start: str, lineage: Mapping[str, tuple[str, ...]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(lineage.get(start, ()))
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting.extend(lineage.get(here, ()))
    return seen
