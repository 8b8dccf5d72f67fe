"""A4: effects that grow in one place and stay the same in another; groups told in the wrong order of their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.shares import by_sentence
from kelisim.audit.weighing import measure
from kelisim.audit.words import stem
from kelisim.model.finding import Finding

_EFFECT = r"\b(?:effects?|impacts?|estimates?|gains?|response|gap)\b"
_TIME = (
    r"(?:over time|with time|thereafter|afterwards|over the (?:first|following|next|subsequent|post|sample|whole)"
    r"|in (?:later|subsequent|all later|the following)|year(?:s)? after|with (?:each|every)"
    r"|after (?:\w+ )?(?:years|months|weeks|waves)|over the \w+ (?:years|months|waves|periods)"
    r"|throughout|from year to year|over the years|post-treatment)"
)
_GROWS = re.compile(
    rf"{_EFFECT}[^.;]{{0,60}}?\b(?:grow|grows|grew|growing|increases?|increased|builds? up|built up|strengthens?"
    rf"|accumulates?|becomes? (?:larger|stronger))\b[^.;]{{0,40}}?{_TIME}",
    re.IGNORECASE,
)
_STAYS = re.compile(
    rf"{_EFFECT}[^.;]{{0,90}}?\b(?:remain\w*|stay\w*|is|are|was|were|holds?)\s(?:\w+\s)?(?:stable|constant"
    rf"|of the same size|unchanged|flat|steady|the same)\b[^.;]{{0,40}}?{_TIME}",
    re.IGNORECASE,
)
_FADES = re.compile(
    rf"{_EFFECT}[^.;]{{0,60}}?\b(?:fade\w*|wane\w*|vanish\w*|disappear\w*|die[sd]? out|shrink\w*|shrank|declin\w+"
    rf"|weaken\w*)\b[^.;]{{0,40}}?{_TIME}",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"{_EFFECT}[^.;:\d]{{0,40}}?\b(?:concentrated|strongest|largest|greatest|larger|stronger|greater|bigger|driven|confined)\s"
    r"(?:among|for|in|by|to)\s(?:the\s)?(?P<group>[a-z]+)\b",
    re.IGNORECASE,
)
_FOR = re.compile(r"[^.;:()\d]{0,16}?\s(?:for|among|in)\s(?:the\s)?(?P<group>[a-z]+)\b")
_PAIR = 2


def courses_told_twice(paper: Paper) -> Iterator[Finding]:
    """Find "the effect grows over time" in one place and "the effect remains stable thereafter" in another."""
    if paper.language != "en":
        return
    before = paper.words.pattern("statistics", "before_policy")
    found = [
        [
            match
            for match in form.finditer(paper.body)
            if not paper.in_references(match.start())
            # What is told of the years before has no course of an effect.
            and not before.search(paper.body, *paper.sentence_at(match.start()))
        ]
        for form in (_GROWS, _STAYS, _FADES)
    ]
    for at, one_form in enumerate(found):
        for other_form in found[at + 1 :]:
            pair = next(
                (
                    (one, other)
                    for one in one_form
                    for other in other_form
                    if paper.sentence_at(one.start()) != paper.sentence_at(other.start()) and _of_one(one, other)
                ),
                None,
            )
            if pair is None:
                continue
            yield finding(
                "A409", "warning", "value_conflict", 0.62,
                f"“{short(pair[0][0])}” and “{short(pair[1][0])}” tell two courses of one effect.",
                "describe the course as the estimates show it",
                [paper.place(each.start(), each.end()) for each in pair],
            )  # fmt: skip
            return


def _of_one(one: re.Match[str], other: re.Match[str]) -> bool:
    """Say whether two passages name no two things that the effect is on: "effect on wages", "effect on rents"."""
    on = [
        re.search(r"\b(?:effects?|impacts?)\s(?:on|of)\s(?:the\s)?([a-z]+)", each[0], re.IGNORECASE)
        for each in (one, other)
    ]
    return not (on[0] and on[1] and on[0][1].lower() != on[1][1].lower())


def groups_told_in_order(paper: Paper) -> Iterator[Finding]:
    """Find "effects are concentrated among girls" where the effect is 1.9 points for girls and 4.8 for boys."""
    if paper.language != "en":
        return
    claims = [(match, stem(match["group"], "en")) for match in _MORE.finditer(paper.body)]
    if not claims:
        return
    for group in by_sentence(paper):
        named = []
        for one in group:
            behind = _FOR.match(paper.body, one.claim.end, group[0].claim.sentence[1])
            if behind is not None and one.level is not None and one.claim.kind == "quantity":
                named.append((one, stem(behind["group"], "en")))
        if len(named) != _PAIR or measure(named[0][0]) != measure(named[1][0]) or named[0][1] == named[1][1]:
            continue
        low, high = sorted(named, key=lambda each: abs(each[0].number))
        told = next((match for match, root in claims if root == low[1] and root != high[1]), None)
        first, stop = group[0].claim.sentence
        if told is None or abs(low[0].number) >= abs(high[0].number):
            continue
        beside = first <= told.start() < stop
        if beside and ":" not in paper.body[told.end() : named[0][0].claim.start]:
            continue
        if re.search(r"\beffects?\b|\bestimates?\b|\bimpacts?\b", paper.body[first:stop]) is None:
            continue
        yield finding(
            "A409", "warning", "value_conflict", 0.68,
            f"“{' '.join(told[0].split())}”, and the text gives {low[0].claim.text!r} for them against "
            f"{high[0].claim.text!r}.",
            "read the numbers again, and correct the group or a number",
            (paper.place(told.start(), told.end()), paper.place(low[0].claim.start, high[0].claim.end)),
        )  # fmt: skip
        return
