"""The rules of the audit, each a function from a paper to findings; the order is that of the report where all else ties."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kelisim.audit.paper import Paper
from kelisim.audit.rules import (
    abbreviations,
    agreement,
    causes,
    citations,
    dates,
    exhibits,
    growth,
    identification,
    independence,
    milestones,
    phases,
    promises,
    ratings,
    reported_tests,
    shares,
    sources,
    values,
)
from kelisim.model.finding import Finding

RULES: tuple[Callable[[Paper], Iterator[Finding]], ...] = (
    values.conflicting_values,
    values.slips,
    dates.two_dates,
    dates.plans_already_kept,
    phases.two_periodisations,
    phases.overlapping_phases,
    phases.backward_phases,
    phases.closed_and_ongoing,
    milestones.first_exceeded,
    milestones.broken_records,
    milestones.first_times,
    shares.wrong_shares,
    shares.wrong_sums,
    shares.wrong_table_totals,
    shares.above_the_whole,
    growth.growth_in_sentence,
    growth.growth_across,
    ratings.off_the_scale,
    ratings.beyond_the_points,
    promises.unkept_promises,
    exhibits.missing_exhibits,
    exhibits.empty_tables,
    exhibits.missing_sections,
    exhibits.roadmap,
    abbreviations.unexplained,
    agreement.kappa_without_units,
    identification.unsupported_estimates,
    reported_tests.wrong_p_values,
    causes.cause_from_order,
    sources.outside_the_window,
    sources.accessed_before,
    sources.bare_domains,
    sources.duplicates,
    sources.numbering,
    citations.numeric_citations,
    citations.author_year_citations,
    citations.lost_markers,
    independence.dependent_checks,
    independence.sources_of_one_origin,
)
