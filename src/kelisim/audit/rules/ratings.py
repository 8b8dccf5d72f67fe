"""A7: ratings that are not on the scale the paper declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kelisim.audit.paper import Paper, finding
from kelisim.model.finding import Finding, TextPlace

_TERM = r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w-]{1,20}(?:\s[a-zа-яёәғқңөұүһі]{2,14})?"
_LETTER = r"[A-F][+-]?(?![\w-])"
_MOST_SCALES = 20
_GLOSS = r"\s*(?:[(（][^()（）]{0,120}[)）])?\s*"


# A scale in small letters, each term with what it means: "strong (audited accounts), fair (...), weak (...)".
_SMALL_TERM = r"[^\W\d_A-ZА-ЯЁ][^\W\d_-]{2,14}\s?\([^()]{3,90}\)"
_LETTER_LIST = re.compile(
    r"(?<!\w)(?P<list>A\s(?:where|if|for|when|means|is)\s[^.;]{3,140}?[,;]\s(?:and\s|or\s)?B\s(?:where|if|for|when|means|is)\s[^.]{3,300})"
)
_SMALL_LIST = re.compile(
    rf"(?:[:：]|\bas)\s(?P<list>(?:{_SMALL_TERM}(?:,|;|,? and|,? or|,? и|,? және)\s){{1,5}}{_SMALL_TERM})"
)


@dataclass(frozen=True, slots=True)
class DeclaredScale:
    """A scale as the text declares it: its terms in the order given, the declaration's span, what each term means."""

    terms: tuple[str, ...]
    start: int
    end: int
    meanings: tuple[str, ...] = ()


def declared_scales(paper: Paper) -> list[DeclaredScale]:
    """Return the scales of words that the paper declares: "rated High (...), Medium (...) and Low (...)"."""
    own, found = paper.words, list[DeclaredScale]()
    joins = own.source("ratings", "list_joins")
    term = rf"(?:{_LETTER}|{own.tables['ratings'].get('term', _TERM)})"
    listing = re.compile(
        rf"(?P<list>(?:[“\"«「]?{term}[”\"»」]?{_GLOSS}(?:{joins})\s*){{1,6}}[“\"«「]?{term}[”\"»」]?)"
    )
    # "Высокая — официальная статистика; Низкая — блоги"
    gloss = r"\s?[—–]{1,2}\s?[^,;，；。.—–]{2,80}"
    glossed = re.compile(rf"(?:{term}{gloss}[,;，；]\s?){{1,6}}{term}{gloss}")
    for verb in own.pattern("ratings", "verb").finditer(paper.body):
        first, stop = paper.sentence_at(verb.start())
        dashed = glossed.search(paper.body, verb.end(), stop) if own.language != "en" else None
        if dashed is not None and not any(one.start == first for one in found):
            terms = tuple(one.strip("“”«»") for one in re.findall(rf"(?:^|[,;，；]\s?)({term})(?={gloss})", dashed[0]))
            found.append(DeclaredScale(terms, first, stop, tuple(_meaning(one, dashed[0]) for one in terms)))
            continue
        if stop - first > 900 or paper.body[verb.start() - 1 : verb.start()] == "-":
            # "time-scales" rate nothing.
            continue
        match = listing.search(
            paper.body, verb.end() if own.runs else first if own.language == "kk" else verb.start(), stop
        ) or _SMALL_LIST.search(paper.body, verb.start(), stop)
        match = match or _LETTER_LIST.search(paper.body, first, stop)
        if match is None:
            continue
        lettered = _LETTER_LIST.search(paper.body, first, stop)
        if lettered is not None:
            terms = tuple(re.findall(r"(?<!\w)([A-F])\s(?=where|if|for|when|means|is)", lettered["list"]))
            found.append(DeclaredScale(tuple(dict.fromkeys(terms)), first, stop))
            continue
        parts = [
            re.sub(r"[(（][^()（）]*[)）]", "", part).strip(' “”"«»「」,，、;:')
            for part in re.split(rf"(?:{joins})", re.sub(r"[(（][^()（）]*[)）]", " ", match["list"]))
        ]
        parts = [re.sub(r"(?:[一二三四五六七]?[级类档]|等级?)$", "", part) if own.runs else part for part in parts]
        terms = tuple(dict.fromkeys(part for part in parts if part))
        if 2 <= len(terms) <= 7 and all(len(part) <= 24 for part in terms):
            meanings = tuple(_meaning(term, match["list"] + paper.body[match.end() : stop]) for term in terms)
            found.append(DeclaredScale(terms, first, stop, meanings))
    return found


