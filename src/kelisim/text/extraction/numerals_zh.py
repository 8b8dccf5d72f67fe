"""Chinese numerals: characters, Arabic digits and both mixed, with the powers 万 and 亿, decimals and halves."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from kelisim.text.extraction.lexicon import lexicon
from kelisim.text.extraction.numerals import Number, digits_at

HALF = "半"
_POINT = "点點"
# A full stop is the point between characters only: "六二．三", "十九.五".
_DOTS = tuple(".．")
_POINTS = (*_POINT, *_DOTS)
_HOURLY = tuple("十刻钟")
_HOUR = re.compile("(?:上午|下午|晚上|早上|早晨|凌晨|中午|傍晚|清晨|夜里|今晚|昨晚|当晚)$")
_BLANK = " \u00a0"
_LONGEST = 24


@cache
def characters() -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Return the values of digit characters, the exponents of power characters and the values of ten characters."""
    tables = lexicon("zh").tables
    digits = {c: int(value) for value, forms in tables["digits"].items() for c in forms}
    powers = {c: int(power) for power, forms in tables["powers"].items() for c in forms}
    tens = {c: int(value) for value, forms in tables["tens"].items() for c in forms}
    return digits, powers, tens


@cache
def _metric() -> tuple[str, ...]:
    """Return the units that begin with a numeral: "15千瓦" is 15 kilowatts."""
    powers = characters()[1]
    return tuple(form for forms in lexicon("zh").tables["units"].values() for form in forms if form[0] in powers)


@cache
def run_pattern() -> re.Pattern[str]:
    """Return the pattern of anchors: digits, characters of numerals, and words that are numbers."""
    digits, powers, tens = characters()
    # One set of first characters: the search for it is compiled, that for several alternatives is not.
    return re.compile(
        f"[0-9½⅓⅔¼¾⅕⅛{''.join(digits)}{''.join(powers)}{''.join(tens)}{HALF}翻倍对對](?<!倍(?!增))(?<![对對](?!折))"
    )


def _decimals(text: str, start: int, place: int) -> tuple[str, int] | None:
    """Return the decimals after a point at the place and their end; an hour has none: 晚上十点二十."""
    digits = characters()[0]
    if text[place : place + 1] not in _POINTS or (text[place] in _DOTS and text[place + 1 : place + 2] not in digits):
        return None
    stop, fraction = place + 1, ""
    while stop < len(text) and len(fraction) < _LONGEST and (text[stop] in digits or "0" <= text[stop] <= "9"):
        fraction += str(digits[text[stop]]) if text[stop] in digits else text[stop]
        stop += 1
    if not fraction or text[stop : stop + 1] in _HOURLY or _HOUR.search(text, max(0, start - 4), start):
        return None
    return fraction, stop


