"""The audit itself: every rule over one text."""

from __future__ import annotations

from datetime import date

from kelisim.audit.paper import Paper
from kelisim.audit.result import AuditResult
from kelisim.audit.rules import RULES
from kelisim.errors import UsageError
from kelisim.model.finding import SEVERITIES, Finding


def audit(
    text: str,
    *,
    language: str | None = None,
    name: str = "",
    document_date: date | str | None = None,
    confidence: float = 0.5,
) -> AuditResult:
    """Return the claims of a paper and what contradicts itself in it.

    ``language`` is "en", "ru", "zh" or "kk"; None detects it. ``name`` is carried along. ``document_date`` resolves
    relative dates. Findings with a confidence below ``confidence`` (0 to 1) are left out; the confidence of a rule is
    set so that, on the shipped gold texts, about that share of its findings is right. The time is linear in the length
    of the text; where a rule has too much to compare, the result's ``limits`` say what it left out. Raises
    ``UsageError`` for a language without a lexicon or a confidence outside 0 to 1.
    """
    if not 0 <= confidence <= 1:
        raise UsageError(f"a confidence lies between 0 and 1, not {confidence:g}", "the default is 0.5")
    paper = Paper(text, language, document_date)
    found = [one for rule in RULES for one in rule(paper) if one.confidence >= confidence]
    found.sort(
        key=lambda one: (SEVERITIES.index(one.severity), -one.confidence, one.places[0].start if one.places else 0)
    )
    return AuditResult(name, paper.language, text, tuple(paper.claims), tuple(_once(found)), tuple(paper.limits))


def _once(found: list[Finding]) -> list[Finding]:
    """Leave out what is told twice at the same places."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for one in found:
        key = (one.kind, tuple((place.start, place.end) for place in one.places))
        if key not in seen:
            seen.add(key)
            kept.append(one)
    return kept
