"""Names of persons and institutions, as a register writes them and as BibTeX does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

AND_OTHERS = "et al."
# Words that end or open an institution's name and no family name: "World Bank" is not a Mr Bank.
_INSTITUTIONS = re.compile(
    r"\b(?:agency|academy|administration|association|authority|bank|bureau|centre|center|commission|committee|company|"
    r"congress|corporation|council|department|development|foundation|fund|government|group|institute|institution|"
    r"international|limited|ltd|media|ministry|motors|nations|news|office|organi[sz]ation|parliament|programme|"
    r"republic|service|society|statistics|times|union|university|"
    r"министерство|комитет|агентство|ассоциация|банк|университет|институт|правительство|республика|бюро)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person (family, given, suffix) or an institution (literal)."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    literal: str = ""

    def __str__(self) -> str:
        if self.literal or not self.given:
            whole = self.literal or self.family
            return "{" + whole + "}" if re.search(r"[,;{}]", whole) else whole
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)


def read_names(authors: str) -> tuple[Name, ...]:
    """Return the names in the authors cell of a register: "Chen, Y.; Dai, X.; World Bank".

    A name without a comma is an institution's; one that has a comma stands in braces: "{Ministry of Trade, Almaty}".
    """
    names = []
    for part in split_outside_braces(authors, re.compile(";")):
        text = part.strip()
        if text.startswith("{") and text.endswith("}"):
            names.append(Name(literal=text[1:-1]))
        elif "," in text:
            pieces = [piece.strip() for piece in text.split(",")]
            names.append(Name(family=pieces[0], given=pieces[1], suffix=", ".join(pieces[2:])))
        elif text:
            names.append(Name(literal=text))
    return tuple(names)


def join_names(names: Iterable[Name]) -> str:
    """Write names as the authors cell of a register has them."""
    return "; ".join(text for name in names if (text := str(name)))


def split_outside_braces(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split a text where ``separator`` matches outside all braces."""
    parts, depth, start, position = [], 0, 0, 0
    while position < len(text):
        if text[position] in "{}":
            depth = max(0, depth + (1 if text[position] == "{" else -1))
        elif depth == 0 and (match := separator.match(text, position)) and match.end() > position:
            parts.append(text[start:position])
            start = position = match.end()
            continue
        position += 1
    return [*parts, text[start:]]


def is_braced(text: str) -> bool:
    """Say whether one pair of braces holds the whole text."""
    if not (text.startswith("{") and text.endswith("}")):
        return False
    depth = 0
    for position, mark in enumerate(text):
        depth += (mark == "{") - (mark == "}")
        if depth == 0 and position < len(text) - 1:
            return False
    return depth == 0


def read_bibtex_names(field: str, decode: Callable[[str], str]) -> tuple[Name, ...]:
    """Return the names of a BibTeX author or editor field, raw as written.

    "First von Last", "von Last, First", "von Last, Jr, First" and BibLaTeX's "family=…, given=…" are told apart as
    BibTeX does; a name in braces is an institution's; "and others" becomes "et al.".
    """
    names = []
    for part in split_outside_braces(field, re.compile(r"\s+(?i:and)(?=\s)")):
        text = part.strip()
        if text.casefold() == "others":
            names.append(Name(literal=AND_OTHERS))
        elif is_braced(text):
            names.append(Name(literal=decode(text)))
        elif re.match(r"(?:family|given|prefix|suffix)\s*=", text):
            names.append(_extended(text, decode))
        elif text:
            names.append(_classic(text, decode))
    return tuple(name for name in names if str(name))


def _extended(text: str, decode: Callable[[str], str]) -> Name:
    parts = {}
    for piece in split_outside_braces(text, re.compile(",")):
        label, _, value = piece.partition("=")
        parts[label.strip()] = decode(value.strip().strip('"'))
    family = " ".join(filter(None, (parts.get("prefix", ""), parts.get("family", ""))))
    given = parts.get("given", "")
    return Name(family=family, given=given, suffix=parts.get("suffix", "")) if given else Name(literal=family)


def _classic(text: str, decode: Callable[[str], str]) -> Name:
    commas = [decode(piece.strip()) for piece in split_outside_braces(text, re.compile(","))]
    if len(commas) == 1:
        tokens = [decode(token) for token in split_outside_braces(text, re.compile(r"[\s~]+")) if token]
        if len(tokens) < 2 or _INSTITUTIONS.search(commas[0]):
            return Name(literal=commas[0])
        first_von = next((at for at, token in enumerate(tokens[:-1]) if at and token[:1].islower()), len(tokens) - 1)
        if tokens[0][:1].islower():
            first_von = 0
        return person(" ".join(tokens[first_von:]), " ".join(tokens[:first_von]))
    if len(commas) == 2:
        return person(commas[0], commas[1])
    return person(commas[0], ", ".join(commas[2:]), commas[1])


def person(family: str, given: str, suffix: str = "") -> Name:
    """Return a person, or a literal name where one of the two parts is missing."""
    if family and given:
        return Name(family=family, given=given, suffix=suffix)
    return Name(literal=family or given)


def write_bibtex_names(names: Iterable[Name], escape: Callable[[str], str]) -> str:
    """Write names as a BibTeX author field; institutions stand in braces."""
    written = []
    for name in names:
        if name.literal == AND_OTHERS:
            written.append("others")
        elif name.literal or not name.given:
            written.append("{" + escape(name.literal or name.family) + "}")
        else:
            parts = (name.family, name.suffix, name.given) if name.suffix else (name.family, name.given)
            written.append(", ".join(_guarded(escape(part)) for part in parts))
    return " and ".join(written)


def _guarded(part: str) -> str:
    return "{" + part + "}" if "," in part or re.search(r"(?:^|\s)(?i:and)(?:\s|$)", part) else part
