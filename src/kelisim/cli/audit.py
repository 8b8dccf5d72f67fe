"""kelisim audit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kelisim.cli.build import Json, Quiet
from kelisim.cli.check import exit_code
from kelisim.cli.terminal import counted, print_json, say_problems
from kelisim.errors import DataError
from kelisim.model.finding import SEVERITIES, Finding

if TYPE_CHECKING:
    from kelisim.audit import AuditResult


def audit(
    files: Annotated[list[Path], typer.Argument(help="PDF, DOCX, HTML, text, Markdown or LaTeX files.")],
    json: Json = False,
    html: Annotated[Path | None, typer.Option(help="Write a page with claims and findings here.")] = None,
    sarif: Annotated[Path | None, typer.Option(help="Write the findings as SARIF 2.1.0 here.")] = None,
    confidence: Annotated[float, typer.Option(help="Leave out findings less sure than this, 0 to 1.")] = 0.5,
    language: Annotated[str | None, typer.Option(help="en, ru, zh or kk; detected if not given.")] = None,
    fail_on: Annotated[
        str, typer.Option(help="Exit with 1 if there is a finding this severe: error, warning, note or never.")
    ] = "error",
    quiet: Quiet = False,
) -> None:
    """Read papers and say where each contradicts itself: both passages, why, how sure, and what would settle it.

    Nothing but the text is needed. Without --json the findings are printed; the claims are in the JSON and the page.
    """
    from kelisim.audit import audit_file
    from kelisim.audit.files import write_output

    # A wrong --fail-on is said before any file is read.
    exit_code(dict.fromkeys(SEVERITIES, 0), fail_on)
    results, failed = [], False
    for path in files:
        try:
            results.append(audit_file(path, language=language, confidence=confidence))
        except DataError as error:
            failed = True
            say_problems(error)
    if json:
        print_json({"files": [result.to_dict() for result in results]})
    elif not quiet:
        for result in results:
            _print(result)
    try:
        if html is not None:
            from kelisim.audit.page import page

            write_output(html, page(results), files)
        if sarif is not None:
            from kelisim.audit.sarif import write_sarif

            write_output(sarif, write_sarif(results), files)
    except DataError as error:
        failed = True
        say_problems(error)
    counts = {severity: sum(result.counts[severity] for result in results) for severity in SEVERITIES}
    raise typer.Exit(2 if failed else exit_code(counts, fail_on))


def _print(result: AuditResult) -> None:
    print(f"{result.name}: {result.language}, {result.summary}")
    show = _print_side_by_side if sys.stdout.isatty() else _print_plain
    for finding in result.findings:
        show(finding)
    for limit in result.limits:
        print(f"limit: {limit}")
    print(counted(result.counts))


def _print_plain(finding: Finding) -> None:
    print(f"\n{finding.severity} {finding.rule} {finding.kind} ({finding.confidence:.2f}): {finding.message}")
    for place in finding.places:
        print(f"    {place.start}-{place.end}: “{' '.join(place.text.split())}”")
    print(f"    settle: {finding.hint}")


def _print_side_by_side(finding: Finding) -> None:
    from rich.columns import Columns
    from rich.console import Console
    from rich.panel import Panel
    from rich.text import Text

    console = Console()
    colour = {"error": "red", "warning": "yellow"}.get(finding.severity, "cyan")
    head = Text(f"\n{finding.severity} ", style=f"bold {colour}")
    head.append(f"{finding.rule} {finding.kind} ({finding.confidence:.2f}) ", style="dim")
    console.print(head.append(finding.message, style="default"))
    width = max(30, (console.width - 4) // 2) if len(finding.places) > 1 else console.width - 2
    panels = [
        Panel(Text(" ".join(place.text.split())), title=f"{place.start}-{place.end}", width=width, border_style=colour)
        for place in finding.places
    ]
    console.print(Columns(panels))
    console.print(Text(f"settle: {finding.hint}", style="dim"))
