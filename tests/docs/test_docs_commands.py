"""Every command in the documentation runs and prints what the page says; every command of the programme is told of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer.main
from tools_of import tool
from typer.testing import CliRunner

from conftest import ROOT
from kelisim.cli.main import app

SKIPPED = ("schemas", "rules")


def followed() -> Iterator[Path]:
    yield ROOT / "README.md"
    for path in sorted((ROOT / "docs").rglob("*.md")):
        if path.relative_to(ROOT / "docs").parts[0] not in SKIPPED:
            yield path


PAGES = [path for path in followed() if "```console" in path.read_text(encoding="utf-8")]
WITHOUT = [path for path in followed() if path not in PAGES and "```pycon" in path.read_text(encoding="utf-8")]


@pytest.fixture(scope="module")
def reader() -> ModuleType:
    return tool("run_pages")


@pytest.mark.parametrize("page", [*PAGES, *WITHOUT], ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_can_be_followed_and_says_what_happens(page: Path, reader: ModuleType, tmp_path: Path) -> None:
    differences, _ = reader.follow(page, tmp_path)
    assert not differences, "\n\n".join(map(str, differences))


def test_the_tutorial_and_the_readme_are_among_the_pages_followed() -> None:
    assert {"README.md", "tutorial.md"} <= {page.name for page in PAGES}
    assert len(PAGES) > 10


def test_a_page_that_says_what_is_not_so_is_found_out(reader: ModuleType, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    text = '```text title="a.txt"\none\ntwo\n```\n\n```console\n$ cat a.txt\none\n{}\n```\n'
    page.write_text(text.format("three"), encoding="utf-8")
    differences, mended = reader.follow(page, tmp_path)
    assert [(one.command, one.line) for one in differences] == [("cat a.txt", 7)]
    assert mended == text.format("two")
    page.write_text(text.format("…"), encoding="utf-8")
    assert reader.follow(page, tmp_path) == ([], text.format("…"))


def test_files_are_written_added_to_and_changed_by_line(reader: ModuleType, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        '```text title="a.txt"\none\n```\n```text title="a.txt, added at the end"\ntwo\n```\n'
        '```text title="a.txt, line 1"\nnought\n```\n<!-- not run: a test -->\n```console\n$ false\nnothing\n```\n'
    )
    assert reader.follow(page, tmp_path)[0] == []
    assert (tmp_path / "a.txt").read_text() == "nought\ntwo\n"


def commands() -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []

    def visit(command: Any, name: str) -> None:
        for child, inner in getattr(command, "commands", {}).items():
            found.append((f"{name} {child}".strip(), inner))
            visit(inner, f"{name} {child}".strip())

    visit(typer.main.get_command(app), "")
    return found


@pytest.mark.parametrize(("name", "command"), commands(), ids=[name for name, _ in commands()])
def test_every_command_has_help_and_stands_in_the_reference(name: str, command: Any) -> None:
    assert command.help, f"kelisim {name} has no help"
    for parameter in command.params:
        assert getattr(parameter, "help", "given"), f"kelisim {name}: {parameter.name} has no help"
    reference = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    assert f"## `kelisim {name}`" in reference, "run .venv/bin/python tools/reference_pages.py"


def test_help_can_be_printed_for_each_and_loses_no_words() -> None:
    for name, command in commands():
        printed = CliRunner().invoke(app, [*name.split(), "--help"])
        assert printed.exit_code == 0
        # What stands in square brackets is taken for markup and vanishes.
        assert all(word.strip("│") in printed.stdout for word in command.help.split()), name
