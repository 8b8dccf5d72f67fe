"""Quantities in a text: the public function."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kelisim.errors import UsageError
from kelisim.model.quantity import Quantity
from kelisim.text.extraction.atoms import Atom, to_quantity
from kelisim.text.extraction.blanks_zh import without_blanks
from kelisim.text.extraction.cleaning import Places, cleaned
from kelisim.text.extraction.combine import combine
from kelisim.text.extraction.found import Quantities
from kelisim.text.extraction.lexicon import LANGUAGES, Lexicon, lexicon
from kelisim.text.extraction.relative import with_relative_dates
from kelisim.text.extraction.scanner import scan as scan_words
from kelisim.text.extraction.scanner_zh import scan as scan_runs
from kelisim.text.extraction.traditional import simplified
from kelisim.text.language import detect

# After so many numbers a batch ends where the next is so far away; where all stand close, what is farther than any
# word between two numbers of one range must do.
_BATCH, _FAR = 64, 100
_DENSE_BATCH, _APART = 1024, 20


def quantities(
    text: str,
    *,
    language: str | None = None,
    document_date: date | str | None = None,
    vague: bool | None = None,
) -> list[Quantity]:
    """Return the quantities that a text states, in the order of the text.

    ``language`` is "en", "ru", "zh" or "kk"; None detects it. ``document_date`` (a date or YYYY-MM-DD) resolves
    relative dates ("last year"), which are left out without it. ``vague`` says whether amounts that name a power of ten
    only ("hundreds of lorries", 数百辆) are wanted, as lower bounds; None takes them where they are numerals (Chinese,
    Kazakh) and leaves them out where they are nouns (English, Russian).

    Offsets are code points of ``text`` as given, and ``text[q.start:q.end] == q.text``; the span covers the number with
    its scale, unit and currency, and the comparator words that touch it ("more than 8,000 vehicles", "26.3%"), not the
    verb of change.

    Percentages stay in percent (59 for "59%"). Dates have kind "date" and the years as values; ranks have kind
    "ordinal"; whole numbers of things that are no unit of measurement ("three phases") have kind "count". Spans never
    overlap. The time is linear in the length of the text. In a notebook the list shows the text with its spans marked.
    Raises ``UsageError`` for a language without a lexicon.
    """
    known = lexicon_for(text, language)
    found = (to_quantity(text, atom) for atom in atoms(text, known, resolve_date(document_date), vague))
    return Quantities((quantity for quantity in found if quantity is not None), text)


def atoms(text: str, known: Lexicon, today: date | None = None, vague: bool | None = True) -> Iterator[Atom]:
    """Yield the combined atoms of a text: what the records of quantities and claims are made from.

    They are combined in batches that end where the next number is far away, so that the working memory does not grow
    with the text.
    """
    if vague is None:
        vague = bool(known.tables.get("vague", {}).get("numeral", False))
    if known.script == "runs":
        text = simplified(text)
        joined, places = without_blanks(text)
    else:
        joined, places = cleaned(text)
    if places is not None:
        for atom in _combined(joined, known, today, vague):
            yield _moved(atom, places)
        return
    yield from _combined(text, known, today, vague)


def _combined(text: str, known: Lexicon, today: date | None, vague: bool) -> Iterator[Atom]:
    last = 0
    for batch in _batches(text, known, today, vague):
        for atom in combine(text, batch, known):
            # Two numbers may reach for the same words: they stay with the first.
            atom.start = max(atom.start, last)
            while atom.start < atom.end and text[atom.start].isspace():
                atom.start += 1
            while atom.end > atom.start and text[atom.end - 1].isspace():
                atom.end -= 1
            if atom.start < atom.end and (atom.number.end > atom.start or atom.period is not None):
                last = atom.end
                yield atom


def _moved(atom: Atom, places: Places) -> Atom:
    """Return the atom at its places in the text as given."""
    atom.left = [(places[start], places[end - 1] + 1, form) for start, end, form in atom.left]
    number = atom.number
    number.start, number.end = places[number.start], places[max(number.end - 1, 0)] + 1
    atom.start, atom.end, atom.core = (
        places[atom.start],
        places[atom.end - 1] + 1,
        places[atom.core],
    )
    atom.bare_end = places[max(atom.bare_end - 1, 0)] + 1
    return atom


def _batches(text: str, known: Lexicon, today: date | None, vague: bool) -> Iterator[list[Atom]]:
    scan = scan_runs if known.script == "runs" else scan_words
    scanned = scan(text, known)
    if today is not None:
        scanned = with_relative_dates(text, scanned, known, today)
    batch: list[Atom] = []
    for atom in scanned:
        if atom.vague and not vague:
            continue
        if len(batch) >= _BATCH and atom.start - batch[-1].end > (_FAR if len(batch) < _DENSE_BATCH else _APART):
            yield batch
            batch = []
        batch.append(atom)
    if batch:
        yield batch


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
