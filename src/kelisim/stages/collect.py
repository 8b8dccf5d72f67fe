"""Collect: the files of the sources become documents; near-duplicates and provenance roots are found."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from kelisim.errors import DataError, KelisimError, Problem, StudyError
from kelisim.model.document import Document
from kelisim.model.independence import Graph, Publisher, Tie
from kelisim.model.results import Collected
from kelisim.model.source import Source
from kelisim.stages.memo import Memo, compute_afresh
from kelisim.stages.ties import quotations_in, ties_of

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


def run(
    *,
    sources: Sequence[Source],
    files: Mapping[str, CollectedFile],
    publishers: Sequence[Publisher] = (),
    memo: Memo = compute_afresh,
) -> Collected:
    """Return the documents of a study in register order, and what each source goes back to.

    Raises ``StudyError`` listing every unreadable file.
    """
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
    duplicates = _duplicates(documents)
    quotations = quotations_in(documents, sources, publishers)
    ties = ties_of(sources, publishers, quotations, duplicates)
    graph = Graph(ties)
    roots = {source.id: graph.roots(source.id) for source in sources}
    return Collected(tuple(documents), duplicates, roots, ties, quotations)


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
    """Return, for each source, the sources at the head of the lineage in the register: itself where it has none.

    A circle of sources that re-report each other counts as one root, named by its first id, so that no source in it
    passes for independent of another. Ownership, quotation and likeness of text are left out.
    """
    graph = Graph(tuple(Tie(one.id, other, "lineage") for one in sources for other in one.lineage))
    return {one.id: graph.roots(one.id) for one in sources}
