"""kelisim code: acts of judgement, and the work of coders to and from other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kelisim.cli.acts import acts
from kelisim.cli.build import Folder
from kelisim.cli.terminal import print_json

code = typer.Typer(
    help="Code, settle what coders disagree on, and exchange codings with NVivo, ATLAS.ti, MAXQDA, QualCoder, "
    "Taguette, spreadsheets and annotation tools.",
    no_args_is_help=True,
)
code.add_typer(acts)
Json = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]


@code.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            help="A REFI-QDA project (.qdpx) or codebook (.qdc), a QualCoder project folder (.qda), Taguette's SQLite "
            "export, a table of codings (.csv, .xlsx), or Web Annotations (.json). The content decides, not the name."
        ),
    ],
    folder: Folder = Path(),
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Bring in what is right and list what is wrong; exit with 1.")
    ] = False,
    offsets: Annotated[
        str,
        typer.Option(help="How positions count: standard, nvivo, atlas.ti or utf-16. By default the evidence decides."),
    ] = "",
    json: Json = False,
) -> None:
    """Add the texts, codes, codings and memos of another program's file to the study, all of them or nothing.

    A second import of the same file adds nothing. Exits with 2 where something in the file is wrong, and then writes
    nothing, unless --keep-going is given.
    """
    from kelisim.api import Study
    from kelisim.interop.qda import import_codings

    report = import_codings(Study.open(folder).root, file, keep_going=keep_going, offsets=offsets)
    if json:
        print_json(report.to_dict())
    else:
        print("\n".join(report.lines()))
    if report.problems:
        raise typer.Exit(1)


@code.command("export")
def export(
    folder: Folder = Path(),
    to: Annotated[str, typer.Option(help="qdpx, qdc, csv, xlsx or web-annotation.")] = "qdpx",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="The file to write; by default codings.…")] = None,
    json: Json = False,
) -> None:
    """Write the codings of all coders to a file for another program, and say what that file cannot hold.

    The same study gives the same bytes. Offsets count Unicode code points, end exclusive.
    """
    from kelisim.api import Study
    from kelisim.interop.qda import export_codings

    ending = "json" if to == "web-annotation" else to
    path = out or Path(f"codings.{ending}")
    report = export_codings(Study.open(folder).root, to, path)
    if json:
        print_json(report.to_dict())
    else:
        print(f"wrote {path}")
        print("\n".join(report.lines()))
