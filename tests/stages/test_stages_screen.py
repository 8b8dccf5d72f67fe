"""Screening by clause, the person's last word, and the flow that falls out of both."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from stage_objects import claim, collected, document, entry, event, protocol, source

from kelisim.model.claim import Claim
from kelisim.model.document import Document
from kelisim.model.protocol import EligibilityRule
from kelisim.model.results import Screened
from kelisim.model.source import PUBLISHER_KINDS, Source
from kelisim.model.study import JournalEntry
from kelisim.stages import screen

# The three clauses of the published protocol: a statistic or policy text; official; two independent outlets.
CLAUSES = (
    EligibilityRule("i", "", "reports", ("statistic", "policy text")),
    EligibilityRule("ii", "", "publisher_kind", ("government", "intergovernmental")),
    EligibilityRule("iii", "", "independent_outlets", at_least=2),
)


def screened(
    sources: Sequence[Source],
    *,
    clauses: Sequence[EligibilityRule] = CLAUSES,
    journal: Sequence[JournalEntry] = (),
    claims: Sequence[Claim] = (),
    documents: Sequence[Document] = (),
) -> Screened:
    return screen.run(
        sources=sources,
        protocol=protocol(eligibility=clauses),
        journal=journal,
        claims=claims,
        events=(event("E1", "2019"),),
        matrix=(),
        collect=collected(sources, documents),
    )


def test_the_first_clause_that_is_met_is_the_reason() -> None:
    sources = [
        source("law", reports=("policy text",)),
        source("minister"),
        source("rumour", "news"),
        source("both", "news", reports=("statistic", "policy text")),
    ]
    decisions = {one.source: (one.included, one.clause, one.reason) for one in screened(sources).decisions}
    assert decisions["law"] == (True, "i", "reports a policy text")
    assert decisions["minister"] == (True, "ii", "published by: government")
    assert decisions["rumour"] == (False, "", "satisfies none of i, ii, iii")
    assert decisions["both"] == (True, "i", "reports a statistic and a policy text")


def test_two_outlets_support_each_other_only_where_their_origins_differ() -> None:
    wire, reprint, rival = source("wire", "news"), source("reprint", "news", lineage=("wire",)), source("rival", "news")
    copies = [claim("C1", citations=("wire", "reprint"))]
    assert [one.included for one in screened([wire, reprint, rival], claims=copies).decisions] == [False] * 3
    witnesses = [claim("C1", citations=("reprint", "rival"))]
    decisions = screened([wire, reprint, rival], claims=witnesses).decisions
    assert [one.included for one in decisions] == [False, True, True]
    assert decisions[1].clause == "iii"
    assert decisions[1].reason == "reported by 2 independent outlets"


def test_three_outlets_can_be_asked_for() -> None:
    clause = EligibilityRule("iii", "", "independent_outlets", at_least=3)
    sources = [source(name, "news") for name in "abc"]
    assert not screened(sources, clauses=[clause], claims=[claim("C1", citations=("a", "b"))]).decisions[0].included
    assert screened(sources, clauses=[clause], claims=[claim("C1", citations=("a", "b", "c"))]).decisions[0].included


def test_a_person_has_the_last_word_and_gives_the_reason() -> None:
    journal = [
        entry("ana", "screen", {"source": "rumour"}, decision="include", reason="the only witness"),
        entry("ana", "screen", {"source": "minister"}, decision="exclude", reason="off topic"),
        entry("ana", "screen", {"source": "minister"}, decision="exclude", reason="about another plant"),
    ]
    found = screened([source("minister"), source("rumour", "news")], journal=journal)
    assert [(one.included, one.reason, one.by) for one in found.decisions] == [
        (False, "about another plant", "ana"),
        (True, "the only witness", "ana"),
    ]
    assert dict(found.flow)["included by a person's decision"] == 1


def test_the_same_text_is_kept_once_and_counted_as_a_duplicate() -> None:
    sources = [source("first"), source("second"), source("third")]
    texts = [document("first", "One text."), document("second", "One text."), document("third", "Another.")]
    found = screened(sources, documents=texts)
    assert [(one.included, one.clause) for one in found.decisions] == [(True, "ii"), (False, "duplicate"), (True, "ii")]
    flow = dict(found.flow)
    assert (flow["identified"], flow["duplicates removed"], flow["screened"], flow["included"]) == (3, 1, 2, 2)


def test_without_a_clause_every_source_is_in() -> None:
    found = screened([source("a", "news")], clauses=())
    assert [(one.included, one.reason) for one in found.decisions] == [(True, "no clause of eligibility is declared")]


@given(
    st.lists(st.tuples(st.sampled_from(PUBLISHER_KINDS), st.booleans(), st.integers(0, 3)), max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.booleans()), max_size=4),
)
def test_the_boxes_of_the_flow_add_up(parts: list[tuple[str, bool, int]], words: list[tuple[int, bool]]) -> None:
    sources = [source(f"S{i}", kind, reports=("statistic",) if r else ()) for i, (kind, r, _) in enumerate(parts)]
    texts = [document(f"S{i}", f"Text {text}.") for i, (_, _, text) in enumerate(parts) if text]
    journal = [
        entry("ana", "screen", {"source": f"S{i}"}, decision="include" if yes else "exclude", reason="r")
        for i, yes in words
    ]
    found = screened(sources, journal=journal, documents=texts)
    flow = dict(found.flow)
    assert flow["identified"] == len(sources) == flow["duplicates removed"] + flow["screened"]
    assert flow["screened"] == flow["excluded"] + flow["included"]
    assert flow["included"] == sum(one.included for one in found.decisions)
    by_clause = [count for box, count in found.flow if box.startswith("included by")]
    assert sum(by_clause) == flow["included"]
