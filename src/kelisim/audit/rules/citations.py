"""A16: citations in the text against the list of references, where the markers survive."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding
from kelisim.audit.references import Reference
from kelisim.model.finding import Finding

_MARKER = re.compile(r"\[\s?\d{1,3}(?:\s?[,;，、–—-]\s?\d{1,3})*(?:\s?,\s?(?:pp?|с|стр)\.?\s?\d+(?:[–-]\d+)?)?\s?\]")
_AUTHOR_YEAR = re.compile(
    r"(?P<name>[^\W\d_a-zа-яё][^\W\d_]+(?:[-’'][^\W\d_]+)*)"
    r"(?:(?:\s[а-яёәғқңөұүһі]{2,}){1,4}(?=,\s(?:19|20)))?(?:,?\s(?:and|&|и|және|et al\.?"
    r"|и др\.?)\s?(?:[^\W\d_a-z][^\W\d_]+(?:[-’'][^\W\d_]+)*)?)?,?\s?[(（]?(?P<year>(?:19"
    r"|20)\d\d)(?P<letter>[a-z])?(?=[)）;,:\s])"
)
_INSIDE = re.compile(r"[(（](?P<inside>[^()（）\n]{4,200}?(?:19|20)\d\d[a-z]?(?:,\s?(?:pp?\.|с\.)\s?[\d–-]+)?)[)）]")
_UNRESOLVED = re.compile(r"\[(?:[^\[\]\n]{0,40}[,;]\s?)?\?(?:[,;][^\[\]\n]{0,40})?\]|\(\?\?\?\)|\[\?\?\]")
_LEAST_CITED = 0.5
# "(Annual Report 2005)", "(Census 2010)": what is dated and has no author.
_NO_AUTHORS = (
    "Act", "Agenda", "Bulletin", "Census", "Constitution", "Decree", "Directive", "Edition", "Law", "Order",
    "Outlook", "Plan", "Policy", "Programme", "Program", "Protocol", "Regulation", "Release", "Report", "Resolution",
    "Review", "Statistics", "Strategy", "Survey", "Treaty", "Version", "Vision", "Yearbook",
)  # fmt: skip
# Where the entries carry their numbers two markers are enough to know the style.
_FEWEST = 2
_MOST_YEARS = 5
_ITEM = re.compile(r"(?:^|\n)\s?[-*•]\s$")
_SAME_AUTHORS = re.compile(r"\W*?[—–_-]{2,}\.?,?\s?")


def cited_numbers(paper: Paper) -> dict[int, tuple[int, int]]:
    """Return each number cited in the body with where it is first cited."""
    cited: dict[int, tuple[int, int]] = {}
    for match in _MARKER.finditer(paper.body):
        inner = re.sub(r",\s?(?:pp?|с|стр)\.?\s?\d+(?:[–-]\d+)?", "", match[0])
        for part in re.split(r"[,;，、]", inner.strip("[] ")):
            ends = [int(number) for number in re.findall(r"\d+", part)]
            if not ends:
                continue
            last = ends[-1] if len(ends) == 2 and ends[0] < ends[1] <= ends[0] + 60 else ends[0]
            for number in range(ends[0], last + 1):
                cited.setdefault(number, (match.start(), match.end()))
    return cited


def numeric_citations(paper: Paper) -> Iterator[Finding]:
    """Find numbers cited that the list lacks, and numbers listed that are never cited."""
    listed = {one.number: one for one in paper.references if one.number is not None}
    order = listed if listed else dict(enumerate(paper.references, 1))
    cited = cited_numbers(paper)
    if not listed:
        # "[6]" at a row's beginning counts the row where the list itself is not numbered.
        cited = {number: place for number, place in cited.items() if not paper.in_table(place[0])}
    if not order or len(cited) < (_FEWEST if listed else 3):
        return
    if not listed and len(author_year_markers(paper)) > _FEWEST:
        # Names and years are the style: numbers in brackets are something else.
        return
    missing = sorted(number for number in cited if number not in order and number != 0)
    if missing and len(missing) <= max(5, len(cited) // 4):
        yield finding(
            "A1601", "error", "citation_problem", 0.8 if listed else 0.6,
            f"Cited and not in the list of references: {', '.join(map(str, missing))}.",
            "add the reference, or correct the number", [paper.place(*cited[number]) for number in missing],
        )  # fmt: skip
    # A note at the end of a page leads back to its place by an arrow, and is cited by a raised number that is lost.
    idle = [one for number, one in order.items() if number not in cited and "↩" not in one.text]
    if idle and len(idle) <= len(order) * _LEAST_CITED:
        yield finding(
            "A1602", "note", "citation_problem", 0.75 if listed else 0.6,
            f"In the list of references and never cited: "
            f"{', '.join(str(number) for number in order if number not in cited)}.",
            "cite it where it is used, or take it out",
            [paper.exact(one.start, min(one.end, one.start + 240)) for one in idle],
        )  # fmt: skip


def unresolved_citations(paper: Paper) -> Iterator[Finding]:
    """Find "[?]", which LaTeX sets where a citation leads to no entry."""
    marks = list(_UNRESOLVED.finditer(paper.body))
    if marks:
        yield finding(
            "A1601", "error", "citation_problem", 0.85,
            f"{len(marks)} citation{' leads' if len(marks) == 1 else 's lead'} to no entry of the list of references.",
            "add the entry, or correct the key",
            [paper.place(match.start(), match.end()) for match in marks],
        )  # fmt: skip


def author_year_citations(paper: Paper) -> Iterator[Finding]:
    """Find "(Li, 2019)" without an entry of Li's of 2019, and entries that no such citation names."""
    if not paper.references or len(cited_numbers(paper)) >= 3 or paper.words.runs:
        return
    entries = _with_authors(paper)
    bodies = author_year_markers(paper)
    found = [any(_leads_to(match, text) for _, text in entries) for match in bodies]
    for match, there in zip(bodies, found, strict=True) if paper.language == "en" else ():
        if not there and (entry := _of_another_year(paper, match)):
            yield finding(
                "A1603", "warning", "citation_problem", 0.7,
                f"Cited as {_surname(match)} {match['year']}; the list has that author's work of {entry.year} alone.",
                "correct the year, or add the reference",
                (paper.place(match.start(), match.end()), paper.exact(entry.start, min(entry.end, entry.start + 240))),
            )  # fmt: skip
            return
    # Two that both lead to an entry are enough to know the style.
    if len(bodies) < _FEWEST or sum(found) < max(2, _LEAST_CITED * len(bodies)):
        return
    missing: dict[str, re.Match[str]] = {}
    for match, there in zip(bodies, found, strict=True):
        if not there:
            missing.setdefault(f"{_surname(match)} {match['year']}", match)
    spans = Counter(paper.sentence_at(match.start()) for match in missing.values())
    for name, match in missing.items():
        if spans[paper.sentence_at(match.start())] > _FEWEST:
            # "(Utah 2008, Virginia 2011, Alabama 2013)" cites nobody.
            continue
        yield not_listed(paper, name, match.start(), match.end())
    names = {_surname(match).lower() for match in bodies}
    idle = [
        one
        for one, text in entries
        if one.year and one.family and not any(name in text[:160] for name in names) and not _is_named(paper, one)
    ]
    if idle and len(idle) <= len(entries) * _LEAST_CITED:
        yield never_cited(paper, idle, ", ".join(one.text.strip()[:30] for one in idle[:6]))


