"""The scanner of alphabetic languages: from anchors to atoms, each number with its surroundings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.text.extraction.anchors import anchors
from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.comparators import read_left
from kelisim.text.extraction.complete import complete, run_end
from kelisim.text.extraction.context import read_currency_before
from kelisim.text.extraction.dates import date_at, merge_dates, year_ending_end, year_word_end
from kelisim.text.extraction.digit_forms import form_end, occasion_end
from kelisim.text.extraction.fractions import every_at, fraction_after, read_half
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.names import in_bibliography, is_enumerator, is_line_number, opens_sentence, skip_over
from kelisim.text.extraction.numerals import VULGAR, Number, digits_at
from kelisim.text.extraction.ordinals import decade_at, suffix_ordinal
from kelisim.text.extraction.periods import numeric_date, year_of
from kelisim.text.extraction.phrases import left_tokens
from kelisim.text.extraction.spelled import word_atom
from kelisim.text.extraction.times_of_day import time_end

_UNIT_DASH = re.compile(r"[0-9][ ]?[^\W\d_]{1,6}[-‑–−]$")
_UNIT_SLASH = re.compile(r"[0-9][ ]?[A-Za-z]{1,4}/$")
_SECOND = re.compile(r" ([0-9]{1,3})(?:-[^\W\d_]{1,5})?(?![0-9.,%])")
_SUM = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,4}(?:\.[0-9]{1,2})?[ -]?(?:[bm]n?|trn?|(?:m|b|tr)illion)\b"
)
_POINT = re.compile(r" (?:точка|запятая) ([0-9]{1,4})(?![0-9.,])")
_HELD = 8
_PREFIX_LETTERS = re.compile(r"[^\W\d_]{1,4}$")


def scan(text: str, lexicon: Lexicon) -> Iterator[Atom]:
    """Yield the atoms of a text in an alphabetic language, in order; names and dates among them.

    A date may take back the atoms just before it ("the first five months of 2024"): a few are held until then.
    """
    atoms: list[Atom] = []
    limit = 0
    line: tuple[int, int, bool] = (0, 0, False)
    for position, is_digit in anchors(text, lexicon.language):
        if position < limit:
            continue
        if is_digit:
            atom, stop = digit_atom(text, position, lexicon, limit)
        else:
            atom, stop = word_atom(text, position, lexicon)
        limit = max(limit, stop)
        if atom is None:
            continue
        if (atom.unit is None or atom.kind == "count") and atom.period is None and not atom.name:
            if not line[0] <= atom.start < line[1]:
                line = _line(text, atom)
            if line[2]:
                continue
        if atom.period is not None:
            while atoms and atoms[-1].end > atom.start:
                atoms.pop()
            if atoms and merge_dates(text, atoms[-1], atom, lexicon):
                limit = max(limit, atoms[-1].end)
                continue
        atoms.append(atom)
        limit = max(limit, atom.bare_end)
        if len(atoms) > _HELD:
            yield from atoms[:-_HELD]
            del atoms[:-_HELD]
    yield from atoms


def _line(text: str, atom: Atom) -> tuple[int, int, bool]:
    start = text.rfind("\n", max(0, atom.start - 4000), atom.start) + 1
    end = text.find("\n", atom.end, atom.end + 4000)
    end = end if end >= 0 else min(len(text), atom.end + 4000)
    return start, end, in_bibliography(text, atom.start, atom.end)


def digit_atom(text: str, position: int, lexicon: Lexicon, floor: int = 0) -> tuple[Atom | None, int]:
    """Read the number in digits at the place; the second part is where the scan goes on.

    What stands before ``floor`` belongs to the number before.
    """
    first = text[position]
    if first in VULGAR:
        number: Number | None = Number(position, position + 1, "0", fraction=2, exact=VULGAR[first])
        start, prefix = position, ""
    else:
        stop = skip_over(text, position) or occasion_end(text, position, lexicon)
        if stop:
            return None, stop
        start, prefix, usable = _start(text, position, lexicon)
        if not usable:
            return None, run_end(text, position)
        number = digits_at(text, start, lexicon.decimal, lexicon.group)
    if number is None:
        written = numeric_date(text, start)
        if written is None:
            return None, run_end(text, position)
        number = Number(start, written.end, str(written.period.start.year) if written.period.start else "0")
    stop = form_end(text, number, lexicon)
    if stop:
        return None, stop
    left = left_tokens(text, start)
    stop = time_end(text, number, left, lexicon)
    if stop:
        return None, stop
    atom = Atom(number, start, number.end, number.end, left=left)
    if prefix:
        atom.unit, atom.prefixed, atom.start = prefix[1:], True, start - int(prefix[0])
    special = None
    is_year = lexicon.language != "en" and year_of(number.plain) is not None and _year_follows(text, atom, lexicon)
    if not is_year:
        special = decade_at(text, atom, lexicon) or suffix_ordinal(text, atom, lexicon)
    if special is not None:
        return special, special.end
    if lexicon.language == "kk" and not is_year:
        ending = re.compile(r"-[^\W\d_]+").match(text, number.end)
        labels = lexicon.tables["labels"]
        if ending and ending[0][1:].lower().startswith((*labels["suffixes"], *labels["hyphened"])):
            return None, ending.end()
        if ending and lexicon.endings.fullmatch(ending[0]):
            number.end = atom.end = atom.bare_end = ending.end()
            if ending[0].endswith(tuple(lexicon.tables["approx_endings"])):
                # "300-дей үй"
                atom.comparator = "approx"
            _part_of(text, atom, lexicon)
    if is_enumerator(text, start, number.end) or is_line_number(text, start, number.end):
        return None, number.end
    if not prefix:
        mention = date_at(text, number, left, lexicon)
        if mention is not None:
            atom.period, atom.start, atom.end, atom.bare_end = mention.period, mention.start, mention.end, mention.end
            atom.comparator, atom.kind = mention.comparator, "date"
            atom.left = [token for token in left if token[1] <= mention.start]
            if _is_title(text, atom, lexicon):
                return None, mention.end
            return atom, mention.end
        read_currency_before(text, atom, lexicon, floor)
        if lexicon.language == "ru" and number.whole and (point := _POINT.match(text, number.end)):
            # "1 точка 1"
            number.plain, number.end = f"{number.plain}.{point[1]}", point.end()
            atom.end = atom.bare_end = number.end
        if lexicon.halves and text.startswith(lexicon.halves, number.end, number.end + 12):
            read_half(text, number, lexicon)
            atom.end = atom.bare_end = number.end
        elif number.whole and number.value < 10 and lexicon.language == "ru":
            part = fraction_after(text, number, lexicon)
            if part is not None:
                atom.number, atom.end, atom.bare_end = part, part.end, part.end
        if lexicon.every_words and number.whole and every_at(text, atom, lexicon):
            read_left(text, atom, lexicon)
            return atom, atom.end
    if atom.prefixed:
        atom.left = left_tokens(text, atom.start)
    return complete(text, atom, lexicon)


def _year_follows(text: str, atom: Atom, lexicon: Lexicon) -> bool:
    """Say whether a word for year makes "2019-ыншы" and "2019-го" a year and no rank or decade."""
    before = atom.left[-1][2] if atom.left else ""
    end = year_word_end(text, atom.number.end, lexicon) or year_ending_end(
        text, atom.number.end, int(atom.number.plain), before, lexicon
    )
    return end is not None and not text.startswith(("-е", "-х", "-жылдар"), atom.number.end)


def _part_of(text: str, atom: Atom, lexicon: Lexicon) -> None:
    """Read "4-тен 1", one of four, as a fraction; "4-тен 1-ге дейін" is a range."""
    number = atom.number
    match = _SECOND.match(text, number.end)
    if match is None or not number.whole or "дейін" in text[match.end() : match.end() + 60]:
        return
    if lexicon.units.after(text, match.end()) is not None:
        # "18-ден 12 пайызға төмендетілді": a move.
        return
    if 0 < int(match[1]) < number.value <= 1000 and text.endswith(
        tuple(lexicon.tables["ranges"]["ablative"]), number.start, number.end
    ):
        number.exact, number.fraction = int(match[1]) / number.value, int(number.value)
        number.end = atom.end = atom.bare_end = match.end()


def _start(text: str, position: int, lexicon: Lexicon) -> tuple[int, str, bool]:
    """Return where the number begins, a currency that touches it as "<length><code>", and whether it can be one."""
    if position == 0:
        return position, "", True
    before = text[position - 1]
    if before.isspace() or before in "([{“\"«‘'’$€£¥￥₸₽₹₩₴₺₼₾฿₫₱₪₦₵~≈<>≥≤=+±*|„—;!?…%":
        if before in "'’" and position > 1 and text[position - 2].isalnum():
            return position, "", False
        if before in "%％" and position > 1 and text[position - 2].isdigit():
            # "37%12" carries a footnote.
            return position, "", False
        return position, "", not (before == "=" and position > 1 and text[position - 2].isalnum())
    if before in "xXх" and position > 1 and text[position - 2].isdigit():
        return position, "", True
    if before.isalpha():
        letters = _PREFIX_LETTERS.search(text, max(0, position - 5), position)
        sign = letters[0] if letters else ""
        if letters and (letters.start() == 0 or not text[letters.start() - 1].isalnum()):
            code = sign if sign in lexicon.codes else lexicon.signs.get(sign)
            if not code and sign in lexicon.touching and _SUM.match(text, position):
                code = lexicon.touching[sign]
            if code:
                return position, f"{len(sign)}{code}", True
            if sign == "FY":
                return position, "", True
        return position, "", before >= "\u2e80"
    if before == ".":
        if position >= 2 and (text[position - 2].isalnum() or text[position - 2] in ".)"):
            letters = re.compile(r"(?:Rs|c|ca|approx|No|no|Nos|pp|p|vol|Vol|г|ст|№|sec|Sec|fig|Fig)\.$").search(
                text, max(0, position - 8), position
            )
            code = lexicon.signs.get(letters[0]) if letters else None
            if code and letters:
                return position, f"{len(letters[0])}{code}", True
            return position, "", letters is not None
        return position - 1, "", True
    if before in "-‑–−":
        if (
            position >= 2
            and text[position - 2].isalpha()
            and not _UNIT_DASH.search(text, max(0, position - 10), position)
        ):
            word = re.compile(r"[^\W\d_]+").search(text[max(0, position - 20) : position - 1][::-1])
            form = word[0][::-1].lower() if word else ""
            known = form in lexicon.tables["periods"]["hyphened_set"] or form in lexicon.labels
            if form == "to" and position > 4 and text[position - 4] == "-" and text[position - 5].isdigit():
                # "18-to-24-year-olds"
                known = True
            return position, "", known or f"{form}-" in lexicon.tables["unit_before_words"]
        return position, "", True
    if before in ",/":
        if before == "/" and _UNIT_SLASH.search(text, max(0, position - 9), position):
            # "128GB/256GB"
            return position, "", True
        return (
            position,
            "",
            position < 2 or not text[position - 2].isalnum() or (before == "," and not text[position - 2].isdigit()),
        )
    return position, "", before in "№#:→×&•·－（「《【：，。、"


def _is_title(text: str, atom: Atom, lexicon: Lexicon) -> bool:
    """Say whether a year belongs to a name in capitals: "Made in China 2025", "Kazakhstan–2050"."""
    if not atom.left or atom.period is None or atom.start != atom.number.start:
        return False
    token = atom.left[-1]
    gap = text[token[1] : atom.start]
    if gap.strip(" \u00a0-–—"):
        return False
    form = token[2].rstrip(".")
    if token[2] in ("-", "–", "‑", "—") and len(atom.left) > 1:
        token = atom.left[-2]
        form = token[2].rstrip(".")
    if not text[token[0]].isupper() or form in lexicon.open_words or form in lexicon.months:
        return form in lexicon.labels and not text[token[0]].isupper() and form in ("no", "№")
    known = lexicon.tables["periods"]["known"]
    return form not in known and not opens_sentence(text, token)
