"""Fixtures shared by all tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def repository() -> Path:
    return ROOT


@pytest.fixture
def small_study(tmp_path: Path) -> Path:
    """A copy of the study that `kelisim new` makes."""
    from kelisim.study.scaffold import scaffold

    folder = tmp_path / "study"
    scaffold(folder)
    return folder


@pytest.fixture
def reference_study(tmp_path: Path) -> Path:
    """A copy of the reference study without its build."""
    folder = tmp_path / "reference"
    shutil.copytree(
        ROOT / "studies" / "china-kazakhstan-auto", folder, ignore=shutil.ignore_patterns("build", ".build-*")
    )
    return folder


def edit(path: Path, old: str, new: str) -> None:
    """Replace words in a file that must hold them."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")
