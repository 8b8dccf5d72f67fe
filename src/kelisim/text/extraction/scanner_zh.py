"""The scanner of Chinese: from anchors to atoms, without word spaces."""

from __future__ import annotations

import re

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.context import read_sign, unit_at
from kelisim.text.extraction.dates_zh import date_at
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.names import skip_over
from kelisim.text.extraction.numerals import VULGAR, Number
from kelisim.text.extraction.numerals_zh import HALF, characters, halves, number_at, run_pattern
from kelisim.text.extraction.periods import numeric_date
from kelisim.text.extraction.phrases import RunPhrases

_FULL = str.maketrans("０１２３４５６７８９．％＋－，", "0123456789.%+-，")
_NEEDS_FULL = re.compile("[０-９％]")
_CLAUSE = '，。；：！？、,;:!?\n（）()《》“”"「」'
_PARTS = re.compile(r"[ ]?(?:个)?(?:分之|份之|份|分)")
_CHANGE_REACH = 10
_LATIN_RUN = re.compile(r"[0-9A-Za-z.,]+")
_TWO_DIGITS = re.compile("[一二两三四五六七八九]{2}")


def scan(text: str, lexicon: Lexicon) -> list[Atom]:
    """Return the atoms of a Chinese text in order; names and dates among them."""
    if _NEEDS_FULL.search(text):
        text = text.translate(_FULL)
    atoms: list[Atom] = []
    limit = 0
    for match in run_pattern().finditer(text):
        position = match.start()
        if position < limit:
            continue
        atom, stop = atom_at(text, position, lexicon)
        limit = max(limit, stop)
        if atom is None:
            continue
        if atom.period is not None:
            while atoms and atoms[-1].end > atom.start:
                atoms.pop()
        elif atoms and atom.start < atoms[-1].end:
            atom.start = min(max(atoms[-1].end, atom.start), atom.number.start)
        atoms.append(atom)
        limit = max(limit, atom.end)
    return atoms


def atom_at(text: str, position: int, lexicon: Lexicon) -> tuple[Atom | None, int]:
    """Read the number at the place; the second part is where the scan goes on."""
    first = text[position]
    if first in ("翻", "倍"):
        return _doubling(text, position, lexicon)
    if first == HALF:
        return _half(text, position, lexicon)
    if first in VULGAR:
        number: Number | None = Number(position, position + 1, "0", fraction=2, exact=VULGAR[first])
    else:
        if "0" <= first <= "9":
            stop = skip_over(text, position)
            if stop:
                return None, stop
            if not _digits_may_start(text, position):
                run = _LATIN_RUN.match(text, position)
                return None, run.end() if run else position + 1
            if text[position - 1 : position] == "." and not text[position - 2 : position - 1].isalnum():
                position -= 1
        pair = _TWO_DIGITS.match(text, position)
        if pair is not None:
            atom = _neighbours(text, position, pair[0], lexicon)
            if atom is not None:
                return atom, atom.end
        number = number_at(text, position)
    if number is None and (written := numeric_date(text, position)) is not None and written.period.start is not None:
        number = Number(position, written.end, str(written.period.start.year))
    if number is None:
        return None, _skip(text, position)
    if text[number.end : number.end + 1] in ("几", "幾") and not text[number.start].isdigit():
        return None, number.end + 1
    before = text[position - 1] if position else ""
    if before and before in "数數几幾" and first in characters()[1]:
        return None, number.end
    atom = Atom(number, position, number.end, number.end)
    if before == "每":
        share = _one_in(text, atom, lexicon)
        if share is not None:
            return share, share.end
        # "每千人": what the other number is per.
        return None, number.end
    mention = date_at(text, number, lexicon)
    if mention is not None:
        atom.period, atom.start, atom.end, atom.bare_end = mention.period, mention.start, mention.end, mention.end
        atom.comparator, atom.kind = mention.comparator, "date"
        if _in_title(text, atom.start):
            return None, mention.end
        return atom, mention.end
    if before == "第":
        return _ordinal(text, atom, lexicon)
    if _in_title(text, position):
        return None, number.end
    return _complete(text, atom, lexicon)