def _meaning(term: str, text: str) -> str:
    match = re.search(rf"{re.escape(term)}[”\"»」]?\s*[(（]([^()（）]{{3,160}})[)）]", text) or re.search(
        # "Высокая — официальная статистика; Низкая — блоги"
        rf"(?<!\w){re.escape(term)}[”\"»」]?\s?[—–]{{1,2}}\s?([^,;，；。.—–]{{2,80}})",
        text,
    )
    return match[1] if match else ""


def off_the_scale(paper: Paper) -> Iterator[Finding]:
    """Find values between or beyond the declared values of a scale: "Medium–High", "Very High"."""
    distinct = list({one.terms: one for one in reversed(paper.scales)}.values())
    for scale in paper.first(distinct, _MOST_SCALES, "scales of words"):
        joined = "|".join(re.escape(term) for term in scale.terms)
        more = paper.words.source("ratings", "intensifiers")
        between = re.compile(
            rf"(?<![\w-])(?:(?:{joined})\s?[–—/-]\s?(?:to\s)?(?:{joined})|(?:{more})[\s-]?(?:{joined}))(?![\w-])"
        )
        places: list[TextPlace] = list(_terms_off(paper, scale))
        letters = all(len(term) == 1 and term.isascii() and term.isupper() for term in scale.terms)
        in_text = _letters_given(paper, scale) if letters else between.finditer(paper.body)
        for match in in_text:
            if scale.start <= match.start() < scale.end or match[0] in scale.terms or _ends_list(match[0], scale):
                continue
            places.append(paper.exact(match.start(), match.end()))
        for table in paper.tables:
            places += [place for place in _cells_off(paper, table, scale) if place not in places]
        if places:
            values = ", ".join(dict.fromkeys(f"“{place.text}”" for place in places))
            yield finding(
                "A701", "error", "scale_violation", 0.85,
                f"The scale is declared as {', '.join(scale.terms)}; {values} is not on it.",
                "rate on the declared scale, or declare the value and its rule",
                [paper.exact(scale.start, scale.end), *places],
            )  # fmt: skip


_USUAL_TERMS = (
    "Very Good|Very High|Very Low|Very Poor|Very Strong|Very Weak|High|Low|Medium|Moderate|Good|Fair|Poor|Strong|Weak"
    "|Excellent|Adequate|Inadequate|Satisfactory|Unsatisfactory|Critical|Severe|Sufficient|Insufficient|Outstanding"
    "|Average"
)
_RATED = re.compile(
    rf"\b(?:rated|graded|marked|classed|scored|judged)\s(?:as\s)?[“\"]?(?P<term>{_USUAL_TERMS})(?![\w-]|\s[A-Z])"
)


def _terms_off(paper: Paper, scale: DeclaredScale) -> Iterator[TextPlace]:
    """Give the usual terms of ratings with which something is rated and that the one scale of words lacks."""
    if paper.language != "en" or len({one.terms for one in paper.scales}) != 1:
        return
    if not all(term[:1].isupper() and len(term) > 2 for term in scale.terms):
        return
    for match in _RATED.finditer(paper.body):
        if match["term"] not in scale.terms and not scale.start <= match.start() < scale.end:
            yield paper.exact(match.start("term"), match.end("term"))


