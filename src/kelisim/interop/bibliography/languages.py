"""Languages as exchange files name them, and their ISO 639-1 codes."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale
from babel.core import get_global

_NATIVE = ("en", "ru", "zh", "kk", "ky", "uz", "tr", "de", "fr", "es", "it", "pt", "ja", "ko", "uk")
# Names that BibLaTeX's langid knows and CLDR does not.
_BABEL_LATEX = {
    "american": "en",
    "australian": "en",
    "british": "en",
    "canadian": "en",
    "newzealand": "en",
    "ukenglish": "en",
    "usenglish": "en",
    "austrian": "de",
    "naustrian": "de",
    "ngerman": "de",
    "swissgerman": "de",
    "brazil": "pt",
    "brazilian": "pt",
    "portuges": "pt",
    "mexican": "es",
    "francais": "fr",
    "acadian": "fr",
    "canadien": "fr",
    "farsi": "fa",
    "magyar": "hu",
    "norsk": "no",
    "russian": "ru",
    "slovene": "sl",
    "mandarin": "zh",
    "kirghiz": "ky",
    "uyghur": "ug",
}


def language_code(text: str) -> str:
    """Return the ISO 639-1 code of "ru", "ru-RU", "rus", "Russian", "русский" or "ngerman"; "" where unknown."""
    word = text.strip().casefold()
    if re.fullmatch(r"[a-z]{2}", word):
        return word if word in Locale("en").languages else ""
    if re.fullmatch(r"[a-z]{3}", word):
        return str(get_global("language_aliases").get(word, ""))
    if match := re.fullmatch(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})+", word):
        return language_code(match[1])
    return _BABEL_LATEX.get(word) or _names().get(word, "")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    names = {name.casefold(): code for code, name in Locale("en").languages.items() if len(code) == 2}
    for code in _NATIVE:
        native = Locale(code).languages[code].casefold()
        names[native] = code
        names[native.split()[0]] = code
    return names


def english_name(code: str) -> str:
    """Return the English name of the language of a code such as "ru" or "zh-CN"; "" where unknown."""
    return str(Locale("en").languages.get(re.split(r"[-_]", code)[0].lower(), ""))
