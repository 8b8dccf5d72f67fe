"""Statistical series: series/<id>.csv beside series/<id>.toml."""

from __future__ import annotations

import hashlib

from kelisim.errors import Problem, StudyError
from kelisim.model.period import Period
from kelisim.model.series import Observation, Series
from kelisim.study.config import read_series_file
from kelisim.study.layout import Layout
from kelisim.study.schema.tables import SeriesFile
from kelisim.study.tables import Reader, read_rows

COLUMNS = ("period", "place", "value", "note")


def read_all_series(layout: Layout) -> tuple[Series, ...]:
    """Return every series of a study, by id; raises ``StudyError`` with every problem in any of them."""
    if not layout.series.is_dir():
        return ()
    problems: list[Problem] = []
    series = []
    names = {path.stem for path in layout.series.iterdir() if path.suffix in (".csv", ".toml")}
    for name in sorted(names):
        try:
            series.append(_read_one(layout, name))
        except StudyError as error:
            problems.extend(error.problems)
    if problems:
        raise StudyError(problems)
    return tuple(series)


def _read_one(layout: Layout, name: str) -> Series:
    table, about = (layout.series / f"{name}{ending}" for ending in (".csv", ".toml"))
    if not about.exists():
        hint = "say where the numbers come from: " + ", ".join(list(SeriesFile.model_fields)[:9])
        raise StudyError(Problem("missing-file", f"series/{name}.csv has no description", hint, f"series/{name}.toml"))
    description, toml = read_series_file(about, f"series/{name}.toml")
    if not table.exists():
        remake = f"make them again: kelisim fetch --offline {name}"
        hint = remake if description.snapshot else f"add series/{name}.csv"
        raise StudyError(Problem("missing-file", "the series has no numbers", hint, f"series/{name}.csv"))
    digest = hashlib.sha256(table.read_bytes()).hexdigest()
    if digest != description.sha256.lower():
        raise StudyError(
            Problem(
                "hash",
                f"the numbers in series/{name}.csv are not those that were retrieved: their SHA-256 is {digest}",
                "restore the file as retrieved; if the change is meant, say so in note and write the new sha256",
                f"series/{name}.toml",
                toml.line(("sha256",)),
            )
        )
    reader = Reader(f"series/{name}.csv", [])
    observations = []
    seen: dict[tuple[str, str], int] = {}
    for row in read_rows(table, reader.file, COLUMNS, ("period", "place", "value")):
        period = reader.parsed(row, "period", Period.parse)
        place = reader.text(row, "place", required=True)
        value = reader.number(row, "value")
        if period is None:
            continue
        key = (str(period), place)
        if key in seen:
            reader.problem(
                row, f"{place} in {period} stands already on line {seen[key]}", "keep one of the two", "duplicate"
            )
        seen[key] = row.line
        observations.append(Observation(period, place, value, reader.text(row, "note"), row.line))
    if reader.problems:
        raise StudyError(reader.problems)
    return Series(
        id=name,
        observations=tuple(observations),
        **{field: getattr(description, field) for field in type(description).model_fields if field != "fetch"},
    )
