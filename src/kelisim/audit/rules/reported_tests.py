"""A13: p values that test statistic and degrees of freedom do not give."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kelisim.audit.paper import Paper, finding
from kelisim.audit.plain_signs import plain_signs
from kelisim.model.finding import Finding

_NUMBER = r"[-−–]?\s?\d{0,4}(?:,\d{3})*(?:\.\d+)?"
_P = r"(?:[(\[]?\s*(?:two-tailed\s*)?p\s*(?:values?\s*)?(?P<relation>[<>=≤≥])\s*(?P<p>\d?\.\d+|0|1)|(?P<ns>n\.?s\.?))"
_DF = r"\d{1,6}(?:\.\d+)?"
_TESTS = re.compile(
    rf"(?<![\w.])(?:(?P<t>t)\s*\(\s*(?P<tdf>{_DF})\s*\)|(?P<f>F)\s*\(\s*(?P<f1>{_DF})\s*[,;]\s*(?P<f2>{_DF})\s*\)"
    rf"|(?P<r>r)\s*\(\s*(?P<rdf>{_DF})\s*\)|(?P<chi>χ\s?[2²]|chi-?squared?"
    rf"|X[2²])\s*\(\s*(?P<cdf>{_DF})\s*(?:,\s*[nN]\s*=\s*[\d,]+\s*)?\)|(?P<z>[zZ]))"
    rf"\s*(?P<sign>[=<>])\s*(?P<value>{_NUMBER})\s*[,;]\s*(?:[^.;()\n]{{0,40}}?,\s*)?{_P}",
)
_ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class ReportedTest:
    """A test as reported: its span, the two-sided p values its rounded statistic allows, and what is said."""

    start: int
    end: int
    low: float
    high: float
    one_sided: tuple[float, float]
    relation: str
    stated: float
    decimals: int

    @property
    def consistent(self) -> bool:
        """Whether the stated p is one that the statistic allows, two-sided."""
        return _allows(self.relation, self.stated, self.decimals, self.low, self.high)

    @property
    def consistent_one_sided(self) -> bool:
        """Whether the stated p is one that the statistic allows, one-sided."""
        return _allows(self.relation, self.stated, self.decimals, *self.one_sided)

    @property
    def decision_error(self) -> bool:
        """Whether statistic and stated p fall on different sides of .05."""
        if self.relation in "=≤<":
            said = self.stated <= _ALPHA if self.relation != "=" else self.stated < _ALPHA or self.stated == _ALPHA
        else:
            said = self.stated < _ALPHA
        return (said and self.low > _ALPHA) or (not said and self.high < _ALPHA)


def reported_tests(text: str) -> list[ReportedTest]:
    """Return the t, F, χ², r and z tests that a text reports in APA style, with the p values recomputed.

    The interval of p follows from the rounding of the statistic, as in Nuijten, Hartgerink, van Assen, Epskamp and
    Wicherts (2016), "The prevalence of statistical reporting errors in psychology", Behavior Research Methods 48.
    """
    found = []
    for match in _TESTS.finditer(text):
        written = match["value"].replace("−", "-").replace("–", "-").replace(" ", "").replace(",", "")
        if not any(c.isdigit() for c in written) or match["sign"] != "=":
            continue
        value = abs(float(written))
        half = 0.5 * 10.0 ** -len(written.partition(".")[2])
        ends = sorted((_p(match, max(0.0, value - half)), _p(match, value + half)))
        if math.isnan(ends[0]) or math.isnan(ends[1]):
            continue
        relation, stated = (">", 0.05) if match["ns"] else (match["relation"], float(match["p"]))
        decimals = 2 if match["ns"] else len(match["p"].partition(".")[2])
        halves = (ends[0] / 2, ends[1] / 2) if match["t"] or match["r"] or match["z"] else (ends[0], ends[1])
        found.append(ReportedTest(match.start(), match.end(), ends[0], ends[1], halves, relation, stated, decimals))
    return found


def _p(match: re.Match[str], value: float) -> float:
    from scipy import stats

    if match["t"]:
        return float(2 * stats.t.sf(value, float(match["tdf"])))
    if match["f"]:
        return float(stats.f.sf(value, float(match["f1"]), float(match["f2"])))
    if match["r"]:
        df = float(match["rdf"])
        if value >= 1:
            return 0.0 if value < 1.01 else math.nan
        return float(2 * stats.t.sf(value * math.sqrt(df / (1 - value * value)), df))
    if match["chi"]:
        return float(stats.chi2.sf(value, float(match["cdf"])))
    return float(2 * stats.norm.sf(value))


def _allows(relation: str, stated: float, decimals: int, low: float, high: float) -> bool:
    half = 0.5 * 10.0**-decimals
    if relation in "<≤":
        return low < stated or math.isclose(low, stated) if relation == "≤" else low < stated
    if relation in ">≥":
        return high > stated
    return low <= stated + half and high >= stated - half


def wrong_p_values(paper: Paper) -> Iterator[Finding]:
    """Find p values that do not follow from their statistic, one-sided tests that the text names allowed for."""
    text = plain_signs(paper)
    if "p" not in text:
        return
    one_sided = (
        re.search(r"one[- ](?:sided|tailed)|directional|односторонн|单侧|单尾|біржақты", text, re.IGNORECASE)
        is not None
    )
    for test in reported_tests(text):
        if test.consistent or (one_sided and test.consistent_one_sided):
            continue
        severe = test.decision_error and not test.consistent_one_sided
        computed = (
            f"{test.low:.3g}"
            if math.isclose(test.low, test.high, rel_tol=0.02)
            else f"between {test.low:.3g} and {test.high:.3g}"
        )
        hint = "recompute from the data; correct the statistic, the degrees of freedom or p"
        if test.consistent_one_sided:
            hint = "the value fits a one-sided test: say so, or report the two-sided p"
        yield finding(
            "A1301", "error" if severe else "warning", "arithmetic", 0.9 if not test.consistent_one_sided else 0.65,
            f"{' '.join(paper.body[test.start:test.end].split())} is inconsistent: the two-sided p is {computed}"
            + (", on the other side of .05." if test.decision_error else "."),
            hint, (paper.exact(test.start, test.end),),
        )  # fmt: skip
