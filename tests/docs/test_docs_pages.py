"""The documentation holds together: generated parts, links, navigation, licence and citation."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from tools_of import tool

from conftest import ROOT
from kelisim import __version__
from kelisim.study.journal import ACTS

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
MEND = "run .venv/bin/python tools/reference_pages.py"
_LINK = re.compile(r"(?<!\\)\]\(([^)\s]+)\)")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def test_generated_parts_are_what_the_code_gives() -> None:
    pages = tool("reference_pages").pages()
    assert len(pages) >= 8
    stale = [path.name for path, text in pages.items() if path.read_text(encoding="utf-8") != text]
    assert not stale, f"out of date: {', '.join(stale)}; {MEND}"


def test_every_key_and_column_has_words_and_no_words_are_left_over() -> None:
    # A key without words fails the test above; this one finds words without a key.
    assert tool("reference_pages").unused_words() == []


def test_every_act_is_explained() -> None:
    page = (DOCS / "reference" / "journals.md").read_text(encoding="utf-8")
    table = page.split("| act | target |")[1].split("\n\n")[0]
    assert [act for act in ACTS if f"`{act}`" not in table] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for target in _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8"))):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        goal = (page.parent / name).resolve() if name else page
        if not goal.exists() or (anchor and anchor not in anchors(goal)):
            broken.append(target)
    assert not broken


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower()) for heading in headings}


def test_every_published_schema_is_linked() -> None:
    page = (DOCS / "reference" / "json.md").read_text(encoding="utf-8")
    names = sorted(path.name for path in (DOCS / "schemas").iterdir())
    assert [name for name in names if f"(../schemas/{name})" not in page] == []


def test_every_page_stands_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in DOCS.rglob("*.md"):
        name = page.relative_to(DOCS).as_posix()
        if not name.startswith("rules/"):
            assert name in navigation, f"{name} is not in mkdocs.yml"
    index = (DOCS / "rules" / "index.md").read_text(encoding="utf-8")
    assert "rules/index.md" in navigation
    assert all(f"({page.name})" in index for page in (DOCS / "rules").glob("[A-Z]*.md"))


def test_the_site_builds_and_loads_nothing_from_the_network(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=False,
    )
    assert built.returncode == 0, built.stderr
    loading = re.compile(r"<(?:script|img|iframe)[^>]*\ssrc=\"?(?:https?:)?//|<link[^>]*\shref=\"?(?:https?:)?//[^>]*>")
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) > 50
    for page in pages:
        found = [one for one in loading.findall(page.read_text(encoding="utf-8")) if "canonical" not in one]
        assert not found, f"{page.name}: {found[0]}"


def test_version_licence_and_citation_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert project["version"] == citation["version"] == __version__
    assert project["license"] == citation["license"]
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_picture_of_the_report_is_there_and_small() -> None:
    picture = DOCS / "images" / "report.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert 30_000 < picture.stat().st_size < 400_000
