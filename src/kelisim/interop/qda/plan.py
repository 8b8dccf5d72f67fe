"""What an import would write, worked out in full before a byte is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kelisim.interop.qda.exchange import Exchange
from kelisim.interop.qda.identity import derived, key
from kelisim.interop.qda.names import Coders
from kelisim.interop.qda.report import ExchangeReport
from kelisim.interop.qda.view import StudyView, memo_guid
from kelisim.model.coding import Code, Theme
from kelisim.text.anchors import make

Act = dict[str, Any]
CodingKey = tuple[str, str, int, int, str]


@dataclass(slots=True)
class Plan:
    """New rows of the register, files, codes, themes and journal lines; ``acts`` are by coder, in order.

    ``known`` says where each GUID of the study stands, with its line; None where it counts no more. ``changed`` are the
    lines of codings that the file has otherwise than the study.
    """

    view: StudyView
    report: ExchangeReport
    exchange: Exchange
    coders: Coders
    rows: list[dict[str, str]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    codes: list[Code] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)
    version: str = "1"
    level: str = "nominal"
    acts: dict[str, list[Act]] = field(default_factory=dict)
    known: dict[str, tuple[CodingKey | None, str]] = field(default_factory=dict)
    in_force: dict[CodingKey, str] = field(default_factory=dict)
    fresh: dict[str, CodingKey] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)

    @classmethod
    def begin(cls, view: StudyView, report: ExchangeReport) -> Plan:
        """Return an empty plan that knows what the study holds."""
        exchange = Exchange.read(view.layout)
        coders = Coders(
            exchange, [*dict.fromkeys(entry.actor for entry in view.lines), *view.data.protocol.coding.coders]
        )
        plan = cls(view, report, exchange, coders)
        lines = {f"{journal}:{line}": guid for (journal, line), (guid, _) in view.coding_guids().items()}
        plan.known = {key(guid): (None, line) for line, guid in lines.items()}
        plan.known |= {key(memo_guid(entry)): (None, "") for entry in view.lines if entry.act == "memo"}
        for coding, guid, _ in view.codings()[0]:
            here = coding.passage
            place = coding.coder, here.source, here.start, here.end, coding.code
            plan.known[key(guid)] = place, f"{coding.journal}:{coding.line}"
            plan.in_force[place] = coding.memo
        return plan

    def code(
        self,
        coder: str,
        document: str,
        text: str,
        span: tuple[int, int],
        code: str,
        *,
        time: str = "",
        memo: str = "",
        origin: Mapping[str, str] | None = None,
        demonstration: bool = False,
    ) -> None:
        """Plan a coding, unless the study has it already."""
        place = coder, document, *span, code
        guid = key(origin["guid"]) if origin else ""
        if self.in_force.get(place) == memo:
            self.report.present["codings"] += 1
            return
        if origin and guid not in self.known and self.fresh.get(guid, place) != place:
            # Some exporters give two codings one GUID; neither is to be lost.
            origin = {**origin, "guid": derived("coding", guid, *place)}
            guid = key(origin["guid"])
        if guid in self.known:
            self.report.present["codings"] += 1
            there, line = self.known[guid]
            if there is not None:
                self.changed.append(line)
            return
        self.fresh[guid] = place
        self.in_force[place] = memo
        body: dict[str, Any] = {"code": code}
        if memo:
            body["memo"] = memo
        if origin:
            body["origin"] = dict(origin)
        self.act(coder, "code", passage(document, text, span), body, time, demonstration=demonstration)
        self.report.carried["codings"] += 1

    def act(
        self,
        coder: str,
        act: str,
        target: Mapping[str, Any],
        body: Mapping[str, Any],
        time: str,
        *,
        demonstration: bool = False,
    ) -> None:
        """Plan a journal line."""
        line = {"act": act, "actor": coder, "target": target, "body": body, "time": time or None}
        self.acts.setdefault(coder, []).append({**line, "demonstration": demonstration})


def passage(document: str, text: str, span: tuple[int, int]) -> dict[str, Any]:
    """Return a journal target: the span with its quote and context, so that it survives a re-extraction."""
    quote, prefix, suffix = make(text, *span)
    return {
        "document": document,
        "start": span[0],
        "end": span[1],
        "quote": quote,
        "prefix": prefix,
        "suffix": suffix,
    }