def _letters_given(paper: Paper, scale: DeclaredScale) -> Iterator[re.Match[str]]:
    """Give the places at which a letter is given as a grade that the scale of letters lacks."""
    given = re.compile(rf"(?<![^\W\d_])(?:{paper.words.source('ratings', 'graded')})\s?(?P<letter>[A-H])(?![\w-])")
    return (match for match in given.finditer(paper.body) if match["letter"] not in scale.terms)


def _ends_list(text: str, scale: DeclaredScale) -> bool:
    """Say whether a pair is only the scale itself, from its first to its last value."""
    return (
        bool(re.fullmatch(rf"{re.escape(scale.terms[0])}\s?[–—-]\s?{re.escape(scale.terms[-1])}", text))
        and len(scale.terms) > 2
    )


def _cells_off(paper: Paper, table: object, scale: DeclaredScale) -> Iterator[TextPlace]:
    from kelisim.audit.structure import Table

    assert isinstance(table, Table)
    known = {term.lower() for term in scale.terms}
    for column, head in enumerate(table.header):
        if not paper.words.has("ratings", "noun", head.text):
            continue
        cells = [row[column] for row in table.rows[1:] if column < len(row) and row[column].text]
        on = sum(cell.text.lower().strip('*“”"«» ') in known for cell in cells)
        if on * 2 < len(cells):
            continue
        for cell in cells:
            if cell.text.lower().strip('*“”"«» ') not in known and not paper.words.has(
                "promises", "empty_cell", cell.text
            ):
                yield paper.exact(cell.start, cell.end)


def beyond_the_points(paper: Paper) -> Iterator[Finding]:
    """Find scores outside a declared scale of points: "from 1 to 5", and a 6 given."""
    own = paper.words
    declared = re.compile(
        own.tables["ratings"].get("declared")
        or rf"(?:{own.source('ratings', 'scale')})\s*(?P<low>[-−]?\d{{1,3}})(?:\s?\([^()]{{0,40}}\))?\s?"
        rf"(?:{own.source('ratings', 'to')})\s?(?P<high>\d{{1,3}})",
        re.IGNORECASE,
    )
    scales = list(declared.finditer(paper.body))
    if not scales and "top" in own.tables["ratings"]:
        # "满分为100分", "5 балдық шкала": told by its top.
        tops = list(re.compile(own.source("ratings", "top"), re.IGNORECASE).finditer(paper.body))
        scales = tops[:1] if len({top["high"] or top["high2"] for top in tops}) == 1 else []
    if len(scales) != 1:
        return
    told_top = "low" not in scales[0].groupdict()
    low = 0 if told_top else int(scales[0]["low"].replace("−", "-"))
    high = int(scales[0]["high"] or scales[0]["high2"])
    if not -20 <= low < high <= 100:
        return
    score = re.compile(
        rf"(?:{own.source('ratings', 'score')})\s*(?:(?:of|was|is|:|=|составил\w*|为"
        rf"|得分)\s*)?(?P<value>\d{{1,3}}(?:[.,]\d+)?)(?![\d%.,]*\d|\s?%|\s?(?:{own.source('ratings', 'not_points')}))",
        re.IGNORECASE,
    )
    # "The newspapers got 0 points" gives the score before its word.
    points = re.compile(
        rf"(?<![\d.,–—-])(?P<value>\d{{1,3}}(?:[.,]\d+)?)\s?(?:{own.source('ratings', 'points')})(?![^\W\d_]|\s?%)",
        re.IGNORECASE,
    )
    for place in _cells_beyond(paper, low, high):
        yield finding(
            "A702", "error", "scale_violation", 0.75,
            f"The scale runs from {low} to {high}; {place.text} is not on it.",
            "correct the score, or name the other scale it is on",
            (paper.place(scales[0].start(), scales[0].end()), place),
        )  # fmt: skip
    told: set[int] = set()
    means = [*_means_beside(paper, scales[0]), *_means_apart(paper, scales[0])] if own.language == "en" else []
    for match in [*score.finditer(paper.body), *(points.finditer(paper.body) if own.language != "en" else means)]:
        value = float(match["value"].replace(",", ".").replace("−", "-"))
        if scales[0].start() <= match.start() <= scales[0].end() or low <= value <= high or value > 1000:
            continue
        if match.start("value") in told or not _of_rating(paper, match, own.language):
            continue
        told.add(match.start("value"))
        yield finding(
            "A702", "error", "scale_violation", 0.7,
            f"The scale runs from {low} to {high}; {match['value']} is not on it.",
            "correct the score, or name the other scale it is on",
            (paper.place(scales[0].start(), scales[0].end()), paper.place(match.start(), match.end())),
        )  # fmt: skip


