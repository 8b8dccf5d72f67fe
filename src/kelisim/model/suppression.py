"""Suppressions: findings that a study accepts, each with its reason and the day on which that lapses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kelisim.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Suppression:
    """One rule accepted for some ids or one file: why, and the last day on which it is."""

    rule: str
    reason: str
    expires: date
    about: tuple[str, ...] = ()
    file: str = ""

    @property
    def subject(self) -> tuple[str, ...]:
        """What it is accepted for: the ids and the file."""
        return (*self.about, *((self.file,) if self.file else ()))

    @property
    def id(self) -> str:
        """What tells it from the others: the rule and the subject."""
        return " ".join((self.rule, *self.subject))

    def covers(self, finding: Finding) -> bool:
        """Say whether a finding is of this rule, about all these ids, and in this file where one is named."""
        return (
            finding.rule == self.rule
            and set(self.about) <= set(finding.about)
            and (not self.file or finding.file == self.file)
        )


def suppress(findings: Iterable[Finding], suppressions: Sequence[Suppression]) -> tuple[Finding, ...]:
    """Return the findings in their order, those that a suppression covers with its reason and last day.

    Where several cover one, the one that lasts longest counts. Nothing is left out, and the calendar is not consulted.
    """

    def settled(finding: Finding) -> Finding:
        covering = [one for one in suppressions if one.covers(finding)]
        if not covering:
            return finding
        last = max(covering, key=lambda one: one.expires)
        return replace(finding, suppressed=last.reason, until=last.expires.isoformat())

    return tuple(settled(finding) for finding in findings)


def as_of(findings: Iterable[Finding], day: date) -> tuple[Finding, ...]:
    """Return the findings as they stand on a day: a suppression whose last day is past no longer holds.

    ``until`` is kept, so that it can be said why the finding is back.
    """
    return tuple(
        replace(one, suppressed="") if one.until and date.fromisoformat(one.until) < day else one for one in findings
    )
