"""The figures of a report, as Vega-Lite with their data and words for those who cannot see them."""

from __future__ import annotations

from collections.abc import Sequence

from kelisim.model.finding import Finding
from kelisim.model.results import Results
from kelisim.model.study import StudyData
from kelisim.report.context import Context
from kelisim.report.figures import (
    agreement,
    estimates,
    events,
    flow,
    independence,
    indicators,
    periodisation,
    timeline,
    verdicts,
)
from kelisim.report.tree import Figure

__all__ = ["all_figures", "figures_of"]


def all_figures(data: StudyData, results: Results, findings: Sequence[Finding] = ()) -> tuple[Figure, ...]:
    """Return every figure that a study has something to show in; ids are the names of the picture files."""
    return figures_of(Context(data, results, tuple(findings)))


def figures_of(context: Context) -> tuple[Figure, ...]:
    """Return every figure of a study from its context."""
    made = (
        periodisation.periodisation(context),
        timeline.governance(context),
        flow.flow(context),
        independence.independence(context),
        agreement.agreement(context),
        verdicts.verdicts(context),
        events.events(context),
        *indicators.indicators(context),
        *estimates.estimates(context),
    )
    return tuple(figure for figure in made if figure is not None)
