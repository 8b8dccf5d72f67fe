"""kelisim machine: coders that are programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from kelisim.cli.build import Folder, Json, Quiet
from kelisim.cli.terminal import print_json, say

machine = typer.Typer(
    help="Code by keywords, by a model trained on people's codings, or by a chat endpoint, and measure it against "
    "people. A machine's codings stand in a journal of their own and enter neither consensus nor people's agreement.",
    no_args_is_help=True,
)
On = Annotated[str, typer.Option(metavar="NAME", help="Learn from this person alone, not from the consensus.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done and write nothing.")]


@machine.command("keywords")
def keywords(folder: Folder = Path(), dry_run: DryRun = False, json: Json = False, quiet: Quiet = False) -> None:
    """Code every document by the keywords of the codebook, into the journal machine-keywords."""
    from kelisim.coding.machine.keywords import ACTOR, code, stamp
    from kelisim.coding.machine.record import record

    corpus = _corpus(folder)
    done = record(corpus, ACTOR, stamp(corpus), code(corpus), set(corpus.documents), write=not dry_run)
    if json:
        print_json(done.to_dict())
    elif not quiet:
        _print_recorded(done, dry=dry_run)


@machine.command("train")
def train(
    folder: Folder = Path(),
    folds: Annotated[int, typer.Option(min=2, max=50, help="Parts for cross-validation by document.")] = 5,
    on: On = "",
    dry_run: DryRun = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Train a model on what people agree on, say how well it does on unseen documents, and code all documents by it."""
    from kelisim.coding.machine.training import code_by_model

    made = code_by_model(_corpus(folder), folds=folds, on=on, write=not dry_run)
    if json:
        print_json(made.to_dict())
        return
    if quiet:
        return
    _label(made.demonstration)
    whom = f"{made.people[0]} alone" if on else f"what {', '.join(made.people)} agree on"
    print(
        f"trained on {whom}: {made.n_documents} documents, cross-validated by document in {made.n_folds} folds; "
        f"{made.disputed} disputed decisions left out, {made.adjudicated} adjudicated"
    )
    print(f"{'code':24} {'n':>7} {'applied':>7} {'found':>7}  precision           recall              F1")
    for score in made.scores:
        figures = "  ".join(
            f"{_bounded(value, bounds):18}"
            for value, bounds in (
                (score.precision, score.precision_interval),
                (score.recall, score.recall_interval),
                (score.f1, score.f1_interval),
            )
        )
        print(f"{score.code:24} {score.n:7} {score.n_applied:7} {score.n_predicted:7}  {figures}".rstrip())
    error = "undefined" if made.calibration_error is None else f"{made.calibration_error:.3f}"
    print(f"mean distance of stated probability and observed share: {error} (n = {made.scores[0].n} decisions)")
    for one in made.agreement:
        _print_against(one)
    if made.recorded is not None:
        _print_recorded(made.recorded, dry=False)


@machine.command("next")
def next_(
    folder: Folder = Path(),
    number: Annotated[int, typer.Option("-n", "--number", min=1, help="How many documents to name.")] = 10,
    on: On = "",
    json: Json = False,
) -> None:
    """Say which documents to code next: those the model is unsure of and that are unlike what is coded already."""
    from kelisim.coding.machine.order import next_documents

    found = next_documents(_corpus(folder), number, on)
    if json:
        print_json({"documents": [one.to_dict() for one in found]})
        return
    if not found:
        print("everybody has coded every document")
    for one in found:
        doubt = "no model yet" if one.uncertainty is None else f"uncertainty {one.uncertainty:.3f}"
        by = f", coded by {', '.join(one.coded_by)}" if one.coded_by else ""
        print(f"{one.document:16} score {one.score:.3f} ({doubt}, novelty {one.novelty:.3f}, {one.n_units} units{by})")
        for place in one.doubts:
            words = " ".join(place.text.split())
            short = words if len(words) <= 70 else words[:69] + "…"
            print(f"    {place.code} {place.probability:.2f}: {short}")


