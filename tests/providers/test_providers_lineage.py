"""Known re-publishers: the look-up, and what it does to independence, verdicts and findings."""

from __future__ import annotations

from pathlib import Path

import pytest
from provider_cases import describe

from editing import edit
from kelisim.api import Study
from kelisim.model.independence import name_of
from kelisim.providers.lineage import origins, republications

UIS = "UNESCO Institute for Statistics (UIS)"
OICA = "International Organization of Motor Vehicle Manufacturers (OICA)"
IEA = "International Energy Agency (IEA)"


@pytest.mark.parametrize(
    ("publisher", "code", "url", "whose"),
    [
        ("World Bank", "GB.XPD.RSDV.GD.ZS", "", [UIS]),
        ("The World Bank", "", "https://data.worldbank.org/indicator/GB.XPD.RSDV.GD.ZS?locations=KZ", [UIS]),
        ("World Bank", "SE.TER.ENRR", "", [UIS]),
        ("World Bank", "NY.GDP.MKTP.CD", "", []),
        ("World Bank", "IP.PAT.RESD", "", ["World Intellectual Property Organization (WIPO)"]),
        ("CEIC", "", "https://www.ceicdata.com/en/indicator/kazakhstan/motor-vehicle-production", [OICA]),
        ("CEIC", "", "https://www.ceicdata.com/en/indicator/kazakhstan/gdp-per-capita", []),
        ("Our World in Data", "electric-car-sales", "", [IEA]),
        (
            "Our World in Data, after the International Energy Agency",
            "",
            "https://ourworldindata.org/grapher/electric-car-sales-share.csv?csvType=filtered",
            [IEA],
        ),
        ("Our World in Data", "research-spending-gdp", "", [UIS]),
        ("Our World in Data", "life-expectancy", "", []),
        ("DBnomics", "WB/WDI/A-GB.XPD.RSDV.GD.ZS-KAZ", "", ["World Bank", UIS]),
        ("DBnomics", "IMF/WEO:2025-04/CHN.NGDP_RPCH", "", ["International Monetary Fund (IMF)"]),
        ("WITS", "", "https://wits.worldbank.org/CountryProfile/en/KAZ", ["UN Comtrade"]),
        ("UNESCO Institute for Statistics", "EXPGDP.TOT", "https://api.uis.unesco.org/x", []),
        ("Bureau of the World Bankers", "GB.XPD.RSDV.GD.ZS", "https://notworldbank.org/GB.XPD.RSDV.GD.ZS", []),
        ("Somebody", "", "https://example.org/electric-car-sales", []),
    ],
)
def test_whose_figures_they_are(publisher: str, code: str, url: str, whose: list[str]) -> None:
    assert [one.origin for one in origins(publisher=publisher, code=code, url=url)] == whose


def test_what_is_known_says_how_and_where_to_see_it() -> None:
    assert len(republications()) > 20
    for one in republications():
        assert one.by
        assert one.hosts
        assert one.known
        assert one.see.startswith("https://")
        assert one.origin not in one.by


BANK = """\
title = "Share of trips by bicycle (invented)"
provider = "{provider}"
indicator = "cycling-share"
unit = "percent"
source = "{source}"
query = "{query}"
vintage = "2025"
retrieved = "2026-11-24"
sha256 = "{sha256}"
provider_indicator = "{code}"
{more}"""


def add(study: Path, name: str, *, source: str = "counters", more: str = "", **about: str) -> None:
    """Add a series that agrees with claim C2, which the council makes: 9.4% in 2021."""
    import hashlib

    numbers = b"period,place,value,note\n2021,Northtown,9.4,\n"
    (study / "series" / f"{name}.csv").write_bytes(numbers)
    text = BANK.format(
        **{"provider": "Union", "code": "", "query": "https://example.org", **about},
        source=source,
        more=more,
        sha256=hashlib.sha256(numbers).hexdigest(),
    )
    describe(study, name, text)


def verdict(study: Path, series: str, claim: str = "C2") -> str:
    found = Study.open(study).results.verify.comparisons
    return next(one.verdict for one in found if (one.claim, one.against) == (claim, series))


def test_a_series_may_say_whose_figures_it_gives(small_study: Path) -> None:
    add(small_study, "union")
    assert verdict(small_study, "union") == "corroborated"
    add(small_study, "union", more='lineage = ["survey"]\n')
    assert verdict(small_study, "union") == "dependent"


def test_an_organisation_may_be_named_in_place_of_a_source(small_study: Path) -> None:
    add(small_study, "union", more='lineage = ["Northtown Council"]\n')
    assert verdict(small_study, "union") == "dependent"
    add(small_study, "union", more='lineage = ["Southtown Council"]\n')
    assert verdict(small_study, "union") == "corroborated"


def test_the_bank_s_figures_on_research_do_not_bear_out_unesco_s(small_study: Path) -> None:
    """The claim is now UNESCO's; the bank's series has no lineage in the register and is known for what it is."""
    edit(small_study / "sources.csv", "Northtown Council", "UNESCO Institute for Statistics")
    research = {"provider": "World Bank", "code": "GB.XPD.RSDV.GD.ZS"}
    add(small_study, "bank", **research)
    assert verdict(small_study, "bank") == "dependent"
    add(small_study, "bank", **{**research, "code": "NY.GDP.MKTP.CD"})
    assert verdict(small_study, "bank") == "corroborated"


def test_two_re_publishers_are_one_origin(small_study: Path) -> None:
    """OICA itself is not in the register."""
    edit(small_study / "sources.csv", "https://example.org/,", "https://ourworldindata.org/grapher/electric-car-sales,")
    edit(small_study / "sources.csv", "statistic,survey,sources/gazette.md", "statistic,,sources/gazette.md")
    edit(small_study / "claims.csv", "percent,exact,reported,survey", "percent,exact,reported,")
    add(small_study, "cars", provider="Our World in Data", code="electric-car-sales-share")
    assert verdict(small_study, "cars", "C3") == "dependent"
    study = Study.open(small_study)
    (tie,) = [one for one in study.results.collect.ties if one.relation == "lineage"]
    assert (tie.start, name_of(tie.end)) == ("gazette", IEA)
    assert tie.evidence.startswith("known: Our World in Data processes the IEA's Global EV Outlook")


def test_copies_that_disagree_are_a_note(small_study: Path) -> None:
    """Two re-publishers of one origin that differ: one of them has another vintage."""
    add(small_study, "bank", provider="World Bank", code="GB.XPD.RSDV.GD.ZS")
    add(small_study, "owid", provider="Our World in Data", code="research-spending-gdp", source="gazette")
    path = small_study / "series" / "owid.csv"
    import hashlib

    before = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_bytes(path.read_bytes().replace(b"9.4", b"8.4"))
    edit(small_study / "series" / "owid.toml", before, hashlib.sha256(path.read_bytes()).hexdigest())
    found = [one for one in Study.open(small_study).check(select=["Q014"]) if set(one.about) == {"bank", "owid"}]
    assert [one.severity for one in found] == ["note"]


def test_nothing_known_changes_nothing(small_study: Path) -> None:
    from kelisim.engine.lineage import with_known_lineage
    from kelisim.study.layout import Layout
    from kelisim.study.load import load_study

    data = load_study(Layout(small_study))
    assert with_known_lineage(data) is data
