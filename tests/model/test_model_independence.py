"""The graph of independence: paths, groups and roots."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kelisim.model.independence import RELATIONS, Graph, Tie, organisation

AKAB = organisation("AKAB")


def test_two_that_quote_one_office_are_joined_by_it() -> None:
    graph = Graph((Tie("a", AKAB, "quotation"), Tie("b", AKAB, "quotation"), Tie("c", "d", "lineage")))
    assert graph.path("a", "b") == "both quote AKAB"
    assert not graph.independent("a", "b")
    assert graph.independent("a", "c")
    assert graph.path("a", "c") == ""


def test_a_digest_does_not_make_its_sources_depend_on_each_other() -> None:
    graph = Graph((Tie("digest", "a", "lineage"), Tie("digest", "b", "lineage")))
    assert graph.independent("a", "b")
    assert graph.path("digest", "a") == "digest re-reports a"


def test_a_chain_over_several_relations_is_told_step_by_step() -> None:
    graph = Graph(
        (
            Tie("blog", "paper", "lineage"),
            Tie("paper", "wire", "duplicate"),
            Tie("wire", "paper", "duplicate"),
            Tie("wire", AKAB, "quotation"),
            Tie("bulletin", AKAB, "ownership"),
        )
    )
    told = graph.path("blog", "bulletin")
    assert told == "blog re-reports paper, which carries the text of wire, which quotes AKAB; bulletin belongs to AKAB"
    assert graph.path("bulletin", "blog") == "; ".join(reversed(told.split("; ")))
    assert graph.roots("blog") == graph.roots("bulletin") == (AKAB,)


def test_a_claims_own_quotations_stand_in_for_those_of_its_document() -> None:
    graph = Graph((Tie("a", AKAB, "quotation"), Tie("a", "wire", "lineage")))
    assert graph.ascend(("a",), without_quotations=("a",)).nodes == {"a", "wire"}
    near = Tie("a", organisation("OICA"), "quotation")
    assert graph.ascend(("a",), without_quotations=("a",), also=(near,)).nodes == {"a", "wire", organisation("OICA")}
    again = Tie("a", AKAB, "quotation")
    assert AKAB in graph.ascend(("a",), without_quotations=("a",), also=(again,)).nodes


NODES = st.sampled_from("abcdefgh")
TIES = st.lists(st.builds(Tie, NODES, NODES, st.sampled_from(RELATIONS)), max_size=12)


@given(TIES, NODES, NODES)
def test_sharing_a_root_and_being_joined_by_a_path_are_the_same(ties: list[Tie], one: str, other: str) -> None:
    graph = Graph(tuple(ties))
    shares = not set(graph.roots(one)).isdisjoint(graph.roots(other))
    assert graph.independent(one, other) is not shares
    assert (graph.path(one, other) == "") is graph.independent(one, other) is graph.independent(other, one)


@given(TIES, st.randoms())
def test_the_order_of_ties_changes_no_verdict(ties: list[Tie], order: object) -> None:
    shuffled = list(ties)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    for node in "abcdefgh":
        assert Graph(tuple(ties)).roots(node) == Graph(tuple(shuffled)).roots(node)
