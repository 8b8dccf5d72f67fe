"""kelisim code: a person's acts of judgement, each a line in that person's journal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kelisim.cli.build import Folder, Json, Quiet
from kelisim.cli.terminal import print_json
from kelisim.study.layout import find_study

if TYPE_CHECKING:
    from kelisim.coding.person import Person, Written
    from kelisim.coding.queue import Disagreement
    from kelisim.model.study import JournalEntry

acts = typer.Typer()
_QUOTE = 60
Actor = Annotated[str, typer.Option("--actor", "-a", metavar="NAME", help="Whose judgement it is: the journal's name.")]
Document = Annotated[str, typer.Option("--document", "-d", metavar="ID", help="The document, by its id.")]
Documents = Annotated[
    list[str], typer.Option("--document", "-d", metavar="ID", help="A document's id. Repeat for several.")
]
Code = Annotated[str, typer.Option("--code", "-c", metavar="ID", help="The code, by its id in codebook.toml.")]
Quote = Annotated[str, typer.Option("--quote", help="The words of the passage, as they stand in the document.")]
At = Annotated[int | None, typer.Option("--at", help="Where the quote begins, if it stands there several times.")]
SpanOption = Annotated[
    str, typer.Option("--span", metavar="START:END", help="Instead of a quote: code points, end exclusive.")
]
Reason = Annotated[str, typer.Option("--reason", help="Why; it goes into the record.")]


@acts.command("add")
def add(
    folder: Folder = Path(),
    *,
    actor: Actor,
    document: Document,
    code: Code,
    quote: Quote = "",
    at: At = None,
    span: SpanOption = "",
    memo: Annotated[str, typer.Option("--memo", help="A remark on the coding.")] = "",
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Give a passage a code.

    Refused in a document that the coder has said to be done with: that would be coding after the blind was lifted.
    """
    person = person_of(folder, actor)
    show_written(person.code(document, code, quote, span=span_of(span), near=at, memo=memo), json=json, quiet=quiet)


