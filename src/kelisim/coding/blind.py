"""Blindness: nobody sees another's codes on a document before all coders have said that they are done with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kelisim.errors import UsageError
from kelisim.model.coding import Coding
from kelisim.model.journal import BLIND_BROKEN, is_machine
from kelisim.stages.code.force import documents_done
from kelisim.stages.code.work import Work
from kelisim.study.journal import append, append_all, journal_path
from kelisim.study.layout import Layout


def waiting(work: Work, documents: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """Return, for each document that somebody has begun, the coders who have not said that they are done with it.

    ``documents`` names the documents to ask about; by default all that a compared coder has coded or finished.
    """
    done = documents_done(work.journal)
    people = [coder for coder in work.coders if not is_machine(coder)]
    begun = {coding.passage.source for coding in work.codings if coding.coder in people}
    begun |= {name for coder in people for name in done.get(coder, ())}
    asked = list(documents) or [name for name in work.documents if name in begun]
    found = {}
    for name in asked:
        absent = tuple(coder for coder in people if name not in done.get(coder, ()))
        if absent:
            found[name] = absent
    return found


def visible(work: Work, viewer: str) -> tuple[Coding, ...]:
    """Return the codings that a coder may see: the own ones, and all in the documents that every coder has finished."""
    closed = waiting(work, work.documents)
    return tuple(one for one in work.codings if one.coder == viewer or one.passage.source not in closed)


def finish(layout: Layout, actor: str, documents: Sequence[str]) -> list[str]:
    """Write into a coder's journal that documents are done, and return the hashes of the lines."""
    acts = [
        {"act": "note", "actor": actor, "target": {"document": name}, "body": {"state": "done"}} for name in documents
    ]
    return append_all(journal_path(layout, actor), acts)


def break_blind(layout: Layout, actor: str, documents: Sequence[str], reason: str) -> str:
    """Write into a person's journal that they looked before all were done, and return the hash of the line.

    It cannot be undone. Raises ``UsageError`` without a name or a reason.
    """
    if not actor:
        raise UsageError("breaking the blind needs a name", "say who looks: --actor NAME")
    if not reason.strip():
        raise UsageError("breaking the blind needs a reason", 'say why: --reason "…"')
    body = {"state": BLIND_BROKEN, "documents": list(documents), "reason": reason.strip()}
    return append(journal_path(layout, actor), act="note", actor=actor, target={"queue": "coding"}, body=body)
