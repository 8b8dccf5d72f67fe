"""Asking a chat endpoint: one request, tried again where that can help, with a limit on time and size.

The shape is that of "chat completions", which most servers of language models speak. Failures that pass (too many
requests, a server in trouble, a broken connection) are met with growing pauses, or with the pause the server asks for
(Retry-After, RFC 9110, section 10.2.3); all others end the run at once.
"""

from __future__ import annotations

import email.message
import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from kelisim.coding.machine.settings import Settings
from kelisim.errors import KelisimError, Problem

Message = dict[str, str]

_PASSING = (408, 409, 425, 429, 500, 502, 503, 504)
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_LONGEST_WAIT = 300.0
_LARGEST = 8 << 20
_PIECE = 1 << 16


class EndpointError(KelisimError):
    """The endpoint could not be asked, or not understood."""


class _Passing(Exception):
    """A failure after which trying again can help."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered: the text, why it stopped, which model it says it is, and what was counted."""

    text: str
    finish_reason: str
    model: str
    usage: dict[str, Any]


class Endpoint:
    """A chat endpoint; ``sleep`` takes the pauses, in seconds."""

    def __init__(self, settings: Settings, sleep: Callable[[float], None] = time.sleep) -> None:
        self._settings = settings
        self._key = settings.key()
        self._sleep = sleep
        # A redirect would carry the key and the text to an address that nobody named.
        self._opener = urllib.request.build_opener(_NoRedirect)

    def ask(self, messages: Sequence[Message]) -> Reply:
        """Return the reply to a conversation; raises ``EndpointError`` where there is none to be had."""
        body = {"model": self._settings.model, "messages": list(messages), **self._settings.parameters}
        pause = _FIRST_PAUSE
        for attempt in range(1, self._settings.attempts + 1):
            try:
                return _reply(self._send(json.dumps(body, ensure_ascii=False).encode("utf-8")))
            except _Passing as failure:
                if attempt == self._settings.attempts:
                    tries = "1 attempt" if attempt == 1 else f"{attempt} attempts"
                    raise self._error(f"{failure} ({tries})", "try again later: what was answered is kept") from None
                if failure.wait is not None and failure.wait > _LONGEST_WAIT:
                    hint = "try again then: what was answered is kept"
                    raise self._error(f"{failure}; it asks to wait {failure.wait:.0f} seconds", hint) from None
                self._sleep(pause if failure.wait is None else failure.wait)
                pause = min(2 * pause, _LONGEST_PAUSE)
        raise AssertionError("unreachable")

    def redacted(self, text: str) -> str:
        """Return a text without the key, should a server have echoed it."""
        return text.replace(self._key, "[key]") if self._key else text

    def _send(self, data: bytes) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "kelisim"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(self._settings.url, data=data, headers=headers, method="POST")
        deadline = time.monotonic() + self._settings.timeout
        try:
            with self._opener.open(request, timeout=self._settings.timeout) as response:
                return _read(response, deadline)
        except urllib.error.HTTPError as error:
            with error:
                self._refuse(error)
            raise AssertionError("unreachable") from error
        except TimeoutError:
            raise _Passing(f"no answer within {self._settings.timeout:g} seconds") from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise _Passing(f"no answer within {self._settings.timeout:g} seconds") from None
            raise _Passing(f"the endpoint cannot be reached: {error.reason}") from None
        except http.client.IncompleteRead:
            raise _Passing("the answer broke off before its end") from None
        except (http.client.HTTPException, OSError) as error:
            raise _Passing(f"the connection failed: {type(error).__name__}") from None

    def _refuse(self, error: urllib.error.HTTPError) -> None:
        what = f"the endpoint answered {error.code} {error.reason}".rstrip()
        if error.code in _PASSING:
            raise _Passing(self.redacted(what), _wait(error.headers))
        hints = {
            401: f"put the key into the environment variable {self._settings.key_variable}",
            403: f"check the key in the environment variable {self._settings.key_variable}",
            404: "check base_url, which ends before /chat/completions, and the name of the model",
        }
        if 300 <= error.code < 400:
            raise self._error(f"{what}, a redirect", "name the final address as base_url: redirects are not followed")
        detail = " ".join(error.read(2000).decode("utf-8", "replace").split())[:300]
        hint = hints.get(error.code, "check what the endpoint admits, such as temperature or json_mode")
        raise self._error(f"{what}: {detail}" if detail else what, hint)

    def _error(self, what: str, hint: str) -> EndpointError:
        return EndpointError(Problem("endpoint", self.redacted(f"{self._settings.url}: {what}"), hint))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **more: Any) -> None:
        return None


def _read(response: Any, deadline: float) -> bytes:
    """Read a body piece by piece: a server that sends a byte now and then must not hold the run for ever."""
    pieces: list[bytes] = []
    size = 0
    expected = response.headers.get("Content-Length", "")
    while piece := response.read1(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > _LARGEST:
            raise _Passing(f"the answer is longer than {_LARGEST >> 20} MiB")
        if time.monotonic() > deadline:
            raise TimeoutError
    if expected.isdigit() and size < int(expected):
        raise _Passing("the answer broke off before its end")
    return b"".join(pieces)


def _reply(data: bytes) -> Reply:
    try:
        content = json.loads(data)
        choice = content["choices"][0]
        text = choice["message"]["content"]
        if not isinstance(text, str):
            raise TypeError
        usage = content.get("usage")
        return Reply(
            text=text,
            finish_reason=str(choice.get("finish_reason") or ""),
            model=str(content.get("model") or ""),
            usage=usage if isinstance(usage, dict) else {},
        )
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        raise _Passing("the answer is not of the form of a chat completion") from None


def _wait(headers: email.message.Message) -> float | None:
    """Return the seconds that a server asks to wait, by number or by date."""
    asked = str(headers.get("Retry-After") or "").strip()
    if not asked:
        return None
    if asked.replace(".", "", 1).isdigit():
        return float(asked)
    try:
        then = parsedate_to_datetime(asked)
    except ValueError:
        return None
    return max(0.0, ((then if then.tzinfo else then.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())
