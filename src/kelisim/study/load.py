"""Reading a whole study: files to model objects, gathering every problem before giving up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from pydantic import BaseModel

from kelisim.errors import Problem, StudyError
from kelisim.model.certainty import COMPONENTS, Assessment, QualitativeFinding
from kelisim.model.coding import Code, Codebook, CodeMapping, Theme
from kelisim.model.independence import Publisher
from kelisim.model.indicator import Identity, Indicator
from kelisim.model.ladder import Ladder, Rung
from kelisim.model.periodisation import PeriodisationPlan, PhaseSeries
from kelisim.model.phase import GovernanceState, Marker, Phase
from kelisim.model.place import Place
from kelisim.model.plan import PlanLink, Policy, SparseCount
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
from kelisim.model.rubric import Relationship, RubricLine, ScoringRule
from kelisim.model.scale import Scale
from kelisim.model.study import StudyData
from kelisim.model.suppression import Suppression
from kelisim.study.config import read_codebook_file, read_study_file
from kelisim.study.journal import read_acts
from kelisim.study.layout import Layout
from kelisim.study.references import check_references
from kelisim.study.registers import read_claims, read_events, read_sources
from kelisim.study.schema import StudyFile
from kelisim.study.schema.certainty import QualitativeFindingSection
from kelisim.study.schema.tables import CodebookFile
from kelisim.study.series import read_all_series
from kelisim.study.toml import TomlFile

Part = TypeVar("Part")


def load_study(layout: Layout) -> StudyData:
    """Return the study in a folder; raises ``StudyError`` with every problem of every file, each at its line."""
    problems: list[Problem] = []

    def attempt(read: Callable[[], Part]) -> Part | None:
        try:
            return read()
        except StudyError as error:
            problems.extend(error.problems)
            return None

    config, config_toml = read_study_file(layout.study, "study.toml")
    empty_book = (CodebookFile(version="1", level="nominal"), TomlFile("codebook.toml", {}))
    book, book_toml = (
        attempt(lambda: read_codebook_file(layout.codebook, "codebook.toml")) or empty_book
        if layout.codebook.exists()
        else empty_book
    )
    sources = attempt(lambda: read_sources(layout)) or ()
    claims = attempt(lambda: read_claims(layout)) or ()
    events = attempt(lambda: read_events(layout)) or ()
    series = attempt(lambda: read_all_series(layout)) or ()
    journal, remarks = attempt(lambda: read_acts(layout)) or ((), ())
    if problems:
        raise StudyError(sorted(problems, key=lambda p: (p.file, p.line or 0)))
    data = StudyData(
        description=_description(config),
        protocol=_protocol(config, book),
        sources=sources,
        codebook=_codebook(book),
        claims=claims,
        events=events,
        series=series,
        indicators=tuple(Indicator(**_plain(item)) for item in config.indicators),
        phases=tuple(Phase(**_plain(item)) for item in config.phases),
        rivals=tuple(
            RivalPeriodisation(
                id=rival.id,
                name=rival.name,
                phases=tuple((phase.id, phase.name, phase.period) for phase in rival.phases),
                source=rival.source,
                section=rival.section,
            )
            for rival in config.rival_periodisations
        ),
        periodisation=PeriodisationPlan(
            **{**_plain(config.periodisation), "series": _each(PhaseSeries, config.periodisation.series)}
        ),
        governance=tuple(GovernanceState(**_plain(item)) for item in config.governance),
        markers=tuple(
            Marker(table=marker.table, row=marker.row, unit=marker.unit, **_plain(cell))
            for marker in config.markers
            for cell in marker.cells
        ),
        matrix=tuple(MatrixRow(**_plain(item)) for item in config.reliability_matrix),
        estimates=tuple(
            EstimatePlan(
                **{
                    **_plain(item),
                    "assumptions": tuple(Assumption(**_plain(one)) for one in item.assumptions),
                }
            )
            for item in config.estimates
        ),
        qualitative=tuple(_qualitative(item) for item in config.qualitative_findings),
        identities=_each(Identity, config.identities),
        publishers=_each(Publisher, config.publishers),
        recommendations=tuple(Recommendation(**_plain(item)) for item in config.recommendations),
        journal=journal,
        remarks=remarks,
        suppressions=_each(Suppression, config.suppressions),
        lines={**_lines(config, config_toml), **_lines(book, book_toml)},
        relationships=_each(Relationship, config.relationships),
        scoring=ScoringRule(**_plain(config.scoring)),
        ladders=tuple(Ladder(**{**_plain(one), "rungs": _each(Rung, one.rungs)}) for one in config.ladders),
        plans=_each(PlanLink, config.plans),
        sparse_counts=_each(SparseCount, config.sparse_counts),
        policies=_each(Policy, config.policies),
        places=_each(Place, config.places),
    )
    check_references(data, layout, config_toml, book_toml)
    return data


def _plain(section: BaseModel) -> dict[str, Any]:
    return {name: getattr(section, name) for name in type(section).model_fields}


def _lines(config: BaseModel, toml: TomlFile) -> dict[str, int]:
    """Return the line of each section, and of each member of a list of sections by its id."""
    lines: dict[str, int] = {}

    def note(name: str, path: tuple[str | int, ...]) -> None:
        line = toml.line(path)
        if line is not None:
            lines.setdefault(name, line)

    for section in type(config).model_fields:
        value = getattr(config, section)
        note(section, (section,))
        for index, member in enumerate(value if isinstance(value, tuple) else ()):
            names = (getattr(member, key, "") for key in ("id", "old", "plan", "name"))
            named = next((name for name in names if name), "")
            named = named or f"{getattr(member, 'table', '')} {getattr(member, 'row', '')}".strip()
            note(f"{section} {named}", (section, index))
    for part in ("credibility", "cross_check", "eligibility"):
        note(f"protocol {part}", ("protocol", part))
    return lines


def _description(config: StudyFile) -> StudyDescription:
    study = config.study
    return StudyDescription(
        **_plain(study),
        report_title=config.report.title or study.title,
        report_subtitle=config.report.subtitle,
        abbreviations=tuple((item.short, item.long) for item in config.abbreviations),
    )


def _protocol(config: StudyFile, book: CodebookFile) -> Protocol:
    rules = config.protocol
    return Protocol(
        window=config.study.window,
        eligibility=_each(EligibilityRule, rules.eligibility),
        scale=Scale(id="credibility", level="ordinal", values=rules.credibility.scale),
        credibility=_each(CredibilityRule, rules.credibility.rules),
        cross_check=CrossCheckRule(**_plain(rules.cross_check)),
        # How a machine is reached decides nothing about how coders are compared.
        coding=CodingRule(
            level=book.level, **{name: value for name, value in _plain(config.coding).items() if name != "machine"}
        ),
        note=rules.window_note,
        shifts=tuple(rules.credibility.shifts.items()),
        letters=tuple(rules.credibility.admiralty.items()),
    )


def _codebook(book: CodebookFile) -> Codebook:
    return Codebook(
        version=book.version,
        level=book.level,
        codes=_each(Code, book.codes),
        themes=_each(Theme, book.themes),
        mappings=_each(CodeMapping, book.mappings),
        rubric=_each(RubricLine, book.rubric),
    )


def _qualitative(section: QualitativeFindingSection) -> QualitativeFinding:
    components = {name: Assessment(**_plain(getattr(section, name))) for name in COMPONENTS}
    return QualitativeFinding(**{**_plain(section), **components})


def _each(record: Callable[..., Part], sections: Iterable[BaseModel]) -> tuple[Part, ...]:
    return tuple(record(**_plain(section)) for section in sections)
