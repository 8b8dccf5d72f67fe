"""A small made-up study of solar module making in Viet Nam and Thailand, whole and almost empty."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from kelisim.model.claim import Claim
from kelisim.model.coding import Code, Codebook, Coding, Theme
from kelisim.model.document import Document, Passage
from kelisim.model.event import Event
from kelisim.model.finding import Finding
from kelisim.model.indicator import Indicator
from kelisim.model.interval import Interval
from kelisim.model.period import Period
from kelisim.model.phase import GovernanceState, Marker, Phase
from kelisim.model.protocol import (
    Assumption,
    CodingRule,
    CredibilityRule,
    CrossCheckRule,
    EligibilityRule,
    EstimatePlan,
    MatrixRow,
    Protocol,
    Recommendation,
    RivalPeriodisation,
    StudyDescription,
)
from kelisim.model.results import (
    AgreementRow,
    AssumptionRow,
    Claimed,
    ClaimVerdict,
    Coded,
    Collected,
    Concluded,
    CredibilityRating,
    Estimated,
    EstimateRow,
    GovernanceRow,
    Governed,
    IndicatorCell,
    Periodised,
    PhaseRow,
    Rated,
    RecommendationRow,
    ReliabilityRow,
    Results,
    Screened,
    ScreeningDecision,
    Transition,
    TransitionTrigger,
    Verdict,
    Verified,
)
from kelisim.model.scale import Scale
from kelisim.model.series import Observation, Series
from kelisim.model.source import Source
from kelisim.model.study import StudyData

TEXT = (
    "Notes on the plant.\n\nThe ministry said that in 2018 about 30% of the modules sold were made at home. "
    "By 2021 the share had passed 45%. Nobody could say how much of it was due to the decree.\n"
)
QUOTE = "By 2021 the share had passed 45%."
CHINESE = "该厂二〇二一年产量为四百五十兆瓦。" * 30
P = Period.parse


@dataclass(frozen=True)
class Case:
    """A study with its results and findings."""

    data: StudyData
    results: Results
    findings: tuple[Finding, ...] = ()


def claim(key: str, period: str, value: float | None, **more: object) -> Claim:
    """Return a claim on the domestic share in Viet Nam, in per cent, unless told otherwise."""
    base: dict[str, object] = {
        "source": "A1",
        "indicator": "share",
        "subject": "modules made at home",
        "place": "VN",
        "unit": "percent",
        "step": 1.0,
        "section": "2",
        "interval": None if value is None else Interval.point(value),
        "stated": "" if value is None else f"{value:g}%",
    }
    return Claim(id=key, period=P(period), value=value, **{**base, **more})  # type: ignore[arg-type]


def _data() -> StudyData:
    sources = (
        Source(
            "A1",
            "Modules in the delta",
            "Journal of Panels",
            "academic",
            perspective="third",
            language="en",
            published=P("2022"),
            authors="Tran, B.; Lee, C.",
            container="Journal of Panels",
            volume="4",
            issue="2",
            pages="10–21",
            doi="10.5555/panel.4.2",
            category="academic literature",
            file="sources/A1.md",
            text_kind="full text",
        ),
        Source(
            "A2",
            "Energy bulletin",
            "Ministry of Energy",
            "government",
            perspective="VN",
            language="vi",
            published=P("2021-03"),
            accessed=P("2023-05-04"),
            url="https://energy.example/bulletin",
            category="policy document",
            reports=("statistic",),
        ),
        Source(
            "A3",
            "Panels boom, says ministry",
            "Daily Sun",
            "news",
            perspective="TH",
            language="zh",
            lineage=("A2",),
            category="news",
            file="sources/A3.md",
            text_kind="case note",
        ),
    )
    claims = (
        claim("C1", "2018", 30.0, comparator="approx", interval=Interval(29.5, 30.5), citations=("A2",)),
        claim(
            "C2",
            "2021",
            45.0,
            comparator="gt",
            interval=Interval(45.0, math.inf),
            citations=("A2", "A3"),
            document="A1",
            quote=QUOTE,
            section="3",
        ),
        claim("C3", "2015", 10.0),
        claim("C4", "2015/2021", 0.0, place="LA", indicator="control"),
        claim("C5", "2015/2021", 0.0, place="KH", indicator="control"),
        claim(
            "C6",
            "2015/2021",
            35.0,
            indicator="effect",
            unit="percentage_point",
            interval=Interval(35.0, 35.0),
            change="up",
            modality="estimated",
            stated="+35 points",
        ),
        claim("C7", "2022", 0.81, indicator="kappa", unit="coefficient", place="", subject="agreement"),
        claim("C8", "../2019", None, indicator="date", unit="", subject="decree", stated="by 2019"),
        claim("C9", "2021", 450_000_000.0, indicator="output", unit="watt", subject="plant", step=1e7),
    )
    events = (
        Event("E1", P("2016"), "A licence is signed", ("Sun Co", "Delta Co"), "agreement", "VN", sources=("A1",)),
        Event("E2", P("2019-05-28"), "A decree favours home-made modules", ("Ministry",), "policy instrument", "VN"),
        Event("E3", P("2023"), "A research centre is announced", (), "capability formation", "VN", status="planned"),
        Event("E4", P("1999"), "The first panels are imported", (), "market entry", "VN"),
    )
    series = Series(
        "ren-share",
        "Share of home-made modules",
        "Panel Statistics Board",
        "share",
        "percent",
        "A2",
        "https://stats.example/share",
        "2022",
        "2023-01-02",
        "ab" * 32,
        step=0.01,
        observations=(
            Observation(P("2018"), "VN", 30.123456789),
            Observation(P("2019"), "VN", 33.0),
            Observation(P("2020"), "VN", None),
        ),
    )
    phases = (
        Phase("1", "Import", P("2014/2017"), "purchase", "none", claims=("C3",)),
        Phase("2", "Licence", P("2018/2020"), "licence", "training"),
        Phase("3", "Own design", P("2021/2022"), "joint venture", "research", ongoing=True),
        Phase("4", "Export", P("2023/2024"), "export", "own"),
    )
    governance = (
        GovernanceState("g1", "Sun Co; Delta Co", P("2014/2018"), ("market",), "low", "high", "high", ("E1",), ("C3",)),
        GovernanceState("g2", "Sun Co; Delta Co", P("2019/2024"), ("relational", "captive"), triggers=("E2", "E3")),
    )
    markers = (
        Marker("innovation", "Design", "1", "bought", claims=("C3",)),
        Marker("innovation", "Design", "2", "licensed", sources=("A1",), status="planned"),
        Marker("innovation", "Share", "2", series="ren-share", claims=("C1",), unit="percent"),
        Marker("Own <table>", "Odd row", "3", "text alone"),
    )
    plan = EstimatePlan(
        "did",
        "Effect of the decree",
        "did",
        "share",
        ("VN",),
        ("LA", "KH"),
        P("2015"),
        P("2021"),
        P("2019"),
        ("C3", "C2", "C4", "C5", "C1"),
        (P("2018"),),
        "C6",
        (Assumption("Nothing else changed.", (), ("E1",)),),
    )
    protocol = Protocol(
        P("2014/2024"),
        (
            EligibilityRule("i", "A statistic.", "reports", ("statistic",)),
            EligibilityRule("ii", "Scholarly.", "publisher_kind", ("academic",)),
        ),
        Scale("credibility", "ordinal", ("Low", "High")),
        (CredibilityRule("High", ("government",), ("statistic",), "Official."), CredibilityRule("Low", ("news",))),
        CrossCheckRule(("2",), 1, 0.0, ("Panel Statistics Board",)),
        CodingRule("sentence", "cohen_kappa", "nominal", ("ann", "bo"), 0.7),
    )
    book = Codebook(
        "3",
        "nominal",
        (
            Code("policy", "Policy", "Acts of the state.", "laws", "prices", keywords={"en": ("law",)}),
            Code("gvc", "GVC mode", "Ties of firms."),
        ),
        (Theme("t", "Support", "What helps.", ("policy",)),),
    )
    about = StudyDescription(
        "Solar modules",
        "Who learned what?",
        P("2014/2024"),
        ("VN", "TH"),
        ("en", "vi"),
        ("Test writers",),
        "CC0",
        report_title="Solar modules, a made-up study",
        abbreviations=(("GVC", "Global value chain"),),
    )
    return StudyData(
        about,
        protocol,
        sources,
        book,
        claims,
        events,
        (series,),
        (
            Indicator("share", "Home-made share", "Of modules sold, those made at home.", "percent", bounds=(0, 100)),
            Indicator("output", "Output", "Modules made.", "watt"),
        ),
        phases,
        (RivalPeriodisation("r", "By decade", (("1", "Tens", P("2010/2019")),), "A1", "4"),),
        governance,
        markers,
        (
            MatrixRow("M1", "The share passed 45%", ("C2",), "statistic", ("A2",), ("A3",), "Medium"),
            MatrixRow("M2", "The share was 30%", ("C1",), "statistic", ("A2",), (), "High"),
        ),
        (plan,),
        (
            Recommendation("R1", "Train", "Firms", "Open a school.", ("C1",), ("policy",), ("A1",)),
            Recommendation("R2", "Wait", "State", "Do nothing."),
        ),
        (),
    )


def agreement_row(by: str, key: str, value: float | None, **more: object) -> AgreementRow:
    """Return a row of Cohen's kappa with an interval where there is a value."""
    low, high = (None, None) if value is None else (value - 0.1, value + 0.05)
    base: dict[str, object] = {
        "coefficient": "cohen_kappa",
        "standard_error": None,
        "low": low,
        "high": high,
        "interval": "none" if value is None else "bootstrap over documents",
        "confidence": 0.95,
        "n_units": 240,
        "n_documents": 2,
        "n_coders": 2,
        "unit": "sentence",
        "level": "nominal",
        "why": "" if value is not None else "neither coder applied it",
    }
    return AgreementRow(by=by, key=key, value=value, **{**base, **more})  # type: ignore[arg-type]