_NAMED_SCALE = re.compile(
    r"(?P<name>[A-Za-z][a-z]+)\s(?P<kind>score|index|scale|rating)\s\((?:from\s|range\s)?(?P<low>[-−]?\d{1,3})\s?"
    r"(?:to|[–—-])\s?(?P<high>\d{1,3})\)"
)


def beyond_a_named_scale(paper: Paper) -> Iterator[Finding]:
    """Find a "depression score (0 to 27)" that was 28.4 on average."""
    if paper.language != "en":
        return
    for scale in _NAMED_SCALE.finditer(paper.text):
        low, high = int(scale["low"].replace("−", "-")), int(scale["high"])
        if paper.in_references(scale.start()) or low >= high:
            continue
        said = re.compile(
            rf"\b{scale['name']}\s{scale['kind']}\b(?:[^.]|\.(?=\d)){{0,120}}?\b(?:was|were|is|of|at|averaged|reached)\s"
            r"(?P<value>\d{1,3}(?:\.\d+)?)(?![\d,]*\d|\.\d|\s?%|\s?(?:points|per ?cent))",
            re.IGNORECASE,
        )
        for match in said.finditer(paper.body):
            if low <= float(match["value"]) <= high or float(match["value"]) > 2 * high:
                continue
            yield finding(
                "A702", "error", "scale_violation", 0.74,
                f"The {scale['name'].lower()} {scale['kind']} runs from {low} to {high}; {match['value']} is not "
                "on it.",
                "correct the score, or name the other scale it is on",
                (paper.place(scale.start(), scale.end()), paper.place(match.start("value"), match.end())),
            )  # fmt: skip


def _cells_beyond(paper: Paper, low: int, high: int) -> Iterator[TextPlace]:
    """Give the whole numbers beyond a scale of points in a column of ratings whose other cells are on it."""
    for table in paper.tables:
        for column, head in enumerate(table.header):
            cells = [row[column] for row in table.rows[1:] if column < len(row) and row[column].text]
            plain = [cell for cell in cells if re.fullmatch(r"\d{1,3}", cell.text)]
            if len(plain) < 3 or len(plain) < len(cells) or not paper.words.has("ratings", "noun", head.text):
                continue
            beyond = [cell for cell in plain if not low <= int(cell.text) <= high]
            if 2 * len(beyond) < len(plain):
                yield from (paper.exact(cell.start, cell.end) for cell in beyond)


def _means_beside(paper: Paper, scale: re.Match[str]) -> list[re.Match[str]]:
    """Return the means told without a unit in the paragraph that declares a scale: "the mean was 4.1"."""
    stop = paper.body.find("\n\n", scale.end())
    form = re.compile(
        r"\b(?:mean|average|median)(?:\s(?:score|rating|mark))?\s(?:was|were|is|of|stood at)\s"
        r"(?P<value>\d{1,2}(?:\.\d+)?)(?![\d%.,]*\d|\s?%)(?=\s(?:in|for|among|on|at|and|by)\s|[.,;)])"
    )
    found = form.finditer(paper.body, scale.end(), stop if stop > 0 else len(paper.body))
    high = int(scale["high"])
    # "On a scale from 1 to 5 officers gave 3.1, and those in traffic 5.3": its own sentence tells of nothing else.
    beside = list(_PLAIN_DECIMAL.finditer(paper.body, scale.end(), paper.sentence_at(scale.start())[1]))
    beside = beside if len(beside) > 1 and any(float(match["value"]) <= high for match in beside) else []
    return [
        *(match for match in found if float(match["value"]) < 30),
        *(m for m in beside if float(m["value"]) < 2 * high),
    ]


