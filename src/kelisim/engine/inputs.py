"""The files a study is read from, with their hashes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kelisim.engine.fingerprint import digest, of_file
from kelisim.errors import Problem, StudyError
from kelisim.study.layout import TABLE_ENDINGS, Layout

TABLES = ("sources", "claims", "events")


@dataclass(frozen=True, slots=True)
class StudyFile:
    """A file of the study as the collect stage sees it; reading checks that it is still what was hashed."""

    path: Path
    name: str
    sha256: str

    def read(self) -> bytes:
        """Return the bytes; raises ``StudyError`` where the file changed while the build ran."""
        data = self.path.read_bytes()
        if digest(data) != self.sha256:
            hint = "start the build again when nothing writes to the folder"
            raise StudyError(Problem("changed", "the file changed while the build was running", hint, self.name))
        return data


def declared_files(layout: Layout) -> dict[str, str]:
    """Return the hashes of every file that declares the study: TOML, tables, series, their snapshots, and journals."""
    paths = [layout.study, layout.codebook]
    paths.extend(layout.root / (name + ending) for name in TABLES for ending in TABLE_ENDINGS)
    for folder, endings in ((layout.series, (".csv", ".toml")), (layout.journals, (".jsonl",))):
        if folder.is_dir():
            paths.extend(sorted(path for path in folder.iterdir() if path.suffix in endings))
    kept = layout.series / "snapshots"
    paths.extend(sorted(kept.rglob("*")) if kept.is_dir() else ())
    return hashes(layout.root, (path.relative_to(layout.root).as_posix() for path in paths if path.is_file()))


def hashes(root: Path, names: Iterable[str]) -> dict[str, str]:
    """Return name → SHA-256 for the files that exist; raises ``StudyError`` for one that cannot be read."""
    found = {}
    for name in names:
        path = root / name
        try:
            found[name] = of_file(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise StudyError(Problem("unreadable", f"cannot be read: {error.strerror}", "", name)) from error
    return found
