"""The rules of ``kelisim check``: one function each, under a stable code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kelisim.errors import UsageError, nearest
from kelisim.model.finding import SEVERITIES, Finding, FindingKind, Severity
from kelisim.model.results import Results
from kelisim.model.study import StudyData
from kelisim.model.suppression import suppress

Check = Callable[["Rule", StudyData, Any], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: code, severity, kind of finding, what it looks for, and why it matters.

    ``check`` is given the study with its results; a rule that comes ``last`` the findings of the others instead.
    """

    code: str
    name: str
    severity: Severity
    kind: FindingKind
    summary: str
    why: str
    check: Check
    last: bool = False

    def finding(
        self,
        message: str,
        hint: str,
        *,
        file: str = "",
        line: int | None = None,
        about: Sequence[str] = (),
        severity: Severity | None = None,
        confidence: float = 1.0,
    ) -> Finding:
        """Return a finding of this rule."""
        return Finding(
            rule=self.code,
            severity=severity or self.severity,
            kind=self.kind,
            message=message,
            hint=hint,
            file=file,
            line=line,
            confidence=confidence,
            about=tuple(about),
        )


RULES: dict[str, Rule] = {}


def rule(
    code: str, name: str, severity: Severity, kind: FindingKind, summary: str, why: str, *, last: bool = False
) -> Callable[[Check], Check]:
    """Register a function as the rule ``code``."""

    def register(check: Check) -> Check:
        assert code not in RULES, code
        RULES[code] = Rule(code, name, severity, kind, summary, why, check, last)
        return check

    return register


def choose(select: Sequence[str] = (), ignore: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the codes of the chosen rules; a choice is a code or the beginning of one.

    Raises ``UsageError`` for a choice that fits no rule.
    """
    select, ignore = (
        tuple(code.strip() for choice in those for code in choice.split(",") if code.strip())
        for those in (select, ignore)
    )
    for choice in (*select, *ignore):
        if not any(code.startswith(choice) for code in RULES):
            hint = nearest(choice, RULES) or "kelisim check --list shows all"
            raise UsageError(f"no rule is called {choice!r}", hint)
    return tuple(
        code
        for code in sorted(RULES)
        if (not select or code.startswith(tuple(select))) and not (ignore and code.startswith(tuple(ignore)))
    )


def run_rules(data: StudyData, results: Results) -> tuple[Finding, ...]:
    """Return the findings of every rule, worst first; those that the study accepts carry its reason."""
    ordered = [one for _, one in sorted(RULES.items())]
    found = [finding for one in ordered if not one.last for finding in one.check(one, data, results)]
    found += [finding for one in ordered if one.last for finding in one.check(one, data, tuple(found))]
    found = list(suppress(found, data.suppressions))
    return tuple(sorted(found, key=lambda f: (SEVERITIES.index(f.severity), f.rule, f.file, f.line or 0, f.message)))
