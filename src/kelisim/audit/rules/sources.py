"""A15: the list of references against itself and against the window the paper declares."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding
from kelisim.audit.references import Reference, address_key, is_bare
from kelisim.model.finding import Finding, TextPlace

_UNLIKE = 0.5
# An address that ends in a file or a number is that of one page.
_OF_ONE_PAGE = re.compile(r"/[^/]*(?:\d|\.(?:html?|pdf|php|aspx?|docx?|xlsx?))[^/]*$", re.IGNORECASE)


def window(paper: Paper) -> tuple[int, int, TextPlace] | None:
    """Return the first and last year of the corpus as the paper declares it, with the declaring sentence."""
    own = paper.words
    for match in re.finditer(own.source("references", "window"), paper.body, re.IGNORECASE):
        first, stop = paper.sentence_at(match.start())
        sentence = paper.body[first:stop]
        if own.has("references", "corpus", sentence) and own.has("references", "collected", sentence):
            return int(match["from"]), int(match["to"]), paper.exact(first, stop)
    return None


def outside_the_window(paper: Paper) -> Iterator[Finding]:
    """Find references dated after the corpus that the paper says it rests on."""
    declared = window(paper)
    if declared is None:
        return
    late = [one for one in paper.references if one.year is not None and one.year > declared[1]]
    if late:
        yield finding(
            "A1501", "warning", "citation_problem", 0.75,
            f"The corpus is said to end in {declared[1]}; {_count(late)} dated later "
            f"({', '.join(sorted({str(one.year) for one in late}))}).",
            "extend the declared window, or say what the later sources are used for",
            [declared[2], *(_entry(paper, one) for one in late)],
        )  # fmt: skip


def _count(entries: list[Reference]) -> str:
    return f"{len(entries)} reference{' is' if len(entries) == 1 else 's are'}"


def _entry(paper: Paper, one: Reference) -> TextPlace:
    return paper.exact(one.start, min(one.end, one.start + 240))


def accessed_before(paper: Paper) -> Iterator[Finding]:
    """Find references read before they were published."""
    early = [one for one in paper.references if one.accessed and one.year and one.accessed < one.year]
    for one in early:
        yield finding(
            "A1502", "warning", "citation_problem", 0.8,
            f"The reference is dated {one.year} and was accessed in {one.accessed}, before that.",
            "correct one of the two dates", (_entry(paper, one),),
        )  # fmt: skip


# The home of a program is its page.
_SOFTWARE = re.compile(r"(?i)\b(?:software|package|language and environment|computer program|version \d)|программн")


def bare_domains(paper: Paper) -> Iterator[Finding]:
    """Find references whose address is a site and no page of it."""
    places = [
        paper.exact(start, end)
        for one in paper.references
        for start, end, url in one.urls
        if is_bare(url) and not one.doi and not _SOFTWARE.search(one.text)
    ]
    if places:
        yield finding(
            "A1503", "warning", "citation_problem", 0.85,
            f"{len(places)} address{' names' if len(places) == 1 else 'es name'} a site and not the page that was "
            f"used.",
            "give the address of the page, or an archived copy", places,
        )  # fmt: skip


def duplicates(paper: Paper) -> Iterator[Finding]:
    """Find entries that are one work: the same DOI, the same page, or the same words in their titles."""
    seen: dict[str, Reference] = {}
    told: set[int] = set()
    for one in paper.references:
        keys = [f"doi:{one.doi}"] if one.doi else [address_key(url) for _, _, url in one.urls if not is_bare(url)]
        for key in keys:
            other = seen.setdefault(key, one)
            alike = _alike(one, other)
            # The page of a journal or a data base is one address for many works.
            apart = alike < _UNLIKE and not one.doi and not _OF_ONE_PAGE.search(key)
            if other is not one and one.start not in told and not apart:
                told.add(one.start)
                yield _duplicate(paper, other, one, "address", 0.85 if alike > 0.5 else 0.7)
    words: dict[str, list[Reference]] = {}
    for one in paper.references:
        if len(one.title) < 5:
            continue
        rare = sorted(one.title, key=lambda word: (-len(word), word))[:2]
        for word in rare:
            for other in words.get(word, ())[:50]:
                if (
                    one.start not in told
                    and one.year == other.year
                    and not (one.doi and other.doi)
                    and _alike(one, other) > 0.8
                    and len(one.title) >= 6
                ):
                    told.add(one.start)
                    yield _duplicate(paper, other, one, "title", 0.75)
            words.setdefault(word, []).append(one)


def _alike(one: Reference, other: Reference) -> float:
    return len(one.title & other.title) / max(1, len(one.title | other.title))


def _duplicate(paper: Paper, one: Reference, other: Reference, what: str, confidence: float) -> Finding:
    numbers = f" ({one.number} and {other.number})" if one.number and other.number else ""
    return finding(
        "A1504", "warning", "citation_problem", confidence,
        f"Two references{numbers} have one {what}: one source then counts as two.",
        "merge them, or correct the one that was copied", (_entry(paper, one), _entry(paper, other)),
    )  # fmt: skip


def numbering(paper: Paper) -> Iterator[Finding]:
    """Find numbers that the list of references leaves out or gives twice."""
    numbers = [one.number for one in paper.references if one.number is not None]
    if len(numbers) < 4 or 2 * len(numbers) < len(paper.references):
        return
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    gaps = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
    if twice and len(twice) <= 5:
        same = [one for one in paper.references if one.number in twice]
        yield finding(
            "A1505", "warning", "citation_problem", 0.7,
            f"The list of references gives the number {', '.join(map(str, twice))} twice.",
            "renumber the list and the citations", [_entry(paper, one) for one in same],
        )  # fmt: skip
    if gaps and len(gaps) <= max(3, len(numbers) // 10) and max(numbers) < 2 * len(numbers):
        after = [one for one in paper.references if one.number is not None and one.number - 1 in gaps]
        yield finding(
            "A1506", "note", "citation_problem", 0.65,
            f"The list of references has no number {', '.join(map(str, gaps))}.",
            "add the missing entry, or renumber",
            [_entry(paper, one) for one in after] or [_entry(paper, paper.references[-1])],
        )  # fmt: skip
