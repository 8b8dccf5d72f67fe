"""Findings as SARIF 2.1.0 (OASIS, 2020), the form in which editors and code hosts show them beside the text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from kelisim.interop.findings.rules import RuleText
from kelisim.model.finding import Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_sarif(findings: Iterable[Finding], rules: Sequence[RuleText], *, version: str, folder: str = "") -> str:
    """Return one SARIF log with one run: every rule applied, and every finding with its place.

    What the study accepts is in the log with its reason as justification. ``folder`` is the study's folder as seen from
    the repository's root, "" where it is that root. A finding keeps its fingerprint while its rule, file and subject
    stay the same, so that a code host follows it when lines move.
    """
    order = {rule.code: index for index, rule in enumerate(rules)}
    seen: dict[str, int] = {}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "kelisim check", "version": version, "rules": [_rule(r) for r in rules]}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, order[one.rule], folder, seen) for one in findings],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: RuleText) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.replace("-", " ").split()),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary} {rule.why}"},
        "help": {"text": rule.why},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(one: Finding, index: int, folder: str, seen: dict[str, int]) -> dict[str, Any]:
    record: dict[str, Any] = {
        "ruleId": one.rule,
        "ruleIndex": index,
        "level": one.severity,
        "message": {"text": f"{one.message}. Mend: {one.hint}"},
        "partialFingerprints": {"kelisimSubject/v1": _fingerprint(one, seen)},
        "properties": {"kind": one.kind, "confidence": one.confidence, "about": list(one.about)},
    }
    if one.file:
        uri = quote("/".join(part for part in (folder, one.file) if part), safe="/.-_~")
        place: dict[str, Any] = {"artifactLocation": {"uri": uri}}
        if one.line is not None:
            place["region"] = {"startLine": one.line}
        record["locations"] = [{"physicalLocation": place}]
    if one.suppressed:
        record["suppressions"] = [{"kind": "external", "status": "accepted", "justification": one.suppressed}]
    return record


def _fingerprint(one: Finding, seen: dict[str, int]) -> str:
    subject = "\n".join((one.rule, one.file, *one.about))
    seen[subject] = number = seen.get(subject, 0) + 1
    return hashlib.sha256(f"{subject}\n{number}".encode()).hexdigest()[:32]
