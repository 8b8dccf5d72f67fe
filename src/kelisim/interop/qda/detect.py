"""Which convention an exporter counted by: every one is weighed against where its selections would fall.

Selections made by people begin and end at words, sentences and lines far more often than chance would have it, and what
begins in the midst of a sentence rarely runs on into the next. For each convention the likelihood of its boundaries is
compared with what the same number of arbitrary places in this text would give, whether these people mark sentences,
words or now one and now the other; words that the file quotes, offsets outside the text and characters cut in two count
for more. What is known of the exporter enters as a prior, and so do the other sources of the same file, since one
program counts in one way.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kelisim.interop.qda.offsets import ALL, STANDARD, Convention, Counted, Span
from kelisim.interop.qda.project import OffsetChoice

_HAN = re.compile("[\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_SENTENCE_END = frozenset(".!?…。！？；;:：»”)）")
# Marks that belong to the word before them, and those that belong to the word after.
_AFTER = frozenset(".,;:!?…。，、；：！？»”’)）】》」』]}％%")
_BEFORE = frozenset("«“‘(（【《「『[{")
_BREAK = re.compile(r"\n+|[.!?…](?=\s)|[。！？]")
# How often people who mark sentences, words, or both begin and end at each kind of place.
_HABITS = (
    {"line": 0.25, "sentence": 0.25, "word": 0.42, "inside": 0.08},
    {"line": 0.40, "sentence": 0.40, "word": 0.14, "inside": 0.06},
    {"line": 0.08, "sentence": 0.08, "word": 0.76, "inside": 0.08},
)
_JOINER = "\u200d"
_SAMPLE = 4_000
_WINDOWS = 200
_MOST_WEIGHED = 500
_OUTSIDE, _CUT = math.log(1e-4), math.log(1e-3)
_QUOTED, _MISQUOTED = math.log(0.97), math.log(0.01)
_FROM_OTHERS = 6.0
_SHORTEST_QUOTE = 3


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection as the file has it: offsets, and words that may quote its beginning."""

    start: int
    end: int
    quotes: tuple[str, ...] = ()


def choose(
    sources: Sequence[tuple[str, Counted, Sequence[Selection]]], origin: str, forced: Convention | None = None
) -> list[tuple[Convention, OffsetChoice]]:
    """Return the convention of each source and how sure it is.

    ``origin`` is the exporter as the file names it. ``forced`` sets the convention aside from all evidence.
    """
    readings = [_readings(counted, selections) for _, counted, selections in sources]
    scores = [_scores(one[1], one[2], found) for one, found in zip(sources, readings, strict=True)]
    total = {one: sum(score[one] for score in scores) for one in ALL}
    prior = _prior(origin)
    chosen = []
    for (name, _, selections), found, score in zip(sources, readings, scores, strict=True):
        others = {one: total[one] - score[one] for one in ALL}
        top = max(others.values())
        weight = {one: prior[one] + max(others[one] - top, -_FROM_OTHERS) + score[one] for one in ALL}
        if forced is not None:
            weight = {one: 0.0 if one == forced else -math.inf for one in ALL}
        chosen.append(_choice(name, selections, found, weight, forced))
    return chosen


def _readings(counted: Counted, selections: Sequence[Selection]) -> dict[Convention, list[Span]]:
    """Return where each convention puts the selections; conventions that cannot differ share one list."""
    places = [(one.start, one.end) for one in selections]
    found: dict[Convention, list[Span]] = {}
    for one, plainest in counted.alike().items():
        found[one] = found[plainest] if plainest in found else counted.spans(places, plainest)
    return found


def _choice(
    name: str,
    selections: Sequence[Selection],
    found: dict[Convention, list[Span]],
    weight: dict[Convention, float],
    forced: Convention | None,
) -> tuple[Convention, OffsetChoice]:
    """Return the likeliest reading; conventions that place every selection alike are one reading."""
    if not selections:
        return forced or STANDARD, OffsetChoice(name, str(forced or STANDARD), 1.0, 0)
    same: dict[int, tuple[tuple[int, int], ...]] = {}
    readings: dict[tuple[tuple[int, int], ...], list[Convention]] = {}
    for one, spans in found.items():
        if id(spans) not in same:
            same[id(spans)] = tuple((start, end) for start, end, _ in spans)
        readings.setdefault(same[id(spans)], []).append(one)
    top = max(weight.values())
    mass = {spans: sum(math.exp(weight[one] - top) for one in group) for spans, group in readings.items()}
    ranked = sorted(mass, key=lambda spans: -mass[spans])
    best = max(readings[ranked[0]], key=lambda one: weight[one])
    second = max(readings[ranked[1]], key=lambda one: weight[one]) if len(ranked) > 1 and forced is None else None
    affected = sum(a != b for a, b in zip(ranked[0], ranked[1], strict=True)) if second else 0
    confidence = 1.0 if forced is not None else mass[ranked[0]] / sum(mass.values())
    report = OffsetChoice(name, str(best), round(confidence, 4), len(selections), str(second or ""), affected)
    return best, report


def _prior(origin: str) -> dict[Convention, float]:
    """Return log priors: what exporters are known to do, never so strong that a few selections could not undo it."""
    name = origin.casefold()
    utf16, line_ends = 0.3, {"one": 0.45, "stored": 0.45, "two": 0.1}
    if "nvivo" in name:
        utf16, line_ends = 0.85, {"one": 0.15, "stored": 0.75, "two": 0.1}
    elif "atlas" in name:
        utf16, line_ends = 0.5, {"one": 0.9, "stored": 0.08, "two": 0.02}
    elif "qualcoder" in name:
        utf16, line_ends = 0.3, {"one": 0.6, "stored": 0.15, "two": 0.25}
    return {
        one: math.log(utf16 if one.utf16 else 1 - utf16)
        + math.log(line_ends[one.line_ends])
        + math.log(0.05 if one.counts_mark else 0.95)
        + math.log(0.005 if one.inclusive else 0.995)
        for one in ALL
    }


