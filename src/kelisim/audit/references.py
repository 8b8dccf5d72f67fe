"""The list of references: its entries, each with number, year, addresses and title."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_NUMBER = re.compile(
    r"\s*(?:\[(?P<square>\d{1,3})\]|(?P<plain>\d{1,3})[.)])\s+(?=\S)|\s*\[\^?(?P<tight>\d{1,3})\]:?|(?P<note>\d{1,3})\s(?=[^\W\d_])"
)
_SQUARE = re.compile(r"(?<!\w)\[(\d{1,3})\]\s+(?=\S)")
_SHORTEST_ENTRY = 20
# "Bates D, Maechler M (2015)" and "Bates, D., & Maechler, M. (2015)": how an entry begins that ran into the last.
_SURNAME = r"[^\W\d_a-zа-яё][\w’'-]+(?:\s(?:[^\W\d_a-zа-яё][\w’'-]+|Jr\.?))?"
_INITIALS = r"(?:[^\W\d_a-zа-яё]\.?\s?-?){1,3}"
_WHEN = r"(?:19|20)\d\d[a-z]?|in prep(?:aration|\.)?|in press|forthcoming|submitted|n\.d\."
_BEGINS = re.compile(rf"\s(?={_SURNAME},?\s{_INITIALS}(?:(?:,|\s?&|\sand)\s[^()]{{0,160}})?\s?\((?:{_WHEN})\))")
_AUTHORS = re.compile(rf"(?:{_SURNAME},?\s{_INITIALS}(?![\w’'-])|{_INITIALS}\s?{_SURNAME})")
# From this share of lines with a year on, a line without one is the rest of the entry before it.
_MOSTLY_DATED = 0.7
_INITIALS_FIRST = re.compile(r"^\W*(?:[^\W\d_a-zа-яё]\.[\s-]*)+(?=[^\W\d_]{2})")
_CLOSES = re.compile(r"(?:[.)\]/]|(?:https?://|www\.|doi:)\S+)\Z", re.IGNORECASE)
_DATED_ENTRY = re.compile(rf"\((?:{_WHEN})\)")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»（）]+", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+", re.IGNORECASE)
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d[a-z]?\.?")
_YEAR = re.compile(r"(?<![\d/.\-])(?:19|20)\d\d(?![\d/])")
_TRAILING = ".,;:)]}>'\"”’"
_ACCESS = re.compile(
    r"(?:accessed|retrieved|visited|last viewed|access date|date of access|дата обращения|访问日期|访问时间|检索日期"
    r"|қаралған күні|жүгінген күні|өтініш күні)"
    r"[^\d\n]{0,25}(?P<date>[^\n)\]]{0,40})",
    re.IGNORECASE,
)
_ANY_YEAR = re.compile(r"(?:19|20)\d\d")
_GAP = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry: its span, number (None where unnumbered), year of publication and of access, addresses, title words."""

    start: int
    end: int
    text: str
    number: int | None
    year: int | None
    accessed: int | None
    urls: tuple[tuple[int, int, str], ...]
    doi: str
    family: str
    title: frozenset[str]


def read_references(text: str, span: tuple[int, int]) -> list[Reference]:
    """Return the entries of a list: one a numbered item or a line; a line that goes on is joined to the last."""
    return [_entry(text, start, end) for start, end in _entries(text, *span)]


def _entries(text: str, first: int, last: int) -> list[tuple[int, int]]:
    spans: list[list[int]] = []
    numbered = False
    dated = [_ANY_YEAR.search(line) is not None for line in text[first:last].splitlines() if line.strip()]
    all_dated = sum(dated) >= _MOSTLY_DATED * len(dated)
    position = first
    for line in text[first:last].splitlines(keepends=True):
        start, stop = position, position + len(line.rstrip())
        position += len(line)
        bare = line.strip().lstrip("-*•# ")
        if spans and _YEAR_ALONE.fullmatch(bare):
            spans[-1][1] = stop
            continue
        if len(bare) < 8 or bare[0] == "©" or "creativecommons.org/licenses" in bare:
            continue
        begin = start + line.index(bare[0])
        starts_new = bool(_NUMBER.match(bare))
        numbered = numbered or (starts_new and len(spans) < 2)
        goes_on = spans and (
            bare[0].islower()
            or bare.lower().startswith(("http", "www.", "doi"))
            or (numbered and not starts_new)
            or (not starts_new and (bare[0].isdigit() or _is_rest(text[slice(*spans[-1])], bare, all_dated)))
        )
        if goes_on:
            spans[-1][1] = stop
        else:
            spans.append([begin, stop])
    return [piece for start, stop in spans for piece in _parted(text, start, stop)]


