"""Asking over HTTP against servers that fail in every way that servers do."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.utils import format_datetime

import pytest
from provider_cases import QUICK, Clock
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from kelisim.errors import ProviderError
from kelisim.providers.decoding import text_of
from kelisim.providers.http import Limits

GOOD = {"answer": [1.5, None]}


@contextmanager
def raw(*answers: bytes) -> Iterator[str]:
    """Serve bytes as they are, one connection an answer, and close each after it."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(10)

    def serve() -> None:
        for answer in answers:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/data"
    finally:
        thread.join(10)
        listener.close()


def http_answer(body: bytes, length: int, more: str = "") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{more}\r\n"
    return head.encode() + body


def get(url: str, clock: Clock | None = None, limits: Limits = QUICK, **more: str) -> bytes:
    client = (clock or Clock()).client(limits)
    try:
        return client.get(url, **more).body  # type: ignore[arg-type]
    finally:
        client.close()


def test_a_body_that_breaks_off_is_asked_for_again() -> None:
    body, clock = json.dumps(GOOD).encode(), Clock()
    with raw(http_answer(body[:10], len(body)), http_answer(body, len(body))) as url:
        assert get(url, clock) == body
    assert clock.pauses == [1.0]


def test_a_body_that_breaks_off_every_time_is_told_as_such() -> None:
    body = json.dumps(GOOD).encode()
    with (
        raw(*[http_answer(body[:10], len(body))] * 2) as url,
        pytest.raises(ProviderError, match=r"broke off before its end \(2 attempts\)") as raised,
    ):
        get(url, limits=Limits(attempts=2, timeout=2))
    assert raised.value.status == "unreachable"


def test_json_that_is_cut_off_without_a_length_is_noticed() -> None:
    head = b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n"
    whole = json.dumps(GOOD).encode()
    with raw(head + whole[:12], head + whole) as url:
        assert get(url) == whole


def test_gzip_is_decoded_and_a_broken_one_is_asked_for_again() -> None:
    body = json.dumps(GOOD).encode()
    packed = gzip.compress(body, mtime=0)
    broken = packed[:3] + b"\xff" + packed[4:-9] + b"\x00" * 9
    more = "Content-Encoding: gzip\r\n"
    with raw(http_answer(broken, len(broken), more), http_answer(packed, len(packed), more)) as url:
        assert get(url) == body


def test_a_web_page_with_status_200_is_no_data(httpserver: HTTPServer) -> None:
    httpserver.expect_ordered_request("/data").respond_with_data(
        "<!DOCTYPE html><html><body>We are renovating</body></html>", content_type="text/html"
    )
    httpserver.expect_ordered_request("/data").respond_with_json(GOOD)
    assert json.loads(get(httpserver.url_for("/data"))) == GOOD
    httpserver.expect_request("/page").respond_with_data("\n<html>no</html>", content_type="text/csv")
    with pytest.raises(ProviderError, match="a web page came instead of data"):
        get(httpserver.url_for("/page"), form="csv")


@pytest.mark.parametrize("written", ["seconds", "date"])
def test_retry_after_is_kept_to(httpserver: HTTPServer, written: str) -> None:
    clock = Clock()
    asked = "7" if written == "seconds" else format_datetime(clock.now + timedelta(seconds=7), usegmt=True)
    httpserver.expect_ordered_request("/data").respond_with_data("", 429, {"Retry-After": asked})
    httpserver.expect_ordered_request("/data").respond_with_json(GOOD)
    assert json.loads(get(httpserver.url_for("/data"), clock)) == GOOD
    assert clock.pauses == [7.0]


def test_a_long_wait_is_not_waited_for(httpserver: HTTPServer) -> None:
    clock = Clock()
    httpserver.expect_request("/data").respond_with_data("", 503, {"Retry-After": "3600"})
    with pytest.raises(ProviderError, match="it asks to wait 3600 seconds"):
        get(httpserver.url_for("/data"), clock)
    assert clock.pauses == []


def test_attempts_and_pauses_are_bounded(httpserver: HTTPServer) -> None:
    clock = Clock()
    httpserver.expect_request("/data").respond_with_data("", 500)
    with pytest.raises(ProviderError, match=r"answered 500 \(7 attempts\)"):
        get(httpserver.url_for("/data"), clock, Limits(attempts=7, timeout=2))
    assert clock.pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0]


def test_silence_ends_at_the_limit(httpserver: HTTPServer) -> None:
    def late(request: Request) -> Response:
        time.sleep(0.5)
        return Response("{}", content_type="application/json")

    httpserver.expect_request("/data").respond_with_handler(late)
    with pytest.raises(ProviderError, match=r"no answer within 0\.1 seconds"):
        get(httpserver.url_for("/data"), limits=Limits(attempts=1, timeout=0.1))


