"""Sentences on claims, verdicts and the cross-check rule."""

from __future__ import annotations

from collections import Counter

from kelisim.model.claim import Claim
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import Piece, joined, link, words
from kelisim.report.tree import Inlines

_TOLD = {
    "corroborated": ("is corroborated by something independent", "are corroborated by something independent"),
    "compatible": ("agrees with what is too wide to confirm it", "agree with what is too wide to confirm them"),
    "dependent": ("agrees only within its own provenance", "agree only within their own provenance"),
    "not comparable": (
        "meets only values of another period, place or unit",
        "meet only values of another period, place or unit",
    ),
    "contradicted": ("is contradicted", "are contradicted"),
    "unchecked": (
        "has nothing beside it that speaks of the same thing",
        "have nothing beside them that speaks of the same thing",
    ),
}


def counted(context: Context) -> Inlines:
    """Return how many claims there are and how many state a number."""
    found = list(context.claims.values())
    if not found:
        return words("No claim is recorded yet.")
    numbers = sum(one.quantitative for one in found)
    quoted = sum(one.passage is not None for one in found)
    waiting = sum(not one.claim for one in context.results.claim.candidates)
    tail = ""
    if waiting:
        wait = show.verb(
            waiting, "waits for a person to confirm or reject it", "wait for a person to confirm or reject them"
        )
        tail = f" In the documents {show.count(waiting, 'further quantity', 'further quantities')} {wait}."
    return words(
        "The study records ",
        link("figure", "verdicts", show.count(len(found), "claim")),
        f", {_parted(numbers, len(found))}; "
        f"{_share(quoted, len(found))} {show.verb(quoted, 'is', 'are')} tied to a quoted passage.{tail}",
    )


def _parted(numbers: int, total: int) -> str:
    if numbers in (0, total):
        told = "with a number" if numbers else "without a number"
        return f"all {told}" if total > 1 else told
    return f"{show.number(numbers)} with a number and {show.number(total - numbers)} without"


def _share(part: int, total: int) -> str:
    return "all" if part == total > 1 else show.number_or_none(part)


def unscanned(context: Context) -> Inlines:
    """Return the documents in which no quantities could be looked for, for want of a lexicon of their language."""
    found = context.results.claim.unscanned
    if not found:
        return ()
    languages = show.listed(list(dict.fromkeys(show.language(language) for _, language in found)))
    return words(
        f"Not searched for quantities, for want of a lexicon of {languages}, "
        f"{show.verb(len(found), 'is the document', 'are the documents')} of ",
        context.to_all([source for source, _ in found], separator=", "),
        ".",
    )


def verdicts(context: Context) -> Inlines:
    """Return how many claims hold each verdict."""
    counts = Counter(one.verdict for one in context.results.verify.verdicts)
    if not counts:
        return ()
    parts: list[Piece] = []
    for verdict, (one, many) in _TOLD.items():
        n = counts[verdict]
        if n:
            # What is contradicted can be read in full; the rest is in the chart.
            target = link("table", "contradictions", show.number(n)) if verdict == "contradicted" else None
            parts.append(words(target or link("figure", "verdicts", show.number(n)), f" {show.verb(n, one, many)}"))
    return words("Of the claims, ", joined(parts, ", ", " and "), ".")


def bound(context: Context) -> list[Claim]:
    """Return the claims that the protocol binds to a cross-check."""
    sections = context.data.protocol.cross_check.sections
    return [one for one in context.claims.values() if one.quantitative and (not sections or one.section in sections)]


def cross_check(context: Context) -> Inlines:
    """Return how far the study keeps its own cross-check rule."""
    claims = bound(context)
    if not claims:
        return ()
    wanted = context.data.protocol.cross_check.at_least
    met = sum(context.verdicts[one.id].n_independent >= wanted for one in claims if one.id in context.verdicts)
    sections = context.data.protocol.cross_check.sections
    where = f" in {'section' if len(sections) == 1 else 'sections'} {show.listed(sections)}" if sections else ""
    n = len(claims)
    return words(
        f"The protocol binds {show.count(n, 'quantitative claim')}{where} to at least "
        f"{show.count(wanted, 'independent check')}; ",
        link("figure", "verdicts", show.number_or_none(met)),
        f" of {'them' if n > 1 and not met else show.number(n)} {show.verb(met, 'has', 'have')} it.",
    )


def identities(context: Context) -> Inlines:
    """Return how often the declared identities could be tested, and how often they hold."""
    declared, tests = context.data.identities, context.results.verify.identities
    if not declared:
        return ()
    n, broken = len(tests), sum(one.verdict == "contradicted" for one in tests)
    if not tests:
        return words(f"For none of {show.count(len(declared), 'declared identity')} are all the parts stated together.")
    return words(
        f"{show.count(len(declared), 'declared identity').capitalize()} could be tested ",
        link("table", "identities", show.count(n, "time")),
        f"; the parts give another number than the one stated {show.count(broken, 'time')}.",
    )


def grid(context: Context) -> Inlines:
    """Return how the claims stand on the Admiralty grid."""
    found = context.results.verify.grid
    if not found:
        return ()
    counts = Counter(f"{one.letter}{one.digit}" for one in found)
    told = show.listed([f"{show.number(n)} {grade}" for grade, n in sorted(counts.items())])
    return words(
        "On the Admiralty grid, where the letter is for the source (A completely reliable to F not to be judged) and "
        f"the digit for the verdict (1 confirmed to 6 not to be judged), the quantitative claims are {told}."
    )


def qualitative(context: Context) -> Inlines:
    """Return the confidence in the qualitative findings."""
    found = context.data.qualitative
    if not found:
        return ()
    counts = Counter(one.confidence for one in found)
    told = show.listed([f"{level} in {show.number(n)}" for level, n in counts.items()])
    return words(
        f"Confidence in the {show.count(len(found), 'qualitative finding')}, by GRADE-CERQual: {told} (",
        context.label("table", "cerqual"),
        ").",
    )


def matrix(context: Context) -> Inlines:
    """Return what the Data Reliability Matrix shows, and where printed ratings differ from the rule."""
    rows = context.results.verify.matrix
    if not rows:
        return ()
    counts = Counter(row.verdict for row in rows)
    told = show.listed([f"{show.number(n)} {verdict}" for verdict, n in counts.most_common()])
    without = sum(not row.cross_check for row in rows)
    printed = [row for row in rows if row.reported_rating]
    differing = [row for row in printed if row.reported_rating != row.rating]
    pieces: list[Piece] = [
        context.label("table", "reliability_matrix"),
        f" holds {show.count(len(rows), 'row')}: {told}.",
    ]
    if without:
        pieces.append(f" No cross-check is named in {show.count(without, 'row')}.")
    if differing:
        pieces.append(
            f" Of {show.count(len(printed), 'rating')} printed in the paper under review, "
            f"{show.number(len(differing))} {show.verb(len(differing), 'differs', 'differ')} from what the protocol's "
            "rule gives."
        )
    return words(*pieces)