_PLAIN_DECIMAL = re.compile(
    r"(?<![\d.,$€£–-])(?P<value>\d{1,2}\.\d{1,2})(?![\d%.,]*\d|\s?%|\s(?:per ?cent|points|years|million))"
)


_BARE = (
    r"(?<![\d.,–])(?P<value>[-−]?\d{1,3}(?:\.\d+)?)(?![\d%.,]*\d|\s?%)(?=\s(?:in|for|among|on|at|and|by|to)\s|[.,;)])"
)
_MEAN = re.compile(
    rf"\b(?:mean|average|median)(?:\s(?:score|rating|mark|grade|value))?(?:\s(?:was|were|is|of|stood at))?\s{_BARE}"
)
_GIVEN = re.compile(
    r"\b(?:scores?|grades?|ratings?|marks?)\b[^.;\d]{0,60}?\b(?:averaged?|was|were|is|of|at|reached|rose from|fell from"
    r"|dropped from|improved from)\s(?=\d)"
)
_WORDS_OF_SCALES = re.compile(r"scal|point|from|rat|scor|grad|mark|assess|mean|averag")


def _means_apart(paper: Paper, scale: re.Match[str]) -> list[re.Match[str]]:
    """Return the scores told elsewhere in sentences that share a word with the one that declares the scale."""
    declared = paper.sentence_at(scale.start())
    kept = {one for one in paper.topic_at(*declared).stems if not _WORDS_OF_SCALES.match(one)}
    found: list[re.Match[str]] = []
    bare = re.compile(_BARE)
    for first, stop in paper.sentences:
        if not stop > first or first == declared[0] or paper.in_table(first) or stop - first > 600:
            continue
        if not kept & paper.topic_at(first, stop).stems:
            continue
        found += _MEAN.finditer(paper.body, first, stop)
        given = _GIVEN.search(paper.body, first, stop)
        if given is not None:
            ends = re.compile(r"[;(]|\.\s|$").search(paper.body, given.end(), stop)
            last = ends.start() + 1 if ends else stop
            found += [match for match in bare.finditer(paper.body, given.end(), last) if "." in match["value"]]
        if len(decimals := list(_DECIMAL.finditer(paper.body, first, stop))) > 1:
            low, high = (float(scale[end].replace("−", "-")) for end in ("low", "high"))
            inside = [low <= float(match["value"].replace("−", "-")) <= high for match in decimals]
            found += [match for match, fits in zip(decimals, inside, strict=True) if not fits and any(inside)]
    # A number far beyond the scale is one of something else.
    return [match for match in found if abs(float(match["value"].replace("−", "-"))) <= 2 * int(scale["high"])]


_DECIMAL = re.compile(
    r"\b(?:was|were|scored?|averaged?|to|from|of|is|at|reached|not|and|in [A-Z]\w+)\s"
    r"(?P<value>[-−]?\d{1,2}\.\d{1,2})(?![\d%])"
    r"(?=\s(?:on|in|for|among|at|and|to|by)\s|[.,;)])"
)


def _of_rating(paper: Paper, match: re.Match[str], language: str) -> bool:
    """Say whether a number before its word is a score: percentage points and points in time are none."""
    if language == "en":
        return True
    after = paper.body[match.end() : match.end() + 12]
    before = paper.body[max(0, match.start() - 12) : match.start()]
    return "百" not in after[:2] and "时" not in before and "процент" not in before
