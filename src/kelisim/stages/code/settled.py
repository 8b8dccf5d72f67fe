"""Agreement after adjudication: the coders once decisions replace their own, and each coder against the layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kelisim.model.coding import Coding
from kelisim.model.results import AgreementRow
from kelisim.stages.code.consensus import Decision
from kelisim.stages.code.passages import Place
from kelisim.stages.code.rows import Comparison, pooled
from kelisim.stages.code.work import Work
from kelisim.stages.units import Decisions, Marks, decisions_of, units_in, units_of


def settled_rows(
    work: Work, found: Sequence[Place], decided: Sequence[Decision], layer: Sequence[Coding]
) -> list[AgreementRow]:
    """Return the agreement before and after adjudication, and that of each coder with the adjudicated layer.

    After: on the units of every place about which somebody decided, all coders have the decision for their own. With
    the layer: each coder's own decisions against it, leaving out units to which somebody gave a code that the layer has
    neither taken in nor turned down. Units are sentences where the protocol compares characters.
    """
    unit = "sentence" if work.rule.unit == "character" else work.rule.unit
    before = work.decisions(unit)
    if not layer and not decided:
        return []
    how = Comparison.by_rule(work.rule)
    reference = _reference(work, layer, unit)
    judged = _judged(work, found, decided, before)
    marks = {}
    for code in work.codes:
        at = judged.get(code, np.zeros(len(before.documents), dtype=bool))
        marks[code] = np.where(at, reference.marks[code], before.marks[code]).astype(np.uint8)
    after = replace(before, marks=marks)
    rows = [
        pooled(before, work.codes, how, "before", "pooled decisions"),
        pooled(after, work.codes, how, "after", "pooled decisions"),
    ]
    undecided = {code: own.max(axis=0) > reference.marks[code][0] for code, own in marks.items()}
    for position, coder in enumerate(work.coders):
        both = {code: np.vstack([before.marks[code][position], reference.marks[code][0]]) for code in work.codes}
        pair = replace(before, coders=(coder, "adjudicated"), marks=both)
        rows.append(pooled(pair, work.codes, how, "consensus", coder, missing=undecided))
    return rows


def _reference(work: Work, layer: Sequence[Coding], unit: str) -> Decisions:
    """Return the layer as the decisions of one coder, on the units of the documents that the coders share."""
    name = "adjudicated"
    codings = [replace(coding, coder=name) for coding in layer if coding.code in work.codes]
    return decisions_of(codings, (name,), work.codes, work.documents, {name: set(work.common)}, unit)


def _judged(work: Work, found: Sequence[Place], decided: Sequence[Decision], before: Decisions) -> dict[str, Marks]:
    """Return, for each code, the units of the passages decided about and of the places that they settle."""
    first: dict[str, int] = {}
    for position, name in enumerate(before.documents):
        first.setdefault(name, position)
    spans = {name: units_in(work.documents[name], before.unit) for name in first}
    judged: dict[str, Marks] = {}
    there: dict[tuple[str, str], list[Place]] = {}
    for place in found:
        there.setdefault((place.document, place.code), []).append(place)
    for decision in decided:
        document = decision.passage.source
        if document not in first or decision.code not in work.codes:
            continue
        near = there.get((document, decision.code), [])
        settles = [one for one in near if decision.meets(one.document, one.code, one.start, one.end)]
        ranges = [(decision.passage.start, decision.passage.end)]
        ranges += [span for place in settles for own in place.spans.values() for span in own]
        at = judged.setdefault(decision.code, np.zeros(len(before.documents), dtype=np.uint8))
        for start, end in ranges:
            for unit in units_of(start, end, spans[document]):
                at[first[document] + unit] = 1
    return judged
