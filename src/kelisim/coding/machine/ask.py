"""Coding by a chat endpoint: what would be sent, sending it once somebody said so, and the codings that come of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kelisim.coding.machine.answers import Answers
from kelisim.coding.machine.corpus import Corpus, Unit
from kelisim.coding.machine.endpoint import Endpoint, EndpointError, Message
from kelisim.coding.machine.prompt import VERSION, WrongAnswer, again, messages, read_answer, task
from kelisim.coding.machine.record import Proposed, Recorded, Stamp, digest, record
from kelisim.coding.machine.settings import Settings
from kelisim.errors import UsageError, nearest


@dataclass(frozen=True, slots=True)
class Request:
    """One question about some units of a document; ``key`` is the hash of all that the answer can depend on."""

    key: str
    document: str
    units: tuple[Unit, ...]
    messages: tuple[Message, ...]
    answered: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would ask: the requests, those already answered among them, and the stamp of its codings."""

    settings: Settings
    stamp: Stamp
    requests: tuple[Request, ...]

    @property
    def open(self) -> tuple[Request, ...]:
        """The requests that nothing has answered yet."""
        return tuple(request for request in self.requests if not request.answered)

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape: what would leave this machine, counted."""
        left = self.open
        return {
            "url": self.settings.url,
            "model": self.settings.model,
            "actor": self.settings.actor,
            "requests": len(self.requests),
            "answered": len(self.requests) - len(left),
            "to_send": len(left),
            "documents": len({request.document for request in left}),
            "units": sum(len(request.units) for request in left),
            "characters": sum(len(one["content"]) for request in left for one in request.messages),
        }


@dataclass(frozen=True, slots=True)
class Fault:
    """A request without an answer that could be taken, and what was wrong with the last one."""

    document: str
    start: int
    end: int
    what: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The outcome of a run: what was recorded, requests sent, and the requests that came to nothing."""

    recorded: Recorded
    sent: int
    faults: tuple[Fault, ...]


def plan(corpus: Corpus, settings: Settings, documents: Sequence[str] = ()) -> Plan:
    """Return what a run would ask about ``documents``, or all; raises ``UsageError`` for an unknown document."""
    for name in documents:
        if name not in corpus.documents:
            raise UsageError(f"no document is called {name!r}", nearest(name, corpus.documents))
    instructions = task(corpus.data.codebook.codes, corpus.unit, settings.instructions)
    stamp = Stamp("endpoint", VERSION, settings.model, digest([VERSION, instructions, settings.parameters]))
    answers = Answers(corpus.layout.root, settings.actor)
    by_document: dict[str, list[Unit]] = {}
    for unit in corpus.units:
        if not documents or unit.document in documents:
            by_document.setdefault(unit.document, []).append(unit)
    requests = []
    for name, units in by_document.items():
        for first in range(0, len(units), settings.batch):
            batch = tuple(units[first : first + settings.batch])
            asked = tuple(messages(instructions, batch))
            key = digest([settings.base_url.rstrip("/"), settings.model, settings.parameters, list(asked)])
            requests.append(Request(key, name, batch, asked, answers.get(key) is not None))
    return Plan(settings, stamp, tuple(requests))


def ask(
    corpus: Corpus,
    planned: Plan,
    *,
    send: bool,
    endpoint: Endpoint | None = None,
    progress: Callable[[str], None] = lambda words: None,
) -> Asked:
    """Ask what is open, and record the codings of every document all of whose units were answered.

    Nothing leaves this machine unless ``send`` is True: without it ``UsageError`` is raised where anything is open.
    Where the endpoint fails for good, what was answered is recorded before ``EndpointError`` is raised.
    """
    left = planned.open
    if left and not send:
        counted = planned.to_dict()
        raise UsageError(
            f"nothing was sent: {counted['to_send']} requests with {counted['units']} units of "
            f"{counted['documents']} documents would go to {planned.settings.url}",
            "kelisim machine ask --dry-run shows them; --send sends them",
        )
    answers = Answers(corpus.layout.root, planned.settings.actor)
    reached = endpoint or Endpoint(planned.settings) if left else None
    faults: list[Fault] = []
    proposed: list[Proposed] = []
    failure: EndpointError | None = None
    sent = 0
    incomplete: set[str] = set()
    for request in planned.requests:
        text = answers.get(request.key)
        if text is None and reached is not None and failure is None:
            progress(f"{request.document} ({sent + 1} of {len(left)})")
            try:
                sent += 1
                text, fault = _answer(corpus, planned, request, reached, answers)
            except EndpointError as error:
                failure = error
            else:
                if text is None:
                    faults.append(Fault(request.document, request.units[0].start, request.units[-1].end, fault))
        if text is None:
            incomplete.add(request.document)
        else:
            proposed.extend(_codings(corpus, request, text))
    complete = {request.document for request in planned.requests} - incomplete
    kept = [one for one in proposed if one.document in complete]
    recorded = record(corpus, planned.settings.actor, planned.stamp, kept, complete)
    if failure is not None:
        raise failure
    return Asked(recorded, sent, tuple(faults))


def _answer(
    corpus: Corpus, planned: Plan, request: Request, endpoint: Endpoint, answers: Answers
) -> tuple[str | None, str]:
    """Return the first answer that can be taken, or None with what was wrong with the last."""
    conversation, fault = list(request.messages), ""
    for attempt in range(1, planned.settings.answers + 1):
        reply = endpoint.ask(conversation)
        text = endpoint.redacted(reply.text)
        try:
            if reply.finish_reason == "length":
                raise WrongAnswer("it was cut off at the limit of its length")
            read_answer(text, request.units, corpus.codes)
            fault = ""
        except WrongAnswer as wrong:
            fault = str(wrong)
        answers.add(
            {
                "v": 1,
                "key": request.key,
                "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "url": planned.settings.url,
                "model": planned.settings.model,
                "parameters": planned.settings.parameters,
                "prompt_hash": planned.stamp.hash,
                "document": request.document,
                "units": [[unit.start, unit.end] for unit in request.units],
                "messages": conversation,
                "attempt": attempt,
                "response": text,
                "finish_reason": reply.finish_reason,
                "answering_model": endpoint.redacted(reply.model),
                "usage": reply.usage,
                "taken": not fault,
                "fault": fault,
            }
        )
        if not fault:
            return text, ""
        conversation = again(request.messages, text, fault)
    return None, fault


def _codings(corpus: Corpus, request: Request, text: str) -> list[Proposed]:
    return [
        Proposed(request.document, unit.start, unit.end, code, {"quote": quote, "answer": request.key})
        for position, code, quote in read_answer(text, request.units, corpus.codes)
        for unit in [request.units[position]]
    ]
