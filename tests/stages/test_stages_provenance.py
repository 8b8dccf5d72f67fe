"""A number told twice in one paper, once with its source and once without, is one number."""

from __future__ import annotations

from kelisim.model.claim import Claim
from kelisim.stages.verify.provenance import Provenance


def _claim(name: str, source: str, *citations: str) -> Claim:
    return Claim(name, source, "share", citations=citations)


def test_an_uncited_number_may_come_from_anything_its_author_cites() -> None:
    cited, uncited = _claim("C1", "paper", "wire"), _claim("C2", "paper")
    elsewhere, other = _claim("C3", "paper", "atlas"), _claim("C4", "bureau")
    roots = {"wire": ("association",), "paper": ("paper",), "bureau": ("bureau",), "atlas": ("atlas",)}
    provenance = Provenance(roots, [cited, uncited, elsewhere, other])
    assert provenance.of_claim(cited) == {"association"}
    assert provenance.of_claim(uncited) == {"paper", "association", "atlas"}
    assert not provenance.of_claim(cited).isdisjoint(provenance.of_claim(uncited))
    assert provenance.of_claim(cited).isdisjoint(provenance.of_claim(elsewhere))
    assert provenance.of_claim(uncited).isdisjoint(provenance.of_claim(other))
