"""Fetching: each series from its provider into a snapshot, and from the snapshot into its two files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import tomlkit

from kelisim.engine.folder import locked
from kelisim.engine.points import PointChange, changes, rows_of, told
from kelisim.engine.retrieval import Asking, Plan, Retrieved, Say, Source, fetchable, plans, remake, snapshots
from kelisim.errors import ProviderError, UsageError
from kelisim.providers.derive import places_without
from kelisim.study.layout import Layout
from kelisim.study.write import replace_file

FAILED = ("unreachable", "withdrawn", "ignored")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one series.

    ``status``: new, unchanged, revised, remade (from its snapshot), or why there are no numbers: unreachable,
    withdrawn, ignored. ``points`` is what changed, ``kept`` the series that holds the earlier vintage.
    """

    series: str
    status: str
    vintage: str = ""
    snapshot: str = ""
    points: tuple[PointChange, ...] = ()
    kept: str = ""
    remarks: tuple[str, ...] = ()
    why: str = ""
    hint: str = ""

    @property
    def failed(self) -> bool:
        """Whether there are no numbers."""
        return self.status in FAILED

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        return {
            "series": self.series,
            "status": self.status,
            "vintage": self.vintage,
            "snapshot": self.snapshot,
            "points": [point.to_dict() for point in self.points],
            "kept": self.kept,
            "remarks": list(self.remarks),
            "why": self.why,
            "hint": self.hint,
        }


def fetch(
    layout: Layout,
    names: Sequence[str] = (),
    *,
    offline: bool = False,
    keep: bool = False,
    source: Source | None = None,
    say: Say | None = None,
) -> tuple[Fetched, ...]:
    """Bring series up to date, all that have a provider where none is named, and return what became of each.

    A series whose provider fails stays as it was, and the others are still fetched. ``offline`` makes the files again
    from the snapshots. ``keep`` keeps the vintage that a revision replaces as a series of its own, which the new one
    supersedes. Raises ``UsageError`` for an unknown series or one that was entered by hand, ``StudyError`` for a
    description or snapshot that cannot be read, ``MissingExtra`` where a part for asking is not installed.
    """
    found = plans(layout, names)
    for plan in found:
        if names and plan.query is None:
            hint = f"series/{plan.id}.toml has no [fetch] table; its numbers were entered by hand"
            raise UsageError(f"{plan.id} has no provider to be asked", hint)
    chosen = fetchable(found)
    with locked(layout):
        if offline or not chosen:
            return tuple(_write(layout, plan, remake(plan, layout), "remade") for plan in chosen)
        with closing(Asking(layout, source, say)) as ask:
            return tuple(_fetch_one(layout, plan, ask, keep=keep) for plan in chosen)


def _fetch_one(layout: Layout, plan: Plan, ask: Asking, *, keep: bool) -> Fetched:
    try:
        retrieved = ask(plan)
    except ProviderError as error:
        return Fetched(plan.id, error.status, why=error.problems[0].what, hint=error.problems[0].hint)
    return _store(layout, plan, retrieved, keep=keep)


def _store(layout: Layout, plan: Plan, retrieved: Retrieved, *, keep: bool) -> Fetched:
    table = layout.series / f"{plan.id}.csv"
    rows = [(period, place, value) for period, place, value, _ in retrieved.derived.rows]
    points, stored = changes(rows_of(table), rows, plan.description.step)
    fetched_before = bool(plan.description.snapshot)
    same_vintage = retrieved.derived.vintage in ("", plan.description.vintage)
    if fetched_before and same_vintage and table.exists() and table.read_bytes() == retrieved.derived.csv():
        return Fetched(plan.id, "unchanged", plan.description.vintage, plan.description.snapshot)
    kept = _keep_old(layout, plan) if keep and fetched_before and points else ""
    snapshots(layout).put(retrieved.retrieval, retrieved.bodies)
    status = "new" if not fetched_before else "revised" if points else "unchanged"
    done = _write(layout, plan, retrieved, status, points if fetched_before else (), kept)
    return replace(done, remarks=(*done.remarks, *told(stored))) if fetched_before else done


def _write(
    layout: Layout,
    plan: Plan,
    retrieved: Retrieved,
    status: str,
    points: tuple[PointChange, ...] = (),
    kept: str = "",
) -> Fetched:
    """Write the numbers, then the description that names them; a crash between the two shows when the study is read."""
    numbers = retrieved.derived.csv()
    path = layout.series / f"{plan.id}.toml"
    written = tomlkit.parse(path.read_bytes().decode("utf-8"))
    filled = {
        "provider": plan.provider,
        "query": retrieved.derived.url,
        "vintage": retrieved.vintage,
        "retrieved": retrieved.retrieval.retrieved[:10],
        "sha256": hashlib.sha256(numbers).hexdigest(),
        "snapshot": retrieved.retrieval.name,
    }
    if kept:
        filled["supersedes"] = kept
    for key, value in filled.items():
        written[key] = value
    replace_file(layout.series / f"{plan.id}.csv", numbers)
    replace_file(path, tomlkit.dumps(written).encode("utf-8"))
    assert plan.query is not None
    missing = places_without(plan.query, retrieved.derived.rows)
    remarks = (
        *retrieved.derived.ignored,
        *retrieved.derived.remarks,
        *(f"there is no number for {place}" for place in missing),
    )
    return Fetched(plan.id, status, retrieved.vintage, retrieved.retrieval.name, points, kept, remarks)


def _keep_old(layout: Layout, plan: Plan) -> str:
    """Copy the vintage at hand to a series of its own, which is not fetched again, and return its name."""
    label = re.sub(r"[^A-Za-z0-9]+", "-", plan.description.vintage or plan.description.retrieved).strip("-").lower()
    name = f"{plan.id}-{label}"
    number = 2
    while (layout.series / f"{name}.toml").exists():
        name, number = f"{plan.id}-{label}-{number}", number + 1
    old = tomlkit.parse((layout.series / f"{plan.id}.toml").read_bytes().decode("utf-8"))
    old.pop("fetch")
    replace_file(layout.series / f"{name}.csv", (layout.series / f"{plan.id}.csv").read_bytes())
    replace_file(layout.series / f"{name}.toml", tomlkit.dumps(old).encode("utf-8"))
    return name
