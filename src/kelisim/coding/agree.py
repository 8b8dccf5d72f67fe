"""How far coders agree, as the command shows it: rows, confusion tables, thresholds with their sources, remarks."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from kelisim.coding.open import Opened
from kelisim.errors import UsageError, nearest
from kelisim.model.results import AgreementRow
from kelisim.stages.code import rows, spans
from kelisim.stages.code.rounds import rounds_of
from kelisim.stages.code.work import Work
from kelisim.stats import interpretations
from kelisim.stats.reliability.names import COEFFICIENTS

By = Literal["code", "pair", "document", "round"]
GROUPS = ("code", "pair", "document", "round")
UNITS = ("character", "sentence", "paragraph")
UNCODED = ("with", "without", "both")
# For given units; gwet_ac2 is gwet_ac1 with weights, of which present or absent has none.
CHOICES = tuple(name for name in COEFFICIENTS if name != "gwet_ac2")
_FAMILY = "u_alpha"


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """Rows of agreement with what is needed to judge them; ``confusion`` counts units of the documents in common."""

    unit: str
    level: str
    coders: tuple[str, ...]
    documents: tuple[str, ...]
    rows: tuple[AgreementRow, ...]
    confusion: tuple[tuple[str, dict[str, int]], ...]
    settled: tuple[AgreementRow, ...]
    threshold: float | None
    remarks: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        return {
            "unit": self.unit,
            "level": self.level,
            "coders": list(self.coders),
            "documents": list(self.documents),
            "threshold": self.threshold,
            "rows": [{**asdict(row), "interpretations": _quoted(row)} for row in self.rows],
            "confusion": [{"code": code, **counts} for code, counts in self.confusion],
            "settled": [{**asdict(row), "interpretations": _quoted(row)} for row in self.settled],
            "remarks": list(self.remarks),
        }


def _quoted(row: AgreementRow) -> list[dict[str, str]]:
    return [{"source": source, "wording": wording} for source, wording in quoted(row)]


def quoted(row: AgreementRow) -> list[tuple[str, str]]:
    """Return (source, wording) for a coefficient beyond chance: what each published scale calls its value."""
    if row.value is None or row.coefficient == "percent":
        return []
    return interpretations(min(row.value, 1.0))


def report(
    opened: Opened,
    *,
    by: str = "code",
    unit: str = "",
    coefficients: Sequence[str] = (),
    uncoded: str = "",
) -> AgreementReport:
    """Return the agreement of a study's coders over all codes and in the groups asked for.

    ``unit`` and ``coefficients`` stand in for what the protocol declares. ``uncoded``: "with" counts text that nobody
    coded, "without" leaves it out; by default the rows over all codes are given both ways and the groups with it.
    Raises ``UsageError`` for fewer than two coders and for unknown words.
    """
    work = opened.work
    _known("group", by, GROUPS)
    unit = _known("unit", "character" if unit == "char" else unit or work.rule.unit, UNITS)
    if uncoded:
        _known("choice for uncoded text", uncoded, UNCODED)
    chosen = [work.rule.coefficient] if not coefficients else list(dict.fromkeys(coefficients))
    if "all" in chosen:
        chosen = list(CHOICES)
    for name in chosen:
        _known("coefficient", name, CHOICES if unit != "character" else (*CHOICES, _FAMILY))
    if len(work.coders) < 2:
        who = f"only {work.coders[0]} has" if work.coders else "nobody has"
        raise UsageError(f"{who} coded, and agreement needs two coders", "name both in [coding] coders")
    ways = {"with": (True,), "without": (False,), "both": (True, False)}
    both, groups = ways[uncoded or "both"], ways[uncoded or "with"]
    found: list[AgreementRow] = []
    remarks = list(_remarks(opened))
    given = "sentence" if unit == "character" else unit
    decisions = work.decisions(given)
    if unit == "character":
        how = replace(rows.Comparison.by_rule(work.rule), held={})
        found += [row for way in both for row in spans.spans_over_all(work, replace(how, uncoded=way))]
        found += [row for way in groups for row in _span_groups(work, replace(how, uncoded=way), by)]
        remarks.append(
            "characters are compared by the u-alpha family (Krippendorff et al. 2016), which measures how passages "
            "were cut as well as how they were coded; the confusion tables count sentences"
        )
    else:
        held: dict[Hashable, Any] = {}
        for name in chosen:
            how = replace(rows.Comparison.by_rule(work.rule), coefficient=name, held=held)
            found += [row for way in both for row in rows.over_all(decisions, work.codes, replace(how, uncoded=way))]
        for name in chosen:
            how = replace(rows.Comparison.by_rule(work.rule), coefficient=name, held=held)
            found += [row for way in groups for row in _unit_groups(work, decisions, replace(how, uncoded=way), by)]
        # Coefficients for two coders give way to their forms for more, which may have been asked for as well.
        found = list(dict.fromkeys(found))
    return AgreementReport(
        unit=unit,
        level=work.rule.level,
        coders=work.coders,
        documents=tuple(work.common),
        rows=tuple(found),
        confusion=tuple(_confusion(rows.confusion(decisions, work.codes))) if len(work.coders) == 2 else (),
        settled=opened.results.code.settled,
        threshold=work.rule.threshold,
        remarks=tuple(remarks),
    )


def _known(role: str, word: str, options: Sequence[str]) -> str:
    if word not in options:
        raise UsageError(f"no {role} is called {word!r}", nearest(word, options) or "one of: " + ", ".join(options))
    return word


def _unit_groups(work: Work, decisions: Any, how: rows.Comparison, by: str) -> list[AgreementRow]:
    if by == "code":
        return rows.by_code(decisions, work.codes, how)
    if by == "pair":
        return rows.by_pair(decisions, work.codes, how)
    if by == "document":
        return rows.by_document(decisions, work.codes, how)
    rounds = how.once("rounds", lambda: rounds_of(work))
    return rows.by_group(decisions, work.codes, how, "round", rounds)


def _span_groups(work: Work, how: rows.Comparison, by: str) -> list[AgreementRow]:
    if by == "code":
        return spans.spans_by_code(work, how)
    if by == "pair":
        return spans.spans_by_pair(work, how)
    if by == "document":
        return spans.spans_by_group(work, how, "document", {name: name for name in work.common})
    return spans.spans_by_group(work, how, "round", rounds_of(work))


def _confusion(table: Sequence[tuple[str, str, str, int]]) -> list[tuple[str, dict[str, int]]]:
    names = {
        ("applied", "applied"): "both",
        ("applied", "not applied"): "only_first",
        ("not applied", "applied"): "only_second",
        ("not applied", "not applied"): "neither",
    }
    found: dict[str, dict[str, int]] = {}
    for code, first, second, n in table:
        found.setdefault(code, {})[names[first, second]] = n
    return list(found.items())


def _remarks(opened: Opened) -> list[str]:
    work, coded = opened.work, opened.results.code
    remarks = []
    if coded.demonstration:
        remarks.append("codings were made for demonstration: their agreement measures nobody's study")
    alone_in = {one.passage.source for one in work.codings if one.coder in work.coders}.difference(work.common)
    alone = [name for name in work.documents if name in alone_in]
    if alone:
        remarks.append(f"left out, as not all coders have worked through them: {', '.join(alone)}")
    if work.force.unanchored:
        n = len(work.force.unanchored)
        remarks.append(f"{n} coding{'s' if n > 1 else ''} left out whose passage is gone; kelisim check names them")
    if work.force.moved:
        n = len(work.force.moved)
        words = (
            "codings found again by their words in texts that have"
            if n > 1
            else ("coding found again by its words in a text that has")
        )
        remarks.append(f"{n} {words} changed since")
    if work.force.mapped:
        n = len(work.force.mapped)
        remarks.append(f"{n} coding{'s' if n > 1 else ''} read by the codebook's mappings")
    return remarks
