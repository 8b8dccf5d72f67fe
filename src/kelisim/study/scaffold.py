"""A new study from the template that ships with kelisim."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

from kelisim.errors import Problem, UsageError


def scaffold(folder: Path) -> tuple[Path, ...]:
    """Copy the template study into a new or empty folder and return its files; raises ``UsageError`` otherwise."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what = f"{folder} is there already and not empty"
        raise UsageError(Problem("not-empty", what, "name a new folder; kelisim never writes over files"))
    template = resources.files("kelisim.study") / "template"
    try:
        with resources.as_file(template) as source:
            shutil.copytree(source, folder, dirs_exist_ok=True)
    except OSError as error:
        raise UsageError(Problem("write", f"{folder} cannot be made: {error.strerror}", "")) from error
    return tuple(sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file()))
