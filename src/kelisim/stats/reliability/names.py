"""The words that the agreement functions accept, and the errors for those they do not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kelisim.errors import DataError, Problem, nearest

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
# Codes are kept in the narrowest integers that hold them; widen before doing arithmetic with them.
CodeArray: TypeAlias = NDArray[np.signedinteger[Any]]

Coefficient: TypeAlias = Literal[
    "percent",
    "scott_pi",
    "cohen_kappa",
    "fleiss_kappa",
    "conger_kappa",
    "brennan_prediger",
    "gwet_ac1",
    "gwet_ac2",
    "krippendorff_alpha",
]
Interval: TypeAlias = Literal["none", "analytic", "jackknife", "bootstrap"]
WeightName: TypeAlias = Literal["identity", "linear", "quadratic", "ordinal", "radical", "ratio"]

LEVELS = ("nominal", "ordinal", "interval", "ratio", "circular", "bipolar", "set")
NUMERIC_LEVELS = ("interval", "ratio", "circular", "bipolar")
COEFFICIENTS = (
    "percent",
    "scott_pi",
    "cohen_kappa",
    "fleiss_kappa",
    "conger_kappa",
    "brennan_prediger",
    "gwet_ac1",
    "gwet_ac2",
    "krippendorff_alpha",
)
INTERVALS = ("none", "analytic", "jackknife", "bootstrap")
WEIGHTS = ("identity", "linear", "quadratic", "ordinal", "radical", "ratio")
SET_METRICS = ("masi", "jaccard")


def data_error(code: str, what: str, hint: str) -> DataError:
    """Return a ``DataError`` that carries one problem with its mend."""
    return DataError(Problem(code=code, what=what, hint=hint))


def known(word: object, options: Iterable[str], role: str) -> None:
    """Raise ``DataError`` with the nearest option where ``word`` is none of them."""
    options = tuple(options)
    if word not in options:
        hint = nearest(str(word), options) or "one of: " + ", ".join(options)
        raise data_error(f"unknown-{role.replace(' ', '-')}", f"{word!r} is no {role}", hint)
