"""Modality: whether a number is told as achieved, planned, estimated or reported by somebody."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date

from ahocorasick_rs import AhoCorasick, MatchKind

from kelisim.model.claim import Modality
from kelisim.text.extraction.lexicon import Lexicon, lexicon, read_tables
from kelisim.text.extraction.remembering import by_language

_REACH = 40
_REPORTED = 160
_LINK = 30
_LONGEST_SOURCE = 90
_GOES_ON = re.compile(
    r"(?:(?:a|per) \w+ )?,? ?and (?:to )?(?!(?:was|were|is|are|had|has|have|now|then|already)\b)[a-z]+(?<!ed)(?<!s)"
    r"(?: (?:about|around|over|some|up to|another|more than|an additional|at least))?"
    r"|(?:(?:a|per) \w+)?, (?:and )?[a-z]+ing(?: (?:about|around|over|some|up to|another|more than|at least))?"
)
# "to grow 4.9 percent in 2023 and 5.4 percent in 2024"
_DATED = re.compile(
    r"(?:in|by|for|during|over) (?:the )?(?:[a-z]+ (?:of )?){0,3}[12][0-9]{3},? (?:and|then)"
    r"(?: (?:to|by|about|around|over|some))?"
)
# "..., the World Bank estimates."
_SOURCE = re.compile(r", (?:the )?[A-Z][^,;]{1,60} ([a-z]+)\.?\s*$")
_MONEY = re.compile(r"(?:[A-Z]{0,3}[$€£¥₸₽₹]|(?<![A-Za-z])[A-Z]{3})\s?$")
# "将利率上调至16.5%": the word leads an object, and what is told was done.
_DISPOSAL = re.compile(
    "(?!会|要|于|在|达|有|继续|进一步|逐步)(?!(?:上调|下调|提高|提升|降|调整|扩大|增|减|缩|延长|压缩|削减|升|推|拉))[^，。；、]{2,14}?"
    "(?:上调|下调|提高|提升|降低|降|调整|扩大|增加|减少|缩短|延长|压缩|削减|推高|拉高|推升|维持|保持|稳定|控制|定)(?:至|到|为|了|在)"
)
# "预计营收将达50亿元，净利润约6亿元": the plan is for what follows, unless it is told as done.
_FURTHER = re.compile("，(?![^，。；]{0,12}(?:已|目前|截至|累计|实际|完成|现有|此前|曾))[^，。；]{0,14}")
# "2026 жылы 70 мың автомобиль шығармақ"; nouns end so as well.
_INTENDED = re.compile(
    r"(?<!\w)(?!тармақ|қаймақ|құймақ|бармақ|бастырмақ|көмек|ермек|өрмек|шекпек)[^\W\d_]{2,30}(?:мақ|пақ|бақ|мек|пек)(?:шы|ші)?(?!\w)"
)
_ORDER: tuple[Modality, ...] = ("planned", "estimated", "reported")


class Moods:
    """The words of a sentence that tell a modality, found once and asked for each number."""

    def __init__(self, sentence: str, known: Lexicon) -> None:
        self._sentence = sentence
        lower = sentence.lower()
        lower = lower if len(lower) == len(sentence) else sentence
        forms, runs, whole = _forms(known.language), known.script == "runs", known.language == "en"
        to_come = futures(known.language)
        found = [
            (start, stop, forms[index][1])
            for index, start, stop in _matcher(known.language).find_matches_as_indexes(lower)
            if (runs or not start or not sentence[start - 1].isalpha())
            and not ((whole or forms[index][0] in to_come) and stop < len(sentence) and sentence[stop].isalpha())
            and not (runs and sentence[start:stop] == "将" and _DISPOSAL.match(sentence, stop))
        ]
        if known.language == "kk":
            found = sorted([*found, *((one.start(), one.end(), "planned") for one in _INTENDED.finditer(lower))])
        self._runs = runs
        self._links = frozenset(link for link in known.tables["ranges"]["join"] if link.isalpha())
        self._reports = [
            start
            for start, stop, name in found
            if name == "reported" and not _is_measured_by(sentence[stop : stop + 40], known.language)
        ]
        self._last: tuple[int, set[str]] = (-1, set())
        # "Reportedly" says so of what follows it, "according to" of the sentence.
        self._found = [
            (start, stop, "reported" if name == "hearsay" else name)
            for start, stop, name in found
            if name != "reported"
        ]
        self._starts = [start for start, _, _ in self._found]
        source = _SOURCE.search(sentence, max(0, len(sentence) - _LONGEST_SOURCE)) if whole else None
        self._source = dict(forms).get(source[1]) if source is not None else None

    def at(self, before: int, here: int, there: int, after: int) -> Modality:
        """Return the modality of the number at [here, there) that stands between those at ``before`` and ``after``.

        Words before the number count from the number before it on, words after it for 40 characters of its clause;
        who reported it holds for the sentence, as far as 160 characters.
        """
        names: set[str] = set()
        near = bisect_left(self._reports, here - _REPORTED)
        if near < len(self._reports) and self._reports[near] < there + _REPORTED:
            names.add("reported")
        if self._last[0] == before and self._joins(before, here):
            # "expected to rise from 30% to 40%": the plan is for both.
            names |= self._last[1]
        first = max(bisect_left(self._starts, before), bisect_left(self._starts, here) - 20)
        for start, _, name in self._found[first : bisect_left(self._starts, there)]:
            if start < here:
                names.add(name)
        for index in range(bisect_left(self._starts, there), len(self._found)):
            start, _, name = self._found[index]
            if start >= min(after, there + _REACH):
                break
            if name != "reported" and not _breaks(self._sentence[there:start]):
                names.add(name)
        if self._source is not None:
            names.add(self._source)
        self._last = (there, names)
        return next((name for name in _ORDER if name in names), "achieved")

    def _joins(self, before: int, here: int) -> bool:
        if self._runs and _FURTHER.fullmatch(self._sentence, before, here):
            return self._last[1] <= {"planned", "reported"}
        between = _MONEY.sub("", self._sentence[before:here]).strip(" \u00a0—–-").lower()
        if _GOES_ON.fullmatch(between) or _DATED.fullmatch(between):
            # "expected to produce 60,000 cars and create 1,500 jobs"
            return True
        return (
            0 < len(between) < _LINK
            and not _breaks(between)
            and any(between == link or between.endswith(link) for link in self._links)
        )


class Future:
    """Numbers of one sentence whose dates make them plans: those of a time to come, and those that share its date.

    ``today`` is the date of the document; without it only what shares its date with a plan is one.
    """

    def __init__(self, today: date | None) -> None:
        self._today = today.isoformat() if today is not None else None
        self._planned: int | None = None

    def of(self, told: Modality, period: tuple[str | None, str | None], dated: int | None) -> Modality:
        """Return the modality of a number of a period, ``dated`` being where its date stands; ``told`` is by words."""
        start, end = period
        if told in ("achieved", "reported") and self._today is not None and (start or end or "") > self._today:
            told = "planned"
        elif (
            told == "achieved"
            and dated is not None
            and dated == self._planned
            and (start is None or not self._past(start))
        ):
            # "By 2040 exports will reach 9 million barrels, and those of gas 1 billion".
            told = "planned"
        if told == "planned":
            self._planned = dated
        return told

    def _past(self, start: str) -> bool:
        return self._today is not None and start <= self._today


def _is_measured_by(following: str, language: str) -> bool:
    """Say whether "according to" leads to a rule and no source: "according to the earlier methodology"."""
    rules = _rules(language)
    return bool(rules) and any(word.startswith(rules) for word in following.lower().split()[:4])


@by_language
def _rules(language: str) -> tuple[str, ...]:
    return tuple(read_tables("discourse")[language]["measured_by"])


@by_language
def _forms(language: str) -> tuple[tuple[str, str], ...]:
    table = lexicon(language).tables.get("modality", {})
    told = {form: name for name, forms in table.items() if name != "futures" for form in forms}
    return tuple(sorted({**dict.fromkeys(futures(language), "planned"), **told}.items()))


@by_language
def futures(language: str) -> frozenset[str]:
    """Return verbs that tell by their form what is to be: whole words, for "построить" does not."""
    return frozenset(" ".join(lexicon(language).tables.get("modality", {}).get("futures", ())).split())


@by_language
def _matcher(language: str) -> AhoCorasick:
    return AhoCorasick([form for form, _ in _forms(language)] or ["\x00"], matchkind=MatchKind.LeftmostLongest)


def _breaks(between: str) -> bool:
    return any(mark in between for mark in ".;,:—(，；。") or " and " in between
