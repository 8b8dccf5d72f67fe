"""Mappings of the codebook: each leads to a code of today, once, and never in a circle."""

from __future__ import annotations

from pathlib import Path

import pytest

from kelisim.errors import StudyError
from kelisim.model.coding import CodeMapping
from kelisim.study.layout import Layout
from kelisim.study.load import load_study


def with_mappings(folder: Path, *mappings: tuple[str, str]) -> Layout:
    with (folder / "codebook.toml").open("a", encoding="utf-8") as handle:
        for old, new in mappings:
            handle.write(f'\n[[mappings]]\nfrom = "{old}"\nto = "{new}"\nsince_version = "2"\n')
    return Layout(folder)


def problems(layout: Layout) -> list[tuple[str, str]]:
    with pytest.raises(StudyError) as raised:
        load_study(layout)
    assert all(one.file == "codebook.toml" and one.line for one in raised.value.problems)
    return [(one.code, one.what) for one in raised.value.problems]


def test_mappings_are_read(small_study: Path) -> None:
    layout = with_mappings(small_study, ("obstacle", "hindrance"), ("hindrance", "barrier"), ("fun", ""))
    assert load_study(layout).codebook.mappings == (
        CodeMapping("obstacle", "hindrance", "2"),
        CodeMapping("hindrance", "barrier", "2"),
        CodeMapping("fun", "", "2"),
    )


def test_a_mapping_to_no_code_names_the_nearest(small_study: Path) -> None:
    ((code, what),) = problems(with_mappings(small_study, ("obstacle", "barier")))
    assert code == "reference"
    assert "'barier'" in what


@pytest.mark.parametrize(
    "mappings", [(("a", "b"), ("b", "a")), (("a", "a"),), (("a", "barrier"), ("a", "measure"))], ids=str
)
def test_a_circle_and_a_double_mapping_are_refused(small_study: Path, mappings: tuple[tuple[str, str], ...]) -> None:
    found = problems(with_mappings(small_study, *mappings))
    assert {code for code, _ in found} == {"mapping"}
