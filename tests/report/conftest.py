"""The studies that the report's tests lay out."""

from __future__ import annotations

import pytest
from report_cases import Case, bare_case, solar_case


@pytest.fixture(scope="session")
def solar() -> Case:
    """A study in which every part is filled."""
    return solar_case()


@pytest.fixture(scope="session")
def bare() -> Case:
    """A study with a title and nothing else."""
    return bare_case()
