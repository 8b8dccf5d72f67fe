"""Subjects and noun phrases: who or what a number is told of, where no vocabulary names it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.nouns import is_plural
from kelisim.text.extraction.nouns_zh import noun_phrase as han_noun_phrase
from kelisim.text.extraction.roles import roles

_CAPITALISED = r"[^\W\d_a-zа-яёәғқңөұүһі][^\W_]*(?:[’'&.-][^\W_]+)*"
_NAME = re.compile(rf"{_CAPITALISED}(?:[ \u00a0](?:of[ ]|and[ ]|de[ ])?{_CAPITALISED}){{0,5}}")
_HAN_NAME = re.compile(
    r"(?:(?![年月日的在和与据了])[\u4e00-\u9fff]){2,8}(?:公司|集团|汽车|协会|银行|部|局|委员会|企业)"
)
# A noun phrase is told within this many characters before its number.
_REACH = 400
# Heads that say only that something is counted: "number of passengers".
_EMPTY_HEADS = frozenset(
    (
        "number",
        "amount",
        "volume",
        "level",
        "total",
        "value",
        "size",
        "count",
        "rate",
        "число",
        "количество",
        "объем",
        "объём",
        "уровень",
        "сумма",
        "размер",
    )
)
_WHERE = re.compile(
    r"(?<![^\W\d_])(?:in|at|across|within|inside|outside|throughout|в|во|на)[ \u00a0](?:the[ \u00a0])?\Z", re.IGNORECASE
)
_OWNER = re.compile(r"[’']s\s(?=[^\W\d_])")
# Abbreviations that are measured and measure nobody.
MEASURES = (
    "GDP", "GNP", "GNI", "GVA", "FDI", "R&D", "VAT", "CPI", "PPI", "PPP", "CO2",
    "ВВП", "ВРП", "НДС", "ПИИ", "ИПЦ", "НИОКР", "ЖІӨ", "ҚҚС",
)  # fmt: skip
_ADVERBS = frozenset(
    ("similarly", "meanwhile", "moreover", "however", "overall", "additionally", "respectively", "currently", "further")
)
_ARTICLES = frozenset(("a", "an"))
_NOUN_AFTER = re.compile(r"[ \u00a0]([a-zа-яёәғқңөұүһі][^\W\d_]+(?:-[^\W\d_]+)*)")
_LONGEST_NOUN = 3
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


class Subjects:
    """The proper names of a sentence, found once and asked for each number."""

    def __init__(self, sentence: str, located: list[tuple[int, int, str]], known: Lexicon) -> None:
        self.sentence = sentence
        self._names: list[tuple[int, str]] = []
        self._begins: dict[int, int] = {}
        # Names of where it happens stand for who does it only where nobody is named.
        self._where: set[int] = set()
        if known.script == "runs":
            self._names = [(match.end(), match[0]) for match in _HAN_NAME.finditer(sentence)]
            if not self._names:
                self._names = [(end, sentence[start:end]) for start, end, _ in located]
        else:
            place_first = bool(located) and located[0][0] == 0
            own = roles(known.language)
            for match in _NAME.finditer(sentence):
                if not own.goes(sentence, match.start(), match.end()):
                    # "Exports to Russia" are told of whoever exports.
                    self._names += _read_name(match, place_first, known)
                    self._begins[match.end()] = match.start()
                    if known.language != "en" and _WHERE.search(sentence, max(0, match.start() - 10), match.start()):
                        self._where.add(match.end())
        self._ends = [end for end, _ in self._names]

    def before(self, here: int) -> str:
        """Return the proper name nearest before the number, or the place name where there is no other, or ""."""
        index = last = bisect_right(self._ends, here) - 1
        while index >= 0 and self._ends[index] in self._where:
            index -= 1
        return self._names[index if index >= 0 else last][1] if last >= 0 else ""

    def around(self, here: int) -> str:
        """Return the name nearest before, else the first one after."""
        return self.before(here) or (self._names[0][1] if self._names else "")


def _read_name(match: re.Match[str], place_first: bool, known: Lexicon) -> Iterator[tuple[int, str]]:
    name = match[0]
    for first in name.lower().split(" ")[:-1]:
        # "In April" names nobody, "In December Geely" names Geely.
        if first not in known.open_words and first not in known.stop_words and first not in known.months:
            break
        name = name[len(first) :].strip()
    # "Phase 2" is a label and does nothing.
    if any(name.lower() in words for words in (known.open_words, known.stop_words, known.months, known.labels)):
        return
    # The capital of a sentence's first word says nothing, unless it is a place.
    opens = match.start() == 0 and " " not in match[0] and match[0][1:].islower()
    name, _, owned = _OWNER.sub("\0", name, count=1).partition("\0")
    if name in MEASURES:
        return
    if owned and owned not in MEASURES:
        name = _with_noun(match, f"{name}’s {owned}" if "’" in match[0] else f"{name}'s {owned}", known)
    elif name.lower() in known.tables.get("demonyms", {}) or name in roles(known.language).demonyms:
        name = _with_noun(match, name, known)
    if len(name) > 1 and (place_first or not opens):
        yield match.end(), re.sub(r"[’']s$", "", name)


def _with_noun(match: re.Match[str], name: str, known: Lexicon) -> str:
    """Return a name with the noun that it narrows: "Tesla's Shanghai factory", "Chinese private investors"."""
    words: list[str] = []
    end = match.end()
    while len(words) < _LONGEST_NOUN and (word := _NOUN_AFTER.match(match.string, end)):
        if known.language == "en" and word[1] in known.stop_words:
            break
        words.append(word[1])
        end = word.end()
        if is_plural(word[1]):
            break
    if words and not is_plural(words[-1]):
        words = words[:1]
    return " ".join([name, *words])


def noun_phrase(sentence: str, here: int, known: Lexicon) -> str:
    """Return the last few content words before the number's verb: the indicator as the text has it."""
    lead = sentence[max(0, here - _REACH) : here]
    if known.script == "runs":
        return han_noun_phrase(lead)
    links = roles(known.language).links
    for clause in reversed(re.split(r"[,;:.()—](?:\s|$)", lead)):
        kept: list[str] = []
        linked = False
        words = _WORD.findall(clause)
        for place in range(len(words) - 1, -1, -1):
            word, lower = words[place], words[place].lower()
            if kept and (lower in links or (lower in _ARTICLES and _before(words, place) in links)):
                linked = True
                continue
            if lower in _ADVERBS or lower in known.stop_words or lower in known.change or lower in known.open_words:
                if kept:
                    break
                continue
            if linked:
                # "ridership in Casablanca": the noun before the preposition is what is measured.
                kept, linked = [*kept[-1:], word] if lower in _EMPTY_HEADS else [word], False
                continue
            kept.append(word)
            if len(kept) == 4:
                break
        if kept and kept == words[:1] and words[0].lower().endswith("ed") and known.language == "en":
            # "the levy, introduced in 2015 at 3 pesos": an aside names nothing.
            continue
        if kept:
            return " ".join(reversed(kept)).lower()
    return ""


def _before(words: list[str], place: int) -> str:
    return words[place - 1].lower() if place else ""


def counted_noun(text: str, known: Lexicon) -> str:
    """Return the noun phrase of a counted thing: "independent outlets" of "at least two independent outlets"."""
    if known.script == "runs":
        match = re.search(r"[\u4e00-\u9fff]{1,10}$", text)
        return match[0].lstrip("个家项名种座条所") if match else ""
    words = [word.lower() for word in _WORD.findall(text)]
    kept = [word for word in words if word not in known.words and word not in known.stop_words]
    return " ".join(kept[-3:])
