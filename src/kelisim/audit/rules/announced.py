"""A1: how many there are, announced: "three mechanisms" here and "four mechanisms" there, or a fourth one listed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kelisim.audit.paper import Paper, finding
from kelisim.audit.words import stem, words
from kelisim.model.finding import Finding
from kelisim.text.telling import bounded

_MOST = 60
_LEFT = re.compile(r"\s(?:remain|are left|are open|stay open|are still)\b")
_RECOMMENDS = re.compile(r"\b(?:recommend|suggest|advise)s?\s(?:\w+\s)?$", re.IGNORECASE)
_LONGEST_MEMBER = 9


@dataclass(frozen=True, slots=True)
class Announced:
    """A number of parts of the argument, announced: how many of what, the words around it, and where."""

    number: int
    noun: str
    kind: frozenset[str]
    start: int
    end: int
    opens: bool


@cache
def _form(language: str) -> re.Pattern[str]:
    own = words(language)
    numbers = "|".join(own.tables["announced"]["numbers"].split())
    if own.runs:
        return re.compile(
            rf"(?<![第\d前后十百])(?P<number>{numbers}|[2-9])(?:个|大|类|项|种|条|方面|点)(?P<kind>[\u4e00-\u9fff]{{0,3}}?)"
            rf"(?P<noun>{own.source('announced', 'nouns')})"
        )
    return re.compile(
        rf"(?<![\w-])(?P<number>{numbers}|[2-9])\s(?P<kind>(?:[^\W\d_][\w-]+\s){{0,2}}?)"
        rf"(?P<noun>{own.source('announced', 'nouns')})(?![\w-])",
        re.IGNORECASE,
    )


def announced(paper: Paper) -> list[Announced]:
    """Return the numbers of parts that the text announces as all that there are of them."""
    own, text, found = paper.words, paper.body, []
    numbers = own.tables["announced"]["numbers"].split()
    for match in [*_form(paper.language).finditer(text), *_turned_round(paper)]:
        first = paper.sentence_at(match.start())[0]
        lead = text[first : match.start()]
        if own.has("announced", "part", lead[-1:] if own.runs else lead[-28:]) or paper.in_table(match.start()):
            continue
        if match["kind"] and own.runs and own.has("announced", "further", match["kind"]):
            continue
        number = int(match["number"]) if match["number"].isdigit() else numbers.index(match["number"].lower()) + 2
        kind = frozenset(stem(word, paper.language) for word in (match["kind"] or "").split())
        noun = match["noun"]
        if paper.language == "en" and _LEFT.match(text, match.end()):
            # "Two questions remain open": those that are left are not all.
            continue
        if paper.language == "en" and _RECOMMENDS.search(lead[-20:]):
            # "We recommend five measures" counts recommendations.
            noun = "recommendations"
        after = text[match.end() : match.end() + 40]
        presented = "presented" in own.tables["announced"] and own.pattern("announced", "presented").match(after)
        opens = own.has("announced", "presents", lead) or bool(presented)
        opens = opens or after[:1] in (":", "：") or text[match.start()].isupper()
        found.append(Announced(number, stem(noun, paper.language), kind, match.start(), match.end(), opens))
    return found[:_MOST]


def _turned_round(paper: Paper) -> Iterator[re.Match[str]]:
    """Give "Гипотез у нас четыре": Russian may put the number behind what it counts."""
    own = paper.words
    if own.runs:
        digits = own.tables["announced"]["numbers"].replace(" ", "|")
        nouns = own.source("announced", "nouns")
        behind = rf"(?P<kind>)(?P<noun>{nouns})(?:有|共有|共|为)(?P<number>{digits})(?=[：:，。个条点])"
        yield from re.finditer(behind, paper.body)
        return
    if own.language != "ru":
        return
    numbers = "|".join(own.tables["announced"]["numbers"].split())
    form = re.compile(
        rf"(?<=[.!?\n]\s)(?P<noun>{own.source('announced', 'nouns')})(?P<kind>)"
        rf"\s(?:[а-яё]+\s){{0,2}}(?P<number>{numbers})"
        r"(?=\s?[:.,(—])",
        re.IGNORECASE,
    )
    yield from form.finditer(paper.body)


def counts_told_twice(paper: Paper) -> Iterator[Finding]:
    """Find one kind of parts announced with two numbers, each time as all of them."""
    if "announced" not in paper.words.tables:
        return
    groups: dict[str, list[Announced]] = {}
    for one in announced(paper):
        if one.opens and _is_of_an_argument(paper, one):
            groups.setdefault(one.noun, []).append(one)
    for group in groups.values():
        for other in group[1:]:
            one = group[0]
            apart = paper.sentence_index(other.start) - paper.sentence_index(one.start)
            if one.number == other.number or apart < 2 or (one.kind and other.kind and one.kind != other.kind):
                continue
            if len({each.number for each in group}) > 2 or _of_other(paper, one, other):
                continue
            yield finding(
                "A108", "warning", "value_conflict", 0.66,
                f"“{paper.text[one.start : one.end]}” are announced in one place and "
                f"“{paper.text[other.start : other.end]}” in another.",
                "count them, and announce one number",
                (paper.place(one.start, one.end), paper.place(other.start, other.end)),
            )  # fmt: skip
            break


def _is_of_an_argument(paper: Paper, one: Announced) -> bool:
    """Say whether what is counted is of the paper's argument: mechanisms, pillars, or types of something named."""
    own, said = paper.words, paper.text[one.start : one.end]
    if "argued" not in own.tables["announced"]:
        return True
    if own.has("announced", "further", said):
        return False
    named = re.match(r"\sof\s[a-z]", paper.text[one.end : one.end + 6]) is not None
    return own.has("announced", "argued", said) or (named and own.has("announced", "kinds", said))


