"""kelisim check."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from kelisim.api import Study
from kelisim.cli.build import Folder, Json, Quiet
from kelisim.cli.terminal import counted, print_json
from kelisim.errors import UsageError, nearest
from kelisim.model.finding import SEVERITIES, Finding, count_by_severity


def check(
    folder: Folder = Path(),
    select: Annotated[
        list[str] | None, typer.Option(help="Only these rules: a code such as Q010, or a family, Q.")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Not these rules.")] = None,
    fail_on: Annotated[
        str, typer.Option(help="Exit with 1 if there is a finding this severe: error, warning, note or never.")
    ] = "error",
    explain: Annotated[str, typer.Option(metavar="RULE", help="Say what a rule looks for and why, and stop.")] = "",
    list_rules: Annotated[bool, typer.Option("--list", help="List the rules, and stop.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say what does not hold: each finding with its place, why it matters and how to mend it, worst first."""
    if explain or list_rules:
        _describe(explain)
        return
    findings = Study.open(folder).check(select=select or (), ignore=ignore or ())
    counts = count_by_severity(findings)
    code = exit_code(counts, fail_on)
    if json:
        print_json({"findings": [one.to_dict() for one in findings], "counts": counts})
    elif not quiet:
        for finding in findings:
            _print_finding(finding)
        print(counted(counts))
    raise typer.Exit(code)


def exit_code(counts: Mapping[str, int], fail_on: str) -> int:
    """Return 1 where there is a finding at or above the severity asked for, else 0."""
    if fail_on == "never":
        return 0
    if fail_on not in SEVERITIES:
        known = (*SEVERITIES, "never")
        raise UsageError(f"no severity is called {fail_on!r}", nearest(fail_on, known) or ", ".join(known))
    severe = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return int(any(counts[severity] for severity in severe))


def _print_finding(finding: Finding) -> None:
    place = finding.file if finding.line is None else f"{finding.file}:{finding.line}"
    print(f"{place or 'study'}: {finding.severity} {finding.rule}: {finding.message}")
    print(f"    mend: {finding.hint}")


def _describe(code: str) -> None:
    from kelisim.checks import RULES

    if not code:
        for rule in RULES.values():
            print(f"{rule.code}  {rule.severity:8} {rule.summary}")
        return
    if code not in RULES:
        raise UsageError(f"no rule is called {code!r}", nearest(code, RULES) or "kelisim check --list shows all")
    rule = RULES[code]
    print(f"{rule.code} {rule.name} ({rule.severity})\n\n{rule.summary}\n\n{rule.why}")
