"""The hook by which the engine lets a stage reuse the parts of its work that have not changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol


class Memo(Protocol):
    """Returns what ``compute`` gives for ``key``, computed now or remembered; ``key`` names all that it depends on."""

    def __call__(self, key: str, compute: Callable[[], Any]) -> Any:
        """Return the part for a key."""
        ...


def compute_afresh(key: str, compute: Callable[[], Any]) -> Any:
    """Remember nothing: what a stage does when it is called by itself."""
    return compute()
