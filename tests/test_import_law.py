"""Imports run one way: what each room of the house may import."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "kelisim"

# Each room and the rooms it may import besides itself, as drawn in the documentation.
LAW = {
    "errors": set(),
    "model": {"errors"},
    "text": {"errors", "model"},
    "stats": {"errors", "model"},
    "study": {"errors", "model"},
    "providers": {"errors", "model"},
    "stages": {"errors", "model", "text", "stats"},
    "engine": {"errors", "model", "stages", "study", "providers"},
    "checks": {"errors", "model", "stages", "study", "engine"},
    "audit": {"errors", "model", "text", "stats", "interop"},
    "coding": {"errors", "model", "text", "stats", "stages", "study", "engine"},
    "report": {"errors", "model", "stages", "study", "engine", "interop"},
    "interop": {"errors", "model", "text", "stages", "study", "engine", "coding"},
    "display": {"errors", "model", "stages", "study", "engine", "report"},
    "api": {"errors", "model", "study", "engine", "checks", "report", "interop", "coding", "audit", "display"},
    "cli": {"errors", "model", "study", "engine", "checks", "report", "interop", "coding", "audit", "display", "api"},
    "web": {"errors", "model", "study", "engine", "checks", "report", "interop", "coding", "audit", "display", "api"},
}


def _room(path: Path) -> str:
    parts = path.relative_to(SOURCE).parts
    return parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [node.module or ""]
            if node.module == "kelisim":
                names = [f"kelisim.{alias.name}" for alias in node.names]
        rooms.update(name.split(".")[1] for name in names if name.startswith("kelisim."))
    return rooms


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_run_one_way(path: Path) -> None:
    room = _room(path)
    if room in ("__init__", "__version__"):
        return
    assert room in LAW, f"the room {room} has no place in the house"
    broken = {other for other in _imports(path) if other in LAW and other != room and other not in LAW[room]}
    assert not broken, f"{room} may not import {', '.join(sorted(broken))}"


def test_no_stage_imports_another() -> None:
    stages = {"collect", "screen", "rate", "code", "claim", "verify", "periodise", "govern", "estimate", "conclude"}
    for path in (SOURCE / "stages").rglob("*.py"):
        own = path.relative_to(SOURCE / "stages").parts[0].removesuffix(".py")
        if own not in stages:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kelisim.stages."):
                other = (node.module or "").split(".")[2]
                assert other == own or other not in stages, f"{path.name} imports the stage {other}"


def test_no_module_is_long() -> None:
    long = {
        str(path.relative_to(SOURCE)): lines
        for path in SOURCE.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 350
    }
    assert not long, f"split these: {long}"
