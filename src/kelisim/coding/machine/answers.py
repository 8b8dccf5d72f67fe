"""The record of what an endpoint was asked and answered: one file of JSON lines a model, which serves as the cache."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kelisim.errors import Problem, StudyError

FOLDER = "machine"


class Answers:
    """The answers of one machine coder; each line holds prompt, model, parameters, response and whether it was taken.

    Lines that a crash tore are passed over: what they held is asked again.
    """

    def __init__(self, root: Path, actor: str) -> None:
        self.path = root / FOLDER / f"{actor}.jsonl"
        self._taken: dict[str, str] = {}
        self.torn = 0
        if not self.path.exists():
            return
        for line in self.path.read_bytes().split(b"\n"):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                if record["taken"]:
                    self._taken[str(record["key"])] = str(record["response"])
            except (ValueError, KeyError, TypeError):
                self.torn += 1

    def get(self, key: str) -> str | None:
        """Return the answer that was taken for a request, None where there is none."""
        return self._taken.get(key)

    def add(self, record: Mapping[str, Any]) -> None:
        """Write a record durably before anything rests on it."""
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
        try:
            self.path.parent.mkdir(exist_ok=True)
            with self.path.open("a+b") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX)
                size = handle.seek(0, os.SEEK_END)
                handle.seek(max(0, size - 1))
                # A torn last line is closed, so that it spoils no other.
                torn = size > 0 and handle.read(1) != b"\n"
                handle.write(b"\n" + line if torn else line)
                handle.flush()
                os.fsync(handle.fileno())
        except OSError as error:
            what = f"the answer could not be written: {error.strerror}"
            hint = "free some space or mend the permissions"
            raise StudyError(Problem("machine-write", what, hint, f"{FOLDER}/{self.path.name}")) from error
        if record["taken"]:
            self._taken[str(record["key"])] = str(record["response"])
