"""A small catalogue of series, so that something is found without a network."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from kelisim.providers.shape import Hit

NAME = "kelisim's catalogue"
_WORD = re.compile(r"[\w&.]+")


@cache
def _entries() -> tuple[tuple[Hit, str], ...]:
    text = (resources.files("kelisim.providers") / "catalogue.toml").read_text(encoding="utf-8")
    return tuple(
        (
            Hit(provider, code, one["title"], NAME, one.get("unit", ""), one.get("note", "")),
            f"{code} {one['title']} {one.get('words', '')}".casefold(),
        )
        for provider, codes in tomllib.loads(text).items()
        for code, one in codes.items()
    )


def look_up(words: str, provider: str = "") -> tuple[Hit, ...]:
    """Return the entries in which each of the words begins a word, in any language they are entered in.

    Entries with more of the words in their title come first. Chinese words are found anywhere: nothing parts them.
    """
    wanted = _WORD.findall(words.casefold())
    found = []
    for hit, text in _entries():
        if provider not in ("", hit.provider):
            continue
        parts = _WORD.findall(text)
        if wanted and all(any(_begins(part, word) for part in parts) for word in wanted):
            in_title = sum(any(_begins(part, word) for part in _WORD.findall(hit.title.casefold())) for word in wanted)
            found.append((-in_title, hit))
    return tuple(hit for _, hit in sorted(found, key=lambda one: one[0]))


def _begins(part: str, word: str) -> bool:
    return part.startswith(word) or (not word.isascii() and not word[0].isupper() and word in part and len(word) > 1)
