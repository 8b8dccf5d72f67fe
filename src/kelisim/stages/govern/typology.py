"""The typology of Gereffi, Humphrey and Sturgeon (2005): which mode the three variables imply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

from kelisim.model.phase import GOVERNANCE_MODES, GovernanceMode
from kelisim.model.rubric import DECIDING

# Gereffi, Humphrey and Sturgeon (2005), table 1: complexity, ability to codify, capabilities in the supply base.
TYPOLOGY: dict[tuple[str, str, str], GovernanceMode] = {
    ("low", "high", "high"): "market",
    ("high", "high", "high"): "modular",
    ("high", "low", "high"): "relational",
    ("high", "high", "low"): "captive",
    ("high", "low", "low"): "hierarchy",
}
# The note to that table: what is simple and yet cannot be codified is unlikely to occur, which rules out two of the
# eight; a supplier too weak for what is simple and codified falls out of the chain, an outcome that is no mode.
UNLIKELY = "none: simple and yet not to be codified, which the theory excludes"
OUTSIDE = "none: a supplier so weak falls out of the chain"
EXCLUDED: dict[tuple[str, str, str], str] = {
    ("low", "low", "low"): UNLIKELY,
    ("low", "low", "high"): UNLIKELY,
    ("low", "high", "low"): OUTSIDE,
}
# The same table's last column: coordination and power asymmetry rise from market to hierarchy. Of ownership the text
# says that a hierarchy is vertical integration, so control by equity is that mode, and its absence any other.
BY_TIE: dict[tuple[str, str], tuple[GovernanceMode, ...]] = {
    ("power_asymmetry", "low"): ("market", "modular", "relational"),
    ("power_asymmetry", "high"): ("captive", "hierarchy"),
    ("equity", "low"): ("market", "modular", "relational", "captive"),
    ("equity", "high"): ("hierarchy",),
}


def expected_mode(complexity: str | None, codifiability: str | None, capability: str | None) -> str:
    """Return the mode that the three variables imply, "" where one of them is not stated.

    Gereffi, Humphrey and Sturgeon (2005), "The governance of global value chains", table 1. Of the eight combinations
    five are modes; for the others the answer begins with "none" and says why.
    """
    if complexity is None or codifiability is None or capability is None:
        return ""
    combination = (complexity, codifiability, capability)
    return TYPOLOGY.get(combination) or EXCLUDED[combination]


def possible_modes(degrees: Mapping[str, Iterable[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the modes that are left when each deciding variable may have any of some degrees, and what is excluded.

    ``degrees`` maps a variable to the degrees that its evidence allows; a variable without evidence allows both.
    """
    found, excluded = set(), []
    for combination in product(*(sorted(degrees.get(name) or ("low", "high")) for name in DECIDING)):
        mode = expected_mode(*combination)
        if mode in GOVERNANCE_MODES:
            found.add(mode)
        else:
            excluded.append(f"{', '.join(f'{d} {n}' for d, n in zip(combination, DECIDING, strict=True))} ({mode})")
    return tuple(mode for mode in GOVERNANCE_MODES if mode in found), tuple(excluded)


def modes_by_tie(power_asymmetry: Iterable[str], equity: Iterable[str]) -> tuple[str, ...]:
    """Return the modes that power asymmetry and equity leave; empty degrees leave all."""
    allowed = set(GOVERNANCE_MODES)
    for name, degrees in (("power_asymmetry", power_asymmetry), ("equity", equity)):
        kept = {mode for degree in degrees for mode in BY_TIE[name, degree]}
        allowed &= kept or set(GOVERNANCE_MODES)
    return tuple(mode for mode in GOVERNANCE_MODES if mode in allowed)
