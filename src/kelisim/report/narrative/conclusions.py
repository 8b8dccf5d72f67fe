"""Sentences on recommendations and findings."""

from __future__ import annotations

from collections import Counter

from kelisim.model.finding import SEVERITIES, Finding, count_by_severity
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import Piece, joined, link, words
from kelisim.report.tree import Inlines

_ORDER = ("supported", "unverified", "contested", "codings only", "no evidence")
_TOLD = {
    "supported": ("rests on a corroborated claim", "rest on corroborated claims"),
    "unverified": (
        "rests on claims that nothing independent confirms",
        "rest on claims that nothing independent confirms",
    ),
    "contested": ("rests on a contradicted claim", "rest on a contradicted claim"),
    "codings only": ("rests on codings alone", "rest on codings alone"),
    "no evidence": ("rests on nothing in the study", "rest on nothing in the study"),
}
_WORST = 12
_KINDS = {
    "missing_cross_check": "missing cross-check",
    "non_independence": "no independence",
    "inference_unsupported": "unsupported inference",
}


def recommendations(context: Context) -> Inlines:
    """Return the recommendations by the strength of what they rest on."""
    found = context.results.conclude.recommendations
    if not found:
        return ()
    groups: dict[str, list[str]] = {}
    for row in found:
        groups.setdefault(row.strength, []).append(row.recommendation.id)
    parts: list[Piece] = []
    for strength in [*_ORDER, *sorted(set(groups) - set(_ORDER))]:
        ids = groups.get(strength)
        if ids:
            one, many = _TOLD.get(strength, (f"is {strength}", f"are {strength}"))
            listed = joined((link("recommendation", key) for key in ids), ", ", " and ")
            parts.append(words(listed, f" {show.verb(len(ids), one, many)}"))
    n = len(found)
    return words(
        f"The study gives {show.count(n, 'recommendation')}: ",
        joined(parts),
        ".",
    )


def targets(context: Context) -> Inlines:
    """Return how many recommendations lack what a later reader would need to judge them."""
    found = context.results.conclude.recommendations
    gaps = Counter(gap for row in found for gap in row.gap.split("; ") if gap)
    if not gaps:
        return ()
    parts = []
    for gap, n in gaps.most_common():
        begins, _, rest = gap.partition(" ")
        parts.append(
            f"{show.number(n)} {begins if n == 1 else {'rests': 'rest', 'has': 'have'}.get(begins, begins)} {rest}"
        )
    return words(f"Of the recommendations, {show.listed(parts)}.")


def findings(context: Context) -> Inlines:
    """Return how many findings there are by severity."""
    if not context.findings:
        return words("The checks found nothing that does not hold.")
    counts = count_by_severity(context.findings)
    accepted = sum(bool(one.suppressed) for one in context.findings)
    parts = [
        link("table", "findings", show.count(counts[severity], severity)) for severity in SEVERITIES if counts[severity]
    ]
    if accepted:
        parts.append(link("table", "findings", f"{show.number(accepted)} that the study accepts with a reason"))
    return words("The checks found ", joined(parts, ", ", " and "), ".")


def worst(context: Context) -> list[Inlines]:
    """Return the worst findings, one item a rule in order of severity, with how many more there are of each."""
    groups: dict[tuple[str, str], list[tuple[str, Finding]]] = {}
    for key, one in zip(context.finding_ids, context.findings, strict=True):
        if one.suppressed:
            continue
        groups.setdefault((one.severity, one.rule), []).append((key, one))
    ordered = sorted(groups.items(), key=lambda pair: SEVERITIES.index(pair[0][0]))
    items = []
    for (severity, _), members in ordered[:_WORST]:
        if severity == "note":
            continue
        key, first = members[0]
        rest = len(members) - 1
        more = f" ({rest} more of this kind)" if rest else ""
        items.append(words(link("finding", key), f", {severity}: {first.message}{more}"))
    return items


def kinds(context: Context) -> Inlines:
    """Return what the errors and warnings are about, most frequent first."""
    counts = Counter(one.kind for one in context.findings if one.severity != "note" and not one.suppressed)
    if not counts:
        return ()
    told = [f"{_KINDS.get(kind, kind.replace('_', ' '))} ({show.number(n)})" for kind, n in counts.most_common()]
    return words(f"Errors and warnings by kind: {', '.join(told)}.")
