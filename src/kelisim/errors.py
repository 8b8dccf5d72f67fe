"""Errors as data.

    KelisimError
    ├── UsageError      the call is wrong (exit 2)
    ├── StudyError      the study cannot be read (exit 2); carries every problem found
    ├── DataError       numbers that a statistic cannot be computed from (exit 2)
    ├── ProviderError   a provider of statistics does not give what it was asked for (exit 1 from fetch)
    └── MissingExtra    an optional part is not installed (exit 2)

Everything a caller can catch has ``problems``: records with a place, what is wrong and how to mend it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: code, file, line, what, and hint (how to mend it).

    ``section`` names the part of the file where who finds it does not know the line, such as "estimates effect-1".
    """

    code: str
    what: str
    hint: str = ""
    file: str = ""
    line: int | None = None
    section: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        text = f"{place}: {self.what}" if place else self.what
        return f"{text}\n  mend: {self.hint}" if self.hint else text


class KelisimError(Exception):
    """The base of every error kelisim raises on purpose."""

    def __init__(self, problems: Problem | Iterable[Problem] | str, hint: str = "") -> None:
        if isinstance(problems, str):
            problems = Problem(code="error", what=problems, hint=hint)
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageError(KelisimError):
    """The call itself is wrong."""


class StudyError(KelisimError):
    """The study folder cannot be read as it stands."""


class DataError(KelisimError, ValueError):
    """The numbers given cannot support the statistic asked for."""


class ProviderError(KelisimError):
    """A provider of statistics does not give what it was asked for."""

    # "unreachable": no answer, or none that can be used; "withdrawn": it no longer has what was asked for; "ignored":
    # it answered another question.
    def __init__(self, status: str, what: str, hint: str = "") -> None:
        super().__init__(Problem(code=status, what=what, hint=hint))
        self.status = status


class MissingExtra(KelisimError, ImportError):
    """An optional part of kelisim is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            Problem(
                code="missing-extra",
                what=f"{what} needs an optional part that is not installed",
                hint=f"pip install 'kelisim[{extra}]'",
            )
        )


def nearest(word: str, known: Iterable[str]) -> str:
    """Return 'did you mean X?' for the nearest known word, or a list of the known ones when few, else ''."""
    options = list(known)
    close = difflib.get_close_matches(word, options, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    if 0 < len(options) <= 12:
        return "one of: " + ", ".join(options)
    return ""
