"""Numbers that name things instead of counting them: labels, versions, models, references, telephone numbers."""

from __future__ import annotations

import re

from ahocorasick_rs import AhoCorasick

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.nouns import is_plural
from kelisim.text.extraction.phrases import Token, next_word

_REFERENCE = re.compile(r"\[[0-9][0-9,;–\-— ]{0,80}\]")
_PHONE = re.compile(
    r"(?:\+[0-9]{1,3}[ \-(]{1,2}|8[ \-]?\()[0-9(][0-9 ()\-]{6,16}[0-9]"
    r"|\(?[0-9]{3}\)?[ -][0-9]{3}-[0-9]{2}-?[0-9]{2}(?![0-9])"
    r"|0[0-9]{2,4}[ -][0-9]{3,4}[ -][0-9]{3,4}(?![0-9])"
)
_IN_WORD = re.compile(r"[!#-'*-;=?-Z\\^-z|~]{0,400}")
_SPECIAL = re.compile(r"://|www\.|@|\.(?:com|org|net|gov|edu|kz|ru|cn|html?|pdf|php)\b|^10\.[0-9]{4,}/|_|\\")
_TIME = re.compile(r"[0-2]?[0-9](?:[ ]:[ ]|:)[0-5][0-9](?::[0-5][0-9])?(?![0-9])(?:[ ]?[ap]\.?m\b\.?)?")
_RATIO = re.compile(r"[0-9]{1,24}:[0-9]{1,24}")
_DOTTED = re.compile(r"[0-9]{1,24}(?:\.[0-9]{1,24}){2,12}")
_DATE = re.compile(r"[0-3]?[0-9]\.[01]?[0-9]\.[12][0-9]{3}(?![0-9])")
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
_HEADING = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})++(?:[.)][ \t]+[^\W\d_]|[ \t]+(?=[^\W\d_])(?P<first>[^\W\d_]))")
_ITEM = re.compile(r"[0-9]{1,3}[.)](?=\s)")
_BIBLIOGRAPHY = (
    "[Google Scholar]", "[CrossRef]", "[PubMed]", "Available online", "accessed on", "doi.org", "doi:",
    "Retrieved from",
    "ата обращения", "URL:", " pp. ", "ISBN", "ISSN", "[J]", "[M]", "[D]", "[EB/OL]", " // ",
)  # fmt: skip
_ADDRESS = re.compile(
    r"(?:\b(?:ул|пр|просп|пер|мкр)\.|\bпр-т|\b(?:улиц|проспект|переул|бульвар|шоссе|площад|микрорайон)[а-я]{0,3})"
    r"[ \u00a0]"
    r"[А-ЯЁӘҒҚҢӨҰҮҺІ«][\w«» .-]{2,40},[ \u00a0](?:д\.[ \u00a0]?|дом[ \u00a0])?$"
    r"|[А-ЯЁӘҒҚҢӨҰҮҺІ«][\w«» .-]{2,40}[ \u00a0](?:көшесі|даңғылы|бульвары|шағын ?ауданы)(?:ндағы|нда)?,?[ \u00a0]$"
)
# Scores with a tie-break, and points of a game: "7-6 (4)", "at 15-40".
_TIE = re.compile(
    r"[0-7][-–][0-7] ?\([0-9]{1,2}\)(?=[ ,.;!)]|$)|(?<=at )(?:0|15|30|40)[-–](?:0|15|30|40)(?![0-9.,]*[0-9%])"
)
_OF_MANY = frozenset(("group", "order", "law", "act", "case", "item", "class", "unit", "line", "season", "category"))
_MARKS = AhoCorasick(_BIBLIOGRAPHY)
_WHERE = re.compile(r"[^\W\d_]{3,}(?:[дт][ае]|[дт]ағы|[дт]егі|нда|нде)\Z")


