"""The line of a journal: one JSON object in UTF-8 that names the hash of the line before it."""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic_core import from_json

from kelisim.errors import UsageError, nearest

VERSION = 1
ACTS = (
    "screen",
    "rate",
    "code",
    "uncode",
    "memo",
    "adjudicate",
    "confirm",
    "reject",
    "note",
    "undo",
    "redo",
)
_BEGINNING = b'{"v":'
ENVELOPE = ("v", "act", "actor", "time", "target", "prev", "demonstration", "was")


def line_hash(line: bytes) -> str:
    """Return the hash by which the next line names this one: SHA-256 of its bytes without the line end."""
    return hashlib.sha256(line).hexdigest()


def now() -> str:
    """Return the time for a new line: UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def record_of(
    *,
    act: str,
    actor: str,
    target: Mapping[str, Any],
    body: Mapping[str, Any] | None = None,
    time: str | None = None,
    demonstration: bool = False,
) -> dict[str, Any]:
    """Return the record of an act, without the chain; raises ``UsageError`` for what no journal can hold."""
    if act not in ACTS:
        raise UsageError(f"unknown act {act!r}", nearest(act, ACTS) or "one of: " + ", ".join(ACTS))
    taken = [name for name in body or {} if name in ENVELOPE]
    if taken:
        raise UsageError(f"the body of an act may not hold {', '.join(taken)}", "choose another name")
    record: dict[str, Any] = {
        "v": VERSION,
        "act": act,
        "actor": actor,
        "time": time or now(),
        "target": dict(target),
        **dict(body or {}),
    }
    if demonstration:
        record["demonstration"] = True
    encode(record, "", ())
    return record


def encode(record: Mapping[str, Any], previous: str, was: Sequence[str] = ()) -> bytes:
    """Return the line of a record after the line whose hash is ``previous``, without its line end."""
    content = {name: value for name, value in record.items() if name not in ("prev", "demonstration", "was")}
    content["prev"] = previous
    if record.get("demonstration"):
        content["demonstration"] = True
    if was:
        content["was"] = list(was)
    try:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"the act cannot be written as JSON in UTF-8: {error}", "use texts, numbers and lists"
        ) from error


def decode(line: bytes) -> dict[str, Any] | None:
    """Return the record of a line, None where it is not a JSON object."""
    try:
        record = from_json(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def split(data: bytes) -> list[bytes]:
    """Return the lines of a journal's bytes without their ends; the last is torn where the bytes do not end in one.

    A carriage return before the line end belongs to it, and a byte order mark to no line: tools that convert line ends
    and editors that mark their files leave the chain whole.
    """
    lines = data.removeprefix(codecs.BOM_UTF8).split(b"\n")
    if not lines[-1]:
        lines.pop()
    return [line.removesuffix(b"\r") for line in lines]


def is_fragment(line: bytes) -> bool:
    """Say whether bytes that are no record can be what a crash left of one: its beginning, or blocks never filled."""
    start = line.rstrip(b"\0")
    return start.startswith(_BEGINNING) or _BEGINNING.startswith(start)