def _of_another_year(paper: Paper, match: re.Match[str]) -> Reference | None:
    """Return the one entry of a cited author, whose year is another one; None where there are several, or none."""
    family = _surname(match).lower()
    entries = [one for one in paper.references if one.family and one.family.lower() == family and one.year]
    if len(entries) != 1 or abs((entries[0].year or 0) - int(match["year"])) > _MOST_YEARS:
        return None
    return entries[0] if str(match["year"]) not in entries[0].text else None


def _leads_to(match: re.Match[str], entry: str) -> bool:
    """Say whether an entry is of a citation's author and year; ligatures are folded, double names taken apart."""
    if match["year"] not in entry:
        return False
    folded = _folded(entry)
    name = _folded(_surname(match).lower())
    return name in folded or any(len(part) > 4 and part in folded for part in name.split("-")[:-1])


def _folded(text: str) -> str:
    for ligature, letters in (("œ", "oe"), ("æ", "ae"), ("ß", "ss"), ("ø", "o"), ("’", "'")):
        text = text.replace(ligature, letters)
    return text


def not_listed(paper: Paper, cited: str, start: int, end: int) -> Finding:
    """Return the finding of a name and year that are cited at a place and stand in no entry."""
    return finding(
        "A1603", "warning", "citation_problem", 0.72,
        f"Cited and not in the list of references: {cited}.",
        "add the reference, or correct name or year", (paper.place(start, end),),
    )  # fmt: skip


