"""The noun a number counts: a known unit behind adjectives, or in English the plural that closes the noun phrase."""

from __future__ import annotations

from functools import lru_cache

from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.phrases import next_word
from kelisim.text.extraction.words import word_at

_REACH = 4
_MANY = 200
_EARLIER = frozenset(("previous", "early", "late"))
_PARTS = frozenset(("half", "quarter", "class", "team", "round", "year", "place", "time"))
_CHANGES = frozenset(("hikes", "cuts", "increases", "decreases", "gains", "declines", "advances", "reductions"))
_COORDINATES = frozenset(("and", "or"))
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "feet": "foot", "teeth": "tooth",
    "mice": "mouse", "geese": "goose", "lives": "life", "wives": "wife", "halves": "half", "leaves": "leaf",
    "shelves": "shelf", "knives": "knife", "wolves": "wolf", "criteria": "criterion", "phenomena": "phenomenon",
    "data": "datum", "media": "medium", "indices": "index", "analyses": "analysis", "crises": "crisis",
    "bases": "base", "series": "series", "species": "species", "aircraft": "aircraft", "sheep": "sheep",
    "police": "police", "crew": "crew", "personnel": "personnel", "cattle": "cattle", "policemen": "policeman",
    "spokesmen": "spokesman", "calories": "calorie", "movies": "movie", "cookies": "cookie", "rookies": "rookie",
    "selfies": "selfie", "zombies": "zombie", "ties": "tie", "pies": "pie", "buses": "bus",
    "gases": "gas", "viruses": "virus", "campuses": "campus", "bonuses": "bonus", "heroes": "hero",
    "potatoes": "potato", "tomatoes": "tomato", "volcanoes": "volcano", "vetoes": "veto", "torpedoes": "torpedo",
    "congressmen": "congressman", "congresswomen": "congresswoman", "firemen": "fireman", "postmen": "postman",
    "salesmen": "salesman", "clergymen": "clergyman", "thieves": "thief", "calves": "calf", "loaves": "loaf",
    "businessmen": "businessman", "servicemen": "serviceman", "gunmen": "gunman", "fishermen": "fisherman",
}  # fmt: skip
_ADJECTIVES = frozenset(
    [
        "strong",
        "odd",
        "plus",
        "style",
        "fold",
        "based",
        "wide",
        "high",
        "long",
        "old",
        "deep",
        "day-old",
        "point-something",
        "a-side",
        "something",
        "some",
        "tier",
        "way",
    ]
)
_PARTICIPLES = frozenset(
    (
        "sold",
        "made",
        "won",
        "held",
        "bought",
        "built",
        "found",
        "kept",
        "left",
        "lost",
        "sent",
        "spent",
        "told",
        "seen",
        "given",
        "taken",
        "drawn",
        "born",
        "run",
        "set",
        "put",
    )
)
_NO_PLURALS = frozenset(
    [
        "always",
        "customs",
        "dies",
        "signals",
        "indicates",
        "suggests",
        "shows",
        "means",
        "implies",
        "others",
        "perhaps",
        "besides",
        "towards",
        "afterwards",
        "sometimes",
        "overseas",
        "news",
        "this",
        "thus",
        "its",
        "his",
        "hers",
        "ours",
        "yours",
        "theirs",
        "us",
        "as",
        "is",
        "was",
        "has",
        "does",
        "yes",
        "plus",
        "versus",
        "across",
        "less",
        "unless",
        "nevertheless",
        "nonetheless",
        "alas",
        "else",
        "afterwards",
        "whereas",
        "needs",
        "says",
        "makes",
        "takes",
        "wants",
        "gets",
        "gives",
        "fails",
        "seems",
        "becomes",
        "appears",
        "contains",
        "includes",
        "remains",
        "comes",
        "goes",
    ]
)


def counted_noun(text: str, position: int, value: float, lexicon: Lexicon) -> tuple[str, int, bool] | None:
    """Return the counted noun in the singular, its end, and whether the lexicon knows it; None where there is none.

    A known unit may stand behind up to three other words ("registered motor vehicles"); an unknown noun is taken in
    English only, where a plural shows itself.
    """
    place = position
    generic: tuple[str, int, bool] | None = None
    reach, index = _REACH, -1
    adjectives = tuple(lexicon.tables.get("counted", {}).get("adjectives", ()))
    while index + 1 < reach:
        index += 1
        word = next_word(text, place)
        if word is None:
            break
        start, end, form = word
        lower = form.lower()
        if index == 0 and lower in lexicon.further:
            # "two more days"
            place = end
            continue
        if index and form[0].isupper() and reach < _REACH + 4 and _is_name(text, place, start):
            # "158,000 Model S and Model X cars": names do not hide what is counted.
            reach += 1
        if index and lower in _COORDINATES and _goes_on(text, place, end, lexicon):
            # "65 million scheduled domestic and international passengers"
            place, reach = end, _REACH + 2
            continue
        if lower in _EARLIER and lexicon.language == "en" and is_plural(_following(text, end)):
            # "six previous penalties", "two late goals"
            place = end
            continue
        if lower in _CHANGES and index and value != 1 and text[end : end + 1] != "-":
            # "11 interest rate hikes"
            return singular(lower), end, False
        if (
            not form[0].isalpha()
            or lower in lexicon.stop_words
            or (lower in lexicon.change and not _fewer(lower, index))
        ):
            break
        if word_at(text, start, lexicon) is not None:
            half = _following(text, end) if text[end : end + 1] == "-" and lexicon.language == "en" else ""
            if half not in _PARTS:
                break
            # "seven first-half minutes"
            place = end + 1 + len(half)
            continue
        if text[start - 1 : start] in "-‑" and index == 0 and lexicon.language == "en":
            # "a 30-seat council": the noun stands in the singular behind the hyphen.
            return (
                None if lower in _ADJECTIVES or len(lower) < 3 else (lower.rstrip("."), end - (form[-1] == "."), False)
            )
        if index:
            found = lexicon.units.after(text, place)
            if found is not None and (value == 1 or lexicon.language != "en" or is_plural(text[start : found[1]])):
                return found[0], found[1], True
        if lexicon.language == "en" and is_plural(form) and value != 1:
            if not _forecast(text, lower, end, value, lexicon):
                generic = (singular(lower.rstrip(".")), end - (form[-1] == "."), False)
            break
        if form.endswith(".") and (index or (len(form) > 3 and "." not in form[:-1])):
            break
        if adjectives and not lower.endswith(adjectives):
            # "в восьми регионах страны" counts regions.
            break
        place = end
    if generic is None and value == 1 and lexicon.language == "en" and text[position - 1].isalpha():
        return _single_noun(text, position, lexicon)
    return generic


