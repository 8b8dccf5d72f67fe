"""A17: a number and its cross-check that go back to one source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding
from kelisim.audit.rules.promises import flat_tables
from kelisim.audit.words import stem
from kelisim.model.finding import Finding

_AGENCY = re.compile(
    r"(?<![\w-])(?:[A-ZА-ЯЁ]{3,6}|[A-ZА-ЯЁ][a-zа-яё]+(?:\s(?:of\s)?[A-ZА-ЯЁ][a-zа-яё]+){1,3}"
    r"|(?:Рос|Мин|Гос|Глав|Каз|Тадж|Узб)[а-яё]{3,}(?<![аеоуы]й))(?![\w-])"
)
_HAN_AGENCY = re.compile(
    r"(?:(?![即与和及由据的自是在])[\u4e00-\u9fff]){2,10}?(?:局|部|协会|银行|署|研究院|研究所|研究中心|委员会|通讯社|网|周报|日报|晚报|学会|联合会)"
)
_TITLE = re.compile("[«“《]([^»”》]{2,40})[»”》]")
_GIVER = re.compile(
    r"(?:ing|s|ed)?\s*(?:(?:a|an|the|from|to|dispatch(?:es)?|reports?|data|news|of|by)\s+){0,4}"
    r"(?P<name>[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w-]+(?:\s[A-ZА-ЯЁ][\w-]+){0,3}|[\u4e00-\u9fff]{2,8}?(?:社|网|通讯社|新闻社))"
)
_GENERIC = frozenset(
    ["GDP", "PDF", "URL", "HTML", "DOI", "USD", "USA", "GERD", "PCT", "CSV", "NOTE", "TABLE", "ВВП", "США"]
)


def dependent_checks(paper: Paper) -> Iterator[Finding]:
    """Find rows of a table in which the column of sources and that of cross-checks name the same agency."""
    own = paper.words
    for table in paper.tables:
        heads = [head.text for head in table.header]
        source = next((i for i, head in enumerate(heads) if own.has("independence", "source", head)), None)
        check = next((i for i, head in enumerate(heads) if own.has("independence", "check", head)), None)
        if source is None or check is None or source == check:
            continue
        for row in table.rows[1:]:
            if len(row) <= max(source, check):
                continue
            shared = _agencies(paper, row[source].text) & _agencies(paper, row[check].text)
            inside = sorted((row[source].text.strip(), row[check].text.strip()), key=len)
            if not shared and len(inside[0]) >= 6 and " " in inside[0] and inside[0].lower() in inside[1].lower():
                shared = {inside[0]}
            if shared:
                yield _finding(
                    paper, min(row[source].start, row[check].start), max(row[source].end, row[check].end), shared, 0.8
                )
    yield from _run_together(paper)


def _agencies(paper: Paper, text: str) -> set[str]:
    pattern = _HAN_AGENCY if paper.words.runs else _AGENCY
    found = {match[0] for match in pattern.finditer(text)} | {match[0] for match in _AGENCY.finditer(text)}
    return {name for name in found if name.upper() not in _GENERIC and name.lower() not in paper.speller.common}


def _run_together(paper: Paper) -> Iterator[Finding]:
    """The same in a table that was run together: a row ends with its rating, and names its agency twice."""
    terms = [term for scale in paper.scales for term in scale.terms]
    if not terms:
        return
    joined = "|".join(re.escape(term) for term in sorted(set(terms), key=len, reverse=True))
    rating = re.compile(rf"(?<![\w–—-])(?:{joined})(?:\s?[–—/-]\s?(?:{joined}))?(?!\w)")
    for _, block in flat_tables(paper):
        head = paper.body[block[0] : block[0] + 200]
        if not (paper.words.has("independence", "source", head) and paper.words.has("independence", "check", head)):
            continue
        start = block[0]
        for number, match in enumerate(rating.finditer(paper.body, *block)):
            row = paper.body[start : match.start()]
            if number == 0:
                # The header runs into the first row.
                row = row[min(len(row), 60) :]
            names = [found[0] for found in _AGENCY.finditer(row) if found[0].upper() not in _GENERIC]
            twice = {name for name in names if len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", row)) > 1}
            twice = {name for name in twice if name not in paper.speller.common}
            if twice:
                first = start + len(paper.body[start : match.start()]) - len(paper.body[start : match.start()].lstrip())
                yield _finding(paper, max(first, match.start() - 300), match.end(), twice, 0.6)
            start = match.end()


def _finding(paper: Paper, start: int, end: int, names: set[str], confidence: float) -> Finding:
    return finding(
        "A1701", "warning", "non_independence", confidence,
        f"The number and what it is checked against both go back to {', '.join(sorted(names))}.",
        "check it against a source with another origin, or call it a repetition",
        (paper.exact(start, end),),
    )  # fmt: skip


def sources_of_one_origin(paper: Paper) -> Iterator[Finding]:
    """Find two sources called independent of which one is said to take its figures from the other."""
    own, text = paper.words, paper.body
    links: dict[frozenset[str], tuple[str, str, int, int]] = {}
    for match in own.pattern("independence", "takes_from").finditer(text):
        first, stop = paper.sentence_at(match.start())
        takers = _names_in(paper, max(first, match.start() - 90), match.start())
        givers = _names_in(paper, match.end(), min(stop, match.end() + 70))
        if own.language == "kk" and len(takers) > 1:
            # The verb stands behind both.
            takers, givers = takers[:1], takers[-1:]
        for taker in takers:
            for giver in givers:
                if taker != giver:
                    links.setdefault(frozenset((taker, giver)), (taker, giver, match.start(), match.end()))
    if not links:
        return
    told: set[frozenset[str]] = set()
    for match in own.pattern("independence", "both").finditer(text):
        first, stop = paper.sentence_at(match.start())
        named = _names_in(paper, first, stop)
        for pair, (taker, giver, start, end) in links.items():
            if pair <= set(named) and pair not in told and not first <= start < stop:
                told.add(pair)
                yield finding(
                    "A1702", "warning", "non_independence", 0.8,
                    f"{taker} and {giver} are named as two sources, and {taker} takes its figures from {giver}.",
                    "count them as one source and find a second", (paper.exact(first, stop), paper.place(start, end)),
                )  # fmt: skip


def one_wire(paper: Paper) -> Iterator[Finding]:
    """Find independent sources that are each said to take what they tell from one and the same agency."""
    own, text = paper.words, paper.body
    for match in own.pattern("independence", "both").finditer(text):
        first, stop = paper.sentence_at(match.start())
        index = paper.sentence_index(first)
        after = paper.sentences[index + 1] if index + 1 < len(paper.sentences) else (stop, stop)
        last = after[1] if after[0] - stop < 3 else stop
        givers: dict[str, list[int]] = {}
        for taken in own.pattern("independence", "takes_from").finditer(text, first, last):
            giver = _GIVER.match(text, taken.end(), last)
            if giver is not None:
                givers.setdefault(giver["name"].split(" ")[0].lower(), []).append(taken.start())
        twice = [name for name, places in givers.items() if len(places) > 1]
        if twice:
            yield finding(
                "A1702", "warning", "non_independence", 0.75,
                "Sources called independent are each said to take what they tell from one agency.",
                "count them as one source and find a second", (paper.exact(first, last),),
            )  # fmt: skip


def _bare(title: str, language: str) -> str:
    """Return a title without the endings of its case."""
    return " ".join(stem(word, language) for word in title.split())


def _names_in(paper: Paper, start: int, end: int) -> list[str]:
    pattern = _HAN_AGENCY if paper.words.runs else _AGENCY
    named = [match[0] for match in pattern.finditer(paper.body, start, end)]
    titles = (
        [_bare(match[1], paper.language) for match in _TITLE.finditer(paper.body, start, end)]
        if paper.language != "en"
        else []
    )
    return list(dict.fromkeys((*named, *titles)))
