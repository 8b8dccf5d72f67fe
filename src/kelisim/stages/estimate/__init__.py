"""Estimate: the declared effects from every baseline, with what their data can and cannot carry."""

from __future__ import annotations

from collections.abc import Sequence

from kelisim.model.event import Event
from kelisim.model.protocol import EstimatePlan
from kelisim.model.results import AssumptionRow, Claimed, Estimated, EstimateRow, ProbeRow
from kelisim.model.series import Series
from kelisim.stages.estimate import panels, remarks, stated, suppose
from kelisim.stages.treated import treated_controls

__all__ = ["run"]


def run(
    *,
    estimates: Sequence[EstimatePlan],
    claim: Claimed,
    series: Sequence[Series] = (),
    events: Sequence[Event] = (),
) -> Estimated:
    """Return every declared estimate, its assumptions, remarks, and what becomes of it under other suppositions.

    A two-period difference is made from the claims that a plan names; where it names series, and for every other
    design, a panel of places and periods is. Raises ``StudyError`` where the numbers that a plan needs are missing.
    """
    rows: list[EstimateRow] = []
    assumptions: list[AssumptionRow] = []
    said: list[tuple[str, str]] = []
    probes: list[ProbeRow] = []
    by_id = {one.id: one for one in claim.claims}
    for plan in estimates:
        assumptions.extend(
            AssumptionRow(plan.id, one.text, one.supported_by, one.contradicted_by) for one in plan.assumptions
        )
        treated = treated_controls(plan, events)
        if plan.series or plan.design != "did":
            made = panels.estimate(plan, series, treated)
            rows.extend(made.rows)
            assumptions.extend(made.assumptions)
            probes.extend(made.probes)
            found = made.remarks
        else:
            inputs = [by_id[identifier] for identifier in plan.inputs if by_id[identifier].interval is not None]
            computed = stated.rows(plan, inputs)
            rows.extend(computed)
            supposed = suppose.probes(plan, inputs, computed)
            probes.extend(supposed)
            found = [*remarks.of_stated(plan, inputs, computed), *remarks.of_probes(plan, computed, supposed)]
        found = [*found, *remarks.of_controls(plan, treated)]
        said.extend((plan.id, remark) for remark in found)
    return Estimated(tuple(rows), tuple(assumptions), tuple(said), tuple(probes))
