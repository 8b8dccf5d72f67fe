"""What does not hold: rules by family, each a function from a study and its results to findings."""

from kelisim.checks import (
    arithmetic,
    claims,
    coding,
    estimates,
    identities,
    phases,
    promises,
    report,
    series,
    sources,
    suppressions,
)
from kelisim.checks.registry import RULES, Rule, choose, run_rules

__all__ = [
    "RULES",
    "Rule",
    "arithmetic",
    "choose",
    "claims",
    "coding",
    "estimates",
    "identities",
    "phases",
    "promises",
    "report",
    "run_rules",
    "series",
    "sources",
    "suppressions",
]
