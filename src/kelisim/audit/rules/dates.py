"""A2: one event, two dates; and what was to come that has already happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from kelisim.audit.paper import DateMention, Paper, finding
from kelisim.audit.rules.times import shown
from kelisim.audit.topic import Topic, quoted, without_citations
from kelisim.model.finding import Finding
from kelisim.model.period import Period

_KINDS = ("award", "found", "launch", "acquire", "sign", "adopt", "enter", "close", "discover", "complete", "born")
_RELATIVE = re.compile(r"[\s,]+(?:which|that|who|котор\w+)\s")
_NEXT_ACT = re.compile(r"\sand\s(?:\w+ed|was|were|is|has|had|remains?|became|won|now|still)\s")
_TAKES_AN_OBJECT = re.compile(
    r"founded|established|set up|signed|adopted|introduced|acquired|bought|launched", re.IGNORECASE
)
_NEW = frozenset(("new", "нов", "жаңа", "新"))
_CLAUSE = re.compile(r"[;；]|[,，]\s(?:and|but|while|which|а|но|и|ал|және)\s|[,，](?=\d{4}年)|。")


@dataclass(frozen=True, slots=True)
class Event:
    """A dated act in a sentence: its kind, its clause, its period and what the clause is about."""

    kind: str
    start: int
    end: int
    period: Period
    topic: Topic
    near: Topic
    indefinite: bool
    titles: frozenset[str]
    sentence: int
    planned: bool
    again: bool


def events(paper: Paper) -> list[Event]:
    """Return the dated events of the running text."""
    own, text = paper.words, paper.body
    once = set(own.source("events", "once").split())
    found: list[Event] = []
    grouped: dict[int, list[DateMention]] = {}
    for mention in paper.dates:
        if not paper.in_table(mention.start):
            grouped.setdefault(paper.sentence_index(mention.start), []).append(mention)
    last: DateMention | None = None
    for index, (first, stop) in enumerate(paper.sentences):
        mentions = grouped.get(index, [])
        said = own.pattern("dates", "same_year").search(text, first, stop)
        if said and last is not None and last.period.whole_year:
            mentions = [*mentions, DateMention(said.start(), said.end(), last.period)]
        if mentions and stop - first < 1200:
            found += _of_sentence(paper, index, (first, stop), mentions, once)
        if grouped.get(index):
            years = [mention for mention in grouped[index] if mention.period.whole_year]
            last = years[0] if years else last
    return found


def _of_sentence(
    paper: Paper, index: int, span: tuple[int, int], mentions: list[DateMention], once: set[str]
) -> Iterator[Event]:
    own, text = paper.words, paper.body
    verbs = sorted(
        ((match, kind) for kind in _KINDS for match in own.pattern("events", kind).finditer(text, *span)),
        key=lambda found: found[0].start(),
    )
    if not verbs:
        return
    owned = _owned(text, span, [match for match, _ in verbs], mentions)
    for number, (verb, kind) in enumerate(verbs):
        first, stop = _clause(text, span, verb.start(), verb.end())
        if number + 1 < len(verbs):
            # The next act begins its own clause: "acquired the plant in 2018 and received the award in 2016".
            joint = re.compile(r"\s(?:and|и|және|мен)\s|[,，]").search(
                text, verb.end(), max(verb.end(), verbs[number + 1][0].start())
            )
            stop = (
                min(stop, joint.start()) if joint and owned[number] and joint.start() > owned[number][0].end else stop
            )
        dates = [one for one in owned[number] if one.period.start and one.period.end]
        if not dates:
            continue
        nearest = min(dates, key=lambda one: max(one.start - verb.end(), verb.start() - one.end))
        if len(dates) > 2 or (nearest.period.end - nearest.period.start).days > 366:  # type: ignore[operator]
            continue
        first, stop = min(first, nearest.start), max(stop, nearest.end)
        if number and verbs[number - 1][0].end() > first and nearest.start > verb.start():
            joints = list(
                re.compile(r"\s(?:and|и|және|мен)\s|[,，]").finditer(text, verbs[number - 1][0].end(), verb.start())
            )
            first = joints[-1].end() if joints else first
        lead = (
            text[first : verb.start()]
            if own.runs or own.language == "kk"
            else text[max(first, verb.start() - 30) : verb.start()]
        )
        planned = own.has("events", "planned", lead) or (
            own.language == "kk" and own.has("events", "planned", text[verb.start() : stop])
        )
        if own.has("events", "not_done", lead) and not planned:
            continue
        ends = _NEXT_ACT.search(text, max(verb.end(), nearest.end), stop)
        stop = ends.start() if ends else stop
        relative = _RELATIVE.search(text, max(span[0], first - 10), verb.start())
        if relative is not None and relative.start() <= first + 1:
            # What a relative clause tells is told of what stands before it.
            first = max(span[0], *(text.rfind(mark, span[0], relative.start()) + 1 for mark in ",;:"))
        clause = text[first:stop]
        topic = paper.speller.topic(_without(clause, verb[0]), first=first == span[0])
        if not topic.names and first > span[0]:
            whole = paper.speller.topic(_without(text[span[0] : stop], verb[0]))
            topic = Topic(topic.stems, whole.names, topic.places or whole.places, topic.narrow)
        # What is only planned is told with words that are not part of what is planned.
        near, indefinite, object_text = _object(paper, span, verb, (first, stop))
        again = own.has("topic", "also", object_text) or own.has("events", "plural", object_text)
        yield Event(
            kind,
            first,
            stop,
            nearest.period,
            topic,
            near,
            indefinite,
            quoted(clause),
            index,
            planned,
            again and kind not in ("found", "born"),
        )


def _object(
    paper: Paper, span: tuple[int, int], verb: re.Match[str], clause: tuple[int, int]
) -> tuple[Topic, bool, str]:
    """Return what the act is done to, as far as its place beside the verb tells, and whether an article leaves it open.

    Passive and intransitive verbs have it before them, active ones behind; in Kazakh it stands before, in Chinese both.
    """
    text, own = paper.body, paper.words
    before = text[max(span[0], verb.start() - 400) : verb.start()]
    before = re.sub(r"(?:,?\s?(?:which|that|who|котор\w+)\s*(?:had\s|has\s)?)$", "", before)
    if own.language == "en":
        before = re.sub(r",?\s(?:(?:due|set|expected|planned|scheduled)\s)?to\sbe\s*$", "", before)
    relative = re.match(r"(.*),?\s(?:which|that|котор\w+)\s[^,;]{1,50}$", before, re.DOTALL)
    before = relative[1] if relative else before
    before = re.split(r"\b(?:was|is|were|are)\s(?=(?:the|an?)\s)", before)[-1]
    before = re.split(r"[;:，；：]|,\s(?=[^,]*$)|,\s(?:and|but|while|и|а|но)\s", before.rstrip(" ,"))[-1][-90:]
    after = re.split(
        r"[.;,，；。]|\s(?:in|on|at|by|with|after|в|с|за)\s", text[verb.end() : max(verb.end(), clause[1])]
    )[0][:90]
    if own.language == "en":
        passive = re.search(r"\b(?:was|were|is|been|be)\b", verb[0] + before[-14:]) is not None or not re.search(
            r"[^\W\d_]{3}", after
        )
        alone = not re.search(r"\b(?:was|were|is|been|be)\b", verb[0] + before[-14:])
        if passive and alone and _TAKES_AN_OBJECT.match(verb[0]):
            # "Set by a commission founded in 1976": what was founded is the commission.
            before = re.split(r"\s(?:by|from|to|with|for)\s(?=(?:an?|the)\s)", before)[-1]
        piece = before if passive else after
    else:
        piece = (
            before
            if own.language == "kk" or not re.search(r"[^\W\d_]{3}|[\u4e00-\u9fff]{2}", after)
            else f"{before} {after}"
        )
    indefinite = (
        re.match(r"\s*(?:In \w+ \d{4},? |In \d{4},? )?(?:an?|another|some)\s", piece, re.IGNORECASE) is not None
    )
    bare = own.pattern("events", "planned").sub(" ", _without(piece, verb[0]))
    return paper.speller.topic(bare, first=piece.startswith(before)), indefinite, piece


def _owned(
    text: str, span: tuple[int, int], verbs: list[re.Match[str]], mentions: list[DateMention]
) -> list[list[DateMention]]:
    """Return the dates of each verb: those that follow it, or open its clause, or else open the sentence."""
    owned: list[list[DateMention]] = [[] for _ in verbs]
    opening: list[DateMention] = []
    for one in mentions:
        before = [index for index, verb in enumerate(verbs) if verb.start() < one.start]
        lead = text[max(span[0], one.start - 200) : one.start]
        opens = (
            len(lead.strip()) < 14 or re.search(r"(?:[,;:，；]|\sand|\sи|және)\s*(?:\w{1,7}\s){0,2}$", lead) is not None
        )
        after = len(before)
        if after < len(verbs) and (not before or (opens and verbs[after].start() - one.end < 90)):
            owned[after].append(one)
        elif before:
            owned[before[-1]].append(one)
        if len(lead.strip()) < 30:
            opening.append(one)
    return [dates or opening for dates in owned]


def _clause(text: str, span: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    first, stop = span
    for match in _CLAUSE.finditer(text, *span):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            stop = match.start()
            break
    return first, stop


def _without(clause: str, verb: str) -> str:
    return re.sub(r"[12][0-9]{3}", " ", without_citations(clause).replace(verb, " "))


def two_dates(paper: Paper) -> Iterator[Finding]:
    """Find events of one kind, with the same actors and objects, that are dated to times without a common day."""
    once = set(paper.words.source("events", "once").split())
    told: set[int] = set()
    for one, other, alike in _pairs(paper, paper.events):
        if one.planned or other.planned or other.start in told or one.period.overlaps(other.period):
            continue
        if one.again or other.again or (one.indefinite and other.indefinite):
            continue
        confidence = (0.45 if one.kind in once else 0.3) + 0.5 * alike
        told.add(other.start)
        yield finding(
            "A201", "error" if confidence >= 0.7 else "warning", "date_conflict", min(confidence, 0.92),
            f"What reads as one event is dated to {shown(one.period)} and to {shown(other.period)}.",
            "find the document that dates it; if these are two events, say in what they differ",
            (paper.exact(one.start, one.end), paper.exact(other.start, other.end)),
        )  # fmt: skip


def plans_already_kept(paper: Paper) -> Iterator[Finding]:
    """Find what is planned for a later date in one place and told as done at an earlier date in another."""
    for one, other, alike in _pairs(paper, paper.events):
        if one.planned == other.planned:
            continue
        plan, done = (one, other) if one.planned else (other, one)
        assert plan.period.start
        assert done.period.end
        if done.period.end < plan.period.start:
            yield finding(
                "A202", "warning", "date_conflict", min(0.9, 0.35 + 0.5 * alike),
                f"What is planned for {shown(plan.period)} in one place is told as done in {shown(done.period)} in "
                f"another.",
                "say whether the plan was kept early, or which of the two passages is out of date",
                (paper.exact(plan.start, plan.end), paper.exact(done.start, done.end)),
            )  # fmt: skip


def _pairs(paper: Paper, found: list[Event]) -> Iterator[tuple[Event, Event, float]]:
    groups: dict[tuple[str, str], list[int]] = {}
    for index, event in enumerate(found):
        for name in event.titles | event.topic.names | event.near.names | event.near.stems:
            groups.setdefault((event.kind, name), []).append(index)
    seen: set[tuple[int, int]] = set()
    for members in groups.values():
        for a, b in combinations(paper.first(members, 40, "acts of one name"), 2):
            if (a, b) in seen or found[a].sentence == found[b].sentence:
                continue
            seen.add((a, b))
            alike = _alike(found[a], found[b])
            if alike >= 0.4:
                yield found[a], found[b], alike


def _alike(one: Event, other: Event) -> float:
    """Return how surely two events are one, from 0 to 1."""
    if one.titles & other.titles:
        return 0.9 if one.topic.names & other.topic.names or not (one.topic.names and other.topic.names) else 0.6
    if one.titles and other.titles:
        return 0.0
    # What is opened is new.
    if (one.near.narrow ^ other.near.narrow) - _NEW or (
        one.topic.places and other.topic.places and not one.topic.places & other.topic.places
    ):
        return 0.0
    return max(_alike_objects(one, other), _alike_clauses(one.topic, other.topic))


def _alike_objects(one: Event, other: Event) -> float:
    a, b = one.near, other.near
    if not (a.stems or a.names):
        return 0.0
    if (one.indefinite and not one.planned) or (other.indefinite and not other.planned):
        # "An agreement on recruitment" is brought in; "the agreement on recruitment" is the same one.
        first = one if one.start < other.start else other
        same = a.names == b.names and a.stems == b.stems and first.indefinite
        if not same or (one.indefinite and other.indefinite):
            return 0.0
        size = len(a.stems) + len(a.names)
        return 0.65 if size >= 2 else 0.45 if one.kind == "found" else 0.0
    if a.names == b.names and a.stems == b.stems and a.places == b.places:
        # "the museum" twice is the same museum where the document has no other; a name makes it sure.
        return 0.9 if a.names else 0.5 + 0.07 * min(3, len(a.stems))
    if (
        a.names
        and a.names == b.names
        and (a.stems <= b.stems or b.stems <= a.stems)
        and (a.stems & b.stems or len(a.names) > 1)
    ):
        return 0.8
    if a.names and b.names and (a.names <= b.names or b.names <= a.names) and len(a.names & b.names) > 1:
        return 0.75
    if (a.names or b.names) and not (a.names and b.names):
        if _as_adjective(a, b) or _as_adjective(b, a):
            return 0.75
        return 0.6 if a.stems == b.stems and len(a.stems) > 1 else 0.0
    union = a.stems | b.stems
    return 0.6 if not a.names and len(a.stems & b.stems) >= 2 and 3 * len(a.stems & b.stems) >= 2 * len(union) else 0.0


def _as_adjective(named: Topic, bare: Topic) -> bool:
    """Say whether one object has as a name what the other has as its adjective: "в Казани", "казанский"."""
    told = {stem for stem in bare.stems if any(len(name) > 3 and stem.startswith(name[:5]) for name in named.names)}
    return bool(told) and bool(named.stems) and named.stems == bare.stems - told


def _alike_clauses(a: Topic, b: Topic) -> float:
    common = a.names & b.names
    if not common or not (a.names <= b.names or b.names <= a.names) or a.narrow != b.narrow:
        return 0.0
    shared = len(a.stems & b.stems)
    least = min(len(a.stems), len(b.stems))
    # The actor alone does not make the act: a firm opens many plants.
    if shared == 0 or 2 * shared < least:
        return 0.0
    return 0.45 * len(common) / len(a.names | b.names) + 0.45 * shared / least
