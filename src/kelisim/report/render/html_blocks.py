"""Blocks of the report as HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final

from kelisim.report.render.anchors import Anchors, block_anchor, record_anchor
from kelisim.report.render.charts import Picture
from kelisim.report.render.document import place_of, title_of
from kelisim.report.render.pandoc_tree import clean
from kelisim.report.render.web_links import safe
from kelisim.report.render.words import numbered, quoted, stopped, words
from kelisim.report.tree import (
    Block,
    Bullets,
    EvidenceRecord,
    Figure,
    Heading,
    Inline,
    Inlines,
    Paragraph,
    Reference,
    Report,
    Table,
    Text,
    WebLink,
)

Scalar = str | int | float | bool | None
_TEXT_WIDTH: Final = 46.0  # rem, as in style.css: a table that needs more may use the margin
_STYLES: Final = {"emphasis": "em", "strong": "strong", "quote": "q"}


def words_html(text: str) -> str:
    """Return a text for use between tags or in an attribute."""
    return escape(clean(text), quote=True)


class Blocks:
    """Writes the blocks of one report; counts the uses of records as it goes, so blocks must come in reading order."""

    def __init__(self, report: Report, anchors: Anchors, pictures: Mapping[str, Picture]) -> None:
        self.report = report
        self.anchors = anchors
        self.pictures = pictures
        self.words = words(report.language)
        self.uses: dict[str, int] = {}
        levels = [block.level for block in report.blocks if isinstance(block, Heading)]
        self.top = min(levels, default=1)

    def inlines(self, content: Inlines, *, counted: bool = True) -> str:
        """Return running text; references in the body are ``counted`` and get an anchor of their own."""
        return "".join(self.inline(inline, counted) for inline in content)

    def inline(self, inline: Inline, counted: bool) -> str:
        """Return one inline."""
        match inline:
            case Text(text=text, style=style, language=language):
                shown = quoted(text, language or self.report.language) if style == "quote" else text
                lang = f' lang="{words_html(language)}"' if language and language != self.report.language else ""
                tag = _STYLES.get(style, "span" if lang else "")
                return f"<{tag}{lang}>{words_html(shown)}</{tag}>" if tag else words_html(shown)
            case WebLink(url=url, text=text):
                if not safe(url):
                    return words_html(text)
                return f'<a class="web" href="{words_html(url.strip())}" rel="noreferrer">{words_html(text)}</a>'
            case Reference():
                return self.reference(inline, counted)

    def reference(self, reference: Reference, counted: bool) -> str:
        """Return a reference: a link to its record, or marked words where there is none."""
        anchor = self.anchors.of(reference)
        label = words_html(reference.text)
        if anchor is None:
            return f'<span class="unresolved">{label}<sup>[{self.words["unresolved"]}]</sup></span>'
        own = ""
        if counted:
            number = self.uses[anchor] = self.uses.get(anchor, 0) + 1
            own = f' id="{use_anchor(anchor, number)}"'
        return f'<a class="ref" href="#{anchor}"{own}>{label}</a>'

    def block(self, block: Block) -> str:
        """Return one block of the body."""
        match block:
            case Heading(level=level, text=text):
                rank = min(level - self.top + 2, 6)
                return f'<h{rank} id="{block_anchor(block)}">{words_html(text)}</h{rank}>'
            case Paragraph(content=content, role=role):
                return self.paragraph(content, role)
            case Bullets(items=items, ordered=ordered):
                tag = "ol" if ordered else "ul"
                return f"<{tag}>{''.join(f'<li>{self.inlines(item)}</li>' for item in items)}</{tag}>"
            case Table():
                return self.table(block)
            case Figure():
                return self.figure(block)

    def paragraph(self, content: Inlines, role: str) -> str:
        """Return a paragraph in its role."""
        body = self.inlines(content)
        if role == "text":
            return f"<p>{body}</p>"
        if role == "lead":
            return f'<p class="lead">{body}</p>'
        title = f'<strong class="label">{self.words[role]}</strong> '
        return f'<p class="{role}" role="note">{title}{body}</p>'

    def table(self, table: Table) -> str:
        """Return a table in a container that scrolls by itself."""
        anchor = block_anchor(table)
        total = sum(max(column.width, 0.0) for column in table.columns) or 1.0
        columns = "".join(f'<col style="width:{100 * max(c.width, 0.0) / total:.2f}%">' for c in table.columns)
        head = "".join(
            f'<th scope="col" class="{column.align}">{words_html(column.heading)}</th>' for column in table.columns
        )
        rows = []
        for row in table.rows:
            cells = []
            for index, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
                tag, scope = ("th", ' scope="row"') if index == 0 else ("td", "")
                cells.append(f'<{tag}{scope} class="{column.align}">{self.inlines(cell)}</{tag}>')
            rows.append(f"<tr>{''.join(cells)}</tr>")
        title = words_html(numbered(self.words["table"], table.number, table.title, self.report.language))
        notes = f'<p class="table-notes">{self.inlines(table.notes)}</p>' if table.notes else ""
        least = sum(_least_width(table, index) for index in range(len(table.columns)))
        wide = " wide" if table.landscape or least > _TEXT_WIDTH else ""
        return (
            f'<div class="table{wide}" id="{anchor}"><div class="scroll" role="region" tabindex="0" '
            f'aria-labelledby="{anchor}-caption"><table style="min-width:{least:.1f}rem">'
            f'<caption id="{anchor}-caption"><span>{title}</span></caption><colgroup>{columns}</colgroup>'
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>{notes}</div>"
        )

    def figure(self, figure: Figure) -> str:
        """Return a figure: the drawing, its caption, and its data to unfold."""
        anchor = block_anchor(figure)
        title = words_html(numbered(self.words["figure"], figure.number, figure.title, self.report.language))
        caption = f" {self.inlines(figure.caption)}" if figure.caption else ""
        heading = stopped(title, self.report.language) if caption else title
        drawing = inline_svg(self.pictures[figure.id], anchor, figure.alternative_text)
        return (
            f'<figure id="{anchor}"><div class="drawing" data-chart="{anchor}" tabindex="0" role="group" '
            f'aria-label="{title}">{drawing}</div>'
            f"<figcaption><strong>{heading}</strong>{caption}</figcaption>{self.data(figure, title)}</figure>"
        )

    def data(self, figure: Figure, title: str) -> str:
        """Return the values behind a figure as a table that unfolds."""
        if not figure.records:
            return ""
        head = "".join(f'<th scope="col">{words_html(name)}</th>' for name in figure.record_columns)
        rows = "".join(f"<tr>{''.join(_data_cell(value) for value in row)}</tr>" for row in figure.records)
        return (
            f'<details class="data"><summary>{self.words["data"]}</summary><div class="scroll" role="region" '
            f'tabindex="0" aria-label="{title}"><table><thead><tr>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div></details>"
        )

    def record(self, record: EvidenceRecord) -> str:
        """Return an evidence record with the quote marked in its context and links back to where it is cited."""
        anchor = record_anchor(record)
        title = words_html(title_of(record) or record.title)
        facts = "".join(
            f"<div><dt>{words_html(label)}</dt><dd>{self.inlines(value, counted=False)}</dd></div>"
            for label, value in record.facts
        )
        if record.file:
            place = words_html(place_of(record, self.words["characters"]))
            facts += f"<div><dt>{self.words['place']}</dt><dd><code>{place}</code></dd></div>"
        facts += self.backlinks(anchor)
        label = "" if not title_of(record) else f'<span class="id">{words_html(record.id)}</span> '
        return (
            f'<article class="record" id="{anchor}" tabindex="-1"><h4>{label}{title}</h4>'
            f"{_context(record)}<dl>{facts}</dl></article>"
        )

    def backlinks(self, anchor: str) -> str:
        """Return links to the places that cite a record, several in one place as numbers."""
        places = self.anchors.places.get(anchor, ())
        if not places:
            return f'<div class="uses"><dt>{self.words["uncited"]}</dt></div>'
        by_name: dict[str, list[int]] = {}
        for number, place in enumerate(places, start=1):
            by_name.setdefault(place.name, []).append(number)
        links = []
        for name, numbers in by_name.items():
            first, *rest = numbers
            more = "".join(
                f' <a href="#{use_anchor(anchor, number)}" aria-label="{words_html(name)} {index}">{index}</a>'
                for index, number in enumerate(rest, start=2)
            )
            links.append(f'<a href="#{use_anchor(anchor, first)}">{words_html(name)}</a>{more}')
        return f'<div class="uses"><dt>{self.words["cited"]}</dt><dd>{"; ".join(links)}</dd></div>'


def _least_width(table: Table, column: int) -> float:
    """Return the width in rem below which a column would break its words or grow too tall."""
    cells = ["".join(inline.text for inline in row[column]) for row in table.rows]
    texts = [table.columns[column].heading, *cells]
    longest_word = max((len(word) for text in texts for word in text.split()), default=0)
    longest_cell = max(map(len, cells), default=0)
    return 1.2 + max(0.48 * min(longest_word, 16), min(0.48 * longest_cell, 9.0))


def use_anchor(anchor: str, number: int) -> str:
    """Return the anchor of a record's n-th use; the tilde keeps it apart from every other anchor."""
    return f"{anchor}~{number}"


