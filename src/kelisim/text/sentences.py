"""Paragraphs and sentences as spans of code points.

The splitter is a scanner with stated rules, not a trained model: the same text gives the same spans everywhere, and
each span can be explained. Structure comes first (blank lines, Markdown headings, list items, table rows), then
terminal punctuation. A full stop ends a sentence unless the word before it is an abbreviation, an initial or an
enumerator, or the text goes on in lower case (compare Grefenstette and Tapanainen, 1994, "What is a word, what is a
sentence?"; Unicode Standard Annex 29 leaves abbreviations open).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.text.abbreviations import (
    BEFORE_NUMBER,
    COUNTED,
    MONTHS_AFTER_ORDINAL,
    NEVER,
    NOT_BEGINNING,
    SOFT,
    STARTERS,
    YEAR,
)

Span = tuple[int, int]

_CJK = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_CLOSERS = "\"'”’»›)\\]}*_」』）》〉】］＂＇"
_OPENERS = "\"'“‘„‚«‹(\\[{*_「『（《〈【¿¡"

# The number of a note that a page sets small and a file sets large: "was met.48 Germany".
_NOTE = r"(?:(?<=[^\W\d_]{2}[.!?])|(?<=[^\W\d_][.!?][\"”»)]))\d{1,3}(?:[,–-]\d{1,3}){0,4}+"

# "Fig.3 Shows" and "vol.2 The" refer, and end no sentence.
_BEFORE_NOTE = BEFORE_NUMBER | NEVER | SOFT | {"ver", "version", "rule", "item"}

_SHORTENED = BEFORE_NUMBER | NEVER | SOFT | YEAR
# A longer word is no abbreviation, and what is longer no number of a list.
_WORD = 24
_NO_NUMBER = 20

# Where a sentence may end; looked for first, since a class of characters is found many times faster than the rest.
_SIGN = re.compile("[.!?…؟۔।॥．。！？｡]")
# Every run of terminals is entered once only (the look-behind) and never re-read (possessive), hence linear time.
_TERMINAL = re.compile(
    rf"(?P<hard>(?<![。！？｡])[。！？｡][。！？｡!?…]*+[{_CLOSERS}]*+)"
    rf"|(?<![.!?…])(?P<run>[.!?…؟۔।॥．]++)(?P<close>[{_CLOSERS}]*+)"
    rf"(?P<cite>(?:\[\^?\d[\d,;–\- ]{{0,40}}+\])*+[⁰¹²³⁴-⁹]*+|(?P<note>{_NOTE}(?=\s)))"
    rf"(?=\s|\Z|(?<=[{_CJK}][.!?．])[{_CJK}])"
)
# "A mean length of 13.9 m. Prices rose": a letter after a number is its unit and no initial.
_UNIT_OF_ONE_LETTER = re.compile(r"\d[ \u00a0\u202f][mgtlhsм](?![^\W_])$")
_NEXT = re.compile(rf"\s*+(?P<dash>[—–-]?)\s*+[{_OPENERS}]*+(?P<word>[^\W_]{{0,24}}+)(?P<after>.?)", re.DOTALL)
# A quotation in Chinese goes on when speech is ascribed right after it, or when a particle takes it up.
_CHINESE_GOES_ON = re.compile(r"[，、；：。！？,;:的地得等]|[^\W\d_，。]{0,4}?(?:说|問|问|道|称|喊|表示|写道)")
_ENUMERATOR = re.compile(r"[#>*+•\-\s(]*+(?:\d{1,3}(?:\.\d{1,3})*+|[ivxIVX]{1,5}|[^\W\d_])")
_ROMAN_OR_NUMBER = re.compile(r"\d|[IVXLC]+\b|[A-ZА-Я]\d")

_BLANK = r"[^\S\n]"
_STRUCTURE = re.compile(
    rf"\n{_BLANK}*+(?:(?P<blank>(?=\n))|(?P<heading>\#{{1,6}}{_BLANK})"
    rf"|(?P<rule>(?:={{3,}}+|-{{3,}}+|\*{{3,}}+){_BLANK}*+(?=\n|\Z))"
    rf"|(?P<item>[-*+•▪◦●]{_BLANK}|\d{{1,3}}[.)]{_BLANK}|\(?[a-zа-я]\){_BLANK})|(?P<row>\|)|(?P<indent>(?<=[\u3000])(?=\S)))"
    r"|[\f\u2029]"
)
_LINE_ENDS_OPEN = re.compile(r"[.!?…:;,。！？：；，、\-–—»”\"]\s*\Z")
_LONG_LINE = 200


def paragraphs(text: str) -> list[Span]:
    """Return the paragraphs of a text: spans [start, end) in code points, in order, trimmed of white space.

    A blank line, a Markdown heading, a list item, a table row, a form feed and an ideographic indent start a new
    paragraph. Single line ends are taken as wrapping, unless most of the text stands in lines longer than 200 code
    points: such a text is not wrapped, and each line is a paragraph. An unmarked heading is recognised when the first
    line of a block is much shorter than the second and ends without punctuation. All non-blank text is covered.
    """
    return [span for span in (_trim(text, start, end) for start, end in _blocks(text)) if span[0] < span[1]]


def sentences(text: str, language: str | None = None) -> list[Span]:
    """Return the sentences of a text: spans [start, end) in code points, in order, trimmed of white space.

    ``language`` (ISO 639-1) only decides what the text cannot: in German a number with a full stop is an ordinal.
    Abbreviations ("e.g.", "No. 115", "г.", "U.S."), initials, decimals and enumerators do not end a sentence. Every
    non-blank code point of the text lies in exactly one sentence; the time is linear in the length of the text.
    """
    spans: list[Span] = []
    for block_start, block_end in paragraphs(text):
        start = end = block_start
        for sign in _SIGN.finditer(text, block_start, block_end):
            stop = sign.start()
            if stop < end:
                continue
            if _ends_plainly(text, start, stop, block_end):
                spans.append((start, stop + 1))
                start = end = stop + 2
                continue
            match = _TERMINAL.match(text, stop, block_end)
            if match is None:
                continue
            end = match.end()
            if end < block_end and _ends_sentence(text, start, match, language):
                spans.append(_trim(text, start, end))
                start = end
                while start < block_end and text[start].isspace():
                    start += 1
        spans.append((start, block_end))
    return spans


def _ends_plainly(text: str, start: int, stop: int, end: int) -> bool:
    """Say whether a sentence ends in the ordinary way: a word that is no abbreviation, a full stop, a capital."""
    if stop - start <= _NO_NUMBER or text[stop + 1 : stop + 2] != " " or not text[stop + 2 : stop + 3].isupper():
        return False
    token = text[text.rfind(" ", max(start, stop - _WORD), stop) + 1 : stop]
    return (
        text[stop] == "."
        and stop + 2 < end
        and 1 < len(token) < _WORD
        and token.isalpha()
        and token.lower() not in _SHORTENED
    )


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return (start + left, start + len(piece.rstrip())) if left < len(piece) else (end, end)


def _blocks(text: str) -> Iterator[Span]:
    if _is_unwrapped(text):
        position = 0
        for line in text.splitlines(keepends=True):
            yield position, position + len(line)
            position += len(line)
        return
    start = 0
    in_list = False
    for match in _STRUCTURE.finditer("\n" + text):
        # The pattern sees one line end before the text, so that a match begins where the new line does in the text.
        cut = match.start()
        if cut > 0 and match["item"] and not _interrupts(match["item"], in_list, text, cut):
            continue
        if cut > start:
            yield from _without_heading_line(text, start, cut)
            start = cut
        in_list = bool(match["item"]) or (in_list and not match["heading"])
        if match["heading"] or match["row"] or match["rule"]:
            stop = text.find("\n", cut)
            stop = len(text) if stop < 0 else stop
            if stop > start:
                yield start, stop
                start = stop
    yield from _without_heading_line(text, start, len(text))


def _is_unwrapped(text: str) -> bool:
    if "\n" not in text.strip():
        return False
    long = sum(length for length in map(len, text.split("\n")) if length > _LONG_LINE)
    return 2 * long > len(text)


def _interrupts(marker: str, in_list: bool, text: str, cut: int) -> bool:
    """Say whether a list marker at a line's start opens an item, or is a number that wrapping put there."""
    if not marker[0].isdigit():
        return True
    before = text[max(0, cut - 80) : cut]
    after_blank = not before.strip() or before.endswith("\n\n")
    return in_list or after_blank or marker[:-2] == "1" or before.rstrip()[-1] in ":;.!?。：；！？"


