"""What words tell beside numbers: a cause, a first time, a p-value. One list for every reader of texts."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# A stated p: "p < .05", "P-value of 0,03".
_P = re.compile(
    r"(?<![^\W\d_])p(?:[ -]?values?)?\s*(?P<sign><=|≤|<|=|≈|~|\bis\b|\bwas\b|\bof\b)\s*(?P<p>0?[.,]\d+)(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StatedP:
    """A p-value as a text states it: its words, the most it may be, and whether it must lie below that."""

    words: str
    most: float
    below: bool

    def allows(self, p_value: float) -> bool:
        """Say whether a p-value no smaller than ``p_value`` can be what is stated."""
        return p_value < self.most if self.below else p_value <= self.most


def source(what: str, language: str) -> str:
    """Return the pattern of a list of words in a language, to be built into another."""
    return _lists()[what][language]


def bounded(pattern: str, language: str) -> str:
    """Return a pattern that begins at a word's beginning and, where endings do not change words, ends at its end."""
    if language == "zh":
        return f"(?:{pattern})"
    # Russian and Kazakh words run on through their endings.
    after = r"(?![^\W\d_])" if language == "en" else r"[^\W\d_]*+"
    return rf"(?<![^\W\d_])(?:{pattern}){after}"


def tells(text: str, *what: str) -> str:
    """Return the first words of a text, in whatever language, that are on one of the lists; "" where none are.

    ``what``: names of lists, such as cause, first_time, first_passed.
    """
    found = [match for match in (one.search(text) for one in _patterns(what)) if match]
    return min(found, key=lambda match: match.start())[0] if found else ""


def stated_p_values(text: str) -> tuple[StatedP, ...]:
    """Return the p-values and levels of significance that a text states, in the order in which they stand.

    An exact p is taken with half a unit of its last digit; "p < .05" and "significant at 5%" are bounds.
    """
    found = []
    for match in _P.finditer(text):
        written = match["p"].replace(",", ".")
        below = match["sign"] in ("<", "≤", "<=")
        half = 0.0 if below else 0.5 * 10.0 ** -len(written.partition(".")[2])
        found.append((match.start(), StatedP(match[0], float(written) + half, match["sign"] == "<")))
    for pattern in _patterns(("significant",)):
        found += [
            (match.start(), StatedP(match[0], float(match["level"].replace(",", ".")) / 100, False))
            for match in pattern.finditer(text)
        ]
    return tuple(one for _, one in sorted(found, key=lambda one: one[0]))


@cache
def _patterns(what: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    languages = dict.fromkeys(language for one in what for language in _lists()[one])
    return tuple(
        re.compile(bounded("|".join(source(one, language) for one in what), language), re.IGNORECASE)
        for language in languages
    )


@cache
def _lists() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("kelisim.text") / "lexicons" / "telling.toml").read_text(encoding="utf-8"))
