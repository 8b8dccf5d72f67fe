"""Numbers inside a word that also says what is counted: "трёхлетний", "двадцатипятикилометровый".

The lexicon's table ``compounds`` names the forms of numerals that begin such words, the stems of what they count, and
the endings that close them; a language without it has none.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.lexicon import Lexicon, lexicon
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.phrases import left_tokens
from kelisim.text.extraction.remembering import by_language

_WORD = re.compile(r"[^\W\d_]{5,48}(?![\w-])")


class _Compounds(NamedTuple):
    numerals: dict[str, float]
    pattern: re.Pattern[str]
    units: dict[str, str]


@by_language
def _rules(language: str) -> _Compounds | None:
    table = lexicon(language).tables.get("compounds")
    if table is None:
        return None
    numerals = {form: float(value) for value, forms in table["numerals"].items() for form in forms.split()}
    units = {stem: unit for unit, stems in table["units"].items() for stem in stems.split()}
    # The longest form first, or "пяти" would cut "пятидесяти" short.
    starts, stems = ("|".join(sorted(map(re.escape, forms), key=len, reverse=True)) for forms in (numerals, units))
    return _Compounds(numerals, re.compile(rf"((?:{starts}){{1,3}})({stems})(?:{table['endings']})"), units)


def compound_at(text: str, position: int, known: Lexicon) -> Atom | None:
    """Return the number and unit that one word holds at the place, or None."""
    rules = _rules(known.language)
    word = _WORD.match(text, position) if rules is not None else None
    match = rules.pattern.fullmatch(word[0].lower()) if rules is not None and word is not None else None
    if rules is None or word is None or match is None:
        return None
    value = _sum(match[1], rules.numerals)
    if value is None:
        return None
    number = Number(position, word.end(), f"{value:g}", words=True)
    return Atom(number, position, word.end(), word.end(), unit=rules.units[match[2]], left=left_tokens(text, position))


def _sum(written: str, numerals: dict[str, float]) -> float | None:
    """Return the sum of falling numerals written as one ("двадцати" and "пяти"), None where they do not fall."""
    total, last = 0.0, float("inf")
    while written:
        size = next((n for n in range(len(written), 0, -1) if written[:n] in numerals), 0)
        value = numerals.get(written[:size], 0.0)
        if not size or not value < last or (total and value >= 10 ** (len(str(int(last))) - 1)):
            return None
        total, last, written = total + value, value, written[size:]
    return total
