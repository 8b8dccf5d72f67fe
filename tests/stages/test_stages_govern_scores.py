"""Scores of the rubric worked by hand: disagreement, settling, dating, pairs, thin years and resampling."""

from __future__ import annotations

from typing import Any

import pytest
from stage_objects import claim, document, event, period

from kelisim.model.coding import Codebook, Coding
from kelisim.model.document import Document, Passage
from kelisim.model.event import Event
from kelisim.model.ladder import Ladder, Rung
from kelisim.model.phase import GovernanceState
from kelisim.model.protocol import StudyDescription
from kelisim.model.results import Claimed, Coded, Collected, GovernanceYear, Governed, VariableScore
from kelisim.model.rubric import Relationship, RubricLine, ScoringRule
from kelisim.stages import govern

PAIR = Relationship("yd", "Yara and Delta", ("Yara",), ("Delta", "Дельта"))
RUBRIC = (
    RubricLine("capability", "high", "skilled", codes=("skill",)),
    RubricLine("capability", "low", "unskilled", codes=("lack",)),
    RubricLine("equity", "high", "majority", triggers=("equity tie",)),
    RubricLine("codifiability", "high", "drawings", codes=("how",), words={"en": ("drawing",), "ru": ("чертёж",)}),
    RubricLine("codifiability", "low", "tacit", codes=("how",), words={"en": ("trust",), "ru": ("доверие",)}),
)


def coding(coder: str, code: str, doc: Document, quote: str) -> Coding:
    start = doc.text.index(quote)
    return Coding(coder, code, Passage(doc.source, start, start + len(quote), quote))


def scored(documents: list[Document], codings: list[Coding], **more: Any) -> Governed:
    readers = more.get("readers", {coder: tuple(d.source for d in documents) for coder in ("ana", "ben")})
    return govern.run(
        description=StudyDescription("T", "Q", period("2014/2020")),
        codebook=Codebook("1", "nominal", rubric=more.get("rubric", RUBRIC)),
        governance=more.get("states", ()),
        events=more.get("events", ()),
        relationships=more.get("pairs", (PAIR,)),
        scoring=more.get("rule", ScoringRule()),
        ladders=more.get("ladders", ()),
        collect=Collected(tuple(documents), (), {}),
        code=Coded(tuple(codings), (), (), (), False, adjudicated=tuple(more.get("settled", ())), read=readers),
        claim=Claimed(tuple(more.get("claims", ())), ()),
    )


def score(found: Governed, variable: str, year: int) -> VariableScore:
    return next(one for one in found.scores if (one.variable, one.year) == (variable, year))


def year(found: Governed, when: int) -> GovernanceYear:
    return next(one for one in found.years if one.year == when)


ONE = "In 2016 Yara and Delta opened a line."
TWO = "Yara found no welders at Delta in 2016."
TEXT = document("A", f"{ONE} {TWO} Much later nothing is dated. In 2016 only Yara moved.")


def test_agreed_passages_give_a_point() -> None:
    both = [coding(who, code, TEXT, quote) for who in ("ana", "ben") for code, quote in (("skill", ONE), ("lack", TWO))]
    found = score(scored([TEXT], both), "capability", 2016)
    assert (found.low, found.high, found.degree) == (0.5, 0.5, "undecided")
    assert (found.passages, found.contested, found.interval) == (2, 0, "no disagreement")
    assert found.coders == (("ana", 1, 1), ("ben", 1, 1))


def test_a_passage_one_coder_left_out_opens_the_interval() -> None:
    # One passage is high for both; the other is low for ana and nothing for ben: 1/2 if it counts, 1/1 if not.
    codings = [coding(who, "skill", TEXT, ONE) for who in ("ana", "ben")] + [coding("ana", "lack", TEXT, TWO)]
    found = score(scored([TEXT], codings), "capability", 2016)
    assert (found.low, found.high, found.degree) == (0.5, 1.0, "undecided")
    assert (found.contested, found.interval) == (1, "coders")


def test_opposite_codes_on_one_passage_allow_both() -> None:
    codings = [coding("ana", "skill", TEXT, ONE), coding("ben", "lack", TEXT, ONE)]
    found = score(scored([TEXT], codings), "capability", 2016)
    assert (found.low, found.high, found.degree, found.contested) == (0.0, 1.0, "undecided", 1)


