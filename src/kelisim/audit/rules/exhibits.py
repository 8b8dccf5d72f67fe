"""A9: sections, tables and figures that are promised, named or numbered, against those that are there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.structure import Caption
from kelisim.model.finding import Finding
from kelisim.text.telling import bounded


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
                if number not in numbers and not any(one.start <= match.start() < one.end for one in there):
                    missing.setdefault(number, match)
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
    number = r"(?P<number>[A-Z]?\d{1,2}(?![\d%]|\.\d{2,}))"
    pattern = (
        rf"{number}\s?-?\s?(?:{name})"
        if paper.language == "kk"
        else bounded(name, "ru" if paper.language != "zh" else "zh") + rf"\s?{number}"
    )
    for match in re.finditer(pattern, paper.body, re.IGNORECASE):
        # Another work's exhibits are not missing here.
        around = paper.body[match.end() : match.end() + 30]
        if not re.match(r"\s?(?:of|in|from)\s(?:\[|[A-Z][a-z]+\s(?:et al|\(|and\s[A-Z]))", around):
            yield match


def _twice(paper: Paper, kind: str, there: list[Caption]) -> Iterator[Finding]:
    counts = Counter(one.number for one in there)
    for number, count in counts.items():
        same = [one for one in there if one.number == number]
        titles = {re.sub(r"\W+", " ", one.title.lower()).strip() for one in same}
        if count > 1 and len(titles) > 1 and all(titles):
            yield finding(
                "A902", "warning", "undefined_reference", 0.75,
                f"Two {kind}s have the number {number} and different titles.",
                "renumber one of them and the references to it",
                [paper.exact(one.start, one.end) for one in same],
            )  # fmt: skip


def empty_tables(paper: Paper) -> Iterator[Finding]:
    """Find captions of tables after and before which no table stands."""
    for caption in paper.captions:
        if caption.kind != "table" or (caption.start > 0 and paper.body[caption.start - 1] != "\n"):
            continue
        after = paper.body[caption.end : caption.end + 600]
        before = paper.body[max(0, caption.start - 300) : caption.start].rstrip()
        if not caption.title:
            rest = after.lstrip("\n ")
            title = rest.split("\n", 1)[0]
            if len(title) < 160:
                after = rest[len(title) :]
        following = after.lstrip("\n \t").split("\n", 1)[0]
        if after.lstrip().startswith("|") or before.rsplit("\n", 1)[-1].lstrip().startswith("|"):
            continue
        if not following or len(following) < 120 or _tabular(following):
            continue
        yield finding(
            "A903", "warning", "undefined_reference", 0.55,
            f"The caption of table {caption.number} stands without a table.",
            "look whether the table is an image or was lost; its cells cannot be checked",
            (paper.exact(caption.start, caption.end),),
        )  # fmt: skip


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
        ):
            continue
        deep = "." in wanted and not any("." in one for one in there)
        if deep or (("." not in wanted) and wanted in tops):
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
