"""Quantities in a text: the public function."""

from __future__ import annotations

from datetime import date

from kelisim.errors import UsageError
from kelisim.model.quantity import Quantity
from kelisim.text.extraction.atoms import Atom, to_quantity
from kelisim.text.extraction.combine import combine
from kelisim.text.extraction.lexicon import LANGUAGES, Lexicon, lexicon
from kelisim.text.language import detect


def quantities(text: str, *, language: str | None = None, document_date: date | str | None = None) -> list[Quantity]:
    """Return the quantities that a text states, in the order of the text.

    ``language`` is "en", "ru", "zh" or "kk"; None detects it. ``document_date`` (a date or YYYY-MM-DD) resolves
    relative dates ("last year"), which are left out without it. Offsets are code points of ``text`` as given, and
    ``text[q.start:q.end] == q.text``; the span covers the number with its scale, unit and currency, and the comparator
    words that touch it ("more than 8,000 vehicles", "26.3%"), not the verb of change.

    Percentages stay in percent (59 for "59%"). Dates have kind "date" and the years as values; ranks have kind
    "ordinal"; whole numbers of things that are no unit of measurement ("three phases") have kind "count". Spans never
    overlap. The time is linear in the length of the text. Raises ``UsageError`` for a language without a lexicon.
    """
    known = lexicon_for(text, language)
    found = (to_quantity(text, atom) for atom in atoms(text, known, resolve_date(document_date)))
    return [quantity for quantity in found if quantity is not None]


def atoms(text: str, known: Lexicon, today: date | None = None) -> list[Atom]:
    """Return the combined atoms of a text: what the records of quantities and claims are made from."""
    from kelisim.text.extraction.relative import relative_dates

    if known.script == "runs":
        from kelisim.text.extraction.scanner_zh import scan as scan_runs

        scanned = scan_runs(text, known)
    else:
        from kelisim.text.extraction.scanner import scan

        scanned = scan(text, known)
    if today is not None:
        scanned = relative_dates(text, scanned, known, today)
    return _settled(text, combine(text, scanned, known))


def _settled(text: str, found: list[Atom]) -> list[Atom]:
    """Return the atoms in order, trimmed of white space, each ending before the next begins."""
    kept: list[Atom] = []
    last = 0
    for atom in found:
        atom.start = max(atom.start, last)
        while atom.start < atom.end and text[atom.start].isspace():
            atom.start += 1
        while atom.end > atom.start and text[atom.end - 1].isspace():
            atom.end -= 1
        if atom.start < atom.end and (atom.number.end > atom.start or atom.period is not None):
            kept.append(atom)
            last = atom.end
    return kept


def lexicon_for(text: str, language: str | None) -> Lexicon:
    """Return the lexicon of a language code, or of the language that the text is in or nearest to in script."""
    if language is not None:
        return lexicon(language)
    code = detect(text)
    if code in LANGUAGES:
        return lexicon(code)
    sample = text[:4000]
    if any("\u3400" <= character <= "\u9fff" for character in sample):
        return lexicon("zh")
    return lexicon("ru" if any("Ѐ" <= character <= "ӿ" for character in sample) else "en")


def resolve_date(value: date | str | None) -> date | None:
    """Return a document date as a date; raises ``UsageError`` where a string is no ISO date."""
    if value is None or isinstance(value, date):
        return value
    try:
        parts = value.strip().split("-")
        return date(int(parts[0]), int(parts[1]) if len(parts) > 1 else 12, int(parts[2][:2]) if len(parts) > 2 else 28)
    except (ValueError, IndexError) as error:
        raise UsageError(f"not a date: {value!r}", hint="write the document date as YYYY-MM-DD") from error
