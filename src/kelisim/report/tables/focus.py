"""The kinds of material that a study draws on, and what they were read for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import emphasis, joined, words
from kelisim.report.tables.build import column, names, table
from kelisim.report.tree import Inlines, Table

_ISSUERS = 4
_PURPOSES = 3


def focus(context: Context) -> Table:
    """Return the kinds of material with issuers, perspectives, languages and what their documents are coded for."""
    groups: dict[str, list[str]] = {}
    for one in context.data.sources:
        groups.setdefault(one.category or f"{one.publisher_kind}, no category", []).append(one.id)
    coded: dict[str, Counter[str]] = {}
    for coding in context.results.code.codings:
        coded.setdefault(coding.passage.source, Counter())[coding.code] += 1
    rows, records = [], []
    for category, ids in groups.items():
        members = [context.sources[identifier] for identifier in ids]
        publishers = Counter(one.publisher for one in members if one.publisher)
        perspectives = Counter(one.perspective or "not stated" for one in members)
        languages = Counter(one.language for one in members)
        purposes: Counter[str] = Counter()
        for identifier in ids:
            purposes.update(coded.get(identifier, Counter()))
        documents = sum(identifier in coded for identifier in ids)
        carried = sum(len(context.citing.get(identifier, ())) for identifier in ids)
        rows.append(
            (
                _first_capital(category),
                show.number(len(ids)),
                _issuers(publishers),
                _tally({show.place(name): n for name, n in perspectives.items()}),
                _tally({show.language(code) if code else "not stated": n for code, n in languages.items()}),
                _purpose(context, purposes, documents),
                show.number(carried) if carried else show.NOT_REPORTED,
            )
        )
        records.append(
            (
                category,
                len(ids),
                sum(context.decisions[i].included for i in ids if i in context.decisions),
                sum(bool(one.file) for one in members),
                [f"{name} ({n})" for name, n in publishers.most_common()],
                [f"{name} ({n})" for name, n in perspectives.most_common()],
                [f"{code or 'not stated'} ({n})" for code, n in languages.most_common()],
                [f"{code} ({n})" for code, n in purposes.most_common()],
                sum(purposes.values()),
                documents,
                carried,
                ids,
            )
        )
    return table(
        "focus",
        "Data sources and analytical focus",
        (
            column("category", "Category", 1.3),
            column("sources", "Sources", 0.7, right=True),
            column("issuers", "Issuers, most frequent first", 2),
            column("perspectives", "Perspective", 1.1),
            column("languages", "Language", 1.2),
            column("purpose", "Analytical purpose, by codings", 2),
            column("claims", "Claims citing them", 0.8, right=True),
        ),
        rows,
        names(
            "category sources included with_document issuers perspectives languages codes codings "
            "coded_documents citing_claims ids"
        ),
        records,
        notes=words(
            "Computed from the register and the codings: the purpose of a kind of material is what the coders found in "
            "its documents, with the share of all codings there. A claim counts once for each source that it cites."
        ),
    )


def _issuers(publishers: Counter[str]) -> str:
    shown = [name if n == 1 else f"{name} ({n})" for name, n in publishers.most_common(_ISSUERS)]
    rest = len(publishers) - len(shown)
    return "; ".join(shown) + (f"; {rest} more" if rest > 0 else "")


def _tally(counts: Mapping[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{name} {n}" for name, n in ordered)


def _purpose(context: Context, purposes: Counter[str], documents: int) -> Inlines:
    total = sum(purposes.values())
    if not total:
        return words(emphasis("not coded"))
    shown = [
        f"{_as_a_word(context.code_name(code))} {show.percentage(n, total)}"
        for code, n in purposes.most_common(_PURPOSES)
    ]
    return words(joined(shown, ", "), f" of {show.count(total, 'coding')} in {show.count(documents, 'document')}")


def _as_a_word(name: str) -> str:
    """Return a name as it stands inside a sentence; an abbreviation keeps its capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
