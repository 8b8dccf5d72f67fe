"""How statistics are written in print: never without n, unit of analysis and interval."""

from __future__ import annotations

from typing import Final

from kelisim.model.results import AgreementRow
from kelisim.model.written import plural
from kelisim.report.format import bounds, count, fixed, number

_SYMBOLS: Final = {
    "percent": "percent agreement",
    "scott_pi": "Scott's π",
    "cohen_kappa": "Cohen's κ",
    "fleiss_kappa": "Fleiss' κ",
    "conger_kappa": "Conger's κ",
    "brennan_prediger": "Brennan and Prediger's κ",
    "gwet_ac1": "Gwet's AC1",
    "gwet_ac2": "Gwet's AC2",
    "krippendorff_alpha": "Krippendorff's α",
}


def coefficient(name: str) -> str:
    """Return a coefficient's name in print: "Cohen's κ"."""
    return _SYMBOLS.get(name, name.replace("_", " "))


def unit_of_analysis(row: AgreementRow) -> str:
    """Return what n counts: sentence-by-code decisions where decisions on several codes are pooled, else the unit.

    Characters are counted once, whatever codes they carry; so are units that have one value or one set of codes each.
    """
    pooled = row.by != "code" and row.level == "nominal" and row.unit != "character"
    return f"{row.unit}-by-code decision" if pooled else row.unit


def agreement(row: AgreementRow) -> str:
    """Return a coefficient with what it needs to be read.

    "κ = 0.61 [0.52, 0.70], n = 240 sentences in 25 documents, 2 coders"; without a value, why there is none.
    """
    base = f"n = {number(row.n_units)} {unit_of_analysis(row) if row.n_units == 1 else plural(unit_of_analysis(row))}"
    base += f" in {count(row.n_documents, 'document')}, {count(row.n_coders, 'coder')}"
    symbol = coefficient(row.coefficient)
    if row.value is None:
        return f"{symbol} is undefined ({row.why or 'no reason recorded'}); {base}"
    if row.low is None or row.high is None:
        return f"{symbol} = {fixed(row.value)} (no interval: {row.why or 'none was asked for'}), {base}"
    return f"{symbol} = {fixed(row.value)} {bounds(row.low, row.high, digits=2)}, {base}"
