"""A9: sections, tables and figures that are promised, named or numbered, against those that are there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.structure import Caption
from kelisim.model.finding import Finding
from kelisim.text.telling import bounded

_FEWEST_OF_DEPTH = 2
_LONGEST_CAPTION = 240
# Chapters are those of a book, another one where no heading of this text has that name.
_CHAPTER = re.compile(
    r"\W*(?:chapters?\b|ch\.|глав\w+|第\s?[\d一二三四五六七八九十]+\s?章|\d+\s?-?\s?тарау)", re.IGNORECASE
)
_GOES_ON = re.compile(r"\b(?:cont(?:inued|[’']?d|\.)|продолжение|окончание|жалғасы)|续", re.IGNORECASE)
_AROUND = 90
_NAME = r"[^\W\d_a-zа-яё][\w’'-]+"
_YEAR = r"(?:19|20)\d\d[a-z]?"
_CITED_BEFORE = re.compile(
    rf"{_NAME},?\s(?:et al\.?,?\s)?[(\[]?{_YEAR}[)\]]?\s?[,;:]?\s?(?:see\s|in\s|their\s|his\s|her\s|§\s?)?\(?"
    rf"(?:(?:Tables?|Figures?|Fig\.|Sections?|Chapters?|Ch\.|Sec\.|Part)\s?[\w.–-]+,?\s(?:and\s|&\s)?)?$"
    rf"|\[\d{{1,3}},\s?$"
)
_CITED_AFTER = re.compile(
    rf"[\d.–-]*\s?(?:(?:and|,|–|-)\s?[\d.]+\s?)?(?:\(?pp?\.\s?\d"
    rf"|(?:of|in|from)\s(?:\[|(?:the\s)?{_NAME}(?:\s(?:and|&|et al\.?)\s?(?:{_NAME})?)?,?\s\(?{_YEAR}"
    r"|(?:this|the|that|their|his|her)\s(?:\w+\s)?(?:book|textbook|volume|monograph)"
    rf"|{_NAME}\s(?:et al|\(|and\s[A-Z])))"
)


def missing_exhibits(paper: Paper) -> Iterator[Finding]:
    """Find tables and figures that the text points to and that have no caption, and numbers given twice."""
    for kind in ("table", "figure"):
        there = [one for one in paper.captions if one.kind == kind]
        numbers = {one.number for one in there}
        starts = {one.start for one in there}
        if there:
            named = [
                match
                for match in _named(paper, kind)
                # A table of sources names the tables of others.
                if match.start() not in starts and not paper.in_table(match.start())
            ]
            missing: dict[str, re.Match[str]] = {}
            for match in named:
                number = match["number"].upper()
                if paper.body[match.end() : match.end() + 1] in (":", "．") and number.isdigit():
                    # A caption that ran into the paragraph before it.
                    numbers.add(number)
            for match in named:
                number = match["number"].upper()
                if number not in numbers and not any(one.start <= match.start() < one.end for one in there):
                    missing.setdefault(number, match)
            if len(missing) > len(numbers):
                # The reader of the file has lost the captions, not the author.
                missing = {}
            for number, match in missing.items():
                yield finding(
                    "A901", "error", "undefined_reference", 0.75,
                    f"The text points to {kind} {number}, and no caption has that number.",
                    "add what is missing, or correct the number",
                    (paper.place(match.start(), match.end()),),
                )  # fmt: skip
        yield from _twice(paper, kind, there)


def _named(paper: Paper, kind: str) -> Iterator[re.Match[str]]:
    name = paper.words.source("structure", kind)
    # "Table 14.2" is of another work where the paper's own are counted 1, 2, 3.
    own_are_plain = not any("." in one.number or "-" in one.number for one in paper.captions)
    number = r"(?P<number>[A-Z]?\d{1,2}(?:\.\d{1,2})?(?![\d%]|\.\d))"
    pattern = (
        rf"{number}\s?-?\s?(?:{name})"
        if paper.language == "kk"
        else bounded(name, "ru" if paper.language != "zh" else "zh") + rf"\s?{number}"
    )
    for match in re.finditer(pattern, paper.body, re.IGNORECASE):
        further = "." in match["number"] or re.match(r"-\d", paper.body[match.end() : match.end() + 2]) is not None
        if not of_another_work(paper, match.start(), match.end()) and not (further and own_are_plain):
            yield match


def of_another_work(paper: Paper, start: int, end: int) -> bool:
    """Say whether a section, table or figure is one of a work that is cited with it: "(Li 2005, Section 6.2)".

    The author and year may stand before it or after it, in one bracket or with their own, and so may a page of the
    other work: "Table 13-1 (p. 687)".
    """
    before, after = paper.body[max(0, start - _AROUND) : start], paper.body[end : end + _AROUND]
    return _CITED_BEFORE.search(before) is not None or _CITED_AFTER.match(after) is not None


def _twice(paper: Paper, kind: str, there: list[Caption]) -> Iterator[Finding]:
    counts = Counter(one.number for one in there)
    for number, count in counts.items():
        same = [one for one in there if one.number == number]
        titles = {re.sub(r"\W+", " ", one.title.lower()).strip() for one in same}
        goes_on = any(_GOES_ON.search(one.title) for one in same)
        if count > 1 and len(titles) > 1 and all(titles) and not goes_on:
            yield finding(
                "A902", "warning", "undefined_reference", 0.75,
                f"Two {kind}s have the number {number} and different titles.",
                "renumber one of them and the references to it",
                [paper.exact(one.start, one.end) for one in same],
            )  # fmt: skip


def empty_tables(paper: Paper) -> Iterator[Finding]:
    """Find captions of tables after and before which no table stands, in a text that keeps most of its tables."""
    captions = [one for one in paper.captions if one.kind == "table"]
    bare = [one for one in captions if _stands_alone(paper, one)]
    if 4 * len(bare) > len(captions) > 1:
        # The reader of the file has lost the tables, not the author.
        return
    for caption in bare:
        yield finding(
            "A903", "warning", "undefined_reference", 0.55,
            f"The caption of table {caption.number} stands without a table.",
            "look whether the table is an image or was lost; its cells cannot be checked",
            (paper.exact(caption.start, caption.end),),
        )  # fmt: skip


def _stands_alone(paper: Paper, caption: Caption) -> bool:
    if caption.start > 0 and paper.body[caption.start - 1] != "\n":
        return False
    line = paper.body.find("\n", caption.start)
    if line - caption.start > _LONGEST_CAPTION:
        # The text around a float ran into its caption; its rows may be anywhere.
        return False
    after = paper.body[caption.end : caption.end + 600]
    before = paper.body[max(0, caption.start - 300) : caption.start].rstrip()
    if not caption.title:
        rest = after.lstrip("\n ")
        title = rest.split("\n", 1)[0]
        if len(title) < 160:
            after = rest[len(title) :]
    following = after.lstrip("\n \t").split("\n", 1)[0]
    if after.lstrip().startswith("|") or before.rsplit("\n", 1)[-1].lstrip().startswith("|"):
        return False
    return len(following) >= 120 and not _tabular(following)


def _tabular(line: str) -> bool:
    """Say whether a line is a table run together: many capitals and figures, few sentences."""
    words = line.split()
    marks = sum(word[:1].isupper() or word[:1].isdigit() or word in ("—", "–", "-") for word in words)
    return marks > 0.45 * len(words) or "\t" in line


def missing_sections(paper: Paper) -> Iterator[Finding]:
    """Find sections that the text points to and that the paper does not have."""
    there = {one.number.rstrip(".") for one in paper.headings if one.number}
    if not there:
        there = _counted_sections(paper)
    if len(there) < 2:
        return
    tops = {number.split(".")[0] for number in there}
    own = paper.words
    name = own.source("structure", "section")
    number = r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?![\d%])"
    pattern = (
        own.tables["structure"]
        .get("section_form", bounded(name, paper.language).removesuffix(r"(?![^\W\d_])") + r"\s?{number}")
        .replace("{number}", number)
    )
    told: set[str] = set()
    of_a_book = sum(_CHAPTER.match(one) is not None for one in paper.body.splitlines()) < _FEWEST_OF_DEPTH
    headings = {one.start for one in paper.headings}
    # What is numbered at a line's beginning may be a section whose heading reads like a sentence.
    there |= {
        match[1]
        for match in re.finditer(r"(?im)^[ \t#*§]*(?:§\s?|section\s)?(\d{1,2}(?:\.\d{1,2})*)[.)]?\s", paper.body)
    }
    for match in re.finditer(pattern, paper.body, re.IGNORECASE):
        wanted = match["number"]
        near = paper.body[match.end() : match.end() + 22]
        if (
            wanted in there
            or wanted in told
            or match.start() in headings
            or re.match(r"\s?(?:of|in)\s(?:the\s)?(?:[A-Z]|\[)", near)
            or of_another_work(paper, match.start(), match.end())
            or re.match(r":\s[A-Z]", near)
            or (of_a_book and _CHAPTER.match(match[0]))
        ):
            continue
        depth = wanted.count(".")
        # Headings below some depth may carry no number; a number far beyond the last is not the paper's own.
        deep = depth and sum(one.count(".") == depth for one in there) < _FEWEST_OF_DEPTH
        far = all(top.isdigit() for top in tops) and int(wanted.split(".")[0]) > 2 * max(map(int, tops)) + 3
        if deep or far or (not depth and wanted in tops):
            continue
        told.add(wanted)
        yield finding(
            "A904", "error", "undefined_reference", 0.75,
            f"The text points to section {wanted}, and the paper has none.",
            "add the section, or correct the number", (paper.place(match.start(), match.end()),),
        )  # fmt: skip


def _counted_sections(paper: Paper) -> set[str]:
    """Return the numbers that sections without a number have by their order, where the text points to two of them.

    LaTeX and word processors number the headings of a paper; what is read of them are the titles.
    """
    own = paper.words
    marks = [re.match(r"#+", paper.body[one.start : one.end]) for one in paper.headings]
    levels = [len(mark[0]) for mark in marks if mark is not None]
    if not levels or len(levels) < len(marks):
        return set()
    # A title stands alone on its level.
    top = min((level for level in levels if levels.count(level) > 1), default=min(levels))
    skip = re.compile(rf"\W*(?:{own.source('structure', 'unnumbered')})\b", re.IGNORECASE)
    titles = [
        one.title
        for one, level in zip(paper.headings, levels, strict=True)
        if level == top and not skip.match(one.title)
    ]
    name = own.source("structure", "section")
    named = {int(one) for one in re.findall(rf"(?:{name})\s?(\d{{1,2}})(?![\d.%])", paper.body, re.IGNORECASE)}
    known = {number for number in named if 1 <= number <= len(titles)}
    outline = len(titles) >= 3 and len(known) >= 2 and all(number <= len(titles) + 3 for number in named)
    return {str(number) for number in range(1, len(titles) + 1)} if outline else set()


def roadmap(paper: Paper) -> Iterator[Finding]:
    """Find "section 3 describes the methods" where section 3 is headed otherwise and another section is headed so."""
    own = paper.words
    titles = {one.number.rstrip("."): one for one in paper.headings if one.number and "." not in one.number.rstrip(".")}
    if len(titles) < 2:
        return
    groups = [re.compile(bounded(group, paper.language), re.IGNORECASE) for group in own.tables["roadmap"]["groups"]]
    name = own.source("structure", "section")
    form = (
        own.tables["structure"]
        .get("section_form", rf"(?:{name})\s?{{number}}")
        .replace("{number}", r"(?P<number>\d{1,2})(?![.\d]\d)")
    )
    for match in re.finditer(form, paper.body, re.IGNORECASE):
        heading = titles.get(match["number"])
        _first, stop = paper.sentence_at(match.start())
        clause = re.split(r"[;,.；，。]\s?", paper.body[match.end() : stop])[0][:110]
        if heading is None or heading.start <= match.start() < heading.end or not own.has("roadmap", "promise", clause):
            continue
        for group in groups:
            said = group.search(clause)
            others = [one for number, one in titles.items() if number != match["number"] and group.search(one.title)]
            if (
                said
                and not group.search(heading.title)
                and len(others) == 1
                and not any(other.search(clause) and other.search(heading.title) for other in groups)
            ):
                yield finding(
                    "A905", "warning", "undefined_reference", 0.75,
                    f"The text says that section {match['number']} holds the {said[0].lower()}; it is headed "
                    f"{short(heading.title, 50)!r}, and the {said[0].lower()} are in section "
                    f"{others[0].number.rstrip('.')}.",
                    "bring the outline and the headings into line",
                    (
                        paper.exact(match.start(), min(stop, match.end() + len(clause))),
                        paper.exact(heading.start, heading.end),
                        paper.exact(others[0].start, others[0].end),
                    ),
                )  # fmt: skip
                break
