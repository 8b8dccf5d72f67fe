"""What the last build knew: inputs, stages, outputs. It stands inside ``build`` and holds no time and no machine."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kelisim.engine.fingerprint import digest, from_json, of_file, to_json

STATE = "state.json"


@dataclass(slots=True)
class StageState:
    """The fingerprints of what a stage read, and the hash of what it gave."""

    inputs: dict[str, str]
    output: str


@dataclass(slots=True)
class BuildState:
    """Everything needed to tell what must run."""

    kelisim: str = ""
    declared: dict[str, str] = field(default_factory=dict)
    collected: dict[str, str] = field(default_factory=dict)
    stages: dict[str, StageState] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    formats: list[str] = field(default_factory=list)
    findings: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, cache: Path) -> BuildState:
        """Return the state of the last build, an empty one where there is none or it cannot be read."""
        try:
            record = json.loads((cache / STATE).read_bytes())
            stages = {name: StageState(**stage) for name, stage in record.pop("stages").items()}
            return cls(**record, stages=stages)
        except (OSError, ValueError, TypeError, KeyError):
            return cls()

    def write(self, cache: Path) -> None:
        """Write the state."""
        (cache / STATE).write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n", encoding="utf-8")


class Store:
    """The results of stages, and of parts of stages, in the old and the new build folder."""

    def __init__(self, old: Path, new: Path) -> None:
        self.old = old
        self.new = new
        new.mkdir(parents=True, exist_ok=True)

    def keep(self, name: str, expected: str) -> bytes | None:
        """Carry a stage's result over from the last build and return it, None where it is not what it was."""
        path = self.old / f"{name}.json"
        try:
            data = path.read_bytes()
        except OSError:
            return None
        if digest(data) != expected:
            return None
        link(path, self.new / path.name)
        parts = self.old / f"{name}.parts.jsonl"
        if parts.exists():
            link(parts, self.new / parts.name)
        return data

    def put(self, name: str, value: Any, kind: Any) -> str:
        """Write a stage's result and return its hash."""
        data = to_json(value, kind)
        (self.new / f"{name}.json").write_bytes(data)
        return digest(data)

    def memo(self, name: str, kind: type) -> PartMemo:
        """Return the memory of a stage's parts."""
        return PartMemo(self.old / f"{name}.parts.jsonl", self.new / f"{name}.parts.jsonl", kind)


class PartMemo:
    """Remembers parts by key from one build to the next, in one file of lines "key TAB hash TAB JSON"."""

    def __init__(self, old: Path, new: Path, kind: type) -> None:
        self.kind = kind
        self.reused = 0
        self.computed = 0
        self._known: dict[str, bytes] = {}
        if old.exists():
            for line in old.read_bytes().split(b"\n"):
                key, _, rest = line.partition(b"\t")
                check, _, data = rest.partition(b"\t")
                if data and digest(data) == check.decode("ascii", "replace"):
                    self._known[key.decode()] = data
        self._new = new.open("wb")

    def __call__(self, key: str, compute: Callable[[], Any]) -> Any:
        """Return the part for a key, remembered or computed."""
        name = digest(key.encode())
        data = self._known.get(name)
        if data is not None:
            self.reused += 1
            value = from_json(data, self.kind)
        else:
            self.computed += 1
            value = compute()
            data = to_json(value, self.kind)
        self._new.write(name.encode() + b"\t" + digest(data).encode() + b"\t" + data + b"\n")
        return value

    def close(self) -> None:
        """Finish the file."""
        self._new.close()


def link(source: Path, target: Path) -> None:
    """Let ``target`` be the same file as ``source``, copied where the file system knows no hard links."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def outputs_of(folder: Path) -> dict[str, str]:
    """Return the hash of every file in a build folder, the cache left out."""
    return {
        path.relative_to(folder).as_posix(): of_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".cache" not in path.relative_to(folder).parts
    }
