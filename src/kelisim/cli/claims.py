"""kelisim claims: quantities found in the documents, and a person's word on them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kelisim.cli.acts import Actor, At, Document, Quote, Reason, SpanOption, person_of, show_written, span_of
from kelisim.cli.build import Folder, Json, Quiet
from kelisim.cli.terminal import print_json

claims = typer.Typer(
    help="Confirm or reject the quantities found in the documents, and rate what is claimed.", no_args_is_help=True
)
Why = Annotated[str, typer.Option("--reason", help="A remark for the record.")]


@claims.command("list")
def list_(
    folder: Folder = Path(),
    document: Annotated[
        list[str] | None, typer.Option("--document", "-d", metavar="ID", help="Only this document. Repeat for several.")
    ] = None,
    json: Json = False,
) -> None:
    """Show the quantities found in the documents that nobody has confirmed or rejected yet."""
    from kelisim.api import Study

    found = [
        one
        for one in Study.open(folder).results.claim.candidates
        if not one.claim and (not document or one.source in document)
    ]
    if json:
        finite = [
            {key: None if value in (float("inf"), float("-inf")) else value for key, value in asdict(one).items()}
            for one in found
        ]
        print_json({"candidates": finite})
        return
    for one in found:
        about = " ".join(part for part in (one.indicator, one.place, one.period_start[:4]) if part)
        print(f"{one.source} [{one.start}, {one.end}) {one.text!r}{f' ({about})' if about else ''}")
        print(f"    {' '.join(one.sentence.split())}")
    print(f"{len(found)} wait for a person's word")


@claims.command("confirm")
def confirm(
    folder: Folder = Path(),
    *,
    actor: Actor,
    document: Document,
    quote: Quote = "",
    at: At = None,
    span: SpanOption = "",
    indicator: Annotated[str, typer.Option(help="What is measured, if it was not found.")] = "",
    subject: Annotated[str, typer.Option(help="Of whom or what.")] = "",
    place: Annotated[str, typer.Option(help="Where: an ISO 3166 code or a name.")] = "",
    unit: Annotated[str, typer.Option(help="The unit, such as vehicle or percent.")] = "",
    period: Annotated[str, typer.Option(help="When, such as 2021 or 2019/2021.")] = "",
    modality: Annotated[str, typer.Option(help="achieved, planned, estimated or reported.")] = "",
    reason: Why = "",
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Confirm a quantity found in a document as a claim of the study; options correct what was found."""
    said = {
        "indicator": indicator,
        "subject": subject,
        "place": place,
        "unit": unit,
        "period": period,
        "modality": modality,
        "reason": reason,
    }
    written = person_of(folder, actor).confirm(document, quote, span=span_of(span), near=at, **said)
    show_written(written, json=json, quiet=quiet)


@claims.command("reject")
def reject(
    folder: Folder = Path(),
    *,
    actor: Actor,
    document: Document,
    quote: Quote = "",
    at: At = None,
    span: SpanOption = "",
    reason: Why = "",
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say that a quantity found in a document is no claim for this study; it is offered no more."""
    written = person_of(folder, actor).reject(document, quote, span=span_of(span), near=at, reason=reason)
    show_written(written, json=json, quiet=quiet)


@claims.command("rate")
def rate(
    folder: Folder = Path(),
    *,
    actor: Actor,
    row: Annotated[str, typer.Option("--row", "-r", metavar="ID", help="The row of the matrix, by its id.")],
    rating: Annotated[str, typer.Option("--rating", help="A value of the declared scale.")],
    reason: Reason,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Rate a row of the Data Reliability Matrix in a person's own judgement, instead of what the rules propose."""
    show_written(person_of(folder, actor).rate_row(row, rating, reason), json=json, quiet=quiet)
