"""The pipeline: the stages in the order in which evidence is made, and what each of them reads.

A stage takes model objects and returns one record of ``kelisim.model.results``; no stage imports another. ``needs``
names the parts of a study (fields of ``StudyData``, or ``files``) and the earlier stages whose results it reads. A
stage that ``remembers`` is handed a memo, so that work on one of its ``parts`` is not redone for a change in another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kelisim.model import results
from kelisim.stages import claim, code, collect, conclude, estimate, govern, periodise, rate, screen, verify


@dataclass(frozen=True, slots=True)
class Stage:
    """One step: its name, what it reads, what it gives, and the function that does it."""

    name: str
    needs: tuple[str, ...]
    gives: type
    run: Callable[..., Any]
    remembers: type | None = None
    parts: str = "documents"


PIPELINE: tuple[Stage, ...] = (
    Stage("collect", ("sources", "publishers", "files"), results.Collected, collect.run, collect.Part),
    Stage(
        "screen",
        ("sources", "protocol", "journal", "claims", "events", "matrix", "collect"),
        results.Screened,
        screen.run,
    ),
    Stage("rate", ("sources", "protocol", "journal"), results.Rated, rate.run),
    Stage("code", ("codebook", "protocol", "journal", "collect"), results.Coded, code.run),
    Stage("claim", ("claims", "indicators", "sources", "journal", "collect"), results.Claimed, claim.run, claim.Part),
    Stage(
        "verify",
        ("series", "indicators", "identities", "matrix", "protocol", "collect", "rate", "claim"),
        results.Verified,
        verify.run,
        verify.Part,
        "groups of claims",
    ),
    Stage(
        "periodise",
        ("phases", "rivals", "events", "governance", "periodisation", "series", "sources", "protocol", "code", "claim"),
        results.Periodised,
        periodise.run,
    ),
    Stage(
        "govern",
        (
            *("description", "codebook", "governance", "events", "relationships", "scoring", "ladders"),
            *("collect", "code", "claim"),
        ),
        results.Governed,
        govern.run,
    ),
    Stage("estimate", ("estimates", "claim"), results.Estimated, estimate.run),
    Stage(
        "conclude",
        (
            *("indicators", "markers", "phases", "recommendations", "series", "description", "codebook", "events"),
            *("plans", "sparse_counts", "code", "claim", "verify"),
        ),
        results.Concluded,
        conclude.run,
    ),
)
