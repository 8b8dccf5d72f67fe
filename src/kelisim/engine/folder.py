"""A build folder that is replaced whole: written beside the old one, then renamed into its place."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kelisim.errors import Problem, StudyError
from kelisim.study.layout import Layout

_BESIDE = ".build-new"
_REPLACED = ".build-old"


@contextmanager
def locked(layout: Layout) -> Iterator[None]:
    """Hold the study against a second build; raises ``StudyError`` where one is running."""
    with layout.study.open("rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            what = "another build of this study is running"
            raise StudyError(Problem("locked", what, "wait until it has finished", str(layout.root))) from error
        yield


@contextmanager
def replacement(layout: Layout) -> Iterator[Path]:
    """Yield a fresh folder that takes the place of ``build`` if the block ends well, and vanishes if it does not."""
    restore(layout)
    new, old = layout.root / _BESIDE, layout.root / _REPLACED
    shutil.rmtree(new, ignore_errors=True)
    try:
        new.mkdir()
        yield new
        _synchronise(new)
        if layout.build.exists():
            layout.build.rename(old)
        new.rename(layout.build)
    except OSError as error:
        if error.filename and not str(error.filename).startswith(str(layout.root)):
            raise
        hint = "free some space or mend the permissions; the previous report is untouched"
        raise StudyError(Problem("write", f"the build cannot be written: {error.strerror}", hint, "build")) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
        restore(layout)
        shutil.rmtree(old, ignore_errors=True)


def restore(layout: Layout) -> None:
    """Put the previous build back where a crash struck between the two renames."""
    old = layout.root / _REPLACED
    if old.exists() and not layout.build.exists():
        old.rename(layout.build)


def _synchronise(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as handle:
                os.fsync(handle.fileno())
