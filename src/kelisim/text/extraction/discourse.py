"""Discourse: the place, the period and the indicator that a sentence leaves to the text before it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from kelisim.model.extracted import ExtractedClaim
from kelisim.model.period import Period
from kelisim.text.extraction.indicators import IndicatorMatcher
from kelisim.text.extraction.lexicon import Lexicon, read_tables
from kelisim.text.extraction.places import PlaceMatcher, sure_places
from kelisim.text.extraction.remembering import by_language

# What a text is about shows near its beginning; reading no further keeps the cost flat.
_HEAD = 20_000
_BACK = 1_500
_OPENING = 250
_OPENS = 3
# The country of a sentence's topic stands this near its beginning.
_TOPIC_REACH = 32
_MOST_OF_ALL = 0.6
_LEAST = 2
# The year that was told this far back is no longer in the reader's mind.
_REMEMBERED = 3_000
_CODED = re.compile(r"\b[A-Z]{2}\b")
_WORLD = re.compile(r"[.;] (?:The )?(?:[Ww]orld|[Gg]lobal|Worldwide|Globally)\b")
_LISTED = re.compile(r"\W{0,3}(?:, |,? (?:and|or|und) )(?:the )?")
_BREAK = re.compile(r"\n[ \t]*\n|\n(?=[^\n]{1,80}\n)")


@dataclass
class Told:
    """What the sentence before told, for a sentence that leans on it: its last period and indicator."""

    period: Period | None = None
    indicator: str = ""
    unit: str | None = None
    subject: str = ""
    rate: str = ""
    end: int = -1
    measured: dict[str | None, str] = field(default_factory=dict)

    def keep(self, claims: list[ExtractedClaim]) -> None:
        """Remember the latest period and the first indicator of a sentence's claims."""
        if not claims:
            return
        self.indicator, self.end = claims[0].indicator, claims[0].sentence[1]
        self.subject, self.unit = claims[0].subject, claims[0].unit
        self.measured = {claim.unit: claim.indicator for claim in claims}
        # "That rate" is the share told last.
        self.rate = next((claim.indicator for claim in reversed(claims) if claim.unit == "percent"), "")
        # What a sentence compares with lies further back than what it is about; "the same year" is no planned one.
        dated = [claim for claim in claims if (claim.period_start or claim.period_end) and claim.modality != "planned"]
        if dated:
            latest = max(dated, key=lambda claim: claim.period_end or claim.period_start or "")
            self.period = Period(_day(latest.period_start), _day(latest.period_end), "span")

    def near(self, start: int) -> Period | None:
        """Return the period told before a sentence that starts at a place, None where that is too long ago."""
        return self.period if self.end >= 0 and start - self.end < _REMEMBERED else None

    def adjoins(self, text: str, start: int) -> bool:
        """Say whether the sentence before the one that starts here is the one remembered, in one paragraph."""
        return 0 <= self.end <= start and not text[self.end : start].strip() and "\n" not in text[self.end : start]


class Topic:
    """Tells the place of a number whose sentence names none.

    Within a paragraph a place stays in force until another is named (Grosz, Joshi and Weinstein 1995 on centring);
    where the paragraph names none, the country that most of the text's beginning is about holds. A text about several
    countries has no such country, and the place then stays open.
    """

    def __init__(self, text: str, places: PlaceMatcher, indicators: IndicatorMatcher, known: Lexicon) -> None:
        self._text, self._places, self._indicators, self._known = text, places, indicators, known
        self._whole: str | None = None
        self._read = False
        self._spelled: set[str] | None = None
        self._seen: tuple[int, str | None] = (-1, None)
        self._general = _general(known.language)

    def at(self, start: int) -> str | None:
        """Return the place in force where a sentence starts."""
        if self._seen[0] != start:
            general = self._general is not None and self._general.match(self._text, start) is not None
            # "Studies show that each job creates three more" is told of no country.
            self._seen = (start, None if general else self._in_paragraph(start) or self._of_text())
        return self._seen[1]

    def find(self, sentence: str) -> list[tuple[int, int, str]]:
        """Return the places of a sentence, by name or, where the text spells the country out, by its code."""
        found = self._places.find(sentence)
        if self._known.script == "runs":
            return found
        if self._spelled is None:
            self._spelled = {code for _, _, code in self._places.find(self._text[:_HEAD]) if _is_one(code)}
        if not self._spelled or not _CODED.search(sentence):
            return found
        coded = self._places.codes(sentence, self._spelled)
        return sorted(found + coded) if coded else found

    def _named(self, passage: str) -> list[tuple[int, int, str]]:
        found = self.find(passage)
        if not found:
            return []
        return [
            one for one in sure_places(passage, found, self._indicators.find(passage), self._known) if _is_one(one[2])
        ]

    def _in_paragraph(self, start: int) -> str | None:
        first = max(0, start - _BACK)
        passage = self._text[first:start]
        for match in _BREAK.finditer(passage):
            first = max(0, start - _BACK) + match.end()
        passage = self._text[first:start]
        named = self._named(passage)
        if not named:
            return None
        last, whole, english = named[-1][2], self._of_text(), self._known.language == "en"
        if whole is not None and english:
            # A paragraph returns to the country that the text is about, unless a sentence opens with another: "Senegal
            # handed its water to an operator", but "against 1.1% in Senegal".
            opening = (code for begin, _, code in reversed(named) if code == whole or _opens(passage, begin))
            return next(opening, whole)
        if english and _WORLD.search(passage, named[-1][1]) is not None:
            # "China leads by far. The world fleet comprised 4 million vessels.": what follows is told of no country.
            return None
        if all(code == last for _, _, code in named):
            return last
        # Else the one named last holds, but none of a list: "with China, India and Spain at the forefront".
        before, stop = named[-2][1], named[-1][0]
        listed = english and named[-2][2] != last and _LISTED.fullmatch(passage, before, stop) is not None
        return whole or (None if listed else last)

    def _of_text(self) -> str | None:
        if not self._read:
            self._read = True
            counted = Counter(code for _, _, code in self._named(self._text[:_HEAD]))
            opening = {code for _, _, code in self._named(self._text[:_OPENING])}
            if len(opening) == 1:
                # A title or a first sentence that names one country says what follows is about.
                counted[next(iter(opening))] += _OPENS
            place, times = counted.most_common(1)[0] if counted else ("", 0)
            titled = len(opening) == 1 and place in opening
            if times >= _LEAST and (titled or times >= _MOST_OF_ALL * counted.total()):
                self._whole = place
        return self._whole


def _opens(passage: str, place: int) -> bool:
    """Say whether a place stands near the beginning of its sentence."""
    first = max(passage.rfind(". ", 0, place), passage.rfind("\n", 0, place))
    return place - first < _TOPIC_REACH


@by_language
def _general(language: str) -> re.Pattern[str] | None:
    """Match the beginning of a sentence that holds anywhere: "Studies show", "Worldwide,", "Each additional year"."""
    told = read_tables("discourse").get(language, {}).get("general")
    return re.compile(told) if told else None


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _is_one(code: str) -> bool:
    """Say whether a place is one country: a text about Georgia may name Central Asia and the world."""
    return len(code) == 2 and code.isupper()
