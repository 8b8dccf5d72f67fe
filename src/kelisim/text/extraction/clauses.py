"""Who acts in the clauses of an English sentence: the noun phrase that opens each, by what may stand in one.

A clause opens with its sentence, behind an adverbial ("By June 2020 the parks ..."), behind a semicolon, or behind a
word that joins clauses. What measures ("exports", "the share") acts in none; who has it does ("the industry's
exports").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.noun_phrases_en import is_one
from kelisim.text.extraction.noun_phrases_en import words as words_of_clauses
from kelisim.text.extraction.nouns import is_plural, singular
from kelisim.text.extraction.roles import Roles

_TOKEN = re.compile(r"[ \u00a0\n]?([^\W\d_][^\W_]*(?:[’'&.-][^\W_]+)*)")
_JOINED = re.compile(
    r"; |: |, of which "
    r"| (?:said|says) (?=[A-Za-z])(?!that|on|in|it|he|she|they|at|to|[A-Z][a-z]+day)"
    r"| (?:said|says|finds?|found|shows?|showed|estimate[sd]?|notes?|reports?|reported|suggests?|indicates?|reveals?)"
    r" that "
    r"|, (?:and|but|while|whereas|though|although|yet|so) |(?<!,) (?:while|whereas|but) "
)
_ADVERB = re.compile(
    r"(?:(?:But|And|Yet|So|Still|Also|Then)\s|(?:[A-Z][a-z]+ly|However|Meanwhile|Moreover|Furthermore|Overall|Today|Nevertheless"
    r"|Nonetheless|Still|Instead|Also|Thus|Hence|Indeed|Elsewhere|Yet|Besides|Therefore|Now),\s"
    r"|In (?:addition|contrast|turn|total|all),\s)"
)
_ADVERBIAL = re.compile(
    r"(?:In|By|Since|During|From|After|Before|Between|Until|At|On|As|For|Over|Under|Throughout|Across|Within|With"
    r"|According|Despite|Following|Among|Thanks|Owing|Due|Compared|When|While|Although|Though|Because|If)\b"
)
_LATER_ADVERBIAL = re.compile(r"(?:in|by|since|during|from|after|until|at|on) ")
_DATED = re.compile(r",? (?=the |its |it |they |their |[A-Z])")
_OWNER = re.compile(r"(.+?)[’']s?\s(?=[^\W\d_])")
# Clauses between commas tell of a noun and go on from it: "the plant, opened in 2019 in Kostanay, employs".
_ASIDE = re.compile(
    r", (?:wh(?:ich|o|ose|ere)\b"
    r"|(?:[a-z]+ly )?(?:[a-z]{3,}ed|built|set up|begun|held|sold|run|led|now|then|part of)\b"
    r"|the\b|an?\b|one of\b"
    r"|(?!during|following|according|excluding|regarding|starting|beginning)[a-z]{3,}ing\b)"
    r"(?:[^,;:.()]|[.,](?=[0-9])){1,120}(?=, | [-–—] )"
)
_MOST_WORDS = 7
# "Assembly" and "supply" are nouns.
_ADVERB_BEHIND = re.compile(r"(?!family|assembly|supply|monopoly|duopoly|anomaly)[a-z]{3,}ly")
_ADVERBIAL_REACH = 120
_LEAD_REACH = 40
_PRONOUNS = frozenset(("it", "they", "he", "she"))
_OWN = frozenset(("its", "their", "his", "her"))
_DETERMINERS = frozenset(
    ("the", "this", "that", "these", "those", "a", "an", "another", "each", "every", "both", "all")
)
_THINGS = frozenset(("projects", "models", "brands"))
_LEADING = _DETERMINERS | _OWN
_IN_PHRASE = frozenset(("other", "total", "new", "two", "same", "first", "second", "own"))
_NAMES_NOBODY = (
    "ion",
    "ment",
    "ity",
    "ness",
    "ance",
    "ence",
    "ing",
    "ism",
    "ics",
    "age",
    "ure",
    "ship",
    "ery",
    "ty",
    "ly",
)


def asides_of(sentence: str, language: str) -> list[tuple[int, int]]:
    """Return the clauses between commas that tell of the noun before them; none but in English."""
    if language != "en":
        return []
    found = [match.span() for match in _ASIDE.finditer(sentence)]
    if found and _ADVERBIAL.match(sentence) and sentence.find(", ") == found[0][0]:
        # "Since the sale of the mill, the new owner sold 900 tonnes in 2020, ...": what was opened goes on here.
        del found[0]
    return found


@dataclass(frozen=True, slots=True)
class Actor:
    """What opens a clause: where it begins and ends, its words, and whether they stand for what was told before."""

    start: int
    end: int
    words: str
    told: bool = False


def actors(
    sentence: str, dates: list[tuple[int, int]], measured: list[tuple[int, int, str]], own: Roles, known: Lexicon
) -> list[Actor]:
    """Return the actors of a sentence in order; ``dates`` and ``measured`` are its dates and indicators."""
    found: list[Actor] = []
    for start in _openings(sentence, dates):
        actor = _phrase(sentence, start, measured, own, known)
        if actor is not None:
            found.append(actor)
    return found


def _openings(sentence: str, dates: list[tuple[int, int]]) -> list[int]:
    first = _ADVERB.match(sentence)
    begin = first.end() if first else 0
    places = [begin]
    if _ADVERBIAL.match(sentence, begin):
        places = []
        if dates and dates[0][0] - begin < _LEAD_REACH and (behind := _DATED.match(sentence, dates[0][1])):
            places.append(behind.end())
        comma = sentence.find(", ", begin, begin + _ADVERBIAL_REACH)
        if comma >= 0:
            places.append(comma + 2)
    for match in _JOINED.finditer(sentence, begin):
        places.append(match.end())
        if _LATER_ADVERBIAL.match(sentence, match.end()):
            # "; by 2010 the operator had laid 2,300 kilometres"
            index = bisect_left(dates, (match.end(), 0))
            if index < len(dates) and dates[index][0] - match.end() < _LEAD_REACH:
                places.append(dates[index][1])
    return sorted({*places})


def _phrase(
    sentence: str, start: int, measured: list[tuple[int, int, str]], own: Roles, known: Lexicon
) -> Actor | None:
    words: list[tuple[int, int, str]] = []
    place = start
    verb = False
    while len(words) < _MOST_WORDS:
        match = _TOKEN.match(sentence, place)
        if match is None:
            break
        lower = match[1].lower()
        if not words and lower in _PRONOUNS:
            return Actor(match.start(1), match.end(), match[1], told=True)
        if words and _ends(sentence, match.end(), match[1], lower, words, own, known):
            verb = True
            break
        if not words and (lower in known.stop_words and lower not in _LEADING):
            return None
        words.append((match.start(1), match.end(), match[1]))
        place = match.end()
    while len(words) > 1 and _ADVERB_BEHIND.fullmatch(words[-1][2]) and verb:
        # "Chinese brands collectively accounted for".
        words.pop()
    if not words:
        return None
    after = sentence[place : place + 1]
    if not verb and after not in (",", "(", " ", "-", "–", "—"):
        return None
    if words[0][2].lower() in _OWN:
        return Actor(words[0][0], words[-1][1], sentence[words[0][0] : words[-1][1]], told=True)
    return _named(sentence, start, words, verb, measured, own, known)


def _named(
    sentence: str,
    start: int,
    words: list[tuple[int, int, str]],
    verb: bool,
    measured: list[tuple[int, int, str]],
    own: Roles,
    known: Lexicon,
) -> Actor | None:
    determined = words[0][2].lower() in _DETERMINERS
    if determined and len(words) == 1:
        return None
    first, last = words[0][0], words[-1][1]
    head = next((index - 1 for index, word in enumerate(words) if word[2].lower() == "of" and index), len(words) - 1)
    phrase = sentence[first:last]
    owner = _OWNER.match(phrase)
    if _measures(words[head], measured, own):
        if owner is None or owner[1].lower() in _DETERMINERS:
            return None
        return Actor(first, first + len(owner[0]), owner[1])
    form = words[head][2]
    if is_one(form.lower(), words_of_clauses().evidence):
        # What is found out is told of what it is about, and not of who found it.
        return None
    named = any(word[2][0].isupper() for word in words[1:]) or (first and words[0][2][0].isupper())
    if determined or owner or named or is_plural(form):
        return Actor(first, last, phrase) if verb or sentence[last : last + 1] in ",(" else None
    if start == 0 and len(words) == 1 and _is_name(form, sentence[last : last + 6], verb, own, known):
        # "Codelco, the state company, accounted for": a capital at the beginning says nothing by itself.
        return Actor(first, last, phrase)
    return None


def _ends(
    sentence: str, stop: int, form: str, lower: str, words: list[tuple[int, int, str]], own: Roles, known: Lexicon
) -> bool:
    """Say whether a word ends the noun phrase: a verb, a preposition, or what opens a further clause."""
    before = words[-1][2].lower()
    if lower == "of":
        return before in _DETERMINERS
    if lower in known.stop_words and lower not in _IN_PHRASE:
        return before != "of" or lower not in _LEADING
    if form[0].isupper() or (len(words) == 1 and before in _LEADING):
        return False
    if before in words_of_clauses().describes or lower.endswith("sis"):
        # "the global installed capacity", "a recent analysis"
        return False
    if lower in known.change or lower in own.acts:
        return True
    if lower.endswith("ed") and len(lower) > 4 and before != "of":
        return True
    follows = _TOKEN.match(sentence, stop)
    behind = follows[1].lower() if follows else ""
    if lower.endswith("s") and not lower.endswith(("ss", "us")) and not is_plural(before) and before != "of":
        # "The refinery processes 6 million tonnes": what follows a noun of the plural would be a verb.
        noun = bool(behind) and (behind in own.acts or behind in known.change or behind.endswith("ed"))
        joined = bool(behind) and (behind in _LEADING or behind in known.open_words or _is_stop(behind, known))
        return not noun and (joined or _is_amount(sentence, stop))
    if is_plural(before) and before != "of" and not is_plural(lower) and behind != "of":
        # "Operators charge about $6,500"
        return behind in known.open_words or _is_amount(sentence, stop)
    return False


def _is_amount(sentence: str, place: int) -> bool:
    sign = sentence[place + 1 : place + 2]
    return sentence[place : place + 1] == " " and (sign.isdigit() or (sign in "$€£¥" and sign != ""))


def _is_stop(form: str, known: Lexicon) -> bool:
    return form in known.stop_words and form != "of"


def _measures(word: tuple[int, int, str], measured: list[tuple[int, int, str]], own: Roles) -> bool:
    lower = word[2].lower()
    if lower in own.heads or (is_plural(lower) and singular(lower) in own.heads):
        return True
    index = bisect_left(measured, (word[0] + 1, 0, ""))
    return any(
        begin <= word[0] < stop and name not in _THINGS for begin, stop, name in measured[max(0, index - 2) : index + 1]
    )


def _is_name(form: str, behind: str, verb: bool, own: Roles, known: Lexicon) -> bool:
    lower = form.lower()
    if (
        lower in words_of_clauses().describes
        or lower in known.open_words
        or lower in known.stop_words
        or lower in known.months
        or len(form) < 3
    ):
        return False
    if behind.startswith(", ") and behind[2:3].islower() and lower not in own.mass:
        return True
    return verb and not lower.endswith(_NAMES_NOBODY) and lower not in own.mass
