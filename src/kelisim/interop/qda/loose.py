"""Codings that come as rows or annotations without a project: their documents and codes are those of the study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kelisim.errors import Problem, nearest
from kelisim.interop.qda.identity import key
from kelisim.interop.qda.merge import NOBODY
from kelisim.interop.qda.plan import Plan
from kelisim.interop.qda.times import journal_time
from kelisim.stages.passages import locate


@dataclass(frozen=True, slots=True)
class LooseCoding:
    """One coding by names; ``places`` are forms of the document's name, ``codes`` of the code's, the best first."""

    coder: str
    places: tuple[str, ...]
    codes: tuple[str, ...]
    start: int | None
    end: int | None
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    memo: str = ""
    time: str = ""
    guid: str = ""
    line: int = 0


def merge_loose(plan: Plan, codings: Sequence[LooseCoding], file: str) -> list[Problem]:
    """Plan the codings that can be placed, and return what is wrong with the others."""
    problems: list[Problem] = []
    documents, codes = _documents(plan), _codes(plan)
    texts = {name: document.text for name, document in plan.view.documents.items()}
    moved = 0
    for one in codings:
        document = _named(documents, one.places)
        code = _named(codes, one.codes)
        if not document:
            hint = nearest(one.places[0] if one.places else "", texts)
            problems.append(_problem(f"no document is called {' or '.join(one.places[:2]) or 'so'!r}", hint, file, one))
        if not code:
            hint = nearest(one.codes[0] if one.codes else "", [code.id for code in plan.view.data.codebook.codes])
            problems.append(_problem(f"no code is called {' or '.join(one.codes[:2]) or 'so'!r}", hint, file, one))
        if not document or not code:
            continue
        span = _span(texts[document], one)
        if span is None:
            what = f"the passage {one.quote[:60]!r} ({one.start}–{one.end}) is not in the text of {document}"
            problems.append(_problem(what, "", file, one))
            continue
        moved += one.start is not None and span[0] != one.start
        time = journal_time(one.time)
        if one.time and not time:
            plan.report.decisions.append(
                f"line {one.line}: {one.time!r} is no time; the time of the import stands there"
            )
        plan.code(
            plan.coders.of(one.coder) if one.coder else plan.coders.of(NOBODY),
            document,
            texts[document],
            span,
            code,
            time=time,
            memo=one.memo,
            origin={"guid": one.guid} if one.guid else None,
        )
    if moved:
        what = "1 coding stands" if moved == 1 else f"{moved} codings stand"
        plan.report.decisions.append(f"whether it is right: {what} where the words are, not where the offsets say")
    for identifier in plan.coders.added:
        plan.report.carried["coders"] += 1
        if identifier == NOBODY:
            plan.report.decisions.append(f"whose work it is that names nobody: it stands under {NOBODY!r}")
    return problems


def _span(text: str, one: LooseCoding) -> tuple[int, int] | None:
    """Return where a coding stands: at its offsets if its words are there, else where its words are."""
    given = None
    if one.start is not None and one.end is not None and 0 <= one.start < one.end <= len(text):
        given = one.start, one.end
    # Spreadsheets may take the blanks off the ends of a quote.
    if not one.quote or (given and text[slice(*given)].strip() == one.quote.strip()):
        return given
    return locate(text, one.quote, one.prefix, one.suffix, one.start)


def _documents(plan: Plan) -> dict[str, str]:
    """Return the documents by every name they go by; a name that fits two goes to none."""
    names: dict[str, set[str]] = {}
    for source in plan.view.data.sources:
        if source.id in plan.view.documents:
            file = source.file
            guid = key(plan.view.source_guid(source.id))
            forms = (source.title, file, file.rpartition("/")[2], source.url, guid, f"urn:uuid:{guid}")
            for name in forms:
                if name:
                    names.setdefault(name.casefold(), set()).add(source.id)
    found = {name: next(iter(ids)) for name, ids in names.items() if len(ids) == 1}
    return found | {name.casefold(): name for name in plan.view.documents}


def _codes(plan: Plan) -> dict[str, str]:
    codes = plan.view.data.codebook.codes
    found = {code.name.casefold(): code.id for code in codes if sum(c.name == code.name for c in codes) == 1}
    guids = plan.view.code_guids()
    for code in codes:
        found |= {key(guids[code.id]): code.id, f"urn:uuid:{key(guids[code.id])}": code.id}
    return found | {code.id.casefold(): code.id for code in codes}


def _named(known: Mapping[str, str], names: Sequence[str]) -> str:
    return next((known[name.casefold()] for name in names if name.casefold() in known), "")


def _problem(what: str, hint: str, file: str, one: LooseCoding) -> Problem:
    hint = hint or "mend the row, or import the rest with --keep-going"
    return Problem("qda", what, hint, file, one.line or None)
