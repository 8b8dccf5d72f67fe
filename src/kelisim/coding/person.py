"""A person at work: every act of judgement as a method, each a line in that person's own journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kelisim.coding import blind, undo
from kelisim.coding.adjudicate import adjudicate
from kelisim.coding.desk import Desk, Span, passage_of, target_of
from kelisim.errors import UsageError, nearest
from kelisim.model.journal import BLIND_BROKEN, is_machine
from kelisim.model.study import JournalEntry
from kelisim.stages.judged import SAID
from kelisim.stages.verify.matrix import one_row_a_claim
from kelisim.study.journal import append_all, journal_path, read_journal
from kelisim.study.layout import Layout


@dataclass(frozen=True, slots=True)
class Written:
    """The lines that an act put into a journal, and, for undo and redo, the line that it is about."""

    lines: tuple[JournalEntry, ...]
    about: JournalEntry | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        return {"lines": [_plain(one) for one in self.lines], "about": _plain(self.about) if self.about else None}

    def __repr__(self) -> str:
        told = "; ".join(f"{one.act} at {one.journal}:{one.line}" for one in self.lines)
        return f"Written({told})"


def _plain(entry: JournalEntry) -> dict[str, Any]:
    return {
        "time": entry.time,
        "actor": entry.actor,
        "act": entry.act,
        "target": entry.target,
        "body": entry.body,
        "file": entry.journal,
        "line": entry.line,
        "hash": entry.hash,
    }


def _on_scale(desk: Desk, rating: str) -> str:
    scale = desk.data.protocol.scale.values
    if rating not in scale:
        what = f"the rating {rating!r} is not on the declared scale"
        raise UsageError(what, nearest(rating, scale) or "one of: " + ", ".join(scale))
    return rating


def _why(reason: str) -> str:
    if not reason.strip():
        raise UsageError("a person's judgement needs a reason", "say why in a sentence")
    return reason.strip()


class Person:
    """One person of a study, who codes, adjudicates, confirms, or takes back what they did.

    Passages are named by their words (``quote``; ``near`` says where they begin if they stand there several times) or
    by ``span``: start and end in Unicode code points, end exclusive. Every method writes to the person's journal,
    waits until the lines are on the disk and returns them; what cannot be is refused with ``UsageError`` and nothing is
    written.
    """

    def __init__(self, layout: Layout, name: str, changed: Callable[[], None] = lambda: None) -> None:
        self._layout, self.name, self._changed = layout, name, changed
        self._path = journal_path(layout, name)

    def code(
        self,
        document: str,
        code: str,
        quote: str = "",
        *,
        span: Span | None = None,
        near: int | None = None,
        memo: str = "",
    ) -> Written:
        """Apply a code to a passage. Refused in a document that the coder has said to be done with."""
        desk = self._coding(document)
        body = {"code": desk.code(code), "codebook": desk.data.codebook.version, **({"memo": memo} if memo else {})}
        text = desk.document(document)
        target = target_of(text, *passage_of(text, quote, span=span, near=near))
        return self._write([{"act": "code", "target": target, "body": body}])

    def uncode(
        self, document: str, code: str, quote: str = "", *, span: Span | None = None, near: int | None = None
    ) -> Written:
        """Take one of the person's own codings back; its passage must be the one that was coded."""
        desk = self._coding(document)
        text = desk.document(document)
        own = [(entry, one) for entry, one in desk.codings(self.name, text) if one.code == code]
        start, end = passage_of(text, quote, span=span, near=near)
        for entry, coding in own:
            if (coding.passage.start, coding.passage.end) == (start, end):
                target = {**entry.target, "line": entry.identity}
                return self._write([{"act": "uncode", "target": target, "body": {"code": code}}])
        places = ", ".join(f"[{one.passage.start}, {one.passage.end})" for _, one in own[:10])
        what = f"{self.name} has not given [{start}, {end}) of {document} the code {code!r}"
        raise UsageError(what, f"it stands at {places}" if own else "that code is nowhere in the document")

    def done(self, *documents: str) -> Written:
        """Say that documents are worked through: what is not coded there has been left out on purpose."""
        return self._state("done", documents)

    def reopen(self, *documents: str) -> Written:
        """Take up documents again that were said to be done."""
        return self._state("open", documents)

    def break_blind(self, *documents: str, reason: str) -> Written:
        """Record that the person looks at others' codes before all are done; it cannot be undone."""
        desk = Desk.of(self._layout)
        line = blind.break_blind(self._layout, self.name, [desk.named(one) for one in documents], reason)
        return self._found([line])

    def adjudicate(
        self,
        document: str,
        quote: str = "",
        *,
        apply: Sequence[str] = (),
        drop: Sequence[str] = (),
        reason: str,
        span: Span | None = None,
        near: int | None = None,
    ) -> Written:
        """Decide which codes apply to a passage and which do not, with a reason.

        The coders' own codings stay. Refused while a coder is not done with the document, unless this person has
        broken the blind there.
        """
        desk = Desk.of(self._layout)
        both = set(apply) & set(drop)
        if both or not (apply or drop):
            what = f"{', '.join(sorted(both))} cannot both apply and not apply" if both else "no code is decided on"
            raise UsageError(what, "name each code once, under --apply or --drop")
        waiting = desk.waiting((desk.named(document),)).get(document)
        if waiting and not self._has_looked(desk, document):
            what = f"not all coders are done with {document}: {', '.join(waiting)}"
            raise UsageError(what, "wait until each has said so; an adjudicator who sees codes early ends blindness")
        text = desk.document(document)
        start, end = passage_of(text, quote, span=span, near=near)
        decisions = {**dict.fromkeys(apply, True), **dict.fromkeys(drop, False)}
        made = adjudicate(
            self._layout,
            desk.data.codebook,
            text,
            actor=self.name,
            start=start,
            end=end,
            decisions=decisions,
            reason=reason,
        )
        return self._found(made)

    def rate(self, source: str, rating: str, reason: str) -> Written:
        """Rate a source on the declared scale against what the rules say, with a reason."""
        desk = Desk.of(self._layout)
        return self._judge(desk, "rate", source, {"rating": _on_scale(desk, rating)}, reason)

    def rate_row(self, row: str, rating: str, reason: str) -> Written:
        """Rate a row of the Data Reliability Matrix against what the rules propose for it, with a reason."""
        desk = Desk.of(self._layout)
        declared = desk.data.matrix or one_row_a_claim(desk.data.claims, desk.data.protocol)
        known = [one.id for one in declared]
        if not desk.data.matrix:
            confirmed = (one.target for one in desk.data.journal if one.act == "confirm")
            known += [f"{one.get('document')}-{one.get('start')}" for one in confirmed]
        if row not in known:
            hint = nearest(row, known) or "build/tables/reliability_matrix.csv lists them"
            raise UsageError(f"the reliability matrix has no row {row!r}", hint)
        body = {"rating": _on_scale(desk, rating), "reason": _why(reason)}
        return self._write([{"act": "rate", "target": {"row": row}, "body": body}])

    def screen(self, source: str, reason: str, *, include: bool) -> Written:
        """Take a source in or leave it out against what the rules say, with a reason."""
        return self._judge(
            Desk.of(self._layout), "screen", source, {"decision": "include" if include else "exclude"}, reason
        )

    def confirm(
        self, document: str, quote: str = "", *, span: Span | None = None, near: int | None = None, **said: str
    ) -> Written:
        """Confirm a quantity found in a document as a claim.

        ``said`` gives what was not found or found wrongly: indicator, subject, place, unit, period, modality, reason.
        """
        return self._on_claim("confirm", document, quote, span, near, said)

    def reject(
        self,
        document: str,
        quote: str = "",
        *,
        span: Span | None = None,
        near: int | None = None,
        reason: str = "",
    ) -> Written:
        """Say that a quantity found in a document is no claim for this study; it is offered no more."""
        return self._on_claim("reject", document, quote, span, near, {"reason": reason})

    def undo(self) -> Written:
        """Take the person's latest act that is not undone yet out of force."""
        return self._latest(undo.undo(self._layout, self.name))

    def redo(self) -> Written:
        """Put back what the person undid last, if no other act has come since."""
        return self._latest(undo.redo(self._layout, self.name))

    def _on_claim(
        self, act: str, document: str, quote: str, span: Span | None, near: int | None, said: Mapping[str, str]
    ) -> Written:
        for key in said:
            if key not in (*SAID, "reason"):
                raise UsageError(f"a claim has no {key!r}", nearest(key, SAID))
        text = Desk.of(self._layout).document(document)
        target = target_of(text, *passage_of(text, quote, span=span, near=near))
        return self._write([{"act": act, "target": target, "body": {key: one for key, one in said.items() if one}}])

    def _judge(self, desk: Desk, act: str, source: str, body: dict[str, str], reason: str) -> Written:
        known = [one.id for one in desk.data.sources]
        if source not in known:
            raise UsageError(f"no source is called {source!r}", nearest(source, known) or "sources.csv lists them")
        return self._write([{"act": act, "target": {"source": source}, "body": {**body, "reason": _why(reason)}}])

    def _coding(self, document: str) -> Desk:
        desk = Desk.of(self._layout)
        desk.coder(self.name)
        if desk.is_done(self.name, desk.named(document)):
            what = f"{self.name} has said to be done with {document}"
            raise UsageError(what, f"take it up again first: kelisim code reopen --actor {self.name} -d {document}")
        return desk

    def _state(self, state: str, documents: Sequence[str]) -> Written:
        desk = Desk.of(self._layout)
        desk.coder(self.name)
        if not documents:
            raise UsageError("no document is named", "name at least one: --document ID")
        for name in documents:
            if desk.is_done(self.name, desk.named(name)) != (state == "open"):
                told = f"{self.name} has said to be done with {name} already"
                if state == "open":
                    told = f"{self.name} has not said to be done with {name}"
                raise UsageError(told, "kelisim log shows what was said")
        return self._write(
            [{"act": "note", "target": {"document": name}, "body": {"state": state}} for name in documents]
        )

    def _has_looked(self, desk: Desk, document: str) -> bool:
        notes = (one for one in desk.data.journal if one.actor == self.name and one.act == "note")
        return any(one.body.get("state") == BLIND_BROKEN and document in one.body.get("documents", ()) for one in notes)

    def _write(self, acts: Sequence[Mapping[str, Any]]) -> Written:
        if is_machine(self.name):
            raise UsageError(f"{self.name} is a machine coder", "a person's acts need a person's name")
        return self._found(append_all(self._path, [{"actor": self.name, **act} for act in acts]))

    def _latest(self, about: JournalEntry) -> Written:
        entries = read_journal(self._path, f"journals/{self._path.name}").entries
        self._changed()
        return Written((entries[-1],), about)

    def _found(self, hashes: Sequence[str]) -> Written:
        journal = read_journal(self._path, f"journals/{self._path.name}")
        lines = {entry.hash: entry for entry in journal.entries}
        self._changed()
        return Written(tuple(lines[name] for name in hashes))
