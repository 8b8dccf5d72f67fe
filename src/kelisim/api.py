"""kelisim for Python users: open a study, build it, check it, take its tables as data frames."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kelisim.engine.inputs import TABLES
from kelisim.engine.run import Finish, Progress, Run, StageReport, plan, run
from kelisim.errors import UsageError, nearest
from kelisim.model.finding import SEVERITIES, Finding
from kelisim.model.independence import Graph
from kelisim.model.results import Results
from kelisim.model.study import StudyData
from kelisim.model.suppression import as_of
from kelisim.study.layout import Layout, find_study

if TYPE_CHECKING:
    from kelisim.coding.person import Person
    from kelisim.coding.queue import Queue
    from kelisim.engine.fetch import Fetched
    from kelisim.engine.retrieval import Source
    from kelisim.engine.revisions import SeriesState
    from kelisim.engine.search import Search

FORMATS = ("html", "pdf", "docx", "latex")


@dataclass(frozen=True, slots=True)
class Build:
    """The outcome of a build: report files, tables, figures, what each stage did, and findings by severity."""

    root: Path
    report: dict[str, Path]
    tables: dict[str, Path]
    figures: dict[str, Path]
    stages: tuple[StageReport, ...]
    findings: dict[str, int]

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape; paths are absolute."""
        return {
            "report": {name: str(path) for name, path in self.report.items()},
            "tables": {name: str(path) for name, path in self.tables.items()},
            "figures": {name: str(path) for name, path in self.figures.items()},
            "stages": [
                {"name": one.name, "status": one.status, "seconds": round(one.seconds, 4), "why": one.why}
                for one in self.stages
            ],
            "findings": dict(self.findings),
        }


