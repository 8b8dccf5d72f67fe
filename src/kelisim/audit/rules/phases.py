"""A3: the phases of one history, dated twice, overlapping, gapped, or closed and called ongoing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kelisim.audit.paper import DateMention, Paper, finding
from kelisim.audit.words import stem, words
from kelisim.model.finding import Finding

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}
_NEAR = 700


@dataclass(frozen=True, slots=True)
class PhaseMention:
    """A phase with the years it is given: ``key`` is its number or its name, ``last`` None where it is open."""

    key: str
    word: str
    of: str
    first: int
    last: int | None
    start: int
    end: int


# A name in small letters: the word before or after "stage", by language; "the", "an" and numerals name nothing.
_SMALL = {
    "en": r"(?P<name>(?!(?:{numerals})\b)[a-z][a-z-]{{3,24}}(?:\s(?:and\s)?[a-z][a-z-]{{2,24}}){{0,2}}?)\s"
    r"(?P<word3>{word})",
    "ru": r"(?P<word3>{word})\s(?P<name>[а-яё-]{{5,24}}(?:\s(?:и\s)?[а-яё-]{{4,24}}){{0,2}}?)",
    "kk": r"(?P<name>[а-яёәғқңөұүһі-]{{4,24}}(?:\s[а-яёәғқңөұүһі-]{{4,24}})?)\s(?P<word3>{word})",
    "zh": r"(?P<name>[\u4e00-\u9fff]{{2,8}})(?P<word3>{word})",
}
# What stands before a name in Chinese, where no blank parts it from the sentence.
_HAN_LEAD = re.compile(r"^.*?[为是在的和与及至入即于经了]")
_LISTED = re.compile(r"(?P<name>[^\W\d_][^\W\d_-]{2,24}(?:\s[^\W\d_]{2,24}){0,2})\s?[(（]")
_MOST_LISTED = 400


@cache
def _small_form(language: str) -> re.Pattern[str]:
    """Return the form of "the expansion stage (2015–2019)"."""
    own = words(language)
    numerals = "|".join([*own.tables["phases"]["ordinals"].values(), own.tables["phases"].get("articles", "(?!)")])
    form = _SMALL[language].format(word=own.source("phases", "word"), numerals=numerals)
    before = "" if own.runs else r"(?<![^\W\d_])"
    return re.compile(rf"{before}{form}\s?[(（\[]\s*{_span(language)}", re.IGNORECASE)


@cache
def _span(language: str) -> str:
    own = words(language)
    year, tail = r"(?:19|20)\d\d", own.tables["phases"].get("year_word", "")
    joins, present = own.source("phases", "joins"), own.source("phases", "present")
    return rf"(?P<first>{year})\s?(?:{tail})?\s?(?:{joins})\s?(?:(?P<last>{year})(?!\d)|(?P<open>{present}))"


@cache
def _forms(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    own = words(language)
    word = own.source("phases", "word")
    ordinals = "|".join(own.tables["phases"]["ordinals"].values())
    numeral = rf"(?P<digit>[1-9]|(?-i:VI|IV|V|I{{1,3}}))(?![\w.])|(?P<ordinal>{ordinals})"
    middle = r"(?P<middle>[^.;()（）|\n。；]{0,60}?)"
    opening = own.tables["phases"].get(
        "opening",
        r"[(（\[]\s*|\|\s*|[,:—–-]?\s(?:from|between|covering|covers|spanning|spans|(?:ran|lasted|runs) from)?\s?",
    )
    span = _span(language)
    before = r"(?<![^\W\d_])" if not own.runs else ""
    after = rf"(?P<digit2>[1-9]|(?-i:VI|IV|V|I{{1,3}}))|第?(?P<ordinal2>{ordinals})"
    numbered = rf"{before}(?:(?P<word>{word})\s?(?:{numeral})|(?:{after})\s?-?\s?(?P<word2>{word}))"
    capital = r"[A-ZА-ЯЁ][\w-]*+"
    named = (
        rf"(?<![\w-])(?P<name>{capital}(?:\s(?:(?:and|of|the|и)\s"
        rf"|&\s)?{capital}){{0,5}})\s(?P<word3>{word})\s?[(（]\s*{span}"
    )
    return re.compile(rf"{numbered}{middle}(?:{opening}){span}", re.IGNORECASE), re.compile(named)


def phase_mentions(paper: Paper) -> list[PhaseMention]:
    """Return the phases with years in a paper's body, in the order of the text."""
    numbered, named = _forms(paper.language)
    text, found, names = paper.body, [], {}
    for match in numbered.finditer(text):
        key = _number(match, paper)
        if key is None:
            continue
        middle = match["middle"].strip(" —–-:,：|")
        word = (match["word"] or match["word2"]).lower()
        found.append(_mention(match, str(key), word, _of(middle, paper)))
        if middle and middle[0].isupper():
            names[_plain(middle)] = str(key)
    for match in named.finditer(text):
        name = _plain(_without_opening(match["name"], paper))
        found.append(_mention(match, names.get(name, name), match["word3"].lower(), ""))
    taken = {one.end for one in found}
    small = [one for one in _small_mentions(paper) if one.end not in taken]
    return sorted({*found, *small}, key=lambda one: one.start)