def test_a_trickle_ends_at_the_limit_too() -> None:
    """Each piece comes in time; the whole does not. The clock is driven by the test."""
    from kelisim.providers.http import Http

    times = iter([0.0, 5.0, 5.0, 5.0])
    body = json.dumps(GOOD).encode()
    with raw(http_answer(body, len(body))) as url:
        client = Http(Limits(attempts=1, timeout=2), clock=lambda: next(times))
        with pytest.raises(ProviderError, match="no whole answer within 2 seconds"):
            client.get(url)
        client.close()


def test_nobody_there_is_told_with_the_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/data"
    with pytest.raises(ProviderError, match=r"/data: it cannot be reached") as raised:
        get(url, limits=Limits(attempts=1))
    assert raised.value.status == "unreachable"


def test_an_answer_too_large_is_refused(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/data").respond_with_data(b'"' + b"x" * 3000 + b'"')
    with pytest.raises(ProviderError, match="the answer is over 0 MiB"):
        get(httpserver.url_for("/data"), limits=Limits(size=2000))


def test_redirects_are_followed_and_bounded(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/old").respond_with_data("", 301, {"Location": "/data?page=2"})
    httpserver.expect_request("/data").respond_with_json(GOOD)
    assert json.loads(get(httpserver.url_for("/old"))) == GOOD
    httpserver.expect_request("/round").respond_with_data("", 302, {"Location": "/round"})
    with pytest.raises(ProviderError, match="redirects more than 5 times"):
        get(httpserver.url_for("/round"))


def test_a_key_goes_where_it_was_meant_to_and_no_further(httpserver: HTTPServer) -> None:
    with HTTPServer(port=0) as elsewhere:
        elsewhere.expect_request("/data").respond_with_json(GOOD)
        httpserver.expect_request("/old", headers={"X-Key": "hush+1"}).respond_with_data(
            "", 302, {"Location": elsewhere.url_for("/data")}
        )
        client = Clock().client()
        done = client.get(httpserver.url_for("/old"), key_header="X-Key", key="hush+1")
        client.close()
        assert "X-Key" not in elsewhere.log[0][0].headers
    assert "X-Key" not in done.request_headers


def test_a_key_is_struck_out_of_all_that_is_kept_or_said(httpserver: HTTPServer) -> None:
    client = Clock().client()
    httpserver.expect_request("/data").respond_with_json({"you sent": "hush+1"}, headers={"ETag": "hush+1"})
    done = client.get(httpserver.url_for("/data?key=hush%2B1"), key_header="X-Key", key="hush+1")
    assert json.loads(done.body) == {"you sent": "[key]"}
    assert done.request_headers["X-Key"] == "[key]"
    assert "hush" not in repr(done)
    httpserver.expect_request("/no").respond_with_data("not hush+1", 403)
    with pytest.raises(ProviderError) as raised:
        client.get(httpserver.url_for("/no"), key_header="X-Key", key="hush+1")
    client.close()
    assert "hush" not in str(raised.value)


def test_cookies_are_not_kept(httpserver: HTTPServer) -> None:
    client = Clock().client()
    httpserver.expect_request("/data").respond_with_json(GOOD, headers={"Set-Cookie": "a=b", "ETag": "v7"})
    done = client.get(httpserver.url_for("/data"))
    client.close()
    assert done.response_headers["etag"] == "v7"
    assert "set-cookie" not in done.response_headers


@pytest.mark.parametrize(("status", "told"), [(404, "withdrawn"), (410, "withdrawn"), (400, "unreachable")])
def test_final_answers_are_not_asked_for_again(httpserver: HTTPServer, status: int, told: str) -> None:
    clock = Clock()
    httpserver.expect_request("/data").respond_with_data("no such series", status)
    with pytest.raises(ProviderError, match=f"answered {status}: no such series") as raised:
        get(httpserver.url_for("/data"), clock)
    assert (raised.value.status, clock.pauses) == (told, [])


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Қазақстан".encode(), "text/plain; charset=windows-1251"),
        ("\ufeffҚазақстан".encode(), "text/plain"),
        ("Қазақстан".encode("utf-16"), "text/plain"),
    ],
)
def test_wrong_names_of_encodings_do_no_harm(body: bytes, kind: str) -> None:
    assert text_of(body, {"content-type": kind}) == "Қазақстан"


def test_a_named_encoding_is_believed_where_the_bytes_are_no_utf_8() -> None:
    assert text_of("Казахстан".encode("cp1251"), {"content-type": "text/csv; charset=windows-1251"}) == "Казахстан"
    with pytest.raises(ProviderError, match="neither in UTF-8 nor in the encoding that it names"):
        text_of("Казахстан".encode("cp1251"), {"content-type": "text/csv"})
