"""Bodies to text, JSON and rows; every digit of a number is kept."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from kelisim.errors import ProviderError
from kelisim.providers.shape import Form, Reply

_CHARSET = re.compile(r"charset=\"?([\w.:-]+)", re.IGNORECASE)
_PAGE = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


def flaw(body: bytes, headers: Mapping[str, str], form: Form) -> str:
    """Return why a body cannot be what was asked for, "" where it may be: web pages and cut-off JSON."""
    if form == "any":
        return ""
    if _PAGE.match(body):
        return "a web page came instead of data"
    if form == "json":
        try:
            json.loads(text_of(body, headers))
        except ProviderError as error:
            return error.problems[0].what
        except ValueError as error:
            return f"the answer is no whole JSON ({error})"
    return ""


def text_of(body: bytes, headers: Mapping[str, str]) -> str:
    """Return the text of a body: by its byte-order mark, else as UTF-8, else as the headers say.

    UTF-8 comes before the header, since servers name a default that the body contradicts, and text in another encoding
    hardly ever passes for UTF-8. Raises ``ProviderError`` where nothing fits.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return _decoded(body, encoding) or ""
    text = _decoded(body, "utf-8")
    if text is None:
        named = _CHARSET.search(headers.get("content-type", ""))
        text = _decoded(body, named.group(1)) if named else None
    if text is None:
        raise ProviderError("unreachable", "the answer is neither in UTF-8 nor in the encoding that it names")
    return text


def _decoded(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def json_of(reply: Reply) -> Any:
    """Return the JSON of a reply, fractions as ``Decimal``; raises ``ProviderError``."""
    try:
        return json.loads(text_of(reply.body, reply.headers), parse_float=Decimal)
    except ValueError as error:
        raise ProviderError("unreachable", f"the answer is no JSON ({error})") from error


def rows_of(reply: Reply) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV reply by column name; raises ``ProviderError`` for a row that does not fit the header."""
    reader = csv.reader(io.StringIO(text_of(reply.body, reply.headers), newline=""))
    header = next(reader, [])
    for cells in reader:
        if not cells:
            continue
        if len(cells) != len(header):
            what = f"line {reader.line_num} of the answer has {len(cells)} cells and its header {len(header)}"
            raise ProviderError("unreachable", what, "the answer may be cut off: try again")
        yield dict(zip(header, cells, strict=True))


def table(value: Any, what: str) -> dict[str, Any]:
    """Return a JSON object, raising ``ProviderError`` where it is something else."""
    if not isinstance(value, dict):
        raise ProviderError("unreachable", f"the answer has no {what}", "the provider may have changed its interface")
    return value


def count(value: Any, what: str) -> int:
    """Return a whole number, however it is written, nought for none; raises ``ProviderError`` for anything else."""
    try:
        return int(value or 0)
    except (TypeError, ValueError, OverflowError) as error:
        hint = "the provider may have changed its interface"
        raise ProviderError("unreachable", f"the answer's {what} is {value!r}", hint) from error


def field(row: dict[str, Any], name: str) -> Any:
    """Return a field of a JSON object, raising ``ProviderError`` where it has none."""
    if name not in row:
        raise ProviderError("unreachable", f"a row has no {name}", "the provider may have changed its interface")
    return row[name]


def items(value: Any, what: str) -> list[Any]:
    """Return a JSON list, raising ``ProviderError`` where it is something else."""
    if not isinstance(value, list):
        raise ProviderError("unreachable", f"the answer has no {what}", "the provider may have changed its interface")
    return value