def test_evidence_that_only_one_coder_saw_decides_nothing() -> None:
    codings = [coding("ana", "skill", TEXT, ONE)]
    found = score(scored([TEXT], codings), "capability", 2016)
    assert (found.low, found.high, found.degree) == (0.0, 1.0, "undecided")
    alone = score(scored([TEXT], codings, readers={"ana": ("A",)}), "capability", 2016)
    assert (alone.low, alone.high, alone.degree) == (1.0, 1.0, "high")


def test_what_was_settled_replaces_what_coders_differed_on() -> None:
    codings = [coding("ana", "skill", TEXT, ONE), coding("ben", "lack", TEXT, ONE)]
    settled = [coding("cem", "lack", TEXT, ONE)]
    found = score(scored([TEXT], codings, settled=settled), "capability", 2016)
    assert (found.low, found.high, found.degree, found.contested) == (0.0, 0.0, "low", 0)


def test_without_evidence_everything_is_possible_and_nothing_is_said() -> None:
    codings = [coding(who, "skill", TEXT, ONE) for who in ("ana", "ben")]
    found = scored([TEXT], codings)
    empty = score(found, "capability", 2015)
    assert (empty.low, empty.high, empty.degree, empty.interval) == (0.0, 1.0, "", "none")
    assert year(found, 2015).status == "no evidence"
    assert year(found, 2015).modes == ()
    assert [one.year for one in found.years] == list(range(2014, 2021))


def test_undated_passages_and_those_of_nobody_are_counted_and_left_out() -> None:
    codings = [
        coding(who, "skill", TEXT, quote)
        for who in ("ana", "ben")
        for quote in (ONE, "Much later nothing is dated.", "In 2016 only Yara moved.")
    ]
    found = scored([TEXT], codings)
    assert score(found, "capability", 2016).passages == 1
    assert found.coverage is not None
    assert (found.coverage.passages, found.coverage.dated, found.coverage.placed) == (3, 2, 1)
    either = Relationship("yd", "Yara and Delta", ("Yara",), ("Delta",), match="either")
    assert score(scored([TEXT], codings, pairs=(either,)), "capability", 2016).passages == 2
    everybody = scored([TEXT], codings, pairs=())
    assert score(everybody, "capability", 2016).passages == 2
    assert everybody.years[0].relationship == ""


def test_a_passage_has_the_years_and_actors_of_the_event_told_in_it() -> None:
    told = event("E1", "2017/2018", actors=("Yara", "Delta"), document="B", quote="Workers were taught to weld.")
    text = document("B", "Workers were taught to weld. The rest is silence.")
    codings = [coding(who, "skill", text, "Workers were taught to weld.") for who in ("ana", "ben")]
    found = scored([text], codings, events=[told])
    assert [one.year for one in found.scores if one.variable == "capability" and one.degree] == [2017, 2018]


def test_words_say_in_which_direction_a_code_speaks_in_any_language() -> None:
    english = document("C", "In 2018 Yara sent drawings to Delta. In 2018 Yara and Delta dealt on trust.")
    russian = document("D", "В 2018 году Yara передала чертежи заводу Дельта. Остальное неизвестно.", "ru")
    quotes = [(english, "In 2018 Yara sent drawings to Delta."), (english, "In 2018 Yara and Delta dealt on trust.")]
    quotes.append((russian, "В 2018 году Yara передала чертежи заводу Дельта."))
    codings = [coding(who, "how", text, quote) for who in ("ana", "ben") for text, quote in quotes]
    found = score(scored([english, russian], codings), "codifiability", 2018)
    assert (found.passages, found.documents) == (3, 2)
    assert found.low == found.high == pytest.approx(2 / 3)
    assert found.degree == "high"


def test_events_count_by_kind_and_only_when_they_happened() -> None:
    events = [
        event("E1", "2016-05", trigger="equity tie", actors=("Yara", "Delta")),
        event("E2", "2018", trigger="equity tie", actors=("Yara", "Delta"), status="planned"),
        event("E3", "2019", trigger="equity tie", actors=("Yara",)),
        event("E4", "2020/..", trigger="equity tie", actors=("Yara", "Delta"), status="under way"),
    ]
    found = scored([TEXT], [], events=events)
    assert [(one.year, one.evidence) for one in found.scores if one.degree] == [(2016, ("E1",)), (2020, ("E4",))]
    assert year(found, 2016).ties == ("hierarchy",)


