"""Fixtures shared by all tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import hypothesis
import pytest

from editing import ROOT

# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("kelisim", deadline=None)
hypothesis.settings.load_profile("kelisim")


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
