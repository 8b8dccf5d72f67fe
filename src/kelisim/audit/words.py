"""The audit's words: one file a language, compiled to patterns that know where words begin and end."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kelisim.text import telling
from kelisim.text.extraction.lexicon import LANGUAGES

# Lists that others read too, under the names that they have here.
_TOLD = {
    ("causes", "order"): ("cause", "therefore"),
    ("milestones", "first_time"): ("first_time",),
    ("milestones", "first_exceed"): ("first_passed",),
}
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, eq=False)
class Words:
    """One language's words; ``tables`` are the file's tables as written."""

    language: str
    tables: dict[str, Any]

    @property
    def runs(self) -> bool:
        """Whether words follow each other without blanks."""
        return self.language == "zh"

    def pattern(self, section: str, key: str) -> re.Pattern[str]:
        """Return a key's pattern, bounded by the edges of words as the language marks them."""
        return _pattern(self.language, section, key)

    def source(self, section: str, key: str) -> str:
        """Return a key's pattern as the file has it, to be built into another."""
        return str(self.tables[section][key])

    def list(self, section: str, key: str) -> frozenset[str]:
        """Return a key's list of words."""
        return _list(self.language, section, key)

    def has(self, section: str, key: str, text: str) -> bool:
        """Say whether a text holds a match."""
        return self.pattern(section, key).search(text) is not None


@cache
def words(language: str) -> Words:
    """Return the words of a language; of English where the language has no file."""
    code = language if language in LANGUAGES else "en"
    tables = tomllib.loads(files("kelisim.audit").joinpath("words", f"{code}.toml").read_text(encoding="utf-8"))
    for (section, key), lists in _TOLD.items():
        tables.setdefault(section, {})[key] = "|".join(telling.source(one, code) for one in lists)
    return Words(code, tables)


@cache
def _pattern(language: str, section: str, key: str) -> re.Pattern[str]:
    return re.compile(telling.bounded(str(words(language).tables[section][key]), language), re.IGNORECASE)


@cache
def _list(language: str, section: str, key: str) -> frozenset[str]:
    return frozenset(str(words(language).tables[section][key]).split())


_PLURAL_OF_FOUR = 5
_EN_ENDINGS = re.compile(
    r"(?:ization|isation|ances?|ences?|ational|ations?|ements?|ments?|ities|ity|ingly|ings?|ions?|edly|ers?|ors?|ies|ied|ed|es|ly|s"
    r"|e|y)$"
)
_RU_ENDINGS = re.compile(
    r"(?:иями|ями|ами|ией|иям|иях|ого|его|ому|ему|ыми|ими|ение|ения|ению|ением|ении|ений|ость|ости|остью|ая|яя|ое|ее"
    r"|ые|ие|ый|ий|ой|ую|юю|ых|их|ым|им|ом|ем|"
    r"ах|ях|ов|ев|ей|ам|ям|ия|ии|ию|ла|ло|ли|ен|ена|ено|ены|а|я|о|е|ы|и|у|ю|ь)?$"
)
# A verb's last letter, and that of "кредит" and "кредита" alike.
_RU_LAST = re.compile(r"(?<=[аеиуюя])[лт]$")
_KK_ENDINGS = re.compile(
    r"(?:ларының|лерінің|ларын|лерін|лары|лері|дары|дері|тары|тері|лар|лер|дар|дер|тар|тер)?"
    r"(?:ының|інің|ында|інде|ынан|інен|ына|іне|ын|ін|сының|сінің|сында|сінде|сына|сіне|сын|сін|сы|сі|дың|дің|тың|тің"
    r"|ның|нің|дан|ден|тан|тен|нан|нен|"
    r"да|де|та|те|ға|ге|қа|ке|на|не|ды|ді|ты|ті|ны|ні|дағы|дегі|тағы|тегі|ғы|гі|мен|бен|пен|ы|і|лды|лді|лған|лген)?$"
)


@cache
def stem(word: str, language: str) -> str:
    """Return a crude stem: enough to know "produced" and "production" as one word, not to name it."""
    lower = word.lower().replace("’", "'").removesuffix("'s").strip("'")
    if language == "ru":
        short = _RU_LAST.sub("", _RU_ENDINGS.sub("", lower, count=1))
        return (short if len(short) >= 3 else lower)[:7]
    if language == "kk":
        short = _KK_ENDINGS.sub("", lower)
        return (short if len(short) >= 4 else lower)[:7]
    if (
        len(lower) == _PLURAL_OF_FOUR
        and lower.endswith("es")
        and lower[2] not in "sxz"
        and lower[1:3] not in ("ch", "sh")
    ):
        # "Home" is too short to lose its last letter: "homes" keeps it too.
        return lower[:-1]
    short = _EN_ENDINGS.sub("", lower) if len(lower) > 4 else lower.removesuffix("s")
    if len(short) > 3 and short[-1] == short[-2]:
        short = short[:-1]
    return (short if len(short) >= 3 else lower)[:8]


def han_pairs(text: str) -> set[str]:
    """Return the overlapping pairs of Chinese characters of a text: what stands for words where none are marked."""
    return {text[i : i + 2] for i in range(len(text) - 1) if _HAN.match(text[i]) and _HAN.match(text[i + 1])}
