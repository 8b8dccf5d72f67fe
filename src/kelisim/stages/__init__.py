"""The pipeline: the stages in the order in which evidence is made, and what each of them reads.

A stage takes model objects and returns one record of ``kelisim.model.results``; no stage imports another. ``needs``
names the parts of a study (fields of ``StudyData``, or ``files``) and the earlier stages whose results it reads. A
stage that ``remembers`` is handed a memo, so that work on one of its ``parts`` is not redone for a change in another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

from kelisim.model import results


@dataclass(frozen=True, slots=True)
class Stage:
    """One step: its name, which is its module's, what it reads, what it gives, and what its memo counts."""

    name: str
    needs: tuple[str, ...]
    gives: type
    remembers: bool = False
    parts: str = "documents"

    # Loaded when the stage must run: where its last result stands, what it computes with need not even be there.
    @property
    def run(self) -> Callable[..., Any]:
        """The function that does it."""
        return cast("Callable[..., Any]", import_module(f"{__name__}.{self.name}").run)

    @property
    def part(self) -> type:
        """What the memo of a stage that remembers keeps of one part."""
        return cast("type", import_module(f"{__name__}.{self.name}").Part)


PIPELINE: tuple[Stage, ...] = (
    Stage("collect", ("sources", "publishers", "files"), results.Collected, remembers=True),
    Stage(
        "screen",
        ("sources", "protocol", "journal", "claims", "events", "matrix", "collect"),
        results.Screened,
    ),
    Stage("rate", ("sources", "protocol", "journal"), results.Rated),
    Stage("code", ("codebook", "protocol", "journal", "collect"), results.Coded),
    Stage(
        "claim", ("claims", "indicators", "places", "sources", "journal", "collect"), results.Claimed, remembers=True
    ),
    Stage(
        "verify",
        ("series", "indicators", "identities", "matrix", "protocol", "collect", "rate", "claim"),
        results.Verified,
        remembers=True,
        parts="groups of claims",
    ),
    Stage(
        "periodise",
        ("phases", "rivals", "events", "governance", "periodisation", "series", "sources", "protocol", "code", "claim"),
        results.Periodised,
    ),
    Stage(
        "govern",
        (
            *("description", "codebook", "governance", "events", "relationships", "scoring", "ladders"),
            *("collect", "code", "claim"),
        ),
        results.Governed,
    ),
    Stage("estimate", ("estimates", "series", "events", "claim"), results.Estimated),
    Stage(
        "conclude",
        (
            *("indicators", "markers", "phases", "recommendations", "series", "description", "codebook", "events"),
            *("plans", "sparse_counts", "code", "claim", "verify"),
        ),
        results.Concluded,
    ),
)
