"""A5: parts that are more than their whole, and shares of a whole that the paper gives elsewhere."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.shares import by_sentence, is_list, wrong_share
from kelisim.audit.statements import Statement, as_written, vocabulary
from kelisim.audit.topic import Topic
from kelisim.model.finding import Finding
from kelisim.model.written import significant

_HAN_WHOLE = re.compile(r"占([^，。；占\d]{2,14}?)的?(?:约|近|比重[^\d，]{0,3})?\d")
_MOST = 400
_MOST_OVER, _MOST_BEHIND_A_COLON = 1.35, 1.6
_OF_SO_MANY = re.compile(r"(?:^|[;:]\s|^\s*)(?:of|out of|из)\s$", re.IGNORECASE)
_WHOLE = re.compile(
    r"\s?(?:of|from|от|из)\s(?:the\s|all\s|total\s|its\s)*(?P<whole>[^,.;()\d]{2,48}?)(?=\s(?:in|by|at|for|from|and|or|в|и|за)\s|[,.;(]|$)"
)


def overfull_parts(paper: Paper) -> Iterator[Finding]:
    """Find "2,400 households, 1,500 of them in one town and 1,100 in another": listed parts that exceed their whole."""
    for group in by_sentence(paper):
        whole, parts, closed = _whole_and_parts(paper, group)
        if whole is None or len(parts) < 2 or not is_list(paper, parts):
            continue
        # Who lists parts beside their whole means each number to its last figure.
        summed, given = as_written(parts[0]).interval, as_written(whole).interval
        for one in parts[1:]:
            summed = summed + as_written(one).interval
        over = summed.low > given.high
        if not over and not (closed and summed.high < given.low):
            continue
        total = sum(one.number for one in parts)
        most = _MOST_BEHIND_A_COLON if ":" in paper.text[whole.claim.end : parts[0].claim.start] else _MOST_OVER
        if total > most * whole.number or whole.number > most * total:
            continue
        yield finding(
            "A502", "error", "arithmetic", 0.75,
            f"The parts listed make {significant(total, 6)}, and the whole is given as "
            f"{short(whole.claim.text, 40)!r}.",
            "correct a part or the whole, or say that parts overlap",
            (paper.place(group[0].claim.start, parts[-1].claim.end),),
        )  # fmt: skip


def _whole_and_parts(paper: Paper, group: list[Statement]) -> tuple[Statement | None, list[Statement], bool]:
    """Return a whole, the parts that the sentence lists after it, and whether the last of them is all the others."""
    own, text = paper.words, paper.text
    if len(group) < 3:
        return None, [], False
    first, stop = group[0].claim.sentence
    if own.has("shares", "overlap", text[first:stop]):
        return None, [], False
    for index, whole in enumerate(group[:-2]):
        after = group[index + 1 :]
        listed = re.search("[:：]", text[whole.claim.end : after[-1].claim.start])
        if listed is not None and own.language != "en":
            # "1,280 patients in five districts: 310 in the north": the districts are no part of the patients.
            opened = [one for one in after if one.claim.start > whole.claim.end + listed.start()]
            after = opened if len(opened) >= len(after) - 1 else after
        if listed is not None and own.language == "en":
            # "USD 810 for each of the 4,200 women: USD 290 for ...": the women are no part of the dollars.
            opened = [one for one in after if one.claim.start > whole.claim.end + listed.start()]
            after = opened if len(opened) >= 3 and after[0].claim.unit != whole.claim.unit else after
        parts = _run(after, whole)
        if len(parts) < 2 or not _is_plain(whole) or any(one.number >= whole.number for one in parts):
            continue
        lead = text[max(first, whole.claim.start - 24) : whole.claim.start]
        between = text[whole.claim.end : parts[0].claim.start]
        trail = text[parts[0].claim.end : min(stop, parts[0].claim.end + 16)]
        opens = re.search(rf"(?:^|[\s,;])(?:{own.source('shares', 'lead_of')})\s$", lead, re.IGNORECASE) is not None
        # "Of 100 sales, 38 were registered and 72 were not": only two that exclude each other are all of it.
        opens = opens or (
            _OF_SO_MANY.search(lead) is not None and own.has("shares", "neither", text[parts[-1].claim.end : stop])
        )
        opens = opens or (_OF_SO_MANY.search(lead) is not None and _by_one_word(paper, parts))
        named = (
            own.has("shares", "of_them", between) or own.pattern("shares", "of_them").match(trail.lstrip()) is not None
        )
        colon = re.search(r"[:：]\s*$|[:：][^.;]{0,30}$", between) is not None
        if opens or named or colon:
            last = text[parts[-2].claim.end : min(stop, parts[-1].claim.end + 24)]
            closed = own.has("shares", "others", last)
            if closed or not own.has("shares", "rest", text[first:stop]):
                return whole, parts, (named and closed) or colon
    return None, [], False


def _by_one_word(paper: Paper, parts: list[Statement]) -> bool:
    """Say whether three parts or more are told with one preposition: "84 by villages, 27 by firms and 17 by others"."""
    text = paper.text
    behind = [
        re.match(r"(?:\s[^\W\d_]+){0,3}?\s(by|in|from|to|against)\s", text[one.claim.end :][:40]) for one in parts
    ]
    said = {match[1] for match in behind if match}
    return (
        len(parts) >= 3
        and all(behind)
        and len(said) == 1
        and " and " in text[parts[-2].claim.end : parts[-1].claim.start]
    )


def _is_plain(one: Statement) -> bool:
    claim = one.claim
    plain = one.level and claim.kind != "ordinal" and claim.comparator in ("exact", "approx")
    return plain and claim.unit not in ("percent", "percentage_point", "year") and math.isfinite(one.interval.width)


def _run(after: list[Statement], whole: Statement) -> list[Statement]:
    """Return the statements after a whole that may be its parts, up to the first that cannot; passing percentages."""
    parts: list[Statement] = []
    for one in after:
        if one.claim.unit == "percent":
            continue
        counted = one.claim.kind == "count" and (
            whole.claim.kind == "count" or whole.claim.unit in (None, "person", "employee")
        )
        same = one.claim.unit in (whole.claim.unit, None) or counted
        if not _is_plain(one) or not same:
            break
        parts.append(one)
    return parts


def overfull_shares(paper: Paper) -> Iterator[Finding]:
    """Find shares of one whole, listed in one sentence, that make more than all of it."""
    own, text = paper.words, paper.text
    for group in by_sentence(paper):
        shares = [one for one in group if one.claim.unit == "percent"]
        first, stop = group[0].claim.sentence
        if own.runs and shares:
            # Each of "女56%，男44%；青年40%，中年35%，老年30%" is a list of its own.
            first = max(first, text.rfind("；", first, shares[-1].claim.start) + 1)
            shares = [one for one in shares if one.claim.start >= first]
        said = text[first:stop]
        if own.runs and re.search("占[^，。]*(?:比重|比例)?分别", said) and len(group) > len(shares):
            # "占东中西部地区乡镇个数的比重分别为": each of a whole of its own.
            continue
        # "37% were content, 48% were not and 25% had no opinion": nobody is two of these.
        exclusive = len(shares) >= 3 and (
            own.has("shares", "exclusive", said)
            or _opens_with_whole(paper, shares, first)
            or (own.language == "en" and _leans_on_one_verb(paper, shares))
        )
        pair = len(shares) == 2 and own.pattern("shares", "sexes").search(said) is not None
        aged = len(shares) >= 3 and "ages" in own.tables["shares"] and own.has("shares", "ages", said)
        if not shares or (
            not (exclusive or aged or (pair and own.language != "en")) and own.has("shares", "overlap", said)
        ):
            continue
        # "Others 12%" closes a list as nothing else does.
        closed = len(shares) >= 3 and own.has(
            "shares", "others", text[shares[-2].claim.end : shares[-1].claim.end + 24]
        )
        if not (exclusive or closed or aged or (pair and own.language != "en")) and not own.has(
            "shares", "covers", said
        ):
            continue
        if own.runs and len({match[1] for match in _HAN_WHOLE.finditer(said)}) > 1:
            # "11% of the country's economy and 16% of the state's" are of two wholes.
            continue
        plain = all(one.level and one.claim.comparator in ("exact", "approx") for one in shares)
        if not plain or len({one.period for one in shares}) > 1 or stop - first > 500:
            continue
        total = sum(one.number for one in shares)
        slack = 0.5 * len(shares) + (2 if any(one.claim.comparator == "approx" for one in shares) else 0.6)
        if not (
            (len(shares) >= 3 and is_list(paper, shares) and slack < total - 100 < 30)
            or (pair and abs(total - 100) > slack)
        ):
            continue
        if pair and not 80 < total < 120:
            continue
        yield finding(
            "A502", "error", "arithmetic", 0.7,
            f"The shares listed make {significant(total)}% of what is one whole.",
            "correct a share, or say of what each is a share",
            (paper.place(shares[0].claim.start, shares[-1].claim.end),),
        )  # fmt: skip


_OBJECT = re.compile(r"\s(?:an?|by|on)\s[a-z][a-z\s-]{1,28}?(?:,\s|\sand\s|,\sand\s)(?:about\s|some\s)?")


def _leans_on_one_verb(paper: Paper, shares: list[Statement]) -> bool:
    """Say whether "four in ten ride a motorcycle, 46% a bicycle and 18% drive a car" shares out those of one clause."""
    text = paper.text
    middle = [text[a.claim.end : b.claim.start] for a, b in itertools.pairwise(shares[1:])]
    first = text[shares[0].claim.end : shares[1].claim.start]
    opens = re.fullmatch(r"(?:\sof)?\s[a-z][a-z\s-]{4,60}\s(?:an?|by|on)\s[a-z\s-]{2,24},\s", first)
    return opens is not None and all(_OBJECT.fullmatch(between) for between in middle)


def _opens_with_whole(paper: Paper, shares: list[Statement], first: int) -> bool:
    """Say whether "Of all entrants, 52% ..., 31% ... and 22% ..." lists shares of the whole it opens with."""
    lead = paper.text[first : shares[0].claim.start]
    last = paper.text[shares[-2].claim.end : shares[-1].claim.start]
    opens = re.match(r"\W*of (?:all|the|these|our)\s[^.;:]{3,60},\s$", lead, re.IGNORECASE) is not None
    return opens and re.search(r"\sand\s$", last) is not None


def shares_of_wholes_elsewhere(paper: Paper) -> Iterator[Finding]:
    """Find "remittances were 17% of GDP" where part and whole, given for that time elsewhere, make another share."""
    levels: dict[object, list[Statement]] = {}
    for one in paper.statements:
        if one.level and one.period is not None and one.claim.unit not in (None, "percent") and _is_plain(one):
            levels.setdefault(one.period, []).append(one)
    for share in paper.statements:
        if share.claim.unit != "percent" or share.period is None or not share.level or share.claim.change is not None:
            continue
        match = _WHOLE.match(paper.text, share.claim.end, share.claim.sentence[1])
        if match is None or share.claim.modality == "planned":
            continue
        named = paper.speller.topic(match["whole"], first=False)
        here = paper.first(levels.get(share.period, []), _MOST, "levels of one time")
        wholes = [one for one in here if _is_of(one, named, share)]
        parts = [one for one in here if _is_part(one, share, named)]
        if len({one.number for one in wholes}) != 1 or len({one.number for one in parts}) != 1:
            continue
        whole, part = wholes[0], parts[0]
        if whole.claim.unit != part.claim.unit or whole.interval.low <= 0 or part.number >= whole.number:
            continue
        computed = as_written(part).interval / as_written(whole).interval
        given = share.interval.widen(0.5)
        if 100 * computed.low <= given.high and 100 * computed.high >= given.low:
            continue
        places = [paper.place(one.claim.start, one.claim.end) for one in (part, whole, share)]
        yield wrong_share(part, whole, share, 0.7, places)


def _tokens(topic: Topic) -> frozenset[str]:
    return topic.stems | topic.names | topic.places


def _is_of(one: Statement, named: Topic, share: Statement) -> bool:
    """Say whether a level is of the whole that a share names."""
    known = one.claim.indicator in vocabulary()
    tokens = _tokens(one.topic) | (frozenset({one.claim.indicator}) if known else frozenset())
    wanted = _tokens(named)
    return bool(wanted) and wanted <= tokens and len(tokens - wanted - {one.claim.indicator}) == 0 and one is not share


def _is_part(one: Statement, share: Statement, named: Topic) -> bool:
    """Say whether a level is of what a share is a share of something of."""
    known = vocabulary()
    if share.claim.indicator != one.claim.indicator and {share.claim.indicator, one.claim.indicator} & known:
        return False
    rest = _tokens(share.topic) - _tokens(named)
    own = _tokens(one.topic)
    return own == rest and bool(rest or share.claim.indicator in known) and one.topic.narrow == share.topic.narrow


def above_the_whole(paper: Paper) -> Iterator[Finding]:
    """Find a share or rate of a whole that is above 100%."""
    own = paper.words
    for one in paper.statements:
        claim = one.claim
        if claim.unit != "percent" or not one.level or claim.change is not None or claim.low <= 100.5:
            continue
        if "%" not in claim.text and "cent" not in claim.text:
            # "It was 371, or 88% of all": the unit is the next number's.
            continue
        near = paper.text[max(claim.sentence[0], claim.start - 70) : min(claim.sentence[1], claim.end + 16)]
        if not own.has("shares", "share", near) or own.has(
            "shares",
            "may_exceed",
            paper.text[max(claim.sentence[0], claim.start - 90) : min(claim.sentence[1], claim.end + 60)],
        ):
            continue
        yield finding(
            "A504", "error", "unit_error", 0.8,
            f"{short(claim.text, 40)!r} is given as a share of a whole, which cannot be above 100%.",
            "check the decimal point and the unit against the source",
            (paper.place(claim.start, claim.end),),
        )  # fmt: skip