def _of_other(paper: Paper, one: Announced, other: Announced) -> bool:
    """Say whether what stands behind "of" or "in" parts the two: "three periods of growth", "two periods of war"."""
    behind = []
    for each in (one, other):
        match = re.match(r"\s(?:of|in|for|to)\s([^.,;:]{3,40})", paper.text[each.end : each.end + 48])
        behind.append(paper.speller.topic(match[1], first=False) if match else None)
    a, b = behind
    if a is None or b is None:
        return False
    return not (a.stems | a.names | a.places) & (b.stems | b.names | b.places)


def members_against_their_number(paper: Paper) -> Iterator[Finding]:
    """Find "three obstacles" behind which four are listed, or "the fourth" comes in the same section."""
    own, text = paper.words, paper.body
    if "announced" not in own.tables:
        return
    ordinal = _ordinals(paper.language)
    told: set[int] = set()
    for one in announced(paper):
        if not one.opens or not _is_of_an_argument(paper, one):
            continue
        stop = paper.sentence_at(one.start)[1]
        turns = (
            _in_turn(paper, one.noun) if paper.language == "ru" and _ITEM.search(text, one.end, stop) is None else None
        )
        if turns is not None and turns[0] != one.number and abs(turns[0] - one.number) <= 2 and turns[1] > one.end:
            yield _finding(paper, one, turns[0], turns[1:])
            continue
        listed = _listed(text[one.end : stop]) or _numbered(paper, one, stop)
        if listed and listed != one.number and abs(listed - one.number) <= 2:
            yield _finding(paper, one, listed, (one.start, stop))
            continue
        of_questions = "questions" in own.tables["announced"] and own.has(
            "announced", "questions", text[one.start : one.end]
        )
        asked = _questions(paper, stop) if of_questions else 0
        if asked > 1 and asked != one.number and text[stop - 1] in ".:":
            yield _finding(paper, one, asked, (stop, stop + 1))
            continue
        end = paper.section_of(one.start)[1]
        counted: dict[int, re.Match[str]] = {}
        for match in ordinal.finditer(text, stop, min(end, stop + 6000)):
            value = own.tables["announced"]["ordinals"].split().index(re.sub(r"ly$", "", match["ordinal"].lower())) + 1
            if value == 1 and counted:
                break
            if value == len(counted) + 1:
                counted[value] = match
        another = any(
            one.end < each.start < counted[len(counted)].start() for each in announced(paper) if counted and each.opens
        )
        if len(counted) < 3 or another or len(counted) == one.number or abs(len(counted) - one.number) > 2:
            continue
        last = counted[len(counted)]
        closed = paper.language == "en" and _ends_its_paragraph(paper, one, counted)
        if (
            len(counted) < one.number
            and not closed
            and not own.has("announced", "last", text[last.start() - 12 : last.start()])
        ):
            # The last may come in other words.
            continue
        if last.start() in told:
            continue
        told.add(last.start())
        yield _finding(paper, one, len(counted), (last.start(), last.end()))


