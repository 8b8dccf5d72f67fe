"""The u-alpha family: how reliably coders find units in a continuum and code them.

Krippendorff, K., Mathet, Y., Bouvry, S. and Widlöcher, A. (2016). On the reliability of unitizing textual continua:
further developments. Quality & Quantity 50, 2347-2364.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal, TypeAlias

import numpy as np

from kelisim.errors import nearest
from kelisim.stats.reliability import unit_alphas
from kelisim.stats.reliability.continuum import ONE_DOCUMENT, Span, Units, document_sums, read_spans
from kelisim.stats.reliability.names import FloatArray, data_error, known
from kelisim.stats.reliability.resampling import bootstrap, jackknife, left_out
from kelisim.stats.reliability.result import Agreement
from kelisim.stats.reliability.sums import Sums

UnitCoefficient: TypeAlias = Literal["u_alpha", "binary_u_alpha", "cu_alpha", "k_u_alpha"]
UNIT_COEFFICIENTS = ("u_alpha", "binary_u_alpha", "cu_alpha", "k_u_alpha")

NO_UNITS = "no coder marked a unit"
ONE_CODER = "only one coder: agreement needs two"
NO_VARIATION = "no disagreement is possible by chance: "
# No agreement at all is as far below nought as full agreement is above it.
LEAST = -1.0
LAYERS = "spans of unlike codes overlap: each code was read as a layer of its own"


def unitising(
    spans: Any,
    *,
    length: int | Mapping[Hashable, int],
    coefficient: UnitCoefficient,
    code: Hashable | None = None,
    coders: Iterable[Hashable] | None = None,
    layers: bool | None = None,
    interval: Literal["none", "jackknife", "bootstrap"] = "none",
    confidence: float = 0.95,
    replicates: int = 1000,
    seed: int = 0,
    parts: Mapping[Hashable, Sequence[tuple[int, int]]] | None = None,
) -> Agreement:
    """Measure agreement on units that coders cut out of a continuum themselves, at the nominal level.

    ``spans``: (coder, start, end, code), or a frame with these columns; positions in characters, end exclusive.
    ``length``: characters of the text; for several texts a mapping of document to length, with the document as a
    fifth entry (column ``document``) of each span. ``coders``: everyone who coded, also those who marked nothing,
    whose silence counts; otherwise those named in the spans. Every coder is taken to have read every document.

    ``coefficient``: "u_alpha" over all units and gaps; "binary_u_alpha" on relevant matter against gaps, whatever the
    codes; "cu_alpha" on the coding of intersecting units, leaving out where units do not meet (``coverage`` is the
    share of the continuum that is left); "k_u_alpha" on one ``code`` in those intersections (``coverage`` is the share
    of that code's matter). ``code`` with u_alpha compares this code's matter with everything else.

    The paper's continua have one code at each position. Overlapping spans of one coder and the same code are merged.
    Where spans of unlike codes overlap (or ``layers`` is True), each code is read as a layer of its own, units of that
    code against all else; u_alpha is then one minus the observed disagreement over that expected, each summed over
    layers; binary_u_alpha uses the union of a coder's spans; cu_alpha and k_u_alpha need one code at a position and
    raise ``DataError``.

    ``interval``: "jackknife" or "bootstrap" over documents. A single text has none to draw: with "jackknife", ``parts``
    names stretches of it, such as its sentences, that are cut out one at a time instead, units and all; such an
    interval takes them as independent. An undefined coefficient has ``value`` None and ``why``. Raises ``DataError``
    for spans outside their text, for unknown codes, and for parts without a jackknife.
    """
    known(coefficient, UNIT_COEFFICIENTS, "coefficient")
    known(interval, ("none", "jackknife", "bootstrap"), "interval")
    if parts is not None and interval != "jackknife":
        raise data_error("parts", "parts are left out one at a time", "use interval='jackknife', or give no parts")
    lengths: dict[Hashable, int] = dict(length) if isinstance(length, Mapping) else {ONE_DOCUMENT: length}
    if any(size < 1 for size in lengths.values()) or not lengths:
        raise data_error("continuum-length", "the length of a text must be one or more", "count its characters")
    read = read_spans(spans, lengths)
    people = list(dict.fromkeys(coders if coders is not None else (span.coder for span in read)))
    strangers = {span.coder for span in read} - set(people)
    if strangers:
        raise data_error(
            "unknown-coder", f"spans name coders outside the list: {sorted(map(str, strangers))}", "add them to coders"
        )
    names = sorted({span.code for span in read}, key=str)
    _check_code(coefficient, code, names)
    blank = Agreement(
        value=None,
        standard_error=None,
        low=None,
        high=None,
        n_units=len(read),
        n_coders=len(people),
        categories=tuple(names),
        level="nominal",
        coefficient=coefficient,
        interval=interval,
        confidence=confidence,
        n_pairable=len(people) * sum(lengths.values()) if len(people) > 1 else 0,
        code=None if code is None else str(code),
    )
    if not read:
        return replace(blank, why=NO_UNITS)
    if len(people) < 2:
        return replace(blank, why=ONE_CODER)
    call = _Call(read, lengths, people, names, coefficient, code, layers)
    sums, covered, note = _sums(call)
    value = sums.value()
    if math.isnan(value):
        return replace(blank, why=NO_VARIATION + _reason(coefficient))
    coverage = None if covered is None else float(covered(sums.totals[None, :])[0])
    found = replace(blank, value=value + 0.0, coverage=coverage, why=note)
    if interval == "none":
        return found
    number = sums.n_clusters
    if parts is not None:
        without = _without_each(replace(call, layers=layers or (True if note == LAYERS else None)), sums, parts)
        bounds, number = left_out(without, value, confidence, "parts"), len(without)
    elif interval == "jackknife":
        bounds = jackknife(sums, value, confidence)
    else:
        bounds = bootstrap(sums, value, confidence, replicates, seed)
    return replace(
        found,
        standard_error=bounds.standard_error,
        low=None if bounds.low is None else max(bounds.low, min(value, LEAST)),
        high=bounds.high,
        n_clusters=number,
        why="; ".join(text for text in (note, bounds.why) if text),
    )


@dataclass(frozen=True, slots=True)
class _Call:
    spans: list[Span]
    lengths: dict[Hashable, int]
    people: list[Hashable]
    names: list[Hashable]
    coefficient: str
    code: Hashable | None
    layers: bool | None


_Estimate: TypeAlias = Callable[[FloatArray], FloatArray]


def _sums(call: _Call) -> tuple[Sums, _Estimate | None, str]:
    size = len(call.names) + 1
    index = {name: place + 1 for place, name in enumerate(call.names)}
    if call.coefficient == "u_alpha" and call.code is not None:
        rows, _ = _rows(call, [span for span in call.spans if span.code == call.code], {call.code: 1}, 2)
        return Sums(rows, partial(unit_alphas.u_alpha, size=2)), None, ""
    rows, clash = _rows(call, call.spans, index, size)
    layered = clash if call.layers is None else call.layers
    if clash and not layered:
        raise data_error("overlap", "spans of unlike codes overlap", "leave layers at None, or set it to True")
    note = LAYERS if clash else ""
    if call.coefficient == "binary_u_alpha":
        if layered:
            whole = dict.fromkeys(call.names, 1)
            rows, _ = _rows(call, call.spans, whole, 2)
            size = 2
        return (
            Sums(rows, partial(unit_alphas.binary_u_alpha, size=size)),
            None,
            "overlapping spans of a coder were joined" if clash else "",
        )
    if call.coefficient == "u_alpha":
        if not layered:
            return Sums(rows, partial(unit_alphas.u_alpha, size=size)), None, ""
        return Sums(_layers(call), partial(unit_alphas.layered_u_alpha, number=len(call.names))), None, note
    if layered:
        raise data_error(
            "overlap-coding",
            f"{call.coefficient} needs one code at each position, and spans of unlike codes overlap",
            "use u_alpha, or u_alpha with code=... for one code, or agreement(level='set') on given units",
        )
    if call.coefficient == "cu_alpha":
        return Sums(rows, partial(unit_alphas.cu_alpha, size=size)), partial(unit_alphas.cu_coverage, size=size), ""
    place = index[call.code]
    return (
        Sums(rows, partial(unit_alphas.k_u_alpha, size=size, place=place)),
        partial(unit_alphas.k_coverage, size=size, place=place),
        "",
    )


def _without_each(call: _Call, sums: Sums, parts: Mapping[Hashable, Sequence[tuple[int, int]]]) -> FloatArray:
    """Return the coefficient without each part of a text; what is left of the text is pushed together."""
    place = {name: position for position, name in enumerate(call.lengths)}
    held: dict[Hashable, list[Span]] = {}
    for span in call.spans:
        held.setdefault(span.document, []).append(span)
    spans: list[Span] = []
    lengths: dict[Hashable, int] = {}
    for document, stretches in parts.items():
        for start, end in stretches:
            rest: Hashable = (document, start)
            lengths[rest] = call.lengths[document] - (end - start)
            left = (_cut(span, start, end) for span in held.get(document, ()))
            spans += [span._replace(document=rest) for span in left if span is not None]
    if not lengths:
        return np.zeros(0)
    rows = _sums(replace(call, spans=spans, lengths=lengths))[0].rows
    whole = [place[document] for document, stretches in parts.items() for _ in stretches]
    return sums.estimate(sums.totals - sums.rows[whole] + rows)


def _cut(span: Span, start: int, end: int) -> Span | None:
    """Return what is left of a unit when a stretch is taken out of its text."""
    first = span.start - max(0, min(span.start, end) - start)
    last = span.end - max(0, min(span.end, end) - start)
    return span._replace(start=first, end=last) if first < last else None


def _rows(call: _Call, spans: Sequence[Span], index: Mapping[Hashable, int], size: int) -> tuple[FloatArray, bool]:
    """Return the sums of each document, and whether unlike codes overlap anywhere."""
    who = {name: place for place, name in enumerate(call.people)}
    where = {name: place for place, name in enumerate(call.lengths)}
    units = Units.of([(who[s.coder], where[s.document], s.start, s.end, index[s.code]) for s in spans])
    return document_sums(units, len(call.people), size, np.array(list(call.lengths.values()), dtype=np.int64))


def _layers(call: _Call) -> FloatArray:
    """Return the sums of each document in every layer, side by side: a layer is read as further documents."""
    who = {name: place for place, name in enumerate(call.people)}
    where = {name: place for place, name in enumerate(call.lengths)}
    layer = {name: place * len(where) for place, name in enumerate(call.names)}
    units = Units.of([(who[s.coder], layer[s.code] + where[s.document], s.start, s.end, 1) for s in call.spans])
    lengths = np.tile(np.array(list(call.lengths.values()), dtype=np.int64), len(layer))
    rows, _ = document_sums(units, len(who), 2, lengths)
    return rows.reshape(len(layer), len(where), -1).transpose(1, 0, 2).reshape(len(where), -1)


def _check_code(coefficient: str, code: Hashable | None, names: list[Hashable]) -> None:
    if coefficient == "k_u_alpha" and code is None:
        raise data_error("code-needed", "k_u_alpha is about one code", "pass code=...")
    if code is not None and coefficient in ("binary_u_alpha", "cu_alpha"):
        raise data_error("code-unused", f"{coefficient} is about all codes", "use u_alpha or k_u_alpha for one code")
    if code is not None and names and code not in names:
        raise data_error("unknown-code", f"no span has the code {code!r}", nearest(str(code), map(str, names)))


def _reason(coefficient: str) -> str:
    return {
        "u_alpha": "the whole continuum has one value, or each value is a single unit",
        "binary_u_alpha": "the continuum is all gap or all unit",
        "cu_alpha": "units do not intersect, or all that intersect have one code",
        "k_u_alpha": "units with this code intersect no others, or no other code intersects",
    }[coefficient]
