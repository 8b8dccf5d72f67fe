"""Numbers written in digits: grouping and decimal conventions, signs, fractions, and the precision they state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

# Blanks that group thousands; an ordinary one groups in Russian and Kazakh and in metric English ("35 000").
_BLANKS = " \u00a0\u2007\u2009\u202f"
LONGEST = 24
"""A run of more digits than this is an identifier."""

VULGAR = {
    "½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5,
    "⅙": 1 / 6, "⅚": 5 / 6, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8,
}  # fmt: skip
_DENOMINATOR = {
    "½": 2, "⅓": 3, "⅔": 3, "¼": 4, "¾": 4, "⅕": 5, "⅖": 5, "⅗": 5, "⅘": 5, "⅙": 6, "⅚": 6, "⅛": 8, "⅜": 8, "⅝": 8,
    "⅞": 8,
}  # fmt: skip


_MOST_POWERS = 18
# Reading "1e-2" rounds once; 10.0**-2 may round twice.
_POWERS = {power: float(f"1e{power}") for power in range(-_MOST_POWERS, _MOST_POWERS + 1)}


@dataclass(slots=True)
class Number:
    """A number as written: its span, its digits as a plain decimal, its power of ten, and its value and step.

    ``plain`` is what was written without grouping ("4.91"); ``exponent`` collects scales; ``factor`` holds a
    multiplier that is no power of ten (a dozen). ``fraction`` is the denominator of a fraction, else 0; ``percent``
    is 100 or 1000 where the words say "of a hundred" or "of a thousand".
    """

    start: int
    end: int
    plain: str
    exponent: int = 0
    factor: float = 1.0
    words: bool = False
    fraction: int = 0
    exact: float | None = None
    percent: float = 0.0
    exact_step: float = 0.0

    @property
    def value(self) -> float:
        """The number after scale."""
        if self.exact is not None:
            return self.exact * self.factor * 10.0**self.exponent
        if not self.exponent and self.factor == 1.0:
            return float(self.plain)
        # Reading "4.91e6" rounds once; 4.91 * 10**6 rounds twice.
        number = float(f"{self.plain}e{self.exponent}")
        return number * self.factor if self.factor != 1.0 else number

    @property
    def step(self) -> float:
        """The stated precision after scale.

        A fraction n/d states 1/d²: as close as the next simpler fractions lie (Farey neighbours).
        """
        if self.exact_step:
            return self.exact_step
        if self.fraction:
            return 10.0**self.exponent * self.factor / self.fraction**2
        power = plain_exponent(self.plain) + self.exponent
        return (_POWERS[power] if -_MOST_POWERS <= power <= _MOST_POWERS else float(f"1e{power}")) * self.factor

    @property
    def whole(self) -> bool:
        """Whether it is written as a whole number in digits or words."""
        return "." not in self.plain and not self.fraction


def plain_exponent(plain: str) -> int:
    """Return the power of ten of a written number's stated step: "4.91" -2, "50000" 4, "765" 0, "0" 0."""
    point = plain.find(".")
    if point >= 0:
        return point + 1 - len(plain)
    digits = plain.lstrip("-").lstrip("0")
    return len(digits) - len(digits.rstrip("0"))


@cache
def _pattern(decimal: str, group: str) -> re.Pattern[str]:
    point = re.escape(decimal)
    if group == ",":
        grouped = (
            r"[0-9]{1,3}(?:(?:,[0-9]{3})++(?![0-9])|(?:,[0-9]{2})+,[0-9]{3}(?![0-9])"
            rf"|(?:[{_BLANKS}’'][0-9]{{3}})++(?:\n000)?+(?![0-9]))"
        )
        tail = rf"(?:{point}[0-9]++|,[0-9]{{1,2}}(?=[ \u00a0]?(?:[%％]|per ?cent|pct|[mb]illion|trillion|mln|bn)))?+"
    else:
        grouped = (
            rf"[0-9]{{1,3}}(?:(?:[{_BLANKS}][0-9]{{3}})++(?:\n000)?+(?![0-9])"
            r"|(?:\.[0-9]{3}){2,}+(?![0-9])|(?:,[0-9]{3}){2,}+(?![0-9]))"
        )
        tail = rf"(?:{point}[0-9]++|\.[0-9]++|[ ],[ ][0-9]++)?+"
    return re.compile(rf"(?P<body>{grouped}|[0-9]++)(?P<tail>{tail})(?P<more>(?:\.[0-9])?)")


