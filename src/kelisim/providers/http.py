"""Asking over HTTP: one GET, tried again where that can help, with limits on time, size, redirects and waiting.

Failures that pass (a time-out, 429, 5xx, a broken connection, a web page in place of data) are met with growing pauses,
or with the pause the server asks for (Retry-After, RFC 9110, section 10.2.3); all others end the attempt at once. A key
goes to the address that was named and never follows a redirect elsewhere; it is struck out of every text and body
before anything is kept or said.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, quote_plus

from kelisim import __version__
from kelisim.errors import MissingExtra, ProviderError
from kelisim.providers.decoding import flaw
from kelisim.providers.shape import Form

_PASSING = (408, 425, 429, 500, 502, 503, 504)
_MOVED = (301, 302, 303, 307, 308)
_KEPT = ("content-type", "content-encoding", "content-length", "date", "etag", "last-modified")
_ACCEPT = {
    "json": "application/json",
    "csv": "text/csv",
    "xml": "application/vnd.sdmx.genericdata+xml;version=2.1, application/vnd.sdmx.data+json;q=0.9, */*;q=0.5",
    "any": "*/*",
}
_STRUCK = "[key]"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how often: attempts; seconds for one answer, for a pause and for one that the server asks for."""

    attempts: int = 4
    timeout: float = 60.0
    first_pause: float = 1.0
    longest_pause: float = 30.0
    longest_wait: float = 120.0
    redirects: int = 5
    size: int = 64 << 20


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, without secrets."""

    url: str
    status: int
    body: bytes
    request_headers: Mapping[str, str] = field(default_factory=dict)
    response_headers: Mapping[str, str] = field(default_factory=dict)


class _Passing(Exception):
    """A failure after which trying again can help."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.wait = wait


class Http:
    """A client; ``sleep`` takes the pauses, ``clock`` measures one answer, ``now`` reads dates in Retry-After."""

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        try:
            import httpx2
        except ImportError as error:
            raise MissingExtra("asking providers", "fetch") from error
        self._library: Any = httpx2
        self._limits = limits or Limits()
        self._sleep, self._clock, self._now = sleep, clock, now
        self._client = httpx2.Client(timeout=self._limits.timeout, follow_redirects=False)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def get(self, url: str, form: Form = "json", *, key_header: str = "", key: str = "") -> Exchange:
        """Return the exchange that ends well; raises ``ProviderError`` where there is none to be had."""
        pause = self._limits.first_pause
        for attempt in range(1, self._limits.attempts + 1):
            try:
                return self._follow(url, form, key_header, key)
            except _Passing as failure:
                what = f"{_without(url, key)}: {_without(str(failure), key)}"
                if attempt == self._limits.attempts:
                    raise ProviderError("unreachable", f"{what} ({attempt} attempts)", "try again later") from None
                if failure.wait is not None and failure.wait > self._limits.longest_wait:
                    what += f"; it asks to wait {failure.wait:.0f} seconds"
                    raise ProviderError("unreachable", what, "try again then") from None
                self._sleep(pause if failure.wait is None else failure.wait)
                pause = min(2 * pause, self._limits.longest_pause)
        raise AssertionError("unreachable")

    def _follow(self, url: str, form: Form, key_header: str, key: str) -> Exchange:
        """Follow redirects, the key only as far as scheme, host and port stay what they were."""
        here = self._library.URL(url)
        home = (here.scheme, here.host, here.port)
        for _ in range(self._limits.redirects + 1):
            carried = key if (here.scheme, here.host, here.port) == home else ""
            headers = {"Accept": _ACCEPT[form], "User-Agent": f"kelisim/{__version__}"}
            shown = {**headers, key_header: _STRUCK} if carried and key_header else dict(headers)
            if carried and key_header:
                headers[key_header] = carried
            status, received, body = self._send(here, headers)
            if status in _MOVED and received.get("location"):
                here = here.join(received["location"])
                if home[0] == "https" and here.scheme != "https":
                    raise ProviderError("unreachable", f"{_without(url, key)} redirects to an open connection")
                continue
            self._judge(url, key, status, received, body, form)
            kept = {name: _without(received[name], key) for name in _KEPT if name in received}
            return Exchange(_without(str(here), key), status, _struck(body, key), shown, kept)
        raise ProviderError("unreachable", f"{_without(url, key)} redirects more than {self._limits.redirects} times")

    def _send(self, url: Any, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        library, deadline = self._library, self._clock() + self._limits.timeout
        pieces, size = [], 0
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                for piece in response.iter_bytes():
                    pieces.append(piece)
                    size += len(piece)
                    if size > self._limits.size:
                        raise ProviderError("unreachable", f"the answer is over {self._limits.size >> 20} MiB")
                    if self._clock() > deadline:
                        raise _Passing(f"no whole answer within {self._limits.timeout:g} seconds")
                received = {name.lower(): value for name, value in response.headers.items()}
                return response.status_code, received, b"".join(pieces)
        except library.TimeoutException:
            raise _Passing(f"no answer within {self._limits.timeout:g} seconds") from None
        except library.DecodingError:
            raise _Passing("the answer is not compressed as it says") from None
        except library.RemoteProtocolError:
            raise _Passing("the answer broke off before its end") from None
        except library.TransportError as error:
            raise _Passing(f"it cannot be reached ({type(error).__name__})") from None

    def _judge(self, url: str, key: str, status: int, headers: Mapping[str, str], body: bytes, form: Form) -> None:
        if status == 200:
            wrong = flaw(body, headers, form)
            if wrong:
                raise _Passing(wrong)
            return
        said = " ".join(body[:2000].decode("utf-8", "replace").split())[:200]
        what = f"it answered {status}" + (f": {said}" if said and "<" not in said else "")
        wait = _wait(headers.get("retry-after", ""), self._now())
        # A quota that is used up is told as 403, with or without the time at which it is filled again.
        if status in _PASSING or (status == 403 and wait is not None):
            raise _Passing(what, wait)
        what = _without(f"{url}: {what}", key)
        if status in (404, 410, 204):
            raise ProviderError("withdrawn", what, "look the indicator up again: kelisim series search")
        hint = "check the key, or wait for the next quota" if status in (401, 403) else "check the query"
        raise ProviderError("unreachable", what, hint)


def _without(text: str, key: str) -> str:
    for form in {key, quote(key, safe=""), quote_plus(key)} - {""}:
        text = text.replace(form, _STRUCK)
    return text


def _struck(body: bytes, key: str) -> bytes:
    return body.replace(key.encode(), _STRUCK.encode()) if key else body


def _wait(asked: str, now: datetime) -> float | None:
    """Return the seconds that a server asks to wait, by number or by date."""
    asked = asked.strip()
    if not asked:
        return None
    if asked.replace(".", "", 1).isdigit():
        return float(asked)
    try:
        then = parsedate_to_datetime(asked)
    except ValueError:
        return None
    return max(0.0, ((then if then.tzinfo else then.replace(tzinfo=UTC)) - now).total_seconds())
