"""Files in and out: which format a file is, what is read from it, and what of a study goes into one."""

from __future__ import annotations

from pathlib import Path

from kelisim.errors import Problem, StudyError, UsageError, nearest
from kelisim.interop.qda.annotations import read_annotations, write_annotations
from kelisim.interop.qda.archive import LARGEST_ARCHIVE, LARGEST_ENTRY, Archive
from kelisim.interop.qda.commit import commit
from kelisim.interop.qda.loose import LooseCoding, merge_loose
from kelisim.interop.qda.merge import Merge
from kelisim.interop.qda.offsets import NAMED, Convention
from kelisim.interop.qda.plan import Plan
from kelisim.interop.qda.project import NotCarried, Project
from kelisim.interop.qda.qualcoder import is_qualcoder, read_qualcoder
from kelisim.interop.qda.refi_read import read_codebook, read_project
from kelisim.interop.qda.refi_write import write_codebook, write_project
from kelisim.interop.qda.report import ExchangeReport
from kelisim.interop.qda.sqlite import MAGIC, opened
from kelisim.interop.qda.study import project_of
from kelisim.interop.qda.tables import COLUMNS, read_table, rows_of, write_csv
from kelisim.interop.qda.taguette import is_taguette, read_taguette
from kelisim.interop.qda.view import StudyView
from kelisim.interop.qda.workbook import write_workbook
from kelisim.study.layout import find_study
from kelisim.study.write import replace_file

EXPORTS = ("qdpx", "qdc", "csv", "xlsx", "web-annotation")


def import_codings(folder: Path, file: Path, *, keep_going: bool = False, offsets: str = "") -> ExchangeReport:
    """Bring the codings of another program's file into a study, all of them or nothing, and say what happened.

    The format is told by the file's content. ``offsets`` names the way in which positions count ("standard", "nvivo",
    "atlas.ti", "utf-16"), "" lets the evidence decide. Raises ``StudyError`` with everything that is wrong with the
    file, unless ``keep_going``: then the rest is brought in and the report lists what was left out. A second import of
    the same file adds nothing.
    """
    forced = _convention(offsets)
    view = StudyView.open(find_study(folder))
    format_, content = _read(file, forced)
    report = ExchangeReport(str(file), format_)
    plan = Plan.begin(view, report)
    if isinstance(content, Project):
        report.origin = content.origin
        Merge(plan, content).run()
        report.not_carried, report.offsets = content.not_carried, content.offsets
        report.problems = content.problems
    else:
        report.problems = merge_loose(plan, content, file.name)
    what = "change to a coding that was imported before: it stays as it is"
    report.not_carried += [NotCarried(what, 1, line) for line in plan.changed]
    if report.problems and not keep_going:
        raise StudyError(report.problems)
    declared = view.data.protocol.coding.coders
    fresh = [coder for coder in plan.acts if declared and coder not in declared and coder in plan.coders.added]
    if fresh:
        report.decisions.append(f"whether to compare {', '.join(fresh)}: add to coding.coders in study.toml")
    commit(plan)
    return report


def export_codings(folder: Path, to: str, out: Path) -> ExchangeReport:
    """Write the codings of a study to a file for other programs, and say what it does not hold.

    The same study gives the same bytes. Raises ``UsageError`` for an unknown format, ``StudyError`` for a study that
    cannot be read; the file is written whole or not at all.
    """
    if to not in EXPORTS:
        raise UsageError(f"no exchange format is called {to!r}", nearest(to, EXPORTS))
    layout = find_study(folder)
    if layout.keeps(out):
        raise UsageError(Problem("write", "this is a file of the study itself", "name another file", str(out)))
    view = StudyView.open(layout)
    project = project_of(view)
    report = ExchangeReport(str(out), to, project.origin)
    carried = {"codings": len(project.codings), "coders": len(project.users), "sources": len(project.sources)}
    if to in ("qdpx", "qdc"):
        data = write_project(project) if to == "qdpx" else write_codebook(project)
        carried = {**carried, "memos": len(project.memos)} if to == "qdpx" else {}
        carried |= {"codes": len(project.codes), "themes": len(project.sets)}
    elif to == "web-annotation":
        data = write_annotations(view)
    else:
        rows = [COLUMNS, *rows_of(view)]
        data = write_csv(rows[1:]) if to == "csv" else write_workbook(rows, "codings", (2, 3))
    if to == "qdc":
        project.leave("coding (a codebook holds none)", len(project.codings))
    if to != "qdpx":
        project.leave("memo on a passage, source, code or the project", len(project.memos))
    if to in ("csv", "xlsx", "web-annotation"):
        project.leave("codebook, but for the names of codes in use", 1)
    report.carried.update(carried)
    report.not_carried = project.not_carried
    _write(out, data)
    return report


def _convention(name: str) -> Convention | None:
    if not name:
        return None
    if name.casefold() not in NAMED:
        raise UsageError(f"no way of counting is called {name!r}", nearest(name.casefold(), NAMED))
    return NAMED[name.casefold()]


def _read(file: Path, forced: Convention | None) -> tuple[str, Project | list[LooseCoding]]:
    """Return the format of a file, told by its content, and what it holds."""
    path = file
    if file.is_dir():
        path = file / "data.qda"
        if not path.is_file():
            raise UsageError(f"{file} is a folder without data.qda", "a QualCoder project is a folder that holds one")
    try:
        with path.open("rb") as handle:
            head = handle.read(4096)
        if head.startswith(MAGIC):
            return _database(path, forced)
        size, most = path.stat().st_size, LARGEST_ARCHIVE if head.startswith(b"PK") else LARGEST_ENTRY
        if size > most:
            what = f"the file has {size >> 20:,} MiB, more than any project of codings ({most >> 20:,} MiB)"
            raise StudyError(Problem("hostile", what, "export it in parts", file.name))
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(Problem("unreadable", f"cannot be read: {error.strerror}", "", str(file))) from error
    if data.startswith(b"PK"):
        if any(name.startswith("xl/") for name in Archive(data, file.name).names):
            return "xlsx", read_table(data, file.name)
        return "qdpx", read_project(data, file.name, forced)
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<") or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "qdc", read_codebook(data, file.name)
    if start[:1] in (b"{", b"["):
        return "web-annotation", read_annotations(data, file.name)
    if file.suffix.lower() in (".qdpx", ".qdc", ".qda", ".qde", ".xlsx", ".sqlite3", ".json", ".jsonld"):
        hint = "export it again; a file cut short in a download looks like this"
        raise StudyError(Problem("qda", f"this is no {file.suffix[1:]} file by its content", hint, file.name))
    return "csv", read_table(data, file.name)


def _database(path: Path, forced: Convention | None) -> tuple[str, Project]:
    with opened(path) as database:
        if is_qualcoder(database):
            return "qualcoder", read_qualcoder(database, forced)
        if is_taguette(database):
            return "taguette", read_taguette(database)
    hint = "QualCoder's data.qda and Taguette's SQLite export are read; others can export REFI-QDA (.qdpx)"
    raise StudyError(Problem("qda", "a database of a program that kelisim does not know", hint, path.name))


def _write(path: Path, data: bytes) -> None:
    try:
        replace_file(path, data)
    except OSError as error:
        raise UsageError(Problem("write", f"cannot be written: {error.strerror}", "", str(path))) from error
