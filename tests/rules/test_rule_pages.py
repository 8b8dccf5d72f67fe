"""The pages on the rules say what the rules and their mini-studies say."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from kelisim.checks import RULES


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "tools" / "rule_pages.py"
    spec = importlib.util.spec_from_file_location("rule_pages", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_those_that_the_rules_give(writer: ModuleType) -> None:
    mend = "run .venv/bin/python tools/rule_pages.py"
    written = {path.name: path.read_text(encoding="utf-8") for path in writer.PAGES.glob("*.md")}
    assert sorted(written) == sorted(writer.pages()), mend
    for name, text in writer.pages().items():
        assert written[name] == text, f"{name} is out of date: {mend}"


def test_every_rule_has_a_family_and_a_page(writer: ModuleType) -> None:
    assert {code[0] for code in RULES} == set(writer.FAMILIES)
    index = (writer.PAGES / "index.md").read_text(encoding="utf-8")
    assert all(f"[{code}]({code}.md)" in index for code in RULES)
