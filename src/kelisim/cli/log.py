"""kelisim log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kelisim.cli.build import Folder, Json
from kelisim.cli.terminal import print_json
from kelisim.study.layout import find_study

if TYPE_CHECKING:
    from kelisim.coding.trail import Step, Trail

_SHORT = 12


def log(
    folder: Folder = Path(),
    actor: Annotated[list[str] | None, typer.Option(help="Only lines by this person. Repeat for several.")] = None,
    act: Annotated[list[str] | None, typer.Option(help="Only these acts, such as code. Repeat for several.")] = None,
    document: Annotated[list[str] | None, typer.Option(help="Only lines about this document or source.")] = None,
    since: Annotated[str, typer.Option(help="Only lines from this time on (UTC), such as 2026-03-01.")] = "",
    json: Json = False,
) -> None:
    """Show the trail of judgements in order of time, what became of each, and whether the journals are whole.

    Exit 1 where a line was lost or altered. Codes on documents that not all coders have finished are hidden unless the
    trail of one person is asked for.
    """
    from kelisim.coding.trail import trail

    found = trail(find_study(folder), actors=actor or (), acts=act or (), documents=document or (), since=since)
    if json:
        print_json(found.to_dict())
    else:
        _print(found)
    raise typer.Exit(1 if found.problems else 0)


def _print(found: Trail) -> None:
    for step in found.steps:
        print(_line(step))
    for journal in found.journals:
        count = f"{len(journal.entries)} line{'' if len(journal.entries) == 1 else 's'}"
        broken = len(journal.problems)
        state = f"broken in {broken} place{'' if broken == 1 else 's'}" if broken else "the chain holds"
        print(f"{journal.file}: {count}, {state}, head {journal.head[:_SHORT] or 'none'}")
        for problem in (*journal.problems, *journal.torn):
            print(f"    {problem}".replace("\n", "\n    "))


def _line(step: Step) -> str:
    entry = step.entry
    parts = [entry.time, entry.actor, entry.act, _about(step), _said(step)]
    standing = "" if step.standing in ("in force", "done") else f"({step.standing})"
    return "  ".join(part for part in (*parts, standing, f"{entry.journal}:{entry.line}") if part)


def _about(step: Step) -> str:
    target = step.entry.target
    if "line" in target and "document" not in target:
        return f"line {str(target['line'])[:_SHORT]}"
    name = target.get("document") or target.get("source") or ""
    if "start" in target and "end" in target:
        return f"{name} [{target['start']}, {target['end']})"
    return str(name) or ", ".join(f"{key} {value}" for key, value in target.items())


def _said(step: Step) -> str:
    from kelisim.coding.trail import HIDDEN

    if step.hidden:
        return HIDDEN
    body = step.entry.body
    said = [str(body[key]) for key in ("code", "decision", "rating", "state", "text", "reason") if body.get(key)]
    return "; ".join(said)