_FRACTION = re.compile(rf"[{_BLANKS}-]?([0-9]{{1,4}})[/⁄]([0-9]{{1,4}})(?![0-9/.⁄])|[{_BLANKS}]?([{''.join(VULGAR)}])")
_SIMPLE_FRACTION = re.compile(r"([0-9]{1,4})[/⁄]([0-9]{1,4})(?![0-9/⁄]|\.[0-9])")


# "1.234,56" groups with points, whatever the language.
_CONTINENTAL = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]{1,2})(?![0-9,])")
_SUPERSCRIPTS = tuple("^⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹")
_POWER_SIGNS = tuple("×x·⋅*eE")
_POWER = re.compile(
    r"[ ]?[×x·⋅*][ ]?10(\^[({]?[-−+]?[0-9]{1,2}[)}]?|[⁻⁺]?[⁰¹²³⁴-⁹]{1,2})(?![0-9])"
    r"|[eE]([-+]?[0-9]{1,2})(?![^\W\u4e00-\u9fff])"
)
_BARE_POWER = re.compile(r"\^[({]?[-−+]?[0-9]{1,2}[)}]?(?![0-9])|[⁻⁺]?[⁰¹²³⁴-⁹]{1,2}")
_PLAIN = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹−", "-+0123456789-", "^(){}")


def _power(written: str) -> int:
    """Return the exponent in "^6", "⁻³" or "+06"."""
    return int(written.translate(_PLAIN))


def digits_at(text: str, position: int, decimal: str, group: str) -> Number | None:
    """Read the number in digits that starts at the place; None where the digits are no number (1.2.3, 20 digits).

    The place is the first digit of its run, or the decimal point of ".77".
    """
    if text[position] == ".":
        match = re.compile(r"\.([0-9]+)(?!\.?[0-9])").match(text, position)
        return None if match is None or len(match[1]) > LONGEST else Number(position, match.end(), "0" + match[0])
    other = _CONTINENTAL.match(text, position) if "." in text[position + 1 : position + 4] else None
    if other is not None:
        return Number(position, other.end(), f"{other[1].replace('.', '')}.{other[2]}")
    match = _pattern(decimal, group).match(text, position)
    if match is None or match["more"] or len(match["body"]) > LONGEST or len(match["tail"]) > LONGEST:
        return None
    end = match.end()
    body = match["body"]
    if not body.isdigit():
        body = re.sub(r"[^0-9]", "", body)
    tail = match["tail"]
    if tail == ",000":
        # Nobody states three decimal noughts: "10,000" groups thousands in any language.
        body, tail = body + "000", ""
    if tail:
        tail = "." + tail.strip(" ,.")
    number = Number(position, end, body + tail)
    power = _POWER.match(text, end) if text[end : end + 2].strip()[:1] in _POWER_SIGNS else None
    if power is not None and abs(exponent := _power(power[1] or power[2])) <= 40:
        number.end, number.exponent = power.end(), exponent
        return number
    if number.plain == "10" and text[end : end + 1] in _SUPERSCRIPTS and (bare := _BARE_POWER.match(text, end)):
        number.plain, number.end, number.exponent = "1", bare.end(), _power(bare[0])
        return number
    if not tail and (following := text[end : end + 2]) and _may_add_fraction(following):
        _add_fraction(text, number, match)
    return number


def _may_add_fraction(following: str) -> bool:
    """Say whether the two characters after a number can begin or go on a fraction: "3/4", "2 1/2", "2½"."""
    first, second = following[0], following[1:]
    if first in _BLANKS or first == "-":
        return second.isdigit() or second in VULGAR
    return first in "/⁄" or first in VULGAR


def _add_fraction(text: str, number: Number, match: re.Match[str]) -> None:
    simple = _SIMPLE_FRACTION.match(text, number.start)
    if simple:
        top, bottom = int(simple[1]), int(simple[2])
        if 0 < top < bottom <= 1000:
            number.end, number.fraction, number.exact = simple.end(), bottom, top / bottom
        return
    mixed = _FRACTION.match(text, number.end)
    if mixed is None:
        return
    if mixed[3]:
        part, bottom = VULGAR[mixed[3]], _DENOMINATOR[mixed[3]]
    else:
        top, bottom = int(mixed[1]), int(mixed[2])
        if not 0 < top < bottom:
            return
        part = top / bottom
    number.end, number.fraction, number.exact = mixed.end(), bottom, float(number.plain) + part
