"""Who an English sentence tells its numbers of: what opens the clause of a number, else the name nearest before it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable

from kelisim.text.extraction.clauses import actors
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.roles import roles
from kelisim.text.extraction.subjects import Subjects

_LEADS = frozenset(
    ("in", "at", "across", "within", "inside", "outside", "throughout", "near", "for", "with", "under", "of", "by",
     "from", "to", "per", "on", "between", "among", "against", "than", "like", "via", "including")
)  # fmt: skip
_LED_REACH, _LED_WORDS = 32, 3
_VERB = re.compile(
    r"(?:[’']s)?[ ](?:[a-z]+ly[ ]|also[ ])?(?:[a-z]{3,}ed|is|was|are|were|has|had|have|will|would|can|could|may|might"
    r"|plans|aims|expects|sold|built|made|bought|held)\b"
)
# Of those before a number the nearest few decide.
_BACK = 8
_CODE = re.compile(r"(?:FY|CY|H|Q)[0-9]")
_DETERMINER = re.compile(r"\A(?:the|a|an|this|that|these|those)[ ]", re.IGNORECASE)


class EnglishSubjects(Subjects):
    """The actors and the proper names of an English sentence.

    An actor that opens the clause of the number goes before a name inside it, a name that acts before one that a
    preposition leads ("a factory in North Carolina"); ``asides`` hold for what stands in them. ``told`` is asked for
    what a pronoun stands for.
    """

    def __init__(
        self,
        sentence: str,
        located: list[tuple[int, int, str]],
        known: Lexicon,
        dates: list[tuple[int, int]],
        measured: list[tuple[int, int, str]],
        told: Callable[[], str],
        asides: list[tuple[int, int]],
    ) -> None:
        super().__init__(sentence, located, known)
        self._told = told
        self._asides = asides
        names = [
            (self._begins[end], end, name)
            for end, name in self._names
            if not _CODE.match(name) and name not in known.codes and name not in known.signs
        ]
        self._opening: list[tuple[int, int, str | None]] = []
        taken: set[int] = set()
        for actor in actors(sentence, dates, measured, roles(known.language), known):
            inside = [one for one in names if actor.start <= one[0] < actor.end]
            taken.update(one[0] for one in inside)
            if actor.told and self._opening and actor.start:
                # "Codelco ...; its spending": told of the clause before.
                continue
            if actor.told:
                self._opening.append((actor.start, actor.end, None))
            elif inside and inside[-1][1] >= actor.end:
                self._opening.append(inside[-1])
            elif inside:
                self._opening.append((actor.start, actor.end, _DETERMINER.sub("", actor.words, count=1)))
            else:
                self._opening.append((actor.start, actor.end, actor.words))
        self._acting: list[tuple[int, int, str]] = []
        self._led: list[tuple[int, int, str]] = []
        for one in names:
            if one[0] in taken:
                continue
            if _is_led(sentence, one[0]):
                self._led.append(one)
            elif _VERB.match(sentence, one[1]):
                self._opening.append(one)
            else:
                self._acting.append(one)
        self._opening.sort(key=lambda one: one[0])

    def before(self, here: int) -> str:
        """Return who the number at ``here`` is told of, or ""."""
        for among in (self._opening, self._acting, self._led):
            index = bisect_right(among, here, key=_end)
            for start, _, words in reversed(among[max(0, index - _BACK) : index]):
                if not self._is_aside(start, here):
                    return self._told() if words is None else words
        # "At 1.24 children per woman, Italy's fertility rate is low"
        return self.main() if self.sentence.startswith(("At ", "With ")) else ""

    def main(self) -> str:
        """Return who the sentence is about, for a pronoun in the next."""
        for among in (self._opening, self._acting, self._led):
            for _, _, words in among:
                return self._told() if words is None else words
        return ""

    def _is_aside(self, start: int, here: int) -> bool:
        index = bisect_left(self._asides, (start, 0)) - 1
        return index >= 0 and start < self._asides[index][1] <= here


def _is_led(sentence: str, start: int) -> bool:
    """Say whether a preposition leads a name, over at most two small words: "in its Tangier works"."""
    for word in reversed(sentence[max(0, start - _LED_REACH) : start].split()[-_LED_WORDS:]):
        if word.lower() in _LEADS:
            return True
        if not word[0].islower() or not word[-1].isalpha():
            return False
    return False


def _end(one: tuple[int, int, str | None]) -> int:
    return one[1]
