"""What an exchange did: what travelled, what was there already, what did not travel, and what a person must decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kelisim.errors import Problem
from kelisim.interop.qda.project import NotCarried, OffsetChoice

# Below this probability of the reading of offsets a person should look.
SURE = 0.95


@dataclass(slots=True)
class ExchangeReport:
    """The outcome of an import or export; ``problems`` are the parts that were left out because they are wrong."""

    file: str
    format: str
    origin: str = ""
    carried: Counter[str] = field(default_factory=Counter)
    present: Counter[str] = field(default_factory=Counter)
    not_carried: list[NotCarried] = field(default_factory=list)
    offsets: list[OffsetChoice] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        return {
            "file": self.file,
            "format": self.format,
            "origin": self.origin,
            "carried": dict(sorted(self.carried.items())),
            "present": dict(sorted(self.present.items())),
            "not_carried": [{"what": one.what, "count": one.count, "detail": one.detail} for one in self.not_carried],
            "offsets": [
                {
                    "source": one.source,
                    "convention": one.convention,
                    "confidence": one.confidence,
                    "selections": one.selections,
                    "alternative": one.alternative,
                    "affected": one.affected,
                }
                for one in self.offsets
            ],
            "decisions": list(self.decisions),
            "problems": [
                {"what": one.what, "hint": one.hint, "where": {"file": one.file, "line": one.line}}
                for one in self.problems
            ],
        }

    def lines(self) -> Iterator[str]:
        """Yield the report as lines for a person."""
        yield "carried: " + (_counts(self.carried) or "nothing new")
        if self.present:
            yield "there already: " + _counts(self.present)
        for choice in self.offsets:
            mark = "" if choice.confidence >= SURE else "UNSURE, look at the passages: "
            yield f"offsets: {mark}{choice}"
        for lost in self.not_carried:
            yield f"not carried: {lost}"
        for decision in self.decisions:
            yield f"to be decided: {decision}"
        for problem in self.problems:
            yield f"left out: {problem}"


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{count} {_number(name, count)}" for name, count in sorted(counter.items()) if count)


def _number(name: str, count: int) -> str:
    """Return a name as it goes with a number: "1 coding", "2 documents worked through"."""
    first, blank, rest = name.partition(" ")
    return first.removesuffix("s") + blank + rest if count == 1 else name
