"""A1: an estimate said to be unchanged, or the same as the main one, beside another number of the main one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding
from kelisim.audit.rules.shares import number_in_cell
from kelisim.model.finding import Finding, TextPlace

_NUMBER = r"(?P<value>[-−]?\d*\.\d+|[-−]?\d+(?:\.\d+)?)"
_MAIN = r"(?:main|baseline|preferred|headline|primary)\s(?:specification|estimate|result|model|coefficient|regression)"
_SAME = re.compile(
    rf"{_NUMBER}(?:\s[a-z]+){{0,3}},?\s(?:which is\s|that is\s|and is\s)?"
    rf"(?P<same>unchanged from|identical to|the same as|equal to|exactly matching|unchanged relative to)\s"
    rf"(?:the|our|my)\s{_MAIN}",
    re.IGNORECASE,
)
_TOLD = re.compile(rf"\b{_MAIN}\b[^.;\d]{{0,70}}?(?<![\d.])(?P<value>[-−]?\d*\.\d+)(?![\d%])", re.IGNORECASE)


def unchanged_and_changed(paper: Paper) -> Iterator[Finding]:
    """Find "an estimate of 0.71, unchanged from the main specification" where the main specification gives 0.67."""
    if paper.language != "en":
        return
    main = _main_estimates(paper)
    for match in _SAME.finditer(paper.body):
        value = float(match["value"].replace("−", "-"))
        decimals = len(match["value"].partition(".")[2])
        others = {number for number, _ in main}
        if not others or any(abs(value - number) <= 0.51 * 10.0**-decimals for number in others):
            continue
        number, place = main[0]
        if not 0.5 < abs(value / number) < 2 if number else True:
            continue
        yield finding(
            "A115", "warning", "value_conflict", 0.66,
            f"“{' '.join(match[0].split())}”, which is given as {number:.10g} elsewhere.",
            "call it close and not the same, or correct a number",
            (paper.place(match.start(), match.end()), place),
        )  # fmt: skip


def _main_estimates(paper: Paper) -> list[tuple[float, TextPlace]]:
    """Return the numbers given for the main specification, in rows of tables and in the text."""
    label = re.compile(rf"\W*{_MAIN}\W*$", re.IGNORECASE)
    found = []
    for table in paper.tables:
        for row in table.rows[1:]:
            number = (
                number_in_cell(row[1].text.replace("−", "-")) if len(row) > 1 and label.match(row[0].text) else None
            )
            if number is not None:
                found.append((number[0], paper.exact(row[0].start, row[-1].end)))
    for match in _TOLD.finditer(paper.body):
        if _SAME.search(paper.body, *paper.sentence_at(match.start())) is None:
            found.append((float(match["value"].replace("−", "-")), paper.place(match.start(), match.end())))
    return found
