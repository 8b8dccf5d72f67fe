"""Where coders meet: the places at which at least one applied a code, with who did and who did not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kelisim.model.coding import Coding
from kelisim.stages.code.work import Work

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a document where passages under one code overlap; ``spans`` gives what each coder marked there."""

    document: str
    code: str
    start: int
    end: int
    spans: dict[str, tuple[Span, ...]]

    @property
    def extent(self) -> float:
        """The share of the marked characters that not all who applied the code marked: 0 where spans are alike."""
        sets = [_characters(spans) for spans in self.spans.values()]
        return 1 - len(set.intersection(*sets)) / len(set.union(*sets))


def places(work: Work) -> list[Place]:
    """Return every place in the documents that all coders worked through, in the order of the text."""
    order = {name: position for position, name in enumerate(work.common)}
    held: dict[tuple[str, str], list[Coding]] = {}
    for coding in work.codings:
        if coding.coder in work.coders and coding.passage.source in order:
            held.setdefault((coding.passage.source, coding.code), []).append(coding)
    found = [place for group in held.values() for place in _overlapping(work, group)]
    position = {code: place for place, code in enumerate(work.codes)}
    return sorted(found, key=lambda one: (order[one.document], one.start, one.end, position[one.code]))


def _overlapping(work: Work, codings: Iterable[Coding]) -> list[Place]:
    groups: list[list[Coding]] = []
    reach = -1
    for coding in sorted(codings, key=lambda one: (one.passage.start, one.passage.end)):
        if coding.passage.start < reach:
            groups[-1].append(coding)
        else:
            groups.append([coding])
        reach = max(reach, coding.passage.end)
    return [_place(work, group) for group in groups]


def _place(work: Work, codings: Sequence[Coding]) -> Place:
    document, code = codings[0].passage.source, codings[0].code
    text = work.documents[document].text
    spans: dict[str, tuple[Span, ...]] = {}
    for coder in work.coders:
        own = [(one.passage.start, one.passage.end) for one in codings if one.coder == coder]
        if own:
            spans[coder] = joined(own, text)
    starts, ends = zip(*(span for own in spans.values() for span in own), strict=True)
    return Place(document, code, min(starts), max(ends), spans)


def joined(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Return spans without white space at their ends, joined where only white space or nothing lies between them.

    Whether two sentences were marked one by one or together is no difference.
    """
    merged: list[Span] = []
    for span in sorted(spans):
        start, end = _trimmed(span, text)
        if merged and (start <= merged[-1][1] or not text[merged[-1][1] : start].strip()):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _trimmed(span: Span, text: str) -> Span:
    words = text[span[0] : span[1]]
    if not words.strip():
        return span
    return span[0] + len(words) - len(words.lstrip()), span[1] - len(words) + len(words.rstrip())


def _characters(spans: Iterable[Span]) -> set[int]:
    return {position for start, end in spans for position in range(start, end)}
