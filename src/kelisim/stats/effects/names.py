"""The names that estimation shares: designs, comparisons, ways of inference, and its errors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from kelisim.errors import DataError, Problem, UsageError, nearest
from kelisim.model.protocol import EstimateDesign

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]

Design: TypeAlias = EstimateDesign
Inference: TypeAlias = Literal[
    "auto", "cluster", "randomisation", "placebo", "conley_taber", "ferman_pinto", "conformal", "none"
]
Comparison: TypeAlias = Literal["never_treated", "not_yet_treated"]
Average: TypeAlias = Literal["simple", "dynamic", "group", "calendar"]
Adjustment: TypeAlias = Literal["doubly_robust", "weighting", "regression"]
Scale: TypeAlias = Literal["level", "log", "logit"]
Unbalanced: TypeAlias = Literal["error", "drop_units", "keep"]

DESIGNS: tuple[str, ...] = get_args(Design)
INFERENCES: tuple[str, ...] = get_args(Inference)
COMPARISONS: tuple[str, ...] = get_args(Comparison)
AVERAGES: tuple[str, ...] = get_args(Average)
ADJUSTMENTS: tuple[str, ...] = get_args(Adjustment)
SCALES: tuple[str, ...] = get_args(Scale)
UNBALANCED: tuple[str, ...] = get_args(Unbalanced)

# One cohort against units that are not treated: these designs are computed here, on unit means.
DIFFERENCES = ("did", "event_study")
STAGGERED = ("callaway_santanna", "sun_abraham", "imputation", "etwfe")
SYNTHETIC = ("synthetic_control", "synthetic_did")

# From this many treated and as many control units on, a cluster-robust error is reported without being asked for.
ENOUGH_UNITS = 10


def data_error(code: str, what: str, hint: str) -> DataError:
    """Return a ``DataError`` of one problem."""
    return DataError(Problem(code, what, hint))


def known(value: str, options: Iterable[str], what: str) -> None:
    """Raise ``UsageError`` unless ``value`` is one of ``options``."""
    options = tuple(options)
    if value not in options:
        raise UsageError(Problem(what, f"no {what} is called {value!r}", nearest(str(value), options)))


def listed(values: Iterable[object], most: int = 5) -> str:
    """Return values in a sentence, the first few of them where there are many."""
    texts = [str(value) for value in values]
    if len(texts) > most:
        return f"{', '.join(texts[:most])} and {len(texts) - most} more"
    return ", ".join(texts)