@acts.command("remove")
def remove(
    folder: Folder = Path(),
    *,
    actor: Actor,
    document: Document,
    code: Code,
    quote: Quote = "",
    at: At = None,
    span: SpanOption = "",
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Take a code off a passage that the same person gave it; both lines stay in the journal."""
    written = person_of(folder, actor).uncode(document, code, quote, span=span_of(span), near=at)
    show_written(written, json=json, quiet=quiet)


@acts.command("done")
def done(
    folder: Folder = Path(), *, actor: Actor, document: Documents, json: Json = False, quiet: Quiet = False
) -> None:
    """Say that documents are worked through; when all coders have, their codes and disagreements can be seen."""
    show_written(person_of(folder, actor).done(*document), json=json, quiet=quiet)


@acts.command("reopen")
def reopen(
    folder: Folder = Path(), *, actor: Actor, document: Documents, json: Json = False, quiet: Quiet = False
) -> None:
    """Take up documents again that were said to be done."""
    show_written(person_of(folder, actor).reopen(*document), json=json, quiet=quiet)


@acts.command("undo")
def undo(folder: Folder = Path(), *, actor: Actor, json: Json = False, quiet: Quiet = False) -> None:
    """Undo a person's latest act that is not undone yet, whatever it was, by a further line."""
    show_written(person_of(folder, actor).undo(), json=json, quiet=quiet)


@acts.command("redo")
def redo(folder: Folder = Path(), *, actor: Actor, json: Json = False, quiet: Quiet = False) -> None:
    """Put back what a person undid last, if they have done nothing else since."""
    show_written(person_of(folder, actor).redo(), json=json, quiet=quiet)


@acts.command("queue")
def queue(
    folder: Folder = Path(),
    document: Annotated[
        list[str] | None, typer.Option("--document", "-d", metavar="ID", help="Only this document. Repeat for several.")
    ] = None,
    settled: Annotated[bool, typer.Option("--settled", help="Also what was decided already.")] = False,
    coder: Annotated[
        list[str] | None, typer.Option(help="Compare these instead of the declared coders. Repeat for each.")
    ] = None,
    break_blind: Annotated[
        bool,
        typer.Option(
            "--break-blind",
            help="Look though not all coders are done. Your journal records it; needs --actor and --reason.",
        ),
    ] = False,
    actor: Annotated[str, typer.Option("--actor", "-a", metavar="NAME", help="Who looks, for --break-blind.")] = "",
    reason: Annotated[str, typer.Option(help="Why, for --break-blind.")] = "",
    json: Json = False,
) -> None:
    """Show what the coders disagree on, the gravest first: one question for each code and passage.

    It stays shut while a coder is not done with a document that somebody has begun.
    """
    from kelisim.coding.open import open_coding
    from kelisim.coding.queue import open_queue

    opened = open_coding(find_study(folder), coders=coder or ())
    found = open_queue(opened, document or (), settled=settled, break_blind=break_blind, actor=actor, reason=reason)
    if json:
        print_json(found.to_dict())
        return
    for number, item in enumerate(found.items, start=1):
        _print_item(number, item)
    print(", ".join(f"{count} {severity}" for severity, count in found.counts.items()))


@acts.command("adjudicate")
def adjudicate(
    folder: Folder = Path(),
    *,
    actor: Actor,
    document: Document,
    reason: Reason,
    apply: Annotated[
        list[str] | None, typer.Option("--apply", metavar="CODE", help="A code that applies. Repeat for several.")
    ] = None,
    drop: Annotated[
        list[str] | None, typer.Option("--drop", metavar="CODE", help="A code that does not. Repeat for several.")
    ] = None,
    quote: Quote = "",
    at: At = None,
    span: SpanOption = "",
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Decide, with a reason, which codes apply to a passage; nobody's own codings are changed."""
    person = person_of(folder, actor)
    written = person.adjudicate(
        document, quote, apply=apply or (), drop=drop or (), reason=reason, span=span_of(span), near=at
    )
    show_written(written, json=json, quiet=quiet)


def span_of(words: str) -> tuple[int, int] | None:
    """Return the span written as START:END, None where nothing is."""
    if not words:
        return None
    start, _, end = words.partition(":")
    if not (start.isdecimal() and end.isdecimal()):
        raise typer.BadParameter(f"{words!r} is no span; write it as 125:170", param_hint="--span")
    return int(start), int(end)


def person_of(folder: Path, name: str) -> Person:
    """Return a person of the study that a folder lies in."""
    from kelisim.coding.person import Person

    return Person(find_study(folder), name)


def show_written(written: Written, *, json: bool, quiet: bool) -> None:
    """Print what was written into a journal, one line each, with its place."""
    if json:
        print_json(written.to_dict())
    elif not quiet:
        for line in written.lines:
            about = f": {_told(written.about)}" if written.about else ""
            print(f"{line.journal}:{line.line}: {_told(line)}{about}")


def _told(entry: JournalEntry) -> str:
    target, body = entry.target, entry.body
    name = str(target.get("document") or target.get("source") or target.get("row") or "")
    if "quote" in target:
        words = " ".join(str(target["quote"]).split())
        short = words if len(words) <= _QUOTE else words[: _QUOTE - 1] + "…"
        name += f" [{target.get('start')}, {target.get('end')}) {short!r}"
    said = " ".join(str(body[key]) for key in ("decision", "state", "code", "rating", "indicator") if body.get(key))
    return " ".join(part for part in (entry.act, said, name) if part)


def _print_item(number: int, item: Disagreement) -> None:
    words = " ".join(item.quote.split())
    short = words if len(words) <= _QUOTE else words[: _QUOTE - 1] + "…"
    decided = f", decided: {item.decided}" if item.decided else ""
    place = f"{item.file}:{item.line} [{item.start}, {item.end})"
    print(f"{number}. {item.severity} {item.kind}: {item.code}? {place}{decided}")
    print(f"    {short}")
    for coder, spans in item.applied:
        print(f"    {coder}: yes, {', '.join(f'[{start}, {end})' for start, end in spans)}")
    for coder, codes in item.instead:
        print(f"    {coder}: no{', but ' + ', '.join(codes) if codes else ''}")