def _skip(text: str, position: int) -> int:
    """Return the end of a run of digits or numerals that is no number."""
    digits, powers, tens = characters()
    place = position
    while place < len(text) and (text[place] in digits or text[place] in powers or text[place] in tens or text[place] in "0123456789.,"):
        place += 1
    return max(place, position + 1)


def _complete(text: str, atom: Atom, lexicon: Lexicon) -> tuple[Atom | None, int]:
    number = atom.number
    _fraction(text, number)
    _more(text, atom)
    halves(text, number)
    scale = lexicon.scales.after(text, number.end) if text[number.end : number.end + 1].isascii() else None
    if scale is not None:
        number.exponent += int(scale[0])
        number.end, atom.scaled = scale[1], True
    atom.end = atom.bare_end = number.end
    _currency_before(text, atom, lexicon)
    sign = lexicon.tables["minus"]
    gap = 1 if text[atom.start - 1 : atom.start] == " " else 0
    if atom.start - gap > 0 and text[atom.start - 1 - gap] in sign:
        atom.negative, atom.start = True, atom.start - 1 - gap
    else:
        read_sign(text, atom, lexicon)
    _hedges(text, atom, lexicon)
    if text[number.end : number.end + 1] == "倍":
        atom.end = atom.bare_end = number.end + 1
        after = lexicon.after.after(text, atom.end)
        if after is not None:
            atom.comparator, atom.end = after[0], after[1]  # type: ignore[assignment]
        if atom.comparator != "exact":
            atom.hedged, atom.hedge = True, atom.comparator
        atom.comparator = "factor"
        atom.change = _change(text, atom, lexicon)
        return atom, atom.end
    if not atom.prefixed:
        _unit(text, atom, lexicon)
    _hedges_after(text, atom, lexicon)
    if _is_word(text, atom, lexicon):
        return None, number.end
    if _is_label(text, atom, lexicon):
        atom.name = True
        return atom, atom.bare_end
    atom.hedged = atom.comparator not in ("exact", "factor")
    atom.change = _change(text, atom, lexicon)
    return atom, atom.end


def _digits_may_start(text: str, position: int) -> bool:
    if position == 0:
        return True
    before = text[position - 1]
    if before.isascii() and (before.isalpha() or before in "_/@=&"):
        letters = re.compile(r"[A-Za-z$]+$").search(text, max(0, position - 4), position)
        return letters is not None and letters[0] in (
            "USD",
            "CNY",
            "RMB",
            "EUR",
            "HKD",
            "KZT",
            "US",
            "JPY",
            "GBP",
            "NT",
            "HK",
        )
    if before in "-–" and position > 1 and text[position - 2].isalpha() and text[position - 2].isascii():
        return re.compile(r"[0-9][A-Za-z]{1,4}[-–]$").search(text, max(0, position - 8), position) is not None
    if before == "." and position > 1 and text[position - 2].isalnum():
        return False
    return True


def _fraction(text: str, number: Number) -> None:
    """Read "三分之二" and the percent words "百分之五"; the number read so far is the denominator."""
    match = _PARTS.match(text, number.end)
    if match is None:
        mixed = re.compile("又").match(text, number.end)
        if mixed is None:
            return
        part = number_at(text, mixed.end())
        if part is None:
            return
        whole = number.value
        _fraction(text, part)
        if part.fraction and part.exact is not None:
            number.exact, number.fraction, number.end = whole + part.exact, part.fraction, part.end
        return
    place = match.end()
    bottom = number.value
    if not match[0].strip().endswith("之") and (bottom < 2 or text[place : place + 1] not in ("一", "1")):
        return
    top = number_at(text, place)
    if top is None or bottom < 2:
        return
    if not match[0].endswith("之") and (
        top.value != 1 or text[top.end : top.end + 1] in ("秒", "钟", "角", "分", "鐘")
    ):
        return
    if bottom in (100.0, 1000.0) and text[number.start : number.end] in ("百", "千", "100", "1000", "一百", "佰", "仟"):
        number.plain, number.exponent, number.exact, number.fraction = top.plain, top.exponent, top.exact, top.fraction
        number.percent = bottom
    else:
        number.exact, number.fraction, number.exponent = top.value / bottom, int(bottom), 0
    number.end = top.end


