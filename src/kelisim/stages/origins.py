"""How many independent origins stand behind several statements."""

from __future__ import annotations

from collections.abc import Iterable


def count_origins(roots: Iterable[frozenset[str]]) -> int:
    """Return how many groups remain when all statements that share a root of provenance are merged into one."""
    merged: list[frozenset[str]] = []
    for group in roots:
        touching = [other for other in merged if other & group]
        merged = [other for other in merged if not other & group]
        merged.append(group.union(*touching))
    return len(merged)
