"""Phrase tables: the longest known phrase after or before a place in a text, in time that does not depend on the table.

Alphabetic languages look up whole words, and "~" in a phrase stands for any of the language's endings; Chinese looks up
runs of characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

Token = tuple[int, int, str]
"""A token to the left of a place: start, end and the lower-case form."""

_MEMO = 20_000
_LONGEST_WORD = 64
"""A longer run of letters is no word: its stems are not tried one by one."""
# One gap inside or before a phrase: blanks and at most one line end, so that wrapped text still reads as a line.
_GAP = r"[ \t\u00a0\u2007\u2009\u202f]{0,3}+(?:\r?\n[ \t]{0,8}+)?+"
_NEXT = re.compile(
    _GAP + r"([-‑]?)((?:[^\W\d_]\.){2,4}|[^\W\d_]+(?:[’'·⋅][^\W\d_]+)*\.?"
    r"|[%％﹪‰°º$€£¥￥₸₽₹₩₴₺₼₾฿₫₱₪¢+×*/&#№℃℉㎡㎢㎖–—−~～,≥≤<>=≈-]|''|\")"
)
_LEFT = re.compile(r"[^\W\d_][^\W_]*(?:[’'.&-][^\W_]+)*\.?|\d[\d.,]*(?:[^\W\d_]{1,3}(?![^\W\d_]))?|[^\w\s]")


class _Recent:
    """The last place looked at: scale, unit, factor and comparator all ask for the word at the same one."""

    text = ""
    position = -1
    word: Token | None = None
    form = ""


def next_word(text: str, position: int) -> Token | None:
    """Return start, end and form, as written, of the word or sign after a place; None at punctuation or a blank line.

    At most a gap of blanks with one line end stands between the place and the word.
    """
    if position != _Recent.position or text is not _Recent.text:
        match = _NEXT.match(text, position)
        _Recent.text, _Recent.position = text, position
        if match is None:
            _Recent.word = None
        else:
            start, end = match.span(2)
            written = match[2]
            _Recent.word, _Recent.form = (start, end, written), written.lower()
    return _Recent.word


class WordPhrases:
    """Phrases of whole words, matched without regard to case unless they have two capitals or more."""

    def __init__(self, entries: Mapping[str, Iterable[str]], endings: str = "") -> None:
        self._exact: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._stems: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._endings = re.compile(f"(?:{endings})" if endings else "(?!)")
        self._memo: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
        self._word_memo: dict[tuple[str, str], bool] = {}
        for payload, phrases in entries.items():
            for phrase in phrases:
                words = tuple(word.lower() for word in _split(phrase))
                table = self._stems if words[0].endswith("~") else self._exact
                table.setdefault(words[0].rstrip("~"), []).append((words[1:], payload))

    def _candidates(self, word: str) -> tuple[tuple[tuple[str, ...], str], ...]:
        if len(word) > _LONGEST_WORD:
            return ()
        found = self._memo.get(word)
        if found is None:
            exact = list(self._exact.get(word, ()))
            stemmed: list[tuple[tuple[str, ...], str]] = []
            for cut in range(len(word), 0, -1):
                stem = self._stems.get(word[:cut])
                if stem and (cut == len(word) or self._endings.fullmatch(word, cut)):
                    stemmed += stem
            # The longest phrase wins; among equals an exact word before a stem, a long stem before a short one.
            found = tuple(sorted(exact + stemmed, key=lambda item: -len(item[0])))
            if len(self._memo) > _MEMO:
                self._memo.clear()
            self._memo[word] = found
        return found

    def _fits(self, pattern: str, word: str) -> bool:
        if not pattern.endswith("~"):
            return pattern == word
        stem = pattern[:-1]
        return (
            len(word) <= _LONGEST_WORD
            and word.startswith(stem)
            and (len(word) == len(stem) or bool(self._endings.fullmatch(word, len(stem))))
        )

    def after(self, text: str, position: int) -> tuple[str, int] | None:
        """Return the payload and the end of the longest phrase that starts at the place, after at most a gap."""
        word = next_word(text, position)
        if word is None:
            return None
        form = _Recent.form
        candidates = self._memo.get(form)
        if candidates is None:
            candidates = self._candidates(form)
        if candidates:
            found = self._longest(text, word[1], candidates)
            if found is not None:
                return found
        if form[-1] == "." and (candidates := self._candidates(form[:-1])):
            return self._longest(text, word[1] - 1, candidates)
        return None

    def _longest(
        self, text: str, end: int, candidates: tuple[tuple[tuple[str, ...], str], ...]
    ) -> tuple[str, int] | None:
        for rest, payload in candidates:
            stop = end
            for pattern in rest:
                following = _NEXT.match(text, stop)
                if following is None:
                    break
                form = following[2].lower()
                if self._fits(pattern, form):
                    stop = following.end()
                elif form.endswith(".") and self._fits(pattern, form[:-1]):
                    stop = following.end() - 1
                else:
                    break
            else:
                return payload, stop
        return None


class RunPhrases:
    """Phrases of characters without word spaces; a phrase that ends in a Latin letter ends at a word's end."""

    def __init__(self, entries: Mapping[str, Iterable[str]]) -> None:
        self._table: dict[str, list[tuple[str, str]]] = {}
        self._ends: dict[str, list[tuple[str, str]]] = {}
        for payload, phrases in entries.items():
            for phrase in phrases:
                self._table.setdefault(phrase[0], []).append((phrase, payload))
                self._ends.setdefault(phrase[-1], []).append((phrase, payload))
        for table in (self._table, self._ends):
            for found in table.values():
                found.sort(key=lambda item: -len(item[0]))

    def after(self, text: str, position: int) -> tuple[str, int] | None:
        """Return the payload and the end of the longest phrase that starts at the place, after at most a gap."""
        while position < len(text) and text[position] in " \u00a0\u3000\u2009\u202f\u2007":
            position += 1
        for phrase, payload in self._table.get(text[position : position + 1], ()):
            end = position + len(phrase)
            if text.startswith(phrase, position) and not (
                phrase[-1].isascii() and phrase[-1].isalpha() and end < len(text) and _latin(text[end])
            ):
                return payload, end
        return None

    def before(self, text: str, position: int) -> tuple[str, int] | None:
        """Return the payload and the start of the longest phrase that ends at the place, before at most a gap."""
        while position > 0 and text[position - 1] in " \u00a0\u3000\u2009\u202f\u2007":
            position -= 1
        for phrase, payload in self._ends.get(text[position - 1 : position], ()):
            if text.endswith(phrase, 0, position):
                return payload, position - len(phrase)
        return None


