"""Drift: in which round, or in which third of the coders' time, each document was coded."""

from __future__ import annotations

import re

from kelisim.model.results.coding import NO_ROUND, THIRDS
from kelisim.model.study import JournalEntry
from kelisim.stages.code.work import Work


def rounds_of(work: Work) -> dict[str, str]:
    """Return the round of each document that all coders worked through, in the order of the rounds.

    A round is what the coders' lines on a document name (``round``). Where no line names one, documents are put in the
    order in which the coders came to them, each coder's documents ranked by the time of the first line on them and the
    ranks averaged, and cut into three parts of like size.
    """
    named = _named(work)
    if named:
        found = {name: named.get(name, NO_ROUND) for name in work.common}
        return dict(sorted(found.items(), key=lambda pair: (pair[1] == NO_ROUND, _natural(pair[1]))))
    ranks = _mean_rank(work)
    ordered = sorted(work.common, key=ranks.__getitem__)
    parts = min(len(THIRDS), len(ordered))
    return {name: THIRDS[i * parts // len(ordered)] for i, name in enumerate(ordered)}


def _lines(work: Work) -> list[JournalEntry]:
    acts = ("code", "note")
    return [entry for entry in work.journal if entry.actor in work.coders and entry.act in acts]


def _named(work: Work) -> dict[str, str]:
    rounds: dict[str, str] = {}
    for entry in _lines(work):
        if "round" in entry.body:
            rounds[str(entry.target.get("document", ""))] = str(entry.body["round"])
    return {name: value for name, value in rounds.items() if name in work.documents}


def _mean_rank(work: Work) -> dict[str, float]:
    ranks: dict[str, list[int]] = {name: [] for name in work.common}
    for coder in work.coders:
        began: dict[str, tuple[str, int]] = {}
        for entry in _lines(work):
            name = str(entry.target.get("document", ""))
            if entry.actor == coder and name in ranks:
                began[name] = min(began.get(name, (entry.time, entry.line)), (entry.time, entry.line))
        for rank, name in enumerate(sorted(began, key=lambda one: began[one])):
            ranks[name].append(rank)
    return {name: sum(found) / len(found) if found else 0.0 for name, found in ranks.items()}


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"\d+|\D+", name)]
