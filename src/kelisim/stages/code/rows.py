"""Agreement on sentences or paragraphs: one row a comparison, each with n, unit of analysis and interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from kelisim.model.coding import Level
from kelisim.model.protocol import CodingRule
from kelisim.model.results import AgreementRow
from kelisim.stages.units import Decisions
from kelisim.stats import Agreement, agreement, bias_index, prevalence_index
from kelisim.stats.reliability.names import Coefficient, Interval

NOTHING_READ = "no document has been worked through by every coder"
NOTHING_CODED = "nobody coded anything there"
ONE_DOCUMENT = "one document: units are resampled, taken as independent"
# The forms for more coders of what is defined for two.
_FOR_MORE = {"cohen_kappa": "conger_kappa", "scott_pi": "fleiss_kappa"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """How decisions are compared: by which coefficient, with which interval, counting uncoded text or not."""

    coefficient: str
    level: Level
    confidence: float
    replicates: int
    uncoded: bool = True

    @classmethod
    def by_rule(cls, rule: CodingRule) -> Comparison:
        """Return the comparison that a protocol declares."""
        return cls(rule.coefficient, rule.level, rule.confidence, rule.replicates)

    def undefined(
        self,
        by: str,
        key: str,
        *,
        coefficient: str,
        unit: str,
        level: Level,
        n_documents: int,
        n_coders: int,
        why: str,
        n_units: int = 0,
    ) -> AgreementRow:
        """Return the row of a comparison before anything is computed: no value, and why."""
        return AgreementRow(
            by=by,
            key=key,
            coefficient=coefficient,
            value=None,
            standard_error=None,
            low=None,
            high=None,
            interval="none",
            confidence=self.confidence,
            n_units=n_units,
            n_documents=n_documents,
            n_coders=n_coders,
            unit=unit,
            level=level,
            why=why,
            uncoded=self.uncoded,
        )


def rows_of(decisions: Decisions, codes: Sequence[str], how: Comparison) -> list[AgreementRow]:
    """Return agreement over all codes, by code, by pair where there are several pairs, and by document."""
    rows = [*over_all(decisions, codes, how), *by_code(decisions, codes, how)]
    if len(decisions.coders) > 2:
        rows.extend(by_pair(decisions, codes, how))
    return [*rows, *by_document(decisions, codes, how)]


def over_all(decisions: Decisions, codes: Sequence[str], how: Comparison) -> list[AgreementRow]:
    """Return agreement over all codes: on the pooled decisions, and on the sets of codes.

    Where the codebook orders or measures its codes, so that a unit has one value, the agreement on these values at the
    codebook's level comes first.
    """
    rows = []
    if how.level not in ("nominal", "set"):
        rows.append(_values(decisions, codes, how))
    rows.append(pooled(decisions, codes, how, "all", "pooled decisions"))
    if len(codes) > 1:
        rows.append(_sets(decisions, codes, how))
    return rows


def by_code(decisions: Decisions, codes: Sequence[str], how: Comparison) -> list[AgreementRow]:
    """Return agreement on each code, present or absent, with prevalence and bias where there are two coders."""
    kept = decisions if how.uncoded else decisions.coded(codes)
    rows = []
    for code in codes:
        row = pooled(decisions, [code], how, "code", code, among=codes)
        if len(decisions.coders) == 2 and kept.documents:
            marks = kept.marks[code]
            prevalence = prevalence_index(marks, categories=(1, 0))
            row = replace(row, prevalence=prevalence, bias=bias_index(marks, categories=(1, 0)))
        rows.append(row)
    return rows


def by_pair(decisions: Decisions, codes: Sequence[str], how: Comparison) -> list[AgreementRow]:
    """Return agreement of each two coders on the pooled decisions."""
    rows = []
    for pair in combinations(range(len(decisions.coders)), 2):
        key = " and ".join(decisions.coders[i] for i in pair)
        rows.append(pooled(decisions.of_coders(pair), codes, how, "pair", key))
    return rows


def by_document(decisions: Decisions, codes: Sequence[str], how: Comparison) -> list[AgreementRow]:
    """Return agreement on the pooled decisions in each document."""
    return [pooled(part, codes, how, "document", name) for name, part in decisions.by_document()]


def by_group(
    decisions: Decisions, codes: Sequence[str], how: Comparison, by: str, group_of: dict[str, str]
) -> list[AgreementRow]:
    """Return agreement on the pooled decisions in each group of documents, in the order in which groups are named."""
    rows = []
    names = np.array([group_of.get(name, "") for name in decisions.documents], dtype=object)
    for group in dict.fromkeys(group_of.values()):
        kept = names == group
        if kept.any():
            rows.append(pooled(decisions.only(kept), codes, how, by, group))
    return rows


def pooled(
    decisions: Decisions,
    codes: Sequence[str],
    how: Comparison,
    by: str,
    key: str,
    *,
    among: Sequence[str] = (),
    missing: dict[str, NDArray[Any]] | None = None,
) -> AgreementRow:
    """Return agreement on the decisions about ``codes``, present or absent, taken together.

    Without uncoded text only units count to which some coder gave one of the codes ``among`` (by default ``codes``).
    ``missing`` marks, for each code, the units on which nothing is decided yet.
    """
    if not how.uncoded:
        decisions = decisions.coded(among or codes)
    ratings = np.concatenate([decisions.marks[code] for code in codes], axis=1) if codes else np.zeros((0, 0))
    if missing is not None:
        gaps = np.concatenate([missing[code] for code in codes])
        ratings = np.where(gaps, np.nan, ratings.astype(np.float64))
    return measured(decisions, ratings, replace(how, level="nominal"), by, key, categories=(0, 1))


def measured(
    decisions: Decisions,
    ratings: Any,
    how: Comparison,
    by: str,
    key: str,
    *,
    categories: Iterable[Any] | None = None,
    metric: str | None = None,
) -> AgreementRow:
    """Return the row of some ratings, coders x units; columns run through the units once for each code that is pooled.

    The interval resamples documents; in a single document it leaves out one unit at a time and says so.
    """
    several = len(set(decisions.documents)) > 1
    coefficient = for_number(how.coefficient, len(decisions.coders))
    row = how.undefined(
        by,
        key,
        coefficient=coefficient,
        unit=decisions.unit,
        level=how.level,
        n_documents=len(set(decisions.documents)),
        n_coders=len(decisions.coders),
        why=NOTHING_READ if how.uncoded else NOTHING_CODED,
    )
    if not decisions.documents:
        return row
    number = len(ratings[0]) // len(decisions.documents)
    labels = decisions.documents if several else range(len(decisions.documents))
    interval: Interval = "bootstrap" if several else "jackknife"
    result = agreement(
        ratings,
        coefficient=cast("Coefficient", coefficient),
        level=how.level,
        categories=categories,
        metric=cast("Any", metric),
        confidence=how.confidence,
        interval=interval,
        clusters=[label for _ in range(number) for label in labels],
        replicates=how.replicates,
    )
    return _filled(row, result, several=several)


def for_number(coefficient: str, coders: int) -> str:
    """Return the coefficient, or its form for more than two coders where it is defined for two only."""
    return _FOR_MORE.get(coefficient, coefficient) if coders > 2 else coefficient


def confusion(decisions: Decisions, codes: Sequence[str]) -> list[tuple[str, str, str, int]]:
    """Return, for two coders, (code, first coder, second coder, number of units) for each of the four cases."""
    table = []
    for code in codes:
        one, other = decisions.marks[code].astype(bool)
        for first, second in ((True, True), (True, False), (False, True), (False, False)):
            names = tuple("applied" if value else "not applied" for value in (first, second))
            table.append((code, names[0], names[1], int(np.count_nonzero((one == first) & (other == second)))))
    return table


def _sets(decisions: Decisions, codes: Sequence[str], how: Comparison) -> AgreementRow:
    if not how.uncoded:
        decisions = decisions.coded(codes)
    stack = np.stack([decisions.marks[code] for code in codes])
    kinds, place = np.unique(stack.reshape(len(codes), -1), axis=1, return_inverse=True)
    sets = [frozenset(code for code, mark in zip(codes, kind, strict=True) if mark) for kind in kinds.T.tolist()]
    flat = [sets[i] for i in np.asarray(place).ravel().tolist()]
    units = len(decisions.documents)
    ratings = [flat[i * units : (i + 1) * units] for i in range(len(decisions.coders))]
    set_wise = replace(how, coefficient="krippendorff_alpha", level="set")
    return measured(decisions, ratings, set_wise, "all", "sets of codes", metric="masi")


def _values(decisions: Decisions, codes: Sequence[str], how: Comparison) -> AgreementRow:
    """Return agreement on the one value that each coder gave a unit; where there is none or several, it is missing."""
    if not how.uncoded:
        decisions = decisions.coded(codes)
    stack = np.stack([decisions.marks[code] for code in codes])
    one = stack.sum(axis=0) == 1
    chosen = stack.argmax(axis=0)
    values: Sequence[Any] = codes
    if how.level != "ordinal":
        try:
            values = [float(code) for code in codes]
        except ValueError:
            why = f"the codebook's level is {how.level}, and its codes are no numbers"
            row = measured(decisions.only(np.zeros(len(decisions.documents), dtype=bool)), [[]], how, "all", "values")
            return replace(row, why=why)
    rows = [
        [values[c] if single else None for c, single in zip(*pair, strict=True)]
        for pair in zip(chosen.tolist(), one.tolist(), strict=True)
    ]
    row = measured(decisions, rows, how, "all", "values", categories=values)
    double = int(np.count_nonzero((stack.sum(axis=0) > 1).any(axis=0)))
    if double:
        note = f"{double} {decisions.unit}{'s' if double > 1 else ''} left out to which a coder gave several values"
        row = replace(row, why="; ".join(part for part in (row.why, note) if part))
    return row


def _filled(row: AgreementRow, result: Agreement, *, several: bool) -> AgreementRow:
    bounded = result.low is not None
    how = "bootstrap over documents" if several else f"jackknife over {row.unit}s of one document"
    return replace(
        row,
        value=result.value,
        standard_error=result.standard_error,
        low=result.low,
        high=result.high,
        interval=how if bounded else "none",
        n_units=result.n_units,
        why=result.why or ("" if several or not bounded else ONE_DOCUMENT),
    )
