"""Confirmed claims find their passages, and candidates know which of them a person has confirmed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from stage_objects import claim, collected, document, source

from kelisim.errors import StudyError
from kelisim.model.claim import Claim
from kelisim.model.place import Place
from kelisim.model.results import Claimed
from kelisim.stages import claim as stage

TEXT = "The plant opened in 2016.\n\nIn 2021 it made 92,417 vehicles. A year before it had made 74,831 vehicles.\n"


def claimed(*claims: Claim, language: str = "en", memo: Callable[..., Any] | None = None) -> Claimed:
    sources = [source("oica")]
    extra = {"memo": memo} if memo else {}
    return stage.run(
        claims=claims,
        indicators=(),
        sources=sources,
        collect=collected(sources, [document("oica", TEXT, language)]),
        **extra,
    )


def quoted(identifier: str, number: str, quote: str, **more: Any) -> Claim:
    return claim(
        identifier, number, "2021", by="oica", quote=quote, document=more.pop("document", "oica"), row=5, **more
    )


def test_a_quote_is_located_with_its_context_and_line() -> None:
    (one,) = claimed(quoted("C1", "92417", "it made 92,417 vehicles")).claims
    assert one.passage is not None
    assert TEXT[one.passage.start : one.passage.end] == "it made 92,417 vehicles" == one.passage.quote
    assert (one.passage.line, one.passage.file) == (3, "sources/oica.md")
    assert one.passage.prefix.endswith("In 2021 ")
    assert one.passage.suffix.startswith(". A year")


def test_every_quote_that_does_not_stand_in_its_document_is_named() -> None:
    claims = [
        quoted("C1", "92471", "it made 92,471 vehicles"),
        quoted("C2", "5", "five of them", document="nowhere"),
        quoted("C3", "92417", "it made 92,417 vehicles"),
    ]
    with pytest.raises(StudyError) as caught:
        claimed(*claims)
    assert [(one.file, one.line) for one in caught.value.problems] == [("claims.csv", 5)] * 2
    assert "C1" in caught.value.problems[0].what
    assert "which has no file" in caught.value.problems[1].what


def test_a_claim_without_a_quote_has_no_passage() -> None:
    assert claimed(claim("C1", "1", "2021", by="oica")).claims[0].passage is None


def test_candidates_are_found_and_marked_with_the_claim_that_is_theirs() -> None:
    found = claimed(quoted("C1", "92417", "In 2021 it made 92,417 vehicles."))
    owners = {one.text: one.claim for one in found.candidates if "vehicles" in one.text}
    assert any(text.startswith("92,417") and owner == "C1" for text, owner in owners.items())
    assert any(text.startswith("74,831") and not owner for text, owner in owners.items())
    for one in found.candidates:
        assert TEXT[one.start : one.end] == one.text


def test_candidates_know_the_places_of_the_study_and_are_read_again_when_these_change() -> None:
    text = "In 2021 Old Harbour handled 92,417 containers.\n"
    keys: list[str] = []

    def memo(key: str, compute: Callable[[], Any]) -> Any:
        keys.append(key)
        return compute()

    def places(*own: Place) -> list[str]:
        sources = [source("oica")]
        found = stage.run(
            claims=(),
            indicators=(),
            places=own,
            sources=sources,
            collect=collected(sources, [document("oica", text, "en")]),
            memo=memo,
        )
        return [one.place for one in found.candidates if "containers" in one.text]

    assert places(Place("HB-1", "Old Harbour")) == ["HB-1"]
    assert places() == [""]
    assert keys[0] != keys[1]


def test_candidates_of_an_unchanged_document_are_remembered() -> None:
    seen: list[str] = []

    def memo(key: str, compute: Callable[[], Any]) -> Any:
        seen.append(key)
        return stage.Part(())

    assert claimed(memo=memo).candidates == ()
    assert len(seen) == 1


def test_a_language_without_a_lexicon_is_named_and_stops_nothing() -> None:
    found = claimed(quoted("C1", "92417", "it made 92,417 vehicles"), language="is")
    assert found.candidates == ()
    assert found.unscanned == (("oica", "is"),)
    assert found.claims[0].passage is not None
