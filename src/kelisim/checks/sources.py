"""S: the register of sources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from kelisim.checks.places import SOURCES, at_source, in_study
from kelisim.checks.registry import Rule, rule
from kelisim.checks.use import used_sources
from kelisim.model.finding import Finding, Severity
from kelisim.model.period import Period
from kelisim.model.results import Results
from kelisim.model.source import Source
from kelisim.model.study import StudyData
from kelisim.stages.collect import provenance_roots

_FEW = 0.25
# What reading leaves out on purpose, or changes without losing a word.
_NO_LOSS = ("line ends ", "navigation and other frame text ")


# A front page may be kept under the name of its language or under the usual name of an index.
_FRONT = re.compile(
    r"/?(?:(?:en|ru|zh|kk|kz|cn|uz|ky|tg|de|fr|es|pt|it|ar|tr|ja|ko|uk|pl)(?:[-_][a-z]{2,4})?/?)?"
    r"(?:(?:index|default|home)\.(?:html?|php|aspx?|jsp))?",
    re.IGNORECASE,
)


def _split(url: str) -> SplitResult:
    return urlsplit(url if "://" in url else f"//{url}")


def _route(parts: SplitResult) -> str:
    """Return the part of an address after # where it names a document, as sites drawn by a script do."""
    return parts.fragment if parts.fragment.startswith(("/", "!")) else ""


def _bare(url: str) -> bool:
    parts = _split(url)
    return bool(parts.netloc) and _FRONT.fullmatch(parts.path) is not None and not (parts.query or _route(parts))


def _same_document(url: str) -> str:
    """Return an address without what does not change the document: scheme, www., case of the host, mark within it."""
    parts = _split(url)
    host = parts.netloc.casefold().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}#{_route(parts)}"


def _same_doi(doi: str) -> str:
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", doi.strip(), flags=re.IGNORECASE).casefold()


