"""kelisim audit on the command line: formats in, formats out, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parents[2]
FAULTY = (
    "Output of steel in Atyrau was 5.2 million tonnes in 2019.\n\n"
    "In 2019 output of steel in Atyrau was 6.1 million tonnes.\n"
)
CLEAN = "Output of steel in Atyrau was 5.2 million tonnes in 2019, and 4.9 million tonnes in 2018.\n"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from kelisim.cli import main; main()", "audit", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "faulty.txt"
    path.write_text(FAULTY, encoding="utf-8")
    return path


def test_json_keeps_to_its_schema_and_stands_alone_on_stdout(faulty: Path) -> None:
    done = run(faulty, "--json", "--language", "en")
    record = json.loads(done.stdout)
    schema = json.loads((ROOT / "docs" / "schemas" / "audit.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(record, schema)
    (one,) = record["files"][0]["findings"]
    assert one["kind"] == "value_conflict"
    assert record["files"][0]["claims"]
    assert done.returncode == 1


def test_exit_codes_follow_fail_on(faulty: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean.txt"
    clean.write_text(CLEAN, encoding="utf-8")
    assert run(clean, "--language", "en", "-q").returncode == 0
    assert run(faulty, "--language", "en", "-q", "--fail-on", "never").returncode == 0
    assert run(faulty, "--language", "en", "-q", "--confidence", "0.99").returncode == 0
    wrong = run(faulty, "--fail-on", "grave")
    assert wrong.returncode == 2
    assert "grave" in wrong.stderr


def test_one_unreadable_file_does_not_stop_the_others(faulty: Path, tmp_path: Path) -> None:
    broken = tmp_path / "scan.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    done = run(tmp_path / "absent.pdf", broken, faulty, "--language", "en")
    assert done.returncode == 2
    assert "absent.pdf" in done.stderr
    assert "OCR" in done.stderr
    assert "Traceback" not in done.stderr
    assert "5.2 million tonnes" in done.stdout
    assert "6.1 million tonnes" in done.stdout
    assert "\x1b[" not in done.stdout


def test_the_page_and_the_sarif_are_written(faulty: Path, tmp_path: Path) -> None:
    page, sarif = tmp_path / "audit.html", tmp_path / "audit.sarif"
    done = run(faulty, "--language", "en", "-q", "--html", page, "--sarif", sarif)
    assert not done.stdout
    assert "6.1 million tonnes" in page.read_text(encoding="utf-8")
    assert json.loads(sarif.read_text(encoding="utf-8"))["version"] == "2.1.0"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "paper.html",
            "<!doctype html><html><body><article>" + FAULTY.replace("\n\n", "<p>") + "</article></body></html>",
        ),
        ("paper.md", "# A title\n\n" + FAULTY),
        ("paper.tex", "\\documentclass{article}\n\\begin{document}\n" + FAULTY + "\\end{document}\n"),
    ],
)
def test_other_formats_give_the_same_finding(name: str, content: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    record = json.loads(run(path, "--json", "--language", "en").stdout)
    assert "value_conflict" in [one["kind"] for one in record["files"][0]["findings"]]


def test_what_cannot_be_read_or_written_is_named_and_ends_with_2(faulty: Path, tmp_path: Path) -> None:
    empty, blank, folder = tmp_path / "empty.txt", tmp_path / "blank.txt", tmp_path / "folder"
    empty.write_bytes(b"")
    blank.write_text(" \n\n", encoding="utf-8")
    folder.mkdir()
    for path, said in (
        (empty, "empty"),
        (blank, "empty"),
        (folder, "folder"),
        (tmp_path / "none.pdf", "No such"),
    ):
        done = run(path)
        assert done.returncode == 2
        assert f"error: {path}: " in done.stderr
        assert said in done.stderr
        assert "mend: " in done.stderr
        assert not done.stdout
    for option in ("--html", "--sarif"):
        done = run(faulty, "--language", "en", "-q", option, tmp_path / "absent" / "out")
        assert done.returncode == 2
        assert "cannot be written" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_scanned_pdf_asks_for_ocr(tmp_path: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    path = tmp_path / "scan.pdf"
    document.save(path)
    done = run(path)
    assert done.returncode == 2
    assert "OCR" in done.stderr


def test_one_finding_is_one_finding(faulty: Path) -> None:
    assert "2 claims, 1 finding\n" in run(faulty, "--language", "en").stdout


def test_a_page_is_not_written_over_the_paper(faulty: Path) -> None:
    refused = run(faulty, "--html", faulty)
    assert refused.returncode == 2
    assert "a paper that was read" in refused.stderr
    assert faulty.read_text(encoding="utf-8") == FAULTY
