"""The head of the noun phrase that an English number measures, by the grammar of its clause.

The constructions that say it outright stand in ``CONSTRUCTIONS`` in the order in which they are tried: what the number
describes ("a 43% food deficit"), what a noun of change behind it changes ("a 5% rise in rents"), the subject
of a verb of level or change right before the number ("the number of admissions fell by 6%"), the object of a verb of
change ("cut the retirement age to 60") and a noun that "of" joins to the number ("a budget of $3 million"). Elsewhere
the vocabulary decides by nearness.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kelisim.text.extraction.changes import is_money
from kelisim.text.extraction.indicators import Indicators
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.noun_phrases_en import TOKEN, WORD, Phrases, Token, is_adverb, is_one, words
from kelisim.text.extraction.openings_en import openings, subject_start

Span = tuple[int, int]
_GAP_REACH = 90
_MOST_GAP = 7
_LEAD = 60
_LEADS = frozenset(("by", "to", "from", "of"))
_MOST_OBJECT = 12
_MOST_BRACKET = 9
_BEHIND = re.compile(r" (?:((?:[a-z-]+ ){0,2})([a-z-]+) )?(in|of) (?:the |its |their )?")
_NOUN_BEHIND = re.compile(r" ((?:[a-z-]+ ){0,3}[a-z-]+)")
_OBJECT = re.compile(
    r" (?:the |its |their |our |his |her )?"
    r"(?!in |by |to |from |since |over |between |and |as |for |on |at |with )([a-z-]+)"
)
PHRASE_END = re.compile(r"[,.;:()]|   ")


def measured_head(
    sentence: str,
    bare: str,
    span: Span,
    unit: str | None,
    named: Indicators,
    known: Lexicon,
    *,
    things: bool = False,
) -> str:
    """Return what the number at ``span`` measures by the grammar of its clause, "" where no construction says it.

    ``bare`` is the sentence with its numbers blanked; ``unit`` is the number's; ``things`` says that a noun behind the
    number tells what it counts ("towns of 50,000 inhabitants").
    """
    if not _may_say(sentence, bare, span, known):
        return ""
    clause = _Clause(sentence, bare, span, unit, named, known)
    for construction in CONSTRUCTIONS[: _OF_THINGS if things else None]:
        found = construction(clause)
        if found:
            return found
    return ""


def multiplied_head(sentence: str, bare: str, span: Span, named: Indicators, known: Lexicon) -> str:
    """Return what the verb at ``span`` multiplies: "demand is set to double", "to halve leakage"."""
    return _Clause(sentence, bare, span, None, named, known).of_verb(span)


def _may_say(sentence: str, bare: str, span: Span, known: Lexicon) -> bool:
    """Say whether the words right before or behind a number are such that a construction may hold, at little cost."""
    after = sentence[span[1] : span[1] + 1]
    if after == " " and sentence[span[1] + 1 : span[1] + 2].islower():
        return True
    own = words()
    lead = bare[max(0, span[0] - _LEAD) : span[0]]
    if lead.endswith("("):
        return True
    for word in reversed(lead.split()):
        lower = word.lower()
        if lower in own.gaps:
            if lower in _LEADS:
                return True
            continue
        return lower in own.levels or lower in known.change or lower in own.worth or lower.endswith(",")
    return False


class _Clause:
    """The clause of one number."""

    __slots__ = ("_bare", "_before", "_known", "_money", "_named", "_own", "_phrases", "_rate", "_sentence", "_span")

    def __init__(
        self, sentence: str, bare: str, span: Span, unit: str | None, named: Indicators, known: Lexicon
    ) -> None:
        self._sentence, self._bare, self._span = sentence, bare, span
        self._rate, self._money = unit == "percent", is_money(unit)
        self._named, self._known, self._own = named, known, words()
        self._phrases = Phrases(bare, named, known)
        first = max(0, span[0] - _GAP_REACH)
        self._before = [
            Token(match.start(), match.end(), match[0].lower()) for match in TOKEN.finditer(bare, first, span[0])
        ]

    def of_change(self) -> str:
        """ "A 5% rise in rents", "a reduction of 20% in waiting times"."""
        behind = _BEHIND.match(self._sentence, self._span[1])
        if behind is None:
            return ""
        before, own = self._before, self._own
        if behind[2] is None:
            led = len(before) > 1 and before[-1].lower == "of" and before[-2].lower in own.changes
            if not led or behind[3] != "in":
                return ""
        elif behind[2].lower() not in own.changes or self._has_stop_word(behind[1]):
            return ""
        end = PHRASE_END.search(self._bare, behind.end())
        return self._phrases.read((behind.end(), end.start() if end is not None else len(self._bare)))

    def of_description(self) -> str:
        """ "A 43% national food deficit", "13 per cent volume growth"."""
        following = _NOUN_BEHIND.match(self._sentence, self._span[1]) if self._rate else None
        if following is None:
            return ""
        left, place = following.start(1), following.start(1)
        words: list[Token] = []
        for match in WORD.finditer(self._sentence, left, following.end()):
            word = match[0].lower()
            if word in self._known.stop_words or word in self._own.levels:
                break
            words.append(Token(match.start(), match.end(), word))
            place = match.end()
            if word in self._own.changes:
                break
        if not words:
            return ""
        if words[-1].lower in self._own.changes:
            nouns = [one for one in words[:-1] if one.lower not in self._own.paced]
            return self._phrases.read((nouns[0].start, nouns[-1].end)) if nouns else ""
        article = self._sentence[self._span[0] :].startswith(("a ", "an "))
        if not article and (not self._before or self._before[-1].lower not in ("a", "an", "the", "its", "their")):
            return ""
        return self._phrases.read((left, place))

    def of_subject(self) -> str:
        """ "The number of admissions fell by 6%": the subject of the verb that leads to the number."""
        before, own = self._before, self._own
        index = len(before) - 1
        while index >= 0 and len(before) - index <= _MOST_GAP and before[index].lower in own.gaps:
            index -= 1
        last, index = index, self._shown(index)
        verb = before[index].lower if index >= 0 else ""
        noun = verb in own.changes and index + 1 < len(before) and before[index + 1].lower in ("of", "in")
        if not verb or noun or not (verb in own.levels or index < last or verb in self._known.change):
            return ""
        if verb.startswith("compris") and self._sentence.startswith(" of ", self._span[1]):
            # "comprised 64 per cent of new lettings" is a share.
            return ""
        if index == len(before) - 1 and verb in own.takes and not self._rate:
            # "The works added 90 km of track."
            return ""
        return self._subject(index)

    def of_verb(self, span: Span) -> str:
        """ "The law halved the fee", "demand is set to double": the object of what multiplies, else its subject."""
        following = _OBJECT.match(self._sentence, span[1])
        if following is not None:
            end = PHRASE_END.search(self._bare, following.start(1))
            told = self._phrases.read((following.start(1), end.start() if end is not None else len(self._bare)))
            if told:
                return told
        before = self._before
        before.append(Token(span[0], span[1], ""))
        return self._subject(len(before) - 1)

    def _subject(self, index: int) -> str:
        """Return what the subject of the verb at an index measures."""
        before, own = self._before, self._own
        # Helping verbs and adverbs before the verb belong to it: "is expected to have risen".
        while index > 0 and (before[index - 1].lower in own.helps or is_adverb(before[index - 1].lower)):
            index -= 1
        stop = before[index].start
        if index > 1 and before[index - 1].lower in ("which", "that", "who"):
            # "the number of people at sea, which declined by 13 percent"
            return self._noun(before[: index - 1 - (before[index - 2].lower == ",")])
        for start in openings(self._bare, stop, self._named):
            left = subject_start(self._bare, start, stop)
            if left is not None:
                return self._phrases.read((left, stop)) if left >= 0 else ""
        return ""

    def _shown(self, index: int) -> int:
        """Return the place of the verb that shows a change: "the French market registered a modest growth of 2.8%"."""
        before, own = self._before, self._own
        if index < 1 or before[index].lower not in own.changes or before[-1].lower != "of":
            return index
        verb = index - 1
        while verb > 0 and (before[verb].lower in own.paced or before[verb].lower in ("a", "an", "the")):
            verb -= 1
        return verb if before[verb].lower in own.shows else index

    def of_object(self) -> str:
        """ "Cut the retirement age to 60": the object of a verb of change, parted from the number by "by" or "to"."""
        before = self._before
        if not before or before[-1].lower not in ("by", "to", "from"):
            return ""
        for index in range(len(before) - 2, max(-1, len(before) - _MOST_OBJECT), -1):
            word = before[index].lower
            if word == "and" or not word[0].isalpha():
                return ""
            if (self._acts(index) or self._moves(index)) and index + 1 < len(before) - 1:
                follows = before[index + 1].lower
                if follows in self._own.gaps and follows not in ("a", "an", "average", "total", "record"):
                    # "narrowed from 6.1% to 3.2%" has no object.
                    return ""
                return self._phrases.read((before[index + 1].start, before[-1].start))
        return ""

    def _acts(self, index: int) -> bool:
        """Say whether a word of change is a verb: "increases productivity by 1%", but "the increase in rents to"."""
        word, own = self._before[index].lower, self._own
        if word not in own.changes:
            return self._phrases.changes(word)
        lead = self._before[index - 1].lower if index else ""
        follows = self._before[index + 1].lower if index + 1 < len(self._before) else ""
        noun = lead in ("a", "an", "the", "of", "this", "its", "their", "") or lead in own.paced
        return word in self._known.change and not noun and follows not in ("in", "of", "by", "to", "from")

    def _moves(self, index: int) -> bool:
        """Say whether a verb moves its object: "brought leakage down from 72%"."""
        return self._before[index].lower in self._own.moves and self._before[-2].lower in ("up", "down")

    def of_joined(self) -> str:
        """ "With a capacity of", "a provision for credit losses of", "an impact on enrolment of"."""
        before = self._before
        return self._noun(before[:-1]) if len(before) > 1 and before[-1].lower == "of" else ""

    def of_reduced(self) -> str:
        """ "A cash transfer, equivalent to 2% of", "an impact on enrolment, about 10 points"."""
        before, own = self._before, self._own
        index = len(before) - 1
        while index >= 0 and before[index].lower in own.gaps:
            index -= 1
        worth = index > 0 and before[index].lower in own.worth
        if worth:
            index -= 1
        if index <= 0 or before[index].lower != ",":
            return ""
        start = index
        while start > 0 and before[start - 1].lower[0].isalpha():
            start -= 1
        effect = any(is_one(token.lower, own.effects) for token in before[start:index])
        return self._noun(before[start:index]) if worth or effect else ""

    def of_bracket(self) -> str:
        """ "The lowest participation rate in the world (5.6%)"."""
        start = self._span[0]
        if self._bare[start - 1 : start] != "(" or len(self._before) <= 1:
            return ""
        tokens = [token for token in self._before if token.end < start]
        while tokens and not tokens[-1].lower[0].isalpha():
            tokens.pop()
        for index in range(len(tokens) - 1, max(-1, len(tokens) - _MOST_BRACKET), -1):
            token = tokens[index]
            if not token.lower[0].isalpha():
                break
            if is_one(token.lower, self._own.carriers) or is_one(token.lower, self._own.shares):
                return self._noun(tokens[: index + 1])
        return ""

    def of_content(self) -> str:
        """ "Exceeds $10 billion in total assets", "$3 million in grants": the content of a sum of money."""
        content = self._own.contents.match(self._sentence, self._span[1]) if self._money else None
        return self._phrases.read(content.span(1)) if content is not None else ""

    def _noun(self, tokens: list[Token]) -> str:
        """Return what the noun phrase measures that ends with the last of ``tokens``."""
        if not tokens:
            return ""
        head = tokens[-1].lower
        if (
            head in self._own.changes
            or head in self._own.extremes
            or head in self._known.change
            or is_one(head, self._own.nobody)
        ):
            return ""
        spans = self._phrases.before(tokens)
        return next((found for span in spans if (found := self._phrases.read(span))), "")

    def _has_stop_word(self, words: str | None) -> bool:
        return words is not None and any(word in self._known.stop_words for word in words.split())


CONSTRUCTIONS: tuple[Callable[[_Clause], str], ...] = (
    _Clause.of_description,
    _Clause.of_change,
    _Clause.of_subject,
    _Clause.of_object,
    _Clause.of_content,
    _Clause.of_joined,
    _Clause.of_reduced,
    _Clause.of_bracket,
)
"""The constructions in their order."""
# Of things that are counted only these say more than the noun behind the number.
_OF_THINGS = 4