def _ends_its_paragraph(paper: Paper, one: Announced, counted: dict[int, re.Match[str]]) -> bool:
    """Say whether "First, ... Second, ... Third, ..." fill the paragraph of their number, each with its sentence."""
    text, last = paper.body, counted[len(counted)]
    stop = text.find("\n", last.end())
    stop = stop if stop > 0 else len(text)
    within = "\n" not in text[one.start : last.start()]
    index = [paper.sentence_index(match.start()) for match in counted.values()]
    near = all(b - a <= 2 for a, b in itertools.pairwise(index)) and index[0] - paper.sentence_index(one.start) <= 1
    left = paper.sentence_index(max(last.end(), stop - 1)) - index[-1]
    ends = re.search(
        r"\b(?:finally|lastly|last|also|another|in addition|moreover|besides)\b", text[last.end() : stop], re.I
    )
    return within and near and left <= 1 and ends is None


def _questions(paper: Paper, start: int) -> int:
    """Return how many questions follow each other from a place on."""
    count = 0
    for first, stop in paper.sentences[paper.sentence_index(start) :]:
        if first < start - 1:
            continue
        if not paper.body[first:stop].rstrip().endswith("?") or "\n\n" in paper.body[start:first]:
            break
        count, start = count + 1, stop
    return count


_ITEM = re.compile(r"^[ \t]*(?:\**)(?P<number>\d{1,2})[.)、．]\s*\S", re.MULTILINE)
_HAN_ITEM = re.compile(r"(?:^|[\n。；;：])\s*第(?P<number>[一二三四五六七八九十])，")
_HAN_ORDER = "一二三四五六七八九十"


def members_under_their_heading(paper: Paper) -> Iterator[Finding]:
    """Find "five recommendations" where the section of that name numbers four."""
    if "announced" not in paper.words.tables:
        return
    for one in announced(paper):
        for heading in paper.headings if one.opens else ():
            roots = [stem(word, paper.language) for word in re.findall(r"[^\W\d_]+", heading.title)]
            named = one.noun in heading.title if paper.words.runs else one.noun in roots
            first, stop = paper.section_of(heading.end)
            if not named or first <= one.start < stop or paper.in_references(heading.end):
                continue
            body = paper.body[heading.end : stop]
            items = [int(match["number"]) for match in _ITEM.finditer(body)]
            if paper.words.runs and not items:
                items = [_HAN_ORDER.index(match["number"]) + 1 for match in _HAN_ITEM.finditer(body)]
            counted = len(items)
            if counted < 2 or items != list(range(1, counted + 1)) or counted == one.number:
                continue
            if abs(counted - one.number) <= 2:
                yield _finding(paper, one, counted, (heading.start, heading.end))
                break


