"""Findings: what a check found, as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[str, ...] = get_args(Severity)
FindingKind = Literal[
    "value_conflict",
    "date_conflict",
    "period_conflict",
    "scale_violation",
    "missing_cross_check",
    "unit_error",
    "citation_problem",
    "arithmetic",
    "non_independence",
    "inference_unsupported",
    "undefined_reference",
]


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A span of a text: code points [start, end) and the words there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a check: rule, severity, confidence, kind, message, hint (the mend) and where it stands.

    ``suppressed`` is the reason for which a study accepts it, "" where it does not, and ``until`` the last day of that.
    """

    rule: str
    severity: Severity
    kind: FindingKind
    message: str
    hint: str
    file: str = ""
    line: int | None = None
    confidence: float = 1.0
    places: tuple[TextPlace, ...] = ()
    about: tuple[str, ...] = ()
    suppressed: str = ""
    until: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "confidence": self.confidence,
            "kind": self.kind,
            "message": self.message,
            "hint": self.hint,
            "places": [{"start": p.start, "end": p.end, "text": p.text} for p in self.places],
            "where": {"file": self.file, "line": self.line},
            "about": list(self.about),
        }


def count_by_severity(findings: Iterable[Finding]) -> dict[str, int]:
    """Return the number of findings of each severity, worst first, those without any included.

    What a study accepts with a reason is not counted.
    """
    counts = Counter(finding.severity for finding in findings if not finding.suppressed)
    return {severity: counts[severity] for severity in get_args(Severity)}