def _scores(
    counted: Counted, selections: Sequence[Selection], found: dict[Convention, list[Span]]
) -> dict[Convention, float]:
    if not selections:
        return dict.fromkeys(ALL, 0.0)
    judge = _Judge(counted.text)
    # The same passage under several codes is one piece of evidence.
    places = list({selection: place for place, selection in enumerate(selections)}.values())
    places = places[:: max(1, len(places) // _MOST_WEIGHED)]
    lists = {id(spans): spans for spans in found.values()}
    scores = {name: [0.0] * len(_HABITS) for name in lists}
    for place in places:
        told = judge.told({spans[place] for spans in lists.values()}, selections[place].quotes)
        for name, spans in lists.items():
            scores[name] = [one + more for one, more in zip(scores[name], told[spans[place]], strict=True)]
    habits = {name: _log_mean(own) for name, own in scores.items()}
    return {one: habits[id(spans)] for one, spans in found.items()}


class _Judge:
    """Weighs places of one text against arbitrary ones."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._breaks = [match.end() for match in _BREAK.finditer(text)]
        self._across: dict[int, float] = {}
        places = range(0, len(text), max(1, len(text) // _SAMPLE))
        starts = Counter(_start_kind(text, place) for place in places)
        ends = Counter(_end_kind(text, place + 1) for place in places)
        kinds = _HABITS[0]
        total = max(1, len(places)) + len(kinds)
        self._starts = [{kind: math.log(own[kind] * total / (starts[kind] + 1)) for kind in kinds} for own in _HABITS]
        self._ends = [{kind: math.log(own[kind] * total / (ends[kind] + 1)) for kind in kinds} for own in _HABITS]

    def told(self, spans: Iterable[Span], quotes: Sequence[str]) -> dict[Span, list[float]]:
        """Return how likely each reading of one selection is, a figure for each habit."""
        found = {span: self._weighed(*span) for span in spans}
        matching = {span: any(_quotes(quote, self.text[span[0] : span[1]]) for quote in quotes) for span in found}
        if not any(matching.values()):
            return found
        return {span: [one + (_QUOTED if matching[span] else _MISQUOTED) for one in own] for span, own in found.items()}

    def _weighed(self, start: int, end: int, whole: bool) -> list[float]:
        if not 0 <= start < end <= len(self.text):
            return [_OUTSIDE] * len(_HABITS)
        first, last = _start_kind(self.text, start), _end_kind(self.text, end)
        more = 0.0 if whole else _CUT
        if first in ("word", "inside"):
            more += self._running_on(start, end)
        return [one[first] + other[last] + more for one, other in zip(self._starts, self._ends, strict=True)]

    def _running_on(self, start: int, end: int) -> float:
        """Weigh whether a selection that begins in a sentence ends in the same: by chance it would the less the longer.

        People's selections run on as often as three arbitrary ones of this length do together.
        """
        length = end - start
        if length not in self._across:
            room = max(1, len(self.text) - length)
            places = range(0, room, max(1, room // _WINDOWS))
            across = sum(self._crosses(place, place + length) for place in places)
            self._across[length] = (across + 1) / (len(places) + 2)
        chance = self._across[length]
        return 2 * math.log(chance) if self._crosses(start, end) else math.log((1 - chance**3) / (1 - chance))

    def _crosses(self, start: int, end: int) -> bool:
        place = bisect_right(self._breaks, start)
        return place < len(self._breaks) and self._breaks[place] < end


def _log_mean(values: Sequence[float]) -> float:
    top = max(values)
    return top + math.log(sum(math.exp(one - top) for one in values) / len(values))


def _start_kind(text: str, start: int) -> str:
    here = text[start]
    if here.isspace() or here in _AFTER or _clings(here):
        return "inside"
    if start == 0 or text[start - 1] == "\n":
        return "line"
    before = text[start - 1]
    if _joined(before, here):
        return "inside"
    earlier = text[max(0, start - 3) : start].rstrip()
    return "sentence" if earlier and earlier[-1] in _SENTENCE_END else "word"


def _end_kind(text: str, end: int) -> str:
    last = text[end - 1]
    if (last.isspace() and last != "\n") or last in _BEFORE or last == _JOINER:
        return "inside"
    if end < len(text) and _clings(text[end]):
        return "inside"
    if end == len(text) or last == "\n" or text[end] == "\n":
        return "line"
    if _joined(last, text[end]):
        return "inside"
    return "sentence" if last in _SENTENCE_END else "word"


def _clings(character: str) -> bool:
    """Say whether a character is drawn onto the one before it: an accent, a variant or the tone of an emoji."""
    return character >= "\u0300" and (
        character == _JOINER or "\U0001f3fb" <= character <= "\U0001f3ff" or unicodedata.category(character)[0] == "M"
    )


def _joined(one: str, other: str) -> bool:
    """Say whether two neighbouring characters belong to one word; Chinese words leave no such trace."""
    return one.isalnum() and other.isalnum() and not _HAN.match(one) and not _HAN.match(other)


def _quotes(quote: str, passage: str) -> bool:
    """Say whether words of the file are the passage, or its beginning cut short."""
    words = " ".join(quote.split())
    cut = words.rstrip(".… ") if words.endswith(("...", "…")) else words
    found = " ".join(passage.split())
    if len(cut) < _SHORTEST_QUOTE:
        return False
    return found.startswith(cut) if cut != words or len(words) >= 2 * _SHORTEST_QUOTE else found == words
