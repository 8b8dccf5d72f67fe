"""kelisim machine on the command line: help, JSON by its schemas, exit codes, and nothing sent by accident."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from editing import ROOT
from machine_fakes import by_word, project, regular, says, serving

KELISIM = Path(sys.executable).parent / "kelisim"
KEY = "sk-quiet-77"


def kelisim(*words: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "KELISIM_MACHINE_KEY": KEY}
    call = [KELISIM, "machine", *map(str, words)]
    return subprocess.run(call, capture_output=True, text=True, check=False, env=environment)


def valid(name: str, text: str) -> Any:
    value = json.loads(text)
    schema = json.loads((ROOT / "docs" / "schemas" / f"machine-{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(value, schema)
    return value


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    done = {coder: list(range(5)) for coder in ("anna", "bekzat")}
    return project(tmp_path / "s", regular(7), done=done).root


def test_every_command_has_help() -> None:
    for words in ((), ("keywords",), ("train",), ("next",), ("ask",), ("agree",)):
        result = kelisim(*words, "--help")
        assert result.returncode == 0
        assert len(result.stdout) > 200


def test_keywords_train_next_and_agree(folder: Path) -> None:
    dry = valid("keywords", kelisim("keywords", folder, "--dry-run", "--json").stdout)
    assert not (folder / "journals" / "machine-keywords.jsonl").exists()
    assert valid("keywords", kelisim("keywords", folder, "--json").stdout) == dry
    assert dry["added"] > 0
    tried = valid("train", kelisim("train", folder, "--dry-run", "--folds", "3", "--json").stdout)
    assert (tried["recorded"], tried["folds"]) == (None, 3)
    made = valid("train", kelisim("train", folder, "--json").stdout)
    assert made["recorded"]["documents"] == 7
    text = kelisim("train", folder).stdout
    assert "trained on what anna, bekzat agree on: 5 documents, cross-validated by document in 5 folds" in text
    assert "machine-linear: 0 codings added" in text
    ahead = valid("next", kelisim("next", folder, "-n", "1", "--json").stdout)
    assert len(ahead["documents"]) == 1
    assert ahead["documents"][0]["document"] in ("d5", "d6")
    table = valid("agree", kelisim("agree", folder, "--json").stdout)
    assert len(table["comparisons"]) == 7
    shown = kelisim("agree", folder, "--coder", "machine-linear").stdout
    assert "machine-linear and consensus" in shown
    assert "machine-keywords" not in shown
    assert "sentence decisions in 5 documents" in shown


def test_ask_shows_then_refuses_then_sends(folder: Path) -> None:
    with serving() as fake:
        fake.answer = by_word
        where = ("--base-url", fake.url, "--model", "small")
        dry = valid("ask", kelisim("ask", folder, *where, "--dry-run", "--json").stdout)
        assert dry["to_send"] == 7
        assert dry["first"]["messages"][0]["role"] == "system"
        shown = kelisim("ask", folder, *where, "--dry-run")
        assert "7 requests, 0 answered already; 7 would go to" in shown.stdout
        refused = kelisim("ask", folder, *where)
        assert refused.returncode == 2
        assert "nothing was sent" in refused.stderr
        assert fake.requests == []
        sent = kelisim("ask", folder, *where, "--send", "--json")
        assert sent.returncode == 0, sent.stderr
        assert valid("ask", sent.stdout)["sent"] == 7
        assert KEY not in sent.stdout + sent.stderr + shown.stdout
        assert fake.headers[0]["Authorization"] == f"Bearer {KEY}"
        again = kelisim("ask", folder, *where)
        assert again.returncode == 0
        assert again.stdout.startswith("machine-small: 0 codings added")


def test_ask_exits_with_1_where_an_answer_could_not_be_taken(folder: Path) -> None:
    with serving() as fake:
        fake.script = [says("no")] * 2
        result = kelisim("ask", folder, "--base-url", fake.url, "--model", "small", "--send")
        assert result.returncode == 1
        assert "no answer could be taken: it is not JSON" in result.stdout


def test_wrong_usage_exits_with_2(folder: Path, tmp_path: Path) -> None:
    assert "no base_url" in kelisim("ask", folder).stderr
    assert kelisim("train", tmp_path).returncode == 2
    wrong = kelisim("train", folder, "--on", "ana")
    assert wrong.returncode == 2
    assert "did you mean 'anna'?" in wrong.stderr
