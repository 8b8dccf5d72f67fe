"""Lines of a printed page to paragraphs: joins wrapped lines and words that were divided at a line's end."""

from __future__ import annotations

import re
from itertools import pairwise
from unicodedata import east_asian_width

from kelisim.text.reading.furniture import without_furniture

# PDFium writes U+0002 for a hyphen at a line's end, and drops the line end; others leave the soft or the plain hyphen.
_LINE_END = re.compile(r"(?<=\x02)(?:\r?\n)?|\r\n|\r|\n")
_DIVIDED = re.compile(r"[^\W\d_][\x02\u00ad\u2010-]\Z")
_CLOSE_AFTER = re.compile(r"\w[–—/]\Z")
_OPEN_ADDRESS = re.compile(r"(?:https?:/{0,2}|(?:https?://|www\.)\S*[./?&=_-])\Z")
_IN_ADDRESS = re.compile(r"(?:https?:/{0,2}|(?:https?://|www\.)\S+)\Z|10\.\d{4,9}/\S+\Z", re.IGNORECASE)
_OPEN_DOI = re.compile(r"10\.\d{4,9}/\S*[./_-]\Z")
# What only an address has inside a word: "R-project.org/package=boot", "v056.i05".
_ADDRESS_WORD = re.compile(r"[./?=&_#]?\w+(?:-\w+)*[./?=&_#]\w")
_CAPTION = re.compile(r"(?:Table|Figure|Fig\.|Таблица|Рисунок|Рис\.|表|图)\s?\d{1,2}(?:\.\d{1,2})?\s?[.:．：]")
_CLOSE_BEFORE = re.compile(r"[–—/]\w")
_WORD_BEFORE = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\Z")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
# The parts of a divided word are no words.
_WHOLE_WORD = re.compile(r"(?<![^\W\d_]-)(?<![\x02\u00ad\u2010-]\n)\b[^\W\d_]++(?![\x02\u00ad\u2010-])")
_NEW_BLOCK = re.compile(
    r"\s*(?:[-*+•▪◦●]\s|\(?\d{1,3}[.)]\s(?!\s*[–—-])|\[\d{1,3}\]\s+(?=[A-ZА-ЯЁ\u4e00-\u9fff]|https?:)|\d(?:\.\d{1,2})+\.?\s+[A-ZА-Я]|\(?[a-zа-я]\)\s|\||#)"
)
# Below this width a text has no wrapped lines that could be told from table rows.
_NARROWEST = 30.0
# A heading is shorter than this part of a line and has at most so many words.
_SHORT_LINE, _MOST_WORDS = 0.6, 7
_TERMINAL = tuple(".!?…:;。！？：；")
_WIDE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


def join_pages(pages: list[str]) -> tuple[str, tuple[int, ...]]:
    """Return one text of all pages and the code point at which each page starts.

    Within a page, lines as wide as the page's usual line are joined; a shorter line ends its paragraph. Between Chinese
    characters no blank is put. A paragraph is carried over to the next page when it breaks off in mid-sentence.
    A word divided at a line's end is joined; the hyphen is kept where a capital follows, and where the text has the
    compound, or both its parts as words, elsewhere but not the joined word.
    """
    pages = without_furniture(pages)
    whole = "\n".join(_LINE_END.sub("\n", page) for page in pages)
    compounds = {match[0].lower() for match in _COMPOUND.finditer(whole)}
    words = {match[0].lower() for match in _WHOLE_WORD.finditer(whole)}
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    usual = max(_usual(whole.splitlines()), _NARROWEST)
    for page in pages:
        text = _unwrap(page, usual, compounds, words)
        if parts and text:
            glue = _page_glue(parts[-1], text)
            parts.append(glue)
            length += len(glue)
        starts.append(length)
        if text:
            parts.append(text)
            length += len(text)
    return "".join(parts), tuple(starts)


