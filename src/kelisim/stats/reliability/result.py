"""The result of an agreement statistic: never a bare number."""

from __future__ import annotations

import html
import math
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True, repr=False)
class Agreement:
    """One coefficient with everything needed to judge it.

    ``value`` is None where the coefficient is undefined, and ``why`` then says so; ``why`` also explains a missing
    interval. ``n_units`` counts units with at least one rating, ``n_coders`` coders with at least one, ``n_pairable``
    the ratings that stand in a unit with another rating (for unitising: characters times coders), and ``n_clusters``
    what was resampled. ``interval`` is "none", "analytic", "jackknife" or "bootstrap"; ``confidence`` its coverage.
    ``weights`` names the agreement weights; "level" means the difference that belongs to the level (alpha).
    ``coverage`` and ``code`` belong to unitising: the share of the continuum that a coefficient speaks of, and the
    code it was computed for.
    """

    value: float | None
    standard_error: float | None
    low: float | None
    high: float | None
    n_units: int
    n_coders: int
    categories: tuple[Any, ...]
    level: str
    coefficient: str
    weights: str = "identity"
    interval: str = "none"
    confidence: float = 0.95
    n_pairable: int = 0
    n_clusters: int | None = None
    why: str = ""
    code: str | None = None
    coverage: float | None = None

    def __repr__(self) -> str:
        return f"Agreement({self._sentence()})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{html.escape(name)}</th><td>{html.escape(text)}</td></tr>"
            for name, text in self._rows()
        )
        return f"<table><caption>{html.escape(self.coefficient)}</caption><tbody>{rows}</tbody></table>"

    def to_dict(self) -> dict[str, Any]:
        """Return every field as plain JSON types; a set of codes becomes a sorted list."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    def _sentence(self) -> str:
        value = "undefined" if self.value is None else f"{self.value:.3f}"
        parts = [f"{self.coefficient} = {value}", self._interval_text(), f"level {self.level}"]
        if self.code is not None:
            parts.append(f"code {self.code!r}")
        if self.weights not in ("identity", "level"):
            parts.append(f"weights {self.weights}")
        parts.append(f"{self.n_units} units, {self.n_coders} coders, n = {self.n_pairable} pairable")
        if self.coverage is not None:
            parts.append(f"covering {self.coverage:.1%}")
        if self.why:
            parts.append(self.why)
        return "; ".join(parts)

    def _interval_text(self) -> str:
        if self.low is None or self.high is None:
            return "no interval" if self.interval == "none" else f"no {self.interval} interval"
        over = f" over {self.n_clusters} clusters" if self.n_clusters is not None else ""
        return f"{self.confidence:.0%} interval [{self.low:.3f}, {self.high:.3f}] ({self.interval}{over})"

    def _rows(self) -> list[tuple[str, str]]:
        value = "undefined" if self.value is None else f"{self.value:.3f}"
        error = "" if self.standard_error is None else f"{self.standard_error:.3f}"
        rows = [
            ("value", value),
            ("standard error", error),
            ("interval", self._interval_text()),
            ("level", self.level),
            ("weights", self.weights),
            ("units", str(self.n_units)),
            ("coders", str(self.n_coders)),
            ("pairable", str(self.n_pairable)),
            ("categories", ", ".join(_label(category) for category in self.categories)),
            ("code", self.code or ""),
            ("coverage", "" if self.coverage is None else f"{self.coverage:.1%}"),
            ("why", self.why),
        ]
        return [(name, text) for name, text in rows if text]


def _label(category: Any) -> str:
    if isinstance(category, frozenset):
        return "{" + ", ".join(sorted(map(str, category))) + "}"
    return str(category)


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset | set):
        return sorted((_plain(item) for item in value), key=str)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | bool | int):
        return value
    return str(value)
