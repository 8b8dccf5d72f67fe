"""A chat endpoint against a server that answers, refuses, stalls and lies; and nothing sent unless somebody says so."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from editing import edit
from kelisim.coding.machine.ask import ask, plan
from kelisim.coding.machine.corpus import Corpus, Unit, read_corpus
from kelisim.coding.machine.endpoint import Endpoint, EndpointError
from kelisim.coding.machine.prompt import WrongAnswer, read_answer
from kelisim.coding.machine.settings import Settings, settings_of
from kelisim.errors import StudyError, UsageError
from kelisim.study.layout import Layout
from machine_fakes import Fake, breaks_off, by_word, project, regular, says, serving, status

KEY = "sk-never-to-be-seen-2f9a"
ASKED = [{"role": "user", "content": '{"units": [{"unit": 1, "text": "The levy rose."}]}'}]


@pytest.fixture
def fake() -> Iterator[Fake]:
    with serving() as found:
        yield found


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return project(tmp_path / "s", regular(3, 6))


def of(fake: Fake, **more: Any) -> Settings:
    return Settings(**{"base_url": fake.url, "model": "small", "batch": 4, **more})


def run(layout: Layout, settings: Settings, *, send: bool = True, pauses: list[float] | None = None) -> Any:
    corpus = read_corpus(layout)
    planned = plan(corpus, settings)
    endpoint = Endpoint(settings, sleep=(pauses if pauses is not None else []).append)
    return ask(corpus, planned, send=send, endpoint=endpoint)


def codings(layout: Layout, actor: str = "machine-small") -> list[dict[str, Any]]:
    lines = (layout.journals / f"{actor}.jsonl").read_text(encoding="utf-8").splitlines()
    return [one for one in map(json.loads, lines) if one["act"] == "code"]


def records(layout: Layout) -> list[dict[str, Any]]:
    lines = (layout.root / "machine" / "machine-small.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_answers_become_codings_with_their_grounds(layout: Layout, fake: Fake) -> None:
    fake.answer = by_word
    made = run(layout, of(fake, temperature=0.0))
    corpus = read_corpus(layout)
    expected = {
        (unit.document, unit.start, code)
        for unit in corpus.units
        for word, code in (("levy", "tax"), ("motorway", "road"))
        if word in unit.text
    }
    found = codings(layout)
    assert {(one["target"]["document"], one["target"]["start"], one["code"]) for one in found} == expected
    assert made.recorded.added == len(expected)
    assert made.sent == len(fake.requests) == 6
    machine = found[0]["machine"]
    assert (machine["kind"], machine["model"], machine["quote"]) == ("endpoint", "small", "levy")
    assert len(machine["prompt_hash"]) == 64
    assert machine["answer"] in {one["key"] for one in records(layout)}
    sent = fake.requests[0]
    assert (sent["path"], sent["model"], sent["temperature"]) == ("/v1/chat/completions", "small", 0.0)
    assert "A public charge." in sent["messages"][0]["content"]
    assert "Authorization" not in fake.headers[0]


def test_the_record_holds_prompt_model_parameters_and_response(layout: Layout, fake: Fake) -> None:
    run(layout, of(fake, seed=3))
    record = records(layout)[0]
    assert record["messages"] == fake.requests[0]["messages"]
    assert record["parameters"] == {"temperature": 0.0, "seed": 3}
    assert (record["model"], record["answering_model"]) == ("small", "fake-1-0613")
    assert json.loads(record["response"])["units"][0] == {"unit": 1, "codes": []}
    assert record["taken"] is True


def test_what_was_answered_is_not_asked_again(layout: Layout, fake: Fake) -> None:
    fake.answer = by_word
    run(layout, of(fake))
    journal = (layout.journals / "machine-small.jsonl").read_bytes()
    asked = len(fake.requests)
    again = run(layout, of(fake), send=False)
    assert (again.sent, again.recorded.added, again.recorded.taken_back) == (0, 0, 0)
    assert len(fake.requests) == asked
    assert (layout.journals / "machine-small.jsonl").read_bytes() == journal
    text = layout.root / "sources" / "d2.md"
    text.write_text(text.read_text(encoding="utf-8").replace("Visitors", "Guests", 1), encoding="utf-8")
    assert len(plan(read_corpus(layout), of(fake)).open) == 1
    assert len(plan(read_corpus(layout), of(fake, model="other")).open) == 6
    assert len(plan(read_corpus(layout), of(fake, temperature=1.0)).open) == 6


def test_nothing_is_sent_without_a_word(layout: Layout, fake: Fake) -> None:
    with pytest.raises(UsageError, match="nothing was sent: 6 requests with 18 units of 3 documents"):
        run(layout, of(fake), send=False)
    assert fake.requests == []
    assert not (layout.root / "machine").exists()


@pytest.mark.parametrize("code", [408, 429, 500, 502, 503])
def test_passing_failures_are_tried_again_with_growing_pauses(layout: Layout, fake: Fake, code: int) -> None:
    fake.script = [status(code), status(code), status(code)]
    pauses: list[float] = []
    assert run(layout, of(fake), pauses=pauses).faults == ()
    assert pauses == [1.0, 2.0, 4.0]


def test_the_server_may_say_how_long_to_wait(layout: Layout, fake: Fake) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    fake.script = [status(429, Retry_After="7"), status(503, Retry_After=soon), status(429, Retry_After="soon")]
    pauses: list[float] = []
    run(layout, of(fake), pauses=pauses)
    assert pauses[0] == 7.0
    assert 20 < pauses[1] <= 30
    assert pauses[2] == 4.0
    fake.script = [status(429, Retry_After="86400")]
    with pytest.raises(EndpointError, match="asks to wait 86400 seconds"):
        Endpoint(of(fake)).ask(ASKED)


def test_a_failure_that_stays_ends_the_run_and_keeps_what_was_answered(layout: Layout, fake: Fake) -> None:
    fake.answer = by_word
    settings = of(fake, attempts=3)
    seen = 0

    def fail_after_three(units: dict[str, Any]) -> Any:
        nonlocal seen
        seen += 1
        if seen == 3:
            fake.script = [status(500)] * 3
        return by_word(units)

    fake.answer = fail_after_three
    with pytest.raises(EndpointError, match=r"500 .*\(3 attempts\)"):
        run(layout, settings)
    assert {one["target"]["document"] for one in codings(layout)} == {"d0"}, "only the whole document is recorded"
    fake.answer = by_word
    made = run(layout, settings)
    assert made.sent == 3
    assert {one["target"]["document"] for one in codings(layout)} == {"d0", "d1", "d2"}


@pytest.mark.parametrize(("code", "hint"), [(401, "KELISIM_MACHINE_KEY"), (404, "base_url"), (400, "temperature")])
def test_other_refusals_end_at_once_with_a_mend(layout: Layout, fake: Fake, code: int, hint: str) -> None:
    fake.script = [status(code, "no such thing")]
    with pytest.raises(EndpointError, match="no such thing") as caught:
        run(layout, of(fake))
    assert hint in caught.value.problems[0].hint
    assert len(fake.requests) == 1


def test_redirects_are_not_followed(layout: Layout, fake: Fake) -> None:
    fake.script = [status(307, Location="http://127.0.0.1:9/elsewhere")]
    with pytest.raises(EndpointError, match="redirect"):
        run(layout, of(fake))
    assert len(fake.requests) == 1


def test_a_silent_server_is_given_up_in_time(fake: Fake) -> None:
    hold = threading.Event()
    fake.script = [lambda handler: hold.wait(5)] * 2
    begun = time.monotonic()
    with pytest.raises(EndpointError, match=r"no answer within 0.2 seconds \(2 attempts\)"):
        Endpoint(of(fake, timeout=0.2, attempts=2), sleep=lambda seconds: None).ask(ASKED)
    hold.set()
    assert time.monotonic() - begun < 3


def test_a_server_that_drips_is_given_up_in_time(fake: Fake) -> None:
    def drip(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        try:
            for _ in range(60):
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            handler.close_connection = True

    fake.script = [drip]
    begun = time.monotonic()
    with pytest.raises(EndpointError, match="no answer within"):
        Endpoint(of(fake, timeout=0.3, attempts=1)).ask(ASKED)
    assert time.monotonic() - begun < 2


def test_an_answer_that_breaks_off_is_asked_again(layout: Layout, fake: Fake) -> None:
    fake.script = [breaks_off]
    pauses: list[float] = []
    assert run(layout, of(fake), pauses=pauses).faults == ()
    assert pauses == [1.0]
    assert len(fake.requests) == 7


@pytest.mark.parametrize("body", ["", "not json", "[]", "{}", '{"choices": []}', '{"choices": [{"message": {}}]}'])
def test_a_body_that_is_no_completion_is_a_failure(fake: Fake, body: str) -> None:
    fake.script = [status(200, body)]
    with pytest.raises(EndpointError, match="not of the form"):
        Endpoint(of(fake, attempts=1)).ask(ASKED)


def test_nobody_at_the_address(fake: Fake) -> None:
    with pytest.raises(EndpointError, match="cannot be reached"):
        Endpoint(of(fake, base_url="http://127.0.0.1:9/v1", attempts=1)).ask(ASKED)


UNITS = [Unit("d", 0, 14, "The levy rose."), Unit("d", 15, 40, "A  motorway\nwas paved.")]


def entry(number: Any, *pairs: tuple[Any, Any]) -> dict[str, Any]:
    return {"unit": number, "codes": [{"code": code, "quote": quote} for code, quote in pairs]}


def answer(*entries: Any) -> str:
    return json.dumps({"units": list(entries)})


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ("Sure! Here you go", "not JSON"),
        ('{"units": [', "not JSON"),
        ("[]", "one key"),
        ('{"units": {}}', "one key"),
        ('{"units": [], "note": 1}', "one key"),
        ('{"units": [], "units": []}', "stands twice"),
        (answer(entry(1)), "names the units"),
        (answer(entry(1), entry(1), entry(2)), "names the units"),
        (answer(entry(1), entry(3)), "no unit 3"),
        (answer(entry(1), entry("2")), "no unit '2'"),
        (answer(entry(True), entry(2)), "no unit True"),
        (answer(entry(1, ("taxes", "levy")), entry(2)), "'taxes' of unit 1 is not in the codebook"),
        (answer(entry(1, (["tax"], "levy")), entry(2)), "not in the codebook"),
        (answer(entry(1, ("tax", "levy"), ("tax", "rose")), entry(2)), "stands twice"),
        (answer(entry(1, ("tax", "the duty")), entry(2)), "does not stand in unit 1"),
        (answer(entry(1, ("tax", " ")), entry(2)), "does not stand"),
        (answer(entry(1, ("road", "motorway")), entry(2)), "does not stand in unit 1"),
        (answer({"unit": 1, "codes": ["tax"]}, entry(2)), "has not the keys"),
        (answer({"unit": 1, "codes": [], "why": ""}, entry(2)), "has not the keys"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_wrong_answers_are_refused_whole(given: str, fault: str) -> None:
    with pytest.raises(WrongAnswer, match=fault):
        read_answer(given, UNITS, ("tax", "road"))


@pytest.mark.parametrize("fence", ["{}", "```json\n{}\n```", "```\n{}\n```", "\n {} \n"])
def test_a_right_answer_is_taken_with_or_without_a_fence(fence: str) -> None:
    given = fence.replace("{}", answer(entry(2, ("road", "A motorway was")), entry(1, ("tax", "levy"))))
    assert read_answer(given, UNITS, ("tax", "road")) == [(1, "road", "A motorway was"), (0, "tax", "levy")]


def test_a_model_is_told_what_was_wrong_and_may_mend_it(layout: Layout, fake: Fake) -> None:
    fake.script = [says("Gladly!")]
    assert run(layout, of(fake)).faults == ()
    second = fake.requests[1]["messages"]
    assert [one["role"] for one in second] == ["system", "user", "assistant", "user"]
    assert "not JSON" in second[-1]["content"]
    kept = records(layout)[:2]
    assert [(one["taken"], one["attempt"]) for one in kept] == [(False, 1), (True, 2)]


def test_a_document_with_a_wrong_answer_is_left_out_and_named(layout: Layout, fake: Fake) -> None:
    def lie(units: dict[str, Any]) -> Any:
        found = by_word(units)
        if len(fake.requests) <= 2:
            found["units"][0]["codes"] = [{"code": "tax", "quote": "never said"}]
        return found

    fake.answer = lie
    made = run(layout, of(fake))
    assert [fault.document for fault in made.faults] == ["d0"]
    assert "'never said' does not stand in unit 1" in made.faults[0].what
    assert "d0" not in {one["target"]["document"] for one in codings(layout)}
    notes = (layout.journals / "machine-small.jsonl").read_text(encoding="utf-8")
    assert '"act":"note"' in notes
    assert '"document":"d0"' not in notes
    assert len(plan(read_corpus(layout), of(fake)).open) == 1, "a refused answer is no answer"


def test_an_answer_cut_at_its_length_is_refused_though_it_reads_well(layout: Layout, fake: Fake) -> None:
    fake.finish_reason = "length"
    made = run(layout, of(fake))
    assert len(made.faults) == 6
    assert made.faults[0].what == "it was cut off at the limit of its length"


def test_the_key_is_sent_and_never_written_or_shown(
    layout: Layout, fake: Fake, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KELISIM_MACHINE_KEY", KEY)
    fake.script = [says(f"Your key is {KEY}")]
    run(layout, of(fake))
    assert fake.headers[0]["Authorization"] == f"Bearer {KEY}"
    fake.script = [status(401, f"Incorrect API key provided: {KEY}")]
    with pytest.raises(EndpointError) as caught:
        run(layout, of(fake, model="other"))
    assert KEY not in str(caught.value)
    assert "[key]" in str(caught.value)
    for path in layout.root.rglob("*"):
        if path.is_file():
            assert KEY.encode() not in path.read_bytes(), path
    captured = capsys.readouterr()
    assert KEY not in captured.out + captured.err


def test_the_key_does_not_travel_in_the_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KELISIM_MACHINE_KEY", KEY)
    for address, ok in [
        ("http://example.org/v1", False),
        ("https://example.org/v1", True),
        ("http://localhost:8080/v1", True),
        ("http://[::1]:8080/v1", True),
    ]:
        settings = Settings(base_url=address, model="m")
        if ok:
            assert settings.key() == KEY
        else:
            with pytest.raises(UsageError, match="unencrypted"):
                settings.key()


def test_settings_come_from_the_study_and_from_the_call(layout: Layout) -> None:
    with pytest.raises(UsageError, match="no base_url"):
        settings_of(layout)
    with (layout.study).open("a", encoding="utf-8") as file:
        file.write('[coding.machine]\nbase_url = "https://example.org/v1/"\nmodel = "org/Large 2"\nbatch = 3\n')
    found = settings_of(layout)
    assert (found.url, found.actor, found.batch) == (
        "https://example.org/v1/chat/completions",
        "machine-org-Large-2",
        3,
    )
    assert settings_of(layout, model="small").actor == "machine-small"
    for address in ("ftp://x/v1", "https://user:pass@example.org/v1", "https://example.org/v1?key=1", "example.org"):
        with pytest.raises(UsageError):
            settings_of(layout, base_url=address)
    edit(layout.study, "batch = 3", "bach = 3")
    with pytest.raises(StudyError, match="bach"):
        settings_of(layout)


def test_a_torn_record_costs_one_question(layout: Layout, fake: Fake) -> None:
    run(layout, of(fake))
    path = layout.root / "machine" / "machine-small.jsonl"
    path.write_bytes(path.read_bytes()[:-40])
    made = run(layout, of(fake))
    assert made.sent == 1
    assert len(plan(read_corpus(layout), of(fake)).open) == 0


def test_only_the_named_document_is_asked_about_and_the_others_stay(layout: Layout, fake: Fake) -> None:
    fake.answer = by_word
    run(layout, of(fake))
    before = len(codings(layout))
    corpus: Corpus = read_corpus(layout)
    planned = plan(corpus, of(fake), ["d1"])
    assert {request.document for request in planned.requests} == {"d1"}
    made = ask(corpus, planned, send=False)
    assert (made.recorded.documents, made.recorded.taken_back, len(codings(layout))) == (1, 0, before)
    with pytest.raises(UsageError, match="d7"):
        plan(corpus, of(fake), ["d7"])
