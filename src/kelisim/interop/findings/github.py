"""Findings as the workflow commands by which GitHub Actions shows them beside the changed lines."""

from __future__ import annotations

from collections.abc import Iterable

from kelisim.model.finding import Finding

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def to_github(findings: Iterable[Finding], *, folder: str = "") -> str:
    """Return one annotation a line for each finding that the study does not accept.

    ``folder`` is the study's folder as seen from the repository's root, "" where it is that root.
    """
    return "".join(_annotation(one, folder) + "\n" for one in findings if not one.suppressed)


def _annotation(one: Finding, folder: str) -> str:
    properties = {"file": "/".join(part for part in (folder, one.file) if part)}
    if one.line is not None:
        properties["line"] = str(one.line)
    properties["title"] = f"kelisim {one.rule}"
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{_COMMANDS[one.severity]} {named}::{_data(f'{one.message}{chr(10)}mend: {one.hint}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
