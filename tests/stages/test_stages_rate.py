"""Credibility by the first rule that fits, and by a person who gives a reason."""

from __future__ import annotations

import pytest
from stage_objects import entry, protocol, source

from kelisim.errors import StudyError
from kelisim.model.protocol import CredibilityRule
from kelisim.model.results import CredibilityRating
from kelisim.model.source import Source
from kelisim.model.study import JournalEntry
from kelisim.stages import rate

RULES = (
    CredibilityRule("High", ("government", "intergovernmental"), ("statistic",), "official statistics"),
    CredibilityRule("Medium", ("government", "industry association")),
    CredibilityRule("Exploratory", ("news",)),
)


def rated(*sources: Source, journal: tuple[JournalEntry, ...] = ()) -> tuple[CredibilityRating, ...]:
    return rate.run(sources=sources, protocol=protocol(credibility=RULES), journal=journal).ratings


def test_the_first_rule_that_fits_rates_a_source_and_says_why() -> None:
    found = rated(source("yearbook", reports=("statistic",)), source("speech"), source("paper", "news"))
    assert [(one.rating, one.reason, one.by) for one in found] == [
        ("High", "official statistics", "rule"),
        ("Medium", "published by: government", "rule"),
        ("Exploratory", "published by: news", "rule"),
    ]


def test_what_no_rule_speaks_of_has_no_rating() -> None:
    (one,) = rated(source("thesis", "academic"))
    assert one.rating == ""
    assert one.reason == "no rule rates what is published by: academic"


def test_a_person_overrides_with_a_reason_and_the_last_word_counts() -> None:
    journal = tuple(
        entry("ana", "rate", {"source": "paper"}, line, rating=rating, reason=reason)
        for line, (rating, reason) in enumerate([("High", "names its origin"), ("Medium", "only half of it")], 1)
    )
    (one,) = rated(source("paper", "news"), journal=journal)
    assert (one.rating, one.reason, one.by) == ("Medium", "only half of it", "ana")


def test_a_rating_off_the_scale_and_one_without_a_reason_stand_in_the_way() -> None:
    journal = (
        entry("ana", "rate", {"source": "paper"}, 4, rating="Medum", reason="r"),
        entry("ana", "rate", {"source": "paper"}, 7, rating="High"),
    )
    with pytest.raises(StudyError) as caught:
        rated(source("paper", "news"), journal=journal)
    first, second = caught.value.problems
    assert (first.file, first.line, first.hint) == ("journals/ana.jsonl", 4, "did you mean 'Medium'?")
    assert (second.line, "reason" in second.what) == (7, True)
