"""The modes that the evidence of each year allows, beside those that the study declares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Literal

from kelisim.model.period import Period
from kelisim.model.phase import GOVERNANCE_MODES, GovernanceState
from kelisim.model.results import GovernanceYear, VariableScore
from kelisim.model.rubric import DECIDING
from kelisim.stages.govern.dating import Pairs
from kelisim.stages.govern.typology import modes_by_tie, possible_modes

_BOTH = ("low", "high")


def years_by_mode(
    scores: Sequence[VariableScore], states: Sequence[GovernanceState], pairs: Pairs
) -> Iterator[GovernanceYear]:
    """Yield the modes that are possible in each year of each pair, and how each declared reading stands to them."""
    whose = {state.id: pairs.within((state.actors,)) for state in states}
    # A stake is held until something tells otherwise; that there was none says nothing of later years.
    held: dict[str, VariableScore] = {}
    for (pair, year), group in groupby(scores, key=lambda one: (one.relationship, one.year)):
        found = {one.variable: one for one in group}
        declared = [state for state in states if pair in whose[state.id] and _holds_in(state, year)]
        if found["equity"].degree:
            held[pair] = found["equity"]
        yield _year(pair, year, found, declared, held.get(pair))


def _year(
    pair: str,
    year: int,
    found: dict[str, VariableScore],
    declared: Sequence[GovernanceState],
    stake: VariableScore | None,
) -> GovernanceYear:
    allowed = {name: _allowed(one) for name, one in found.items()}
    modes, excluded = possible_modes({name: allowed[name] for name in DECIDING})
    spoken = [name for name in DECIDING if found[name].degree]
    tied = any(found[name].degree for name in ("power_asymmetry", "equity"))
    lasting = stake is not None and stake.degree == "high" and stake.year < year and bool(spoken or tied)
    if stake is not None and lasting:
        allowed["equity"] = _allowed(stake)
    ties = modes_by_tie(allowed["power_asymmetry"], allowed["equity"])
    both = tuple(mode for mode in modes if mode in ties)
    status: Literal["decided", "mixed", "open", "excluded", "no evidence"]
    if not spoken and not tied:
        status, modes, ties, both = "no evidence", (), (), ()
    elif not modes:
        status = "excluded"
    elif len(spoken) < len(DECIDING):
        status = "open"
    else:
        status = "decided" if len(modes) == 1 else "mixed"
    notes = []
    if stake is not None and lasting:
        notes.append(f"the equity told of in {stake.year} is taken to last")
    if spoken and (tied or lasting) and modes and not both:
        notes.append("the deciding variables and the ties of power and equity support two readings")
    if status == "open":
        notes.append("no evidence on " + " or ".join(name for name in DECIDING if not found[name].degree))
    evidence = {item for one in found.values() for item in one.evidence}
    items = [one for one in found.values() if one.degree]
    reading = both or modes
    return GovernanceYear(
        relationship=pair,
        year=year,
        degrees=tuple((name, one.degree) for name, one in found.items()),
        modes=modes,
        ties=ties,
        both=both,
        status=status,
        items=len(evidence),
        documents=len({source for one in items for source in one.sources}),
        thin=bool(items) and any(one.thin for one in items),
        declared=tuple((state.reading, state.modes, _stands(state.modes, reading)) for state in declared),
        excluded=excluded if len(spoken) == len(DECIDING) else (),
        note="; ".join(notes),
    )


def _allowed(score: VariableScore) -> tuple[str, ...]:
    """Return the degrees that a score leaves; none said where there is no evidence."""
    return {"": (), "undecided": _BOTH}.get(score.degree, (score.degree,))


def _stands(declared: Sequence[str], computed: Sequence[str]) -> str:
    if not computed or len(computed) == len(GOVERNANCE_MODES):
        return ""
    shared = set(declared) & set(computed)
    return "agrees" if set(declared) == set(computed) else "compatible" if shared else "contradicts"


def _holds_in(state: GovernanceState, year: int) -> bool:
    return state.period.overlaps(Period(date(year, 1, 1), date(year, 12, 31), "year"))
