"""Dated acts in the running text: what was opened, closed, sold, signed or brought in, to what, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kelisim.audit.paper import DateMention, Paper
from kelisim.audit.topic import Topic, quoted, without_citations
from kelisim.audit.words import Words
from kelisim.model.period import Period

_KINDS = (
    "award",
    "found",
    "end",
    "launch",
    "acquire",
    "sell",
    "sign",
    "adopt",
    "enter",
    "close",
    "discover",
    "complete",
    "born",
)
_RELATIVE = re.compile(r"[\s,]+(?:which|that|who|котор\w+)\s")
# How far behind an act its own date may stand.
_RIGHT_AFTER = 44
_NEXT_ACT = re.compile(r"\sand\s(?:\w+ed|was|were|is|has|had|remains?|became|won|now|still)\s")
_TAKES_AN_OBJECT = re.compile(
    r"founded|established|set up|signed|adopted|introduced|acquired|bought|launched", re.IGNORECASE
)
_KK_PARTICIPLE = re.compile(
    r"[^\W\d_]+\s?(?:[^\W\d_]+)?[ғқгк][ае]н\s(?!болатын|еді|екен|соң|кезде|сайын|жоқ)(?P<noun>[«“]?[^\W\d_]{3,}(?:[\s»”-]+[^\W\d_]{3,}){0,2})"
)
_CLAUSE = re.compile(r"[;；]|[,，]\s(?:and|but|while|which|а|но|и|ал|және)\s|[,，](?=\d{4}年)|。")
_COUNTED = re.compile(r"了?(?:约|近|共|超过)?(?:\d|[二两三四五六七八九十百千]{1,4}[座个所家条项处])")


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
    spoken_of: Topic | None = None
    built: frozenset[str] = frozenset()


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


def _begun(text: str, one: DateMention) -> DateMention:
    """Return the date of an act since which something holds: "自2013年11月投入使用以来" is of that month."""
    start = one.period.start
    if one.period.end is not None or start is None or "以来" not in text[one.end : one.end + 24]:
        return one
    written = f"{start:%Y-%m}" if "月" in text[one.start : one.end] else f"{start:%Y}"
    return replace(one, period=Period.parse(written))


def _of_sentence(
    paper: Paper, index: int, span: tuple[int, int], mentions: list[DateMention], once: set[str]
) -> Iterator[Event]:
    own, text = paper.words, paper.body
    verbs = sorted(
        (
            (match, kind)
            for kind in _KINDS
            if kind in own.tables["events"]
            for match in own.pattern("events", kind).finditer(text, *span)
        ),
        key=lambda found: found[0].start(),
    )
    if not verbs:
        return
    owned = _owned(text, span, [match for match, _ in verbs], mentions)
    for number, (verb, kind) in enumerate(verbs):
        first, stop = _clause(text, span, verb.start(), verb.end())
        if own.runs and _COUNTED.match(text, verb.end()):
            # "2010年建成12座桥梁" counts what was built that year.
            continue
        if number + 1 < len(verbs):
            # The next act begins its own clause: "acquired the plant in 2018 and received the award in 2016".
            joint = re.compile(r"\s(?:and|и|және|мен)\s|[,，]").search(
                text, verb.end(), max(verb.end(), verbs[number + 1][0].start())
            )
            stop = (
                min(stop, joint.start()) if joint and owned[number] and joint.start() > owned[number][0].end else stop
            )
        dates = [_begun(text, one) if own.runs else _from_then(one, verb[0]) for one in owned[number]]
        dates = [one for one in dates if one.period.start and one.period.end]
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
        if own.has("events", "not_done", lead) and not planned and not _dated_itself(paper, lead, verb, nearest):
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
            _kind_of(paper, kind, verb[0], object_text),
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
            _stands_for(paper, index, span[0], object_text),
            _built(own, clause),
        )


def _built(own: Words, clause: str) -> frozenset[str]:
    """Return what a Chinese clause may name: "江城国际冷链港" before its date or verb, or what begins behind 的."""
    if not own.runs:
        return frozenset()
    before = re.match(
        r"[，\s]*(?!第|首|一|该|两|新|其|这)([\u4e00-\u9fffA-Z\d]{3,12}?)(?=于|在|自|(?:19|20)\d\d年)", clause
    )
    behind = re.search(r"(?:19|20)\d\d年[\u4e00-\u9fff\d]{0,12}的(?!第|首|一)([\u4e00-\u9fff]{4,14})", clause)
    after = re.search(r"(?:19|20)\d\d年(?:\d+月)?(?:\d+日)?，([\u4e00-\u9fffA-Z\d]{3,14}?)(?=[开投建启通])", clause)
    ends = [after[1][-length:] for length in range(3, len(after[1]) + 1)] if after else []
    starts = [behind[1][:length] for length in range(4, len(behind[1]) + 1)] if behind else []
    return frozenset([before[1]] if before else []) | frozenset(starts) | frozenset(ends)


def _from_then(date: DateMention, verb: str) -> DateMention:
    """Return the year in which what is "in force since 2014" came into force."""
    start = date.period.start
    if not verb.lower().endswith(("since", " с")) or start is None or date.period.end is not None:
        return date
    return DateMention(date.start, date.end, Period.parse(f"{start.year:04d}"))


def _dated_itself(paper: Paper, lead: str, verb: re.Match[str], date: DateMention) -> bool:
    """Say whether "since it joined in 2008" gives the act its own date: the date follows it in its clause."""
    own, text = paper.words, paper.body
    if "relative" not in own.tables["events"]:
        return False
    bare = own.pattern("events", "relative").sub(" ", lead)
    follows = verb.end() <= date.start <= verb.end() + _RIGHT_AFTER
    return (
        follows and not own.has("events", "not_done", bare) and not re.search(r"[,;:]", text[verb.end() : date.start])
    )


def _kind_of(paper: Paper, kind: str, verb: str, of: str) -> str:
    """Return the kind of an act; a grant or a scheme is launched where it is brought in."""
    own = paper.words
    if "schemes" not in own.tables["events"] or own.has("events", "laws", of) or not own.has("events", "schemes", of):
        return kind
    return "launch" if kind == "found" or (kind == "adopt" and own.has("events", "brought_in", verb)) else kind


def _stands_for(paper: Paper, index: int, first: int, of: str) -> Topic | None:
    """Return what the sentence before is about, with the names of its heading, where a pronoun stands for it."""
    own = paper.words
    if not index or "pronoun" not in own.tables["events"]:
        return None
    if own.pattern("events", "pronoun").fullmatch(of.strip(" ,").lower()) is None:
        return None
    before, stop = paper.sentences[index - 1]
    if stop - before > 500 or "\n\n" in paper.body[stop:first]:
        return None
    topic = paper.topic_at(before, stop)
    return Topic(topic.stems, topic.names | paper.heading_names(first), topic.places, topic.narrow)


def _object(
    paper: Paper, span: tuple[int, int], verb: re.Match[str], clause: tuple[int, int]
) -> tuple[Topic, bool, str]:
    """Return what the act is done to, as far as its place beside the verb tells, and whether an article leaves it open.

    Passive and intransitive verbs have it before them, active ones behind; in Kazakh it stands before, in Chinese both.
    """
    text, own = paper.body, paper.words
    inside = re.fullmatch(r"took (.+) over", verb[0], re.IGNORECASE)
    if inside is not None:
        return paper.speller.topic(inside[1], first=False), False, inside[1]
    before = text[max(span[0], verb.start() - 400) : verb.start()]
    # ", at Matipwili," says where it is that something opened.
    before = re.sub(r",\s(?:at|in|near|on|with|by|between)\s[^,;.]{2,40},\s?$", " ", before)
    before = re.sub(r",\s(?:called|named|known as|or)\s([^,;.]{2,40}),\s?$", r" \1 ", before)
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
        leads_on = re.match(r"\s(?:to|for|as|under|between)\s", after) is not None
        alone_behind = leads_on or not re.search(r"[^\W\d_]{3}", after)
        noun = verb[0].rstrip().endswith(" of")
        passive = not noun and (
            re.search(r"\b(?:was|were|is|been|be)\b", verb[0] + before[-14:]) is not None or alone_behind
        )
        alone = not re.search(r"\b(?:was|were|is|been|be)\b", verb[0] + before[-14:])
        if passive and alone and _TAKES_AN_OBJECT.match(verb[0]):
            # "Set by a commission founded in 1976": what was founded is the commission.
            before = re.split(r"\s(?:by|from|to|with|for)\s(?=(?:an?|the)\s)", before)[-1]
        piece = before if passive else after
    elif own.language == "kk" and (noun_after := _KK_PARTICIPLE.match(text, verb.start(), clause[1])) is not None:
        # "2015 жылы ашылған айналма жол": what was opened follows its participle.
        piece = noun_after["noun"]
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
