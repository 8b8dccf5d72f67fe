"""What goes to stderr: progress on a terminal, warnings, and errors with place and mend. stdout carries data only."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from kelisim.engine.run import Progress
from kelisim.errors import KelisimError

_SHOWN = 20


def say(message: str) -> None:
    """Write one line to stderr."""
    print(f"kelisim: {message}", file=sys.stderr)


def say_problems(error: KelisimError) -> None:
    """Write every problem of an error to stderr, with its place and how to mend it."""
    for problem in error.problems[:_SHOWN]:
        print(f"error: {problem}", file=sys.stderr)
    if len(error.problems) > _SHOWN:
        print(f"… and {len(error.problems) - _SHOWN} more problems", file=sys.stderr)


def counted(counts: Mapping[str, int]) -> str:
    """Return how many findings there are of each severity, in words."""
    return ", ".join(f"{count} {severity}{'' if count == 1 else 's'}" for severity, count in counts.items())


def print_json(value: Any) -> None:
    """Write JSON to stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def progress(*, quiet: bool) -> Progress | None:
    """Return what shows the running stage on a terminal, None where stderr is no terminal or quiet is asked."""
    if quiet or not sys.stderr.isatty():
        return None
    from rich.console import Console

    console = Console(stderr=True)

    @contextmanager
    def show(name: str) -> Iterator[None]:
        with console.status(f"{name} …"):
            yield

    return show
