"""A11: agreement between coders, told without what it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kelisim.audit.paper import Paper, finding
from kelisim.audit.plain_signs import plain_signs
from kelisim.audit.words import words
from kelisim.model.finding import Finding

_VALUE = re.compile(r"(?<![\d.,])[-−]?(?:0?[.,]\d{1,3}|1[.,]0{1,3}|\d{1,2}(?:\.\d)?\s?%)(?![\d])")

_BEFORE = 14


def of_coders(paper: Paper, position: int) -> bool:
    """Say whether the sentence at a place or one beside it tells of coding or agreement: κ is a name of much else."""
    index = paper.sentence_index(position)
    return any(
        paper.words.has("statistics", "of_coding", paper.body[first:stop])
        for first, stop in paper.sentences[max(0, index - 1) : index + 2]
    )


@cache
def _agreed(language: str) -> re.Pattern[str]:
    agreed = words(language).source("statistics", "agreed")
    return re.compile(
        rf"(?:{agreed})[^.;。；]{{0,60}}?(?<![\d.])(?P<share>\d{{2}}(?:\.\d+)?)\s?(?:%|per ?cent|процент|пайыз)",
        re.IGNORECASE,
    )


def kappa_above_agreement(paper: Paper) -> Iterator[Finding]:
    """Find a kappa above the share of units on which the coders agreed, which agreement by chance can only lower.

    Cohen (1960), "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20.
    """
    for match in paper.words.pattern("statistics", "kappa").finditer(paper.body):
        first, stop = paper.sentence_at(match.start())
        value = _VALUE.search(paper.body, match.end(), min(stop, match.end() + 60))
        index = paper.sentence_index(first)
        before = paper.sentences[max(0, index - 1)][0]
        after = paper.sentences[min(index + 1, len(paper.sentences) - 1)][1]
        if value is None or "%" in value[0]:
            continue
        before = max(before, paper.body.rfind("\n\n", before, first) + 1)
        agreed = list(_agreed(paper.language).finditer(plain_signs(paper), before, after))
        if len(agreed) != 1:
            continue
        kappa, share = float(value[0].replace(",", ".").replace("−", "-")), float(agreed[0]["share"]) / 100
        if share + 0.005 < kappa <= 1:
            yield finding(
                "A1104", "error", "arithmetic", 0.78,
                f"The coders agreed on {agreed[0]['share']}% and kappa is given as {value[0].strip()}; kappa cannot be "
                f"above the share agreed on.",
                "recompute both from the table of codings",
                (paper.place(match.start(), value.end()), paper.place(agreed[0].start(), agreed[0].end())),
            )  # fmt: skip


def kappa_without_units(paper: Paper) -> Iterator[Finding]:
    """Find a coefficient of agreement without the number of units it was computed on; an interval is asked for with it.

    A coefficient cannot be judged without them: its sampling error depends on the number of units (Gwet, 2014,
    "Handbook of Inter-Rater Reliability", ch. 5).
    """
    own, told = paper.words, set()
    for match in own.pattern("statistics", "kappa").finditer(paper.body):
        first, stop = paper.sentence_at(match.start())
        value = _VALUE.search(paper.body, match.end(), min(stop, match.end() + 90)) or _VALUE.search(
            # "agreement was 0.83 (kappa)"
            paper.body,
            max(first, match.start() - _BEFORE),
            match.start(),
        )
        if value is None or first in told or (match[0] == "κ" and not of_coders(paper, match.start())):
            continue
        told.add(first)
        index = paper.sentence_index(first)
        around = paper.body[paper.sentences[max(0, index - 1)][0] : stop]
        if paper.language == "en":
            # The paragraph says how many were coded.
            around = paper.body[max(paper.body.rfind("\n\n", 0, first), first - 900, 0) : stop]
        if index + 1 < len(paper.sentences):
            after = paper.body[slice(*paper.sentences[index + 1])]
            around += after if own.has("statistics", "of_coding", after) else ""
        if own.has("statistics", "number_of_units", around):
            continue
        interval = "" if own.has("statistics", "interval", around) else ", nor an interval"
        yield finding(
            "A1101", "warning", "inference_unsupported", 0.8,
            f"The coefficient of agreement {value[0].strip()} is given without the number of units coded{interval}.",
            "give the number of units, the coefficient of each code and an interval",
            (paper.exact(first, stop),),
        )  # fmt: skip