def never_cited(paper: Paper, idle: list[Reference], named: str) -> Finding:
    """Return the finding of entries that nothing cites; ``named`` are the first of them in short."""
    return finding(
        "A1604", "note", "citation_problem", 0.65,
        f"In the list of references and never cited: {named}.",
        "cite it where it is used, or take it out",
        [paper.exact(one.start, min(one.end, one.start + 240)) for one in idle],
    )  # fmt: skip


def _is_named(paper: Paper, one: Reference) -> bool:
    """Say whether the first author stands somewhere in the body with the year not far behind, in whatever form."""
    after = rf"\b{re.escape(one.family)}\b[^\n]{{0,80}}?\b{one.year}"
    return re.search(after, paper.body, re.IGNORECASE) is not None


def _with_authors(paper: Paper) -> list[tuple[Reference, str]]:
    """Return the entries in small letters, a dash for the authors of the entry before being written out."""
    found: list[tuple[Reference, str]] = []
    authors = ""
    for one in paper.references:
        text, dash = one.text.lower(), _SAME_AUTHORS.match(one.text)
        if dash is not None:
            text = f"{authors} {text[dash.end() :]}"
        else:
            year = re.search(r"(?:19|20)\d\d", text)
            authors = text[: year.start()] if year else text[:80]
        found.append((one, text))
    return found


def _surname(match: re.Match[str]) -> str:
    """Return the name of a citation without the ending of its genitive: "Archibald’s (1990)"."""
    return re.sub(r"[’']s$", "", match["name"])


def author_year_markers(paper: Paper) -> list[re.Match[str]]:
    """Return the citations of the form "(Li, 2019)" and "Li (2019)"."""
    return [match for match in _AUTHOR_YEAR.finditer(paper.body) if _is_citation(paper, match)]


def _is_citation(paper: Paper, match: re.Match[str]) -> bool:
    known = paper.known
    name = match["name"].lower()
    if match["name"] in _NO_AUTHORS:
        return False
    if paper.body[match.end() : match.end() + 2] == "):" and _ITEM.search(
        paper.body[max(0, match.start() - 4) : match.start()]
    ):
        # "- Virginia (2011): ..." heads an item of a list.
        return False
    if name in known.months or name in known.open_words or name in known.stop_words or len(name) < 2:
        return False
    around = _INSIDE.finditer(paper.body, max(0, match.start() - 200), match.end() + 120)
    in_brackets = any(inside.start() < match.start() < inside.end() for inside in around)
    opens = paper.body[match.start() : match.end()].rfind("(") > 0 or "（" in paper.body[match.start() : match.end()]
    return (
        in_brackets
        and re.search(
            r",\s(?:19|20)\d\d[a-z]?$|(?:al\.?|др\.?)\s?,?\s(?:19|20)\d\d[a-z]?$|[^\W\d_]\s(?:19|20)\d\d[a-z]?$",
            match[0],
        )
        is not None
        and name not in paper.speller.common
    ) or (opens and paper.body[match.end() : match.end() + 1] in ")）")


def lost_markers(paper: Paper) -> Iterator[Finding]:
    """Find citation brackets that have lost their numbers, so that no claim can be followed to its source."""
    empty = list(re.finditer(r"\[[\s,;–-]{0,60}\]", paper.body))
    if len(empty) >= 5 and paper.references:
        yield finding(
            "A1605", "note", "citation_problem", 0.45,
            f"{len(empty)} citation brackets are empty, so that no passage leads to a reference.",
            "use a copy of the text that keeps the numbers",
            [paper.place(match.start(), match.end()) for match in empty[:3]],
        )  # fmt: skip
