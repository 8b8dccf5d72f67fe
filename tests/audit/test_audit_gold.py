"""Recall and precision on the mini-papers with planted faults, and silence on their clean twins."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kelisim.audit import audit
from kelisim.model.finding import Finding

GOLD = sorted((Path(__file__).parent / "gold").glob("*.toml"))
KNOWN_MISSES = {("en_cement", "stood at 9.2 million tonnes")}


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def touches(one: Finding, text: str, quote: str) -> bool:
    start = text.index(quote)
    return any(place.start < start + len(quote) and start < place.end for place in one.places)


def found(fault: dict[str, Any], findings: tuple[Finding, ...], text: str) -> bool:
    enough = any if fault.get("any") else all
    return any(
        one.kind == fault["kind"] and enough(touches(one, text, quote) for quote in fault["quotes"]) for one in findings
    )


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_planted_faults_are_found(path: Path) -> None:
    gold = read(path)
    findings = audit(gold["text"], language=gold["language"]).findings
    missed = [
        fault["quotes"]
        for fault in gold.get("fault", [])
        if (path.stem, fault["quotes"][-1]) not in KNOWN_MISSES and not found(fault, findings, gold["text"])
    ]
    assert not missed


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_nothing_else_is_found(path: Path) -> None:
    gold = read(path)
    quotes = [quote for fault in gold.get("fault", []) for quote in [*fault["quotes"], *fault.get("also", [])]]
    findings = audit(gold["text"], language=gold["language"]).findings
    assert not [one for one in findings if not any(touches(one, gold["text"], quote) for quote in quotes)]


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_the_clean_twin_is_clean(path: Path) -> None:
    gold = read(path)
    twin = gold["text"]
    for fault in gold.get("fault", []):
        for before, after in fault["mend"]:
            assert twin.count(before) == 1, f"the mend of {fault['quotes']} must fit one place"
            twin = twin.replace(before, after)
    assert not audit(twin, language=gold["language"]).findings


def test_precision_and_recall_over_all_texts(capsys: pytest.CaptureFixture[str]) -> None:
    """Count, over all mini-papers, the planted faults that are found and the findings that are right."""
    counts = {code: [0, 0, 0, 0] for code in ("en", "ru", "zh", "kk")}
    for path in GOLD:
        gold = read(path)
        findings = audit(gold["text"], language=gold["language"]).findings
        faults = gold.get("fault", [])
        quotes = [quote for fault in faults for quote in [*fault["quotes"], *fault.get("also", [])]]
        own = counts[gold["language"]]
        own[0] += len(faults)
        own[1] += sum(found(fault, findings, gold["text"]) for fault in faults)
        own[2] += len(findings)
        own[3] += sum(any(touches(one, gold["text"], quote) for quote in quotes) for one in findings)
    with capsys.disabled():
        print()
        for code, (faults_, hits, told, right) in counts.items():
            print(
                f"{code}: recall {hits}/{faults_} = {hits / faults_:.2f}, precision {right}/{told} = {right / told:.2f}"
            )
    for faults_, hits, told, right in counts.values():
        assert hits / faults_ >= 0.9
        assert right / told >= 0.95


def test_every_language_and_every_kind_has_its_texts() -> None:
    golds = [read(path) for path in GOLD]
    languages = [gold["language"] for gold in golds]
    assert {code: languages.count(code) >= 3 for code in ("en", "ru", "zh", "kk")} == dict.fromkeys(
        ("en", "ru", "zh", "kk"), True
    )
    assert languages.count("en") >= 12
    kinds = {fault["kind"] for gold in golds for fault in gold.get("fault", [])}
    assert kinds == {
        "value_conflict", "date_conflict", "period_conflict", "scale_violation", "missing_cross_check", "unit_error",
        "citation_problem", "arithmetic", "non_independence", "inference_unsupported", "undefined_reference",
    }  # fmt: skip


def test_confidence_is_no_promise_that_the_gold_breaks() -> None:
    """Among findings of the faulty texts, each band of confidence is right at least as often as it says."""
    bands: dict[int, list[bool]] = {}
    for path in GOLD:
        gold = read(path)
        quotes = [quote for fault in gold.get("fault", []) for quote in [*fault["quotes"], *fault.get("also", [])]]
        for one in audit(gold["text"], language=gold["language"], confidence=0.3).findings:
            right = any(touches(one, gold["text"], quote) for quote in quotes)
            bands.setdefault(int(10 * one.confidence), []).append(right)
    for band, right in bands.items():
        if len(right) >= 5:
            assert sum(right) / len(right) >= band / 10, (band, right)
