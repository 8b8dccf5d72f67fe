"""kelisim sources: judgements of sources, and the register in from and out to bibliography files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kelisim.cli.acts import Actor, Reason, person_of, show_written
from kelisim.cli.build import Folder, Json, Quiet
from kelisim.cli.terminal import say

sources = typer.Typer(
    help="Rate and screen sources, and exchange their register with BibTeX, RIS and CSL-JSON.", no_args_is_help=True
)
Source = Annotated[str, typer.Option("--source", "-s", metavar="ID", help="The source, by its id in sources.csv.")]


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


@sources.command("rate")
def rate(
    folder: Folder = Path(),
    *,
    actor: Actor,
    source: Source,
    rating: Annotated[str, typer.Option("--rating", help="A value of the declared scale.")],
    reason: Reason,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Rate a source's credibility in a person's own judgement, instead of the rules'."""
    show_written(person_of(folder, actor).rate(source, rating, reason), json=json, quiet=quiet)


@sources.command("screen")
def screen(
    folder: Folder = Path(),
    *,
    actor: Actor,
    source: Source,
    include: Annotated[bool, typer.Option("--include/--exclude", help="Take it in or leave it out.")],
    reason: Reason,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Take a source in or leave it out by a person's decision, instead of the rules'."""
    show_written(person_of(folder, actor).screen(source, reason, include=include), json=json, quiet=quiet)
