"""A number told twice in one paper, once with its source and once without, is one number."""

from __future__ import annotations

from stage_objects import claim, series

from kelisim.model.claim import Claim
from kelisim.model.independence import Graph, Tie
from kelisim.stages.verify.provenance import Provenance
from kelisim.stages.verify.units import Units
from kelisim.stages.verify.with_series import compare_with_series


def _claim(name: str, source: str, *citations: str) -> Claim:
    return Claim(name, source, "share", citations=citations)


def test_an_uncited_number_may_come_from_anything_its_author_cites() -> None:
    cited, uncited = _claim("C1", "paper", "wire"), _claim("C2", "paper")
    elsewhere, other = _claim("C3", "paper", "atlas"), _claim("C4", "bureau")
    graph = Graph((Tie("wire", "association", "lineage"),))
    provenance = Provenance(graph, [cited, uncited, elsewhere, other])
    assert provenance.of_claim(cited) == {"wire", "association"}
    assert provenance.of_claim(uncited) == {"paper", "wire", "association", "atlas"}
    assert not provenance.of_claim(cited).isdisjoint(provenance.of_claim(uncited))
    assert provenance.of_claim(cited).isdisjoint(provenance.of_claim(elsewhere))
    assert provenance.of_claim(uncited).isdisjoint(provenance.of_claim(other))


def test_a_claim_about_a_part_is_not_held_against_the_whole() -> None:
    whole = series("output", {"2020": 74831.0}, of="oica", subject="all vehicles")
    part = claim("C1", "765", "2020", subject="one maker's vehicles")
    same = claim("C2", "74831", "2020", subject="All vehicles")
    provenance = Provenance(Graph())
    held = [(whole, whole.observations)]
    found = compare_with_series([part, same], held, None, provenance, 0.0, Units(), {"output": "output"})
    first, second = found
    assert first.verdict == "not comparable"
    assert "one maker's vehicles" in first.arithmetic
    assert second.verdict == "corroborated"