def _one_in(text: str, atom: Atom, lexicon: Lexicon) -> Atom | None:
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


def _more(text: str, atom: Atom) -> None:
    """Read "20多万", "300余家": a little more than the number."""
    number = atom.number
    following = text[number.end : number.end + 1]
    if following and following in "多余餘":
        powers = characters()[1]
        place = number.end + 1
        if powers.get(text[place : place + 1], 0) >= 4:
            while place < len(text) and powers.get(text[place], 0) >= 4:
                number.exponent += powers[text[place]]
                place += 1
            number.end = place
        else:
            number.end = place
        atom.comparator = "gt"


def _currency_before(text: str, atom: Atom, lexicon: Lexicon) -> None:
    assert isinstance(lexicon.units, RunPhrases)
    from kelisim.text.extraction.context import read_currency_before

    read_currency_before(text, atom, lexicon)
    if atom.prefixed:
        if atom.unit == "JPY" and text[atom.start] in "¥￥":
            atom.unit = "CNY"
        return
    found = lexicon.units.before(text, atom.start)
    if found is not None and len(found[0]) == 3 and found[0].isupper() and atom.start - found[1] > 1:
        if unit_at(text, atom.bare_end, lexicon) is None:
            atom.unit, atom.prefixed, atom.start = found[0], True, found[1]
    elif text[max(0, atom.start - 2) : atom.start] in ("摄氏", "攝氏", "华氏", "華氏"):
        match = re.compile("[ ]?[°度]").match(text, atom.bare_end)
        if match:
            name = "degree_celsius" if text[atom.start - 2] in "摄攝" else "degree_fahrenheit"
            atom.unit, atom.prefixed, atom.start = name, True, atom.start - 2
            atom.end = atom.bare_end = match.end()


def _hedges(text: str, atom: Atom, lexicon: Lexicon) -> None:
    atom.core = atom.start
    table = _before_table(lexicon)
    for _ in range(3):
        found = table.before(text, atom.start)
        if found is None:
            return
        name, start = found
        if name == "exact":
            if table.before(text, start) is None:
                return
            inner = table.before(text, start)
            if inner is None or inner[0] == "exact":
                return
        elif atom.comparator in ("exact", "gt") and name != "exact":
            atom.comparator = name  # type: ignore[assignment]
            atom.hedge_words = text[start : atom.start].strip()
        atom.start = start
        if name != "exact" and name in ("gt", "ge", "lt", "le"):
            return


_TABLES: dict[str, RunPhrases] = {}


def _before_table(lexicon: Lexicon) -> RunPhrases:
    table = _TABLES.get(lexicon.language)
    if table is None:
        entries: dict[str, list[str]] = {}
        for form, name in lexicon.before.items():
            entries.setdefault(name, []).append(form)
        table = _TABLES[lexicon.language] = RunPhrases(entries)
    return table


