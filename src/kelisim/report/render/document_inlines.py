"""Running text of the print editions, in pandoc's tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kelisim.report.render import pandoc_tree as p
from kelisim.report.render.anchors import Anchors
from kelisim.report.render.dialects import Dialect
from kelisim.report.render.web_links import safe
from kelisim.report.render.words import quoted, words
from kelisim.report.tree import Inline, Inlines, Reference, Report, Text, WebLink


@dataclass(frozen=True, slots=True)
class PrintEdition:
    """What a print edition needs beside the report.

    ``picture_path`` leads from a figure's id to the path the document includes; ``picture_width`` to its width in
    centimetres; ``notices`` are sentences set off before the text.
    """

    dialect: Dialect
    anchors: Anchors
    picture_path: Callable[[str], str]
    picture_width: Mapping[str, float]
    notices: Sequence[str] = ()


class InlineWriter:
    """Writes running text."""

    def __init__(self, report: Report, edition: PrintEdition) -> None:
        self.report = report
        self.edition = edition
        self.dialect = edition.dialect
        self.anchors = edition.anchors
        self.words = words(report.language)

    def inlines(self, content: Inlines) -> p.Nodes:
        """Return running text."""
        return [node for inline in content for node in self.inline(inline)]

    def inline(self, inline: Inline) -> p.Nodes:
        """Return one inline."""
        match inline:
            case Text():
                return self.text(inline)
            case WebLink(url=url, text=label):
                return [p.link(p.text(label), url)] if safe(url) else p.text(label)
            case Reference():
                return self.reference(inline)

    def text(self, inline: Text) -> p.Nodes:
        """Return words in their style and language."""
        language = inline.language or self.report.language
        nodes = p.text(quoted(inline.text, language) if inline.style == "quote" else inline.text)
        if inline.language and inline.language != self.report.language:
            nodes = self.dialect.foreign(nodes, inline.language)
        if inline.style == "emphasis":
            return [p.emphasis(nodes)]
        if inline.style == "strong":
            return [p.strong(nodes)]
        return nodes

    def reference(self, reference: Reference) -> p.Nodes:
        """Return a link to a record, or marked words where there is none."""
        anchor = self.anchors.of(reference)
        if anchor is None:
            return [*p.text(reference.text), *self.dialect.mark("unresolved", p.text(self.words["unresolved"]))]
        return [p.link(p.text(reference.text), f"#{anchor}")]
