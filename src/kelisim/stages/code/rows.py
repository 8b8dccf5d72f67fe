"""Agreement on sentences or paragraphs: one row a comparison, each with n, unit of analysis and interval."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from kelisim.model.coding import Level
from kelisim.model.protocol import CodingRule
from kelisim.model.results import AgreementRow
from kelisim.stages.units import Decisions
from kelisim.stats import Agreement, agreement, bias_index, confusion_table, prevalence_index
from kelisim.stats.reliability.names import Coefficient
from kelisim.stats.reliability.prepare import Prepared, prepare, prepare_sets

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
    # What was read already, for the coefficients that follow one another.
    held: dict[Hashable, Any] | None = None

    @classmethod
    def by_rule(cls, rule: CodingRule) -> Comparison:
        """Return the comparison that a protocol declares."""
        return cls(rule.coefficient, rule.level, rule.confidence, rule.replicates)

    def once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what ``make`` gives, made once for all comparisons that share ``held``."""
        if self.held is None:
            return make()
        if key not in self.held:
            self.held[key] = make()
        return self.held[key]

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
        rows.append(how.once((decisions, tuple(codes), "sets", how.uncoded), lambda: _sets(decisions, codes, how)))
    return rows


def by_code(decisions: Decisions, codes: Sequence[str], how: Comparison) -> list[AgreementRow]:
    """Return agreement on each code, present or absent, with prevalence and bias where there are two coders."""
    indices = how.once((decisions, tuple(codes), "indices", how.uncoded), lambda: _indices(decisions, codes, how))
    rows = []
    for code in codes:
        row = pooled(decisions, [code], how, "code", code, among=codes)
        prevalence, bias = indices.get(code, (None, None))
        rows.append(replace(row, prevalence=prevalence, bias=bias))
    return rows


def _indices(decisions: Decisions, codes: Sequence[str], how: Comparison) -> dict[str, tuple[Any, Any]]:
    kept = decisions if how.uncoded else decisions.coded(codes)
    if len(decisions.coders) != 2 or not kept.documents:
        return {}
    tables = {code: confusion_table(kept.marks[code], categories=(1, 0)) for code in codes}
    return {code: (prevalence_index(table), bias_index(table)) for code, table in tables.items()}


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

    def read() -> Compared:
        kept = decisions if how.uncoded else decisions.coded(among or codes)
        ratings = np.concatenate([kept.marks[code] for code in codes], axis=1) if codes else np.zeros((0, 0))
        if missing is not None:
            gaps = np.concatenate([missing[code] for code in codes])
            ratings = np.where(gaps, np.nan, ratings.astype(np.float64))
        return Compared.of(kept, ratings, "nominal", (0, 1))

    nominal = replace(how, level="nominal")
    if missing is not None:
        return measured(read(), nominal, by, key)
    return measured(how.once((decisions, tuple(codes), tuple(among), how.uncoded), read), nominal, by, key)


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Ratings read once for several coefficients, coders x units; columns run through the units once for each code.

    ``ratings`` is None where there is no unit to compare.
    """

    unit: str
    n_coders: int
    n_documents: int
    ratings: Prepared | None

    @classmethod
    def of(cls, decisions: Decisions, ratings: Any, level: Level, categories: Iterable[Any] | None = None) -> Compared:
        """Return what is compared: in several documents by document, in one by unit."""
        clusters, number = _clusters(decisions)
        found = cls(decisions.unit, len(decisions.coders), number, None)
        if not number:
            return found
        repeated = np.tile(clusters, len(ratings[0]) // len(clusters))
        return replace(found, ratings=prepare(ratings, level=level, categories=categories, clusters=repeated))


def _clusters(decisions: Decisions) -> tuple[NDArray[np.int64], int]:
    """Return the cluster of each unit, its document or in a single document itself, and the number of documents."""
    return _numbered(decisions.documents)


# Each code is compared on the same units.
@lru_cache(maxsize=4)
def _numbered(documents: tuple[str, ...]) -> tuple[NDArray[np.int64], int]:
    place = {name: number for number, name in enumerate(dict.fromkeys(documents))}
    if len(place) < 2:
        clusters = np.arange(len(documents))
    else:
        clusters = np.fromiter(map(place.__getitem__, documents), np.int64, len(documents))
    clusters.setflags(write=False)
    return clusters, len(place)


def measured(compared: Compared, how: Comparison, by: str, key: str, *, metric: str | None = None) -> AgreementRow:
    """Return the row of what is compared.

    The interval resamples documents; in a single document it leaves out one unit at a time and says so.
    """
    several = compared.n_documents > 1
    coefficient = for_number(how.coefficient, compared.n_coders)
    row = how.undefined(
        by,
        key,
        coefficient=coefficient,
        unit=compared.unit,
        level=how.level,
        n_documents=compared.n_documents,
        n_coders=compared.n_coders,
        why=NOTHING_READ if how.uncoded else NOTHING_CODED,
    )
    if compared.ratings is None:
        return row
    result = agreement(
        compared.ratings,
        coefficient=cast("Coefficient", coefficient),
        level=how.level,
        metric=cast("Any", metric),
        confidence=how.confidence,
        interval="bootstrap" if several else "jackknife",
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
    clusters, number = _clusters(decisions)
    compared = Compared(decisions.unit, len(decisions.coders), number, None)
    if number:
        members = np.stack([decisions.marks[code] for code in codes], axis=-1).astype(bool)
        compared = replace(compared, ratings=prepare_sets(members, codes, clusters=clusters))
    set_wise = replace(how, coefficient="krippendorff_alpha", level="set")
    return measured(compared, set_wise, "all", "sets of codes", metric="masi")


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
            nothing = decisions.only(np.zeros(len(decisions.documents), dtype=bool))
            row = measured(Compared.of(nothing, [[]], how.level), how, "all", "values")
            return replace(row, why=why)
    rows = [
        [values[c] if single else None for c, single in zip(*pair, strict=True)]
        for pair in zip(chosen.tolist(), one.tolist(), strict=True)
    ]
    row = measured(Compared.of(decisions, rows, how.level, values), how, "all", "values")
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
