"""kelisim agree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kelisim.cli.build import Folder, Json
from kelisim.cli.columns import columns
from kelisim.cli.terminal import print_json
from kelisim.errors import UsageError
from kelisim.study.layout import find_study

if TYPE_CHECKING:
    from kelisim.coding.agree import AgreementReport
    from kelisim.coding.open import Opened
    from kelisim.coding.queue import Disagreement
    from kelisim.model.results import AgreementRow

_QUOTE = 60


def agree(
    folder: Folder = Path(),
    by: Annotated[
        str, typer.Option(help="Groups shown below the rows over all codes: code, pair, document or round.")
    ] = "code",
    unit: Annotated[
        str, typer.Option(help="character, sentence or paragraph, instead of the unit that study.toml declares.")
    ] = "",
    coefficient: Annotated[
        list[str] | None,
        typer.Option(
            help="Instead of the declared one: percent, scott_pi, cohen_kappa, …, or all. Repeat for several."
        ),
    ] = None,
    uncoded: Annotated[
        str,
        typer.Option(
            help="Count text that nobody coded: with, without or both. Over all codes both ways are shown if not given."
        ),
    ] = "",
    coder: Annotated[
        list[str] | None, typer.Option(help="Compare these instead of the declared coders. Repeat for each.")
    ] = None,
    queue: Annotated[
        bool, typer.Option("--queue", help="Show what the coders disagree on, the gravest first.")
    ] = False,
    document: Annotated[list[str] | None, typer.Option(help="With --queue: only these documents.")] = None,
    settled: Annotated[bool, typer.Option("--settled", help="With --queue: also what was decided already.")] = False,
    break_blind: Annotated[
        bool,
        typer.Option(
            "--break-blind",
            help="With --queue: look though not all coders are done. Your journal records it; needs --actor, --reason.",
        ),
    ] = False,
    actor: Annotated[str, typer.Option(metavar="NAME", help="Who looks, for --break-blind.")] = "",
    reason: Annotated[str, typer.Option(help="Why, for --break-blind.")] = "",
    json: Json = False,
) -> None:
    """Say how far the coders agree: every figure with n, unit of analysis and interval; or what they differ on.

    Only documents that all coders have worked through count. Intervals resample documents. What published scales call a
    value is quoted with its source.
    """
    from kelisim.coding.open import open_coding

    opened = open_coding(find_study(folder), coders=coder or ())
    if not queue:
        if break_blind or document or settled:
            raise UsageError("--break-blind, --document and --settled belong to --queue", "add --queue")
        _agreement(opened, by, unit, coefficient or (), uncoded, json=json)
        return
    looked = _open_queue(opened, document or (), actor, reason, break_blind=break_blind)
    _queue(opened, document or (), looked, settled=settled, json=json)


def _agreement(opened: Opened, by: str, unit: str, coefficients: Sequence[str], uncoded: str, *, json: bool) -> None:
    from kelisim.coding.agree import quoted, report

    made = report(opened, by=by, unit=unit, coefficients=coefficients, uncoded=uncoded)
    if json:
        print_json(made.to_dict())
        return
    documents = f"{len(made.documents)} document{'' if len(made.documents) == 1 else 's'}"
    print(f"{', '.join(made.coders)}: {documents} in common, unit {made.unit}, level {made.level}\n")
    _print_rows(made.rows)
    if made.confusion and by == "code":
        _print_confusion(made)
    if made.settled:
        print("\nbefore and after adjudication, and each coder against the adjudicated layer")
        _print_rows(made.settled)
    first = next((row for row in made.rows if quoted(row)), None)
    if first is not None:
        print(f"\n{first.coefficient} for {first.key} ({_value(first.value)}) is called")
        for source, wording in quoted(first):
            print(f"  {wording:40} {source}")
        print("  the scales contradict each other; the interval says more than any of their words")
    if made.threshold is not None:
        print(f"declared threshold: {made.threshold:g} ([coding] threshold in study.toml)")
    for remark in made.remarks:
        print(f"note: {remark}")


def _print_rows(rows: Sequence[AgreementRow]) -> None:
    two = any(row.prevalence is not None for row in rows)
    head = ["compared", "coefficient", "value", "interval", "n", "unit", "documents", "coders", "uncoded"]
    table = [head + (["prevalence", "bias"] if two else [])]
    for row in rows:
        cells = [
            row.key,
            row.coefficient,
            _value(row.value),
            "none" if row.low is None or row.high is None else f"[{row.low:.3f}, {row.high:.3f}]",
            str(row.n_units),
            row.unit if row.by == "code" or row.level == "set" or row.unit == "character" else f"{row.unit} decision",
            str(row.n_documents),
            str(row.n_coders),
            "counted" if row.uncoded else "left out",
        ]
        indices = ["" if one is None else f"{one:.3f}" for one in (row.prevalence, row.bias)]
        table.append(cells + (indices if two else []))
    for line in columns(table, right={2, 4, 6, 7, 9, 10}):
        print(line)
    made = sorted({f"{row.confidence:.0%} {row.interval}" for row in rows if row.interval != "none"})
    if made:
        print(f"intervals: {'; '.join(made)}")
    for why in dict.fromkeys(f"{row.key}: {row.why}" for row in rows if row.why and row.by != "document"):
        print(f"note: {why}")
    alone = dict.fromkeys(row.why for row in rows if row.why and row.by == "document")
    for why in alone:
        print(f"note: {why}")


def _value(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"


def _print_confusion(made: AgreementReport) -> None:
    one, other = made.coders
    unit = "sentence" if made.unit == "character" else made.unit
    print(f"\n{unit}s by code: both, only {one}, only {other}, neither")
    table = [
        [code, *(str(counts[key]) for key in ("both", "only_first", "only_second", "neither"))]
        for code, counts in made.confusion
    ]
    for line in columns(table, right={1, 2, 3, 4}):
        print(line)


def _open_queue(
    opened: Opened, documents: Sequence[str], actor: str, reason: str, *, break_blind: bool
) -> dict[str, tuple[str, ...]]:
    """Return the documents looked at before all were done; raises ``UsageError`` where nobody broke the blind."""
    from kelisim.coding import blind
    from kelisim.errors import nearest

    for name in documents:
        if name not in opened.work.documents:
            raise UsageError(f"no document is called {name!r}", nearest(name, opened.work.documents))
    closed = blind.waiting(opened.work, documents)
    if closed and not break_blind:
        who = sorted({coder for coders in closed.values() for coder in coders})
        shown = ", ".join(list(closed)[:5]) + (" and others" if len(closed) > 5 else "")
        raise UsageError(
            f"not all coders are done: {', '.join(who)} with {shown}",
            "wait until each has said so, ask for finished documents with --document, or look all the same with "
            "--break-blind --actor NAME --reason '…', which your journal records",
        )
    if closed:
        blind.break_blind(opened.layout, actor, list(closed), reason)
    return closed


def _queue(
    opened: Opened, documents: Sequence[str], looked: dict[str, tuple[str, ...]], *, settled: bool, json: bool
) -> None:
    from kelisim.coding.queue import SEVERITIES, disagreements

    items = disagreements(opened, documents, settled=settled)
    counts = {severity: sum(one.severity == severity for one in items) for severity in SEVERITIES}
    if json:
        waiting = {name: list(coders) for name, coders in looked.items()}
        print_json({"queue": [one.to_dict() for one in items], "counts": counts, "blind_broken": waiting})
        return
    for number, item in enumerate(items, start=1):
        _print_item(number, item)
    print(", ".join(f"{count} {severity}" for severity, count in counts.items()))


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
