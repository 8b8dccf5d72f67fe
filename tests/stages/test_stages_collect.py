"""Provenance roots: what each source goes back to, and which sources are not independent of each other."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stage_objects import source

from kelisim.errors import StudyError
from kelisim.stages import collect
from kelisim.stages.collect import provenance_roots
from kelisim.stages.origins import count_origins


def roots(**lineage: str) -> dict[str, tuple[str, ...]]:
    """Return the roots for sources given as name="what it re-reports"."""
    return provenance_roots([source(name, lineage=tuple(of.split())) for name, of in lineage.items()])


def test_what_re_reports_nothing_is_its_own_root() -> None:
    assert roots(oica="") == {"oica": ("oica",)}


def test_a_reprint_goes_back_to_the_head_of_its_line() -> None:
    found = roots(uis="", wdi="uis", owid="wdi", blog="owid")
    assert set(found.values()) == {("uis",)}


def test_a_compilation_goes_back_to_all_that_it_compiles() -> None:
    assert roots(bns="", oica="", review="bns ceic", ceic="oica")["review"] == ("bns", "oica")


def test_a_circle_is_one_root() -> None:
    assert roots(a="b", b="c", c="a", outside="") == {**dict.fromkeys("abc", ("a",)), "outside": ("outside",)}


def test_a_source_that_names_itself_is_its_own_root() -> None:
    assert roots(a="a") == {"a": ("a",)}


def test_two_circles_are_two_roots_of_what_rests_on_both() -> None:
    found = roots(a="b", b="a", x="y", y="x", digest="b y")
    assert found["a"] == found["b"] == ("a",)
    assert found["x"] == found["y"] == ("x",)
    assert found["digest"] == ("a", "x")


def test_a_circle_that_also_cites_an_original_is_not_independent_of_it() -> None:
    found = roots(a="b", b="a original", original="")
    assert "original" in found["a"]


def test_a_lineage_outside_the_register_is_a_root() -> None:
    assert roots(news="ministry")["news"] == ("ministry",)


NAMES = "abcdefg"
LINEAGES = st.fixed_dictionaries({name: st.lists(st.sampled_from(NAMES), max_size=2, unique=True) for name in NAMES})


@given(LINEAGES, st.randoms())
def test_roots_do_not_depend_on_the_order_of_the_register(lineage: dict[str, list[str]], order: random.Random) -> None:
    register = [source(name, lineage=tuple(of)) for name, of in lineage.items()]
    shuffled = list(register)
    order.shuffle(shuffled)
    assert provenance_roots(register) == provenance_roots(shuffled)


@given(LINEAGES)
def test_nothing_is_independent_of_what_it_re_reports(lineage: dict[str, list[str]]) -> None:
    found = {name: set(of) for name, of in roots(**{name: " ".join(of) for name, of in lineage.items()}).items()}
    for name, named in lineage.items():
        assert found[name]
        for other in named:
            assert found[other] <= found[name]


def test_origins_are_counted_and_not_statements() -> None:
    assert count_origins([]) == 0
    assert count_origins([frozenset("a"), frozenset("a"), frozenset("b")]) == 2
    # What rests on both joins the two into one witness.
    assert count_origins([frozenset("a"), frozenset("b"), frozenset("ab")]) == 1


class _File:
    def __init__(self, data: bytes) -> None:
        import hashlib

        self.data, self.sha256 = data, hashlib.sha256(data).hexdigest()

    def read(self) -> bytes:
        return self.data


def test_documents_come_in_the_order_of_the_register_with_their_hashes() -> None:
    sources = [source(name, file=f"sources/{name}.md", language="en") for name in ("b", "a")]
    files = {f"sources/{name}.md": _File(f"The text of {name}.\n".encode()) for name in "ab"}
    found = collect.run(sources=sources, files=files)
    assert [one.source for one in found.documents] == ["b", "a"]
    assert found.documents[1].text == "The text of a.\n"
    assert found.documents[1].sha256 == found.documents[1].text_sha256


def test_every_unreadable_file_is_named() -> None:
    sources = [source(name, file=f"sources/{name}.pdf") for name in ("b", "a", "good")]
    files = {f"sources/{name}.pdf": _File(b"%PDF-1.7\n") for name in "ab"}
    sources[2] = source("good", file="sources/good.md")
    with pytest.raises(StudyError) as caught:
        collect.run(sources=sources, files={**files, "sources/good.md": _File(b"Text.")})
    assert [one.file for one in caught.value.problems] == ["sources/b.pdf", "sources/a.pdf"]
