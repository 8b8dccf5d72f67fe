"""Panels of published estimates, with the known means that show that they are the real ones."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

HERE = Path(__file__).parent / "data"


@cache
def proposition_99() -> pd.DataFrame:
    """Packs of cigarettes per head by state and year (Abadie, Diamond and Hainmueller 2010)."""
    rows: list[dict[str, Any]] = []
    with (HERE / "proposition_99.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            year = int(line.pop("Year"))
            rows += [{"state": state, "year": year, "packs": float(packs)} for state, packs in line.items()]
    frame = pd.DataFrame(rows)
    # Sales in California in the last year before the tax and in the first with it, as the paper's figure 1 shows.
    california = frame[frame.state == "California"].set_index("year").packs
    assert (round(california[1988], 1), round(california[1989], 1)) == (90.1, 82.4)
    assert frame.state.nunique() == 39
    return frame


@cache
def minimum_wage() -> pd.DataFrame:
    """Log of teen employment by county and year (Callaway and Sant'Anna 2021), the panel mpdta of R's did."""
    from moderndid import load_mpdta

    frame = load_mpdta().to_pandas().rename(columns={"first.treat": "first"})
    # Counties by cohort, as R's did prints them; a made-up stand-in would not have them.
    assert frame.groupby("first").countyreal.nunique().to_dict() == {0: 309, 2004: 20, 2006: 40, 2007: 131}
    assert frame.lemp.mean() == pytest_approx(5.772516, 1e-6)
    return frame


def pytest_approx(value: float, tolerance: float) -> Any:
    import pytest

    return pytest.approx(value, abs=tolerance)