def _is_rest(entry: str, following: str, all_dated: bool) -> bool:
    """Say whether a line without authors is the rest of an entry that a line's end cut.

    It is where the entry has authors and no year yet, and where it has no year itself though nearly all lines have.
    """
    if entry.rfind("“") > entry.rfind("”"):
        # A title is not closed yet.
        return True
    if _AUTHORS.match(following) is not None:
        return False
    begun = _AUTHORS.match(entry) is not None and not _ANY_YEAR.search(entry)
    return begun if _ANY_YEAR.search(following) else all_dated


def _parted(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Part an entry from those that ran into it: "[2] ... [3] ..." are two where the second has the next number."""
    own = _SQUARE.match(text, start, stop)
    if own is None:
        return _parted_by_authors(text, start, stop)
    pieces, number, begin = [], int(own[1]), start
    for match in _SQUARE.finditer(text, own.end(), stop):
        if int(match[1]) == number + 1 and match.start() - begin > _SHORTEST_ENTRY:
            pieces.append((begin, match.start()))
            begin, number = match.start(), number + 1
    return [*((first, first + len(text[first:last].rstrip())) for first, last in pieces), (begin, stop)]


def _parted_by_authors(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Part an entry that has authors and year from the next such entry on the same line."""
    pieces, begin = [], start
    for match in _BEGINS.finditer(text, start + _SHORTEST_ENTRY, stop):
        if _CLOSES.search(text, max(begin, match.start() - 300), match.start()) and _DATED_ENTRY.search(
            text, begin, match.start()
        ):
            pieces.append((begin, match.start()))
            begin = match.end()
    return [*pieces, (begin, stop)]


def _entry(text: str, start: int, end: int) -> Reference:
    entry = text[start:end]
    number = _NUMBER.match(entry)
    digits = next((group for group in number.groups() if group), None) if number else None
    urls = []
    for match in _URL.finditer(entry):
        address = match[0].rstrip(_TRAILING)
        urls.append((start + match.start(), start + match.start() + len(address), address))
    doi = _DOI.search(entry)
    bare = _DOI.sub(" ", _URL.sub(" ", entry[number.end() if number else 0 :]))
    access = _ACCESS.search(bare)
    accessed = _ANY_YEAR.search(access["date"]) if access else None
    published = _ACCESS.sub(" ", bare)
    return Reference(
        start,
        end,
        entry,
        int(digits) if digits else None,
        _year(published),
        int(accessed[0]) if accessed else None,
        tuple(urls),
        "" if doi is None or doi[0].lower().endswith("(sici)") else doi[0].rstrip(_TRAILING).lower(),
        _family(bare),
        _title(published),
    )


def _year(text: str) -> int | None:
    """Return the year of publication: one in brackets, else the last that stands outside a title."""
    bracketed = re.search(r"[(（]\s*((?:19|20)\d\d)[a-z]?\b", text)
    if bracketed:
        return int(bracketed[1])
    clean = re.sub(r"(?:19|20)\d\d\s?[–—-]\s?(?:19|20)\d\d", " ", text)
    quoted = re.sub(r"[“\"«《][^”\"»》]{0,200}[”\"»》]", " ", clean)
    years = list(_YEAR.finditer(quoted))
    # A year that a word follows stands in a title: "Made in China 2025 and Industrial Policies".
    closed = [
        match
        for match in years
        if re.match(r"[a-z]?\s*(?:[.,;:)\]）。，；/]|[(（]\d|г\b|ж\b|年|\Z|\n)", quoted[match.end() : match.end() + 4])
    ]
    return int(closed[-1][0]) if closed else None


def _family(text: str) -> str:
    word = _GAP.search(_INITIALS_FIRST.sub("", text))
    return word[0].lower() if word else ""


def _title(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKC", text).lower()
    return frozenset(word for word in re.findall(r"[^\W_]{3,}", plain))


def address_key(url: str) -> str:
    """Return an address as two of them are one: without scheme, www, tracking and closing slash."""
    plain = re.sub(r"^(?:https?://)?(?:www\.)?", "", url.strip(), flags=re.IGNORECASE)
    plain = re.sub(r"(?:[?&](?:utm_[a-z]+|ref|fbclid|gclid)=[^&]*)+", "", plain).split("#")[0]
    host, slash, path = plain.partition("/")
    return host.lower() + (slash + path).rstrip("/")


def is_bare(url: str) -> bool:
    """Say whether an address names a site and no page of it."""
    return "/" not in address_key(url)
