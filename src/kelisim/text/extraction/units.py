"""The unit at a place, and what it is per: "a barrel", "per student per year", "на душу населения", "жылына"."""

from __future__ import annotations

import re

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.phrases import next_word

_NO_RATE = frozenset(("percent", "percentage_point", "permille", "basis_point"))
_TIMES = frozenset(("second", "minute", "hour", "day", "week", "month", "year"))
_MEASURES_NEED_TOUCH = frozenset([*"BVWJshcpdACF", "in", "st"])
_LINE = 600
_PER_FORMS = {"год": "year", "сутки": "day", "день": "day", "месяц": "month", "час": "hour", "неделю": "week"}
_PER_BEHIND = re.compile(
    r"[ \u00a0][а-яё]{3,20}[аяыиеовй][ \u00a0](?:[а-яё]{4,20}[аяыиовй][ \u00a0])?"
    r"в[ \u00a0](год|сутки|день|месяц|час|неделю)(?!\w)"
)
_ANOTHER = re.compile(r"(?!(?:[kc]?m|ft|м)[23](?![0-9]))(?:[^\W\d_]{1,3}[.]?)?[$€£¥₹]?[0-9]")
_SCALED_PER = re.compile(r"[ ]?([0-9][0-9,. ]{0,8})[ ]")


def unit_at(text: str, position: int, lexicon: Lexicon) -> tuple[str, int] | None:
    """Return the unit that stands right at the place and its end: the longer of a symbol and a phrase."""
    symbol = lexicon.symbols.after(text, position)
    if symbol is not None and symbol[1] - position > 1 and text[position] != text[symbol[1] - 1]:
        form = text[position : symbol[1]].strip()
        if form in _MEASURES_NEED_TOUCH and text[position].isspace():
            symbol = None
    if text[position : position + 1] == '"' and _closes_quotation(text, position):
        return None
    phrase = lexicon.units.after(text, position)
    if symbol is None or (phrase is not None and phrase[1] >= symbol[1]):
        return phrase
    return symbol


def _closes_quotation(text: str, position: int) -> bool:
    """Say whether a quotation mark at the place ends a quotation that began in the same line, and is no inch."""
    line = text.rfind("\n", max(0, position - _LINE), position) + 1
    return text.count('"', max(line, position - _LINE), position) % 2 == 1


def read_per(text: str, atom: Atom, lexicon: Lexicon) -> None:
    """Read what the unit is per: "a barrel", "per student per year", "на душу населения"."""
    per = lexicon.tables.get("per")
    if per is None:
        return
    behind = _PER_BEHIND.match(text, atom.end) if lexicon.language == "ru" and atom.kind != "count" else None
    if behind is not None and atom.unit not in _TIMES and atom.unit not in (None, *_NO_RATE):
        # "4,5 млн тонн руды в год"
        atom.unit = f"{atom.unit}_per_{_PER_FORMS[behind[1]]}"
        return
    for _ in range(2):
        word = next_word(text, atom.end)
        if atom.unit in (None, "percent") or word is None or word[2].lower() not in per["words"]:
            return
        if word[2] in ("a", "an") and atom.kind == "count":
            return
        found = _per_what(text, word, atom, lexicon)
        if found is None:
            return
        atom.unit, atom.end = f"{atom.unit}_per_{found[0]}", found[1]


def _per_what(text: str, word: tuple[int, int, str], atom: Atom, lexicon: Lexicon) -> tuple[str, int] | None:
    per, form = lexicon.tables["per"], word[2].lower()
    if form == "/" and _ANOTHER.match(text, word[1]):
        # "128GB/256GB", "€749/£640": two amounts.
        return None
    after = next_word(text, word[1])
    if after is not None and after[2].lower().rstrip(".") in per["capita"]:
        return "capita", after[1] - (after[2][-1] == ".")
    scale = lexicon.scales.after(text, word[1]) if form == "per" and after is not None else None
    if scale is not None and after is not None:
        # "$2.41 per thousand cubic feet"
        many = _per_what(text, (word[0], scale[1], "per"), atom, lexicon)
        return None if many is None else (f"{after[2].lower()}_{many[0]}", many[1])
    found = unit_at(text, word[1], lexicon)
    follow = next_word(text, found[1] if found else after[1] if after else word[1])
    if follow is not None and follow[2].lower().rstrip(".") in per.get("not_before", ()):
        # "$3m a decade ago"
        return None
    if found is not None:
        return None if found[0] == "percent" else found
    if after is None or not after[2].rstrip(".").isalpha() or lexicon.language != "en":
        return None
    if after[2].endswith("."):
        # The word closes its sentence.
        after = (after[0], after[1] - 1, after[2][:-1])
    if form in ("per", "/"):
        return (after[2].lower(), after[1]) if _SCALED_PER.match(text, word[1]) is None else None
    money = atom.unit is not None and (atom.unit in ("cent", "pence") or (len(atom.unit) == 3 and atom.unit.isupper()))
    price = money and form in ("a", "an") and not atom.scaled and after[2].islower()
    if (
        not price
        or after[2] in lexicon.stop_words
        or (follow is not None and follow[2].isalpha() and follow[2] not in lexicon.stop_words)
    ):
        return None
    return after[2], after[1]


def read_per_before(atom: Atom, lexicon: Lexicon) -> None:
    """Complete a measure or a count with what the words before it say it is per: "жылына 90 мың тонна"."""
    assert atom.unit is not None
    for size in (3, 2, 1):
        if len(atom.left) >= size:
            per = lexicon.per_before.get(" ".join(token[2] for token in atom.left[-size:]))
            if (
                per is not None
                and atom.unit not in _NO_RATE
                and not (per in _TIMES and atom.unit in _TIMES - {"hour", "minute"})
            ):
                atom.unit = f"{atom.unit}_per_{per}"
                return