class Study:
    """A study in a folder.

    ``data`` is what people wrote, ``results`` what the stages make of it, ``findings`` what does not hold. All three
    are read when first asked for.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    @classmethod
    def open(cls, folder: str | Path = ".") -> Study:
        """Return the study that ``folder`` lies in; raises ``UsageError`` where there is none."""
        return cls(find_study(Path(folder)))

    @property
    def root(self) -> Path:
        """The study's folder."""
        return self._layout.root

    @property
    def data(self) -> StudyData:
        """The study as written."""
        data = self._evaluated.data
        assert data is not None
        return data

    @property
    def results(self) -> Results:
        """What the stages make of it."""
        results = self._evaluated.results
        assert results is not None
        return results

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What does not hold, worst first; what study.toml suppresses carries the reason, whatever the day."""
        return tuple(self._evaluated.finished["check"])

    @cached_property
    def _evaluated(self) -> Run:
        return run(self._layout, [check_step(self._layout)], write=False)

    def _forget(self) -> None:
        """Read the folder anew when next asked: it may have changed."""
        for name in ("_evaluated", "_tables"):
            self.__dict__.pop(name, None)

    def build(self, *, formats: Sequence[str] = FORMATS, progress: Progress | None = None) -> Build:
        """Bring ``build/`` up to date and return what was made.

        Raises ``StudyError`` for a study that cannot be read (the previous build stays), ``UsageError`` for an unknown
        format, ``MissingExtra`` where a format needs a part that is not installed.
        """
        outcome = run(self._layout, _steps(self._layout, formats), progress=progress)
        self._forget()
        return _build_of(self._layout, outcome)

    def plan(self, *, formats: Sequence[str] = FORMATS) -> tuple[StageReport, ...]:
        """Return what a build would do and why, without doing it."""
        return tuple(plan(self._layout, _steps(self._layout, formats)))

    def check(
        self, *, select: Sequence[str] = (), ignore: Sequence[str] = (), day: date | None = None
    ) -> tuple[Finding, ...]:
        """Return the findings of the chosen rules, worst first; a choice is a code or the beginning of one.

        Those that study.toml suppresses are among them and carry the reason in ``suppressed`` up to the last ``day``
        of that; ``day`` is today where it is not given.
        """
        from kelisim.checks import choose

        codes = choose(select, ignore)
        found = as_of(self.findings, day or date.today())
        return tuple(finding for finding in found if finding.rule in codes)

    def findings_as(
        self,
        form: str,
        findings: Sequence[Finding] | None = None,
        *,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        fail_on: str = "error",
    ) -> str:
        """Return findings as "sarif", "github" (workflow annotations) or "junit" for other programs.

        They are those of ``check`` with the same choice of rules unless given. Files are named as seen from the working
        folder where the study lies below it, else from the study's own folder. ``fail_on`` says what fails in JUnit.
        """
        from kelisim import __version__
        from kelisim.checks import RULES, choose
        from kelisim.interop.findings import to_github, to_junit, to_sarif

        found = self.check(select=select, ignore=ignore) if findings is None else findings
        rules = [RULES[code] for code in choose(select, ignore)]
        here = Path.cwd()
        folder = self.root.relative_to(here).as_posix() if self.root.is_relative_to(here) else ""
        folder = "" if folder == "." else folder
        if form == "sarif":
            return to_sarif(found, rules, version=__version__, folder=folder)
        if form == "github":
            return to_github(found, folder=folder)
        if form == "junit":
            return to_junit(found, rules, fail_on=fail_on)
        forms = ("sarif", "github", "junit")
        raise UsageError(f"findings have no form called {form!r}", nearest(form, forms))

    def write_failing_rows(self, findings: Sequence[Finding], folder: str | Path) -> None:
        """Write the register rows that findings stand on into a folder, one CSV a rule."""
        from kelisim.checks.rows import write_failing_rows

        write_failing_rows(self._layout, findings, Path(folder))

    def table(self, name: str, *, backend: str = "") -> Any:
        """Return a table of the report as a data frame.

        ``backend`` is "pandas", "polars" or "pyarrow"; by default the first of these that is installed. Raises
        ``UsageError`` for an unknown table, naming the nearest.
        """
        from kelisim.display import to_frame

        table = self._tables.get(name)
        if table is None:
            raise UsageError(f"no table is called {name!r}", nearest(name, self._tables) or ", ".join(self._tables))
        return to_frame(table.record_columns, table.records, backend)

    def put(self, name: str, frame: Any) -> None:
        """Write a data frame as one of the study's registers: "sources", "claims" or "events".

        ``frame`` is a pandas, polars or pyarrow frame with the register's columns. The study is read with it first;
        where that fails ``StudyError`` is raised and nothing is written.
        """
        from kelisim.display import write_register

        write_register(self._layout, name, frame)
        self._forget()

    def fetch(
        self,
        *series: str,
        offline: bool = False,
        keep: bool = False,
        source: Source | None = None,
        say: Callable[[str], None] | None = None,
    ) -> tuple[Fetched, ...]:
        """Bring series up to date with their providers, all where none is named, and return what became of each.

        ``offline`` makes their files again from the snapshots, without a network. ``keep`` keeps the vintage that a
        revision replaces as a series of its own. ``source`` says how to ask, ``say`` is told whom. A provider that
        fails is told in the result; raises ``UsageError``, ``StudyError`` or ``MissingExtra`` otherwise.
        """
        from kelisim.engine.fetch import fetch

        fetched = fetch(self._layout, series, offline=offline, keep=keep, source=source, say=say)
        self._forget()
        return fetched

    def compare_series(
        self, *series: str, source: Source | None = None, say: Callable[[str], None] | None = None
    ) -> tuple[SeriesState, ...]:
        """Ask the providers again and return how each series stands, with what a revision would do to verdicts.

        Nothing is written. Arguments and errors are those of ``fetch``.
        """
        from kelisim.engine.revisions import compare

        return compare(self._layout, series, source=source, say=say)

    @cached_property
    def _tables(self) -> dict[str, Any]:
        from kelisim.report.tables import all_tables

        return {table.id: table for table in all_tables(self.data, self.results, self.findings)}

    @property
    def claims(self) -> Any:
        """The claims, as a view that shows itself in a notebook."""
        from kelisim.display import ClaimsView

        return ClaimsView(self.data, self.results)

    @property
    def independence(self) -> Any:
        """What the sources go back to: ties, groups, and the path that joins any two of them."""
        from kelisim.display import IndependenceView

        return IndependenceView(Graph(self.results.collect.ties), tuple(one.id for one in self.data.sources))

    @property
    def agreement(self) -> Any:
        """The coders' agreement, as a view that shows itself in a notebook."""
        from kelisim.display import AgreementView

        return AgreementView(self.results.code.agreement, demonstration=self.results.code.demonstration)

    @property
    def estimates(self) -> Any:
        """The estimates with what qualifies them, as a view that shows itself in a notebook."""
        from kelisim.display import EstimatesView

        return EstimatesView(self.results.estimate)

    def person(self, name: str) -> Person:
        """Return a person at work, whose methods write to ``journals/NAME.jsonl``: code, done, adjudicate, undo, …"""
        from kelisim.coding.person import Person

        return Person(self._layout, name, self._forget)

    def disagreements(self, *documents: str, settled: bool = False) -> Queue:
        """Return what the coders disagree on, the gravest first; in some documents only where they are named.

        Raises ``UsageError`` while a coder is not done with a document that somebody has begun.
        """
        from kelisim.coding.open import open_coding
        from kelisim.coding.queue import open_queue

        return open_queue(open_coding(self._layout), documents, settled=settled)

    def __repr__(self) -> str:
        return f"Study({str(self.root)!r})"

    def _repr_html_(self) -> str:
        from kelisim.display import study_html

        return study_html(self.root, self.data, self.findings)


