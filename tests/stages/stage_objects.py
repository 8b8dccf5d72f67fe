"""Model objects made by hand, with what a test does not care about filled in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from kelisim.model.claim import Claim
from kelisim.model.document import Document
from kelisim.model.event import Event
from kelisim.model.independence import Graph, Publisher
from kelisim.model.indicator import Indicator
from kelisim.model.interval import Interval
from kelisim.model.period import Period
from kelisim.model.protocol import (
    CodingRule,
    CredibilityRule,
    CrossCheckRule,
    EligibilityRule,
    Protocol,
)
from kelisim.model.quantity import interval_of, stated_step
from kelisim.model.results import Claimed, Collected, CredibilityRating, Rated
from kelisim.model.scale import Scale
from kelisim.model.series import Observation, Series
from kelisim.model.source import Source
from kelisim.model.study import JournalEntry
from kelisim.stages import verify
from kelisim.stages.memo import compute_afresh
from kelisim.stages.ties import quotations_in, ties_of


def period(text: str) -> Period:
    return Period.parse(text)


def source(identifier: str, kind: str = "government", **more: Any) -> Source:
    return Source(identifier, f"Title of {identifier}", f"Publisher of {identifier}", kind, **more)  # type: ignore[arg-type]


def document(of: str, text: str, language: str = "en") -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(of, f"sources/{of}.md", digest, text, digest, language)


def collected(
    sources: Sequence[Source], documents: Sequence[Document] = (), publishers: Sequence[Publisher] = ()
) -> Collected:
    """Return what collecting gives: every tie but likeness of text."""
    quotations = quotations_in(documents, sources, publishers)
    ties = ties_of(sources, publishers, quotations, ())
    roots = {one.id: Graph(ties).roots(one.id) for one in sources}
    return Collected(tuple(documents), (), roots, ties, quotations)


def claim(
    identifier: str,
    number: str = "",
    when: str = "",
    *,
    by: str = "paper",
    indicator: str = "vehicle-production",
    place: str = "KZ",
    unit: str = "vehicle",
    comparator: str = "exact",
    step: float | None = None,
    **more: Any,
) -> Claim:
    """Return a claim whose number is written as in claims.csv, with the interval that the loader would give it."""
    value = float(number) if number else None
    if value is not None and step is None:
        step = stated_step(number.lstrip("+-"))
    interval = None if value is None else interval_of(value, comparator, step or 0.0)
    return Claim(
        id=identifier,
        source=by,
        indicator=indicator,
        place=place,
        period=period(when) if when else None,
        value=value,
        step=step,
        interval=interval,
        unit=unit,
        comparator=comparator,  # type: ignore[arg-type]
        **more,
    )


def between(identifier: str, low: float, high: float, when: str, **more: Any) -> Claim:
    """Return a claim that states a range."""
    from dataclasses import replace

    return replace(claim(identifier, "", when, **more), interval=Interval(low, high), comparator="range")


def series(identifier: str, values: dict[str, float | None], *, of: str, **more: Any) -> Series:
    observed = tuple(Observation(period(when), more.get("place", "KZ"), value) for when, value in values.items())
    return Series(
        id=identifier,
        title=identifier,
        provider=more.get("provider", identifier),
        indicator=more.get("indicator", "vehicle-production"),
        unit=more.get("unit", "vehicle"),
        source=of,
        query="",
        vintage=more.get("vintage", "2022"),
        retrieved="",
        sha256="",
        step=more.get("step"),
        supersedes=more.get("supersedes", ""),
        subject=more.get("subject", ""),
        observations=observed,
    )


def indicator(identifier: str, unit: str) -> Indicator:
    return Indicator(identifier, identifier, identifier, unit)


def event(identifier: str, when: str, **more: Any) -> Event:
    return Event(identifier, period(when), f"Title of {identifier}", **more)


def protocol(
    *,
    eligibility: Sequence[EligibilityRule] = (),
    credibility: Sequence[CredibilityRule] = (),
    scale: tuple[str, ...] = ("Exploratory", "Medium", "High"),
    tolerance: float = 0.0,
    sections: tuple[str, ...] = (),
    coders: tuple[str, ...] = (),
    unit: str = "paragraph",
    coefficient: str = "cohen_kappa",
) -> Protocol:
    return Protocol(
        window=period("2013/2024"),
        eligibility=tuple(eligibility),
        scale=Scale("credibility", "ordinal", scale),
        credibility=tuple(credibility),
        cross_check=CrossCheckRule(sections=sections, tolerance=tolerance),
        coding=CodingRule(unit=unit, coefficient=coefficient, level="nominal", coders=coders, replicates=100),  # type: ignore[arg-type]
    )


def entry(actor: str, act: str, target: dict[str, Any], line: int = 1, **body: Any) -> JournalEntry:
    return JournalEntry(actor, act, "2024-03-01T10:00:00Z", target, body, f"journals/{actor}.jsonl", line)


def verified(
    claims: Sequence[Claim],
    *,
    given: Sequence[Series] = (),
    sources: Sequence[Source] = (),
    tolerance: float = 0.0,
    **more: Any,
) -> Any:
    """Run the stage on claims and series; sources that are not given stand on their own."""
    rules = more.get("protocol") or protocol(tolerance=tolerance)
    return verify.run(
        series=given,
        indicators=more.get("indicators", ()),
        matrix=more.get("matrix", ()),
        protocol=rules,
        collect=collected(sources, more.get("documents", ()), more.get("publishers", ())),
        rate=Rated(
            tuple(CredibilityRating(s.id, more.get("ratings", {}).get(s.id, "High"), "") for s in sources),
            more.get("rows", ()),
        ),
        claim=Claimed(tuple(claims), ()),
        identities=more.get("identities", ()),
        memo=more.get("memo", compute_afresh),
    )
