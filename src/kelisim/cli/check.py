"""kelisim check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from kelisim.api import Study
from kelisim.cli.build import Folder, Json, Quiet
from kelisim.cli.terminal import counted, print_json
from kelisim.errors import UsageError, nearest
from kelisim.model.finding import SEVERITIES, Finding, count_by_severity

FORMATS = ("text", "json", "sarif", "github", "junit")


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
    output: Annotated[
        str, typer.Option("--format", help="text, json, sarif (editors, code hosts), github (annotations) or junit.")
    ] = "text",
    suppressed: Annotated[
        bool, typer.Option("--suppressed", help="Print the findings that study.toml suppresses too.")
    ] = False,
    day: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="Judge by this day whether a suppression still holds."),
    ] = None,
    rows: Annotated[
        Path | None, typer.Option(help="Write the rows that fail into this folder, one CSV a rule.")
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say what does not hold: each finding with its place, why it matters and how to mend it, worst first.

    A finding that study.toml suppresses with a reason is left out until its last day is past.
    """
    if explain or list_rules:
        _describe(explain)
        return
    output = "json" if json else output
    if output not in FORMATS:
        raise UsageError(f"no format is called {output!r}", nearest(output, FORMATS))
    exit_code(dict.fromkeys(SEVERITIES, 0), fail_on)
    study = Study.open(folder)
    findings = study.check(select=select or (), ignore=ignore or (), day=day.date() if day else None)
    counts = count_by_severity(findings)
    if rows is not None:
        study.write_failing_rows(findings, rows)
    if output == "text":
        if not quiet:
            _print_text(findings, counts, all_of_them=suppressed)
    elif output == "json":
        print_json(_record(findings, counts))
    else:
        print(study.findings_as(output, findings, select=select or (), ignore=ignore or (), fail_on=fail_on), end="")
    raise typer.Exit(exit_code(counts, fail_on))


def exit_code(counts: Mapping[str, int], fail_on: str) -> int:
    """Return 1 where there is a finding at or above the severity asked for, else 0."""
    if fail_on == "never":
        return 0
    if fail_on not in SEVERITIES:
        known = (*SEVERITIES, "never")
        raise UsageError(f"no severity is called {fail_on!r}", nearest(fail_on, known) or ", ".join(known))
    severe = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return int(any(counts[severity] for severity in severe))


def _record(findings: Sequence[Finding], counts: Mapping[str, int]) -> dict[str, Any]:
    accepted = [{**one.to_dict(), "reason": one.suppressed, "until": one.until} for one in findings if one.suppressed]
    return {
        "findings": [one.to_dict() for one in findings if not one.suppressed],
        "counts": dict(counts),
        "suppressed": accepted,
    }


def _print_text(findings: Sequence[Finding], counts: Mapping[str, int], *, all_of_them: bool) -> None:
    for finding in findings:
        if all_of_them or not finding.suppressed:
            _print_finding(finding)
    accepted = sum(bool(one.suppressed) for one in findings)
    print(counted(counts) + (f"; {accepted} suppressed" if accepted else ""))


def _print_finding(finding: Finding) -> None:
    place = finding.file if finding.line is None else f"{finding.file}:{finding.line}"
    print(f"{place or 'study'}: {finding.severity} {finding.rule}: {finding.message}")
    print(f"    mend: {finding.hint}")
    if finding.suppressed:
        print(f"    suppressed until {finding.until}: {finding.suppressed}")
    elif finding.until:
        print(f"    its suppression lapsed on {finding.until}: mend it, or give a new reason and day")


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