def _without_heading_line(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    while begin < end and text[begin] == "\n":
        begin += 1
    first = text.find("\n", begin, end)
    if first > 0:
        second = text.find("\n", first + 1, end)
        line, following = text[begin:first].strip(), text[first + 1 : end if second < 0 else second].strip()
        if (
            line
            and 3 * len(line) <= 2 * len(following)
            and not following[0].islower()
            and not _LINE_ENDS_OPEN.search(line[-3:])
        ):
            yield start, first
            start = first
    yield start, end


def _ends_sentence(text: str, start: int, match: re.Match[str], language: str | None) -> bool:
    stop, end = match.span()
    hard = match["hard"]
    if hard is not None:
        return hard[-1] in "。！？｡!?…" or not _CHINESE_GOES_ON.match(text, end)
    following = _NEXT.match(text, end)
    assert following is not None
    word = following["word"]
    if match["note"]:
        before = text[max(start, match.start() - 24) : match.start()].split()
        return word[:1].isupper() and bool(before) and before[-1].lower().lstrip("(") not in _BEFORE_NOTE
    if _goes_on(word, following["after"]):
        return False
    if match["run"] != "." or (match["close"] and match["close"] != ")"):
        return True
    if stop - start <= _NO_NUMBER and _ENUMERATOR.fullmatch(text, start, stop):
        return False
    if word[:1].isupper() and _UNIT_OF_ONE_LETTER.search(text, max(start, stop - 12), stop):
        return True
    return not _is_abbreviation(text[max(start, stop - 24) : stop], stop - start, word, following["after"], language)


def _goes_on(word: str, after: str) -> bool:
    if not word:
        return after != "" and after in ",;:)]}%"
    # Georgian has letters of one case only, which Unicode calls lower case.
    return word[0].islower() and not "ა" <= word[0] <= "ჿ"


def _is_abbreviation(before: str, length: int, word: str, after: str, language: str | None) -> bool:
    """Say whether the full stop after ``before`` belongs to an abbreviation, given the word that comes next."""
    parts = before.split()
    token = parts[-1].lstrip("\"'“‘„«([{—–*_") if parts else ""
    bare = token.lstrip("0123456789-–.,")
    after_number = bare != token or (len(parts) > 1 and parts[-2][-1].isdigit())
    lower = bare.lower()
    starter = word.lower() in STARTERS and not (len(word) == 1 and after == ".")
    if not bare:
        ordinal = token.isdigit() and len(token) <= 2
        return ordinal and (word.lower() in MONTHS_AFTER_ORDINAL or (language == "de" and not starter))
    if lower in NEVER:
        return True
    if lower in BEFORE_NUMBER and _ROMAN_OR_NUMBER.match(word):
        return True
    if starter:
        return False
    if lower in YEAR:
        return not after_number or length < 40
    if lower in COUNTED and after_number and len(word) > 2 and word[1:].islower() and word.lower() not in NOT_BEGINNING:
        return False
    return lower in SOFT or (len(bare) == 1 and bare.isalpha()) or _is_dotted(bare)


def _is_dotted(token: str) -> bool:
    pieces = token.split(".")
    return len(pieces) > 1 and all(len(piece) <= 2 and (not piece or piece.isalpha()) for piece in pieces)
