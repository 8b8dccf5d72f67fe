"""Event studies for which published sensitivity results exist: coefficients in order of time and their covariance."""

from __future__ import annotations

from functools import cache

import numpy as np

# Profits after the French VAT cut for restaurants (Benzarti and Carloni 2019), as shipped with R's HonestDiD under the
# name BCdata_EventStudy: four periods before the reference, four from the start on.
PROFITS = np.array(
    [
        0.006696351804,
        0.02934503369,
        -0.006472972222,
        0.0730149895,
        0.1959611177,
        0.3120639026,
        0.2395415455,
        0.1260425001,
    ]
)
_UPPER = [
    [
        0.0008428358124,
        0.0004768686777,
        0.0002618051076,
        0.0002354220342,
        0.0001676371467,
        0.0001128707663,
        1.992816215e-05,
        -0.0001368265366,
    ],
    [
        0.0006425420288,
        0.0003987425007,
        0.0002435515198,
        0.0002201960306,
        0.0001804591157,
        3.84376508e-05,
        -2.960421989e-05,
    ],
    [0.0005229949602, 0.000211768609, 0.0001840722252, 0.000145852784, 7.005197403e-05, 5.952994979e-05],
    [0.0003089595411, 0.0001197866077, 0.0001334081317, 0.0001016335009, 0.0001079051726],
    [0.000359970436, 0.0002478818642, 0.0001749579242, 0.0001654256921],
    [0.0004263949813, 0.0002171437809, 0.0002892747871],
    [0.0004886697861, 0.0003805322049],
    [0.000761739444],
]
PROFITS_COVARIANCE = np.zeros((8, 8))
for _row, _values in enumerate(_UPPER):
    PROFITS_COVARIANCE[_row, _row:] = PROFITS_COVARIANCE[_row:, _row] = _values


@cache
def medicaid() -> object:
    """Insured share by state and year, those that expanded Medicaid in 2014 against those that never did by 2015."""
    from moderndid import load_ehec

    frame = load_ehec().to_pandas()
    # The first row as the README of Stata's honestdid lists it: Alabama, 2008.
    assert abs(frame.dins.iloc[0] - 0.6814122) < 1e-6
    frame = frame[(frame.year < 2016) & (frame.yexp2 != 2015)]
    return frame.assign(first=np.where(frame.yexp2 == 2014, 2014, 0))
