"""Traditional Chinese read as simplified, character for character, so that one lexicon serves both and places stay."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from kelisim.model.extracted import ExtractedClaim
from kelisim.text.extraction.lexicon import read_tables


@cache
def _table() -> tuple[re.Pattern[str], dict[int, str]]:
    tables = read_tables("traditional")
    pairs = dict(zip(map(ord, tables["traditional"]), tables["simplified"], strict=True))
    return re.compile(f"[{tables['traditional']}]"), pairs


def simplified(text: str) -> str:
    """Return the text with each traditional character as its simplified one; the length stays as it is."""
    pattern, pairs = _table()
    return text.translate(pairs) if pattern.search(text) else text


def as_given(claim: ExtractedClaim, given: str, read: str) -> ExtractedClaim:
    """Return a claim found in the simplified text with the words of the text as given."""
    start, end = claim.sentence
    place = read.find(claim.subject, start, end)
    subject = given[place : place + len(claim.subject)] if place >= 0 else claim.subject
    return replace(claim, text=given[claim.start : claim.end], subject=subject)
