"""Findings as SARIF 2.1.0 (OASIS, 2020), the form in which editors and code hosts show them beside the text."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from kelisim.audit.result import AuditResult
from kelisim.model.finding import Finding, TextPlace

_LEVELS = {"error": "error", "warning": "warning", "note": "note"}


def write_sarif(results: Sequence[AuditResult]) -> str:
    """Return one SARIF log with a run over all files.

    Regions give code points (``charOffset``, ``charLength``), bytes of the text in UTF-8 (``byteOffset``,
    ``byteLength``) and lines and columns from 1; the run's column kind is code points. Where a file is no plain text,
    they are of the text read from it.
    """
    rules: dict[str, dict[str, Any]] = {}
    for result in results:
        for one in result.findings:
            rules.setdefault(
                one.rule,
                {
                    "id": one.rule,
                    "name": one.kind,
                    "shortDescription": {"text": one.kind.replace("_", " ")},
                    "help": {"text": one.hint},
                },
            )
    order = sorted(rules, key=lambda rule: (len(rule), rule))
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "kelisim audit", "rules": [rules[rule] for rule in order]}},
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": {"uri": _uri(result.name)}} for result in results],
                "results": [
                    _result(one, result, index, order.index(one.rule), text)
                    for index, result in enumerate(results)
                    for text in (_Text(result.text),)
                    for one in result.findings
                ],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _uri(name: str) -> str:
    return quote(PurePath(name).as_posix() if name else "text", safe="/:.-_~")


def _result(one: Finding, result: AuditResult, artifact: int, rule: int, text: _Text) -> dict[str, Any]:
    locations = [_location(place, result, artifact, text) for place in one.places]
    record: dict[str, Any] = {
        "ruleId": one.rule,
        "ruleIndex": rule,
        "level": _LEVELS[one.severity],
        "message": {"text": f"{one.message} What would settle it: {one.hint}."},
        "locations": locations[:1],
        "rank": round(100 * one.confidence, 1),
        "properties": {"kind": one.kind, "confidence": one.confidence},
    }
    if locations[1:]:
        record["relatedLocations"] = [{"id": number, **where} for number, where in enumerate(locations[1:], 1)]
    return record


def _location(place: TextPlace, result: AuditResult, artifact: int, text: _Text) -> dict[str, Any]:
    start, end = text.position(place.start), text.position(place.end)
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(result.name), "index": artifact},
            "region": {
                "startLine": start[0],
                "startColumn": start[1],
                "endLine": end[0],
                "endColumn": end[1],
                "charOffset": place.start,
                "charLength": place.end - place.start,
                "byteOffset": text.byte(place.start),
                "byteLength": text.byte(place.end) - text.byte(place.start),
                "snippet": {"text": place.text},
            },
        }
    }


class _Text:
    """Lines and bytes of a text by code point, each computed from the nearest line start."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts, self.bytes = [0], [0]
        for line in text.split("\n")[:-1]:
            self.starts.append(self.starts[-1] + len(line) + 1)
            self.bytes.append(self.bytes[-1] + len(line.encode("utf-8", "surrogatepass")) + 1)

    def position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset) - 1
        return line + 1, offset - self.starts[line] + 1

    def byte(self, offset: int) -> int:
        line = bisect_right(self.starts, offset) - 1
        return self.bytes[line] + len(self.text[self.starts[line] : offset].encode("utf-8", "surrogatepass"))
