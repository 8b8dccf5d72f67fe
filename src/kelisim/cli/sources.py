"""kelisim sources: the register, in from and out to bibliography files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kelisim.cli.build import Folder
from kelisim.cli.terminal import say

sources = typer.Typer(help="Exchange the register of sources with BibTeX, RIS and CSL-JSON.", no_args_is_help=True)


@sources.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A .bib, .ris or CSL-JSON file.")],
    folder: Folder = Path(),
) -> None:
    """Add the items of a bibliography to sources.csv; what is there already stays as it is and is listed."""
    from kelisim.api import Study
    from kelisim.interop.register import import_file

    added, skipped = import_file(Study.open(folder).root, file)
    for line in skipped:
        say(line)
    print(f"added {added} source{'' if added == 1 else 's'}, left {len(skipped)} as they are")


@sources.command("export")
def export(
    folder: Folder = Path(),
    to: Annotated[str, typer.Option(help="csl-json or bibtex.")] = "csl-json",
) -> None:
    """Print the register of sources as CSL-JSON or BibTeX."""
    from kelisim.api import Study
    from kelisim.interop.register import export_text

    print(export_text(Study.open(folder).root, to), end="")
