"""The language of a text, for texts of any length in the languages of the region and its trade partners.

Scripts and letters decide where they can: Kana, Hangul, and the letters that only Kazakh or only Kyrgyz and so on use.
What remains goes to a naive Bayes model over byte n-grams (Lui and Baldwin, 2011, "Cross-domain feature selection for
language identification"), restricted to the languages of that script. Kazakh in Latin script, which no published
model knows, is recognised by its own letters and its most frequent words and endings in the alphabets in use.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_CYRILLIC = ("ru", "kk", "ky", "uz", "uk", "be", "bg", "sr", "mk", "mn", "tg", "tt")
_LATIN = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "az", "uz", "tk")
# Most Latin-script texts of the field are English: its weight before a letter is read.
_ENGLISH_PRIOR = 3.0
_OTHER = ("ar", "fa", "ur", "ug", "ps", "he", "el", "hy", "ka", "hi", "bn", "th")

_SCRIPTS = {
    "latin": re.compile("[A-Za-zÀ-ɏḀ-ỿʻʼ‘’]+"),
    "cyrillic": re.compile("[Ѐ-ԯ]+"),
    "han": re.compile("[\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+"),
    "kana": re.compile("[\u3041-\u30ff]+"),
    "hangul": re.compile("[\u1100-\u11ff\uac00-\ud7a3]+"),
    "other": re.compile("[\u0370-\u03ff\u0530-\u0fff\u10a0-\u10ff\u1780-\u17ff]+"),
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Letters that one language of the script has and its neighbours lack.
_KAZAKH_ONLY = frozenset("әқғұһі")
_KYRGYZ_OR_KAZAKH = frozenset("ңөү")
_RUSSIAN_WORDS = _words(
    "и в во на не что с по из за к от до для это как при или а но был была было были его их также году год лет "
    "между которые который после более о об у же млн"
)
_KYRGYZ_WORDS = _words("жана менен үчүн бул бир ал эмес деп болуп болгон боюнча кыргыз республикасы өзүнүн")
_KAZAKH_WORDS = _words("және мен бен пен үшін бұл бір ол емес деп болып болған бойынша қазақ республикасы")

# Kazakh in Latin script: the alphabets of 2017, 2018 and 2021, and plain letters as typed in messages.
_LATIN_KAZAKH_WORDS = _words(
    "jane jäne jáne zhane boiynsha boiynşa boıynsha ushin üşin ushın úshin bul osy qazaq qazaqstan qazaqstannyñ "
    "qazaqstannyń qazaqstanda respublikasy respýblıkasy men ben pen bolyp bolǵan bolğan bolgan degen turaly jyly jylǵy "
    "jylğy memleket memlekettik önim ónim öndiris óndiris ğana ǵana älem álem boldy bolady bolypty eldiñ eldiń elimiz "
    "sondai sondaı arqyly qarai qaraı kerek emes tenge teñge"
)
_LATIN_KAZAKH_ENDING = re.compile(
    "(?:n[yiı][ñń]|[dt][yiı][ñń]|l[ae]r[yiı]|l[ae]rd[yiı]|d[ae][gğǵ][yiı]|[yı]nda|[gğǵq]an|gen|ady|edi|edı|ypty|asy|esı"
    "|yna|ynan|ymen|[lt][yı]q|dyq|ş[yiı])$"
)
_TURKIC_RIVALS = _words("ve bir bu için ile olarak da de va bilan uchun ham və üçün ilə we üçin bilen bolan yil yilda")
_WORD = re.compile(r"[^\W\d_]+(?:[’'ʻʼ‘][^\W\d_]+)*")
_SAMPLE = 4_000
_PIECES = 8


def detect(text: str) -> str:
    """Return the main language of a text as an ISO 639-1 code, or "" when it cannot be told.

    Chinese in either script is "zh", Kazakh in Cyrillic or Latin script "kk". A long text is judged by eight pieces
    spread over it, 4,000 code points in all, so that the time does not grow with the length. Undecidable are texts
    without letters, and a single short word in a script that several languages share.
    """
    sample = _sample(text)
    runs = {script: pattern.findall(sample) for script, pattern in _SCRIPTS.items()}
    sizes = {script: sum(map(len, found)) for script, found in runs.items()}
    # A Chinese character carries about as much as two or three letters of an alphabet.
    weights = {**sizes, "han": 3 * sizes["han"], "kana": 3 * sizes["kana"], "hangul": 3 * sizes["hangul"]}
    script = max(weights, key=lambda name: weights[name])
    if weights[script] == 0:
        return ""
    if script in ("han", "kana"):
        return "ja" if 10 * sizes["kana"] > sizes["han"] else "zh"
    if script == "hangul":
        return "ko"
    kept = " ".join(runs[script])
    words = [word.lower() for word in _WORD.findall(kept)]
    if script == "cyrillic":
        return _cyrillic(kept, words)
    return _latin(kept, words) if script == "latin" else _ask(kept, _OTHER)


def _sample(text: str) -> str:
    if len(text) <= 2 * _SAMPLE:
        return text
    step, size = len(text) // _PIECES, _SAMPLE // _PIECES
    return " ".join(text[i * step : i * step + size].split(" ", 1)[-1] for i in range(_PIECES))


def _cyrillic(text: str, words: list[str]) -> str:
    letters = Counter(text.lower())
    kazakh = sum(letters[letter] for letter in _KAZAKH_ONLY)
    shared = sum(letters[letter] for letter in _KYRGYZ_OR_KAZAKH)
    total = letters.total() - letters[" "]
    russian = sum(word in _RUSSIAN_WORDS for word in words)
    # Names in Kazakh do not make a Russian sentence Kazakh; the function words decide.
    if len(words) >= 3 and 10 * (kazakh + shared) < total and 8 * russian >= len(words) and not letters["ї"]:
        return "ru"
    # Kazakh has about one letter in six from its own set, Kyrgyz one in fourteen from the shared one.
    if letters["қ"] + letters["ғ"] + letters["ә"] + letters["ұ"] > 0 and 50 * kazakh >= total:
        return "kk" if not (letters["ў"] or letters["ҳ"] or letters["ҷ"]) else _ask(text, ("uz", "tg", "kk"))
    if shared and sum(word in _KAZAKH_WORDS for word in words) < sum(word in _KYRGYZ_WORDS for word in words):
        return "ky"
    if shared and not kazakh and 60 * shared >= total:
        return _ask(text, ("ky", "mn", "kk", "tt")) or "ky"
    return _ask(text, _CYRILLIC)


def _latin(text: str, words: list[str]) -> str:
    if _is_latin_kazakh(words):
        return "kk"
    return _ask(text, _LATIN)


def _is_latin_kazakh(words: list[str]) -> bool:
    frequent = sum(word in _LATIN_KAZAKH_WORDS for word in words)
    rivals = sum(word in _TURKIC_RIVALS for word in words)
    endings = sum(_LATIN_KAZAKH_ENDING.search(word) is not None for word in words)
    # Turkish and Turkmen have no q, Uzbek no y or ı before a last consonant of a suffix, Azerbaijani writes ə.
    own = sum(any(letter in word for letter in "qñńǵğúáýı") and "ə" not in word for word in words)
    score = 3 * frequent + 2 * endings + own - 4 * rivals
    return bool(words) and frequent + endings > 0 and own > 0 and score >= max(3, 0.45 * len(words))


@cache
def _model(languages: tuple[str, ...]) -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(languages)
    return model


def _ask(text: str, languages: tuple[str, ...]) -> str:
    letters = len(text.replace(" ", ""))
    if letters < 3:
        return ""
    scores = {name: score * (_ENGLISH_PRIOR if name == "en" else 1.0) for name, score in _model(languages).rank(text)}
    best = max(scores, key=lambda name: scores[name])
    share = scores[best] / sum(scores.values())
    return str(best) if share >= (0.5 if letters < 12 else 0.3) else ""
