"""Cluster-robust errors of a difference of mean changes, and the guard that refuses them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import stats

from kelisim.stats.effects.names import BoolArray, FloatArray

CONVENTION = (
    "clustered by {by}: CR1, G/(G-1) x (N-1)/(N-K) with unit effects nested in clusters not counted in K, "
    "Student's t with G-1 = {df} degrees of freedom"
)


def refusal(changes: FloatArray, treated: BoolArray) -> str:
    """Return why these changes can carry no standard error, or ''.

    A residual variance of nought is no precision: it says that the controls could not move.
    """
    controls = changes[~treated]
    scale = max(1.0, float(np.abs(changes).max()))
    if len(controls) and float(np.ptp(controls)) <= 1e-12 * scale:
        if len(controls) == 1:
            return "one control: its variance cannot be estimated"
        return "the controls have no variance: all changed by the same amount, so they say nothing about chance"
    if len(controls) < 2:
        return "one control: its variance cannot be estimated"
    if int(treated.sum()) < 2:
        return "one treated unit: its variance cannot be estimated"
    return ""


def clustered_error(
    changes: FloatArray, treated: BoolArray, *, n_periods: int, n_coefficients: int, clusters: Sequence[Any] | None
) -> tuple[float, int]:
    """Return the standard error of the difference of mean changes and its degrees of freedom.

    On a balanced panel with one start this is the sandwich of the regression with unit and period effects (Liang and
    Zeger 1986), since that regression is a comparison of changes. The factor is that of fixest and reghdfe.
    """
    scores = np.where(treated, changes - changes[treated].mean(), -(changes - changes[~treated].mean()))
    scores = scores / np.where(treated, treated.sum(), (~treated).sum())
    if clusters is not None:
        labels = np.unique(np.array([str(one) for one in clusters]), return_inverse=True)[1]
        scores = np.bincount(labels, weights=scores)
    groups, rows = len(scores), len(changes) * n_periods
    counted = n_coefficients + n_periods
    factor = groups / (groups - 1) * (rows - 1) / (rows - counted)
    return math.sqrt(factor * float(scores @ scores)), groups - 1


def t_interval(effect: float, error: float, df: int, confidence: float) -> tuple[float, float, float]:
    """Return the ends of Student's interval and the two-sided p-value of nought."""
    reach = float(stats.t.ppf((1 + confidence) / 2, df)) * error
    p_value = float(2 * stats.t.sf(abs(effect) / error, df)) if error else float("nan")
    return effect - reach, effect + reach, p_value
