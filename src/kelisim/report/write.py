"""Everything a build writes for readers: the report in its formats, tables, figures and the bibliography."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from kelisim.errors import MissingExtra
from kelisim.interop.bibliography import write_bibtex, write_csl_json
from kelisim.model.finding import Finding
from kelisim.model.results import Results
from kelisim.model.study import StudyData


def write_report(
    data: StudyData, results: Results, findings: Sequence[Finding], out: Path, *, formats: Sequence[str]
) -> tuple[str, ...]:
    """Write the report of a study below ``out`` and return the names of its editions.

    ``report/`` holds the editions, ``tables/`` one CSV a table, ``figures/`` the pictures, ``bibliography.*`` the
    register. Raises ``MissingExtra`` where the ``report`` extra is not installed.
    """
    from kelisim.report.compose import compose
    from kelisim.report.tables import all_tables, write_csv

    try:
        from kelisim.report.render import Format, render
    except ImportError as error:
        raise MissingExtra("the report", "report") from error
    (out / "tables").mkdir(parents=True)
    for table in all_tables(data, results, findings):
        write_csv(table, out / "tables" / f"{table.id}.csv")
    (out / "bibliography.json").write_text(write_csl_json(data.sources), encoding="utf-8", newline="\n")
    (out / "bibliography.bib").write_text(write_bibtex(data.sources), encoding="utf-8", newline="\n")
    made = render(compose(data, results, findings), out, formats=cast("Sequence[Format]", formats))
    return tuple(made)
