"""Writing what a machine coded: under its own name, with what it was, and only what has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from kelisim.coding.machine.corpus import Corpus
from kelisim.errors import UsageError
from kelisim.model.journal import in_force, is_machine
from kelisim.stages.code.force import Finder
from kelisim.study.journal import append_all, journal_path
from kelisim.text.anchors import make


@dataclass(frozen=True, slots=True)
class Stamp:
    """What made a coding: the kind of machine, the version of its method, its model, and the hash of all it rests on.

    For keywords the hash is of the keywords, for a linear model of what it was trained on, for an endpoint of the
    prompt and the parameters.
    """

    kind: str
    version: int
    model: str
    hash: str

    def to_dict(self) -> dict[str, Any]:
        """Return the object that stands in the journal."""
        name = "prompt_hash" if self.kind == "endpoint" else "hash"
        return {"kind": self.kind, "version": self.version, "model": self.model, name: self.hash}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A coding that a machine makes: a span of a document in code points, a code, and the machine's grounds."""

    document: str
    start: int
    end: int
    code: str
    grounds: dict[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many codings were added, taken back and left as they were, and how many documents were worked through."""

    actor: str
    added: int
    taken_back: int
    kept: int
    documents: int

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        return {
            "actor": self.actor,
            "added": self.added,
            "taken_back": self.taken_back,
            "kept": self.kept,
            "documents": self.documents,
        }


def digest(value: Any) -> str:
    """Return the SHA-256 of a value of plain JSON types, in hexadecimal."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def record(
    corpus: Corpus,
    actor: str,
    stamp: Stamp,
    proposed: Sequence[Proposed],
    documents: Collection[str],
    *,
    demonstration: bool = False,
    write: bool = True,
) -> Recorded:
    """Bring a machine's journal into line with what it codes now in ``documents``, and say what changed.

    A coding that it would make again stays as it stands; one it would not make any more is taken back by a line of its
    own; other documents are left alone. Each document gets a note that it was worked through, with the stamp. The same
    input a second time writes nothing. Raises ``UsageError`` for an actor whose name is not that of a machine.
    """
    if not is_machine(actor):
        raise UsageError(f"{actor!r} is no name of a machine coder", "begin it with machine-")
    wanted = {(one.document, one.start, one.end, one.code): one for one in proposed}
    own = [entry for entry in in_force(corpus.data.journal) if entry.actor == actor]
    finder = Finder(corpus.documents)
    acts: list[dict[str, Any]] = []
    standing = set()
    for entry in own:
        document = str(entry.target.get("document", ""))
        if entry.act != "code" or document not in documents:
            continue
        passage = finder.passage(entry.target)
        key = None if passage is None else (document, passage.start, passage.end, str(entry.body.get("code", "")))
        if key in wanted and key not in standing and entry.demonstration == demonstration:
            standing.add(key)
        else:
            place = {name: entry.target[name] for name in ("document", "start", "end") if name in entry.target}
            body = {"code": entry.body.get("code", ""), "machine": stamp.to_dict()}
            acts.append({"act": "uncode", "target": {**place, "line": entry.hash}, "body": body})
    taken_back = len(acts)
    for key in sorted(wanted.keys() - standing, key=lambda key: (corpus.names.index(key[0]), *key[1:])):
        acts.append(_coding(corpus, stamp, wanted[key], demonstration))
    added = len(acts) - taken_back
    noted = {
        str(entry.target.get("document", "")): entry.body.get("machine")
        for entry in own
        if entry.act == "note" and entry.body.get("state") == "done"
    }
    for name in corpus.names:
        if name in documents and noted.get(name) != stamp.to_dict():
            body = {"state": "done", "machine": stamp.to_dict()}
            acts.append({"act": "note", "target": {"document": name}, "body": body})
    if write:
        append_all(
            journal_path(corpus.layout, actor),
            [{**act, "actor": actor, "demonstration": demonstration} for act in acts],
        )
    return Recorded(actor, added, taken_back, len(standing), len(documents))


def _coding(corpus: Corpus, stamp: Stamp, one: Proposed, demonstration: bool) -> dict[str, Any]:
    anchor = make(corpus.documents[one.document].text, one.start, one.end)
    target = {
        "document": one.document,
        "start": one.start,
        "end": one.end,
        "quote": anchor.quote,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
    }
    body = {
        "code": one.code,
        "codebook": corpus.data.codebook.version,
        "machine": {**stamp.to_dict(), **one.grounds},
    }
    return {"act": "code", "target": target, "body": body}
