"""Who a Russian or Kazakh sentence tells its numbers of: no source, no unit, and no place where it only happens."""

from __future__ import annotations

import re
from bisect import bisect_right

from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.remembering import by_language
from kelisim.text.extraction.roles import roles
from kelisim.text.extraction.subjects import MEASURES, Subjects

_SOURCE_BEFORE = re.compile(
    r"(?:по (?:\S+ )?(?:данным|сведениям|информации|сообщени\w+|оценк\w+|подсч[её]т\w+|расч[её]т\w+|словам|прогноз\w*"
    r"|мнению|версии|статистике)|согласно|со ссылкой на|ссылаясь на|сообща\w+|сообщил\w*|переда[её]т|отметил\w*"
    r"|заявил\w*|рассказал\w*|подсчитали в|пишет|уточнил\w*|как следует из)"
    r"(?:[ \u00a0][а-яё-]+){0,4}[ \u00a0]?[«\"]?\Z",
    re.IGNORECASE,
)
_SOURCE_AFTER = re.compile(
    r"(?:[»\"])?(?:[ \u00a0][а-яёәғқңөұүһі-]+){0,4}?[ \u00a0]"
    r"(?:(?:мәлім|дерек|ақпар|болжам|бағала|есеп|айт|хабарла|пікір)\w*(?:нша|інше|ынша)"
    r"|(?:мәлімет|дерек|ақпарат|болжам|есеб|статистика)\w* бойынша)(?!\w)",
    re.IGNORECASE,
)
_LATIN_NEXT = re.compile(r"(?=[A-Za-z])")
_CASE = re.compile(r"-[^\W\d_]{1,8}\Z")
_BODY = re.compile(r"(?:Мин|Нац|Гос|Рос(?!си)|Центр|Глав|Каз(?!ах))[а-яё]{2,}(?=[ \u00a0])")
_LOCATIVE = re.compile(r"[^\W\d_]{3,}(?:[ғқ]а|[гк]е|[дт][ае]|[дт](?:ағы|егі)|нда|нде)\Z")
_NO_LOCATIVE = frozenset(("Канада", "Уганда", "Руанда", "Атланта"))
_PLANTS = ("ГЭС", "СЭС", "ЖЭС", "ВИЭ", "ЖЭК")
_CLAUSE = r"(?:\A|; |, (?:а|но|тогда как|при этом|ал|бірақ) )"


class CyrillicSubjects(Subjects):
    """The actors and proper names of a Russian or Kazakh sentence.

    ``measured`` are the places of its indicators: "Экспорт Казахстана" names Kazakhstan only.
    """

    def __init__(
        self,
        sentence: str,
        located: list[tuple[int, int, str]],
        known: Lexicon,
        measured: list[tuple[int, int, str]],
    ) -> None:
        super().__init__(sentence, located, known)
        starts = {begin for begin, _, _ in measured}
        kept: list[tuple[int, str]] = []
        for end, written in self._names:
            name, begin = written, self._begins[end]
            if known.language == "kk" and _LOCATIVE.fullmatch(name) and name not in _NO_LOCATIVE:
                self._where.add(end)
            first, _, rest = name.partition(" ")
            if _is_source(sentence, begin, end) or _is_measure(rest or name, known):
                continue
            if rest and (begin in starts or (begin == 0 and not first.isascii() and _LATIN_NEXT.match(rest))):
                # "Выручка Kaspi.kz", "Экспорт Казахстана"
                name = rest
            kept.append((end, name))
        for match in _actors(known.language).finditer(sentence):
            kept.append((match.end("actor"), match["actor"]))
        body = _BODY.match(sentence)
        if body is not None and not any(end <= body.end() for end, _ in kept):
            kept.append((body.end(), body[0]))
        latin = re.match(r"[A-Z][\w.&-]+(?=[ \u00a0])", sentence)
        if latin is not None and not any(end <= latin.end() for end, _ in kept):
            # The capital of a foreign name is its own.
            kept.append((latin.end(), latin[0]))
        self._names = sorted(kept)
        self._ends = [end for end, _ in self._names]

    def before(self, here: int) -> str:
        """Return who the number at ``here`` is told of: the nearest name or actor before it, or ""."""
        index = last = bisect_right(self._ends, here) - 1
        while index >= 0 and self._ends[index] in self._where:
            index -= 1
        return self._names[index if index >= 0 else last][1] if last >= 0 else ""


def _is_source(sentence: str, begin: int, end: int) -> bool:
    """Say whether a name only says who tells: "по данным Росстата", "Нацбанктің мәліметінше"."""
    if _SOURCE_BEFORE.search(sentence, max(0, begin - 80), begin) is not None:
        return True
    return _SOURCE_AFTER.match(sentence, end) is not None


def _is_measure(name: str, known: Lexicon) -> bool:
    bare = _CASE.sub("", name)
    if bare in MEASURES or bare in _PLANTS:
        return True
    unit = known.units.after(f" {bare}", 0)
    return unit is not None and unit[1] == len(bare) + 1 and not bare[1:].islower()


@by_language
def _actors(language: str) -> re.Pattern[str]:
    nouns = "|".join(sorted(map(re.escape, roles(language).actors), key=len, reverse=True))
    if not nouns:
        return re.compile(r"(?!)")
    if language == "ru":
        lead = r"(?:[А-Яа-яё-]+(?:ый|ий|ой|ая|яя|ое|ее|ые|ие)[ \u00a0]){0,2}"
    else:
        lead = r"(?:[^\W\d_]+[ \u00a0]){0,2}?"
    return re.compile(rf"{_CLAUSE}(?P<actor>{lead}(?:{nouns}))(?![\w-])", re.IGNORECASE)
