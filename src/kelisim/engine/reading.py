"""Reading a study for a run: what people wrote, with what is known of it from elsewhere."""

from __future__ import annotations

from dataclasses import replace

from kelisim.engine.lineage import with_known_lineage
from kelisim.errors import MissingExtra, ProviderError, StudyError
from kelisim.model.series import Series
from kelisim.model.study import StudyData
from kelisim.study.layout import Layout
from kelisim.study.load import load_study


def read_study(layout: Layout) -> StudyData:
    """Return the study in a folder, with known lineage, and with what is wrong with the snapshots of its series.

    Raises ``StudyError`` for a study that cannot be read.
    """
    data = with_known_lineage(load_study(layout))
    if not any(one.snapshot for one in data.series):
        return data
    series = tuple(replace(one, flaw=_flaw(layout, one)) if one.snapshot else one for one in data.series)
    return replace(data, series=series)


def _flaw(layout: Layout, series: Series) -> str:
    """Return why the numbers of a series cannot be had from its snapshot, "" where they can."""
    # Loaded only for studies that fetch their series.
    from kelisim.engine.retrieval import plans, remake, snapshots

    try:
        (plan,) = plans(layout, (series.id,))
        if plan.query is None:
            return snapshots(layout).flaw(series.snapshot)
        numbers = remake(plan, layout).derived.csv()
    except (StudyError, ProviderError) as error:
        return error.problems[0].what
    except MissingExtra:
        return snapshots(layout).flaw(series.snapshot)
    same = numbers == (layout.series / f"{series.id}.csv").read_bytes()
    return "" if same else "its numbers are not those of its snapshot"
