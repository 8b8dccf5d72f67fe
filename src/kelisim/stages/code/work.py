"""What the comparison of coders starts from: who coded what, under which codes, in which documents, by which rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kelisim.model.coding import Codebook, Coding
from kelisim.model.document import Document
from kelisim.model.journal import is_machine
from kelisim.model.protocol import CodingRule, Protocol
from kelisim.model.study import JournalEntry
from kelisim.stages.code.force import Force, codings_in_force, documents_read
from kelisim.stages.units import Decisions, decisions_of


@dataclass(frozen=True, slots=True)
class Work:
    """The codings of the compared coders; ``codes`` are those of the codebook and then any other that was applied.

    ``read`` names the documents that each coder has worked through.
    """

    force: Force
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    documents: Mapping[str, Document]
    read: Mapping[str, set[str]]
    rule: CodingRule
    journal: tuple[JournalEntry, ...]

    @property
    def codings(self) -> tuple[Coding, ...]:
        """The codings in force, of whomever."""
        return self.force.codings

    @property
    def common(self) -> list[str]:
        """The documents that all the compared coders have worked through, in the order of the register."""
        return [name for name in self.documents if all(name in self.read.get(coder, ()) for coder in self.coders)]

    def decisions(self, unit: str) -> Decisions:
        """Return the coders' decisions on the sentences or paragraphs of the documents that all have worked through."""
        return decisions_of(self.codings, self.coders, self.codes, self.documents, self.read, unit)


def work_of(
    codebook: Codebook,
    protocol: Protocol,
    journal: Sequence[JournalEntry],
    documents: Mapping[str, Document],
    *,
    coders: Sequence[str] = (),
) -> Work:
    """Return the work to compare: of ``coders``, or of those the protocol declares, or of every person who coded.

    A machine coder is compared only where it is named.
    """
    force = codings_in_force(journal, documents, codebook)
    known = [code.id for code in codebook.codes]
    unknown = sorted({coding.code for coding in force.codings} - set(known))
    people = dict.fromkeys(coding.coder for coding in force.codings if not is_machine(coding.coder))
    compared = tuple(coders) or protocol.coding.coders or tuple(people)
    read = documents_read(journal, force.codings)
    return Work(force, compared, (*known, *unknown), documents, read, protocol.coding, tuple(journal))
