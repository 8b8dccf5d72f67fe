"""What a number is a number of: the judgement on which every comparison of two passages rests.

Two numbers are compared only where they share indicator, unit, names, narrowing words and most of their remaining
content words; anything that narrows one of them and not the other parts them. It errs on the side of silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kelisim.audit.words import Words, han_pairs, stem, words
from kelisim.text.extraction.lexicon import lexicon
from kelisim.text.extraction.places import place_matcher

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_NAME = re.compile(r"[^\W\d_]?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][^\W_]*(?:[’'&-][^\W_]+)*")
_CITED = re.compile(r"\([^()\d]{2,80}[ ,](?:19|20)\d\d[a-z]?(?:;[^()]{2,120})?\)")
QUOTED_NAME = re.compile("[«“]([^»”]{2,40})[»”]")
"""A name in the quotation marks that Russian, Kazakh and English set before and behind it."""
_QUOTED = re.compile(r"[“\"«「《]([^”\"»」》]{2,60})[”\"»」》]")
_HAN_NAME = re.compile(
    r"(?:(?![年月日的在和与是了由从到对将被及或]|作为|成为)[\u4e00-\u9fff]){2,6}?(?:公司|集团|汽车|协会|银行|大学|部|局|委员会|企业|工厂|厂|省|市|州)"
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9&.-]+")
# "Had used their title" tells of no used titles.
_AUXILIARY = re.compile(r"\b(?:had|has|have|was|were|is|are|been|be|get|got|who|that)\s(?:\w+ly\s)?$")
_TITLE = 120
# What a word that may be left out takes from the likeness where one passage alone has it.
_SOFTER = 0.85
_HAN_NOISE = frozenset("的了在是和与及为年月日至到达从约将已被由对于其并比较之一个全共亿万度")


@dataclass(frozen=True, slots=True)
class Topic:
    """The words of a clause that say what it is about: stems, names, places, narrowing words."""

    stems: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]
    narrow: frozenset[str]
    context: frozenset[str] = frozenset()

    @classmethod
    def empty(cls) -> Topic:
        """Return the topic of nothing."""
        return cls(frozenset(), frozenset(), frozenset(), frozenset())

    def joined(self, other: Topic) -> Topic:
        """Return this topic with what another, from the head of the same sentence, adds."""
        return Topic(
            self.stems | other.stems,
            self.names or other.names,
            self.places or other.places,
            self.narrow | other.narrow,
            self.context,
        )


@dataclass(frozen=True)
class Speller:
    """Reads topics of one document: it knows which capitals the document uses for names, and its main place."""

    language: str
    common: frozenset[str]
    proper: frozenset[str]
    home: str | None
    actor: str | None

    def topic(self, clause: str, first: bool = True) -> Topic:
        """Return the topic of a clause; ``first`` where it opens its sentence, so that its capital says nothing."""
        clause = without_citations(clause)
        places = place_matcher(self.language).find(clause)
        codes = frozenset(code for _, _, code in places)
        if self.language == "zh":
            return self._han_topic(clause, codes)
        known, own = lexicon(self.language), words(self.language)
        labels = _labels(own)
        names: set[str] = set()
        taken: set[int] = set()
        for start, end, _ in places:
            taken.update(range(start, end))
        for match in _NAME.finditer(clause):
            word = match[0]
            lower = re.sub(r"[’']s$", "", word.lower())
            if (
                match.start() in taken
                or lower in known.stop_words
                or lower in known.open_words
                or lower in known.months
            ):
                continue
            if word in known.codes or labels.fullmatch(lower):
                continue
            opens = first and not clause[: match.start()].strip(' "“«(#*•–-')
            if opens and (word[1:].islower() or len(word) == 1):
                # "Доля Находки": in Russian and Kazakh a noun may open the sentence before a name in the genitive.
                follows = _NAME.match(clause, match.end() + 1) if self.language == "en" else None
                if lower in self.common or (lower not in self.proper and not (follows and follows[0][:1].isupper())):
                    continue
            names.add(stem(lower, self.language))
        stems, narrow = set(), set()
        narrowing = _listed(own, "topic", "narrowing")
        ignored, same = _ignored(own), _synonyms(own)
        for match in _WORD.finditer(clause):
            if match.start() in taken:
                continue
            lower = match[0].lower()
            root = stem(lower, self.language)
            root = same.get(root, root)
            verb = lower == "used" and _AUXILIARY.search(clause, 0, match.start()) is not None
            if root not in names and not verb and _narrows(own, lower, root, narrowing):
                narrow.add(root)
            if len(lower) < 3 or lower in known.stop_words or lower in known.months or lower in known.words:
                continue
            if self.language == "kk" and root in known.months:
                continue
            if lower in known.change or match[0] in known.codes:
                continue
            if self.language == "en" and lower.endswith("ly") and len(lower) > 6 and root not in narrow:
                continue
            if root in names or ignored.match(root) or ignored.match(lower):
                continue
            stems.add(root)
        return Topic(frozenset(stems), frozenset(names), codes, frozenset(narrow))

    def _han_topic(self, clause: str, codes: frozenset[str]) -> Topic:
        own = words("zh")
        names = {match[0] for match in _HAN_NAME.finditer(clause)} | {
            match[0].lower() for match in _LATIN.finditer(clause)
        }
        names |= {match[1] for match in _QUOTED.finditer(clause)}
        narrow = {word for word in own.list("topic", "narrowing") if word in clause}
        bare = re.sub(own.source("topic", "ignore"), " ", _HAN_NAME.sub(" ", clause))
        pairs = {pair for pair in han_pairs(bare) if not (set(pair) & _HAN_NOISE or pair[1] == "中")}
        return Topic(frozenset(pairs), frozenset(names), codes, frozenset(narrow))

    def likeness(self, one: Topic, other: Topic, *, indicator: bool = False) -> float:
        """Return how surely two topics are one, from 0 to 1; 0 where something parts them.

        ``indicator`` says that both are known to be of one indicator, whose own words the topics then leave out.
        """
        parted = one.narrow ^ other.narrow
        if not parted <= _soft(words(self.language)) or not self._places_agree(one, other):
            return 0.0
        if contrast(one, other, self.language):
            return 0.0
        names = self._names_agree(one, other) * (_SOFTER if parted else 1.0)
        if names == 0:
            return 0.0
        union = one.stems | other.stems
        if not union:
            return (0.7 if indicator else 0.55) * names if indicator or one.names & other.names else 0.0
        if indicator and not (one.stems and other.stems):
            return 0.46 * names
        shared = len(one.stems & other.stems)
        if not shared:
            return 0.0
        least = min(len(one.stems), len(other.stems))
        score = 0.6 * shared / len(union) + 0.4 * shared / least
        if one.stems - other.stems and other.stems - one.stems:
            # Each says something that the other does not: the less they share, the more that counts.
            score *= 0.6 if self.language == "zh" else min(1.0, 0.55 + 0.15 * shared)
        return names * score

    def _places_agree(self, one: Topic, other: Topic) -> bool:
        if one.places == other.places:
            return True
        extra = one.places ^ other.places
        return self.home is not None and extra == {self.home}

    def _names_agree(self, one: Topic, other: Topic) -> float:
        if one.names == other.names:
            return 1.0
        if one.names and other.names:
            shared = len(one.names & other.names)
            return 0.9 if shared and (one.names <= other.names or other.names <= one.names) else 0.0
        named, bare = (one, other) if one.names else (other, one)
        if bare.context and (named.names <= bare.context or bare.context <= named.names):
            return 0.85
        return 0.7 if self.actor in named.names and len(named.names) == 1 and not bare.context else 0.0


def _narrows(own: Words, lower: str, root: str, narrowing: frozenset[str]) -> bool:
    """Say whether a word narrows; "electricity" has the stem of "electric" and does not."""
    listed = own.list("topic", "narrowing")
    return (root in narrowing and lower not in own.list("topic", "wide")) or lower in listed


@cache
def _soft(own: Words) -> frozenset[str]:
    """Return the narrowing words that one of two passages may leave out: "installed", "average"."""
    return _listed(own, "topic", "soft") | own.list("topic", "soft")


@cache
def _listed(own: Words, section: str, key: str) -> frozenset[str]:
    return frozenset(stem(word, own.language) for word in own.list(section, key))


@cache
def _synonyms(own: Words) -> dict[str, str]:
    """Return for each stem the one that stands for its line of synonyms."""
    lines = [[stem(word, own.language) for word in line.split()] for line in own.tables["topic"]["synonyms"]]
    return {root: line[0] for line in lines for root in line}


@cache
def _ignored(own: Words) -> re.Pattern[str]:
    return re.compile(f"(?:{own.source('topic', 'ignore')})")


@cache
def _labels(own: Words) -> re.Pattern[str]:
    """Words in capitals that number things and name nothing: "Phase 2", "Table 4"."""
    parts = [own.source("phases", "word"), *(own.source("structure", key) for key in ("table", "figure", "section"))]
    return re.compile("|".join(f"(?:{part})" for part in parts), re.IGNORECASE)


@cache
def _contrasts(language: str) -> tuple[tuple[re.Pattern[str], ...], ...]:
    own = words(language)
    return tuple(
        tuple(
            re.compile(part if own.runs else rf"^{part[:6] if language != 'en' else stem(part, 'en')}")
            for part in line.split("|")
        )
        for line in own.tables["topic"]["contrasts"]
    )


def contrast(one: Topic, other: Topic, language: str) -> bool:
    """Say whether the topics hold different members of one pair of opposites."""
    sides = (_sides(topic.stems | topic.narrow, language) for topic in (one, other))
    return any(a and b and a != b for a, b in zip(*sides, strict=True))


@lru_cache(maxsize=32768)
def _sides(said: frozenset[str], language: str) -> tuple[frozenset[int], ...]:
    """Return, for each line of opposites, which of them a topic's words hold."""
    return tuple(
        frozenset(index for index, pattern in enumerate(line) if any(pattern.search(word) for word in said))
        for line in _contrasts(language)
    )


