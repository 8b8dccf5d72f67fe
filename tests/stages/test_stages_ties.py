"""What sources go back to: lineage, ownership, quotation and likeness of text, and what follows for the stages."""

from __future__ import annotations

from dataclasses import replace

from stage_objects import claim, collected, document, protocol, source, verified

from kelisim.model.document import Passage
from kelisim.model.independence import Graph, Publisher
from kelisim.model.protocol import EligibilityRule
from kelisim.stages import collect, screen
from kelisim.stages.organisations import organisations_of

HOTELIERS = Publisher("Hoteliers' Union of Georgia (HUGE)", ("Союз отельеров Грузии",), "Tourism Holding")


def news(name: str, **more: str) -> object:
    return replace(source(name, "news"), publisher=more.pop("publisher", f"The {name} Post"), **more)  # type: ignore[arg-type]


DAILY, HERALD = news("daily"), news("herald", language="ru")
OFFICE = replace(source("office"), publisher="Geostat")
TEXTS = [
    document("daily", "According to HUGE, 4,100 rooms were let in 2022. Geostat counts 3,900 tourists."),
    document("herald", "По данным Союза отельеров Грузии, в 2022 году сдано 4100 номеров.", "ru"),
]
BULLETIN = replace(source("bulletin", "industry association"), publisher="HUGE")


def graph_of(*sources: object, documents: object = (), publishers: object = (HOTELIERS,)) -> Graph:
    return Graph(collected(sources, documents, publishers).ties)  # type: ignore[arg-type]


def test_two_papers_that_quote_one_union_in_two_languages_are_one() -> None:
    graph = graph_of(DAILY, HERALD, OFFICE, BULLETIN, documents=TEXTS)
    assert graph.path("daily", "herald") == f"both quote {HOTELIERS.name}"
    assert graph.path("herald", "bulletin") == f"herald quotes {HOTELIERS.name}; bulletin belongs to {HOTELIERS.name}"
    assert graph.independent("herald", "office")
    assert not graph.independent("daily", "office")
    assert graph.independent("office", "bulletin")


def test_spellings_in_brackets_and_letter_case_name_one_organisation() -> None:
    found = organisations_of([source("a"), replace(source("b"), publisher="huge")], [HOTELIERS])
    assert found.of("HUGE") == found.of("Hoteliers' Union of Georgia") == found.of("huge") == HOTELIERS.name
    assert found.of("nobody") == ""
    assert found.owner == {HOTELIERS.name: "Tourism Holding"}


def test_owners_join_outlets_and_a_journal_does_not_join_its_authors() -> None:
    one, other = replace(DAILY, owner="Media Group"), replace(HERALD, owner="media group")
    assert graph_of(one, other).path("daily", "herald") == "both belong to Media Group"
    papers = [replace(source(name, "academic"), publisher="Annals of Tourism") for name in "ab"]
    assert graph_of(*papers).independent("a", "b")
    houses = [replace(source(name, "news"), publisher="Post") for name in "ab"]
    assert graph_of(*houses).path("a", "b") == "both belong to Post"
    owned = replace(source("site", "news"), publisher="Tourism Holding")
    assert "belongs to Tourism Holding" in graph_of(BULLETIN, owned).path("bulletin", "site")


def test_what_an_organisation_says_of_itself_is_no_quotation() -> None:
    own = document("bulletin", "HUGE reports that 4,100 rooms were let.")
    assert collected([BULLETIN], [own], [HOTELIERS]).quotations == ()


def test_an_attribution_that_speaks_for_no_figure_is_no_tie() -> None:
    vague = document("daily", "According to HUGE, guests were content.")
    assert collected([DAILY], [vague], [HOTELIERS]).quotations == ()


class _File:
    def __init__(self, text: str) -> None:
        import hashlib

        self._data = text.encode()
        self.sha256 = hashlib.sha256(self._data).hexdigest()

    def read(self) -> bytes:
        return self._data


def test_one_wire_in_two_outlets_is_one_origin() -> None:
    wire = (
        "Rooms let in the capital rose by a tenth in the year to June, hotels in the mountains stood empty for longer "
    )
    wire += (
        "than in the year before, and the ministry expects the winter to bring guests back to the slopes of Gudauri."
    )
    sources = [replace(DAILY, file="d.txt", language="en"), replace(HERALD, file="h.txt", language="en")]
    files = {"d.txt": _File(wire), "h.txt": _File(wire + " (Agency.)")}
    found = collect.run(sources=sources, files=files)  # type: ignore[arg-type]
    assert found.roots["daily"] == found.roots["herald"]
    assert Graph(found.ties).path("daily", "herald") == "daily and herald carry nearly the same text"


CLAUSE = EligibilityRule("iii", "two outlets", "independent_outlets", at_least=2)


def test_the_clause_on_outlets_says_what_joins_them() -> None:
    sources = [DAILY, HERALD]
    told = claim("C1", "4100", "2022", citations=("daily", "herald"))

    def decided(documents: object) -> list[tuple[bool, str]]:
        found = screen.run(
            sources=sources,  # type: ignore[arg-type]
            protocol=protocol(eligibility=[CLAUSE]),
            journal=(),
            claims=[told],
            events=(),
            matrix=(),
            collect=collected(sources, documents, [HOTELIERS]),  # type: ignore[arg-type]
        )
        return [(one.included, one.reason) for one in found.decisions]

    assert decided(()) == [(True, "reported by 2 independent outlets")] * 2
    assert decided(TEXTS) == [
        (False, f"satisfies none of iii: with herald, both quote {HOTELIERS.name}"),
        (False, f"satisfies none of iii: with daily, both quote {HOTELIERS.name}"),
    ]


def test_a_claim_goes_back_to_whom_its_own_sentence_quotes() -> None:
    rooms, tourists = (TEXTS[0].text.index(number) for number in ("4,100", "3,900"))
    said = claim("rooms", "4100", "2022", by="daily", passage=Passage("daily", rooms, rooms + 5, "4,100"))
    other = claim("tourists", "4100", "2022", by="daily", passage=Passage("daily", tourists, tourists + 5, "3,900"))
    union = claim("union", "4100", "2022", by="bulletin")
    sources = [DAILY, HERALD, OFFICE, BULLETIN]
    more = {"sources": sources, "documents": TEXTS, "publishers": [HOTELIERS]}
    first, _ = verified([said, union], **more).comparisons
    assert (first.verdict, first.independent) == ("dependent", False)
    assert first.joined == f"daily quotes {HOTELIERS.name}; bulletin belongs to {HOTELIERS.name}"
    second, _ = verified([other, union], **more).comparisons
    assert (second.verdict, second.independent, second.joined) == ("corroborated", True, "")