def estimate_row(baseline: str, before: float, **more: object) -> EstimateRow:
    """Return a difference-in-differences to 45 in 2021 with controls at 0."""
    base: dict[str, object] = {
        "post": "2021",
        "treated_pre": before,
        "treated_post": 45.0,
        "control_pre": 0.0,
        "control_post": 0.0,
        "effect": 45.0 - before,
        "low": 44.0 - before,
        "high": 46.0 - before,
        "standard_error": None,
        "why": "the controls have no variance",
        "inputs": ("C3", "C2", "C4", "C5"),
        "role": "alternative",
    }
    return EstimateRow(plan="did", baseline=baseline, **{**base, **more})  # type: ignore[arg-type]


def _matrix_row(row: MatrixRow, verdict: str) -> ReliabilityRow:
    return ReliabilityRow(
        row.id,
        row.claim_text,
        row.claims,
        row.evidence_type,
        row.sources,
        row.cross_check,
        verdict,
        "High",
        "A2 is the best-rated primary source",
        row.reported_rating,
    )


def _results(data: StudyData) -> Results:
    start = TEXT.index(QUOTE)
    found = Passage(
        "A1", start, start + len(QUOTE), QUOTE, TEXT[:start], TEXT[start + len(QUOTE) :], 3, "sources/A1.md"
    )
    claims = tuple(replace(one, passage=found) if one.quote else one for one in data.claims)
    verdict = {"C1": "corroborated", "C2": "contradicted", "C3": "dependent"}
    events = {"1": ("E1",), "2": ("E2",), "3": (), "4": ("E3",)}
    codings = tuple(
        Coding(coder, code, Passage("A1", 0, 5, TEXT[:5]), demonstration=True)
        for coder in ("ann", "bo")
        for code in ("policy", "gvc")
    )
    documents = (
        Document("A1", "sources/A1.md", "cd" * 32, TEXT, "ef" * 32, "en"),
        Document("A3", "sources/A3.md", "12" * 32, CHINESE, "34" * 32, "zh"),
    )
    return Results(
        Collected(documents, (), {"A1": ("A1",), "A2": ("A2",), "A3": ("A2",)}),
        Screened(
            (
                ScreeningDecision("A1", True, "ii", "published by: academic"),
                ScreeningDecision("A2", True, "i", "reports a statistic"),
                ScreeningDecision("A3", False, "", "satisfies none of i, ii"),
            ),
            (("identified", 3), ("duplicates removed", 0), ("screened", 3), ("excluded", 1), ("included", 2)),
        ),
        Rated(
            (
                CredibilityRating("A1", "", "no rule"),
                CredibilityRating("A2", "High", "Official."),
                CredibilityRating("A3", "Low", "press", "ann"),
            )
        ),
        Coded(
            codings,
            (
                agreement_row("all", "pooled decisions", 0.61, n_units=480),
                agreement_row("code", "policy", 0.75),
                agreement_row("code", "gvc", None),
                agreement_row("document", "A1", 0.5),
            ),
            (
                ("policy", "applied", "applied", 9),
                ("policy", "applied", "not applied", 2),
                ("policy", "not applied", "not applied", 229),
            ),
            (("policy", "ann", 11), ("policy", "bo", 9)),
            True,
        ),
        Claimed(claims, ()),
        Verified(
            (
                Verdict("C1", "ren-share", "series", "corroborated", True, "said [29, 31]; series says 30.12", 0.0),
                Verdict("C2", "C3", "claim", "contradicted", False, "[45, ∞) is disjoint from [9, 11]", 34.0, 34.0),
                Verdict("C3", "C2", "claim", "contradicted", False, "[9, 11] is disjoint from [45, ∞)", 34.0, 34.0),
            ),
            tuple(
                ClaimVerdict(one.id, verdict.get(one.id, "unchecked"), "why", int(one.id == "C1"), 1) for one in claims
            ),
            (
                ReliabilityRow(
                    "M1",
                    "The share passed 45%",
                    ("C2",),
                    "statistic",
                    ("A2",),
                    ("A3",),
                    "contradicted",
                    "High",
                    "A2",
                    "Medium",
                ),
                ReliabilityRow(
                    "M2", "The share was 30%", ("C1",), "statistic", ("A2",), (), "corroborated", "High", "A2", "High"
                ),
            ),
        ),
        Periodised(
            tuple(
                PhaseRow(
                    one.id,
                    one.name,
                    str(one.period),
                    one.mode,
                    one.technology,
                    ("market",),
                    one.ongoing,
                    events[one.id],
                    (),
                    (),
                )
                for one in data.phases
            ),
            (("E3", "3", "4"),),
            (("r", "By decade", "1", "2010/2019", "2014/2017", False),),
        ),
        Governed(
            tuple(
                GovernanceRow(
                    one.id,
                    one.actors,
                    str(one.period),
                    one.modes,
                    one.complexity or "",
                    one.codifiability or "",
                    one.capability or "",
                    "market" if one.id == "g1" else "",
                    one.triggers,
                    one.claims,
                    one.sources,
                    "Section 4: as told",
                )
                for one in data.governance
            ),
            (
                Transition(
                    "Section 4: as told",
                    "market",
                    "relational/captive",
                    "2019",
                    (
                        TransitionTrigger("E2", "policy instrument", "certainly"),
                        TransitionTrigger("E3", "capability formation", "not"),
                    ),
                    "2019",
                    absent=("equity tie",),
                ),
            ),
        ),
        Estimated(
            (estimate_row("2015", 10.0, role="as declared"), estimate_row("2018", 30.0)),
            (AssumptionRow("did", "Nothing else changed.", (), ("E1",)),),
            (("did", "the controls do not vary, so the estimate is the treated place's own change"),),
        ),
        Concluded(
            (IndicatorCell("share", "2", "30% (VN, 2018)", ("C1",), ("ren-share",), "up"),),
            data.markers,
            (
                RecommendationRow(data.recommendations[0], "supported", ("C1",), (), 2, "has no measurable target"),
                RecommendationRow(data.recommendations[1], "no evidence", (), (), 0, "rests on no claim"),
            ),
        ),
    )