def _small_mentions(paper: Paper) -> list[PhaseMention]:
    """Return the phases with names in small letters, and those of a list: "three phases: planning (2004–2010), ..."."""
    text, own = paper.body, paper.words
    found = []
    for match in _small_form(paper.language).finditer(text):
        name = _HAN_LEAD.sub("", match["name"]) if own.runs else _without_opening(match["name"], paper)
        key = _small_key(name, paper)
        if key:
            found.append(_mention(match, key, match["word3"].lower(), ""))
    span = re.compile(_span(paper.language))
    opening = re.compile(rf"(?:{own.source('phases', 'word')})\s?[:：]\s?", re.IGNORECASE)
    for lead in opening.finditer(text):
        stop = min(paper.sentence_at(lead.start())[1], lead.end() + _MOST_LISTED)
        for match in _LISTED.finditer(text, lead.end(), stop):
            years = span.match(text, match.end())
            key = _small_key(_without_opening(match["name"], paper), paper)
            if years is not None and key:
                last = int(years["last"]) if years["last"] else None
                found.append(
                    PhaseMention(
                        key, lead[0].lower().strip(" :："), "", int(years["first"]), last, match.start(), years.end()
                    )
                )
    return found


def _small_key(name: str, paper: Paper) -> str:
    """Return the name of a phase as one knows it again, "" where what stands there is no name."""
    if paper.words.runs:
        return name if len(name) >= 2 and not re.search(r"[一二三四五本该这此前后各个]$|^第", name) else ""
    parts = [part for part in name.lower().split() if part not in paper.known.stop_words]
    if not parts or parts[-1] in paper.words.source("phases", "word"):
        return ""
    if _nameless(paper.language).fullmatch(parts[-1]):
        return ""
    return " ".join(stem(part, paper.language) for part in parts[-2:] if not _nameless(paper.language).fullmatch(part))


@cache
def _nameless(language: str) -> re.Pattern[str]:
    own = words(language)
    return re.compile(
        "|".join([*own.tables["phases"]["ordinals"].values(), own.source("phases", "nameless")]), re.IGNORECASE
    )


def _mention(match: re.Match[str], key: str, word: str, of: str) -> PhaseMention:
    last = int(match["last"]) if match["last"] else None
    return PhaseMention(key, word, of, int(match["first"]), last, match.start(), match.end())


def _number(match: re.Match[str], paper: Paper) -> int | None:
    digit = match["digit"] or match["digit2"]
    if digit:
        return _ROMAN.get(digit) or (int(digit) if digit.isdigit() else None)
    ordinal = (match["ordinal"] or match["ordinal2"] or "").lower()
    for number, forms in paper.words.tables["phases"]["ordinals"].items():
        if re.fullmatch(forms, ordinal, re.IGNORECASE):
            return int(number)
    return None


def _of(middle: str, paper: Paper) -> str:
    match = re.match(r"of\s+(?:the\s+)?(.{3,40})", middle)
    return _plain(match[1]) if match else ""


def _without_opening(name: str, paper: Paper) -> str:
    """Cut the words with which a sentence opens off a name: "During the Licensing" stage."""
    parts = name.split()
    while len(parts) > 1 and (parts[0].lower() in paper.known.open_words or parts[0].lower() in paper.known.stop_words):
        parts = parts[1:]
    return " ".join(parts)


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", name.lower())).removeprefix("the ")


def two_periodisations(paper: Paper) -> Iterator[Finding]:
    """Find a phase that is given different years in different places."""
    groups: dict[str, list[PhaseMention]] = {}
    for mention in paper.phases:
        groups.setdefault(mention.key, []).append(mention)
    for key, mentions in groups.items():
        base = mentions[0]
        told = {(base.first, base.last)}
        for other in mentions[1:]:
            if (other.first, other.last) in told or (base.of and other.of and base.of != other.of):
                continue
            told.add((other.first, other.last))
            confidence = 0.88 if base.word.rstrip("s") == other.word.rstrip("s") else 0.7
            named = f"phase {key}" if key.isdigit() else f"the phase “{key}”"
            yield finding(
                "A301", "error", "period_conflict", confidence,
                f"The years of {named} are {_years(base)} in one place and {_years(other)} in another.",
                "choose one periodisation, and use it in the text, the tables and the figures alike",
                (paper.exact(base.start, base.end), paper.exact(other.start, other.end)),
            )  # fmt: skip


def _years(mention: PhaseMention) -> str:
    return f"{mention.first}–{mention.last}" if mention.last else f"{mention.first} to the present"


