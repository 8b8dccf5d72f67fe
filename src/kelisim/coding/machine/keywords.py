"""The simplest machine coder: a unit gets a code where one of the code's keywords stands in it, in any of its forms."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from kelisim.coding.machine.corpus import Corpus
from kelisim.coding.machine.record import Proposed, Stamp, digest
from kelisim.errors import UsageError
from kelisim.text.matching import Matcher

ACTOR = "machine-keywords"
VERSION = 1


def stamp(corpus: Corpus) -> Stamp:
    """Return what the codings rest on: the keywords, the unit, and the version of the method."""
    terms = _terms(corpus)
    return Stamp("keywords", VERSION, f"codebook {corpus.data.codebook.version}", digest([VERSION, corpus.unit, terms]))


def code(corpus: Corpus) -> list[Proposed]:
    """Return the codings that the codebook's keywords make, one a unit and code, with the keywords found as grounds.

    Each document is searched for the keywords of its language; one in a language that has no keywords is searched for
    all. A keyword counts for the unit in which it begins. Raises ``UsageError`` where no code has a keyword.
    """
    terms = _terms(corpus)
    if not terms:
        raise UsageError(
            "no code has keywords", "give codes of codebook.toml a table [codes.keywords], such as en = […]"
        )
    matcher = Matcher(terms)
    languages = {language for keywords in terms.values() for language in keywords}
    proposed = []
    spans: dict[str, list[tuple[int, int]]] = {name: [] for name in corpus.documents}
    for unit in corpus.units:
        spans[unit.document].append((unit.start, unit.end))
    for name, document in corpus.documents.items():
        language = document.language if document.language in languages else ""
        for (position, code), found in _by_unit(matcher, document.text, language, spans[name]).items():
            start, end = spans[name][position]
            proposed.append(Proposed(name, start, end, code, {"keywords": found}))
    return proposed


def _by_unit(
    matcher: Matcher, text: str, language: str, spans: Sequence[tuple[int, int]]
) -> Mapping[tuple[int, str], list[str]]:
    starts = [start for start, _ in spans]
    found: dict[tuple[int, str], list[str]] = {}
    for match in matcher.find(text, language):
        position = bisect_right(starts, match.start) - 1
        terms = found.setdefault((position, match.code), [])
        if match.term not in terms:
            terms.append(match.term)
    return found


def _terms(corpus: Corpus) -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        code.id: {language: words for language, words in code.keywords.items() if words}
        for code in corpus.data.codebook.codes
        if any(code.keywords.values())
    }
