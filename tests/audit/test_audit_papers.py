"""Recall and precision on whole papers: Markdown, LaTeX, HTML and text, and what they become as DOCX and PDF."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kelisim.audit import AuditResult, audit
from kelisim.model.finding import Finding
from kelisim.text.reading import read

pytest.importorskip("pypdfium2")

FOLDER = Path(__file__).parent / "papers"
WRITTEN = {"md": "markdown", "tex": "latex", "html": "html", "txt": "markdown"}
PAPERS = sorted(FOLDER.glob("*.toml"))
READINGS = [(path, reading) for path in PAPERS for reading in tomllib.loads(path.read_text("utf-8"))["readings"]]


def as_file(gold: dict[str, Any], reading: str) -> bytes:
    """Return a paper in one of its formats; pandoc and Typst are others' programs."""
    text, written = gold["text"].strip() + "\n", gold["format"]
    if reading == written:
        return text.encode()
    pandoc = pytest.importorskip("pypandoc")
    if written == "txt":
        text = text.replace("\n", "\n\n")
    if reading == "txt":
        return pandoc.convert_text(text, "plain", format=WRITTEN[written], extra_args=["--wrap=none"]).encode()
    if reading == "docx":
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "paper.docx"
            pandoc.convert_text(text, "docx", format=WRITTEN[written], outputfile=str(path))
            return path.read_bytes()
    typst = pytest.importorskip("typst")
    body = pandoc.convert_text(text, "typst", format=WRITTEN[written])
    columns = 2 if reading == "pdf2" else 1
    settings = (
        f'#set page(paper: "a4", columns: {columns}, numbering: "1")\n#set text(size: 10pt, font: "Libertinus Serif")\n'
        "#set par(justify: true)\n#let horizontalrule = line(length: 100%)\n"
    )
    return bytes(typst.compile((settings + body).encode()))


@cache
def audited(path: Path, reading: str) -> tuple[dict[str, Any], AuditResult]:
    gold = tomllib.loads(path.read_text("utf-8"))
    name = f"{path.stem}.{'pdf' if reading == 'pdf2' else reading}"
    text = read(as_file(gold, reading), name=name)
    return gold, audit(text.text, language=gold["language"], document_date=text.published or None)


def touches(one: Finding, text: str, quote: str) -> bool:
    """Say whether a finding names a passage, however its blanks, lines and apostrophes came out."""
    form = re.compile(r"\s+".join(re.escape(word).replace("'", "['’]") for word in quote.split()))
    places = list(form.finditer(text))
    assert places, f"the text has lost {quote!r}"
    return any(place.start < match.end() and match.start() < place.end for place in one.places for match in places)


def found(fault: dict[str, Any], result: AuditResult) -> bool:
    enough = any if fault.get("any") else all
    return any(
        one.kind in fault["kinds"] and enough(touches(one, result.text, quote) for quote in fault["quotes"])
        for one in result.findings
    )


def right(one: Finding, gold: dict[str, Any], result: AuditResult) -> bool:
    return any(touches(one, result.text, quote) for fault in gold["fault"] for quote in fault["quotes"])


@pytest.mark.parametrize(("path", "reading"), READINGS, ids=[f"{path.stem}-{reading}" for path, reading in READINGS])
def test_at_least_half_of_the_faults_of_every_paper_are_found(path: Path, reading: str) -> None:
    gold, result = audited(path, reading)
    hits = [fault["id"] for fault in gold["fault"] if found(fault, result)]
    false = [one.message for one in result.findings if not right(one, gold, result)]
    assert len(hits) >= len(gold["fault"]) / 2, hits
    assert len(false) <= 1, false


@pytest.mark.parametrize("later", [False, True], ids=["mended", "blind"])
def test_recall_and_precision_over_all_papers(later: bool, capsys: pytest.CaptureFixture[str]) -> None:
    faults = hits = told = rights = 0
    for path, reading in READINGS:
        gold, result = audited(path, reading)
        if ("blind" in gold) != later:
            continue
        faults += len(gold["fault"])
        hits += sum(found(fault, result) for fault in gold["fault"])
        told += len(result.findings)
        rights += sum(right(one, gold, result) for one in result.findings)
    with capsys.disabled():
        print(
            f"\n{'later papers' if later else 'papers'}: recall {hits}/{faults} = {hits / faults:.2f}, "
            f"precision {rights}/{told} = {rights / told:.2f}"
        )
    assert hits / faults >= (LATER if later else RECALL)
    assert rights / told >= PRECISION


RECALL, LATER, PRECISION = 0.85, 0.68, 0.97