def number_at(text: str, position: int) -> Number | None:
    """Read the number at the place, in digits, characters or both ("3万5千", "一百零五", "二〇二三", "三点五")."""
    digits, powers, tens = characters()
    total = section = part = Decimal(0)
    current: Decimal | None = None
    run = ""
    pieces = 0
    plain, exponent = "", 0
    place, end, length = position, position, len(text)
    last_power, zero, arabic = 0, False, False
    while place < length and pieces < _LONGEST:
        character = text[place]
        if character in digits:
            if current is not None and (arabic or character == "两"):
                break
            stop = place + 1
            while stop < length and text[stop] in digits and stop - place <= _LONGEST:
                if text[stop] == "两":
                    # 两 opens a numeral; behind a digit it is the weight.
                    break
                stop += 1
            run = text[place:stop]
            value = "".join(str(digits[c]) for c in run)
            if run[0] in "零〇○" and pieces and len(run) > 1:
                value = value[1:]
                zero = True
            elif pieces and run[0] in "零〇○":
                zero, place = True, stop
                continue
            if (
                stop < length
                and text[stop] in _POINTS
                and stop + 1 < length
                and (text[stop + 1] in digits or (text[stop] in _POINT and text[stop + 1].isdigit()))
            ):
                fraction = ""
                stop += 1
                while stop < length and len(fraction) < _LONGEST and (text[stop] in digits or "0" <= text[stop] <= "9"):
                    fraction += str(digits[text[stop]]) if text[stop] in digits else text[stop]
                    stop += 1
                value = f"{value}.{fraction}"
            if len(value) > _LONGEST:
                return None
            current, plain, place, end = Decimal(value), value, stop, stop
            pieces += 1
            if run in ("零", "〇") and powers.get(text[stop : stop + 1], 9) < 4:
                # "零十五": the nought only joins.
                current, pieces = None, pieces - 1
            continue
        if "0" <= character <= "9" or (
            character == "." and place + 1 < length and text[place + 1].isdigit() and not pieces
        ):
            if current is not None:
                break
            number = digits_at(text, place, ".", ",")
            if number is None:
                return None if not pieces else _result(position, end, total + section + part, plain, exponent, pieces)
            if number.fraction or number.exponent:
                number.start = position
                return number if not pieces else None
            current, plain, place, end, arabic = Decimal(number.plain), number.plain, number.end, number.end, True
            pieces += 1
            continue
        if character in tens:
            if current is not None:
                break
            part += tens[character]
            place = end = place + 1
            pieces += 2
            last_power = 1
            continue
        power = powers.get(character)
        if power is not None and pieces and text.startswith(_metric(), place):
            break
        if power is None:
            if (
                character in _BLANK
                and arabic
                and current is not None
                and place + 1 < length
                and text[place + 1] in powers
            ):
                place += 1
                continue
            break
        if power < 4:
            part += (current if current is not None else Decimal(1)) * 10**power
            if current is None:
                plain = "1"
        elif power == 4:
            if current is not None and last_power in (2, 3) and len(run) == 1 and not (zero or arabic) and current < 10:
                # "百二万" is 120 times 10,000.
                current *= 10 ** (last_power - 1)
            here = part + (current or 0)
            # "四万万" is four hundred million; a lone 万 is one.
            section = (section + (here if here or section else 1)) * 10**4
            part = Decimal(0)
        else:
            here = section + part + (current or 0)
            # "五兆六十二亿" adds, "亿亿" multiplies.
            total = total + here * 10**power if here else (total or Decimal(1)) * 10**power
            section = part = Decimal(0)
        exponent += power
        if exponent > 2 * _LONGEST:
            return None
        current, last_power, zero, arabic = None, power, False, False
        if pieces == 0:
            pieces, plain = 1, "1"
        place = end = place + 1
        if (
            place < length
            and text[place] in "多余餘几幾"
            and place + 1 < length
            and powers.get(text[place + 1], 0) >= 4
        ):
            break
    if current is None and pieces and part and (decimals := _decimals(text, position, place)):
        # "七十点二六": the whole part ends with a ten, a hundred or a thousand.
        number = Number(position, decimals[1], f"{int(total + section + part)}.{decimals[0]}")
        while powers.get(text[number.end : number.end + 1], 0) >= 4:
            number.exponent += powers[text[number.end]]
            number.end += 1
        return number
    if current is not None:
        single = (len(run) == 1 and not arabic) or (arabic and last_power >= 4 and len(plain) == 1)
        if last_power >= 2 and single and not zero and current < 10 and "." not in plain:
            # "两百五" is 250, "三万五" 35,000.
            current *= 10 ** (last_power - 1)
        part += current
    if not pieces:
        return None
    return _result(position, end, total + section + part, plain, exponent, pieces)


def _result(start: int, end: int, value: Decimal, plain: str, exponent: int, pieces: int) -> Number:
    if pieces == 1 and Decimal(plain).scaleb(exponent) == value:
        return Number(start, end, plain, exponent=exponent)
    whole = value == value.to_integral_value()
    return Number(start, end, str(int(value)) if whole else format(value, "f"))


def lift_scale(text: str, number: Number) -> bool:
    """Write a number that ends with its greatest power of ten as a multiple of it; say whether it is one.

    "五十亿" is 50 with the power 8, as "50亿" is, so that "三十至五十亿" can hand the power on.
    """
    powers = characters()[1]
    place, exponent = number.end, 0
    while place > number.start and powers.get(text[place - 1], 0) > 1:
        place -= 1
        exponent += powers[text[place]]
    if not exponent or place == number.start or number.exact is not None or number.factor != 1.0:
        return False
    if any(powers.get(character, 0) >= powers[text[place]] for character in text[number.start : place]):
        return False
    if number.exponent < exponent:
        if "." in number.plain or not number.plain.endswith("0" * (exponent - number.exponent)):
            return False
        number.plain = number.plain[: len(number.plain) - (exponent - number.exponent)]
    elif number.exponent > exponent and "." not in number.plain:
        number.plain += "0" * (number.exponent - exponent)
    elif number.exponent > exponent:
        return False
    number.exponent = exponent
    return True


def halves(text: str, number: Number) -> None:
    """Read 半 right after a number ("3半")."""
    if text[number.end : number.end + 1] == HALF and "." not in number.plain and not number.exponent:
        if number.plain == "1" and number.end - number.start == 1:
            number.exact, number.fraction = 0.5, 2
        else:
            number.plain = f"{number.plain}.5"
        number.end += 1
