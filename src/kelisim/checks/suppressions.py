"""R: suppressions that have nothing to accept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kelisim.checks.places import in_study
from kelisim.checks.registry import RULES, Rule, rule
from kelisim.errors import nearest
from kelisim.model.finding import Finding
from kelisim.model.study import StudyData


@rule(
    "R020",
    "suppression without effect",
    "warning",
    "undefined_reference",
    "A suppression names a rule that does not exist, or covers no finding.",
    "What is accepted should be there to be accepted; a left-over suppression would hide the next finding of its kind.",
    last=True,
)
def without_effect(this: Rule, data: StudyData, found: Sequence[Finding]) -> Iterator[Finding]:
    """Find suppressions of unknown rules, and those that cover nothing."""
    for one in data.suppressions:
        place = {**in_study(data, "suppressions", one.id), "about": one.about}
        subject = ", ".join(one.subject)
        if one.rule not in RULES:
            hint = nearest(one.rule, RULES) or "kelisim check --list shows all rules"
            yield this.finding(f"{subject}: no rule is called {one.rule}", hint, **place)
        elif not any(one.covers(finding) for finding in found):
            yield this.finding(
                f"{subject}: no finding of {one.rule} is there to be accepted", "take the suppression out", **place
            )
