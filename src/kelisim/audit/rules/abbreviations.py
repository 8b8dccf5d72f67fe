"""A10: abbreviations that are never explained."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding
from kelisim.model.finding import Finding

_ABBREVIATION = re.compile(r"(?<![\w’'./-])[A-ZА-ЯЁ]{2,6}s?(?![\w’'/-])")
_EXPLAINED = re.compile(r"[(（]\s*(?:the\s|далее\s*[—–-]?\s*|以下简称[“\"]?)?([A-ZА-ЯЁ]{2,6})s?(?:\b|[,;)）”\"])")
_EXPLAINS = re.compile(
    r"(?<!\w)([A-ZА-ЯЁ]{2,6})\s?(?:[(（][^()（）]{6,90}[)）]|\s(?:stands for|denotes|is short for|refers to|means)\s"
    r"|[”\"’']?\s?[—–:=]\s[a-zA-Zа-яА-Я])"
)
_SHOUTED, _SHOUTS = re.compile(r"[A-ZА-ЯЁ]{3,}\W{1,2}$"), re.compile(r"\W{1,2}[A-ZА-ЯЁ]{3,}")
# A word, a comma or a bracket before, and no formula or quotation after: symbols and values of a program are not prose.
_IN_PROSE_BEFORE = re.compile(r"(?:[^\W\d_]{2,}[,;:]?\s(?:[(（“«][^\W\d_]*)?|[(（\u4e00-\u9fff“«，。])$|^$|[.!?]\s$")
_NOT_PROSE = re.compile(r"\s?(?:[=<>~^·*+_]|[\"]\s?[,)]|[⊤′])|\s[A-Z]{1,2}\s?[⊤′=]")
_LEAST_USES = 3
_LEAST_EXPLAINED = 2


def unexplained(paper: Paper) -> Iterator[Finding]:
    """Find abbreviations used at least three times and never explained, in a paper that explains others.

    Names of firms look like abbreviations and need no explanation, so the confidence is low: the finding is a note.
    """
    explained = {match[1] for match in _EXPLAINED.finditer(paper.body)} | {
        match[1] for match in _EXPLAINS.finditer(paper.body)
    }
    if len(explained) < _LEAST_EXPLAINED:
        return
    known = paper.words.list("abbreviations", "known")
    uses: Counter[str] = Counter()
    where: dict[str, re.Match[str]] = {}
    names = set()
    for match in _ABBREVIATION.finditer(paper.body):
        bare = match[0].rstrip("s")
        if bare.lower() in paper.speller.common or bare.lower() in paper.known.stop_words:
            continue
        if _SHOUTED.search(paper.body[max(0, match.start() - 14) : match.start()]) or _SHOUTS.match(
            paper.body, match.end()
        ):
            continue
        if not _IN_PROSE_BEFORE.search(paper.body[max(0, match.start() - 24) : match.start()]) or _NOT_PROSE.match(
            paper.body, match.end()
        ):
            continue
        uses[bare] += 1
        where.setdefault(bare, match)
        around = paper.body[match.end() : match.end() + 12]
        before = paper.body[max(0, match.start() - 16) : match.start()]
        if re.match(r"\s[A-ZА-ЯЁ][a-zа-яё]", around) or re.search(r"[A-ZА-ЯЁ][a-zа-яё]+\s$", before):
            names.add(bare)
    for bare, count in uses.items():
        if (
            count < _LEAST_USES
            or bare in explained
            or bare in known
            or bare in names
            or paper.paragraph_is_heading(where[bare].start())
        ):
            continue
        match = where[bare]
        yield finding(
            "A1001", "note", "undefined_reference", 0.5,
            f"The abbreviation {bare} is used {count} times and never explained, though {len(explained)} others are.",
            "write it out where it first stands",
            (paper.place(match.start(), match.end()),),
        )  # fmt: skip
