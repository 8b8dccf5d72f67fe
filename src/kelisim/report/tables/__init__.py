"""The tables of a report, in print and as CSV."""

from __future__ import annotations

from collections.abc import Sequence

from kelisim.model.finding import Finding
from kelisim.model.results import Results
from kelisim.model.study import StudyData
from kelisim.report.context import Context
from kelisim.report.tables import (
    certainty,
    claims,
    coding,
    conclusions,
    estimates,
    focus,
    governance,
    independence,
    markers,
    matrix,
    periodisation,
    phases,
    plans,
    scores,
    series,
    sources,
)
from kelisim.report.tables.build import write_csv
from kelisim.report.tree import Table

__all__ = ["all_tables", "tables_of", "write_csv"]


def all_tables(data: StudyData, results: Results, findings: Sequence[Finding]) -> tuple[Table, ...]:
    """Return every table of a study, those that nothing fills included; ids are the names of the CSV files.

    Marker tables are called ``markers_<name>``. Numbers are not given here: they depend on what a report prints.
    """
    return tables_of(Context(data, results, tuple(findings)))


def tables_of(context: Context) -> tuple[Table, ...]:
    """Return every table of a study from its context, in the order of the pipeline."""
    return (
        sources.sources(context),
        focus.focus(context),
        sources.flow(context),
        sources.screening(context),
        sources.credibility(context),
        independence.independence(context),
        coding.codebook(context),
        coding.codings(context),
        coding.agreement(context),
        coding.settled(context),
        coding.confusion(context),
        series.series(context),
        claims.claims(context),
        claims.verdicts(context),
        claims.comparisons(context),
        claims.contradictions(context),
        claims.identities(context),
        matrix.reliability_matrix(context),
        certainty.admiralty(context),
        certainty.cerqual(context),
        phases.phases(context),
        phases.rivals(context),
        periodisation.periodisation(context),
        periodisation.boundaries(context),
        periodisation.series(context),
        periodisation.sensitivity(context),
        phases.events(context),
        *markers.marker_tables(context),
        governance.governance(context),
        governance.transitions(context),
        scores.governance_by_year(context),
        scores.governance_scores(context),
        scores.ladder(context),
        conclusions.indicators(context),
        plans.indicator_changes(context),
        plans.sparse_counts(context),
        plans.plan_tracker(context),
        estimates.estimates(context),
        estimates.assumptions(context),
        estimates.probes(context),
        conclusions.recommendations(context),
        conclusions.findings(context),
    )