def speller(text: str, language: str) -> Speller:
    """Return the reader of topics for a document."""
    found = place_matcher(language).find(text[:400_000])
    counts: dict[str, int] = {}
    for _, _, code in found:
        counts[code] = counts.get(code, 0) + 1
    # Of equal counts the place named first.
    home = max(counts, key=lambda code: counts[code]) if counts else None
    titled = {code for _, end, code in found if end <= _TITLE}
    if home is not None and 5 * counts[home] < 2 * sum(counts.values()):
        home = None
    if len(titled) == 1 and counts[min(titled)] > 1:
        # The one country that the title names is what the paper is of.
        home = min(titled)
    if language == "zh":
        return Speller(language, frozenset(), frozenset(), home, None)
    every = _WORD.findall(text)
    common = frozenset(word for word in set(every) if word[0].islower())
    middle = re.findall(r"(?<=[^\W\d_,;:)%] )[^\W\d_a-zа-яёәғқңөұүһі][^\W_]+(?:-[^\W_]+)*", text)
    seen: dict[str, int] = {}
    for word in middle:
        seen[word.lower()] = seen.get(word.lower(), 0) + 1
    listed = re.findall(r"(?<=[\w)], )[^\W\d_a-zа-яёәғқңөұүһі][^\W_]+(?:-[^\W_]+)*", text)
    proper = frozenset(word for word in {*seen, *map(str.lower, listed)} if word not in common)
    leading = sorted(((count, word) for word, count in seen.items() if word in proper), reverse=True)[:1]
    actor = (
        stem(leading[0][1], language)
        if leading and leading[0][0] >= 3 and 5 * leading[0][0] > 2 * len(middle)
        else None
    )
    return Speller(language, common, proper, home, actor)


def without_citations(text: str) -> str:
    """Return a text without "(Costa, 2017; Ferrer & Roig, 2018)": who is cited is not who acts."""
    return _CITED.sub(" ", text)


def quoted(text: str) -> frozenset[str]:
    """Return the titles in quotation marks, in lower case."""
    return frozenset(match[1].lower().strip(" .,") for match in _QUOTED.finditer(text))