def overlapping_phases(paper: Paper) -> Iterator[Finding]:
    """Find neighbouring phases of one list that overlap by more than a boundary year, or leave years out."""
    told: set[str] = set()
    for one, other in pairwise(paper.phases):
        if not (one.key.isdigit() and other.key.isdigit() and int(other.key) == int(one.key) + 1) or one.last is None:
            continue
        if other.start - one.end > _NEAR or one.last < one.first or one.key in told:
            continue
        if other.first < one.last:
            told.add(one.key)
            what, confidence = f"overlap in {other.first}–{one.last}", 0.78
        elif other.first > one.last + 1:
            told.add(one.key)
            what, confidence = (
                f"leave out {one.last + 1}" + (f"–{other.first - 1}" if other.first > one.last + 2 else ""),
                0.65,
            )
        else:
            continue
        yield finding(
            "A302", "warning", "period_conflict", confidence,
            f"Phases {one.key} ({_years(one)}) and {other.key} ({_years(other)}) {what}.",
            "say to which phase those years belong",
            (paper.exact(one.start, one.end), paper.exact(other.start, other.end)),
        )  # fmt: skip


def backward_phases(paper: Paper) -> Iterator[Finding]:
    """Find phases that end before they begin."""
    for one in paper.phases:
        if one.last is not None and one.last < one.first:
            yield finding(
                "A303", "error", "period_conflict", 0.9,
                f"A phase is said to run from {one.first} to {one.last}, which is earlier.",
                "correct one of the two years", (paper.place(one.start, one.end),),
            )  # fmt: skip


def closed_and_ongoing(paper: Paper) -> Iterator[Finding]:
    """Find a phase with a last year that is also called the present one or still going on."""
    own, text = paper.words, paper.body
    closed: dict[str, PhaseMention] = {}
    for mention in paper.phases:
        if mention.last is not None:
            closed.setdefault(mention.key, mention)
    if not closed:
        return
    numbers = [key for key in closed if key.isdigit()]
    last = max(numbers, key=int) if numbers else max(closed, key=lambda key: closed[key].last or 0)
    name = _name_of(paper, last)
    for match in name.finditer(text):
        first, stop = paper.sentence_at(match.start())
        said = own.pattern("phases", "ongoing").search(text, first, stop)
        mention = closed[last]
        here = first <= mention.start < stop
        if said and abs(said.start() - match.start()) < 160 and (not here or 0 <= said.start() - mention.end < 60):
            named = f"Phase {last}" if last.isdigit() else f"The phase “{last}”"
            yield finding(
                "A304", "warning", "period_conflict", 0.62,
                f"{named} is closed in {mention.last} in one place and called current or ongoing in another.",
                "give the phase an open end, or put what goes on now into a later phase",
                (paper.exact(mention.start, mention.end), paper.exact(first, stop)),
            )  # fmt: skip
            return


def _name_of(paper: Paper, key: str) -> re.Pattern[str]:
    """Return the pattern of a phase's name, by its number or by its own name."""
    word = paper.words.source("phases", "word")
    if not key.isdigit():
        return re.compile(rf"(?<!\w){re.escape(key)}\s(?:{word})(?!\w)", re.IGNORECASE)
    return re.compile(
        rf"(?:{word})\s?(?:{key}|{_roman(int(key))})(?!\w)|(?:{key}"
        rf"|{paper.words.tables['phases']['ordinals'].get(key, '(?!)')})[\s-]{{0,2}}(?:{word})",
        re.IGNORECASE,
    )


def spans_of_phases(paper: Paper) -> Iterator[Finding]:
    """Find a span of years that is said to cover phases whose own years leave part of it out."""
    own, text = paper.words, paper.body
    known: dict[str, PhaseMention] = {}
    for mention in paper.phases:
        if mention.key.isdigit():
            known.setdefault(mention.key, mention)
    if len(known) < 2:
        return
    named = re.compile(rf"(?:{own.source('phases', 'word')})\s?(?P<digit>[1-9])(?!\w)", re.IGNORECASE)
    for index, (first, stop) in enumerate(paper.sentences):
        keys = [match["digit"] for match in named.finditer(text, first, stop)]
        inside = [known[key] for key in dict.fromkeys(keys) if key in known and known[key].last is not None]
        covers = own.pattern("phases", "covers").search(text, first, stop)
        if len(inside) < 2 or covers is None or any(first <= mention.start < stop for mention in paper.phases):
            continue
        spans = [one for one in paper.dates_in(first, stop) if _is_span(one)]
        if not spans and index:
            spans = [one for one in paper.dates_in(*paper.sentences[index - 1]) if _is_span(one)][-1:]
        if len(spans) != 1:
            continue
        start, end = spans[0].period.start.year, spans[0].period.end.year  # type: ignore[union-attr]
        earliest, latest = min(one.first for one in inside), max(one.last or 0 for one in inside)
        if start < earliest or end > latest:
            yield finding(
                "A305", "warning", "period_conflict", 0.65,
                f"{start}–{end} is said to cover phases {', '.join(one.key for one in inside)}, which by their own "
                f"years run "
                f"from {earliest} to {latest}.",
                "bring the span and the years of the phases into line",
                [
                    paper.place(spans[0].start, spans[0].end),
                    paper.exact(first, stop),
                    *(paper.exact(one.start, one.end) for one in inside),
                ],
            )  # fmt: skip


def _is_span(one: DateMention) -> bool:
    return bool(one.period.start and one.period.end and one.period.end.year > one.period.start.year)


def _roman(number: int) -> str:
    return next((text for text, value in _ROMAN.items() if value == number), str(number))
