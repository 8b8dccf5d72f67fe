"""What an audit returns: the claims and the findings of one text."""

from __future__ import annotations

import html
from collections import Counter
from dataclasses import dataclass
from typing import Any

from kelisim.model.extracted import ExtractedClaim
from kelisim.model.finding import Finding, count_by_severity


@dataclass(frozen=True)
class AuditResult:
    """The audit of one text.

    ``claims`` are its quantitative claims in the order of the text, ``findings`` what does not hold, the most severe
    and surest first; ``limits`` says in words what was left out for the length of the text, mostly nothing. Offsets are
    Unicode code points of ``text``.
    """

    name: str
    language: str
    text: str
    claims: tuple[ExtractedClaim, ...]
    findings: tuple[Finding, ...]
    limits: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """The number of findings by severity."""
        return count_by_severity(self.findings)

    @property
    def summary(self) -> str:
        """How many claims and findings there are, in words."""
        return f"{how_many(len(self.claims), 'claim')}, {how_many(len(self.findings), 'finding')}"

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape of one file."""
        return {
            "path": self.name,
            "language": self.language,
            "characters": len(self.text),
            "claims": [claim.to_dict() for claim in self.claims],
            "findings": [finding_to_dict(one) for one in self.findings],
            "limits": list(self.limits),
        }

    def __repr__(self) -> str:
        kinds = Counter(one.kind for one in self.findings)
        told = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()) or "none"
        return f"AuditResult({self.name!r}, {self.language}: {len(self.claims)} claims; findings: {told})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{one.severity}</td><td>{one.confidence:.2f}</td><td>{html.escape(one.message)}</td><td>"
            + "<br>".join(f"<q>{html.escape(place.text)}</q>" for place in one.places)
            + f"</td><td>{html.escape(one.hint)}</td></tr>"
            for one in self.findings
        )
        head = (
            "<tr><th>severity</th><th>confidence</th><th>what</th><th>passages</th><th>what would settle it</th></tr>"
        )
        limits = "".join(f"<p>Limit: {html.escape(one)}.</p>" for one in self.limits)
        return f"<p>{html.escape(self.name)}: {self.summary}</p><table>{head}{rows}</table>{limits}"


def how_many(count: int, thing: str) -> str:
    """Return a number of things in words that agree: "1 claim", "2 claims"."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


def finding_to_dict(one: Finding) -> dict[str, Any]:
    """Return a finding of an audit: it stands at passages of the text, not in a file of a study."""
    record = one.to_dict()
    return {key: record[key] for key in ("rule", "severity", "confidence", "kind", "message", "hint", "places")}