def test_thin_years_say_so() -> None:
    codings = [coding(who, "skill", TEXT, ONE) for who in ("ana", "ben")]
    assert score(scored([TEXT], codings), "capability", 2016).thin
    assert not score(scored([TEXT], codings, rule=ScoringRule(thin_below=1)), "capability", 2016).thin


def test_many_documents_are_resampled_and_give_the_same_interval_every_time() -> None:
    texts = [document(f"T{i}", f"In 2016 Yara met Delta, item {i}.") for i in range(8)]
    codings = [
        coding(who, "skill" if i < 6 else "lack", text, text.text)
        for who in ("ana", "ben")
        for i, text in enumerate(texts)
    ]
    first, second = (score(scored(texts, codings), "capability", 2016) for _ in range(2))
    assert first == second
    assert first.interval == "documents"
    # Eight draws from 6 high and 2 low: the binomial(8, 3/4) has its 2.5% and 97.5% points at 3 and 8 of 8.
    assert (first.low, first.high) == (3 / 8, 1.0)
    few = score(scored(texts, codings, rule=ScoringRule(resample_from=9)), "capability", 2016)
    assert (few.low, few.high, few.degree) == (0.75, 0.75, "high")


def states() -> list[GovernanceState]:
    return [
        GovernanceState("a", "Yara; Delta", period("2014/2016"), ("modular",), reading="P"),
        GovernanceState("b", "Yara; Delta", period("2017/2020"), ("hierarchy",), reading="P"),
        GovernanceState("c", "Others", period("2014/2020"), ("market",), reading="Q"),
    ]


def decided(high: bool) -> tuple[RubricLine, ...]:
    degrees = ("high", "low", "low") if high else ("low", "high", "high")
    names = ("complexity", "codifiability", "capability")
    return tuple(
        RubricLine(name, degree, "x", events=(f"E-{high}",))  # type: ignore[arg-type]
        for name, degree in zip(names, degrees, strict=True)
    )


def test_a_change_is_certain_between_the_last_old_year_and_the_first_new_one() -> None:
    names = ("Yara", "Delta")
    events: list[Event] = [
        event("E-False", "2014/2015", actors=names),
        event("E-True", "2018/2019", actors=names, trigger="equity tie"),
        event("E-law", "2016", trigger="policy instrument"),
        event("E-late", "2020", actors=names, trigger="equity tie"),
        event("E-old", "2010", trigger="policy instrument"),
        event("E-else", "2016", actors=("Yara",), trigger="capability formation"),
    ]
    found = scored([], [], events=events, rubric=(*decided(False), *decided(True)), states=states())
    assert {one.year: one.reading for one in found.years if one.status == "decided"} == {
        2014: ("market",),
        2015: ("market",),
        2018: ("hierarchy",),
        2019: ("hierarchy",),
    }
    (change,) = [one for one in found.transitions if one.certainty != "declared"]
    assert (change.reading, change.before, change.after) == ("computed: yd", "market", "hierarchy")
    assert (change.period, change.certainty) == ("2015/2018", "certain")
    assert [(t.event, t.precedence, t.constitutive) for t in change.triggers] == [
        ("E-True", "possibly", True),
        ("E-law", "possibly", False),
    ]
    assert change.absent == ("capability formation",)


def test_declared_readings_stand_beside_the_computed_one() -> None:
    events = [event("E-True", "2016/2018", actors=("Yara", "Delta"))]
    found = scored([], [], events=events, rubric=decided(True), states=states())
    assert year(found, 2016).declared == (("P", ("modular",), "contradicts"),)
    assert year(found, 2018).declared == (("P", ("hierarchy",), "agrees"),)
    assert year(found, 2019).declared == (("P", ("hierarchy",), ""),)


