"""XML in without entities, document types or network, each element with its line; XML out in one canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from kelisim.errors import Problem, StudyError

_DEEPEST = 256
# A project of half a million codings has two million elements, which take 2 GB of memory.
_MOST_ELEMENTS = 3_000_000
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class Element:
    """An element: its local name, namespace, attributes, own text, children, and the line it starts on."""

    tag: str
    namespace: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def get(self, name: str) -> str:
        """Return an attribute, empty where it is not there."""
        return self.attributes.get(name, "")

    def all(self, *tags: str) -> Iterator[Element]:
        """Yield the children with one of these names."""
        return (child for child in self.children if child.tag in tags)

    def first(self, tag: str) -> Element | None:
        """Return the first child of a name."""
        return next(self.all(tag), None)

    def within(self, tag: str) -> str:
        """Return the text of the first child of a name, empty where there is none."""
        child = self.first(tag)
        return "" if child is None else child.text


class _Builder:
    def __init__(self, file: str) -> None:
        self.file = file
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse
        self.stack: list[Element] = []
        self.texts: list[list[str]] = []
        self.root: Element | None = None
        self.count = 0

    def _refuse(self, *_: object) -> int:
        raise StudyError(
            Problem(
                "hostile",
                "the XML has a document type declaration, by which entities can be smuggled in",
                "no exchange format has one; take it out if you trust the file",
                self.file,
                self.parser.CurrentLineNumber,
            )
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.stack) >= _DEEPEST or self.count > _MOST_ELEMENTS:
            what = f"the XML is nested deeper than {_DEEPEST} elements or has more than {_MOST_ELEMENTS:,}"
            hint = "no coding project is like that; ask whoever sent it for a fresh export, in parts if need be"
            raise StudyError(Problem("hostile", what, hint, self.file, self.parser.CurrentLineNumber))
        namespace, _, tag = name.rpartition(" ")
        element = Element(tag, namespace, attributes, self.parser.CurrentLineNumber)
        if self.stack:
            self.stack[-1].children.append(element)
        else:
            self.root = element
        self.stack.append(element)
        self.texts.append([])

    def _end(self, _: str) -> None:
        self.stack.pop().text = "".join(self.texts.pop())

    def _characters(self, text: str) -> None:
        self.texts[-1].append(text)


def parse(data: bytes, file: str) -> Element:
    """Return the root element; raises ``StudyError`` at the line where the XML is not well formed or hostile."""
    builder = _Builder(file)
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        what = f"not well-formed XML: {expat.ErrorString(error.code)}"
        hint = "export the project again from the program it came from"
        raise StudyError(Problem("xml", what, hint, file, error.lineno)) from error
    except (LookupError, ValueError) as error:
        raise StudyError(Problem("xml", f"not readable as XML: {error}", "", file, 1)) from error
    assert builder.root is not None
    return builder.root


def clean(text: str) -> str:
    """Return a text with U+FFFD for each character that XML 1.0 cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)


def is_clean(text: str) -> bool:
    """Say whether XML 1.0 can hold every character of a text."""
    return _ILLEGAL.search(text) is None


@dataclass(slots=True)
class Node:
    """An element to be written: an attribute of None is left out, and a text excludes children."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    text: str | None = None


def serialise(root: Node) -> bytes:
    """Return the document as UTF-8: attributes in the order given, two blanks a level, LF line ends."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>']
    _write(root, 0, lines)
    return ("\n".join(lines) + "\n").encode("utf-8")


def _write(node: Node, depth: int, lines: list[str]) -> None:
    blank = "  " * depth
    attributes = "".join(
        f' {name}="{_attribute(value)}"' for name, value in node.attributes.items() if value is not None
    )
    if node.text is not None:
        lines.append(f"{blank}<{node.tag}{attributes}>{_text(node.text)}</{node.tag}>")
    elif node.children:
        lines.append(f"{blank}<{node.tag}{attributes}>")
        for child in node.children:
            _write(child, depth + 1, lines)
        lines.append(f"{blank}</{node.tag}>")
    else:
        lines.append(f"{blank}<{node.tag}{attributes}/>")


def _text(text: str) -> str:
    # A carriage return would come back as a line feed if it were not written as a reference.
    escaped = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\r", "&#13;")


def _attribute(text: str) -> str:
    return _text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def described(text: str) -> Sequence[Node]:
    """Return the Description element of a text, none for an empty one."""
    return [Node("Description", text=text)] if text else []
