"""A5: shares of what the sentence before counts: "812 had one. Of these, 357 had heated with oil, that is 54%"."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from kelisim.audit.paper import Paper
from kelisim.audit.rules.shares import by_sentence, wrong_share
from kelisim.audit.statements import Statement, as_written
from kelisim.model.finding import Finding

_LONGEST = 90
_THAT_IS = re.compile(r"(?:,\s(?:that is|i\.e\.|or|which is|equal to|making)(?:\sto say)?|\()\s?(?:about\s|some\s)?$")


def shares_of_the_count_before(paper: Paper) -> Iterator[Finding]:
    """Find a percentage that a part, with words behind it, and the one count of the sentence before do not give."""
    for group in by_sentence(paper):
        if len(group) != 2 or group[0].sentence == 0:
            continue
        part, share = group
        first = part.claim.sentence[0]
        lead = paper.text[first : part.claim.start].lstrip()
        between = paper.text[part.claim.end : share.claim.start]
        of_them = paper.words.pattern("shares", "of_them").match(lead)
        if of_them is None or len(lead) > of_them.end() + 24 or len(between) > _LONGEST:
            continue
        if share.claim.unit != "percent" or not share.level or _THAT_IS.search(between) is None:
            continue
        whole = _whole(paper, part)
        if whole is None or part.claim.unit == "percent" or as_written(whole).interval.low <= 0:
            continue
        computed, given = as_written(part).interval / as_written(whole).interval, share.interval.widen(0.5)
        if 100 * computed.low <= given.high and 100 * computed.high >= given.low:
            continue
        places = [paper.place(one.claim.start, one.claim.end) for one in (whole, part)]
        yield wrong_share(part, whole, share, 0.78, places)


def _whole(paper: Paper, part: Statement) -> Statement | None:
    """Return the one count that the sentence before gives, of which the part can be one."""
    before, stop = paper.sentences[part.sentence - 1]
    if "\n\n" in paper.text[stop : part.claim.sentence[0]]:
        return None
    counts = [
        one
        for one in paper.statements_in(before)
        if one.level and one.claim.kind != "ordinal" and one.claim.unit not in ("percent", "percentage_point", "year")
    ]
    fits = len(counts) == 1 and counts[0].number > part.number and math.isfinite(counts[0].interval.width)
    return counts[0] if fits else None
