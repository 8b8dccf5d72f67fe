"""Changes whose verb is left out after the first: "exports rose by 5%, imports — by 7%", "хлеб подорожал на 5, мясо —
на 9 процентов"."""

from __future__ import annotations

import re
from typing import NamedTuple

from kelisim.model.quantity import Change
from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.complete import unhedge
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.phrases import Token

_RATES = frozenset(("percent", "percentage_point", "basis_point"))
_TIMES = frozenset(("second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade", "century"))
_DASHES = frozenset("—–-")
# From a value whose verb is left out to the one that has it: "қызмет көрсету саласы 5%-ға, ".
_ELIDED = 80
_FINITE = re.compile(r"(?:[дт][ыі]|ған|ген|қан|кен|ды|отыр|тұр)[,»]")
_UP_TO = "дейін"
_SURE = ("ся", "сь", "ют", "ит", "ят", "ут", "ли")
# From one member of such a list to the next.
_REACH = 120
_AGAIN = re.compile(r",? ?(?:яғни|немесе|не)[ ](?P<rest>[^.;!?\n]{1,70})")
_BRACKETS = re.compile(r"\([^()\n]{1,60}\)")
_FULL_STOP = re.compile(r"[.!?…][»”\")\]]*\s+[«“\"(\[]*([^\W\d_])|\n[ \t]*\n")


class _Words(NamedTuple):
    by: frozenset[str]
    each: frozenset[str]
    times: frozenset[str]
    to: frozenset[str]
    verbs: tuple[str, ...]


def mark_elided(text: str, atoms: list[Atom], lexicon: Lexicon) -> None:
    """Hand the change of a number on to those behind it in its sentence whose own verb is left out."""
    table = lexicon.tables["change"]
    words = _Words(
        table["by_set"] | table["each_set"],
        table["each_set"],
        table["factor_by_set"],
        frozenset(lexicon.tables["ranges"].get("to", ())),
        tuple(table.get("finite_endings", ())),
    )
    if not words.by:
        return
    head: Atom | None = None
    last: Atom | None = None
    for atom in atoms:
        if atom.period is not None or atom.kind == "ordinal":
            continue
        if head is not None and last is not None and _parted(text, last.end, atom.start):
            head = None
        if last is not None and last.change is not None and atom.change is None and _says_again(text, last, atom):
            _take(text, last, atom)
        elif head is not None and last is not None and atom.change is None:
            if _goes_without_verb(text, last, atom, words, lexicon):
                _take(text, head, atom)
            elif _leads_on(last, atom, words):
                # "вырос на 8,5% по сравнению с годом ранее — до 13 млрд"
                unhedge(atom)
                atom.change = head.change
        if atom.change is not None and _is_step(atom, words.by):
            if (
                head is not None
                and last is head
                and head.comparator != "factor"
                and _is_bare(text, head)
                and atom.unit in _RATES
            ):
                head.unit, head.kind = atom.unit, "quantity"
            head = atom
        last = atom


def _parted(text: str, start: int, end: int) -> bool:
    """Say whether a sentence ends between two numbers, or they stand too far apart."""
    if end - start > _REACH:
        return True
    return any(match[1] is None or match[1].isupper() for match in _FULL_STOP.finditer(text, max(0, start - 1), end))


def _is_step(atom: Atom, by: frozenset[str]) -> bool:
    return atom.comparator == "factor" or atom.unit in _RATES or _lead(atom, by) is not None


def _lead(atom: Atom, by: frozenset[str]) -> list[Token] | None:
    """Return the tokens before "by" where it leads to the number, also as "by almost"; None where it does not."""
    if atom.hedge_words.rpartition(" ")[2] in by:
        return atom.left
    return atom.left[:-1] if atom.left and atom.left[-1][2] in by else None


