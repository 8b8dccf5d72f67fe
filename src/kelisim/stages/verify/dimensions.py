"""Units in an identity: tonnes by inhabitants are kilograms a head only once they are brought to one unit."""

from __future__ import annotations

from collections.abc import Mapping

from kelisim.model.formula import Expression, Formula, Number, Operation, Term
from kelisim.stages.verify.units import Units

Dimension = dict[str, int]


def factors(formula: Formula, unit: Mapping[Term, str], units: Units) -> dict[Term, float]:
    """Return what to multiply each term by so that the sides of an identity are in units that go together.

    All ones where the physical dimensions of the sides differ, as for a rate whose unit is not written out, and where
    the identity multiplies by a number of its own: it then says itself how the units go together. Percentages are
    fractions already.
    """
    every = (formula.left, *formula.parts)
    plain = dict.fromkeys(every, 1.0)
    if _scaled(formula.right):
        return plain
    right = _dimension(formula.right, unit, units)
    if right is None or right != units.dimension(unit[formula.left]):
        return plain
    return {term: 1.0 if unit[term] == "percent" else units.in_base(unit[term]) for term in every}


def _scaled(expression: Expression) -> bool:
    if not isinstance(expression, Operation):
        return False
    sides = (expression.left, expression.right)
    return (expression.sign in "*/" and any(isinstance(one, Number) for one in sides)) or any(map(_scaled, sides))


def _dimension(expression: Expression, unit: Mapping[Term, str], units: Units) -> Dimension | None:
    match expression:
        case Term():
            return units.dimension(unit[expression])
        case Number():
            return {}
    left, right = (_dimension(one, unit, units) for one in (expression.left, expression.right))
    if left is None or right is None:
        return None
    if expression.sign in "+-":
        # Nought is nought in any unit.
        if isinstance(expression.left, Number) and expression.left.value == 0:
            return right
        return left if left == right else None
    sign = 1 if expression.sign == "*" else -1
    joined = {kind: left.get(kind, 0) + sign * right.get(kind, 0) for kind in {**left, **right}}
    return {kind: power for kind, power in joined.items() if power}
