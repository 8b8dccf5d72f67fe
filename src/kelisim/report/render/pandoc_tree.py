"""A small writer of pandoc's document tree, in the JSON that ``pandoc -f json`` reads (API 1.23)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

Node = dict[str, Any]
Nodes = list[Node]
API_VERSION: Final = [1, 23, 1]

# What XML 1.0 forbids, and lone surrogates, which no encoding can write.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SPACES: Final = re.compile(r"[ \t\n\r\x85\u2028\u2029]+")
_ALIGNMENTS: Final = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}


def clean(text: str) -> str:
    """Return a text without the characters that no output format can hold."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def attributes(identifier: str = "", classes: Sequence[str] = (), pairs: Iterable[tuple[str, str]] = ()) -> list[Any]:
    """Return an attribute triple."""
    return [identifier, list(classes), [list(pair) for pair in pairs]]


def text(words: str) -> Nodes:
    """Return plain words as strings and spaces."""
    nodes: Nodes = []
    for index, part in enumerate(_SPACES.split(clean(words))):
        if index:
            nodes.append({"t": "Space"})
        if part:
            nodes.append({"t": "Str", "c": part})
    return nodes


def strong(inlines: Nodes) -> Node:
    """Return strong words."""
    return {"t": "Strong", "c": inlines}


def emphasis(inlines: Nodes) -> Node:
    """Return emphasised words."""
    return {"t": "Emph", "c": inlines}


def line_break() -> Node:
    """Return a forced line break."""
    return {"t": "LineBreak"}


def span(inlines: Nodes, identifier: str = "", classes: Sequence[str] = (), language: str = "") -> Node:
    """Return words with an anchor, classes or a language."""
    pairs = [("lang", language)] if language else []
    return {"t": "Span", "c": [attributes(identifier, classes, pairs), inlines]}


def styled(inlines: Nodes, style: str) -> Node:
    """Return words in a named character style of the word processor."""
    return {"t": "Span", "c": [attributes(pairs=[("custom-style", style)]), inlines]}


def link(inlines: Nodes, target: str) -> Node:
    """Return a link to "#anchor" or to the web."""
    return {"t": "Link", "c": [attributes(), inlines, [target, ""]]}


def raw_inline(form: str, code: str) -> Node:
    """Return code of the target format among words."""
    return {"t": "RawInline", "c": [form, code]}


def raw_block(form: str, code: str) -> Node:
    """Return code of the target format among blocks."""
    return {"t": "RawBlock", "c": [form, code]}


def paragraph(inlines: Nodes) -> Node:
    """Return a paragraph."""
    return {"t": "Para", "c": inlines}


def plain(inlines: Nodes) -> Node:
    """Return words without a paragraph's space around them."""
    return {"t": "Plain", "c": inlines}


def heading(level: int, inlines: Nodes, identifier: str) -> Node:
    """Return a heading."""
    return {"t": "Header", "c": [level, attributes(identifier), inlines]}


def division(blocks: Nodes, identifier: str = "", style: str = "") -> Node:
    """Return blocks with an anchor or in a named paragraph style of the word processor."""
    pairs = [("custom-style", style)] if style else []
    return {"t": "Div", "c": [attributes(identifier, pairs=pairs), blocks]}


def bullets(items: Sequence[Nodes], *, ordered: bool) -> Node:
    """Return a list."""
    content = [[plain(item)] for item in items]
    if ordered:
        return {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], content]}
    return {"t": "BulletList", "c": content}


def figure(path: str, alternative: str, caption: Nodes, width: str) -> Node:
    """Return a picture with a caption and words for those who cannot see it; ``width`` such as "15cm"."""
    image = {"t": "Image", "c": [attributes(pairs=[("width", width)]), text(alternative), [path, ""]]}
    return {"t": "Figure", "c": [attributes(), [None, [plain(caption)]], [plain([image])]]}


def table(
    caption: Nodes,
    columns: Sequence[tuple[str, float]],
    head: Sequence[Nodes],
    rows: Sequence[Sequence[Nodes]],
) -> Node:
    """Return a table; ``columns`` holds (alignment, share of the text's width)."""

    def row(cells: Sequence[Nodes]) -> list[Any]:
        return [
            attributes(),
            [[attributes(), {"t": "AlignDefault"}, 1, 1, [plain(cell)] if cell else []] for cell in cells],
        ]

    specification = [[{"t": _ALIGNMENTS[align]}, {"t": "ColWidth", "c": width}] for align, width in columns]
    body = [[attributes(), 0, [], [row(cells) for cells in rows]]]
    return {
        "t": "Table",
        "c": [
            attributes(),
            [None, [plain(caption)]],
            specification,
            [attributes(), [row(head)]],
            body,
            [attributes(), []],
        ],
    }


def document(blocks: Nodes, meta: dict[str, Node] | None = None) -> dict[str, Any]:
    """Return a whole document."""
    return {"pandoc-api-version": API_VERSION, "meta": meta or {}, "blocks": blocks}


def meta_inlines(inlines: Nodes) -> Node:
    """Return words as a value of the document's metadata."""
    return {"t": "MetaInlines", "c": inlines}


def meta_list(values: Iterable[Node]) -> Node:
    """Return values as a list in the document's metadata."""
    return {"t": "MetaList", "c": list(values)}
