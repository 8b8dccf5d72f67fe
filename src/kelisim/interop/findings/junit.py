"""Findings as JUnit XML, the form in which build servers show tests: one suite a family, one case a rule."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence

from kelisim.interop.findings.rules import RuleText
from kelisim.model.finding import SEVERITIES, Finding


def to_junit(findings: Iterable[Finding], rules: Sequence[RuleText], *, fail_on: str = "error") -> str:
    """Return a test report in which a rule fails where it has a finding as severe as ``fail_on``.

    Less severe findings stand in the case's output. A rule whose findings the study accepts, all of them, is skipped
    with the reasons. ``fail_on`` is "error", "warning", "note" or "never".
    """
    severe = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
    of_rule: dict[str, list[Finding]] = {}
    for one in findings:
        of_rule.setdefault(one.rule, []).append(one)
    top = ET.Element("testsuites", name="kelisim check")
    suites: dict[str, ET.Element] = {}
    for rule in rules:
        family = rule.code[0]
        if family not in suites:
            suites[family] = ET.SubElement(top, "testsuite", name=f"kelisim {family}")
        case = ET.SubElement(suites[family], "testcase", classname=f"kelisim.{family}", name=f"{rule.code} {rule.name}")
        _fill(case, of_rule.get(rule.code, []), severe)
    for element in (*suites.values(), top):
        element.set("tests", str(len(list(element.iter("testcase")))))
        element.set("failures", str(len(list(element.iter("failure")))))
        element.set("errors", "0")
        if element is not top:
            element.set("skipped", str(len(list(element.iter("skipped")))))
    ET.indent(top)
    return ET.tostring(top, encoding="unicode", xml_declaration=True) + "\n"


def _fill(case: ET.Element, found: Sequence[Finding], severe: Sequence[str]) -> None:
    there = [one for one in found if not one.suppressed]
    failing = [one for one in there if one.severity in severe]
    if found and not there:
        reasons = dict.fromkeys(one.suppressed for one in found)
        ET.SubElement(case, "skipped", message=_clean("; ".join(reasons)))
    if failing:
        first = failing[0]
        count = f"{len(failing)} findings; the first: " if len(failing) > 1 else ""
        failure = ET.SubElement(case, "failure", type=first.severity, message=_clean(count + first.message))
        failure.text = _clean("\n".join(map(_line, failing)))
    others = [one for one in there if one not in failing]
    if others:
        ET.SubElement(case, "system-out").text = _clean("\n".join(map(_line, others)))


def _line(one: Finding) -> str:
    place = one.file if one.line is None else f"{one.file}:{one.line}"
    return f"{place or 'study'}: {one.severity} {one.rule}: {one.message} (mend: {one.hint})"


def _clean(text: str) -> str:
    """Return the text without the control characters that XML 1.0 has no way to write."""
    return "".join(
        c for c in text if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )
