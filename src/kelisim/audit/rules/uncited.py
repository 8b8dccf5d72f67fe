"""A16: numbers without a source in a paper that gives one for most of its numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding
from kelisim.audit.rules.citations import author_year_markers, cited_numbers
from kelisim.model.finding import Finding
from kelisim.text.sentences import paragraphs

_MARKER = re.compile(
    r"\[[\s\d,;–—、，-]{0,60}\]|[¹²³⁴-⁹]+|\[\^[^\]\s]{1,20}\]|(?<=[^\W\d_][.,;”\"])\d{1,3}(?=\s+[A-ZА-ЯЁ]|\s*$)"
)
_LEAST_SENTENCES = 6
_LEAST_CITED = 2 / 3
_MOST_SHOWN = 8


def claims_without_citation(paper: Paper) -> Iterator[Finding]:
    """Find sentences that state numbers and cite nothing, where at least two thirds of such sentences do.

    A marker later in the same paragraph covers the sentences before it, one in the sentence before covers the next.
    Summaries, conclusions, methods and what the paper itself measured need no citation.
    """
    marks = _marks(paper)
    if len(marks) < 3 or not paper.references:
        return
    spans = paragraphs(paper.body)
    starts = [start for start, _ in spans]
    cited, bare = 0, []
    for sentence in dict.fromkeys(one.claim.sentence for one in paper.statements):
        if not _needs_source(paper, sentence):
            continue
        index = max(0, bisect_left(starts, sentence[0] + 1) - 1)
        before = paper.sentences[max(0, paper.sentence_index(sentence[0]) - 1)]
        first = max(before[0], spans[index][0])
        if bisect_left(marks, first) < bisect_left(marks, max(spans[index][1], sentence[1]) + 6):
            cited += 1
        else:
            bare.append(sentence)
    total = cited + len(bare)
    if bare and total >= _LEAST_SENTENCES and cited >= _LEAST_CITED * total:
        yield finding(
            "A1606", "note", "citation_problem", 0.55 if cited < 0.8 * total else 0.65,
            f"{len(bare)} of {total} sentences that state numbers cite{'s' if len(bare) == 1 else ''} nothing, and "
            f"neither does the passage around.",
            "name the source of each, or say that it is the paper's own",
            [paper.exact(*sentence) for sentence in bare[:_MOST_SHOWN]],
        )  # fmt: skip


def _marks(paper: Paper) -> list[int]:
    if len(cited_numbers(paper)) >= 3 or len(re.findall(r"\[[\s,;–-]{0,60}\]", paper.body)) >= 5:
        return [match.start() for match in _MARKER.finditer(paper.body)]
    found = {match.start() for match in author_year_markers(paper)}
    found |= {match.start() for match in _MARKER.finditer(paper.body)}
    return sorted(found)


def _needs_source(paper: Paper, sentence: tuple[int, int]) -> bool:
    first, stop = sentence
    own = paper.words
    told = [
        one
        for one in paper.statements_in(first)
        if one.claim.unit is not None and one.claim.kind == "quantity" and one.claim.modality != "planned"
    ]
    if not told or paper.paragraph_is_heading(first) or own.has("uncited", "own", paper.body[first:stop]):
        return False
    section = paper.section_of(first)[0]
    heads = [one.title for one in paper.headings if one.start == section]
    if not heads:
        # What stands before the first heading is title and summary.
        return not paper.headings
    return not own.has("uncited", "skip", heads[0])
