"""Two coders side by side: their table, and how prevalence and bias bear on kappa.

Byrt, T., Bishop, J. and Carlin, J. B. (1993). Bias, prevalence and kappa. Journal of Clinical Epidemiology 46, 423-429.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from kelisim.stats.reliability.names import data_error
from kelisim.stats.reliability.ratings import Orientation, read_ratings


@dataclass(frozen=True, slots=True)
class ConfusionTable:
    """Units both coders rated: ``counts[i][j]`` are those that the first put into category i and the second into j."""

    categories: tuple[Any, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def n_units(self) -> int:
        """The number of units that both coders rated."""
        return sum(map(sum, self.counts))

    def to_dict(self) -> dict[str, Any]:
        """Return categories as text and counts as lists."""
        return {"categories": [str(item) for item in self.categories], "counts": [list(row) for row in self.counts]}

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(str(item))}</th>" for item in self.categories)
        body = "".join(
            f"<tr><th>{html.escape(str(item))}</th>{''.join(f'<td>{count}</td>' for count in row)}</tr>"
            for item, row in zip(self.categories, self.counts, strict=True)
        )
        return f"<table><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>"


def confusion_table(
    ratings: Any,
    *,
    categories: Iterable[Any] | None = None,
    pair: tuple[int, int] | None = None,
    orientation: Orientation = "coders x units",
) -> ConfusionTable:
    """Count how two coders rated the same units, at the nominal level.

    ``ratings`` as for ``agreement``; ``pair`` names two coders by position where there are more than two. Units that
    only one of them rated are left out. Raises ``DataError`` for fewer than two coders, or more without ``pair``.
    """
    read = read_ratings(ratings, level="nominal", categories=categories, orientation=orientation, drop=False)
    if pair is None:
        if read.n_coders != 2:
            raise data_error(
                "pair-needed",
                f"a confusion table compares two coders, and there are {read.n_coders}",
                "pass pair=(0, 1)",
            )
        pair = (0, 1)
    if not all(0 <= coder < read.n_coders for coder in pair):
        raise data_error("unknown-coder", f"pair {pair} is not among {read.n_coders} coders", "count coders from 0")
    first, second = (read.codes[coder].astype(np.int64) for coder in pair)
    both = (first >= 0) & (second >= 0)
    size = len(read.categories)
    counts = np.bincount(first[both] * size + second[both], minlength=size * size).reshape(size, size)
    return ConfusionTable(read.categories, tuple(tuple(row) for row in counts.tolist()))


def prevalence_index(ratings: Any, **options: Any) -> float | None:
    """Return (a - d) / n of a two-by-two table: how far the first category outweighs the second (Byrt et al. 1993).

    a and d count the units on which both coders chose the first and the second category. Takes a ``ConfusionTable`` in
    the place of ratings. Options as for ``confusion_table``. None where no unit was rated by both.
    """
    (a, _), (_, d), n = _fourfold(ratings, options)
    return (a - d) / n if n else None


def bias_index(ratings: Any, **options: Any) -> float | None:
    """Return (b - c) / n of a two-by-two table: how much oftener the first coder chose the first category.

    Byrt et al. (1993). Options as for ``confusion_table``. None where no unit was rated by both.
    """
    (_, b), (c, _), n = _fourfold(ratings, options)
    return (b - c) / n if n else None


def pabak(ratings: Any, **options: Any) -> float | None:
    """Return the prevalence-adjusted bias-adjusted kappa, 2 p_o - 1, of two coders and two categories.

    Byrt et al. (1993). Kappa is (PABAK - PI^2 + BI^2) / (1 - PI^2 + BI^2) with the prevalence index PI and the bias
    index BI. Options as for ``confusion_table``. None where no unit was rated by both.
    """
    (a, _), (_, d), n = _fourfold(ratings, options)
    return 2 * (a + d) / n - 1 if n else None


def _fourfold(ratings: Any, options: dict[str, Any]) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    table = ratings if isinstance(ratings, ConfusionTable) else confusion_table(ratings, **options)
    if len(table.categories) != 2:
        raise data_error(
            "two-categories",
            f"prevalence, bias and PABAK are defined for two categories, and there are {len(table.categories)}",
            "pass both as categories=[...], or compare one category with all others",
        )
    return table.counts[0], table.counts[1], table.n_units