@rule(
    "S001",
    "no address",
    "warning",
    "citation_problem",
    "A source has neither a URL nor a DOI nor a journal, volume or page by which it can be found.",
    "A reader who cannot find a source cannot follow a number to it.",
)
def no_address(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find sources without an address."""
    for source in data.sources:
        if not (source.url or source.doi or source.container or source.volume or source.pages or source.file):
            yield this.finding(
                f"{source.id} has no address", "fill in url or doi, or where it appeared", **at_source(source)
            )


@rule(
    "S002",
    "bare domain",
    "warning",
    "citation_problem",
    "A source's URL is a site's front page, not a document, and no DOI leads to it either.",
    "A front page changes daily: the URL cannot show what was read.",
)
def bare_domain(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find URLs that reach no document."""
    for source in data.sources:
        if _bare(source.url) and not source.doi:
            message = f"{source.id} gives only the front page {source.url}"
            yield this.finding(message, "give the address of the document itself", **at_source(source))


@rule(
    "S003",
    "no access date",
    "note",
    "citation_problem",
    "A web source has no date of access.",
    "Pages change; without the date nobody can look up the state that was read.",
)
def no_access_date(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find web sources without an access date."""
    for source in data.sources:
        if source.url and not source.doi and source.accessed is None:
            yield this.finding(f"{source.id} has no access date", "fill in accessed", **at_source(source))


@rule(
    "S004",
    "accessed before published",
    "error",
    "date_conflict",
    "A source was accessed before it was published.",
    "One of the two dates is wrong, or another version was read.",
)
def accessed_before_published(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find sources read before they existed."""
    for source in data.sources:
        if source.published is None or source.accessed is None:
            continue
        first, last = source.published.start, source.accessed.end
        if first and last and last < first:
            message = f"{source.id} was accessed {source.accessed} but published {source.published}"
            yield this.finding(message, "check both dates against the page", **at_source(source))


@rule(
    "S005",
    "published after the window",
    "warning",
    "period_conflict",
    "A source was published after the study's window closed; a note where all that it is used for lies inside.",
    "The corpus is then not the one that the protocol describes. Figures on a year are often printed in the next.",
)
def after_window(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find sources from after the corpus window."""
    window = data.description.window
    for source in data.sources:
        if source.published and source.published.start and window.end and source.published.start > window.end:
            message = f"{source.id} was published {source.published}, after the window {window}"
            told = _told(data, source.id)
            looks_back = bool(told) and all(window.contains(period) for period in told)
            hint = "widen the window in study.toml or leave the source out"
            if looks_back:
                message += "; what it is used for lies inside"
            severity: Severity | None = "note" if looks_back else None
            yield this.finding(message, hint, severity=severity, **at_source(source))


def _told(data: StudyData, source: str) -> list[Period]:
    """Return the periods that a source is used to speak of."""
    claims = [claim.period for claim in data.claims if source in (claim.source, claim.document, *claim.citations)]
    events = [event.period for event in data.events if source in (event.document, *event.sources)]
    observed = [seen.period for one in data.series if one.source == source for seen in one.observations]
    return [period for period in (*claims, *events, *observed) if period is not None]


@rule(
    "S006",
    "the same source twice",
    "warning",
    "citation_problem",
    "Two rows of the register have the same document address, DOI or title and publisher; a note where they share "
    "their lineage.",
    "What is one source would count as two.",
)
def same_source(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find sources that stand in the register twice."""
    first: dict[tuple[str, str], Source] = {}
    roots = {name: frozenset(heads) for name, heads in provenance_roots(data.sources).items()}
    for source in data.sources:
        keys = [("title", f"{source.title}|{source.publisher}|{source.published}".casefold())]
        if source.url and not _bare(source.url):
            keys.append(("address", _same_document(source.url)))
        if source.doi:
            keys.append(("DOI", _same_doi(source.doi)))
        for kind, key in keys:
            other = first.setdefault((kind, key), source)
            if other is not source:
                message = f"{source.id} has the same {kind} as {other.id} (line {other.row})"
                hint = "merge the two rows, or name one as the other's lineage"
                severity: Severity | None = None
                if not roots[other.id].isdisjoint(roots[source.id]):
                    message += "; their common lineage keeps them from counting twice"
                    hint, severity = "merge the two rows, unless they are two states of one page", "note"
                yield this.finding(message, hint, severity=severity, **at_source(source))
                break


@rule(
    "S007",
    "never used",
    "note",
    "citation_problem",
    "A source of the register is used by no claim, event, series, coding, phase, cell or recommendation.",
    "A reference that supports nothing pads the list.",
)
def never_used(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find sources that nothing rests on."""
    used = used_sources(data, results)
    for source in data.sources:
        if source.id not in used:
            yield this.finding(
                f"{source.id} is used nowhere", "tie it to what it supports, or remove it", **at_source(source)
            )


@rule(
    "S008",
    "screened out yet used",
    "error",
    "citation_problem",
    "A source that the protocol screens out is used as evidence.",
    "Evidence that fails the study's own eligibility cannot carry a claim.",
)
def screened_out(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find evidence that failed eligibility."""
    used = used_sources(data, results)
    for source, decision in zip(data.sources, results.screen.decisions, strict=True):
        if not decision.included and decision.clause != "duplicate" and source.id in used:
            message = f"{source.id} is used but screened out: {decision.reason}"
            yield this.finding(
                message, "record what makes it eligible (reports, lineage), or do not use it", **at_source(source)
            )


@rule(
    "S009",
    "unrated",
    "warning",
    "scale_violation",
    "No rule of the protocol rates a source, and no person has.",
    "The credibility scale then does not cover the corpus.",
)
def unrated(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find sources without a rating."""
    if not data.protocol.credibility:
        # One missing rule is one finding, however many sources there are.
        count = sum(not rating.rating for rating in results.rate.ratings)
        if count:
            message = f"no rule of credibility is declared; {count} of {len(data.sources)} sources have no rating"
            place = in_study(data, "protocol credibility")
            yield this.finding(message, "add [[protocol.credibility.rules]]", **place)
        return
    for source, rating in zip(data.sources, results.rate.ratings, strict=True):
        if not rating.rating:
            hint = "add a rule for this kind to [protocol.credibility], or rate the source with a reason"
            yield this.finding(f"{source.id} has no rating: {rating.reason}", hint, **at_source(source))


@rule(
    "S010",
    "one-sided corpus",
    "warning",
    "non_independence",
    "The sources of one of the study's places are under a quarter as many as those of another.",
    "A comparison of perspectives needs both to speak.",
)
def one_sided(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find a corpus that hears one side."""
    included = {decision.source for decision in results.screen.decisions if decision.included}
    count = Counter(source.perspective for source in data.sources if source.id in included)
    sides = [(count[place], place) for place in data.description.places]
    if len(sides) < 2 or not any(number for number, _ in sides):
        return
    (few, rare), (many, common) = min(sides), max(sides)
    if few < _FEW * many:
        message = f"of the included sources {many} speak for {common} and {few} for {rare}"
        yield this.finding(
            message, f"collect sources from {rare}, or say why so few", file=SOURCES, about=(rare, common)
        )


@rule(
    "S011",
    "near-duplicate texts",
    "warning",
    "non_independence",
    "Two documents are nearly the same text, and neither is named as the other's lineage.",
    "A wire and its reprint are one source.",
)
def near_duplicates(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find reprints that pass for sources of their own."""
    by_id = {source.id: source for source in data.sources}
    roots = provenance_roots(data.sources)
    for first, second, similarity in results.collect.duplicates:
        if set(roots[first]).isdisjoint(roots[second]):
            source = by_id[second]
            message = f"the texts of {first} and {second} share {similarity:.0%} of their word sequences"
            yield this.finding(message, "name the original in the other's lineage", **at_source(source))


@rule(
    "S012",
    "read with losses",
    "note",
    "citation_problem",
    "Reading a collected file could not carry everything over.",
    "What was not read cannot be coded or quoted.",
)
def read_with_losses(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find documents whose reading gave warnings."""
    for document in results.collect.documents:
        for warning in document.warnings:
            if warning.startswith(_NO_LOSS):
                continue
            hint = "look at the file; keep a better copy if there is one"
            yield this.finding(f"{document.source}: {warning}", hint, file=document.file, about=(document.source,))


@rule(
    "S013",
    "no eligibility",
    "warning",
    "undefined_reference",
    "The protocol declares no clause of eligibility.",
    "Without a rule every source is in, and the selection cannot be repeated.",
)
def no_eligibility(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find a protocol without eligibility."""
    if data.sources and not data.protocol.eligibility:
        yield this.finding(
            "no clause of eligibility is declared", "add [[protocol.eligibility]]", **in_study(data, "protocol")
        )