def search_series(
    words: str,
    *,
    provider: str = "",
    offline: bool = False,
    source: Source | None = None,
    say: Callable[[str], None] | None = None,
) -> Search:
    """Return the series whose names have the words, and where they were looked for.

    The catalogue that ships with kelisim is searched and, unless ``offline``, the providers that have a search. Raises
    ``UsageError`` for an unknown provider, ``MissingExtra`` where the part for asking is not installed.
    """
    from kelisim.engine.search import search

    return search(words, provider=provider, offline=offline, source=source, say=say)


def check_step(layout: Layout) -> Finish:
    """Return the step that applies every rule."""
    names = {f"{name}.csv": layout.table(name).name for name in TABLES}

    def apply(data: StudyData, results: Results, earlier: Mapping[str, Any], new: Path, old: Path) -> Any:
        from kelisim.checks import run_rules

        return tuple(replace(one, file=names.get(one.file, one.file)) for one in run_rules(data, results))

    return Finish("check", tuple[Finding, ...], apply)


def _steps(layout: Layout, formats: Sequence[str]) -> list[Finish]:
    for name in formats:
        if name not in FORMATS:
            raise UsageError(f"no format is called {name!r}", nearest(name, FORMATS))
    chosen = tuple(name for name in FORMATS if name in formats)

    def write(data: StudyData, results: Results, earlier: Mapping[str, Any], new: Path, old: Path) -> Any:
        from kelisim.checks.rows import write_failing_rows
        from kelisim.report.write import write_report

        editions = write_report(data, results, earlier["check"], new, formats=chosen)
        write_failing_rows(layout, earlier["check"], new / "failing")
        return editions

    return [check_step(layout), Finish("report", tuple[str, ...], write, varies=" ".join(chosen), writes=True)]


def _build_of(layout: Layout, outcome: Run) -> Build:
    names = {
        f"report/report.{ending}": name for ending, name in zip(("html", "pdf", "docx", "tex"), FORMATS, strict=True)
    }
    build = layout.build
    report, tables, figures = {}, {}, {}
    for output in outcome.outputs:
        path = build / output
        if output in names:
            report[names[output]] = path
        elif output.startswith("tables/"):
            tables[path.stem] = path
        elif output.startswith("figures/") and output.endswith(".svg"):
            figures[path.stem] = path
    ordered = {name: report[name] for name in FORMATS if name in report}
    findings = {severity: outcome.state.findings.get(severity, 0) for severity in SEVERITIES}
    return Build(layout.root, ordered, tables, figures, tuple(outcome.stages), findings)
