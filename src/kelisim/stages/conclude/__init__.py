"""Conclude: indicators by phase, marker tables, plans and their outcomes, sparse counts, and advice on its evidence."""

from __future__ import annotations

from collections.abc import Sequence

from kelisim.model.coding import Codebook
from kelisim.model.event import Event
from kelisim.model.indicator import Indicator
from kelisim.model.phase import Marker, Phase
from kelisim.model.plan import PlanLink, SparseCount
from kelisim.model.protocol import Recommendation, StudyDescription
from kelisim.model.results import Claimed, Coded, Concluded, Verified
from kelisim.model.series import Series
from kelisim.stages.conclude.advice import advise
from kelisim.stages.conclude.cells import cells, changes
from kelisim.stages.conclude.plans import study_end, track
from kelisim.stages.conclude.sparse import sparse_rows


def run(
    *,
    indicators: Sequence[Indicator],
    markers: Sequence[Marker],
    phases: Sequence[Phase],
    recommendations: Sequence[Recommendation],
    series: Sequence[Series],
    description: StudyDescription,
    code: Coded,
    claim: Claimed,
    verify: Verified,
    codebook: Codebook,
    events: Sequence[Event] = (),
    plans: Sequence[PlanLink] = (),
    sparse_counts: Sequence[SparseCount] = (),
) -> Concluded:
    """Return each indicator in each phase, changes between phases, plans, sparse counts, and the evidence of advice."""
    given = (phases, claim.claims, series, description.places)
    end = study_end(description.window, claim.claims, events)
    by_id = {one.id: one for one in claim.claims}
    return Concluded(
        indicators=tuple(cell for one in indicators for cell in cells(one, *given)),
        markers=tuple(markers),
        recommendations=tuple(
            advise(one, claims=by_id, codings=code.codings, codebook=codebook, phases=phases, verify=verify)
            for one in recommendations
        ),
        changes=tuple(change for one in indicators for change in changes(one, *given)),
        plans=tuple(track(claim.claims, events, plans, end)),
        counts=tuple(sparse_rows(sparse_counts, phases, series, description.places, end)),
        study_end=end.isoformat() if end else "",
    )
