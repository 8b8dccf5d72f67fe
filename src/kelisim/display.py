"""Views for notebooks and data frames: what a study's parts look like outside the report."""

from __future__ import annotations

import csv
import html
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kelisim.errors import MissingExtra, UsageError, nearest
from kelisim.model.finding import Finding, count_by_severity
from kelisim.model.independence import Graph, Tie, name_of
from kelisim.model.results import AgreementRow, Estimated, Results
from kelisim.model.study import StudyData
from kelisim.model.written import bracketed, signed
from kelisim.study.layout import Layout
from kelisim.study.load import load_study
from kelisim.study.registers import CLAIM_COLUMNS, EVENT_COLUMNS, SOURCE_COLUMNS
from kelisim.study.write import replace_file

BACKENDS = ("pandas", "polars", "pyarrow")
REGISTERS = {"sources": SOURCE_COLUMNS, "claims": CLAIM_COLUMNS, "events": EVENT_COLUMNS}


def to_frame(columns: Sequence[str], records: Sequence[Sequence[Any]], backend: str = "") -> Any:
    """Return records as a data frame of the backend asked for, or of the first that is installed.

    Raises ``UsageError`` for an unknown backend and ``MissingExtra`` where it is not installed.
    """
    if backend and backend not in BACKENDS:
        raise UsageError(f"no backend is called {backend!r}", nearest(backend, BACKENDS))
    data = {name: [record[i] for record in records] for i, name in enumerate(columns)}
    for name in (backend,) if backend else BACKENDS:
        try:
            if name == "pandas":
                import pandas as pd

                return pd.DataFrame(data, columns=list(columns))
            if name == "polars":
                import polars as pl

                return pl.DataFrame(data, schema=list(columns), strict=False)
            import pyarrow as pa

            return pa.table(data)
        except ImportError:
            continue
    raise MissingExtra("data frames", "frames")


def write_register(layout: Layout, name: str, frame: Any) -> None:
    """Write a data frame as a register, after the whole study has been read with it; on failure nothing changes."""
    import narwhals as nw

    if name not in REGISTERS:
        raise UsageError(f"no register is called {name!r}", nearest(name, REGISTERS))
    try:
        native = nw.from_native(frame, eager_only=True)
    except TypeError as error:
        raise UsageError("not a data frame", "give a pandas, polars or pyarrow frame") from error
    unknown = [column for column in native.columns if column not in REGISTERS[name]]
    if unknown:
        hint = nearest(unknown[0], REGISTERS[name]) or "columns: " + ", ".join(REGISTERS[name])
        raise UsageError(f"{name} has no column {unknown[0]!r}", hint)
    target = layout.table(name)
    if target.suffix != ".csv":
        raise UsageError(f"{target.name} is a workbook", "save it as CSV first; kelisim does not write workbooks")
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(native.columns)
    for row in native.iter_rows():
        writer.writerow([_cell(value) for value in row])
    _replace_if_readable(layout, target, text.getvalue())


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list | tuple):
        return "; ".join(str(part) for part in value)
    return str(value)


def _replace_if_readable(layout: Layout, target: Path, text: str) -> None:
    before = target.read_bytes() if target.exists() else None
    replace_file(target, text.encode("utf-8"))
    try:
        load_study(layout)
    except BaseException:
        if before is None:
            target.unlink()
        else:
            replace_file(target, before)
        raise


@dataclass(frozen=True, slots=True)
class ClaimsView:
    """The claims of a study with their verdicts; shows itself as a table."""

    data: StudyData
    results: Results

    def __len__(self) -> int:
        return len(self.data.claims)

    def __repr__(self) -> str:
        return f"{len(self)} claims of {self.data.description.title!r}"

    def _repr_html_(self) -> str:
        verdicts = {one.claim: one.verdict for one in self.results.verify.verdicts}
        rows = [
            (c.id, c.indicator, c.place, str(c.period or ""), c.stated, verdicts.get(c.id, ""), c.quote)
            for c in self.results.claim.claims
        ]
        return html_table(("claim", "indicator", "place", "period", "stated", "verdict", "quote"), rows, repr(self))


@dataclass(frozen=True, slots=True)
class AgreementView:
    """Agreement between coders, never without n, unit and interval; shows itself as a table."""

    rows: tuple[AgreementRow, ...]
    demonstration: bool

    def __repr__(self) -> str:
        label = " (demonstration codings)" if self.demonstration else ""
        return "\n".join([f"agreement{label}", *("  " + agreement_text(row) for row in self.rows)])

    def _repr_html_(self) -> str:
        rows = [(row.by, row.key, agreement_text(row)) for row in self.rows]
        label = "Agreement between coders" + (", on demonstration codings" if self.demonstration else "")
        return html_table(("by", "of", "agreement"), rows, label)


