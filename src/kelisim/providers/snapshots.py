"""Snapshots: what a provider answered, kept whole, so that a series can be made again without it.

Below ``series/snapshots`` stand the bodies, each under its SHA-256, and for each series one record a retrieval:

    series/snapshots/bodies/<sha256>          a body after content decoding
    series/snapshots/<series>/<time>.json     query, vintage, time, and each exchange with the body it brought

Nothing there is ever changed: a new vintage is a new record beside the old ones.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kelisim.errors import Problem, StudyError
from kelisim.providers.shape import Params

FOLDER = "snapshots"
_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """One exchange of a retrieval: what was asked, what came, and the hash of the body."""

    path: str
    params: Params
    url: str
    status: int
    request_headers: dict[str, str]
    response_headers: dict[str, str]
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Retrieval:
    """One retrieval of a series: ``retrieved`` is the time in UTC, ``query`` that of the series when it was asked."""

    series: str
    vintage: str
    retrieved: str
    keyed: bool
    query: dict[str, Any]
    exchanges: tuple[Kept, ...]

    @property
    def name(self) -> str:
        """What the series' description calls it."""
        return f"{self.series}/{self.retrieved.replace('-', '').replace(':', '')}.json"


class Snapshots:
    """The snapshots of a study; ``write`` puts a file in its place, whole or not at all."""

    def __init__(self, series: Path, write: Callable[[Path, bytes], None]) -> None:
        self.folder = series / FOLDER
        self._write = write

    def put(self, retrieval: Retrieval, bodies: Sequence[bytes]) -> str:
        """Keep a retrieval and return its name; bodies come first, so that no record ever lacks one."""
        for kept, body in zip(retrieval.exchanges, bodies, strict=True):
            path = self.folder / "bodies" / kept.sha256
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                self._write(path, body)
        path = self.folder / retrieval.name
        path.parent.mkdir(parents=True, exist_ok=True)
        record = {"schema": _SCHEMA, **asdict(retrieval)}
        self._write(path, (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
        return retrieval.name

    def get(self, name: str) -> tuple[Retrieval, list[bytes]]:
        """Return a retrieval and its bodies; raises ``StudyError`` where one is missing or is not what was kept."""
        file = f"series/{FOLDER}/{name}"
        try:
            record = json.loads((self.folder / name).read_bytes())
            if record.pop("schema") != _SCHEMA:
                raise StudyError(Problem("schema", "the snapshot is of a newer kind", "upgrade kelisim", file))
            exchanges = tuple(
                Kept(**{**one, "params": tuple((key, value) for key, value in one["params"])})
                for one in record.pop("exchanges")
            )
            retrieval = Retrieval(**record, exchanges=exchanges)
        except FileNotFoundError as error:
            raise StudyError(Problem("missing-file", "the snapshot is not there", _MEND, file)) from error
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise StudyError(Problem("unreadable", "the snapshot cannot be read", _MEND, file)) from error
        return retrieval, [self._body(kept, file) for kept in exchanges]

    def _body(self, kept: Kept, file: str) -> bytes:
        path = self.folder / "bodies" / kept.sha256
        try:
            body = path.read_bytes()
        except OSError as error:
            raise StudyError(
                Problem("missing-file", f"the body {kept.sha256[:12]} is not there", _MEND, file)
            ) from error
        if hashlib.sha256(body).hexdigest() != kept.sha256:
            raise StudyError(Problem("hash", f"the body {kept.sha256[:12]} is not what was retrieved", _MEND, file))
        return body

    def flaw(self, name: str) -> str:
        """Return what is wrong with a snapshot, "" where it is whole."""
        try:
            self.get(name)
        except StudyError as error:
            return error.problems[0].what
        return ""


_MEND = "restore it from your version control or a copy, or retrieve the series anew: kelisim fetch"
