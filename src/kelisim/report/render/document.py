"""From the report's tree to pandoc's, in the dialect of one print format."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from kelisim.report.render import pandoc_tree as p
from kelisim.report.render.anchors import (
    EVIDENCE,
    FRONT,
    block_anchor,
    record_anchor,
)
from kelisim.report.render.dialects import Mark
from kelisim.report.render.document_inlines import InlineWriter, PrintEdition
from kelisim.report.render.words import KIND_ORDER, numbered, stopped
from kelisim.report.tree import (
    Block,
    Bullets,
    EvidenceRecord,
    Figure,
    Heading,
    Paragraph,
    Report,
    Table,
)


def print_document(report: Report, edition: PrintEdition) -> dict[str, object]:
    """Return the report as pandoc's document tree."""
    return _Writer(report, edition).document()


class _Writer(InlineWriter):
    def __init__(self, report: Report, edition: PrintEdition) -> None:
        super().__init__(report, edition)
        self.records = report.evidence
        levels = [block.level for block in report.blocks if isinstance(block, Heading)]
        self.top = min(levels, default=1)

    def document(self) -> dict[str, object]:
        blocks = [*self.front(), *self.body()]
        if self.records:
            blocks += self.evidence()
        return p.document(blocks, self.meta())

    # Front

    def meta(self) -> dict[str, p.Node]:
        report = self.report
        meta = {
            "title": p.meta_inlines(p.text(report.title)),
            "lang": p.meta_inlines(p.text(report.language)),
            "keywords": p.meta_list(p.meta_inlines(p.text(word)) for word in report.keywords),
        }
        if report.subtitle:
            meta["subtitle"] = p.meta_inlines(p.text(report.subtitle))
        if report.authors:
            meta["author"] = p.meta_list(p.meta_inlines(p.text(author)) for author in report.authors)
        return meta

    def front(self) -> p.Nodes:
        report, box = self.report, self.dialect.box
        blocks: p.Nodes = []
        if not self.dialect.front_in_meta:
            blocks += box("title", [p.plain(p.text(report.title))], FRONT)
            if report.subtitle:
                blocks += box("subtitle", [p.plain(p.text(report.subtitle))], "")
            if report.authors:
                blocks += box("authors", [p.plain(p.text(", ".join(report.authors)))], "")
        if report.abstract:
            title = self.dialect.mark("label", p.text(self.words["abstract"]))
            body = [p.paragraph(title), p.paragraph(self.inlines(report.abstract))]
            blocks += box("abstract", body, FRONT if self.dialect.front_in_meta else "")
        facts = [(label, p.text(value)) for label, value in report.facts]
        if report.keywords:
            facts.append((self.words["keywords"], p.text(", ".join(report.keywords))))
        if report.licence:
            facts.append((self.words["licence"], p.text(report.licence)))
        if facts:
            blocks += box("facts", [self.facts(facts, [p.line_break()])], "")
        notices = list(self.edition.notices)
        for notice in notices:
            blocks += box("note", [p.paragraph(p.text(notice))], "")
        if self.dialect.front_in_meta and not report.abstract:
            blocks.insert(0, p.paragraph([p.span([], FRONT)]))
        return blocks + self.contents()

    def contents(self) -> p.Nodes:
        if self.dialect.form == "typst":
            return [p.raw_block("typst", "#report-contents()")]
        if self.dialect.form == "latex":
            return [p.raw_block("latex", "\\reportcontents")]
        return [p.raw_block("openxml", "<w:p><w:r><w:t>kelisim-contents</w:t></w:r></w:p>")]

    def facts(self, facts: Sequence[tuple[str, p.Nodes]], joint: p.Nodes) -> p.Node:
        nodes: p.Nodes = []
        for index, (label, value) in enumerate(facts):
            if index:
                nodes += joint
            nodes += [*self.dialect.mark("label", p.text(label)), {"t": "Space"}, *value]
        return p.paragraph(nodes)

    # Body

    def body(self) -> p.Nodes:
        blocks: p.Nodes = []
        for turned, group in groupby(zip(self.report.blocks, _turned(self.report.blocks), strict=True), itemgetter(1)):
            inner = [node for block, _ in group for node in self.block(block)]
            blocks += self.dialect.turned(inner) if turned else inner
        return blocks

    def block(self, block: Block) -> p.Nodes:
        match block:
            case Heading(level=level, text=text):
                return [p.heading(level - self.top + 1, p.text(text), block_anchor(block))]
            case Paragraph(content=content, role=role):
                body = [p.paragraph(self.inlines(content))]
                return body if role == "text" else self.dialect.box(role, self.set_off(body, role), "")
            case Bullets(items=items, ordered=ordered):
                return [p.bullets([self.inlines(item) for item in items], ordered=ordered)]
            case Table():
                return self.table(block)
            case Figure():
                return self.figure(block)

    def set_off(self, body: p.Nodes, role: str) -> p.Nodes:
        if role != "warning":
            return body
        return [p.paragraph(self.dialect.mark("label", p.text(self.words["warning"]))), *body]

    def table(self, table: Table) -> p.Nodes:
        total = sum(max(column.width, 0.0) for column in table.columns) or 1.0
        title = numbered(self.words["table"], table.number, table.title, self.report.language)
        node = p.table(
            p.text(title),
            [(column.align, max(column.width, 0.0) / total) for column in table.columns],
            [p.text(column.heading) for column in table.columns],
            [[self.inlines(cell) for cell in row] for row in table.rows],
        )
        notes = [p.paragraph(self.inlines(table.notes))]
        inner = [node, *(self.dialect.box("table-notes", notes, "") if table.notes else [])]
        return self.dialect.box("exhibit", inner, block_anchor(table))

    def figure(self, figure: Figure) -> p.Nodes:
        title = numbered(self.words["figure"], figure.number, figure.title, self.report.language)
        caption = [p.strong(p.text(title))]
        if figure.caption:
            title = stopped(title, self.report.language)
            caption = [p.strong(p.text(title)), {"t": "Space"}, *self.inlines(figure.caption)]
        node = p.figure(
            self.edition.picture_path(figure.id),
            figure.alternative_text,
            caption,
            f"{self.edition.picture_width[figure.id]:.2f}cm",
        )
        return self.dialect.box("exhibit", [node], block_anchor(figure))

    # Evidence

    def evidence(self) -> p.Nodes:
        blocks = [*self.dialect.separate(), p.heading(1, p.text(self.words["evidence"]), EVIDENCE)]
        blocks.append(p.paragraph(p.text(self.words["evidence_lead"])))
        for kind in KIND_ORDER:
            records = [record for record in self.records if record.kind == kind]
            if records:
                blocks.append(p.heading(2, p.text(self.words[kind]), f"{EVIDENCE}-{kind}"))
                for record in records:
                    blocks += self.record(record)
        return blocks

    def record(self, record: EvidenceRecord) -> p.Nodes:
        anchor = record_anchor(record)
        label = self.dialect.mark("label", p.text(record.id))
        title = [{"t": "Space"}, *p.text(title_of(record))] if title_of(record) else []
        blocks = [p.paragraph([*label, *title])]
        if record.quote or record.prefix or record.suffix:
            blocks += self.dialect.box("context", [p.paragraph(self.context(record))], "")
        dot = p.text(" · ")
        lines = [self.facts([(name, self.inlines(value)) for name, value in record.facts], dot)] if record.facts else []
        traces = []
        if record.file:
            traces.append((self.words["place"], p.text(place_of(record, self.words["characters"]))))
        cited = list(dict.fromkeys(self.anchors.places.get(anchor, ())))
        links: p.Nodes = []
        for index, place in enumerate(cited):
            links += [{"t": "Str", "c": ";"}, {"t": "Space"}] if index else []
            links.append(p.link(p.text(place.name), f"#{place.anchor}"))
        traces.append((self.words["cited"], links) if cited else (self.words["uncited"], []))
        blocks += [*lines, self.facts(traces, dot)]
        return self.dialect.box("record", blocks, anchor)

    def context(self, record: EvidenceRecord) -> p.Nodes:
        parts: tuple[tuple[Mark, str], ...] = (
            ("around", record.prefix),
            ("quoted", record.quote),
            ("around", record.suffix),
        )
        nodes: p.Nodes = []
        for mark, words_ in parts:
            # A space at the edge of a mark is lost in LaTeX, so it stands outside.
            before, core, after = _edges(p.text(words_))
            nodes += [*before, *(self.dialect.mark(mark, core) if core else []), *after]
        return self.dialect.foreign(nodes, record.language) if record.language else nodes


def _turned(blocks: Sequence[Block]) -> list[bool]:
    """Return which blocks stand on turned pages: wide tables, and the headings that lead to them."""
    turned = [isinstance(block, Table) and block.landscape for block in blocks]
    for index in range(len(blocks) - 2, -1, -1):
        if isinstance(blocks[index], Heading) and turned[index + 1]:
            turned[index] = True
    return turned


def _edges(nodes: p.Nodes) -> tuple[p.Nodes, p.Nodes, p.Nodes]:
    space = {"t": "Space"}
    start = 1 if nodes[:1] == [space] else 0
    end = len(nodes) - 1 if len(nodes) > start and nodes[-1] == space else len(nodes)
    return nodes[:start], nodes[start:end], nodes[end:]


def title_of(record: EvidenceRecord) -> str:
    """Return a record's title without the id that stands before it; "" where there is nothing else."""
    return record.title.removeprefix(record.id).lstrip(" :.–—-")


def place_of(record: EvidenceRecord, characters: str) -> str:
    """Return where a record's quote stands: "sources/a.txt, characters 12–40"."""
    if record.start is None or record.end is None:
        return record.file
    return f"{record.file}, {characters} {record.start}–{record.end}"
