"""Scores of quantities and claims against lists written by a person: what was found, by field."""

from __future__ import annotations

import json
import math
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from kelisim.model.extracted import ExtractedClaim
from kelisim.text import claims, quantities

GOLD = Path(__file__).parent / "text" / "gold"
AMOUNT_FIELDS = ("value", "unit", "change", "comparator", "all")
CLAIM_FIELDS = ("value", "unit", "change", "indicator", "place", "period", "modality", "citations", "all")


def cases(name: str) -> list[dict[str, Any]]:
    """Return the texts of a list with what a reader takes from each."""
    return [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def is_value(expected: Any, found: float | tuple[float, float]) -> bool:
    """Say whether a value, or both ends of a range, are those expected, to four digits."""
    left = expected if isinstance(expected, list) else [expected]
    right = list(found) if isinstance(found, tuple) else [found]
    return len(left) == len(right) and all(
        math.isclose(a, b, rel_tol=1e-3, abs_tol=1e-6) for a, b in zip(left, right, strict=True)
    )


def amounts(name: str, language: str) -> dict[str, float]:
    """Return F1 by field over amounts, dates and ranks aside: a value counts where its number is right, a field where
    value and field are, and "all" where every field is."""
    hits = dict.fromkeys(AMOUNT_FIELDS, 0)
    total = 0
    for case in cases(f"{name}_{language}"):
        found = [one for one in quantities(case["text"], language=language) if one.kind not in ("date", "ordinal")]
        left = list(case["expected"])
        total += len(found) + len(left)
        for one in found:
            fields = ("unit", "change", "comparator")
            fitting = [wanted for wanted in left if is_value(wanted["value"], one.value)]
            if not fitting:
                continue
            wanted = max(fitting, key=lambda item: sum(item[field] == getattr(one, field) for field in fields))
            left.remove(wanted)
            right = [field for field in fields if wanted[field] == getattr(one, field)]
            for field in ("value", *right, *(("all",) if len(right) == len(fields) else ())):
                hits[field] += 1
    return {field: 2 * count / total for field, count in hits.items()}


def claimed(name: str, languages: tuple[str, ...]) -> dict[str, float]:
    """Return the share of expected claims with each field right, "found" claims a claim expected, and their "number".

    A field may have several right answers ("production|output"; "*" any, "-" none): two readers differ in them.
    """
    hits = dict.fromkeys(CLAIM_FIELDS, 0)
    total = found_total = 0
    for case in cases(name):
        if case["language"] not in languages:
            continue
        found = claims(case["text"], language=case["language"], document_date=case["document_date"])
        total += len(case["expected"])
        found_total += len(found)
        for wanted in case["expected"]:
            one = next((claim for claim in found if is_value(wanted["value"], claim.value)), None)
            if one is None:
                continue
            found.remove(one)
            right = [field for field in CLAIM_FIELDS[1:-1] if _fits(wanted, field, one)]
            for field in ("value", *right, *(("all",) if len(right) == len(CLAIM_FIELDS) - 2 else ())):
                hits[field] += 1
    return {**{field: count / total for field, count in hits.items()}, "found": found_total / total, "number": total}


def _fits(wanted: dict[str, Any], field: str, claim: ExtractedClaim) -> bool:
    if field == "citations":
        return list(claim.citations) == wanted[field]
    got = f"{claim.period_start or ''}..{claim.period_end or ''}" if field == "period" else getattr(claim, field)
    got = "-" if got in (None, "", "..") else str(got)
    return any(fnmatchcase(got.lower(), one.lower()) for one in str(wanted[field]).split("|"))
