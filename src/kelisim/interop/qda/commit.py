"""A plan into the folder: everything or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tomlkit

from kelisim.engine.folder import locked
from kelisim.errors import Problem, StudyError
from kelisim.interop.qda.exchange import FILE, Exchange
from kelisim.interop.qda.plan import Plan
from kelisim.model.coding import Code
from kelisim.study.journal import append_all, journal_path, line_hash, replace
from kelisim.study.layout import Layout
from kelisim.study.load import load_study
from kelisim.study.write import register_with, replace_file


def commit(plan: Plan) -> None:
    """Write a plan; where anything fails, or the study could not be read afterwards, everything is as it was before.

    Rows and codes that are there already stay byte for byte as they are. Raises ``StudyError``.
    """
    layout = plan.view.layout
    files = {layout.root / name: data for name, data in plan.files.items()}
    if plan.rows:
        register, data = register_with(layout, plan.rows)
        files[register] = data
    if plan.codes or plan.themes:
        files[layout.codebook] = _codebook(layout, plan)
    if plan.exchange != Exchange.read(layout):
        files[layout.root / FILE] = plan.exchange.dump().encode("utf-8")
    journals = {journal_path(layout, coder): acts for coder, acts in plan.acts.items()}
    undo = _Undo()
    with locked(layout):
        try:
            for path, data in files.items():
                undo.write(path, data)
            for path, acts in journals.items():
                undo.append(path, acts)
            load_study(layout)
        except OSError as error:
            undo.all()
            hint = "free some space or mend the permissions; nothing was changed"
            raise StudyError(
                Problem("write", f"cannot be written: {error.strerror}", hint, str(layout.root))
            ) from error
        except BaseException:
            undo.all()
            raise


class _Undo:
    """Writes, and remembers what was there."""

    def __init__(self) -> None:
        self._files: list[tuple[Path, bytes | None]] = []
        self._journals: list[tuple[Path, bytes | None, list[str]]] = []
        self._folders: list[Path] = []

    def write(self, path: Path, data: bytes) -> None:
        before = path.read_bytes() if path.exists() else None
        for folder in reversed(path.parents):
            if not folder.exists():
                folder.mkdir()
                self._folders.append(folder)
        self._files.append((path, before))
        replace_file(path, data)

    def append(self, path: Path, acts: list[dict[str, Any]]) -> None:
        before = path.read_bytes() if path.exists() else None
        if not path.parent.exists():
            path.parent.mkdir()
            self._folders.append(path.parent)
        self._journals.append((path, before, []))
        self._journals[-1][2].extend(append_all(path, acts))

    def all(self) -> None:
        """Put everything back, the last first."""
        for path, before, hashes in reversed(self._journals):
            self._shorten(path, before, hashes)
        for path, before in reversed(self._files):
            if before is None:
                path.unlink(missing_ok=True)
            else:
                replace_file(path, before)
        for folder in reversed(self._folders):
            if folder.exists() and not any(folder.iterdir()):
                folder.rmdir()

    @staticmethod
    def _shorten(path: Path, before: bytes | None, hashes: list[str]) -> None:
        """Take our lines off a journal, unless somebody else has written to it since: their line hangs on ours."""
        if not path.exists():
            return
        present = path.read_bytes()
        added = [line_hash(line) for line in present[len(before or b"") :].split(b"\n") if line]
        if present.startswith(before or b"") and added == hashes:
            replace(path, present, before or b"")
            if before is None:
                path.unlink()


def _codebook(layout: Layout, plan: Plan) -> bytes:
    document = tomlkit.document()
    before = layout.codebook.read_bytes() if layout.codebook.exists() else b""
    if not before:
        document.add("version", plan.version)
        document.add("level", plan.level)
    if plan.codes:
        codes = tomlkit.aot()
        for code in plan.codes:
            codes.append(_code(code))
        document.add("codes", codes)
    if plan.themes:
        themes = tomlkit.aot()
        for theme in plan.themes:
            table = tomlkit.table()
            table.update({"id": theme.id, "name": theme.name, "definition": theme.definition})
            table.add("codes", list(theme.codes))
            themes.append(table)
        document.add("themes", themes)
    joint = b"\n\n" if before and not before.endswith(b"\n") else b"\n" if before else b""
    return before + joint + tomlkit.dumps(document).encode("utf-8")


def _code(code: Code) -> Any:
    table = tomlkit.table()
    table.update({"id": code.id, "name": code.name, "definition": code.definition})
    for name in ("inclusion", "exclusion", "parent"):
        if getattr(code, name):
            table.add(name, getattr(code, name))
    if code.examples:
        table.add("examples", list(code.examples))
    if code.keywords:
        table.add("keywords", {language: list(words) for language, words in code.keywords.items()})
    return table