def skip_over(text: str, position: int) -> int:
    """Return the end of a thing at the place that holds digits but is no number, or 0: a reference, a URL, a time."""
    before = text[position - 1] if position else ""
    if before == "[" or (before in ",;–- " and position > 1):
        opening = text.rfind("[", max(0, position - 80), position)
        if opening >= 0 and "]" not in text[opening:position]:
            match = _REFERENCE.match(text, opening)
            if match:
                return match.end()
    after = text[position + 1 : position + 18]
    if before in "+(" or "-" in after or "(" in after or text[position] == "0":
        start = position
        while start and text[start - 1] in "+(":
            start -= 1
        tie = _TIE.match(text, position)
        if tie is not None:
            return tie.end()
        match = _PHONE.match(text, start)
        if match and (start == 0 or not text[start - 1].isalnum()):
            return match.end()
    if ":" in after[:3]:
        match = _TIME.match(text, position) or _RATIO.match(text, position)
        if match:
            return match.end()
    if (before and before in "/.@=&?#_-\\:%~+") or "/" in after or "." in after[:8] or "@" in after or "_" in after:
        return _web(text, position)
    return 0


def _web(text: str, position: int) -> int:
    start = position
    floor = max(0, position - 200)
    while start > floor and "!" <= text[start - 1] <= "~" and text[start - 1] not in '()<>"[]':
        start -= 1
    match = _IN_WORD.match(text, start)
    token = match[0] if match else ""
    if len(token) > 5 and _SPECIAL.search(token):
        return start + len(token)
    dotted = _DOTTED.match(text, position)
    if dotted and not _DATE.match(text, position) and not _GROUPED.fullmatch(dotted[0]):
        return dotted.end()
    return 0


def is_line_number(text: str, position: int, end: int) -> bool:
    """Say whether the number opens a line as the number of a heading or a list item ("3. Results", "2) ...")."""
    start = position
    while start and text[start - 1] in " \t#*-•>":
        start -= 1
    if start and text[start - 1] != "\n":
        return False
    if _ITEM.match(text, position):
        return True
    match = _HEADING.match(text, position)
    return match is not None and (match["first"] is None or match["first"].isupper())


def is_enumerator(text: str, start: int, end: int) -> bool:
    """Say whether the number stands alone in brackets: "(2) official bilateral documents"."""
    if text[end : end + 1] == "/" and end - start <= 2 and text[end + 1 : end + 2] in (" ", "\n", ""):
        # "1/ Introduction"
        return start == 0 or (text[start - 1] in "\n ;(" and text[start - 2 : start - 1] not in "/0123456789")
    opened = start > 0 and text[start - 1] in "(（"
    return opened and end - start <= 2 and text[end : end + 1] in (")", "）") and text[end + 1 : end + 2] != ""


def is_named(text: str, atom: Atom, lexicon: Lexicon) -> bool:
    """Say whether the word before makes the number a name: a label (Table 3, No. 115) or a proper noun (FTSE 100)."""
    if not atom.left or atom.number.fraction:
        return False
    token = atom.left[-1]
    form = token[2]
    if lexicon.decimal == "," and atom.unit is None and _is_address(text, atom, form):
        return True
    if atom.unit == "second" and text.startswith("s", atom.number.end) and text[token[0]].isupper():
        # "a fleet of Boeing 737s"
        return True
    measured = (atom.unit is not None and (atom.kind != "count")) or atom.scaled or atom.hedged
    gap = text[token[1] : atom.number.start]
    if not (form in lexicon.labels or form.rstrip(".") in lexicon.labels) and "." in form:
        # "marker.Table 1": a sentence that ended without a blank.
        form = form.rstrip(".").rpartition(".")[2]
        token = (token[1] - len(form), token[1], form)
    if (form in lexicon.labels or form.rstrip(".") in lexicon.labels) and gap.strip(" \u00a0\n.") in (
        "",
        "-",
        "–",
        "#",
        "№",
    ):
        if atom.number.words and atom.unit is not None and form in _OF_MANY and text[token[0]].islower():
            # "gave the placebo group two jabs"
            return False
        return text[token[0]].isupper() or not measured or form in ("no.", "№", "#", "nos.")
    if (
        gap.strip(" \u00a0-–—")
        or form.endswith(("'s", "’s"))
        or (form.endswith(".") and len(form) > 4 and gap[:1].isspace())
    ):
        return False
    if atom.number.words and atom.unit is None and _is_capital(text, atom, token):
        return True
    if not measured and not atom.number.words and _names_model(text, atom, lexicon):
        return True
    if measured or atom.number.words or atom.comparator != "exact" or lexicon.script != "words":
        return False
    written = text[token[0] : token[1]]
    if written == written.lower() or form in lexicon.open_words or form.rstrip(".") in lexicon.open_words:
        return False
    if not atom.number.whole or (lexicon.language == "kk" and _WHERE.search(form)):
        # "Екібастұзда 25-30 градус аяз"
        return False
    grouped = atom.number.end - atom.number.start > 4 or "." in atom.number.plain
    return not grouped and not opens_sentence(text, token)


