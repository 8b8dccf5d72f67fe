"""kelisim fetch."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kelisim.api import Study
from kelisim.cli.build import Json, Quiet
from kelisim.cli.terminal import print_json, say
from kelisim.errors import UsageError

if TYPE_CHECKING:
    from kelisim.engine.fetch import Fetched
    from kelisim.engine.points import PointChange
    from kelisim.engine.revisions import SeriesState

_SHOWN = 10


def fetch(
    series: Annotated[str, typer.Argument(help="The series to fetch.", show_default="all")] = "",
    folder: Annotated[Path | None, typer.Argument(help="The study's folder.", show_default="here")] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare with what the providers say now, and write nothing.")
    ] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Make the series again from their snapshots.")] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep a vintage that was revised as a series of its own.")
    ] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Get statistical series from their providers, and keep what was answered as snapshots.

    A series is fetched if series/NAME.toml has a table called fetch. With --verify each is
    compared with its provider: identical, revised (which points, by how much, whose verdicts
    would change), withdrawn, unreachable, or the query ignored. Exit 1 where a series could not
    be had or does not stand as it did.
    """
    if verify and (offline or keep):
        raise UsageError("--verify writes nothing", "leave out --offline and --keep")
    if series and folder is None and Path(series).is_dir():
        series, folder = "", Path(series)
    study = Study.open(folder or Path())
    names = (series,) if series else ()
    tell = (lambda line: None) if quiet or json else say
    if verify:
        states = study.compare_series(*names, say=tell)
        if json:
            print_json({"series": [one.to_dict() for one in states]})
        elif not quiet:
            for state in states:
                _print_state(state)
        raise typer.Exit(int(not all(one.holds for one in states)))
    fetched = study.fetch(*names, offline=offline, keep=keep, say=tell)
    if json:
        print_json({"series": [one.to_dict() for one in fetched]})
    elif not quiet:
        if not fetched:
            print("no series has a provider to be asked: give one a [fetch] table")
        for one in fetched:
            _print_fetched(one)
    raise typer.Exit(int(any(one.failed for one in fetched)))


def _print_fetched(one: Fetched) -> None:
    if one.failed:
        print(f"{one.series}: {one.status}: {one.why}")
        print(f"    mend: {one.hint}" if one.hint else "    it stays as it was")
        return
    kept = f"; the earlier vintage is kept as {one.kept}" if one.kept else ""
    print(f"{one.series}: {one.status}, vintage {one.vintage or 'not named'}{kept}")
    _print_points(one.points)
    for remark in one.remarks:
        print(f"    {remark}")


def _print_state(one: SeriesState) -> None:
    name = "query ignored" if one.status == "ignored" else one.status
    vintages = one.vintage if one.vintage_now in ("", one.vintage) else f"{one.vintage} → {one.vintage_now}"
    print(f"{one.series}: {name}" + (f" ({one.provider}, {vintages})" if one.provider else ""))
    if one.why:
        print(f"    {one.why}")
    _print_points(one.points)
    for change in one.verdicts or ():
        print(f"    verdict on {change.claim}: {change.was} → {change.now} ({change.reason})")
    if one.hint:
        print(f"    mend: {one.hint}")


def _print_points(points: tuple[PointChange, ...]) -> None:
    if len(points) > 1:
        counts = Counter(point.kind for point in points)
        print("    points: " + ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())))
    for point in points[:_SHOWN]:
        numbers = {"added": point.now, "dropped": point.was}.get(point.kind, f"{point.was} → {point.now}")
        by = "" if point.difference is None else f" ({point.difference:+.6g})"
        print(f"    {point.kind} {point.place} {point.period}: {numbers}{by}")
    if len(points) > _SHOWN:
        print(f"    … and {len(points) - _SHOWN} more points")