def left_tokens(text: str, position: int, reach: int = 48) -> list[Token]:
    """Return the words and signs before a place, nearest last, back to a paragraph's end or ``reach`` code points."""
    start = max(0, position - reach)
    blank = text.rfind("\n\n", start, position)
    if blank >= 0:
        start = blank
    elif start > 0:
        # A word cut by the reach is no word.
        space = text.find(" ", start, position)
        start = space if space >= 0 else start
    piece = text[start:position].lower()
    if len(piece) == position - start:
        tokens: list[Token] = []
        for chunk in piece.split(" "):
            stop = start + len(chunk)
            if chunk.isalpha():
                tokens.append((start, stop, chunk))
            elif chunk:
                tokens += [(start + m.start(), start + m.end(), m[0]) for m in _LEFT.finditer(chunk)]
            start = stop + 1
        return tokens
    return [(m.start(), m.end(), m[0].lower()) for m in _LEFT.finditer(text, start, position)]


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _split(phrase: str) -> list[str]:
    """Split a phrase into the tokens that the scanner will see: words keep inner apostrophes, signs stand alone."""
    return re.findall(r"(?:[^\W\d_]\.){2,4}|[^\W\d_]+(?:[’'·⋅][^\W\d_]+)*\.?~?|''|[^\w\s~]", phrase.replace("-", " "))
