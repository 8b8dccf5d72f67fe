"""The extreme rays of {weights >= 0: weights @ matrix = 0}: every way to rid inequalities of their nuisance."""

from __future__ import annotations

import numpy as np

from kelisim.stats.effects.names import FloatArray, IntArray, data_error

# Beyond this many rays the restriction has more corners than can be looked at one by one.
MOST_RAYS = 2_000
_ZERO = 1e-10


def extreme_rays(matrix: FloatArray) -> FloatArray:
    """Return the extreme rays as rows, each with its largest entry 1 (double description; Fukuda and Prodon 1996).

    ``matrix``: inequalities x nuisance parameters. Raises ``DataError`` beyond ``MOST_RAYS``.
    """
    rays = np.eye(len(matrix))
    for column in matrix.T:
        values = rays @ column
        size = np.abs(rays) @ np.abs(column)
        values = np.where(np.abs(values) <= _ZERO * np.maximum(size, 1e-300), 0.0, values)
        zero, above, below = values == 0, np.flatnonzero(values > 0), np.flatnonzero(values < 0)
        kept = [rays[zero]]
        if len(above) and len(below):
            kept.append(_combined(rays, values, above, below))
        rays = np.vstack(kept)
        if len(rays) > MOST_RAYS:
            raise data_error(
                "too-many-corners",
                f"the restriction has more than {MOST_RAYS} corners over so many periods",
                "leave out the sign or the trend, or end the window earlier",
            )
    return rays


def _combined(rays: FloatArray, values: FloatArray, above: IntArray, below: IntArray) -> FloatArray:
    """Return the combinations of neighbours on either side of the hyperplane that lie in it."""
    support = (rays > 0).astype(np.int32)
    made = []
    for i in above:
        joined = np.maximum(support[i], support[below])
        # Two rays are neighbours where no third one's support lies within theirs.
        within = ((1 - joined) @ support.T == 0).sum(axis=1) == 2
        for j in below[within]:
            ray = values[i] * rays[j] - values[j] * rays[i]
            made.append(ray / ray.max())
    return np.array(made).reshape(len(made), rays.shape[1])
