"""A13: estimates, confidence intervals, standard errors and p values that do not go together; impossible statistics."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

from kelisim.audit.paper import Paper, finding
from kelisim.audit.plain_signs import plain_signs
from kelisim.audit.rules.agreement import of_coders
from kelisim.audit.words import words
from kelisim.model.finding import Finding, Severity
from kelisim.model.written import significant

_NUM = r"[-−–+]?\d*\.?\d+"
_P = r"p\s*(?:values?\s*)?(?P<relation>[<>=≤≥])\s*(?P<p>\d?\.\d+)"


@cache
def _interval(language: str) -> re.Pattern[str]:
    own = words(language)
    called, edge = own.source("statistics", "confidence"), r"(?<![\d.])" if own.runs else r"(?<![\w.])"
    return re.compile(
        rf"{edge}(?P<estimate>{_NUM})\s?(?P<unit>%|pp|percentage points?|points?|п\.\s?п\.|个?百分点)?"
        rf"(?:\s(?!and\b|or\b|but\b)[^\W\d_]{{1,14}}){{0,4}}\s?[,;(\[（]\s?(?:the\s|при\s)?"
        rf"(?P<level>9\d(?:\.\d)?)\s?%?(?:-?(?:процентн)?\w+\s|-?\s?)?(?:{called})\s?[:=,]?\s?"
        rf"(?:of|from|was|от|为)?\s?[(\[]?\s?"
        rf"(?P<low>{_NUM})\s?%?\s?(?:to|[,;–—~]|-|до|至|到)\s?(?P<high>{_NUM})(?![\d.]*\d)(?=(?P<after>[^\n]{{0,40}}))",
        re.IGNORECASE,
    )


_RATIO = re.compile(
    r"\b(?:odds|hazard|risk|rate|prevalence|relative risk)\s?(?:ratios?)?\b|\b[aI]?(?:OR|HR|RR|IRR|RRR)\b"
    r"|отношени\w+ шанс\w+|比值比"
)


@cache
def _slope(language: str) -> re.Pattern[str]:
    own = words(language)
    error, lead = own.source("statistics", "standard_error"), own.source("statistics", "estimate_leads")
    edge = "" if own.runs else r"(?<![\w.])"
    return re.compile(
        rf"{edge}(?:(?:b|β|B|beta|coef(?:ficient|\.)?|estimate)\s?=\s?|(?i:{lead})\s?)"
        rf"(?P<estimate>{_NUM})"
        rf"(?:\s(?:%|percentage points?|points?|pp|(?!при\b)[^\W\d_]{{1,14}}(?:\sa\s\w+)?)|个?百分点|%)?"
        rf"\s?(?:[,;(]|(?=при\b))\s?"
        rf"(?i:{error})\s?(?:=|of|:|为)?\s?(?P<error>\d*\.?\d+)\)?\s?[,;]\s?"
        rf"(?:{_P}|[tz](?:\s?\(\d+\))?\s?=\s?(?P<value>{_NUM}))"
    )


# "k − p = 9" gives no p.
_ALONE = r"(?<![\w.])(?<![-−–+*/=^]\s)(?<![-−–+*/=^])"


@cache
def _bounded(language: str) -> tuple[tuple[str, re.Pattern[str], float, float], ...]:
    """Return what a statistic is called, how it is written, and the least and the most that it can be."""
    own = words(language)
    given = (
        rf"\s?(?:=|{own.source('statistics', 'given')})\s?(?P<value>{_NUM})(?![\d.,]*\d|\s?%|e[-−+]?\d|\s?[×x·]\s?10)"
    )
    correlation, agreement = own.source("statistics", "correlation"), own.source("statistics", "agreement")
    # A letter may close what a statistic is called: "коэффициент корреляции r = 0,4".
    alone, edge = ("", "") if own.runs else (_ALONE, r"(?<!\w)")
    return (
        (
            "A correlation",
            re.compile(
                rf"{alone}(?:(?<![\w.])(?:r|ρ|rho)|{correlation}){given}", 0 if language == "en" else re.IGNORECASE
            ),
            -1.0,
            1.0,
        ),
        ("A coefficient of agreement", re.compile(rf"{edge}(?:kappa|κ|{agreement}){given}", re.IGNORECASE), -1.0, 1.0),
        ("R²", re.compile(rf"(?<!\w)(?:adjusted\s)?R(?:²|\^?2|-squared){given}"), -1.0, 1.0),
        ("A p value", re.compile(rf"{_ALONE}p{given}"), 0.0, 1.0),
    )


_ALPHA = 0.05
# A p value this near to .05 may fall on either side of it by rounding alone.
_NEAR_ALPHA = 0.006
# From this many standard errors on p is below .05 with as few as four degrees of freedom.
_PLAIN = 3.0


def estimates_outside(paper: Paper) -> Iterator[Finding]:
    """Find an estimate outside its own interval, and a p value on the other side of .05 than the interval."""
    for match in _interval(paper.language).finditer(plain_signs(paper)):
        estimate, half = _read(match["estimate"])
        (low, low_half), (high, high_half) = _read(match["low"]), _read(match["high"])
        if match["low"].startswith("–") or match["high"].startswith("–"):
            continue
        bottom, top = min(low, high), max(low, high)
        # What could only be inside by both roundings at once is outside.
        slack = (half + max(low_half, high_half)) * (1 - 1e-6)
        if top < 0 < estimate:
            # "Lowered it by 4.4 (95% CI −6.0 to −4.6)": the verb has the sign.
            estimate = -estimate
        if not bottom - slack < estimate < top + slack:
            yield _told(
                paper, match, "error", 0.88,
                f"The estimate {match['estimate']} lies outside its own interval, {match['low']} to {match['high']}.",
            )  # fmt: skip
            continue
        stated = re.match(rf"[^.\d]{{0,4}}[,;]?\s?{_P}", match["after"])
        if stated is None or match["level"] != "95":
            continue
        null = _null(paper, match, bottom, top)
        significant = None if null is None else not bottom - low_half <= null <= top + high_half
        inside = null is not None and bottom + low_half < null < top - high_half
        p, relation = float(stated["p"]), stated["relation"]
        if inside and (p < _ALPHA - _NEAR_ALPHA if relation in "=" else relation in "<≤" and p <= _ALPHA):
            yield _told(
                paper, match, "error", 0.82,
                f"The 95% interval {match['low']} to {match['high']} holds {null:g}, and p {relation} "
                f"{stated['p']} says that it does not.",
            )  # fmt: skip
        elif significant and (p > _ALPHA + _NEAR_ALPHA if relation in "=" else relation in ">≥" and p >= _ALPHA):
            yield _told(
                paper, match, "error", 0.82,
                f"The 95% interval {match['low']} to {match['high']} leaves out {null:g}, and p {relation} "
                f"{stated['p']} says that it does not.",
            )  # fmt: skip


def _null(paper: Paper, match: re.Match[str], bottom: float, top: float) -> float | None:
    """Return the value of no effect: 1 of a ratio, 0 of a difference, None where that is not known."""
    lead = paper.body[max(0, match.start() - 50) : match.start()]
    if _RATIO.search(lead):
        return 1.0
    if bottom < 0 or (match["unit"] or "").startswith(("п", "pp", "percentage", "个")):
        return 0.0
    # Without its name a ratio cannot be told from a difference: nothing is said where it would matter.
    return None if bottom <= 1 <= top else 0.0


_OF_OTHER_UNIT = 20.0


def slopes_against_errors(paper: Paper) -> Iterator[Finding]:
    """Find an estimate whose standard error gives another t, or a p on the other side of .05."""
    for match in _slope(paper.language).finditer(plain_signs(paper)):
        estimate, half = _read(match["estimate"])
        error, error_half = _read(match["error"])
        if error <= error_half:
            continue
        least = max(0.0, abs(estimate) - half) / (error + error_half)
        most = (abs(estimate) + half) / (error - error_half)
        if least > _OF_OTHER_UNIT and abs(estimate) / error < 100 * _OF_OTHER_UNIT / 2:
            # "1.56 percentage points (SE = 0.011)": the one is in points and the other in shares of one.
            continue
        if match["value"] is not None:
            value, value_half = _read(match["value"])
            if least - value_half <= abs(value) <= most + value_half:
                continue
            said = f"{abs(estimate) / error:.2f}, not {match['value']}"
        else:
            p, relation = float(match["p"]), match["relation"]
            # Of few degrees of freedom p is larger: only what even the normal distribution does not allow is told.
            smallest = math.erfc(most / math.sqrt(2))
            if relation == "=" and least >= _PLAIN and p >= _ALPHA:
                said = f"{significant(abs(estimate) / error, 3)}, which makes p much smaller than {match['p']}"
            elif relation in ">≥" or smallest <= p + 0.5 * 10.0 ** -len(match["p"].partition(".")[2]):
                continue
            else:
                said = f"{abs(estimate) / error:.2f}, with p {significant(smallest, 2)} at least, not {match['p']}"
        yield finding(
            "A1303", "error", "arithmetic", 0.8,
            f"The estimate {match['estimate']} over its standard error {match['error']} is {said}.",
            "recompute from the data; correct the estimate, its error or the test",
            (paper.exact(match.start(), match.end()),),
        )  # fmt: skip


def impossible_statistics(paper: Paper) -> Iterator[Finding]:
    """Find a correlation, a coefficient of agreement, an R² or a p value beyond what it can be."""
    for name, pattern, least, most in _bounded(paper.language):
        for match in pattern.finditer(plain_signs(paper)):
            value, _ = _read(match["value"])
            if least <= value <= most or abs(value) > 100:
                continue
            if not match["value"].strip("-−–+").count(".") and match[0][0] in "rρpR":
                # "p = 9 variables", "r = 5 rounds": a count by the same letter.
                continue
            if match[0][0] == "κ" and not of_coders(paper, match.start()):
                continue
            yield finding(
                "A1304", "error", "arithmetic", 0.85,
                f"{name} cannot be {match['value']}.",
                "correct the number, or name what it is", (paper.place(match.start(), match.end()),),
            )  # fmt: skip


def _read(written: str) -> tuple[float, float]:
    """Return a number and half of its last place."""
    bare = written.replace("−", "-").replace("–", "-").replace("+", "")
    return float(bare), 0.5 * 10.0 ** -len(bare.partition(".")[2]) * (1 + 1e-9)


def _told(paper: Paper, match: re.Match[str], severity: Severity, confidence: float, message: str) -> Finding:
    return finding(
        "A1302", severity, "arithmetic", confidence, message,
        "recompute from the data; correct the estimate, the interval or p", (paper.place(match.start(), match.end()),),
    )  # fmt: skip


def impossible_percentages(paper: Paper) -> Iterator[Finding]:
    """Find "35% of the 12 schools": a percentage that no whole number out of so few gives.

    The granularity test of Brown and Heathers (2017), "The GRIM test", Social Psychological and Personality Science 8,
    for shares of a count.
    """
    text = paper.body
    for share in paper.statements:
        claim = share.claim
        if claim.unit != "percent" or claim.comparator != "exact" or not share.level or claim.change is not None:
            continue
        written = re.search(r"\d+(?:[.,]\d+)?", claim.text)
        of = _OF_SO_FEW.match(text, claim.end, claim.sentence[1])
        if of is None and "so_few" in paper.words.tables["statistics"]:
            # Chinese and Kazakh name the whole first: "12所学校中有35%".
            lead = paper.words.source("statistics", "so_few")
            of = re.compile(lead).search(text, max(claim.sentence[0], claim.start - 40), claim.start)
        if written is None or of is None:
            continue
        count = int(of["count"].replace(",", ""))
        half = 0.5 * 10.0 ** -len(re.split(r"[.,]", written[0] + ".")[1])
        # Shares of so many are all possible.
        if count < 3 or count * 2 * half >= 100:
            continue
        nearest = round(share.number / 100 * count)
        gap = min(abs(100 * k / count - share.number) for k in (nearest - 1, nearest, nearest + 1) if k >= 0)
        # Who rounds by hand may be one off in the last place.
        if gap <= 3 * half + 1e-9 or math.isnan(gap):
            continue
        yield finding(
            "A505", "warning", "arithmetic", 0.7,
            f"No whole number out of {count} makes {claim.text!r}: {nearest} would be "
            f"{significant(100 * nearest / count, 3)}%.",
            "recompute the share, or name the number that it is a share of",
            (paper.place(min(claim.start, of.start()), max(claim.end, of.end())),),
        )  # fmt: skip


_OF_SO_FEW = re.compile(
    r"\s?(?:of|out of|из)\s(?:the|all|our|these|those|its|всех)?\s?(?P<count>\d{1,3})\s(?!per|million|billion|thousand"
    r"|percent|млн|тыс|млрд|years?|months?|days?|largest|biggest|top|tonnes?|km|ha)[^\W\d_]{3,}(?![’'])"
)
