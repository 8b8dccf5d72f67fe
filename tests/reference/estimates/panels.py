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
    assert round(frame.lemp.mean(), 6) == 5.772516
    return frame


@cache
def german_reunification() -> pd.DataFrame:
    """Product per head of West Germany and 16 countries (Abadie, Diamond and Hainmueller 2015)."""
    frame = pd.read_csv(HERE / "german_reunification.csv")
    # Table 2 of the paper prints the predictors' means.
    own = frame[(frame.country == "West Germany") & frame.year.between(1980, 1990)]
    late = own[own.year > 1980]
    assert round(late.gdp.mean(), 1) == 15808.9
    printed = {"inflation": 2.6, "trade": 56.8, "industry": 34.5, "schooling": 55.5, "investment": 27.0}
    for name, value in printed.items():
        assert round((own if name in ("schooling", "investment") else late)[name].mean(), 1) == value
    return frame
