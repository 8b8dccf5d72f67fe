"""Adjudicating: a person decides about a disputed passage, with a reason; the coders' own lines stay as they are."""

from __future__ import annotations

from collections.abc import Mapping

from kelisim.coding.desk import target_of
from kelisim.errors import UsageError, nearest
from kelisim.model.coding import Codebook
from kelisim.model.document import Document
from kelisim.model.journal import is_machine
from kelisim.study.journal import append_all, journal_path
from kelisim.study.layout import Layout


def adjudicate(
    layout: Layout,
    codebook: Codebook,
    document: Document,
    *,
    actor: str,
    start: int,
    end: int,
    decisions: Mapping[str, bool],
    reason: str,
    time: str | None = None,
) -> list[str]:
    """Write what a person decided about the passage [start, end), in code points, and return the lines' hashes.

    ``decisions`` says of each code whether it applies; all are written together. Raises ``UsageError`` without a
    reason, for a code that the codebook does not define, a passage outside the document, and for a machine coder.
    """
    if is_machine(actor):
        raise UsageError(f"{actor} is a machine coder", "a machine is measured and never adjudicates")
    if not reason.strip():
        raise UsageError("an adjudication needs a reason", "say why in a sentence; it goes into the record")
    known = [code.id for code in codebook.codes]
    for code in decisions:
        if code not in known:
            raise UsageError(f"the codebook defines no code {code!r}", nearest(code, known))
    if not 0 <= start < end <= len(document.text):
        what = f"[{start}, {end}) is no passage of {document.source}, which has {len(document.text)} characters"
        raise UsageError(what, "offsets are Unicode code points, end exclusive")
    target = target_of(document, start, end)
    acts = [
        {
            "act": "adjudicate",
            "actor": actor,
            "target": target,
            "time": time,
            "body": {
                "code": code,
                "decision": "apply" if applies else "drop",
                "reason": reason.strip(),
                "codebook": codebook.version,
            },
        }
        for code, applies in decisions.items()
    ]
    return append_all(journal_path(layout, actor), acts)
