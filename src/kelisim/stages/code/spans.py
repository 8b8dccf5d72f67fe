"""Agreement on characters: how far coders cut the same passages out of the text and gave them the same codes."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from itertools import combinations

from kelisim.errors import DataError
from kelisim.model.results import AgreementRow
from kelisim.stages.code.rows import NOTHING_READ, Comparison
from kelisim.stages.code.work import Work
from kelisim.stages.units import units_in
from kelisim.stats import unitising
from kelisim.stats.reliability.unitise import UnitCoefficient

ONE_DOCUMENT = "one document: sentences are left out one at a time, taken as independent"
OVER_SENTENCES = "jackknife over sentences of one document"
# With uncoded text: over all codes and gaps; coded matter against gaps. Without: the codes where passages meet.
WITH: tuple[tuple[UnitCoefficient, str], ...] = (("u_alpha", "all codes"), ("binary_u_alpha", "coded or not"))
WITHOUT: tuple[tuple[UnitCoefficient, str], ...] = (("cu_alpha", "codes where passages meet"),)


def span_rows(work: Work, how: Comparison) -> list[AgreementRow]:
    """Return agreement over all codes, by code, by pair and by document, on the characters of the documents.

    Coefficients are of the u-alpha family (Krippendorff et al. 2016), whatever the protocol names for given units:
    u-alpha over coded and uncoded text and, without uncoded text, cu-alpha where coded passages meet.
    """
    how = replace(how, held={} if how.held is None else how.held)
    rows = [*spans_over_all(work, how), *spans_by_code(work, how)]
    if len(work.coders) > 2:
        rows.extend(spans_by_pair(work, how))
    return [*rows, *spans_by_group(work, how, "document", {name: name for name in work.common})]


def spans_over_all(work: Work, how: Comparison) -> list[AgreementRow]:
    """Return agreement over all codes."""
    kinds = WITH if how.uncoded else WITHOUT
    return [_row(work, how, work.coders, work.common, kind, "all", key) for kind, key in kinds]


def spans_by_code(work: Work, how: Comparison) -> list[AgreementRow]:
    """Return agreement on each code's matter: against all else, or, without uncoded text, where passages meet."""
    kind: UnitCoefficient = "u_alpha" if how.uncoded else "k_u_alpha"
    return [_row(work, how, work.coders, work.common, kind, "code", code, code=code) for code in work.codes]


def spans_by_pair(work: Work, how: Comparison) -> list[AgreementRow]:
    """Return agreement of each two coders."""
    kind = (WITH if how.uncoded else WITHOUT)[0][0]
    pairs = combinations(work.coders, 2)
    return [_row(work, how, pair, work.common, kind, "pair", " and ".join(pair)) for pair in pairs]


def spans_by_group(work: Work, how: Comparison, by: str, group_of: dict[str, str]) -> list[AgreementRow]:
    """Return agreement in each group of documents."""
    kind = (WITH if how.uncoded else WITHOUT)[0][0]
    groups: dict[str, list[str]] = {}
    for name in work.common:
        if name in group_of:
            groups.setdefault(group_of[name], []).append(name)
    order = [group for group in dict.fromkeys(group_of.values()) if group in groups]
    return [_row(work, how, work.coders, groups[group], kind, by, group) for group in order]


def _row(
    work: Work,
    how: Comparison,
    coders: Sequence[str],
    documents: Sequence[str],
    kind: UnitCoefficient,
    by: str,
    key: str,
    *,
    code: str | None = None,
) -> AgreementRow:
    lengths: dict[Hashable, int] = {
        name: len(work.documents[name].text) for name in documents if work.documents[name].text
    }
    row = how.undefined(
        by,
        key,
        coefficient=kind,
        unit="character",
        level="nominal",
        n_documents=len(lengths),
        n_coders=len(coders),
        why=NOTHING_READ,
        n_units=sum(lengths.values()),
    )
    if not lengths:
        return row
    held = how.once("spans", lambda: _held(work))
    if code is not None and kind == "u_alpha":
        # Against all else: what other codes mark makes no difference.
        near = held.get(("code", code), [])
    else:
        near = [span for name in lengths for span in held.get(("document", name), [])]
    spans = [span for span in near if span[0] in coders and span[4] in lengths]
    if code is not None and not any(span[3] == code for span in spans):
        return replace(row, why="nobody applied this code")
    several = len(lengths) > 1
    try:
        result = unitising(
            spans,
            length=lengths,
            coefficient=kind,
            code=code,
            coders=coders,
            interval="bootstrap" if several else "jackknife",
            confidence=how.confidence,
            replicates=how.replicates,
            parts=None if several else {name: units_in(work.documents[name], "sentence") for name in documents},
        )
    except DataError as error:
        return replace(row, why=error.problems[0].what)
    bounded = result.low is not None
    return replace(
        row,
        value=result.value,
        standard_error=result.standard_error,
        low=result.low,
        high=result.high,
        interval=("bootstrap over documents" if several else OVER_SENTENCES) if bounded else "none",
        why="; ".join(part for part in (result.why, ONE_DOCUMENT if bounded and not several else "") if part),
    )


def _held(work: Work) -> dict[tuple[str, str], list[tuple[str, int, int, str, str]]]:
    """Return the codings as spans, by document and by code."""
    held: dict[tuple[str, str], list[tuple[str, int, int, str, str]]] = {}
    for coding in work.codings:
        passage = coding.passage
        span = coding.coder, passage.start, passage.end, coding.code, passage.source
        held.setdefault(("document", passage.source), []).append(span)
        held.setdefault(("code", coding.code), []).append(span)
    return held
