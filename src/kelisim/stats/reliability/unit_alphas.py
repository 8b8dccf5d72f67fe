"""The four coefficients of the u-alpha family as functions of sums over documents.

Equation numbers are those of Krippendorff, K., Mathet, Y., Bouvry, S. and Widlöcher, A. (2016). On the reliability of
unitizing textual continua: further developments. Quality & Quantity 50, 2347-2364. Totals have one row a resample and
the columns of ``continuum.document_sums``.

With two coders equation 10 has one reading. With more, the length of a unit that meets others' units can be squared for
each other coder and averaged, as here, or squared once over all of them together, as the R package quallmer does;
the paper's printed examples, all of two coders as far as they
could be had, do not tell which is meant. u-alpha and its binary form are not concerned.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kelisim.stats.reliability.names import FloatArray
from kelisim.stats.reliability.sums import quotient


@dataclass(frozen=True, slots=True)
class Pieces:
    """Totals taken apart; every array has one row a resample."""

    coincidences: FloatArray
    corrections: FloatArray
    intersections: FloatArray


def _apart(totals: FloatArray, size: int) -> Pieces:
    square = size * size
    return Pieces(
        totals[:, :square].reshape(-1, size, size), totals[:, square : square + size], totals[:, square + size :]
    )


def _expected_scale(pieces: Pieces) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the total length, the length by value, and the factor of equation 4."""
    by_value = pieces.coincidences.sum(axis=2)
    whole = by_value.sum(axis=1)
    return whole, by_value, quotient(whole, whole**2 - pieces.corrections.sum(axis=1))


def _u_disagreement(totals: FloatArray, size: int) -> tuple[FloatArray, FloatArray]:
    pieces = _apart(totals, size)
    whole, by_value, factor = _expected_scale(pieces)
    observed = whole - np.trace(pieces.coincidences, axis1=1, axis2=2)
    alike = factor[:, None] * (by_value**2 - pieces.corrections)
    return observed, _positive(whole - alike.sum(axis=1), whole)


def u_alpha(totals: FloatArray, size: int) -> FloatArray:
    """Return agreement over all units and gaps (equation 5)."""
    return 1 - quotient(*_u_disagreement(totals, size))


def layered_u_alpha(totals: FloatArray, number: int) -> FloatArray:
    """Return one minus the disagreement observed over that expected, each summed over ``number`` layers."""
    layers = [_u_disagreement(layer, 2) for layer in np.split(totals, number, axis=1)]
    observed = np.sum([layer[0] for layer in layers], axis=0)
    return 1 - quotient(observed, np.sum([layer[1] for layer in layers], axis=0))


def binary_u_alpha(totals: FloatArray, size: int) -> FloatArray:
    """Return agreement on units of any code against gaps (equation 6)."""
    pieces = _apart(totals, size)
    whole, by_value, factor = _expected_scale(pieces)
    gaps = by_value[:, 0]
    return 1 - quotient(gaps - pieces.coincidences[:, 0, 0], _positive(factor * gaps * (whole - gaps), whole))


def _meeting(pieces: Pieces) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return coincidences among units, their length by code, and the expected like coincidences of equation 10."""
    among = pieces.coincidences[:, 1:, 1:]
    by_code = among.sum(axis=2)
    whole = by_code.sum(axis=1)
    squares = pieces.intersections[:, 1:]
    room = _positive(whole**2 - squares.sum(axis=1), whole**2)
    return among, by_code, quotient(whole, room)[:, None] * (by_code**2 - squares)


def cu_alpha(totals: FloatArray, size: int) -> FloatArray:
    """Return agreement on the codes of intersecting units (equation 11)."""
    among, by_code, alike = _meeting(_apart(totals, size))
    whole = by_code.sum(axis=1)
    observed = whole - np.trace(among, axis1=1, axis2=2)
    return 1 - quotient(observed, _positive(whole - alike.sum(axis=1), whole))


def k_u_alpha(totals: FloatArray, size: int, place: int) -> FloatArray:
    """Return agreement on one code, the value ``place``, among intersecting units (equation 13)."""
    pieces = _apart(totals, size)
    among, by_code, alike = _meeting(pieces)
    own = place - 1
    whole = by_code.sum(axis=1)
    room = _positive(whole**2 - pieces.intersections[:, 1:].sum(axis=1), whole**2)
    unlike = quotient(whole, room) * by_code[:, own] * (whole - by_code[:, own])
    observed = (by_code[:, own] - among[:, own, own]) * (alike[:, own] + unlike)
    return 1 - quotient(observed, _positive(by_code[:, own] * unlike, whole**2))


def cu_coverage(totals: FloatArray, size: int) -> FloatArray:
    """Return the share of the continuum in which units intersect."""
    pieces = _apart(totals, size)
    share: FloatArray = pieces.coincidences[:, 1:, 1:].sum(axis=(1, 2)) / pieces.coincidences.sum(axis=(1, 2))
    return share


def k_coverage(totals: FloatArray, size: int, place: int) -> FloatArray:
    """Return the share of a code's matter that intersects other units."""
    row = _apart(totals, size).coincidences[:, place]
    share: FloatArray = row[:, 1:].sum(axis=1) / row.sum(axis=1)
    return share


def _positive(amount: FloatArray, scale: FloatArray) -> FloatArray:
    # What rounding leaves of a difference that is exactly nought.
    return np.where(amount > 1e-12 * scale, amount, 0.0)