def solar_case() -> Case:
    """Return a study in which every part is filled."""
    data = _data()
    unchecked = (
        Finding("Q001", "warning", "missing_cross_check", f"C{n} has no cross-check", "add one") for n in range(1, 8)
    )
    findings = (
        Finding("E001", "error", "inference_unsupported", "did: the controls have no variance", "add controls"),
        *unchecked,
        Finding("S007", "note", "citation_problem", "A3 is used nowhere", "use it", "sources.csv", 4, 0.5, (), ("A3",)),
    )
    return Case(data, _results(data), findings)


def bare_case() -> Case:
    """Return a study with a title and nothing else."""
    data = StudyData(
        StudyDescription("Nothing yet", "", P("2020/2021")),
        Protocol(
            P("2020/2021"),
            (),
            Scale("credibility", "ordinal", ()),
            (),
            CrossCheckRule(),
            CodingRule("sentence", "cohen_kappa", "nominal"),
        ),
        (),
        Codebook("1", "nominal"),
        *(() for _ in range(12)),
    )
    results = Results(
        Collected((), (), {}),
        Screened((), ()),
        Rated(()),
        Coded((), (), (), (), False),
        Claimed((), ()),
        Verified((), (), ()),
        Periodised((), (), ()),
        Governed((), ()),
        Estimated((), ()),
        Concluded((), (), ()),
    )
    return Case(data, results)
