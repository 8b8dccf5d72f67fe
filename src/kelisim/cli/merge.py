"""kelisim merge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from kelisim.cli.build import Json, Quiet
from kelisim.cli.terminal import print_json, say
from kelisim.errors import UsageError
from kelisim.study.layout import find_study

if TYPE_CHECKING:
    from kelisim.coding.forks import Conflict, Prefer
    from kelisim.coding.merge import JournalMerge, Merge


def merge(
    first: Annotated[
        Path, typer.Argument(help="A copy of the study; the merge goes here unless --into names a folder.")
    ],
    second: Annotated[Path, typer.Argument(help="Another copy of the same study; it is left as it is.")],
    into: Annotated[
        Path | None, typer.Option(help="Make a new folder of the merge and leave both copies as they are.")
    ] = None,
    prefer: Annotated[
        str, typer.Option(help="Where the same person's two journals contradict: first or second counts. Both stay.")
    ] = "",
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Bring the journals of two copies of a study together; no line of either is lost.

    A journal that one person wrote to on two machines is joined in order of time, with a note. What contradicts is
    named and, unless --prefer settles it, nothing is written (exit 1). Other files that differ are listed, not merged.
    """
    from kelisim.coding.merge import merge as merge_folders

    if prefer not in ("", "first", "second"):
        raise UsageError(f"--prefer {prefer} names no copy", "first or second")
    made = merge_folders(find_study(first), find_study(second), into=into, prefer=cast("Prefer", prefer))
    if json:
        print_json(made.to_dict())
    elif not quiet:
        _print(made)
    raise typer.Exit(0 if made.written else 1)


def _print(made: Merge) -> None:
    for journal in made.journals:
        print(f"{journal.file}: {_told(journal)}")
    for conflict in made.conflicts:
        _print_conflict(conflict)
    for file, where in made.differing:
        print(f"{file}: {where}; not merged, look at it yourself")
    for remark in made.remarks:
        say(remark)
    if made.written:
        print(f"merged into {made.into}")
    else:
        print("nothing was written: settle it with --prefer first or --prefer second; every line stays in the journal")


def _told(journal: JournalMerge) -> str:
    if journal.outcome == "same":
        return "the same in both"
    parts = [
        f"{number} line{'' if number == 1 else 's'} only in the {which}"
        for number, which in ((journal.new_to_second, "first"), (journal.new_to_first, "second"))
        if number
    ]
    return f"{journal.outcome} ({', '.join(parts)})"


def _print_conflict(conflict: Conflict) -> None:
    print(f"    contradiction about {conflict.about}")
    print(f"    first, line {conflict.first.line} of {conflict.first.time}: {conflict.first_says}")
    print(f"    second, line {conflict.second.line} of {conflict.second.time}: {conflict.second_says}")