@cache
def _ordinals(language: str) -> re.Pattern[str]:
    names = "|".join(words(language).tables["announced"]["ordinals"].split())
    return re.compile(
        r"(?:(?<=[.;:]\s)|(?<=[”\"]\s)|(?<=\n))"
        rf"(?:{bounded('(?:the|an?)', language)}\s)?\*?(?P<ordinal>(?:{names})(?:ly)?)"
        r"(?:\s(?:is|was|are|one|concerns|relates|has)\b|,\s|\s[\w-]+(?:,\s[\w\s-]{2,30},)?\s(?:is|was|concerns|came)\b)",
        re.IGNORECASE,
    )


_IN_TURN = re.compile(
    r"(?<!\w)во?-(?P<place>первых|вторых|третьих|четв[её]ртых|пятых|шестых|седьмых)(?!\w)", re.IGNORECASE
)
_PLACES = ("перв", "втор", "трет", "четв", "пяты", "шест", "седь")


def _in_turn(paper: Paper, noun: str) -> tuple[int, int, int] | None:
    """Return how many "во-первых, … во-вторых, …" a sentence counts whose verb has a noun's root, and where."""
    for index, (first, stop) in enumerate(paper.sentences):
        found = list(_IN_TURN.finditer(paper.body, first, stop))
        if len(found) < 2 or noun[:_ROOT] not in paper.body[first : found[0].start()].lower():
            continue
        places = [
            next(at for at, each in enumerate(_PLACES) if match["place"].lower().startswith(each)) for match in found
        ]
        if places == list(range(len(places))) and index:
            return len(places), first, stop
    return None


_ROOT = 6
_HAN_MEMBER = re.compile(r"(?:^|[：:；;，。])(?:其)?(?P<number>[一二三四五六七八九])(?:是|为|、)")


def _numbered(paper: Paper, one: Announced, stop: int) -> int:
    """Return how many members stand numbered right behind their number: "一是…；二是…", or a list of its own."""
    text = paper.body
    if paper.words.runs:
        after = paper.sentence_at(min(stop + 1, len(text) - 1))[1] if text[stop - 1] == "。" else stop
        found = [_HAN_ORDER.index(match["number"]) + 1 for match in _HAN_MEMBER.finditer(text, one.end, after)]
        return len(found) if len(found) > 1 and found == list(range(1, len(found) + 1)) else 0
    lines = text[one.end : one.end + 3000].split("\n")
    if paper.language == "en" or not lines[0].rstrip().endswith(":"):
        return 0
    count = 0
    for line in lines[1:]:
        item = _ITEM.match(line)
        if item and int(item["number"]) == count + 1:
            count += 1
        elif line.strip():
            break
    return count if count > 1 else 0


def _listed(after: str) -> int:
    """Return how many plain members stand in a list behind a colon, 0 where there is none or it is not plain."""
    match = re.match(r"(?:\s[\w-]+){0,3}:\s([^.:()]+)\.?\s*$", after)
    if match is None:
        return 0
    apart = ";" if ";" in match[1] else ","
    # In "taxes, debts, or huge and immediate cuts" the comma parts the members, and "and" joins words of one.
    last = "" if re.search(r",\s(?:and|or)\s", match[1]) else r"|\s(?:and|or|и|или|және|мен|немесе)\s"
    parts = [part for part in re.split(rf"{apart}\s(?:and\s|or\s)?{last}", match[1]) if part.strip()]
    if apart == ";":
        parts = [part for part in re.split(r";\s", match[1]) if part.strip()]
    elif any(len(part.split()) > 4 for part in parts) or match[1].count(" and ") > 1:
        return 0
    return len(parts) if 2 <= len(parts) <= _LONGEST_MEMBER else 0


def _finding(paper: Paper, one: Announced, listed: int, span: tuple[int, int]) -> Finding:
    return finding(
        "A109", "warning", "value_conflict", 0.68,
        f"“{paper.text[one.start : one.end]}” are announced, and {listed} are listed.",
        "count them, and announce as many as there are",
        (paper.place(one.start, one.end), paper.place(*span)),
    )  # fmt: skip
