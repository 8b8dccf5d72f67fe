"""What does not hold: rules by family, each a function from a study and its results to findings."""

from kelisim.checks import (
    arithmetic,
    claims,
    coding,
    coding_over_time,
    dating,
    estimates,
    identities,
    milestones,
    phases,
    promises,
    readers,
    report,
    series,
    sources,
    suppressions,
    traceable,
)
from kelisim.checks.registry import RULES, Rule, choose, run_rules

__all__ = [
    "RULES",
    "Rule",
    "arithmetic",
    "choose",
    "claims",
    "coding",
    "coding_over_time",
    "dating",
    "estimates",
    "identities",
    "milestones",
    "phases",
    "promises",
    "readers",
    "report",
    "run_rules",
    "series",
    "sources",
    "suppressions",
    "traceable",
]
