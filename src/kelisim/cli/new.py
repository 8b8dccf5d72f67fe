"""kelisim new."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kelisim.cli.build import Quiet
from kelisim.study.scaffold import scaffold


def new(
    folder: Annotated[Path, typer.Argument(help="Where to make the study; the folder must be new or empty.")],
    quiet: Quiet = False,
) -> None:
    """Make a small study that builds at once, with one deliberate warning to show what a finding looks like."""
    files = scaffold(folder)
    if not quiet:
        print(f"made {folder} with {len(files)} files; next: kelisim build {folder}")
