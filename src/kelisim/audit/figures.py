"""Numbers as a paper writes them: what stands once and what is told again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kelisim.audit.paper import Paper
    from kelisim.audit.statements import Statement

WRITTEN = re.compile(r"\d[\d.,]*\d|\d")
_SEVERAL = re.compile(r"\d[\d.,]*\d")
_TELLING = 3


def first_written(text: str) -> str:
    """Return the first number of a text as it is written, "" where there is none."""
    match = WRITTEN.search(text)
    return match[0] if match is not None else ""


def told_again(paper: Paper, one: Statement) -> bool:
    """Say whether the paper has a number of three figures or more in another place too: then it is meant so."""
    figures = _SEVERAL.search(one.claim.text)
    if figures is None or len(re.sub(r"\D", "", figures[0])) < _TELLING:
        return False
    return paper.times_written(figures[0]) > 1
