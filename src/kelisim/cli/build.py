"""kelisim build."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kelisim.api import FORMATS, Build, Study
from kelisim.cli.terminal import counted, print_json, progress
from kelisim.engine.run import StageReport

Folder = Annotated[Path, typer.Argument(help="The study's folder, or any folder inside it.", show_default="here")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]


def build(
    folder: Folder = Path(),
    format: Annotated[
        list[str] | None,
        typer.Option("--format", "-f", help="html, pdf, docx or latex; repeat for several. All if not given."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would run and why, and do nothing.")] = False,
    json: Json = False,
    quiet: Quiet = False,
    fail_on: Annotated[
        str, typer.Option(help="Exit with 1 if there is a finding this severe: error, warning, note or never.")
    ] = "never",
) -> None:
    """Make the report: bring everything in build/ up to date with the study's files.

    Only what depends on a change is redone. The previous report stays until the new one is complete.
    """
    from kelisim.cli.check import exit_code

    study = Study.open(folder)
    formats = tuple(format) if format else FORMATS
    if dry_run:
        stages = study.plan(formats=formats)
        if json:
            print_json({"stages": [_plain(stage) for stage in stages]})
        elif not quiet:
            _print_stages(stages, dry=True)
        return
    made = study.build(formats=formats, progress=progress(quiet=quiet or json))
    if json:
        print_json(made.to_dict())
    elif not quiet:
        _print_stages(made.stages, dry=False)
        _print_outputs(made)
    raise typer.Exit(exit_code(made.findings, fail_on))


def _plain(stage: StageReport) -> dict[str, str]:
    return {"name": stage.name, "status": "would run" if stage.status == "ran" else "reused", "why": stage.why}


def _print_stages(stages: tuple[StageReport, ...], *, dry: bool) -> None:
    if all(stage.status == "reused" for stage in stages):
        print("nothing has changed" if not dry else "nothing would run: nothing has changed")
        return
    for stage in stages:
        status = "would run" if dry and stage.status == "ran" else stage.status
        time = "" if dry or stage.status == "reused" else f"{stage.seconds:7.2f} s"
        print(f"{stage.name:10} {status:9} {time:10} {stage.why}")


def _print_outputs(made: Build) -> None:
    for name, path in made.report.items():
        print(f"{name:6} {path}")
    print(f"tables {made.root / 'build' / 'tables'} ({len(made.tables)} files)")
    print(counted(made.findings))
    if any(made.findings.values()):
        print("kelisim check shows what does not hold, with each mend")