def test_two_readings_are_kept_where_the_variables_and_the_ties_part() -> None:
    rubric = (*decided(False), RubricLine("equity", "high", "x", events=("E-own",)))
    events = [event("E-False", "2014/2018", actors=("Yara", "Delta")), event("E-own", "2018", actors=("Yara", "Delta"))]
    found = scored([], [], events=events, rubric=rubric)
    last = year(found, 2018)
    assert (last.modes, last.ties, last.both) == (("market",), ("hierarchy",), ())
    assert "two readings" in last.note
    assert year(found, 2017).both == ("market",)


def test_an_excluded_combination_is_told_and_is_no_mode() -> None:
    rubric = tuple(
        RubricLine(name, "low", "x", events=("E",)) for name in ("complexity", "codifiability", "capability")
    )
    found = year(scored([], [], events=[event("E", "2016", actors=("Yara", "Delta"))], rubric=rubric), 2016)
    assert (found.status, found.modes) == ("excluded", ())
    assert "excludes" in found.excluded[0]


LADDER = Ladder(
    "depth",
    "Depth",
    (
        Rung("import", "Import"),
        Rung("kits", "Kits", words={"en": ("kit",)}),
        Rung("parts", "Parts"),
        Rung("design", "D"),
    ),
)


def test_a_ladder_is_climbed_for_certain_and_possibly() -> None:
    rungs = list(LADDER.rungs)
    rungs[2] = Rung("parts", "Parts", claims=("C1",))
    rungs[3] = Rung("design", "Design", events=("E3",))
    events = [
        event("E1", "2015/2017", actors=("Yara", "Delta")),
        event("E3", "2022", status="planned"),
    ]
    events[0] = Event("E1", period("2015/2017"), "Kits are put together", ("Yara", "Delta"), quote="")
    claims = [claim("C1", "", "../2018", subject="parts of Delta")]
    found = scored([], [], events=events, claims=claims, ladders=(Ladder("depth", "Depth", tuple(rungs)),))
    whole = {one.year: (one.low, one.high, one.planned) for one in found.ladders if one.scope == "all"}
    assert whole[2014] == ("", "", "")
    assert whole[2015] == ("", "kits", "")
    assert whole[2017] == ("kits", "kits", "")
    assert whole[2018] == ("parts", "parts", "")
    assert whole[2020] == ("parts", "parts", "")
    assert whole[2022] == ("", "", "design")
    assert next(one for one in found.ladders if (one.scope, one.year) == ("all", 2018)).skipped == ("import",)
    pair = {one.year: one.low for one in found.ladders if one.scope == "yd"}
    assert pair[2018] == "kits"


def test_what_is_advised_is_no_step() -> None:
    events = [event("E1", "2016", status="recommended")]
    ladder = Ladder("depth", "Depth", (Rung("a", "A", events=("E1",)), Rung("b", "B")))
    assert scored([], [], events=events, ladders=(ladder,)).steps == ()


def test_a_stake_lasts_behind_later_evidence_until_something_tells_otherwise() -> None:
    later = document("B", "In 2018 Yara and Delta worked with skill. In 2019 Yara and Delta worked with skill.")
    rubric = (*RUBRIC, RubricLine("equity", "low", "no stake", events=("E-sold",)))
    codings = [
        coding(who, "skill", later, quote)
        for who in ("ana", "ben")
        for quote in ("In 2018 Yara and Delta worked with skill.", "In 2019 Yara and Delta worked with skill.")
    ]
    bought = event("E-bought", "2016", trigger="equity tie", actors=("Yara", "Delta"))
    sold = event("E-sold", "2019", trigger="market entry", actors=("Yara", "Delta"))
    found = scored([later], codings, rubric=rubric, events=[bought, sold])
    assert year(found, 2016).reading == ("hierarchy",)
    assert year(found, 2017).status == "no evidence"
    # A skilled supplier is of no hierarchy, so that the stake is a second reading of the year.
    assert year(found, 2018).ties == ("hierarchy",)
    assert year(found, 2018).both == ()
    assert "the equity told of in 2016 is taken to last" in year(found, 2018).note
    assert "hierarchy" not in year(found, 2019).ties
    spans = [(one.period, one.before, one.certainty) for one in found.transitions]
    assert ("2016/2018", "hierarchy", "certain") not in spans
    assert ("2016/2019", "hierarchy", "certain") in spans