def _goes_without_verb(text: str, last: Atom, atom: Atom, words: _Words, lexicon: Lexicon) -> bool:
    """Say whether a dash stands for the verb ("imports — by 7%"), or the clause has none (", а сахар на 9%")."""
    before = _lead(atom, words.times if atom.comparator == "factor" else words.by)
    if not before:
        return False
    if before[-1][2] in _DASHES and before[-1][0] >= last.end:
        return True
    if not words.verbs:
        return False
    between = [token[2] for token in before if token[0] >= last.end]
    nouns = [form for form in between if form.isalpha() and form not in ("а", "и")]
    if atom.left[-1][2] not in words.by - words.each and not atom.hedge_words:
        # "и продаётся по 521 тенге"
        return False
    if not 1 <= len(nouns) <= 3 or between[0] not in (",", "а", "и") or len(between) - len(nouns) > 2:
        return False
    # A lone word may be a noun with such an ending ("а масло на 9%"); behind others the last would be the verb.
    verbs = words.verbs if len(nouns) > 1 else _SURE
    return not any(form in lexicon.change for form in nouns) and not nouns[-1].endswith(verbs)


def _says_again(text: str, last: Atom, atom: Atom) -> bool:
    """Say whether a number tells the same change again: "с 520 до 460 млрд тенге, то есть на 60 млрд"."""
    return text[last.end : atom.start].strip() in (
        ", то есть на",
        "(то есть на",
        "то есть на",
        ", т. е. на",
        ", или на",
    )


def _leads_on(last: Atom, atom: Atom, words: _Words) -> bool:
    dashed = bool(atom.left) and atom.left[-1][2] in _DASHES and atom.left[-1][0] >= last.end
    return dashed and atom.hedge_words in words.to and atom.unit not in _TIMES


def _is_bare(text: str, atom: Atom) -> bool:
    end = text[atom.end : atom.end + 1]
    return atom.unit is None and not atom.scaled and not atom.number.fraction and not end.isalnum()


def _take(text: str, head: Atom, atom: Atom) -> None:
    money = atom.unit is not None and len(atom.unit) == 3 and atom.unit.isupper()
    follow = text[atom.end : atom.end + 1]
    bare = atom.comparator != "factor" and _is_bare(text, atom)
    if bare and head.unit in _RATES and (not follow or follow in ",.;:)"):
        atom.unit, atom.kind = head.unit, "quantity"
    if head.unit is not None and len(head.unit) == 3 and head.unit.isupper() and atom.unit is None and atom.scaled:
        # "сократили с 520 до 460 млрд тенге, то есть на 60 млрд"
        atom.unit = head.unit
    if atom.unit in _RATES or atom.unit not in _TIMES or money or head.unit is None or atom.comparator == "factor":
        atom.change = head.change


def share_last_verb(text: str, atoms: list[Atom], lexicon: Lexicon) -> None:
    """Give earlier datives the change of the verb that closes the sentence: "көмір 7,2%-ке, газ 1,2%-ке өсті"."""
    endings = tuple(lexicon.tables["ranges"].get("dative_verbs", ()))
    if not endings:
        return
    closing: dict[str | None, Atom] = {}
    second: Atom | None = None
    for first in reversed(atoms):
        if first.change is None and first.comparator in ("le", "exact") and text.endswith(_UP_TO, 0, first.end):
            first.change = restated(text, first, lexicon)
            if first.change is not None:
                unhedge(first)
        told = [one for one in (second, closing.get(first.unit)) if one is not None and one.change is not None]
        if first.change is None and first.unit is not None and text.endswith(endings, 0, first.end):
            first.change = next((one.change for one in told if _closed_by(text, first, one, endings)), None)
        if text.endswith(endings, 0, first.end):
            closing[first.unit] = first
        second = first


def _closed_by(text: str, first: Atom, second: Atom, endings: tuple[str, ...]) -> bool:
    between = _BRACKETS.sub("", text[first.end : second.start])
    if not text.endswith(endings, 0, second.end) or len(between) > _ELIDED:
        return False
    if any(sign in between for sign in ".;:!?\n"):
        return False
    if first.unit == second.unit:
        return not _FINITE.search(between)
    twice = f"{between.strip()} {second.hedge_words}".split()
    return all(word.strip(",—–") in ("", "яғни", "немесе", "шамамен") for word in twice)


def restated(text: str, atom: Atom, lexicon: Lexicon) -> Change | None:
    """Return the change that a Kazakh move shares with what says it again: "84 теңгеге дейін, яғни 35%-ға өсті"."""
    again = _AGAIN.match(text, atom.end)
    if again is None:
        return None
    return next((lexicon.change[word] for word in again["rest"].lower().split() if word in lexicon.change), None)