def _unit(text: str, atom: Atom, lexicon: Lexicon) -> None:
    number = atom.number
    if number.percent:
        atom.unit = "percent" if number.percent == 100 else "permille"
        return
    place = number.end
    following = text[place : place + 1]
    if following == "成" and text[place + 1 : place + 2] not in ("功", "立", "为", "長", "长", "员"):
        # 三成 is 30 per cent, 三成五 35.
        more = number_at(text, place + 1)
        number.exponent += 1
        atom.end = atom.bare_end = place + 1
        if more is not None and more.value < 10 and "." not in number.plain:
            number.plain = f"{number.plain}.{more.plain}"
            atom.end = atom.bare_end = number.end = more.end
        elif text[place + 1 : place + 2] == HALF:
            number.plain = f"{number.plain}.5"
            atom.end = atom.bare_end = number.end = place + 2
        atom.unit = "percent"
        return
    if following == "折":
        number.exponent += 1 if number.value < 10 else 0
        atom.unit, atom.end, atom.bare_end = "percent", place + 1, place + 1
        return
    if (
        following
        and following in "打对對双雙"
        and text[place + 1 : place + 2] not in ("比", "方", "于", "边", "外", "开")
    ):
        number.factor = 12.0 if following == "打" else 2.0
        atom.end = atom.bare_end = number.end = place + 1
        return
    found = unit_at(text, place, lexicon)
    if found is None:
        return
    atom.unit, atom.end = found
    for trailing in ("多", "余"):
        if text[place : place + 1] == trailing:
            return
    half = text[atom.end : atom.end + 1] == HALF and number.whole and not number.exponent
    if half:
        number.plain = f"{number.plain}.5"
        atom.end += 1
        more = unit_at(text, atom.end, lexicon)
        if more is not None and atom.unit == "item":
            atom.unit, atom.end = more
        if text[atom.end : atom.end + 1] in ("月",) and atom.unit == "item":
            atom.unit, atom.end = "month", atom.end + 1
        elif text[atom.end : atom.end + 1] in "钟鐘" and text[atom.end : atom.end + 1]:
            atom.end += 1
    if atom.unit == "jin":
        tenth = re.compile("([一二三四五六七八九1-9])[两兩]").match(text, atom.end)
        if tenth and number.whole:
            digit = tenth[1]
            number.plain = f"{number.plain}.{characters()[0].get(digit, digit)}"
            atom.end = tenth.end()
    if atom.unit == "CNY":
        _coins(text, atom, lexicon)
    if atom.unit == "item":
        if text[place : place + 1] in ("个", "個") and unit_at(text, place + 1, lexicon) is not None:
            inner = unit_at(text, place + 1, lexicon)
            if inner is not None and inner[0] != "item":
                atom.unit, atom.end = inner
        if atom.unit == "item":
            atom.unit, atom.kind = None, "count"
            atom.classified = True
    elif text[place] not in "%％":
        per = re.compile(r"(?:每|/)").match(text, atom.end)
        after = unit_at(text, per.end(), lexicon) if per else None
        if after is not None:
            atom.unit, atom.end = f"{atom.unit}_per_{after[0]}", after[1]


def _coins(text: str, atom: Atom, lexicon: Lexicon) -> None:
    """Read "五元六角三分" and "五块六" as one sum."""
    if not atom.number.whole or atom.number.exponent:
        return
    digits = characters()[0]
    place, cents, seen = atom.end, 0, False
    if text[place : place + 1] in ("零", "〇"):
        value = digits.get(text[place + 1 : place + 2], -1)
        if value > 0:
            atom.number.plain = f"{atom.number.plain}.0{value}"
            atom.end = place + 2
        return
    for weight, name in ((10, "jiao"), (1, "fen")):
        character = text[place : place + 1]
        value = digits.get(character, int(character) if character.isdigit() and character.isascii() else -1)
        if value < 0:
            break
        if text[place + 1 : place + 2] in lexicon.tables["money"][name] and text[place + 1 : place + 2]:
            cents, place, seen = cents + weight * value, place + 2, True
            last = digits.get(text[place : place + 1], 0)
            if weight == 10 and last and not text[place + 1 : place + 2].strip("，。、 到至"):
                cents, place = cents + last, place + 1
                break
        elif (
            not seen
            and weight == 10
            and text[place + 1 : place + 2] not in lexicon.tables["money"]["fen"]
            and text[atom.end - 1] in "块塊"
        ):
            cents, place, seen = 10 * value, place + 1, True
            break
    if seen:
        atom.number.plain = f"{atom.number.plain}.{cents:02d}"
        atom.end = place


