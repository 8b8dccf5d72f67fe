"""What a printer puts on every page and no author wrote there: page numbers, running heads and feet."""

from __future__ import annotations

import re
from collections import Counter

_PAGE_NUMBER = re.compile(r"\W{0,3}(\d{1,4})\W{0,3}\Z")
_LINE = re.compile(r"\r?\n")
# A line that stands so often at the edge of a page, but for its numbers, is none of the text's.
_RUNNING, _FEWEST_LETTERS, _LONGEST = 3, 4, 160
_ENDS = tuple(".!?:;,。！？：；，")
# Heads have up to so many lines.
_DEPTH = 3


def without_furniture(pages: list[str]) -> list[str]:
    """Return pages without the page numbers that stand alone and without the heads and feet that come back."""
    kept = _without_page_numbers(pages)
    for last in (False, True):
        for _ in range(_DEPTH):
            shorter = _without_running_lines(kept, last=last)
            if shorter == kept:
                break
            kept = shorter
    return kept


def _without_page_numbers(pages: list[str]) -> list[str]:
    """Drop the numbers that stand alone in the first or last line of pages and count them."""
    kept = [page.strip("\r\n ") for page in pages]
    for last in (True, False):
        lines = [re.split(r"\r?\n", page)[-1 if last else 0] for page in kept]
        found = [_PAGE_NUMBER.match(line.strip()) for line in lines]
        runs = [
            index
            for index, match in enumerate(found)
            if match
            and "\n" in kept[index]
            and any(
                0 <= near < len(found) and (other := found[near]) and int(other[1]) - int(match[1]) == near - index
                for near in (index - 1, index + 1)
            )
        ]
        if len(kept) == 1 and last and lines[0].strip() == "1" and "\n" in kept[0]:
            runs = [0]
        for index in runs:
            cut = len(lines[index])
            kept[index] = (kept[index][: len(kept[index]) - cut] if last else kept[index][cut:]).strip("\r\n ")
    return kept


def _without_running_lines(pages: list[str], *, last: bool) -> list[str]:
    """Drop the first or last line of the pages on which it is one that stands there at least three times."""
    edges = [_LINE.split(page)[-1 if last else 0] for page in pages]
    # A page of one line is that line.
    keys = ["" if edge == page else _key(edge) for edge, page in zip(edges, pages, strict=True)]
    # A table that goes on has its head on every page; a running head is at least twice no row of a table.
    plain = Counter(key for key, edge in zip(keys, edges, strict=True) if "|" not in edge)
    counts = Counter(keys)
    kept = []
    for page, edge, key in zip(pages, edges, keys, strict=True):
        often = counts[key] >= _RUNNING and plain[key] >= _RUNNING - 1
        # Of two pages both must have it, and it may end no sentence.
        both = len(pages) == counts[key] == plain[key] == _RUNNING - 1 and not edge.rstrip().endswith(_ENDS)
        running = key and (often or both)
        cut = len(edge)
        kept.append((page[: len(page) - cut] if last else page[cut:]).strip("\r\n ") if running else page)
    return kept


def _key(line: str) -> str:
    """Return a line as it comes back on other pages: without numbers and bars; "" where it is no head."""
    if len(line) > _LONGEST:
        return ""
    words = re.sub(r"[\d|]+", " ", line).casefold().split()
    return " ".join(words) if sum(map(str.isalpha, "".join(words))) >= _FEWEST_LETTERS else ""
