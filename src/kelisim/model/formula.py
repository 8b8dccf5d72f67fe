"""Identities between indicators ("share = domestic_sales / total_sales"): a small grammar, and arithmetic on intervals.

::

    identity = name "=" sum
    sum      = product { ("+" | "-") product }
    product  = factor { ("*" | "/") factor }
    factor   = number | name | "-" factor | "(" sum ")" | ("growth" | "previous") "(" name ")"
    name     = letters, digits and "_", then "[subject]" where the indicator is counted for several subjects

Nothing else is understood, and nothing is ever run. ``growth(x)`` is the relative change of x on the year before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kelisim.model.interval import Interval

_LONGEST, _DEEPEST = 400, 20
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*)|(?P<subject>\[[^\[\]]*\])|(?P<sign>[-+*/()=]))"
)
FUNCTIONS = ("growth", "previous")


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """An indicator, of one subject where that is given, in the period itself or the ``lag`` years before it."""

    name: str
    subject: str = ""
    lag: int = 0

    def __str__(self) -> str:
        shown = f"{self.name}[{self.subject}]" if self.subject else self.name
        return f"previous({shown})" if self.lag else shown


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True, slots=True)
class Operation:
    """Two parts joined by one of + - * /."""

    sign: str
    left: Expression
    right: Expression


Expression = Term | Number | Operation


@dataclass(frozen=True, slots=True)
class Formula:
    """An identity: the term on the left equals the expression on the right."""

    left: Term
    right: Expression

    @property
    def parts(self) -> tuple[Term, ...]:
        """The terms on the right, each once, in the order in which they stand."""
        return tuple(dict.fromkeys(_terms(self.right)))

    def evaluate(self, values: Mapping[Term, Interval]) -> Interval:
        """Return the right side; a part that occurs twice widens the result, never narrows it.

        Raises ``ZeroDivisionError`` where a divisor holds zero and ``KeyError`` for a part without a value.
        """
        return _evaluate(self.right, values)


def parse_formula(text: str) -> Formula:
    """Return the identity that a text states; raises ``ValueError`` that says what cannot be understood, and where."""
    if len(text) > _LONGEST:
        raise ValueError(f"the identity is longer than {_LONGEST} characters")
    parser = _Parser(text)
    left = parser.name()
    parser.expect("=")
    right = parser.sum(0)
    if parser.kind != "end":
        raise ValueError(f"{parser.shown} is out of place")
    if left in set(_terms(right)):
        raise ValueError(f"{left} stands on both sides")
    if not list(_terms(right)):
        raise ValueError("the right side names no indicator")
    return Formula(left, right)


class _Parser:
    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self.kind, self._token = "", ""
        self._advance()

    @property
    def shown(self) -> str:
        return "the end" if self.kind == "end" else repr(self._token)

    def _advance(self) -> None:
        if not self._text[self._at :].strip():
            self.kind, self._token = "end", ""
            return
        match = _TOKEN.match(self._text, self._at)
        if match is None:
            rest = self._text[self._at :].strip()
            raise ValueError(f"{rest[0]!r} has no meaning in an identity")
        assert match.lastgroup is not None
        self.kind, self._token, self._at = match.lastgroup, match[match.lastgroup], match.end()

    def _take(self, *signs: str) -> str:
        token = self._token
        if self.kind != "sign" or token not in signs:
            return ""
        self._advance()
        return token

    def expect(self, sign: str) -> None:
        if not self._take(sign):
            raise ValueError(f"{sign!r} is missing before {self.shown}")

    def name(self) -> Term:
        if self.kind != "name":
            raise ValueError(f"a name is missing before {self.shown}")
        name = self._token
        self._advance()
        subject = ""
        if self.kind == "subject":
            subject = " ".join(self._token[1:-1].split())
            self._advance()
        return Term(name, subject)

    def sum(self, depth: int) -> Expression:
        left = self._product(depth)
        while sign := self._take("+", "-"):
            left = Operation(sign, left, self._product(depth))
        return left

    def _product(self, depth: int) -> Expression:
        left = self._factor(depth)
        while sign := self._take("*", "/"):
            left = Operation(sign, left, self._factor(depth))
        return left

    def _factor(self, depth: int) -> Expression:
        if depth > _DEEPEST:
            raise ValueError("the brackets are nested too deeply")
        if self._take("-"):
            return Operation("-", Number(0.0), self._factor(depth + 1))
        if self._take("("):
            inner = self.sum(depth + 1)
            self.expect(")")
            return inner
        if self.kind == "number":
            value = float(self._token)
            self._advance()
            return Number(value)
        term = self.name()
        if term.name in FUNCTIONS and not term.subject and self._take("("):
            inner_term = self.name()
            self.expect(")")
            before = Term(inner_term.name, inner_term.subject, 1)
            if term.name == "previous":
                return before
            return Operation("-", Operation("/", inner_term, before), Number(1.0))
        return term


def _terms(expression: Expression) -> list[Term]:
    match expression:
        case Term():
            return [expression]
        case Operation():
            return [*_terms(expression.left), *_terms(expression.right)]
    return []


def _evaluate(expression: Expression, values: Mapping[Term, Interval]) -> Interval:
    match expression:
        case Term():
            return values[expression]
        case Number():
            return Interval.point(expression.value)
    left, right = _evaluate(expression.left, values), _evaluate(expression.right, values)
    match expression.sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    return left / right
