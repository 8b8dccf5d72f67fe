"""What coding makes."""

from __future__ import annotations

from dataclasses import dataclass, field

from kelisim.model.coding import Coding

# The keys of rows by round where documents name none.
THIRDS = ("first third of the time", "second third of the time", "last third of the time")
NO_ROUND = "no round named"


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One coefficient over one set of units; ``value`` is None where it is undefined and ``why`` says so.

    ``by`` is "all", "code", "pair", "document" or "round"; ``key`` which one. ``interval`` names how the bounds were
    made. ``uncoded`` says whether text that nobody coded is counted. ``prevalence`` and ``bias`` are the indices of
    Byrt, Bishop and Carlin (1993) for two coders and one code, None elsewhere.
    """

    by: str
    key: str
    coefficient: str
    value: float | None
    standard_error: float | None
    low: float | None
    high: float | None
    interval: str
    confidence: float
    n_units: int
    n_documents: int
    n_coders: int
    unit: str
    level: str
    why: str = ""
    uncoded: bool = True
    prevalence: float | None = None
    bias: float | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """Codings in force, agreement rows, confusion counts (code, a, b, n), counts (code, coder, n) and themes.

    ``unanchored`` names the journal lines whose passage is gone, ``mapped`` those whose code a later codebook maps, as
    (line, old code, new code). ``adjudicated`` is the layer that stands beside the coders' own: decisions by a person
    under that person's name, and those of the declared rule under the name "consensus". ``settled`` compares the coders
    once those decisions replace their own, and each of them with the layer. ``read`` names the documents that each
    coder has worked through.
    """

    codings: tuple[Coding, ...]
    agreement: tuple[AgreementRow, ...]
    confusion: tuple[tuple[str, str, str, int], ...]
    counts: tuple[tuple[str, str, int], ...]
    demonstration: bool
    unanchored: tuple[str, ...] = ()
    mapped: tuple[tuple[str, str, str], ...] = ()
    adjudicated: tuple[Coding, ...] = ()
    settled: tuple[AgreementRow, ...] = ()
    read: dict[str, tuple[str, ...]] = field(default_factory=dict)
