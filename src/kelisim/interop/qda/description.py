"""A code's definition with all its parts as one text that people can read in any program, and back without loss.

The definition comes first; each further part stands on a line of its own that begins with its label. A line of the
definition, or of a part, that looks like a label is set off by a backslash.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LABEL = re.compile(r"(Include|Exclude|Example|Identifier|Keyword \[([^\]\n]+)\]): ?(.*)", re.DOTALL)
_NEEDS_MARK = re.compile(r"\\|(?:Include|Exclude|Example|Identifier|Keyword \[[^\]\n]+\]):")


@dataclass(frozen=True, slots=True)
class Described:
    """The parts of a description."""

    definition: str = ""
    inclusion: str = ""
    exclusion: str = ""
    examples: tuple[str, ...] = ()
    keywords: dict[str, tuple[str, ...]] = field(default_factory=dict)
    identifier: str = ""


def render(parts: Described) -> str:
    """Return the parts as one text; a part that is empty leaves no trace."""
    lines = [_marked(parts.definition)] if parts.definition else []
    labelled = [("Include", parts.inclusion), ("Exclude", parts.exclusion), ("Identifier", parts.identifier)]
    labelled = [(label, text) for label, text in labelled if text]
    labelled.extend(("Example", example) for example in parts.examples)
    labelled.extend((f"Keyword [{language}]", word) for language, words in parts.keywords.items() for word in words)
    lines.extend(f"{label}: {_marked(text)}" for label, text in labelled)
    return "\n".join(lines)


def parse(text: str) -> Described:
    """Return the parts of a description; one without labels is a definition, as it is."""
    lines = text.split("\n")
    if not any(_LABEL.match(line) for line in lines):
        return Described(definition=text)
    found: list[tuple[str, str, str]] = []
    label, language, gathered = "", "", list[str]()
    for line in lines:
        match = _LABEL.match(line)
        if match:
            found.append((label, language, "\n".join(gathered)))
            label, language, gathered = match[1].split(" ")[0], match[2] or "", [_bare(match[3])]
        else:
            gathered.append(_bare(line))
    found.append((label, language, "\n".join(gathered)))
    keywords: dict[str, tuple[str, ...]] = {}
    for name, code, words in found:
        if name == "Keyword":
            keywords[code] = (*keywords.get(code, ()), words)
    one = {name: words for name, _, words in found if name not in ("Example", "Keyword")}
    return Described(
        definition=one.get("", ""),
        inclusion=one.get("Include", ""),
        exclusion=one.get("Exclude", ""),
        examples=tuple(words for name, _, words in found if name == "Example"),
        keywords=keywords,
        identifier=one.get("Identifier", ""),
    )


def _marked(text: str) -> str:
    return "\n".join(f"\\{line}" if _NEEDS_MARK.match(line) else line for line in text.split("\n"))


def _bare(line: str) -> str:
    return line[1:] if _NEEDS_MARK.match(line[1:]) and line.startswith("\\") else line
