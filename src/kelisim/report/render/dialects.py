"""What differs between the print formats: how a box, a mark or a turned page is said in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from kelisim.report.render import pandoc_tree as p
from kelisim.report.render.words import primary

Box = Literal[
    "title",
    "subtitle",
    "authors",
    "abstract",
    "facts",
    "lead",
    "warning",
    "note",
    "exhibit",
    "table-notes",
    "record",
    "context",
]
Mark = Literal["label", "quoted", "around", "unresolved"]

_DOCX_BOXES: Final[dict[Box, str]] = {
    "abstract": "Abstract",
    "facts": "Report Facts",
    "lead": "Lead",
    "warning": "Caution",
    "note": "Side Note",
    "table-notes": "Table Notes",
    "record": "Evidence Record",
    "context": "Evidence Context",
}
_DOCX_MARKS: Final[dict[Mark, str]] = {
    "label": "Evidence Label",
    "quoted": "Evidence Quote",
    "around": "Evidence Around",
    "unresolved": "Unresolved",
}
# Section ends that the DOCX finisher replaces by the whole page set-up.
DOCX_END_UPRIGHT: Final = '<w:p><w:pPr><w:sectPr><w:type w:val="upright"/></w:sectPr></w:pPr></w:p>'
DOCX_END_TURNED: Final = '<w:p><w:pPr><w:sectPr><w:type w:val="turned"/></w:sectPr></w:pPr></w:p>'

# babel's names of the languages that studies of this field are written in.
BABEL: Final = {
    "en": "british",
    "ru": "russian",
    "kk": "kazakh",
    "ky": "kyrgyz",
    "uz": "uzbek",
    "zh": "chinese-simplified",
    "tr": "turkish",
    "mn": "mongolian",
    "uk": "ukrainian",
    "be": "belarusian",
    "de": "ngerman",
    "fr": "french",
    "es": "spanish",
    "ja": "japanese",
    "ko": "korean",
    "fa": "persian",
    "ar": "arabic",
    "ka": "georgian",
    "hy": "armenian",
    "az": "azerbaijani",
    "tg": "tajik",
    "tk": "turkmen",
}


@dataclass(frozen=True, slots=True)
class Dialect:
    """One print format.

    ``picture`` is the suffix of the figures it includes; ``front_in_meta`` says that the format's writer makes the
    title from the metadata; the functions dress blocks and words.
    """

    form: Literal["typst", "latex", "docx"]
    picture: Literal[".svg", ".pdf", ".png"]
    front_in_meta: bool
    box: Callable[[Box, p.Nodes, str], p.Nodes]
    mark: Callable[[Mark, p.Nodes], p.Nodes]
    foreign: Callable[[p.Nodes, str], p.Nodes]
    turned: Callable[[p.Nodes], p.Nodes]
    separate: Callable[[], p.Nodes]


def _with_anchor(blocks: p.Nodes, identifier: str) -> p.Nodes:
    return [p.division(blocks, identifier)] if identifier else blocks


def _typst_box(box: Box, blocks: p.Nodes, identifier: str) -> p.Nodes:
    # Typst attaches a label to the block before it, so the label is written with the closing bracket.
    label = f" <{identifier}>" if identifier else ""
    return [p.raw_block("typst", f"#report-{box}["), *blocks, p.raw_block("typst", f"]{label}")]


def _typst_mark(mark: Mark, inlines: p.Nodes) -> p.Nodes:
    return [p.raw_inline("typst", f"#mark-{mark}["), *inlines, p.raw_inline("typst", "]")]


def _typst_foreign(inlines: p.Nodes, language: str) -> p.Nodes:
    return [p.raw_inline("typst", f'#text(lang: "{primary(language)}")['), *inlines, p.raw_inline("typst", "]")]


def _typst_turned(blocks: p.Nodes) -> p.Nodes:
    return [p.raw_block("typst", "#page(flipped: true)["), *blocks, p.raw_block("typst", "]")]


def _latex_box(box: Box, blocks: p.Nodes, identifier: str) -> p.Nodes:
    if box == "exhibit":  # a long table breaks across pages only outside an environment of its own
        return _with_anchor(blocks, identifier)
    name = f"report{box.replace('-', '')}"
    inner = [p.raw_block("latex", f"\\begin{{{name}}}"), *blocks, p.raw_block("latex", f"\\end{{{name}}}")]
    return _with_anchor(inner, identifier)


def _latex_mark(mark: Mark, inlines: p.Nodes) -> p.Nodes:
    return [p.raw_inline("latex", f"\\mark{mark}{{"), *inlines, p.raw_inline("latex", "}")]


def _latex_foreign(inlines: p.Nodes, language: str) -> p.Nodes:
    name = BABEL.get(primary(language), "")
    return [p.raw_inline("latex", f"\\inlanguage{{{name}}}{{"), *inlines, p.raw_inline("latex", "}")]


def _latex_turned(blocks: p.Nodes) -> p.Nodes:
    return [p.raw_block("latex", "\\begin{landscape}"), *blocks, p.raw_block("latex", "\\end{landscape}")]


def _docx_box(box: Box, blocks: p.Nodes, identifier: str) -> p.Nodes:
    return [p.division(blocks, identifier, _DOCX_BOXES.get(box, ""))]


def _docx_mark(mark: Mark, inlines: p.Nodes) -> p.Nodes:
    return [p.styled(inlines, _DOCX_MARKS[mark])]


def _docx_foreign(inlines: p.Nodes, language: str) -> p.Nodes:
    return [p.span(inlines, language=language)]


def _docx_turned(blocks: p.Nodes) -> p.Nodes:
    return [p.raw_block("openxml", DOCX_END_UPRIGHT), *blocks, p.raw_block("openxml", DOCX_END_TURNED)]


def _typst_separate() -> p.Nodes:
    return [p.raw_block("typst", "#report-evidence-begins()")]


def _latex_separate() -> p.Nodes:
    return [p.raw_block("latex", "\\evidencebegins")]


def _docx_separate() -> p.Nodes:
    return [p.raw_block("openxml", '<w:p><w:r><w:br w:type="page"/></w:r></w:p>')]


TYPST: Final = Dialect("typst", ".svg", False, _typst_box, _typst_mark, _typst_foreign, _typst_turned, _typst_separate)
LATEX: Final = Dialect("latex", ".pdf", False, _latex_box, _latex_mark, _latex_foreign, _latex_turned, _latex_separate)
DOCX: Final = Dialect("docx", ".png", True, _docx_box, _docx_mark, _docx_foreign, _docx_turned, _docx_separate)
