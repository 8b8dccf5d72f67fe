"""Roles: the words that say what part a place or a date plays beside a number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kelisim.text.extraction.lexicon import lexicon, read_tables
from kelisim.text.extraction.remembering import by_language

_LONGEST = 40
_LASTS = (" over", " from", " on")


@dataclass(frozen=True)
class Roles:
    """One language's words for what is compared with, gone to, or named as an adjective."""

    demonyms: frozenset[str]
    pooled: frozenset[str]
    joins: frozenset[str]
    verbs: frozenset[str]
    complement: re.Pattern[str]
    links: frozenset[str]
    structure: frozenset[str]
    acts: frozenset[str]
    heads: frozenset[str]
    empty: frozenset[str]
    mass: frozenset[str]
    actors: frozenset[str]
    towards: re.Pattern[str]
    towards_after: re.Pattern[str]
    compared: re.Pattern[str]
    shares: re.Pattern[str]
    after_compared: re.Pattern[str]

    def goes(self, text: str, start: int, end: int) -> bool:
        """Say whether goods or people go to or come from a place: "to Russia", "из России", "Ресейден"."""
        return (
            self.towards.search(text[max(0, start - 16) : start]) is not None
            or self.towards_after.match(text[end : end + 16]) is not None
        )

    def is_compared(self, text: str, start: int, end: int, spans: bool = False) -> bool:
        """Say whether a date is what another is compared with: "compared to 2015", "2015 жылмен салыстырғанда".

        One that spans years is not where it only tells how long: "an increase over 2015-19".
        """
        before = self.compared.search(text[max(0, start - _LONGEST) : start])
        if before is not None and not (spans and before[0].lower().removesuffix("the ").rstrip().endswith(_LASTS)):
            return True
        return self.after_compared.match(text, end) is not None


@by_language
def roles(language: str) -> Roles:
    """Return the roles of a language."""
    own = read_tables("roles")[language]
    edge = "" if lexicon(language).script == "runs" else r"(?<![^\W\d_])"
    return Roles(
        frozenset(own["demonyms"]) | frozenset(lexicon(language).tables.get("demonyms", {}).values()),
        frozenset(own["pooled"]),
        frozenset(own["joins"]),
        frozenset(own.get("verbs", ())),
        _complement(own.get("complement", [])),
        frozenset(own.get("links", ())),
        frozenset(own.get("structure", ())),
        frozenset(own.get("acts", ())),
        frozenset(own.get("heads", ())),
        frozenset(own.get("empty", ())),
        frozenset(own.get("mass", ())),
        frozenset(own.get("actors", ())),
        _before(own["towards"], edge),
        re.compile(rf"(?:{'|'.join(own.get('towards_after', ())) or '(?!)'})"),
        _before(own["compared"], edge),
        _before(own.get("shares", ()), edge),
        re.compile(rf"\s*(?:\w{{1,12}}\s)?(?:{'|'.join(map(re.escape, own.get('after_compared', ()))) or '(?!)'})"),
    )


def _complement(prepositions: list[str]) -> re.Pattern[str]:
    """Match what joins a noun to what it is a noun of: " from imported ", " of renewables in "."""
    joined = "|".join(map(re.escape, prepositions)) or "(?!)"
    return re.compile(rf"(?:\s(?:{joined})(?=\s)(?:\s(?!(?:{joined})\s)[\w-]+(?=\s))?){{1,2}}\s", re.IGNORECASE)


def _before(phrases: list[str], edge: str) -> re.Pattern[str]:
    joined = "|".join(sorted(map(re.escape, phrases), key=len, reverse=True)) or "(?!)"
    return re.compile(
        rf"{edge}(?:{joined})\s*(?:the\s|the same period of\s|аналогичн\w+ период\w* |(?:тот|этот) же период )?$",
        re.IGNORECASE,
    )