def _hedges_after(text: str, atom: Atom, lexicon: Lexicon) -> None:
    for place in dict.fromkeys((atom.end, atom.bare_end)):
        found = lexicon.after.after(text, place)
        if found is None:
            continue
        name, stop = found
        word = text[place:stop].strip()
        if word in ("起", "许", "来", "许多") and place == atom.bare_end and atom.unit is None:
            if word == "起" or atom.number.fraction or unit_at(text, stop, lexicon) is None:
                continue
        if atom.comparator in ("exact", "approx") or name != "approx":
            atom.comparator = name  # type: ignore[assignment]
        if stop > atom.end:
            atom.end = stop
            if atom.unit is None:
                unit = unit_at(text, stop, lexicon)
                if unit is not None:
                    atom.unit, atom.end = unit
                    if unit[0] == "item":
                        atom.unit, atom.kind = None, "count"
        return


def _is_word(text: str, atom: Atom, lexicon: Lexicon) -> bool:
    """Say whether a character of a numeral is part of a word (一些, 统一, 千万) and counts nothing."""
    number = atom.number
    written = text[number.start : number.end]
    if written[0].isascii() or number.percent or number.fraction or atom.prefixed or atom.negative:
        return False
    before = text[number.start - 1] if number.start else ""
    after = text[atom.end] if atom.end < len(text) else ""
    if written in ("零", "〇", "百", "千", "万", "亿", "萬", "億") and atom.comparator == "exact":
        return not (_edge(before) and (_edge(after) or written in "零〇"))
    if atom.unit is not None or atom.classified:
        if len(written) == 1 and before and before in "统唯第同专单惟万":
            return True
        return (
            len(written) == 1
            and written == "一"
            and text[number.start : number.start + 2]
            in (
                "一起",
                "一些",
                "一般",
                "一直",
                "一路",
                "一带",
                "一定",
                "一样",
                "一致",
                "一切",
                "一方",
                "一种",
                "一个",
                "一位",
                "一名",
                "一项",
                "一条",
                "一家",
                "一座",
                "一批",
                "一次",
                "一部",
                "一年",
                "一天",
                "一件",
                "一大",
                "一周",
            )
            and _vague_one(text, atom)
        )
    if len(written) >= 2 and any(c in characters()[1] or c in characters()[2] for c in written):
        if written in ("千万", "万一", "百万", "千百", "十万", "万千", "亿万", "百千", "万亿") and written not in (
            "百万",
            "十万",
            "万亿",
        ):
            return before != "" and atom.comparator == "exact" and not _edge(before)
        return False
    if len(written) >= 3 or "点" in written:
        return False
    if (
        after
        and after in "到至-~–—～"
        and (text[atom.end + 1 : atom.end + 2].isdigit() or text[atom.end + 1 : atom.end + 2] in characters()[0])
    ):
        return False
    if atom.comparator != "exact":
        return False
    return not (_edge(before) and _edge(after))


def _vague_one(text: str, atom: Atom) -> bool:
    """ "一个" and its like are articles as often as numbers; they count only where the text stops to count."""
    before = text[atom.number.start - 1] if atom.number.start else ""
    after = text[atom.end] if atom.end < len(text) else ""
    return not (_edge(before) and _edge(after)) and before not in "有仅只共约超每达为增减了到至"


def _edge(character: str) -> bool:
    return character == "" or not character.isalnum()


def _is_label(text: str, atom: Atom, lexicon: Lexicon) -> bool:
    number = atom.number
    before = text[max(0, number.start - 4) : number.start].rstrip(" ：:")
    if any(before.endswith(label) for label in lexicon.labels) and atom.unit is None and number.whole:
        return True
    following = text[number.end : number.end + 2]
    if number.whole and any(following.startswith(suffix) for suffix in lexicon.tables["labels"]["suffixes"]):
        return atom.unit is None or following[:1] in ("号", "號", "条", "届", "章")
    return False


def _in_title(text: str, position: int) -> bool:
    opening = text.rfind("《", max(0, position - 40), position)
    return opening >= 0 and "》" not in text[opening:position]


