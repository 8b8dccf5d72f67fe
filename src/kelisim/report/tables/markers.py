"""The declared marker tables: a row a marker, a column a phase, a source for each cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kelisim.model.phase import Marker
from kelisim.model.series import Observation
from kelisim.model.written import units
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import Piece, emphasis, joined, link, words
from kelisim.report.tables.build import column, names, table
from kelisim.report.tables.claims import cited
from kelisim.report.tables.phases import phase_heading
from kelisim.report.tree import Inlines, Table


def marker_id(name: str) -> str:
    """Return the id of a marker table: its name in letters, digits and underscores."""
    return "markers_" + (re.sub(r"\W+", "_", name.casefold()).strip("_") or "unnamed")


def marker_tables(context: Context) -> list[Table]:
    """Return the declared marker tables: a row a marker, a column a phase, a source for each cell."""
    names = list(dict.fromkeys(one.table for one in context.results.conclude.markers))
    return [_marker_table(context, name) for name in names]


_TITLES = {
    "innovation": "Innovation and collaboration markers by phase",
    "performance": "Performance indicators by phase",
}


def _marker_table(context: Context, name: str) -> Table:
    markers = [one for one in context.results.conclude.markers if one.table == name]
    declared = list(context.data.phases)
    known = {phase.id for phase in declared}
    others = list(dict.fromkeys(one.phase for one in markers if one.phase not in known))
    by_cell: dict[tuple[str, str], list[Marker]] = {}
    for one in markers:
        by_cell.setdefault((one.row, one.phase), []).append(one)
    labels = list(dict.fromkeys(one.row for one in markers))
    units = {one.row: one.unit for one in markers if one.unit}
    columns = [column("marker", "Marker" if name != "performance" else "Indicator", 1.4)]
    columns += [column(f"phase_{phase.id}", phase_heading(phase), 2) for phase in declared]
    columns += [column(f"phase_{one}", one, 2) for one in others]
    rows = []
    for label in labels:
        cells: list[Piece] = [label + (f" ({_unit(units[label])})" if label in units else "")]
        for phase in [*(one.id for one in declared), *others]:
            found = by_cell.get((label, phase), [])
            filled = [_cell(context, one, _place_of_row(context, markers, label)) for one in found]
            cells.append(joined([one for one in filled if one]) or words(emphasis("not reported")))
        rows.append(cells)
    title = _TITLES.get(name) or f"{name[:1].upper()}{name[1:]} by phase"
    return table(
        marker_id(name),
        title,
        columns,
        rows,
        names("table row unit phase period text status claims series series_values sources"),
        (
            (
                one.table,
                one.row,
                one.unit,
                one.phase,
                context.phases[one.phase].period if one.phase in context.phases else "",
                one.text,
                one.status,
                one.claims,
                one.series,
                _observed(context, one, _place_of_row(context, markers, one.row)),
                one.sources,
            )
            for one in markers
        ),
        notes=words(
            "Periods are those of the phase model. Each cell names the claims, series or sources that it rests on; "
            "what is not achieved is marked. Values of a series are its first and last in the phase."
        ),
    )


def _unit(unit: str) -> str:
    return {"percent": "%", "percentage_point": "pp"}.get(unit) or units(unit.replace("_", " "))


def _place_of_row(context: Context, markers: Sequence[Marker], label: str) -> str:
    """Return the one place that the row's claims speak of, "" where they name none or several."""
    places = {
        context.claims[claim].place
        for one in markers
        if one.row == label
        for claim in one.claims
        if claim in context.claims and context.claims[claim].place
    }
    return places.pop() if len(places) == 1 else ""


def _in_phase(context: Context, one: Marker, place: str) -> dict[str, list[Observation]]:
    series, phase = context.series.get(one.series), context.phases.get(one.phase)
    found: dict[str, list[Observation]] = {}
    if series is None or phase is None:
        return found
    wanted = (place,) if place else context.data.description.places
    for value in series.observations:
        if value.value is not None and phase.period.contains(value.period) and (not wanted or value.place in wanted):
            found.setdefault(value.place, []).append(value)
    return found


def _observed(context: Context, one: Marker, place: str) -> list[str]:
    found = _in_phase(context, one, place)
    return [
        f"{where} {value.period}: {value.value!r}"
        for where, values in found.items()
        for value in dict.fromkeys((values[0], values[-1]))
    ]


def _cell(context: Context, one: Marker, place: str) -> Inlines:
    pieces: list[Piece] = []
    if one.text:
        pieces.append(words(one.text, cited(context, one.claims or one.sources)))
    for where, values in _in_phase(context, one, place).items():
        pair = list(dict.fromkeys((values[0], values[-1])))
        written = " to ".join(f"{_figure(value.value)} ({show.period(value.period)})" for value in pair)
        name = "" if place else f"{show.place(where)} "
        pieces.append(words(name, link("series", one.series, written), " (", context.to(one.series), ")"))
    if not pieces and (one.claims or one.sources):
        return ()
    status = words(" ", emphasis(f"[{one.status}]")) if pieces and one.status != "achieved" else ()
    return words(joined(pieces), status)


def _figure(value: float | None) -> str:
    return show.NOT_REPORTED if value is None else show.significant(value)
