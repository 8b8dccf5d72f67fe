"""A1: one target with two numbers: "400,000 heat pumps by 2030" and "the target of 600,000 by 2030"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.values import far_apart
from kelisim.audit.statements import Statement
from kelisim.model.finding import Finding

_MOST = 40
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def two_targets(paper: Paper) -> Iterator[Finding]:
    """Find one target, for one year or of one year, that is given two numbers."""
    if "targets" not in paper.words.tables:
        return
    found = [one for one in paper.statements if _is_target(paper, one)][:_MOST]
    told: set[int] = set()
    for one, other in combinations(found, 2):
        if one.sentence == other.sentence or one.number == other.number or {one.claim.start, other.claim.start} & told:
            continue
        if (
            far_apart(one, other)
            or (one.interval.overlaps(other.interval) and not _exact(paper, one, other))
            or not _is_one(paper, found, one, other)
        ):
            continue
        told |= {one.claim.start, other.claim.start}
        yield finding(
            "A110", "warning", "value_conflict", 0.68,
            f"{short(one.claim.text, 40)!r} and {short(other.claim.text, 40)!r} are given as one target.",
            "look the target up, and say where it was changed",
            (paper.place(one.claim.start, one.claim.end), paper.place(other.claim.start, other.claim.end)),
        )  # fmt: skip


def _exact(paper: Paper, one: Statement, other: Statement) -> bool:
    """Say whether both targets are told to the unit: "350" and "400" places are two."""
    return paper.language != "en" and all(
        each.claim.comparator == "exact" and each.number < 1000 for each in (one, other)
    )


def _is_target(paper: Paper, one: Statement) -> bool:
    """Say whether a number is that of a target: the word stands right before it, or opens its sentence."""
    claim, text = one.claim, paper.body
    if (
        claim.kind == "ordinal"
        or claim.unit in ("year", "month", "day")
        or not one.level
        or paper.in_references(claim.start)
    ):
        return False
    lead = text[max(claim.sentence[0], claim.start - 70) : claim.start]
    lead = re.split(r"[;(]", lead)[-1]
    match = paper.words.pattern("targets", "word").search(lead)
    behind = paper.words.tables["targets"].get("behind")
    if match is None and behind and re.match(behind, text[claim.end : claim.sentence[1]]):
        # "到2030年达到60%的目标"
        return True
    return match is not None and not re.search(
        r"\d(?![\d]{3})[^.;]*\d", re.sub(r"(?:19|20)\d\d", "", lead[match.end() :])
    )


def _is_one(paper: Paper, found: list[Statement], one: Statement, other: Statement) -> bool:
    """Say whether two targets are one: of one year, of one noun or of none, and no third one is there for it."""
    years = [set(_YEAR.findall(paper.body[slice(*each.claim.sentence)])) for each in (one, other)]
    if not years[0] & years[1]:
        return False
    own = [each.period.whole_year if each.period else None for each in (one, other)]
    if paper.language != "en" and None not in own and own[0] != own[1]:
        return False
    units = {one.claim.unit, other.claim.unit}
    bare = None in units and "percent" not in units
    if len(units) > 1 and not bare:
        return False
    a, b = one.topic, other.topic
    shared = (a.stems & b.stems) - paper.speller.topic("target goal aim objective").stems
    if not shared and not bare:
        return False
    if (a.names and b.names and not a.names & b.names) or (a.places and b.places and a.places != b.places):
        return False
    kin = {each.number for each in found if each.claim.unit in units | {None}}
    return len(kin) == 2