def _is_capital(text: str, atom: Atom, token: Token) -> bool:
    """Say whether a number in words has a capital as the name before it has: "on Court Two"; a headline has many."""
    if not (text[atom.number.start].isupper() and text[token[0]].isupper()) or opens_sentence(text, token):
        return False
    word = next_word(text, atom.bare_end)
    return word is None or not word[2][0].isupper()


def _is_address(text: str, atom: Atom, before: str) -> bool:
    """Say whether a bare number is that of a house: "улица Абая, 10", "Абай көшесі, 10"."""
    start = atom.number.start
    counted = not atom.number.whole or atom.scaled or atom.hedged or atom.number.words
    if counted or not (before == "," or before.endswith("ы")):
        return False
    return _ADDRESS.search(text[max(0, start - 70) : start]) is not None


def _names_model(text: str, atom: Atom, lexicon: Lexicon) -> bool:
    """Say whether what stands around digits makes a name of them: "737 MAX", "Apollo 11 landed", "Group of 7"."""
    rules = lexicon.tables.get("digit_forms")
    if rules is None or not atom.number.whole or atom.unit is not None:
        return False
    if " ".join(token[2] for token in atom.left[-2:]) in rules["groups"] and text[atom.left[-2][0]].isupper():
        return True
    word = next_word(text, atom.bare_end)
    if word is None:
        return False
    if len(word[2]) > 1 and word[2].isalpha() and word[2].isupper() and word[2] not in lexicon.codes:
        return True
    token = atom.left[-1]
    if _type_name(text, atom, word, lexicon):
        return True
    if token[2] in lexicon.open_words or word[2].lower().rstrip(".,") not in rules["verbs"]:
        return False
    return text[token[0]].isupper() and text[token[1] : atom.number.start] == " "


def _type_name(text: str, atom: Atom, word: Token, lexicon: Lexicon) -> bool:
    """Say whether three digits and one capitalised word name a type: "the 787 Dreamliner" but "300 Chinese workers"."""
    form, rules = word[2], lexicon.tables["digit_forms"]
    if not 100 <= atom.number.value < 1000 or not form[0].isupper() or not form.isalpha() or is_plural(form):
        return False
    if (
        form.lower() in lexicon.months
        or form.endswith(tuple(rules.get("demonym_endings", ())))
        or form in lexicon.codes
    ):
        return False
    after = next_word(text, word[1])
    return not (
        after is not None and after[2][0].isalpha() and (is_plural(after[2]) or after[2].lower() in rules.get("of", ()))
    )


def opens_sentence(text: str, token: Token) -> bool:
    """Say whether a token is the first of its sentence, so that its capital says nothing."""
    before = text[max(0, token[0] - 3) : token[0]].rstrip(' \u00a0“"«(')
    return (before == "" and token[0] <= 3) or before[-1:] in ("\n",) or (before[-1:] in ".!?" and before != "")


def in_bibliography(text: str, start: int, end: int) -> bool:
    """Say whether the line of the number is a bibliographic reference, where bare numbers are volumes and pages."""
    line_start = text.rfind("\n", max(0, start - 1500), start) + 1
    line_end = text.find("\n", end, end + 1500)
    if line_start == 0 and start > 1500:
        line_start = start - 1500
    line = text[line_start : line_end if line_end >= 0 else min(len(text), end + 1500)]
    return next(iter(_MARKS.find_matches_as_indexes(line)), None) is not None
