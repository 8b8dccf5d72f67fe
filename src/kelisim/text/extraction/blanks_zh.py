"""Chinese text before it is scanned: blanks inside numbers left out, digits and signs of full width narrowed."""

from __future__ import annotations

import re

from kelisim.text.extraction.cleaning import Places, without

NUMERALS = "零〇一二两三四五六七八九十百千万亿多余餘几幾双对打壹贰叁肆伍陆柒捌玖拾佰仟萬億点點半分之个成折又"
_WIDE = "０-９"
_BLANK = "[ \u3000]{1,4}"
_BEFORE = f"[{NUMERALS}0-9{_WIDE}][{NUMERALS}]"
# Between characters a blank joins where one of them stands alone ("二 十 億"), not between two numbers.
_BLANKS = re.compile(
    f"(?<=[{NUMERALS}]){_BLANK}(?=[{NUMERALS}])(?![百千万]分之)"
    f"(?:(?<!{_BEFORE} )(?<!{_BEFORE}  )|(?=[{NUMERALS}](?![{NUMERALS}0-9{_WIDE}])))"
    f"|(?<=之){_BLANK}(?=[0-9{_WIDE}])|(?<=[百千万亿萬億]){_BLANK}(?=[0-9{_WIDE}]{{1,4}} ?[百千万元萬])"
    f"|(?<=[0-9{_WIDE}]){_BLANK}(?=[{NUMERALS}])|(?<=[1-9１-９]) (?=[1-9１-９] ?折)"
)
_FULL = str.maketrans("０１２３４５６７８９．％＋－／＾，", "0123456789.%+-/^，")
_FULL_GROUP = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![0-9０-９]))")
# "1，234": thousands grouped by a comma of full width.
_GROUPED = re.compile("，(?=[0-9]{3}(?![0-9]))(?<=[0-9]，)")
_NEEDS_FULL = re.compile("[０-９％．－]")


def without_blanks(text: str) -> tuple[str, Places | None]:
    """Return the text without the blanks inside its numbers ("一 百 五 十"), and where its characters stood.

    Blanks between Chinese characters mean nothing; those between Arabic digits do and stay. The places are None where
    there is nothing to leave out.
    """
    return without(text, _BLANKS)


def of_half_width(text: str) -> str:
    """Return the text with digits and signs of full width as those of half width; the length stays as it is."""
    if _NEEDS_FULL.search(text):
        text = _FULL_GROUP.sub(",", text).translate(_FULL)
    return _GROUPED.sub(",", text)