def _following(text: str, position: int) -> str:
    word = next_word(text, position)
    return word[2].lower() if word is not None else ""


def _fewer(form: str, index: int) -> bool:
    """Say whether the first word only compares what is counted: "two fewer working days"."""
    return index == 0 and form == "fewer"


def _is_name(text: str, before: int, start: int) -> bool:
    """Say whether the word before ends in the same name: it has a capital too, or joins two names."""
    lead = text.rfind(" ", max(0, before - 20), before) + 1
    return text[lead : lead + 1].isupper() or text[lead:before] == "and"


def _forecast(text: str, form: str, end: int, value: float, lexicon: Lexicon) -> bool:
    """Say whether the plural is who expected the number: "above the 180,000 economists had forecast"."""
    rule = lexicon.tables.get("forecasters")
    if rule is None or form not in rule["who"].split() or (value < _MANY and value == int(value)):
        return False
    word = next_word(text, end)
    return word is not None and word[2].lower() in rule["verbs"].split()


def _goes_on(text: str, before: int, after: int, lexicon: Lexicon) -> bool:
    """Say whether "and" joins two adjectives: small words, of which neither ends the phrase."""
    word = next_word(text, after)
    if word is not None and word[2][0].isupper() and _is_name(text, before, after):
        return True
    if word is None or not word[2].islower() or word[2] in lexicon.stop_words or word[2] in lexicon.change:
        return False
    return text[before - 1].islower() and text[before : before + 1] == " " and not is_plural(word[2])


def _single_noun(text: str, position: int, lexicon: Lexicon) -> tuple[str, int, bool] | None:
    """Return the noun that "one" counts: the last of a few words before the phrase stops."""
    last: tuple[str, int, bool] | None = None
    place = position
    for _ in range(_REACH):
        word = next_word(text, place)
        form = word[2].lower().rstrip(".") if word else ""
        if word is None or not form.isalpha() or len(form) < 3 or form in lexicon.stop_words:
            return last
        if last is not None and (
            form.endswith(("ed", "ing", "ly", "s")) or form in lexicon.change or form in _PARTICIPLES
        ):
            return last
        if form.endswith(("ed", "ing", "ly")) or form in lexicon.change:
            return None
        last = (form, word[1] - (word[2][-1] == "."), False)
        if word[2].endswith(".") or text[word[1] : word[1] + 1] != " ":
            return last
        place = word[1]
    return None


@lru_cache(maxsize=8192)
def is_plural(form: str) -> bool:
    """Say whether an English word looks like a plural noun."""
    lower = form.lower().rstrip(".").split(" ")[-1]
    if lower in _IRREGULAR or _compound(lower):
        return True
    if form[:-1].isupper() and form.endswith("s") and len(form) > 2:
        # "RBIs", "SUVs"
        return True
    if len(lower) < 4 or not lower.endswith("s") or lower.endswith(("ss", "us", "is", "ous")) or lower in _NO_PLURALS:
        return False
    return lower.isalpha() or "-" in lower


def _compound(form: str) -> str:
    """Return the irregular plural in which a compound ends ("grandchildren", "craftsmen"), or ""."""
    if form in ("specimen", "regimen", "abdomen", "yemen", "stamen"):
        return ""
    return next(
        (
            tail
            for tail in ("children", "women", "men", "people", "feet", "teeth", "wives")
            if form.endswith(tail) and len(form) > len(tail) + 2
        ),
        "",
    )


@lru_cache(maxsize=8192)
def singular(form: str) -> str:
    """Return the singular of an English plural."""
    if form in _IRREGULAR:
        return _IRREGULAR[form]
    tail = _compound(form)
    if tail:
        return form[: len(form) - len(tail)] + _IRREGULAR[tail]
    if form.endswith("ies") and len(form) > 4:
        return form[:-3] + "y"
    if form.endswith(("ches", "shes", "sses", "xes", "zes", "ouses")) and not form.endswith("houses"):
        return form[:-2]
    return form[:-1]
