"""Where things stand in a study folder, and how to find the folder from inside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kelisim.errors import Problem, UsageError

STUDY_FILE = "study.toml"
_KEPT_FOLDERS = ("sources", "series", "journals")
TABLE_ENDINGS = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one study."""

    root: Path

    @property
    def study(self) -> Path:
        """The declaration of the study."""
        return self.root / STUDY_FILE

    @property
    def codebook(self) -> Path:
        """The codebook."""
        return self.root / "codebook.toml"

    @property
    def series(self) -> Path:
        """The folder of statistical series."""
        return self.root / "series"

    @property
    def journals(self) -> Path:
        """The folder of the coders' journals."""
        return self.root / "journals"

    @property
    def build(self) -> Path:
        """The folder of derived files."""
        return self.root / "build"

    @property
    def cache(self) -> Path:
        """The engine's memory; only ``build`` holds derived files, so it stands there."""
        return self.build / ".cache"

    def keeps(self, path: Path) -> bool:
        """Say whether a path is one of the files that people keep, which no command may write an output over."""
        path, root = path.resolve(), self.root.resolve()
        if not path.is_relative_to(root) or not path.is_file():
            return False
        inside = path.relative_to(root)
        registers = {f"{name}{ending}" for name in ("sources", "claims", "events") for ending in TABLE_ENDINGS}
        return inside.parts[0] in _KEPT_FOLDERS or str(inside) in registers | {STUDY_FILE, "codebook.toml"}

    def table(self, name: str) -> Path:
        """Return the path of a table, CSV or XLSX; raises ``UsageError`` where both are there."""
        found = [self.root / (name + ending) for ending in TABLE_ENDINGS if (self.root / (name + ending)).exists()]
        if len(found) > 1:
            raise UsageError(
                Problem(
                    code="two-tables",
                    file=str(found[0]),
                    what=f"both {found[0].name} and {found[1].name} are there",
                    hint="keep one of the two; kelisim never guesses which is newer",
                )
            )
        return found[0] if found else self.root / f"{name}.csv"


def find_study(start: Path) -> Layout:
    """Return the study that ``start`` lies in, looking upwards; raises ``UsageError`` where there is none."""
    start = start.resolve()
    if not start.exists():
        raise UsageError(Problem(code="no-folder", what=f"no such folder: {start}", hint="check the path"))
    for folder in (start, *start.parents):
        if (folder / STUDY_FILE).is_file():
            return Layout(folder)
    raise UsageError(
        Problem(
            code="no-study",
            what=f"{start} is not inside a study: no {STUDY_FILE} here or above",
            hint="start one with: kelisim new DIR",
        )
    )
