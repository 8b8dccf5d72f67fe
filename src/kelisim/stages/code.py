"""Code: the codings in force, and how far the coders agree, each figure with n, unit of analysis and interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import cast

from kelisim.model.coding import Codebook, Coding
from kelisim.model.document import Document, Passage
from kelisim.model.protocol import CodingRule, Protocol
from kelisim.model.results import AgreementRow, Coded, Collected
from kelisim.model.study import JournalEntry
from kelisim.stages.passages import locate
from kelisim.stages.units import Decisions, decisions_of
from kelisim.stats import Agreement, agreement
from kelisim.stats.reliability.names import Coefficient


def run(*, codebook: Codebook, protocol: Protocol, journal: Sequence[JournalEntry], collect: Collected) -> Coded:
    """Return the codings in force and the agreement between the declared coders.

    Units are the sentences or paragraphs of every document that all the compared coders have worked through, coded or
    not. Agreement on a code is on present/absent; agreement over all codes is on the pooled decisions and, as
    Krippendorff's alpha with the MASI distance, on the sets of codes. Intervals resample documents, not units.
    """
    documents = {document.source: document for document in collect.documents}
    codings, unanchored = codings_in_force(journal, documents)
    known = [code.id for code in codebook.codes]
    unknown = sorted({coding.code for coding in codings} - set(known))
    codes = known + unknown
    coders = protocol.coding.coders or tuple(dict.fromkeys(coding.coder for coding in codings))
    read = _documents_read(journal, codings)
    rows: list[AgreementRow] = []
    confusion: list[tuple[str, str, str, int]] = []
    if len(coders) >= 2:
        decisions = decisions_of(codings, coders, codes, documents, read, protocol.coding.unit)
        rows = _agreement(decisions, codes, protocol.coding)
        confusion = _confusion(decisions, codes) if len(coders) == 2 else []
    counts = [
        (code, coder, sum(coding.code == code and coding.coder == coder for coding in codings))
        for code in codes
        for coder in coders
    ]
    demonstration = any(coding.demonstration for coding in codings)
    return Coded(tuple(codings), tuple(rows), tuple(confusion), tuple(counts), demonstration, tuple(unanchored))


def codings_in_force(
    journal: Sequence[JournalEntry], documents: Mapping[str, Document]
) -> tuple[list[Coding], list[str]]:
    """Return the codings that no later line takes back, re-anchored by their quotes, and those that found no place."""
    taken_back = {
        (entry.actor, str(entry.target.get("document")), entry.target.get("start"), entry.target.get("end"), code)
        for entry in journal
        if entry.act == "uncode"
        for code in [entry.body.get("code")]
    }
    codings, lost = [], []
    for entry in journal:
        if entry.act != "code":
            continue
        target, code = entry.target, str(entry.body.get("code", ""))
        if (entry.actor, str(target.get("document")), target.get("start"), target.get("end"), code) in taken_back:
            continue
        passage = anchored(target, documents)
        if passage is None:
            lost.append(f"{entry.journal}:{entry.line}")
            continue
        codings.append(
            Coding(
                coder=entry.actor,
                code=code,
                passage=passage,
                time=entry.time,
                memo=str(entry.body.get("memo", "")),
                journal=entry.journal,
                line=entry.line,
                demonstration=entry.demonstration,
            )
        )
    return codings, lost


def anchored(target: Mapping[str, object], documents: Mapping[str, Document]) -> Passage | None:
    """Return the passage a journal target means in the text as it stands now, None where its quote is gone."""
    document = documents.get(str(target.get("document", "")))
    if document is None:
        return None
    quote, start = str(target.get("quote", "")), target.get("start")
    prefix, suffix = str(target.get("prefix", "")), str(target.get("suffix", ""))
    place = locate(document.text, quote, prefix, suffix, start if isinstance(start, int) else None)
    if place is None:
        return None
    line = document.text.count("\n", 0, place[0]) + 1
    words = document.text[place[0] : place[1]]
    return Passage(document.source, place[0], place[1], words, prefix, suffix, line, document.file)


def _documents_read(journal: Sequence[JournalEntry], codings: Sequence[Coding]) -> dict[str, set[str]]:
    """Return the documents each coder has worked through: those said to be done, or else those with a coding."""
    read: dict[str, set[str]] = {}
    for coding in codings:
        read.setdefault(coding.coder, set()).add(coding.passage.source)
    for entry in journal:
        if entry.act == "note" and entry.body.get("state") == "done":
            read.setdefault(entry.actor, set()).add(str(entry.target.get("document", "")))
    return read


def _agreement(decisions: Decisions, codes: Sequence[str], rule: CodingRule) -> list[AgreementRow]:
    everyone = list(range(len(decisions.coders)))
    rows = [_pooled(decisions, codes, rule, everyone, "all", "pooled decisions")]
    if len(codes) > 1:
        rows.append(_sets(decisions, codes, rule))
    rows.extend(_pooled(decisions, [code], rule, everyone, "code", code) for code in codes)
    if len(decisions.coders) > 2:
        for pair in combinations(everyone, 2):
            key = " and ".join(decisions.coders[i] for i in pair)
            rows.append(_pooled(decisions, codes, rule, list(pair), "pair", key))
    for document, part in decisions.by_document():
        rows.append(_pooled(part, codes, rule, everyone, "document", document))
    return rows


def _pooled(
    decisions: Decisions, codes: Sequence[str], rule: CodingRule, who: Sequence[int], by: str, key: str
) -> AgreementRow:
    ratings = [[value for code in codes for value in decisions.marks[code][i]] for i in who]
    clusters = [document for _ in codes for document in decisions.documents]
    coefficient = cast("Coefficient", rule.coefficient)
    empty = _undefined(decisions, rule, coefficient, by, key, len(who))
    if not clusters:
        return empty
    several = len(set(clusters)) > 1
    result = agreement(
        ratings,
        coefficient=coefficient,
        level="nominal",
        categories=(0, 1),
        confidence=rule.confidence,
        interval="bootstrap" if several else "none",
        clusters=clusters if several else None,
        replicates=rule.replicates,
    )
    return _filled(empty, result, several=several)


def _sets(decisions: Decisions, codes: Sequence[str], rule: CodingRule) -> AgreementRow:
    units = range(len(decisions.documents))
    empty = replace(
        _undefined(decisions, rule, "krippendorff_alpha", "all", "sets of codes", len(decisions.coders)), level="set"
    )
    if not units:
        return empty
    several = len(set(decisions.documents)) > 1
    result = agreement(
        [
            [frozenset(code for code in codes if decisions.marks[code][i][unit]) for unit in units]
            for i in range(len(decisions.coders))
        ],
        coefficient="krippendorff_alpha",
        level="set",
        metric="masi",
        confidence=rule.confidence,
        interval="bootstrap" if several else "none",
        clusters=decisions.documents if several else None,
        replicates=rule.replicates,
    )
    return _filled(empty, result, several=several)


def _undefined(
    decisions: Decisions, rule: CodingRule, coefficient: str, by: str, key: str, n_coders: int
) -> AgreementRow:
    return AgreementRow(
        by=by,
        key=key,
        coefficient=coefficient,
        value=None,
        standard_error=None,
        low=None,
        high=None,
        interval="none",
        confidence=rule.confidence,
        n_units=0,
        n_documents=len(set(decisions.documents)),
        n_coders=n_coders,
        unit=decisions.unit,
        level="nominal",
        why="no document has been worked through by every coder",
    )


def _filled(row: AgreementRow, result: Agreement, *, several: bool) -> AgreementRow:
    bounded = several and result.low is not None
    return replace(
        row,
        value=result.value,
        standard_error=result.standard_error,
        low=result.low,
        high=result.high,
        interval="bootstrap over documents" if bounded else "none",
        n_units=result.n_units,
        why=result.why or ("" if several else "one document: resampling documents gives no interval"),
    )


def _confusion(decisions: Decisions, codes: Sequence[str]) -> list[tuple[str, str, str, int]]:
    table = []
    for code in codes:
        pairs = list(zip(*decisions.marks[code], strict=True))
        for first, second in ((1, 1), (1, 0), (0, 1), (0, 0)):
            names = tuple("applied" if value else "not applied" for value in (first, second))
            table.append((code, names[0], names[1], pairs.count((first, second))))
    return table