def _context(record: EvidenceRecord) -> str:
    if not (record.prefix or record.quote or record.suffix):
        return ""
    lang = f' lang="{words_html(record.language)}"' if record.language else ""
    mark = f"<mark>{words_html(record.quote)}</mark>" if record.quote else ""
    return f"<blockquote{lang}>{words_html(record.prefix)}{mark}{words_html(record.suffix)}</blockquote>"


def _data_cell(value: Scalar) -> str:
    if value is None:
        return "<td>–</td>"
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    return f'<td class="right">{value}</td>' if numeric else f"<td>{words_html(str(value))}</td>"


def inline_svg(picture: Picture, anchor: str, alternative: str) -> str:
    """Return a drawing for use inside a page: named for screen readers, its inner ids made unique."""
    drawing = picture.svg.read_text(encoding="utf-8")
    drawing = drawing[drawing.index("<svg") :]
    drawing = re.sub(r'\bid="([^"]+)"', rf'id="{anchor}-\1"', drawing)
    drawing = re.sub(r"url\(#([^)]+)\)", rf"url(#{anchor}-\1)", drawing)
    drawing = re.sub(r'href="#([^"]+)"', rf'href="#{anchor}-\1"', drawing)
    # Vega marks its groups for screen readers one by one; the whole is one image with one description here.
    drawing = re.sub(r' (?:aria-[a-z]+|role|tabindex)="[^"]*"', "", drawing)
    return drawing.replace("<svg", f'<svg role="img" aria-label="{words_html(alternative)}" focusable="false"', 1)