def _change(text: str, atom: Atom, lexicon: Lexicon):  # type: ignore[no-untyped-def]
    window = text[max(0, atom.core - _CHANGE_REACH) : atom.core] if atom.core else ""
    for index in range(len(window) - 1, -1, -1):
        if window[index] in _CLAUSE:
            window = window[index + 1 :]
            break
    best: tuple[int, str] | None = None
    for word, way in lexicon.change.items():
        place = window.rfind(word)
        if place < 0:
            continue
        gap = window[place + len(word) :]
        if len(gap) > 4 or (len(word) == 1 and gap.strip("了至到约为达") != ""):
            continue
        if re.search("[0-9%]", gap):
            continue
        if best is None or place + len(word) > best[0]:
            best = (place + len(word), way)
    if best is not None:
        return best[1]
    after = text[atom.end : atom.end + 5]
    for word, way in lexicon.change.items():
        if len(word) > 1 and after.lstrip("的").startswith(word) and after[:1] in ("的", word[0]):
            return way
    return None


def _doubling(text: str, position: int, lexicon: Lexicon) -> tuple[Atom | None, int]:
    match = re.compile("翻了?(?:(?P<n>[一两二三四1-4])|)番|倍增").match(text, position)
    if match is None:
        return None, position + 1
    times = {"两": 2, "二": 2, "三": 3, "四": 4, "2": 2, "3": 3, "4": 4}.get(match["n"] or "", 1)
    number = Number(position, match.end(), str(2**times), words=True)
    atom = Atom(number, position, match.end(), match.end(), comparator="factor", change="up")
    return atom, match.end()


def _half(text: str, position: int, lexicon: Lexicon) -> tuple[Atom | None, int]:
    """Read 半 before a unit ("半小时", "半数")."""
    number = Number(position, position + 1, "1", fraction=2, exact=0.5)
    atom = Atom(number, position, position + 1, position + 1)
    found = unit_at(text, position + 1, lexicon)
    before = text[position - 1] if position else ""
    if before in "一1" and before:
        return None, position + 1
    if text[position + 1 : position + 2] == "数":
        atom.end = atom.bare_end = position + 2
        _hedges(text, atom, lexicon)
        return atom, atom.end
    if (
        found is None
        or (before in "上下前后" and before)
        or (found[0] in ("CNY", "item") and text[position + 1] not in "个個")
    ):
        return None, position + 1
    atom.unit, atom.end = found if found[0] != "item" else (None, found[1])  # type: ignore[assignment]
    _hedges(text, atom, lexicon)
    return atom, atom.end


def _neighbours(text: str, position: int, pair: str, lexicon: Lexicon) -> Atom | None:
    """Read "三四个": two neighbouring digits are a range."""
    digits, powers, tens = characters()
    low, high = digits[pair[0]], digits[pair[1]]
    end = position + 2
    if high != low + 1 or (text[end : end + 1] in digits) or (position and text[position - 1] in {*digits, *powers}):
        return None
    power = powers.get(text[end : end + 1], 0)
    if power == 1 or text[end : end + 1] in ("点", "月", "日"):
        if power != 1:
            return None
    first = Number(position, end, str(low), exponent=power)
    first.end = end + (1 if power else 0)
    atom = Atom(first, position, first.end, first.end)
    while powers.get(text[first.end : first.end + 1], 0) >= 4:
        first.exponent += powers[text[first.end]]
        first.end += 1
    atom.end = atom.bare_end = first.end
    _unit(text, atom, lexicon)
    if atom.unit is None and not atom.classified:
        return None
    atom.upper = Number(position, first.end, str(high), exponent=first.exponent)
    atom.comparator = "range"
    return atom


def _ordinal(text: str, atom: Atom, lexicon: Lexicon) -> tuple[Atom | None, int]:
    atom.start = atom.number.start - 1
    atom.kind = "ordinal"
    following = text[atom.number.end : atom.number.end + 2]
    if following[:1] in ("章", "节", "条", "页", "届", "期", "版", "条", "款", "部", "号", "集", "步"):
        atom.name = True
        return atom, atom.number.end
    return atom, atom.end
