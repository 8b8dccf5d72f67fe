"""From a study to its report: sections, numbered tables and figures, and the evidence that references lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kelisim.model.finding import Finding, count_by_severity
from kelisim.model.results import Results
from kelisim.model.study import StudyData
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.evidence import records_of
from kelisim.report.figures import figures_of
from kelisim.report.inlines import plain, without_links
from kelisim.report.layout import Layout
from kelisim.report.narrative import abstract
from kelisim.report.sections import body, order_of
from kelisim.report.tables import tables_of
from kelisim.report.tree import (
    Block,
    Bullets,
    EvidenceRecord,
    Figure,
    Heading,
    Inlines,
    Paragraph,
    Report,
    Table,
)

LANGUAGE = "en"
_KEYWORDS = 8


def compose(data: StudyData, results: Results, findings: Sequence[Finding]) -> Report:
    """Return the report of a study.

    The main tables come first under their customary numbers (1 the Data Reliability Matrix, 2 sources and analytical
    focus, 3 the stage model, then the marker tables; Figure 1 the evolution of governance), then the evidence step by
    step, the limitations, abbreviations and references. What a study does not have is left out, and numbers close up.
    No reference of the report leads nowhere.
    """
    bare = Context(data, results, tuple(findings))
    tables = {table.id: table for table in tables_of(bare)}
    figures = {figure.id: figure for figure in figures_of(bare)}
    numbers = order_of(tables, figures)
    labels = {
        (kind, identifier): f"{'Table' if kind == 'table' else 'Figure'} {number}"
        for (kind, identifier), number in numbers.items()
    }
    context = Context(data, results, tuple(findings), labels)
    numbered_tables = {key: replace(table, number=numbers.get(("table", key), "")) for key, table in tables.items()}
    numbered_figures = {
        key: replace(figure, number=numbers.get(("figure", key), "")) for key, figure in figures.items()
    }
    layout = Layout(context, numbered_tables, numbered_figures)
    body(layout)
    records = records_of(context)
    targets = frozenset({*labels, *((record.kind, record.id) for record in records)})
    about = data.description
    return Report(
        title=about.report_title or about.title,
        subtitle=about.report_subtitle,
        language=LANGUAGE,
        authors=about.authors,
        abstract=without_links(abstract(context), targets),
        blocks=tuple(_linked(block, targets) for block in layout.blocks),
        evidence=tuple(_linked_record(record, targets) for record in records),
        keywords=_keywords(context),
        licence=about.licence,
        facts=_facts(context),
    )


def _linked(block: Block, targets: frozenset[tuple[str, str]]) -> Block:
    """Return a block whose references all lead somewhere; the others become plain words."""

    def clean(content: Inlines) -> Inlines:
        return without_links(content, targets)

    match block:
        case Paragraph():
            return replace(block, content=clean(block.content))
        case Bullets():
            return replace(block, items=tuple(clean(item) for item in block.items))
        case Table():
            rows = tuple(tuple(clean(cell) for cell in row) for row in block.rows)
            return replace(block, rows=rows, notes=clean(block.notes))
        case Figure():
            return replace(block, caption=clean(block.caption))
        case Heading():
            return block


def _linked_record(record: EvidenceRecord, targets: frozenset[tuple[str, str]]) -> EvidenceRecord:
    return replace(record, facts=tuple((label, without_links(value, targets)) for label, value in record.facts))


def _keywords(context: Context) -> tuple[str, ...]:
    book = context.data.codebook
    named = [one.name for one in book.themes] or [one.name for one in book.codes]
    places = [show.place(one) for one in context.data.description.places]
    return tuple(dict.fromkeys([*places, *named]))[:_KEYWORDS]


def _facts(context: Context) -> tuple[tuple[str, str], ...]:
    data, results = context.data, context.results
    severities = [
        show.count(n, severity)
        for severity in ("error", "warning", "note")
        if (n := count_by_severity(context.findings)[severity])
    ]
    facts = (
        ("About the study", data.description.about),
        ("Period", show.period(data.protocol.window)),
        ("Places", show.listed([show.place(one) for one in data.description.places])),
        ("Sources", show.number(len(data.sources))),
        ("Documents", show.number(len(results.collect.documents))),
        ("Claims", show.number(len(context.claims))),
        ("Events", show.number(len(data.events))),
        ("Series", show.number(len(data.series))),
        ("Codings", show.number(len(results.code.codings))),
        ("Findings", show.listed(severities) or "none"),
    )
    return tuple((label, value) for label, value in facts if value)


def text_of(report: Report) -> str:
    """Return the words of a report's body, for tests and searches."""
    words = [plain(report.abstract)]
    for block in report.blocks:
        match block:
            case Heading():
                words.append(block.text)
            case Paragraph():
                words.append(plain(block.content))
            case Bullets():
                words += [plain(item) for item in block.items]
            case Table():
                words += [block.title, *(plain(cell) for row in block.rows for cell in row), plain(block.notes)]
            case Figure():
                words += [block.title, plain(block.caption), block.alternative_text]
    return "\n".join(words)