def agreement_text(row: AgreementRow) -> str:
    """Return one coefficient with everything it must be read with."""
    name = f"{row.coefficient.replace('_', ' ')} for {row.key}"
    if row.value is None:
        return f"{name}: undefined, {row.why}"
    bounds = f" [{row.low:.2f}, {row.high:.2f}]" if row.low is not None and row.high is not None else ""
    documents = "document" if row.n_documents == 1 else "documents"
    n = f"n = {row.n_units} {row.unit} decisions in {row.n_documents} {documents}"
    return f"{name} = {row.value:.2f}{bounds}, {n}, {row.n_coders} coders"


@dataclass(frozen=True, slots=True)
class IndependenceView:
    """What the sources of a study go back to: ``path`` says in words how two are joined, ``groups`` who shares what."""

    graph: Graph
    sources: tuple[str, ...]

    def independent(self, one: str, other: str) -> bool:
        """Say whether no path of lineage, ownership, quotation or near-duplicate text joins two sources.

        Raises ``UsageError`` for an id that is not in the register.
        """
        return not self.path(one, other)

    def path(self, one: str, other: str) -> str:
        """Return how two sources are joined ("both quote AKAB"), "" where they are independent.

        Raises ``UsageError`` for an id that is not in the register.
        """
        for name in (one, other):
            if name not in self.sources:
                raise UsageError(f"no source is called {name!r}", nearest(name, self.sources))
        return self.graph.path(one, other)

    @property
    def ties(self) -> tuple[Tie, ...]:
        """Every tie, in the order of the register."""
        return self.graph.ties

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """For each origin that several sources share, those sources."""
        found: dict[str, list[str]] = {}
        for source in self.sources:
            for root in self.graph.roots(source):
                found.setdefault(name_of(root), []).append(source)
        return {root: tuple(members) for root, members in found.items() if len(members) > 1}

    def __repr__(self) -> str:
        lines = [f"  {root}: {', '.join(members)}" for root, members in self.groups.items()]
        return "\n".join([f"{len(self.sources)} sources, {len(self.graph.ties)} ties", *lines])

    def _repr_html_(self) -> str:
        rows = [(name_of(one.start), one.relation, name_of(one.end), one.evidence) for one in self.graph.ties]
        return html_table(("source", "tie", "goes back to", "known from"), rows, "What sources go back to")


@dataclass(frozen=True, slots=True)
class EstimatesView:
    """Estimates with every baseline and remark; shows itself as a table."""

    estimated: Estimated

    def __repr__(self) -> str:
        lines = [
            f"  {one.plan}: {signed(one.effect)} {bracketed(one.low, one.high)}, "
            f"{one.baseline} to {one.post}, {one.role}"
            for one in self.estimated.rows
        ]
        return "\n".join(["estimates", *lines, *(f"  {plan}: {remark}" for plan, remark in self.estimated.remarks)])

    def _repr_html_(self) -> str:
        rows = [
            (
                r.plan,
                r.baseline,
                r.post,
                signed(r.effect),
                bracketed(r.low, r.high),
                r.role,
                r.why,
            )
            for r in self.estimated.rows
        ]
        table = html_table(
            ("estimate", "from", "to", "change", "bounds by stated precision", "role", "no standard error because"),
            rows,
            "Estimates under every baseline",
        )
        remarks = "".join(f"<li>{html.escape(f'{plan}: {remark}')}</li>" for plan, remark in self.estimated.remarks)
        return f"{table}<ul>{remarks}</ul>"


def study_html(root: Path, data: StudyData, findings: Sequence[Finding]) -> str:
    """Return a study as a short HTML card."""
    counts = count_by_severity(findings)
    rows = [
        ("folder", str(root)),
        ("question", data.description.question),
        ("sources", str(len(data.sources))),
        ("claims", str(len(data.claims))),
        ("events", str(len(data.events))),
        ("series", str(len(data.series))),
        ("findings", ", ".join(f"{count} {severity}" for severity, count in counts.items())),
    ]
    return html_table(("", ""), rows, data.description.title)


def html_table(heads: Sequence[str], rows: Sequence[Sequence[str]], caption: str) -> str:
    """Return an HTML table with everything escaped."""
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f"<table><caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
