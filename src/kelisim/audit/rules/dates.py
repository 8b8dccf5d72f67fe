"""A2: one event, two dates; and what was to come that has already happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from kelisim.audit.happened import Event
from kelisim.audit.paper import Paper, finding
from kelisim.audit.rules.times import shown
from kelisim.audit.topic import Topic
from kelisim.audit.words import stem, words
from kelisim.model.finding import Finding

_NEW = frozenset(("new", "нов", "жаңа", "新"))


def two_dates(paper: Paper) -> Iterator[Finding]:
    """Find events of one kind, with the same actors and objects, that are dated to times without a common day."""
    once = set(paper.words.source("events", "once").split())
    told: set[int] = set()
    for one, other, alike in _pairs(paper, paper.events):
        if one.planned or other.planned or other.start in told or one.period.overlaps(other.period):
            continue
        if one.again or other.again or (one.indefinite and other.indefinite):
            continue
        if paper.language == "en" and (_of_many(paper, one) or _of_many(paper, other)):
            continue
        confidence = (0.45 if one.kind in once else 0.3) + 0.5 * alike
        told.add(other.start)
        yield finding(
            "A201", "error" if confidence >= 0.7 else "warning", "date_conflict", min(confidence, 0.92),
            f"What reads as one event is dated to {shown(one.period)} and to {shown(other.period)}.",
            "find the document that dates it; if these are two events, say in what they differ",
            (paper.exact(one.start, one.end), paper.exact(other.start, other.end)),
        )  # fmt: skip


_MANY = re.compile(
    r"\b(?:several|many|some|most|all|other|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})\s(?:[a-z-]+\s){0,2}?"
    r"(?:states|countries|cities|districts|counties|municipalities|provinces|regions|localities|jurisdictions)\b"
    r"|(?<!\w)[A-Z]\w+(?:,\s[A-Z]\w+(?:\s[A-Z]\w+)?)+,?\sand\s[A-Z]\w+(?:\s[A-Z]\w+)?,?\s(?:which\s)?[a-z]+ed\b"
)


def _of_many(paper: Paper, event: Event) -> bool:
    """Say whether many did what is dated, each in a time of its own, or the date is that of a work: "Sun (2021)"."""
    first, stop = paper.sentence_at(event.start)
    said = paper.body[first:stop]
    year = event.period.start.year if event.period.start else 0
    cited = re.search(rf"[A-Z][\w’'-]+\s\({year}\)", said) is not None and said.count(str(year)) == 1
    return cited or _MANY.search(said) is not None


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
        meant = event.spoken_of.stems if event.spoken_of else frozenset()
        for name in event.titles | event.topic.names | event.near.names | event.near.stems | meant:
            groups.setdefault((event.kind, name), []).append(index)
    seen: set[tuple[int, int]] = set()
    for members in groups.values():
        for a, b in combinations(paper.first(members, 40, "acts of one name"), 2):
            if (a, b) in seen or found[a].sentence == found[b].sentence:
                continue
            seen.add((a, b))
            alike = max(_alike(found[a], found[b]), _alike_by_pronoun(found[a], found[b]))
            if alike >= 0.4:
                yield found[a], found[b], alike


def _alike(one: Event, other: Event) -> float:
    """Return how surely two events are one, from 0 to 1."""
    if one.built & other.built:
        return 0.8
    if one.titles & other.titles:
        return 0.9 if one.topic.names & other.topic.names or not (one.topic.names and other.topic.names) else 0.6
    if one.titles and other.titles:
        return 0.0
    # What is opened is new.
    narrowed = (one.near.narrow ^ other.near.narrow) - _NEW and not one.near.names & other.near.names
    if narrowed or (one.topic.places and other.topic.places and not one.topic.places & other.topic.places):
        return 0.0
    return max(_alike_objects(one, other), _alike_clauses(one.topic, other.topic))


def _alike_by_pronoun(one: Event, other: Event) -> float:
    """Return how surely what a pronoun stands for is what another act was done to."""
    vague, plain = (one, other) if one.spoken_of else (other, one)
    if vague.spoken_of is None or plain.spoken_of is not None or plain.indefinite:
        return 0.0
    meant, near = vague.spoken_of, plain.near
    fits = bool(near.stems) and near.stems <= meant.stems and near.names <= meant.names and near.narrow <= meant.narrow
    apart = near.places and meant.places and not near.places & meant.places
    return 0.55 if fits and not apart else 0.0


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
    if a.names and b.names and not a.stems ^ b.stems and (a.names < b.names or b.names < a.names):
        # "The Heat Pump Grant", then "the Grant".
        return 0.55 if any(name in _heads_of_names() for name in a.names & b.names) else 0.0
    if (a.names or b.names) and not (a.names and b.names):
        if _as_adjective(a, b) or _as_adjective(b, a):
            return 0.75
        return 0.6 if a.stems == b.stems and len(a.stems) > 1 else 0.0
    union = a.stems | b.stems
    if one.kind == "end" and not a.names and (a.stems < b.stems or b.stems < a.stems) and a.stems & b.stems:
        # "The loss of trade preferences", then "the preferences were lost".
        return 0.5
    return 0.6 if not a.names and len(a.stems & b.stems) >= 2 and 3 * len(a.stems & b.stems) >= 2 * len(union) else 0.0


@cache
def _heads_of_names() -> frozenset[str]:
    """Return the stems of what a long name is called by where it stands again."""
    own = words("en")
    listed = (own.source("events", key).split("|") for key in ("schemes", "shortened"))
    return frozenset(stem(word, "en") for words_of_key in listed for word in words_of_key)


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
