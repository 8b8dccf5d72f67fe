"""The results of periodising and of dating breaks: never a bare number."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any, TypeAlias

Label: TypeAlias = int | str


@dataclass(frozen=True, slots=True)
class Boundary:
    """What the data say of one boundary.

    ``probability`` that a phase begins in exactly this period, ``near`` that one begins in it or next to it, and
    ``near_prior`` the same before the data. ``low`` and ``high`` bound the first period of the phase where errors are
    independent and each phase has a variance of its own (Bai and Perron), ``robust_low`` and ``robust_high`` where they
    are autocorrelated as they look within phases; None where ``why`` says.
    """

    period: Label
    probability: float
    near: float
    near_prior: float
    low: Label | None = None
    high: Label | None = None
    why: str = ""
    robust_low: Label | None = None
    robust_high: Label | None = None

    @property
    def bayes_factor(self) -> float:
        """How far the data raised (above 1) or lowered the odds of a boundary there or next to it."""
        odds, prior = self.near / max(1 - self.near, 1e-12), self.near_prior / max(1 - self.near_prior, 1e-12)
        return odds / max(prior, 1e-12)


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """One other way of asking: what was changed, how, and what came of it; ``why`` where nothing could."""

    changed: str
    to: str
    rank: int | None
    n_alternatives: int | None
    p_value: float | None
    best: tuple[Label, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Periodisation:
    """How well a division into phases fits series, among all divisions and against a history without phases.

    ``rank`` (1 is best) is among the ``n_alternatives`` partitions with as many phases of at least ``minimum_length``
    periods, the declared one included, so that a rank alone can never be rarer than ``rank_floor`` = 1 /
    ``n_alternatives``. ``p_value`` is how often a history without phases (``null``) gains as much from these
    boundaries; it cannot fall below ``p_floor`` = 1 / (draws + 1), and is None where ``remarks`` say why.
    ``posterior`` and ``prior`` give for each period the probability that a phase begins in it, ``numbers`` that of each
    number of boundaries. ``explained`` is the share of the series' standardised variation that lies between the phases,
    ``best`` the partition that has most of it (``best_explained``). ``power`` is by size of shift in standard
    deviations. ``sampled`` holds the range of rank and statistic over the samples where inputs are intervals.
    """

    boundaries: tuple[Label, ...]
    rank: int
    n_alternatives: int
    p_value: float | None
    p_floor: float
    posterior: dict[Label, float]
    prior: dict[Label, float]
    numbers: dict[int, float]
    support: tuple[Boundary, ...]
    explained: float
    best: tuple[Label, ...]
    best_explained: float
    ties: int
    rank_exact: bool
    null: str
    draws: int
    statistic: float
    autocorrelation: dict[str, float]
    dispersion: dict[str, float]
    power: dict[float, float]
    n: int
    minimum_length: int
    standardised: dict[str, str]
    bic: float
    sampled: dict[str, tuple[float, float]]
    remarks: tuple[str, ...]
    level: float = 0.05
    _vary: Callable[[], tuple[Sensitivity, ...]] | None = field(default=None, compare=False)

    @property
    def rank_floor(self) -> float:
        """The rarest that a rank can be among so many partitions."""
        return 1 / self.n_alternatives

    @property
    def verdict(self) -> str:
        """What the data carry: "supported", "partly supported", "not supported", or "not testable".

        Supported: the p-value is at most ``level`` and every boundary is more likely than not, to within a period.
        Partly: the first holds but not the second.
        """
        if self.p_value is None:
            return "not testable"
        if self.p_value > self.level:
            return "not supported"
        return "supported" if all(one.near >= 0.5 for one in self.support) else "partly supported"

    def sensitivity(self) -> tuple[Sensitivity, ...]:
        """Return rank and p-value for each other minimum length, with each series and with each period left out."""
        return self._vary() if self._vary is not None else ()

    def to_dict(self) -> dict[str, Any]:
        """Return every field as plain JSON types."""
        return as_plain(self)

    def __repr__(self) -> str:
        return f"Periodisation({'; '.join(f'{name} {text}' for name, text in self._rows())})"

    def _repr_html_(self) -> str:
        return as_table("Periodisation", self._rows())

    def _rows(self) -> list[tuple[str, str]]:
        exactly = "" if self.rank_exact else " (estimated from a sample)"
        rows = [
            ("boundaries", ", ".join(str(one) for one in self.boundaries)),
            ("rank", f"{self.rank:,} of {self.n_alternatives:,}{exactly}"),
            (
                "p",
                "none" if self.p_value is None else f"{self.p_value:.3f} (floor {self.p_floor:.3g}, null: {self.null})",
            ),
            ("verdict", self.verdict),
            (
                "posterior",
                ", ".join(f"{one.period} {one.probability:.2f} (±1: {one.near:.2f})" for one in self.support),
            ),
            ("explained", f"{self.explained:.0%}, best {self.best_explained:.0%} at {', '.join(map(str, self.best))}"),
            ("power", ", ".join(f"{size:g} SD {found:.2f}" for size, found in self.power.items())),
        ]
        return [*((name, text) for name, text in rows if text), *(("remark", one) for one in self.remarks)]


@dataclass(frozen=True, slots=True, repr=False)
class BreakPoints:
    """Breaks found in series, and whether a history without breaks would show as much to one who looked as hard.

    ``boundaries`` are the first periods of the second and later phases in the partition with the least BIC, and
    ``last_periods`` the periods before them, which R strucchange calls breakpoints. ``p_value`` compares what the best
    one or more breaks gain over a history without any with what the same search gains in simulated histories. ``bic``
    and ``explained`` are by number of breaks, ``candidates`` the best boundaries for each number; ``support`` holds for
    each boundary its posterior and its interval. ``sup_f`` holds the F statistic of 1, 2, ... breaks and ``ud_max`` the
    largest, with ``critical`` (level to sup-F values and UDmax), where the series is long enough for them.
    """

    boundaries: tuple[Label, ...]
    last_periods: tuple[Label, ...]
    rank: int
    n_alternatives: int
    p_value: float
    p_floor: float
    posterior: dict[Label, float]
    prior: dict[Label, float]
    numbers: dict[int, float]
    support: tuple[Boundary, ...]
    bic: tuple[float, ...]
    explained: tuple[float, ...]
    candidates: tuple[tuple[Label, ...], ...]
    sup_f: tuple[float, ...]
    ud_max: float | None
    critical: dict[float, tuple[tuple[float, ...], float]]
    null: str
    draws: int
    autocorrelation: dict[str, float]
    n: int
    minimum_length: int
    standardised: dict[str, str]
    remarks: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return every field as plain JSON types."""
        return as_plain(self)

    def __repr__(self) -> str:
        return f"BreakPoints({'; '.join(f'{name} {text}' for name, text in self._rows())})"

    def _repr_html_(self) -> str:
        return as_table("Break points", self._rows())

    def _rows(self) -> list[tuple[str, str]]:
        told = []
        for one in self.support:
            span = f" [{one.low}, {one.high}]" if one.low is not None else ""
            if (one.low, one.high) != (one.robust_low, one.robust_high):
                span += f" or, autocorrelated, [{one.robust_low}, {one.robust_high}]"
            told.append(f"{one.period}{span} (posterior ±1: {one.near:.2f})")
        return [
            ("boundaries", ", ".join(told) or "none"),
            ("p", f"{self.p_value:.3f} (floor {self.p_floor:.3g}, null: {self.null})"),
            ("BIC by number of breaks", ", ".join(f"{one:.1f}" for one in self.bic)),
            *([("UDmax", f"{self.ud_max:.2f} (5%: {self.critical[0.05][1]})")] if self.ud_max is not None else []),
            *(("remark", one) for one in self.remarks),
        ]


def as_plain(record: Any) -> dict[str, Any]:
    """Return the public fields of a record as plain JSON types."""
    return {one.name: _plain(getattr(record, one.name)) for one in fields(record) if not one.name.startswith("_")}


def as_table(caption: str, rows: list[tuple[str, str]]) -> str:
    """Return labelled rows as an HTML table."""
    body = "".join(
        f"<tr><th style='text-align:left'>{html.escape(name)}</th><td>{html.escape(text)}</td></tr>"
        for name, text in rows
    )
    return f"<table><caption>{html.escape(caption)}</caption><tbody>{body}</tbody></table>"


def _plain(value: Any) -> Any:
    if isinstance(value, Boundary):
        return {**as_plain(value), "bayes_factor": value.bayes_factor}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value