def _unwrap(page: str, usual: float, compounds: set[str], words: set[str]) -> str:
    lines = [line.strip() for line in _LINE_END.sub("\n", page).split("\n")]
    usual = max(usual, _usual(lines))
    parts = [lines[0]]
    for line, following in pairwise(lines):
        reach = 0.9 if line.endswith(_TERMINAL) else 0.7
        if not line or not following or (line.startswith("| ") and following.startswith("| ")):
            parts.append("\n")
        elif line.startswith("| ") or following.startswith("| "):
            parts.append("\n\n")
        elif _DIVIDED.search(line[-2:]) and following[0].isalpha():
            parts[-1] = parts[-1][:-1] + _hyphen(line, following, compounds, words)
        elif _goes_on_as_address(line, following):
            pass
        elif _width(line) < reach * usual or _begins_block(line, following) or _is_heading(line, following, usual):
            parts.append("\n\n")
        else:
            parts.append(_blank(line, following))
        parts.append(following)
    text = "".join(parts).replace("\x02", "-").replace("\u00ad", "")
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _begins_block(line: str, following: str) -> bool:
    """Say whether the next line begins a block of its own, however wide this one is."""
    caption = line.endswith(_TERMINAL) and _CAPTION.match(following) is not None
    return caption or _NEW_BLOCK.match(following) is not None or _is_row(line) or _is_row(following)


def _is_heading(line: str, following: str, usual: float) -> bool:
    """Say whether a short line without a stop follows the end of a sentence: the last line of a paragraph has one."""
    ended = (
        line.endswith(_TERMINAL) and following[:1].isupper() and not following.endswith((*_TERMINAL, ",", "-", "\x02"))
    )
    return ended and _width(following) < _SHORT_LINE * usual and len(following.split()) <= _MOST_WORDS


def _hyphen(line: str, following: str, compounds: set[str], words: set[str]) -> str:
    """Return the hyphen that belongs between the parts of a divided word, or ""."""
    before, after = _WORD_BEFORE.search(line[-40:-1]), _WORD_AFTER.match(following, 0, 40)
    if before is None or after is None or line[-1] == "\u00ad":
        return ""
    head, tail = before[0].rpartition("-")[2], after[0]
    if tail[0].isupper() and not head.isupper():
        return "-"
    if f"{head}{tail}".lower() in words:
        return ""
    both_words = min(len(head), len(tail)) > 2 and head.lower() in words and tail.lower() in words
    return "-" if both_words or f"{head}-{tail}".lower() in compounds else ""


def _blank(line: str, following: str) -> str:
    """Return what stands between two lines of one paragraph: nothing in Chinese or beside a close dash."""
    if _WIDE.match(line[-1]) and _WIDE.match(following[0]):
        return ""
    if _OPEN_ADDRESS.search(line[-120:]) and not (line[-1] == "." and following[0].isupper()):
        return ""
    return "" if _CLOSE_AFTER.search(line[-2:]) or _CLOSE_BEFORE.match(following) else " "


def _goes_on_as_address(line: str, following: str) -> bool:
    """Say whether an address or a DOI that a line's end cut off goes on in the next line, however short the line is."""
    tail = line[-160:]
    if not _IN_ADDRESS.search(tail):
        return False
    if following.startswith("//") or (following[0] in "./?=&_#" and following[1:2].isalnum()):
        return True
    if _OPEN_DOI.search(tail):
        return following[0].islower() or following[0].isdigit()
    return _OPEN_ADDRESS.search(tail) is not None and _ADDRESS_WORD.match(following) is not None


def _is_row(line: str) -> bool:
    """Say whether a line is a table's row: several numbers, and more figures than letters."""
    if line.endswith("."):
        return False
    return len(_NUMBER.findall(line)) > 1 and 2 * sum(map(str.isalpha, line)) < len(line.replace(" ", ""))


def _width(line: str) -> int:
    if line.isascii():
        return len(line)
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line)


def _usual(lines: list[str]) -> float:
    """Return the width that the upper fifth of lines reach, so that headings and table rows do not lower it."""
    widths = sorted(_width(line) for line in lines if line.strip() and not line.startswith("| "))
    return float(widths[min(len(widths) - 1, (4 * len(widths)) // 5)]) if widths else 0.0


def _page_glue(before: str, after: str) -> str:
    if before[-1].isalpha() and after[0].islower():
        return " "
    if _WIDE.match(before[-1]) and before[-1] not in _TERMINAL and _WIDE.match(after[0]):
        return ""
    return " " if before[-1] in "," and after[0].isalnum() else "\n\n"
