"""Claim: confirmed claims find their passages; quantities nobody has confirmed are offered as candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from kelisim.errors import Problem, StudyError, UsageError
from kelisim.model.claim import Candidate, Claim
from kelisim.model.document import Document, Passage
from kelisim.model.indicator import Indicator
from kelisim.model.place import Place
from kelisim.model.results import Claimed, Collected
from kelisim.model.source import Source
from kelisim.model.study import JournalEntry
from kelisim.stages.judged import judged
from kelisim.stages.memo import Memo, compute_afresh
from kelisim.stages.passages import locate, nearest

CONTEXT = 120
_SHOWN = 240


@dataclass(frozen=True, slots=True)
class Part:
    """The candidates found in one document."""

    candidates: tuple[Candidate, ...]
    scanned: bool = True


def run(
    *,
    claims: Sequence[Claim],
    indicators: Sequence[Indicator],
    places: Sequence[Place] = (),
    sources: Sequence[Source],
    collect: Collected,
    journal: Sequence[JournalEntry] = (),
    memo: Memo = compute_afresh,
) -> Claimed:
    """Return the claims with the passage each rests on, and the candidates of every document in reading order.

    What a journal confirms of the candidates follows the claims of claims.csv; what it rejects is offered no more.
    Raises ``StudyError`` where a claim's quote does not stand in the document it names: such a number could not be
    traced.
    """
    documents = {document.source: document for document in collect.documents}
    located, problems = [], []
    for claim in claims:
        passage = None
        if claim.quote:
            document = documents.get(claim.document)
            passage = _locate(claim, document) if document else None
            if passage is None:
                problems.append(_untraceable(claim, document))
                continue
        located.append(replace(claim, passage=passage))
    if problems:
        raise StudyError(problems)
    vocabulary = {one.id: (one.name, *one.aliases) for one in indicators}
    named = {one.id: (one.name, *one.aliases) for one in places}
    words = repr((sorted(vocabulary.items()), sorted(named.items())))
    published = {source.id: str(source.published.end or "") if source.published else "" for source in sources}
    candidates: list[Candidate] = []
    unscanned: list[tuple[str, str]] = []
    for document in collect.documents:
        date = published.get(document.source, "")
        key = f"{document.text_sha256} {document.source} {document.language} {date} {words}"
        part: Part = memo(key, partial(_candidates, document, date, vocabulary, named))
        candidates.extend(part.candidates)
        if not part.scanned:
            unscanned.append((document.source, document.language))
    found = judged(_confirmed(candidates, located), journal, documents)
    return Claimed((*located, *found.claims), found.candidates, tuple(unscanned))


def _locate(claim: Claim, document: Document) -> Passage | None:
    place = locate(document.text, claim.quote)
    if place is None:
        return None
    start, end = place
    text = document.text
    return Passage(
        source=document.source,
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        line=text.count("\n", 0, start) + 1,
        file=document.file,
    )


def _untraceable(claim: Claim, document: Document | None) -> Problem:
    if document is None:
        what = f"claim {claim.id} quotes {claim.document}, which has no file"
        hint = "name the document that holds the quote, or give that source its file"
    else:
        what = f"claim {claim.id}: its quote does not stand in {document.file}: {claim.quote[:60]!r}"
        hint = "copy the passage from the document as it stands"
        place = nearest(document.text, claim.quote, document.language)
        if place is not None:
            line = document.text.count("\n", 0, place[0]) + 1
            found = " ".join(document.text[place[0] : place[1]].split())
            short = found if len(found) <= _SHOWN else found[: _SHOWN - 1] + "…"
            hint += f"; the nearest, on line {line}, reads {short!r}"
    return Problem("quote", what, hint, "claims.csv", claim.row)


def _candidates(
    document: Document, date: str, vocabulary: Mapping[str, Sequence[str]], places: Mapping[str, Sequence[str]]
) -> Part:
    from kelisim.text import claims as extract

    text = document.text
    try:
        found = extract(
            text, language=document.language, document_date=date or None, vocabulary=vocabulary, places=places
        )
    except UsageError:
        # There is no lexicon for the document's language; the claims that people took from it still stand.
        return Part((), scanned=False)
    return Part(
        tuple(
            Candidate(
                source=document.source,
                start=one.start,
                end=one.end,
                text=one.text,
                sentence=text[one.sentence[0] : one.sentence[1]],
                low=one.low,
                high=one.high,
                unit=one.unit or "",
                comparator=one.comparator,
                kind=one.kind,
                indicator=one.indicator or "",
                place=one.place or "",
                period_start=one.period_start or "",
                period_end=one.period_end or "",
                modality=one.modality,
                subject=one.subject,
                value=one.value if isinstance(one.value, float | int) else None,
                step=one.step,
                change=one.change or "",
            )
            for one in found
        )
    )


def _confirmed(candidates: Sequence[Candidate], claims: Sequence[Claim]) -> list[Candidate]:
    """Mark each candidate with the claim whose quote holds it and whose number it is."""
    by_document: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.passage is not None and claim.interval is not None:
            by_document.setdefault(claim.passage.source, []).append(claim)
    marked = []
    for candidate in candidates:
        owner = next(
            (claim.id for claim in by_document.get(candidate.source, ()) if _is_of(candidate, claim)),
            "",
        )
        marked.append(replace(candidate, claim=owner) if owner else candidate)
    return marked


def _is_of(candidate: Candidate, claim: Claim) -> bool:
    assert claim.passage is not None
    assert claim.interval is not None
    if not (claim.passage.start <= candidate.start and candidate.end <= claim.passage.end):
        return False
    return candidate.low <= claim.interval.high and claim.interval.low <= candidate.high
