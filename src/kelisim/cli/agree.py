"""kelisim agree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kelisim.cli.build import Folder, Json
from kelisim.cli.columns import columns
from kelisim.cli.terminal import print_json
from kelisim.study.layout import find_study

if TYPE_CHECKING:
    from kelisim.coding.agree import AgreementReport
    from kelisim.model.results import AgreementRow


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
    json: Json = False,
) -> None:
    """Say how far the coders agree: every figure with n, unit of analysis and interval.

    Only documents that all coders have worked through count. Intervals resample documents. What published scales call a
    value is quoted with its source.
    """
    from kelisim.coding.agree import report
    from kelisim.coding.open import open_coding

    opened = open_coding(find_study(folder), coders=coder or ())
    made = report(opened, by=by, unit=unit, coefficients=coefficient or (), uncoded=uncoded)
    if json:
        print_json(made.to_dict())
    else:
        _print(made, by)


def _print(made: AgreementReport, by: str) -> None:
    from kelisim.coding.agree import quoted

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
            _counted(row),
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


def _counted(row: AgreementRow) -> str:
    """Return what n counts, as in the report."""
    pooled = row.by != "code" and row.level == "nominal" and row.unit != "character"
    return f"{row.unit} decision" if pooled else row.unit


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
