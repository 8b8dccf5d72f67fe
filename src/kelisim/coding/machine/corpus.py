"""What a machine coder reads: the documents cut into units, and what people made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kelisim.engine.inputs import StudyFile, hashes
from kelisim.errors import UsageError, nearest
from kelisim.model.document import Document
from kelisim.model.journal import is_machine
from kelisim.model.study import StudyData
from kelisim.stages import collect
from kelisim.stages.code.work import Work, work_of
from kelisim.stages.units import decisions_of, units_in
from kelisim.study.layout import Layout
from kelisim.study.load import load_study

Labels = NDArray[np.int8]
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or paragraph: its document, its span in code points, its text."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """A study's documents in units, in the order of the register; ``owners`` is the number of each unit's document.

    ``duplicates`` names pairs of documents that are nearly the same, ``codes`` the codes of the codebook, ``work`` the
    codings in force of everyone.
    """

    layout: Layout
    data: StudyData
    documents: dict[str, Document]
    duplicates: tuple[tuple[str, str], ...]
    unit: str
    units: tuple[Unit, ...]
    owners: NDArray[np.int64]
    codes: tuple[str, ...]
    work: Work

    @property
    def names(self) -> tuple[str, ...]:
        """The documents, by the number that ``owners`` gives."""
        return tuple(self.documents)

    @property
    def people(self) -> tuple[str, ...]:
        """The people whose codings count: those the protocol declares, or everyone who coded; machines never."""
        declared = self.data.protocol.coding.coders or tuple(dict.fromkeys(one.coder for one in self.work.codings))
        return tuple(coder for coder in declared if not is_machine(coder))

    @property
    def machines(self) -> tuple[str, ...]:
        """The machine coders that have a journal."""
        return tuple(dict.fromkeys(entry.actor for entry in self.data.journal if is_machine(entry.actor)))

    def read_by(self, coder: str) -> set[str]:
        """Return the documents that a coder has worked through."""
        return set(self.work.read.get(coder, ())) & set(self.documents)

    def known_coder(self, coder: str) -> str:
        """Return the coder; raises ``UsageError`` for one who has coded nothing."""
        known = (*self.people, *self.machines)
        if coder not in known or not self.read_by(coder):
            raise UsageError(f"no codings by {coder!r}", nearest(coder, known) or "let somebody code first")
        return coder

    def marks(self, coder: str) -> Labels:
        """Return a coder's decisions, units x codes: 1 applied, 0 not applied, -1 in documents not worked through."""
        codings = [one for one in self.work.codings if one.coder == coder and one.code in self.codes]
        read = {coder: self.read_by(coder)}
        decisions = decisions_of(codings, (coder,), self.codes, self.documents, read, self.unit)
        table = np.full((len(self.units), len(self.codes)), UNKNOWN, dtype=np.int8)
        rows = np.isin(self.owners, [i for i, name in enumerate(self.documents) if name in read[coder]])
        for column, code in enumerate(self.codes):
            table[rows, column] = decisions.marks[code][0]
        return table

    def demonstrates(self, coders: Sequence[str]) -> bool:
        """Say whether any of these coders' codings was made for demonstration."""
        return any(one.demonstration for one in self.work.codings if one.coder in coders)


def read_corpus(layout: Layout) -> Corpus:
    """Return the corpus of a study; raises ``StudyError`` for one that cannot be read, ``UsageError`` without codes."""
    data = load_study(layout)
    codes = tuple(code.id for code in data.codebook.codes)
    if not codes:
        raise UsageError("the study has no codebook to code by", "declare codes in codebook.toml")
    found = hashes(layout.root, dict.fromkeys(source.file for source in data.sources if source.file))
    files = {name: StudyFile(layout.root / name, name, sha256) for name, sha256 in found.items()}
    collected = collect.run(sources=data.sources, files=files)
    documents = {document.source: document for document in collected.documents}
    unit = "paragraph" if data.protocol.coding.unit == "paragraph" else "sentence"
    units, owners = [], []
    for number, document in enumerate(documents.values()):
        for start, end in units_in(document, unit):
            units.append(Unit(document.source, start, end, document.text[start:end]))
            owners.append(number)
    return Corpus(
        layout=layout,
        data=data,
        documents=documents,
        duplicates=tuple((one, other) for one, other, _ in collected.duplicates),
        unit=unit,
        units=tuple(units),
        owners=np.array(owners, dtype=np.int64),
        codes=codes,
        work=work_of(data.codebook, data.protocol, data.journal, documents),
    )
