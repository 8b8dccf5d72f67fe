"""The phases of a history as a paper dates them: numbered, named in capitals or small letters, listed or tabled."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from kelisim.audit.words import stem, words

if TYPE_CHECKING:
    from kelisim.audit.paper import Paper

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}


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
_SHORTEST_NAME = 4


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
    found += _without_their_word(paper, found)
    for match in named.finditer(text):
        name = _plain(_without_opening(match["name"], paper))
        found.append(_mention(match, names.get(name, name), match["word3"].lower(), ""))
    taken = {one.end for one in found}
    small = [one for one in _small_mentions(paper) if not {one.end, one.end + 1} & taken]
    return sorted({*found, *small, *_in_tables(paper)}, key=lambda one: one.start)


def _in_tables(paper: Paper) -> list[PhaseMention]:
    """Return the phases that a table numbers in one column and dates in another."""
    word, found = re.compile(rf"(?:{paper.words.source('phases', 'word')})$", re.IGNORECASE), []
    span = re.compile(rf"{_span(paper.language)}\D{{0,8}}$")
    for table in paper.tables:
        if not word.fullmatch(table.header[0].text.strip()):
            continue
        for row in table.rows[1:]:
            dated = [(cell, match) for cell in row[1:] if (match := span.match(cell.text.strip()))]
            if len(dated) == 1 and re.fullmatch(r"[1-9]", row[0].text.strip()):
                cell, match = dated[0]
                last = int(match["last"]) if match["last"] else None
                found.append(
                    PhaseMention(
                        row[0].text.strip(),
                        table.header[0].text.lower(),
                        "",
                        int(match["first"]),
                        last,
                        row[0].start,
                        cell.end,
                    )
                )
    return found


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
    if paper.language == "en":
        found += _worded(paper)
    return found + _told_again(paper, found, span)


@cache
def _worded_form() -> re.Pattern[str]:
    word = words("en").source("phases", "word") + "|years|decade"
    verb = r"(?:,?\s(?:which\s)?(?:lasted|ran|extended|stretched|went|covers|covered|spans|spanned|began and ended))?"
    return re.compile(
        rf"(?<![\w-])(?:(?P<word>{word})\sof\s(?P<name>[a-z][a-z-]{{3,24}}(?:\sand\s[a-z-]{{3,24}})?)"
        rf"|(?P<name2>(?!(?:whole|entire|study|sample)\b)[a-z][a-z-]{{3,24}})\s(?P<word2>{word}))"
        rf"{verb},?\s(?:\(|(?:from|between)\s){_span('en')}",
        re.IGNORECASE,
    )


def _worded(paper: Paper) -> list[PhaseMention]:
    """Return the phases told in a clause: "the period of arrival lasted from 2008 to 2013"."""
    found = []
    for match in _worded_form().finditer(paper.body):
        told = (match["word"] or match["word2"]).lower()
        if (
            match["name2"]
            and told != "years"
            and paper.body[match.end("word2") : match.end("word2") + 2].lstrip().startswith("(")
        ):
            # "The arrival period (2008–2012)" has a form of its own.
            continue
        key = _small_key(match["name"] or match["name2"], paper)
        if key:
            found.append(_mention(match, key, (match["word"] or match["word2"]).lower(), ""))
    return found


def _told_again(paper: Paper, found: list[PhaseMention], span: re.Pattern[str]) -> list[PhaseMention]:
    """Return where a name of a list stands again with years: "a boom (2015–2018)", then "the boom (2016–2019)"."""
    again, text = [], paper.body
    for one in found:
        name = re.match(r"[^\W\d_]+(?:\s[^\W\d_]+)?(?=\s?[(（])", text[one.start : one.end])
        if one.word.rstrip("s") in (name[0].lower().split()[-1:] if name else ()):
            # "Pilot stage (2012–2014)" is found again by its own form.
            continue
        if name is None or len(name[0]) < _SHORTEST_NAME:
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(name[0])}\s?[(（]\s*", text, re.IGNORECASE):
            years = span.match(text, match.end())
            known = any(other.start <= match.start() < other.end for other in found)
            if years is not None and not known:
                last = int(years["last"]) if years["last"] else None
                again.append(PhaseMention(one.key, one.word, "", int(years["first"]), last, match.start(), years.end()))
    return again


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
    # The bracket that closes the years belongs to the quotation.
    closing = match.string[match.end() : match.end() + 1] in (")", "）", "]")
    return PhaseMention(key, word, of, int(match["first"]), last, match.start(), match.end() + closing)


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


def roman(number: int) -> str:
    """Return a small number in Roman figures."""
    return next((text for text, value in _ROMAN.items() if value == number), str(number))


def _without_their_word(paper: Paper, found: list[PhaseMention]) -> list[PhaseMention]:
    """Return the later phases of "первый этап (2012–2015), второй (2016–2019)": an ordinal alone behind the first."""
    own, text, more = paper.words, paper.body, list[PhaseMention]()
    if own.language not in ("ru", "kk"):
        return more
    known = {one.start for one in found}
    for key, forms in own.tables["phases"]["ordinals"].items():
        form = re.compile(rf"(?<!\w)(?:{forms})\s[(]{_span(paper.language)}", re.IGNORECASE)
        for match in form.finditer(text):
            first, _ = paper.sentence_at(match.start())
            before = [one for one in found if first <= one.start < match.start()]
            if before and match.start() not in known:
                last = int(match["last"]) if match["last"] else None
                more.append(
                    replace(
                        before[-1], key=key, first=int(match["first"]), last=last, start=match.start(), end=match.end()
                    )
                )
    return more
