"""kelisim series: looking for series."""

from __future__ import annotations

from typing import Annotated

import typer

from kelisim.cli.build import Json
from kelisim.cli.columns import columns
from kelisim.cli.terminal import print_json, say

series = typer.Typer(help="Look for statistical series.", no_args_is_help=True)


@series.command("search")
def search(
    words: Annotated[list[str], typer.Argument(help="Words of the series' name.")],
    provider: Annotated[str, typer.Option(help="Only this provider, such as worldbank.")] = "",
    offline: Annotated[
        bool, typer.Option("--offline", help="Search the catalogue that ships with kelisim alone.")
    ] = False,
    json: Json = False,
) -> None:
    """Look for series by their words, and print the provider and the code to put under fetch in series/NAME.toml.

    A small catalogue that ships with kelisim is searched, and the World Bank, UNESCO and DBnomics are asked. What was
    searched is told on standard error.
    """
    from kelisim.api import search_series

    found = search_series(" ".join(words), provider=provider, offline=offline, say=None if json else say)
    if json:
        print_json(found.to_dict())
        return
    lines = columns([(hit.provider, hit.indicator, hit.unit, hit.title) for hit in found.hits])
    for line, hit in zip(lines, found.hits, strict=True):
        print(line + (f"\n    {hit.note}" if hit.note else ""))
    for one in found.searched:
        more = f", {one.shown} shown that the catalogue lacks" if one.shown < one.hits else ""
        say(f"{one.place}: {one.why or f'{one.hits} found{more}'}")
