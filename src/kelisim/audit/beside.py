"""Claims outside sentences: in the titles of references ("Spending at 2.4% of GDP") and in the cells of tables."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kelisim.audit.references import Reference
from kelisim.model.extracted import ExtractedClaim
from kelisim.text.extraction.claims import claims

if TYPE_CHECKING:
    from kelisim.audit.paper import Paper

_ADDRESS = re.compile(
    r"https?://|www\.|\bdoi\b|\[?Available|\(accessed|дата обращения|URL:|Режим доступа|\[EB", re.IGNORECASE
)
_NO_CLAIM = frozenset(
    ("page", "volume", "issue", "edition", "chapter", "year", "day", "month", "part", "second", "hour")
)


def claims_of_titles(paper: Paper) -> list[ExtractedClaim]:
    """Return what titles say in numbers with a unit; volumes, pages, numbers of decrees and dates say nothing.

    The period is the one in the title, else the entry's year: a headline speaks of the time it was printed.
    """
    found = []
    for entry in paper.references:
        stop = _ADDRESS.search(entry.text)
        title = entry.text[: stop.start()] if stop else entry.text
        if not re.search(r"\d|%", title):
            continue
        for claim in claims(title, language=paper.language, document_date=None):
            if claim.unit is not None and claim.unit not in _NO_CLAIM and claim.kind == "quantity":
                found.append(_moved(claim, entry))
    return found


def _moved(claim: ExtractedClaim, entry: Reference) -> ExtractedClaim:
    first, last = claim.sentence
    year = entry.year if claim.period_start is None and claim.period_end is None else None
    return replace(
        claim,
        start=claim.start + entry.start,
        end=claim.end + entry.start,
        sentence=(first + entry.start, last + entry.start),
        period_start=f"{year}-01-01" if year else claim.period_start,
        period_end=f"{year}-12-31" if year else claim.period_end,
        modality="reported",
        citations=(),
    )


def claims_of_cells(paper: Paper, found: list[ExtractedClaim]) -> list[ExtractedClaim]:
    """Return claims with what the head, the row and the unit of a table say of the numbers in its cells."""
    values = {one.cell.start: one for one in paper.table_values}
    told = []
    for claim in found:
        value = values.get(claim.start)
        if value is None or claim.end > value.cell.end:
            told.append(claim)
            continue
        said, period = value.statement.claim, value.statement.period
        assert period
        told.append(
            replace(
                claim,
                low=said.low,
                high=said.high,
                value=said.value,
                unit=said.unit,
                step=said.step,
                indicator=said.indicator,
                period_start=period.start.isoformat() if period.start else None,
                period_end=period.end.isoformat() if period.end else None,
            )
        )
    return told
