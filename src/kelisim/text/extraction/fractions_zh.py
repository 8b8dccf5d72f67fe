"""Chinese fractions: 三分之二, 百分之五, 每十辆中有一辆, and "20多万"."""

from __future__ import annotations

import re

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.numerals_zh import characters, number_at
from kelisim.text.extraction.units import unit_at

_PARTS = re.compile(r"[ ]?(?:个)?(?:分之|份之|份|分)")


def read_fraction(text: str, number: Number, *, mixed: bool = True) -> None:
    """Read "三分之二" and the percent words "百分之五"; the number read so far is the denominator."""
    match = _PARTS.match(text, number.end)
    if match is None:
        part = number_at(text, number.end + 1) if mixed and text[number.end : number.end + 1] == "又" else None
        if part is None:
            return
        whole = number.value
        read_fraction(text, part, mixed=False)
        if part.fraction and part.exact is not None:
            number.exact, number.fraction, number.end = whole + part.exact, part.fraction, part.end
        return
    place = match.end()
    bottom = number.value
    if not match[0].strip().endswith("之") and (bottom < 2 or text[place : place + 1] not in ("一", "1")):
        return
    below = text[place : place + 1] == "负"
    top = number_at(text, place + below)
    if top is None or bottom < 2:
        return
    if below:
        top.plain = f"-{top.plain}"
    if not match[0].endswith("之") and (
        top.value != 1 or text[top.end : top.end + 1] in ("秒", "钟", "角", "分", "鐘")
    ):
        return
    if bottom == 100.0 and text[number.start : number.end] in ("百", "100", "一百", "佰"):
        number.plain, number.exponent, number.exact, number.fraction = top.plain, top.exponent, top.exact, top.fraction
        number.percent = bottom
    else:
        number.exact, number.fraction, number.exponent = top.value / bottom, int(bottom), 0
    number.end = top.end


def one_in(text: str, atom: Atom, lexicon: Lexicon) -> Atom | None:
    """Read "每十辆中有一辆" as a share."""
    found = unit_at(text, atom.number.end, lexicon)
    place = found[1] if found else atom.number.end
    match = re.compile("[^，。；0-9一二两三四五六七八九十]{0,6}[中里][^，。；0-9一二两三四五六七八九十]{0,3}").match(
        text, place
    )
    top = number_at(text, match.end()) if match else None
    if top is None or not 0 < top.value < atom.number.value:
        return None
    atom.number.exact, atom.number.fraction, atom.number.exponent = (
        top.value / atom.number.value,
        int(atom.number.value),
        0,
    )
    atom.start -= 1
    closing = unit_at(text, top.end, lexicon)
    atom.number.end = atom.bare_end = atom.end = closing[1] if closing else top.end
    return atom


def _closes(text: str, place: int) -> bool:
    return not text[place : place + 1].isalnum() or text[place] == "的"


def read_more(text: str, atom: Atom) -> None:
    """Read "20多万", "300余家": a little more than the number."""
    number = atom.number
    following = text[number.end : number.end + 1]
    place = number.end + 1
    if following in ("强", "強", "弱") and (number.fraction or number.percent) and _closes(text, place):
        atom.comparator, number.end = "lt" if following == "弱" else "gt", place
        return
    if text.startswith(("几内亚", "多米尼加"), number.end):
        return
    if following == "把" and text[number.start : number.end] in ("百", "千", "万"):
        # "千把人", about a thousand.
        atom.comparator, number.end = "approx", place
        return
    if following == "零" and text[place : place + 1] in ("几", "幾"):
        following, place = "几", place + 1
    if following and following in "多余餘几幾":
        powers = characters()[1]
        if powers.get(text[place : place + 1], 0) >= 4:
            while place < len(text) and powers.get(text[place], 0) >= 4:
                number.exponent += powers[text[place]]
                place += 1
            number.end = place
        else:
            number.end = place
        atom.comparator = "gt"
