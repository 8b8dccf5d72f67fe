"""Sentences on the register: what was let in, how it is rated, and what depends on what."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from itertools import combinations

from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import Piece, joined, link, words
from kelisim.report.tree import Inlines

_LISTED = 30
_WAYS = {
    "lineage": "by re-reporting",
    "ownership": "by ownership",
    "quotation": "by quotation",
    "duplicate": "as a copy",
}
_TIES = {"lineage": "re-report", "ownership": "ownership", "quotation": "quotation", "duplicate": "near-duplicate"}


def kept(context: Context) -> Inlines:
    """Return how many sources there are, how many are kept and how many are left out."""
    decisions = context.results.screen.decisions
    total = len(context.data.sources)
    if not total:
        return words("The register holds no source yet.")
    if not decisions:
        return words("The register holds ", link("figure", "flow", show.count(total, "source")), ", none screened.")
    inside = sum(one.included for one in decisions)
    copies = sum(one.clause == "duplicate" and not one.included for one in decisions)
    outside = len(decisions) - inside - copies
    told: list[Piece] = [
        words(link("figure", "flow", show.number_or_none(inside)), f" {show.verb(inside, 'is', 'are')} kept"),
        words(link("figure", "flow", show.number_or_none(outside)), f" {show.verb(outside, 'is', 'are')} left out"),
    ]
    if copies:
        many = show.verb(copies, "is a copy", "are copies")
        told.append(words(link("figure", "flow", show.number(copies)), f" {many}"))
    return words(
        "The register holds ",
        link("figure", "flow", show.count(total, "source")),
        ": ",
        joined(told, ", ", " and "),
        ".",
    )


def reasons(context: Context) -> Inlines:
    """Return why sources are left out, and which ones."""
    out = [one for one in context.results.screen.decisions if not one.included]
    if not out:
        return ()
    by_reason: dict[str, list[str]] = {}
    for one in out:
        by = "" if one.by == "rule" else f" (decided by {one.by})"
        by_reason.setdefault(f"{one.reason}{by}", []).append(one.source)
    parts = [
        words(f"{reason}: ", context.to_all(ids, at_most=_LISTED, separator=", "))
        for reason, ids in sorted(by_reason.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]
    return words("Left out are, with the reason: ", joined(parts), ".")


def clauses(context: Context) -> Inlines:
    """Return by which clause sources were kept."""
    counts = Counter(one.clause or "no clause" for one in context.results.screen.decisions if one.included)
    if not counts:
        return ()
    order = [rule.id for rule in context.data.protocol.eligibility]
    known = sorted(counts, key=lambda one: (order.index(one) if one in order else len(order), one))
    parts = [f"{show.number(counts[one])} by {'clause ' if one in order else ''}{one}" for one in known]
    return words(f"Kept are {show.listed(parts)}; the first clause that a source satisfies counts.")


def ratings(context: Context) -> Inlines:
    """Return how many sources hold each rating."""
    found = context.results.rate.ratings
    if not found:
        return ()
    counts = Counter(one.rating for one in found)
    scale = [value for value in reversed(context.data.protocol.scale.values) if counts[value]]
    parts = [f"{show.number(counts[value])} {show.verb(counts[value], 'is', 'are')} {value}" for value in scale]
    sentence = f"By the protocol's rule {show.listed(parts)}" if parts else "No source is rated"
    unrated = counts[""]
    by_person = sum(one.by != "rule" for one in found)
    tail = f"; {show.count(unrated, 'source')} {show.verb(unrated, 'fits', 'fit')} no rule" if unrated else ""
    if by_person:
        told = show.verb(by_person, "is a person's, with its reason", "are persons', with their reasons")
        tail += f"; {show.count(by_person, 'rating')} {told}"
    return words(f"{sentence}{tail}.")


def provenance(context: Context) -> Inlines:
    """Return how many sources go back to others, in which ways, and how many origins remain."""
    roots = context.results.collect.roots
    ids = [one.id for one in context.data.sources]
    if not ids:
        return ()
    dependent = [one for one in ids if tuple(roots.get(one, (one,))) != (one,)]
    origins = {root for one in ids for root in roots.get(one, (one,))}
    if not dependent:
        return words("No source is recorded as re-reporting another, so each counts as an origin of its own.")
    n = len(dependent)
    kinds = {one.relation for one in context.results.collect.ties if one.start in dependent}
    if kinds <= {"lineage"}:
        told = show.verb(n, "re-reports what another published", "re-report what another published")
    else:
        ways = show.listed([word for kind, word in _WAYS.items() if kind in kinds], "or")
        told = f"{show.verb(n, 'goes', 'go')} back to another or to an owner ({ways})"
    return words(
        f"Of the sources, {show.number(n)} {told}, so that {show.count(len(origins), 'origin')} "
        f"{show.verb(len(origins), 'stands', 'stand')} behind "
        f"{show.count(len(ids), 'source')}; agreement within one origin is not counted as confirmation."
    )


def joined_by(context: Context) -> Inlines:
    """Return how many ties of each kind there are, and how many pairs of sources they join."""
    ties = context.results.collect.ties
    if not ties:
        return ()
    counts: Counter[str] = Counter(one.relation for one in ties)
    told = [
        show.count(n // (2 if relation == "duplicate" else 1), word)
        for relation, word in _TIES.items()
        if (n := counts[relation])
    ]
    roots = context.results.collect.roots
    n = _pairs_sharing([frozenset(roots.get(one.id, (one.id,))) for one in context.data.sources])
    all_pairs = math.comb(len(context.data.sources), 2)
    return words(
        "What is known to tie ",
        link("figure", "independence", "the sources") if n else "the sources",
        f" to each other and to their owners: {show.listed(told)}. By these ties {show.number_or_none(n)} of "
        f"{show.count(all_pairs, 'pair')} of sources {show.verb(n, 'counts', 'count')} as one witness each.",
    )


def _pairs_sharing(roots: Iterable[frozenset[str]]) -> int:
    """Return how many pairs have a root in common; members with the same roots are counted together."""
    groups = Counter(filter(None, roots))
    by_root: dict[str, list[frozenset[str]]] = {}
    for group in groups:
        for root in group:
            by_root.setdefault(root, []).append(group)
    within = sum(math.comb(n, 2) for n in groups.values())
    between = {frozenset(pair) for those in by_root.values() for pair in combinations(those, 2)}
    return within + sum(math.prod(groups[one] for one in pair) for pair in between)


def documents(context: Context) -> Inlines:
    """Return how many texts there are, of which kinds and languages."""
    found = context.results.collect.documents
    if not found:
        return words("No source has its text in the study.")
    kinds = Counter(context.sources[one.source].text_kind or "text" for one in found if one.source in context.sources)
    languages = Counter(one.language for one in found)
    told = show.listed([show.count(n, kind) for kind, n in kinds.most_common()])
    spoken = show.listed([f"{show.language(code)} {n}" for code, n in languages.most_common()])
    twins = len(context.results.collect.duplicates)
    pairs = f" Nearly the same {show.verb(twins, 'is', 'are')} {show.count(twins, 'pair')} of texts." if twins else ""
    return words(f"The study holds the text of {show.count(len(found), 'source')} ({told}; {spoken}).{pairs}")


def series(context: Context) -> Inlines:
    """Return how many series there are to check against, and their vintages."""
    found = context.data.series
    if not found:
        return words("The study holds no statistical series, so claims can be held only against each other.")
    providers = list(dict.fromkeys(one.provider for one in found))
    older = sum(bool(one.supersedes) for one in found)
    kept_too = show.verb(
        older, "An older vintage is kept beside the newer one.", "Older vintages are kept beside the newer."
    )
    n = len(found)
    return words(
        f"At hand {show.verb(n, 'is', 'are')} ",
        link("table", "series", f"{show.number(n)} statistical series"),
        f" from {show.count(len(providers), 'provider')}, each with its query, vintage and hash.",
        f" {kept_too}" if older else "",
    )
