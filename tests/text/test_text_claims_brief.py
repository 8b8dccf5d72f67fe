"""Every claim of a two-page policy brief at once: two rules, each right alone, may be wrong together.

The brief and its table were written by hand. A row's last column names the fields that kelisim does not yet read
right; the test fails when one of them becomes right, so that the table stays true, and when any other becomes wrong.
"""

from __future__ import annotations

import csv
import math
from fnmatch import fnmatchcase

from gold_scores import GOLD
from kelisim.model.extracted import ExtractedClaim
from kelisim.text import claims

DATE = "2023-06-30"
FIELDS = ("value", "unit", "change", "indicator", "period", "place", "subject")
LEAST_RIGHT = 0.7


def _rows() -> list[dict[str, str]]:
    with (GOLD / "brief_en.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _fits(row: dict[str, str], field: str, claim: ExtractedClaim) -> bool:
    if field == "value":
        stated = claim.value if isinstance(claim.value, float) else claim.value[-1]
        return math.isclose(float(row["value"]), stated, rel_tol=1e-3)
    got = f"{claim.period_start or ''}..{claim.period_end or ''}" if field == "period" else getattr(claim, field)
    got = "-" if got in (None, "", "..") else str(got)
    return any(fnmatchcase(got.lower(), one.lower()) for one in row[field].split("|"))


def _wrong(row: dict[str, str], claim: ExtractedClaim | None) -> list[str]:
    return ["claim"] if claim is None else [field for field in FIELDS if not _fits(row, field, claim)]


def test_the_table_of_the_brief_says_what_is_read_right_and_what_is_not() -> None:
    text = (GOLD / "brief_en.txt").read_text(encoding="utf-8")
    found = claims(text, language="en", document_date=DATE)
    rows, place, differs = _rows(), 0, []
    for row in rows:
        place = text.index(row["quote"], place)
        end = place + len(row["quote"])
        claim = next((one for one in found if one.start < end and one.end > place), None)
        if claim is not None:
            found.remove(claim)
        wrong = " ".join(_wrong(row, claim))
        if wrong != row["known_wrong"]:
            differs.append((row["quote"], f"wrong: {wrong}", f"the table says: {row['known_wrong']}", str(claim)))
        place = end
    assert not differs, "\n".join("; ".join(one) for one in differs)
    assert [one.text for one in found] == [], "claims that the table does not list"


def test_most_of_the_table_is_read_right() -> None:
    rows = _rows()
    assert len(rows) >= 55
    assert sum(not row["known_wrong"] for row in rows) / len(rows) >= LEAST_RIGHT
