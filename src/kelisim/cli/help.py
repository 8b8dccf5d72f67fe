"""Help texts in a reader's words: what a value is, and paragraphs as wide as the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

# The word for a value by the programming type behind it; a switch takes none.
_WORDS: Final[Mapping[str, str]] = {
    "bool": "",
    "str": "TEXT",
    "int": "NUMBER",
    "float": "NUMBER",
    "Path": "PATH",
    "datetime": "YYYY-MM-DD",
}


def in_plain_words(command: Any) -> Any:
    """Return a command, and all below it, whose help names values in words and breaks no line of a paragraph."""
    if command.help:
        paragraphs = command.help.split("\n\n")
        command.help = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    asking = command.get_help_option(command.context_class(command))
    for parameter in [*command.params, *([asking] if asking else [])]:
        if parameter.param_type_name == "option" and parameter.metavar is None:
            parameter.metavar = _WORDS.get(_type_of(parameter))
    for below in getattr(command, "commands", {}).values():
        in_plain_words(below)
    return command


def _type_of(parameter: Any) -> str:
    described = getattr(parameter, "type_descriptor", None)
    if described is None:
        return "bool" if parameter.is_flag else "str"
    text = getattr(described.annotation, "__name__", str(described.annotation))
    inner = str(described.annotation).removeprefix("list[").removesuffix("]").rpartition(".")[2]
    return inner if text == "list" else text
