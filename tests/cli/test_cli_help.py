"""Help names values in words, and its paragraphs fill the terminal."""

from __future__ import annotations

import sys

import pytest

from kelisim.cli.main import main


def _help_of(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *command: str) -> str:
    monkeypatch.setattr(sys, "argv", ["kelisim", *command, "--help"])
    monkeypatch.setenv("COLUMNS", "100")
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "command",
    [
        ["new"],
        ["build"],
        ["check"],
        ["config"],
        ["fetch"],
        ["agree"],
        ["merge"],
        ["log"],
        ["code", "add"],
        ["claims", "confirm"],
    ],
)
def test_no_option_shows_a_programming_type(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    options = _help_of(monkeypatch, capsys, *command).partition("Options")[2]
    assert "--help" in options
    assert not [word for word in ("<", "list[", "bool", "%Y") if word in options]


def test_a_value_is_told_from_a_switch(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = _help_of(monkeypatch, capsys, "check").splitlines()
    shown = {line.split()[1]: line.split()[2] for line in lines if line.startswith("│ --")}
    assert shown["--select"] == "TEXT"
    assert shown["--on"] == "YYYY-MM-DD"
    assert shown["--rows"] == "PATH"
    assert shown["--explain"] == "RULE"
    assert shown["--list"] == "List"


def test_a_paragraph_breaks_only_at_the_margin(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = _help_of(monkeypatch, capsys, "merge")
    assert "A journal that one person wrote to on two machines is joined in order of time, with a note. What" in text
