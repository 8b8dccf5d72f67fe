"""What a Chinese number is a number of, by the words of its own clause: 播种面积17.75亿亩, GDP增长6.5%."""

from __future__ import annotations

import re

from kelisim.text.extraction.indicators import Indicators
from kelisim.text.extraction.lexicon import lexicon
from kelisim.text.extraction.nouns_zh import noun_phrase
from kelisim.text.extraction.remembering import by_language

_CLAUSE_ENDS = re.compile("[，。；、：（(,;:]")
_REACH = 60


@by_language
def _endings(language: str) -> tuple[tuple[str, ...], tuple[str, ...], re.Pattern[str]]:
    nouns = lexicon(language).tables["nouns"]
    measures = tuple(nouns["measures"].split())
    return measures, tuple(nouns["no_measures"].split()), re.compile("|".join(map(re.escape, measures)))


def told_in_clause(bare: str, here: int, found: str, named: Indicators, language: str) -> str:
    """Return the indicator that a number's own clause names, "" where what was ``found`` stands."""
    begin = max(0, here - _REACH)
    for match in _CLAUSE_ENDS.finditer(bare, begin, here):
        begin = match.end()
    if found == "growth":
        own = [name for left, right, name in named.all if begin <= left and right <= here and name != "growth"]
        if own:
            return own[-1]
    measures, general, any_measure = _endings(language)
    if any_measure.search(bare, begin, here) is None:
        return ""
    phrase = noun_phrase(bare[begin:here])
    if not phrase.endswith(measures) or phrase.endswith(general):
        return ""
    end = bare.rfind(phrase, begin, here) + len(phrase)
    # 通胀率 is what 通胀 is, but 不良贷款率 no 贷款.
    known = any(right == end or (right == end - 1 and end - left == len(phrase)) for left, right, _ in named.all)
    return "" if known or end < len(phrase) else phrase
