"""What is worked out once for a language, and forgotten when a lexicon is added: it may be that language's, mended."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

_FORGET: list[Callable[[], None]] = []


def by_language(function: Callable[P, T]) -> Callable[P, T]:
    """Remember what a function of a language returns, until ``forget`` is called."""
    remembered: Any = lru_cache(maxsize=64)(function)
    _FORGET.append(remembered.cache_clear)
    return cast("Callable[P, T]", remembered)


def forget() -> None:
    """Forget all that was worked out for any language."""
    for clear in _FORGET:
        clear()