@machine.command("ask")
def ask(
    folder: Folder = Path(),
    send: Annotated[bool, typer.Option("--send", help="Send the documents' text to the endpoint.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be sent and how much, and stop.")] = False,
    document: Annotated[list[str] | None, typer.Option(help="Only this document; repeat for several.")] = None,
    base_url: Annotated[str, typer.Option(help="The endpoint, such as http://localhost:8080/v1.")] = "",
    model: Annotated[str, typer.Option(help="The model to ask for.")] = "",
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Have a chat endpoint code the documents, into a journal under the model's name.

    The endpoint and the model stand in study.toml under coding.machine or are given here. The key is read from the
    environment variable named there (KELISIM_MACHINE_KEY unless another is named). Text leaves this machine with --send
    only. Answers are kept in machine/, and what is kept there is not asked again.
    """
    from kelisim.coding.machine.ask import ask as run
    from kelisim.coding.machine.ask import plan
    from kelisim.coding.machine.settings import settings_of

    corpus = _corpus(folder)
    settings = settings_of(corpus.layout, base_url=base_url, model=model)
    planned = plan(corpus, settings, document or ())
    counted = planned.to_dict()
    if dry_run:
        first = planned.open[0] if planned.open else None
        body = first and {"model": settings.model, "messages": list(first.messages), **settings.parameters}
        if json:
            print_json({**counted, "first": body})
            return
        if body is not None and not quiet:
            print_json(body)
        if not quiet:
            _print_plan(counted)
        return
    made = run(corpus, planned, send=send, progress=(lambda words: None) if quiet or json else say)
    faults = [{"document": one.document, "start": one.start, "end": one.end, "what": one.what} for one in made.faults]
    if json:
        print_json({**counted, "sent": made.sent, "recorded": made.recorded.to_dict(), "faults": faults})
    elif not quiet:
        _print_recorded(made.recorded, dry=False)
        for fault in made.faults:
            print(f"{fault.document} [{fault.start}, {fault.end}): no answer could be taken: {fault.what}")
    raise typer.Exit(1 if faults else 0)


@machine.command("agree")
def agree(
    folder: Folder = Path(),
    coder: Annotated[list[str] | None, typer.Option(help="Only this machine coder; repeat for several.")] = None,
    json: Json = False,
) -> None:
    """Print the agreement of each machine coder with each person and with the consensus, beside that of the people."""
    from kelisim.coding.machine.agree import machines_against_people

    found = machines_against_people(_corpus(folder), coder or ())
    if json:
        print_json({"comparisons": [one.to_dict() for one in found]})
        return
    if not found:
        print("nothing to compare: no machine has coded, and fewer than two people have")
    for one in found:
        _print_against(one)


def _corpus(folder: Path) -> Any:
    from kelisim.coding.machine.corpus import read_corpus
    from kelisim.study.layout import find_study

    return read_corpus(find_study(folder))


def _label(demonstration: bool) -> None:
    if demonstration:
        print("demonstration codings: the figures show the tool and say nothing about the corpus")


def _bounded(value: float | None, bounds: tuple[float, float] | None) -> str:
    if value is None:
        return "undefined"
    # Adding nought turns a negative nought into a plain one.
    low_high = (
        "no interval" if bounds is None else f"[{round(bounds[0], 2) + 0.0:.2f}, {round(bounds[1], 2) + 0.0:.2f}]"
    )
    return f"{round(value, 2) + 0.0:.2f} {low_high}"


def _print_recorded(done: Any, *, dry: bool) -> None:
    would = "would be " if dry else ""
    print(
        f"{done.actor}: {done.added} codings {would}added, {done.taken_back} taken back, {done.kept} left, "
        f"in {done.documents} documents"
    )


def _print_plan(counted: dict[str, Any]) -> None:
    print(
        f"{counted['requests']} requests, {counted['answered']} answered already; {counted['to_send']} would go to "
        f"{counted['url']} for {counted['model']}: {counted['units']} units of {counted['documents']} documents, "
        f"{counted['characters']} characters with the prompts"
    )


def _print_against(one: Any) -> None:
    print(f"{one.coder} and {one.other}{' (demonstration codings)' if one.demonstration else ''}")
    for row in one.rows:
        name = row.coefficient.replace("_", " ")
        bounds = None if row.low is None or row.high is None else (row.low, row.high)
        n = f"n = {row.n_units} {row.unit} decisions in {row.n_documents} documents"
        why = f"; {row.why}" if row.why else ""
        print(f"  {row.key:24} {name:20} {_bounded(row.value, bounds):20} {n}{why}")
