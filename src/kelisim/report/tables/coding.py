"""The codebook, what was coded, and how far the coders agree."""

from __future__ import annotations

from collections.abc import Sequence

from kelisim.model.results import AgreementRow
from kelisim.model.written import plural
from kelisim.report import format as show
from kelisim.report import statistics
from kelisim.report.context import Context
from kelisim.report.inlines import words
from kelisim.report.tables.build import column, names, table
from kelisim.report.tree import Inlines, Table

_AGREEMENT = names(
    "by key coefficient value standard_error low high interval confidence n_units "
    "unit_of_analysis n_documents n_coders unit level uncoded prevalence bias why"
)


def codebook(context: Context) -> Table:
    """Return the codes with definition, inclusion, exclusion and the themes that they feed."""
    themes: dict[str, list[str]] = {}
    for theme in context.data.codebook.themes:
        for code in theme.codes:
            themes.setdefault(code, []).append(theme.name)
    codes = context.data.codebook.codes
    return table(
        "codebook",
        "Codebook",
        (
            column("name", "Code"),
            column("definition", "Definition", 2),
            column("inclusion", "Includes", 2),
            column("exclusion", "Excludes", 2),
            column("themes", "Themes", 1.2),
        ),
        ((one.name, one.definition, one.inclusion, one.exclusion, "; ".join(themes.get(one.id, ()))) for one in codes),
        names("id name definition inclusion exclusion examples parent themes keywords version level"),
        (
            (
                one.id,
                one.name,
                one.definition,
                one.inclusion,
                one.exclusion,
                one.examples,
                one.parent,
                themes.get(one.id, []),
                [f"{language}: {', '.join(keys)}" for language, keys in sorted(one.keywords.items())],
                context.data.codebook.version,
                context.data.codebook.level,
            )
            for one in codes
        ),
    )


def agreement(context: Context) -> Table:
    """Return every agreement row; print holds those over all codes, by code, pair and round, with n and interval."""
    return _coefficients(context, "agreement", "Agreement between coders", context.results.code.agreement)


def settled(context: Context) -> Table:
    """Return the agreement once adjudicated decisions replace the coders' own, and of each coder with that layer."""
    title = "Agreement after adjudication, and of each coder with the adjudicated layer"
    return _coefficients(context, "agreement_settled", title, context.results.code.settled)


def _coefficients(context: Context, identifier: str, title: str, rows: Sequence[AgreementRow]) -> Table:
    return table(
        identifier,
        title,
        (
            column("key", "Compared", 2),
            column("coefficient", "Coefficient", 1.6),
            column("value", "Value", 0.9, right=True),
            column("interval", "Interval", 1.2, right=True),
            column("n", "n, unit of analysis", 1.9),
            column("documents", "Documents", 1, right=True),
            column("coders", "Coders", 0.7, right=True),
        ),
        (_agreement_cells(context, row) for row in rows if row.by != "document"),
        _AGREEMENT,
        (
            (
                row.by,
                row.key,
                row.coefficient,
                row.value,
                row.standard_error,
                row.low,
                row.high,
                row.interval,
                row.confidence,
                row.n_units,
                statistics.unit_of_analysis(row),
                row.n_documents,
                row.n_coders,
                row.unit,
                row.level,
                row.uncoded,
                row.prevalence,
                row.bias,
                row.why,
            )
            for row in rows
        ),
        notes=agreement_notes(context, rows),
    )


def _agreement_cells(context: Context, row: AgreementRow) -> tuple[str, ...]:
    name = context.code_name(row.key) if row.by == "code" else row.key[:1].upper() + row.key[1:]
    unit = statistics.unit_of_analysis(row)
    return (
        name,
        statistics.coefficient(row.coefficient),
        "undefined" if row.value is None else show.fixed(row.value),
        "none" if row.low is None or row.high is None else show.bounds(row.low, row.high, digits=2),
        f"{show.number(row.n_units)} {unit if row.n_units == 1 else plural(unit)}",
        show.number(row.n_documents),
        show.number(row.n_coders),
    )


def agreement_notes(context: Context, rows: Sequence[AgreementRow]) -> Inlines:
    """Return how the intervals were made, why values are missing, and what demonstration codings can show."""
    if not rows:
        return ()
    sentences = []
    made = sorted({row.interval for row in rows if row.interval != "none" and row.by != "document"})
    if made:
        levels = show.listed([f"{100 * one:g}%" for one in sorted({row.confidence for row in rows})])
        sentences.append(f"Intervals: {levels}, {show.listed(made)}.")
    kinds = {row.uncoded for row in rows}
    if len(kinds) == 1:
        counted = "is counted as agreement" if kinds.pop() else "is left out"
        sentences.append(f"Text that nobody coded {counted}.")
    else:
        sentences.append("Rows differ in whether text that nobody coded counts; the file tells which.")
    why = dict.fromkeys(row.why for row in rows if row.why and row.by != "document")
    sentences.extend(f"{one[:1].upper()}{one[1:]}." for one in why)
    if context.results.code.demonstration:
        sentences.append("The codings were made to demonstrate the procedure and are not those of a reviewed paper.")
    return words(" ".join(sentences))


def confusion(context: Context) -> Table:
    """Return, for each code, the units on which two coders did the same or not."""
    rows = context.results.code.confusion
    cells: dict[str, dict[tuple[str, str], int]] = {}
    for code, first, second, n in rows:
        cells.setdefault(code, {})[(first, second)] = n
    names = context.data.protocol.coding.coders
    one, other = names if len(names) == 2 else ("first coder", "second coder")
    order = (
        ("applied", "applied"),
        ("applied", "not applied"),
        ("not applied", "applied"),
        ("not applied", "not applied"),
    )
    unit = plural(context.data.protocol.coding.unit)
    return table(
        "confusion",
        "Where two coders agree and where they differ",
        (
            column("code", "Code", 2),
            column("both", "Both", right=True),
            column("first", f"Only {one}", right=True),
            column("second", f"Only {other}", right=True),
            column("neither", "Neither", right=True),
        ),
        (
            (context.code_name(code), *(show.number(found.get(key, 0)) for key in order))
            for code, found in cells.items()
        ),
        ("code", "first_coder", "second_coder", "n"),
        rows,
        notes=words(f"Counts of {unit} in the documents that both coders worked through.") if rows else (),
    )


def codings(context: Context) -> Table:
    """Return how often each coder applied each code."""
    counts = context.results.code.counts
    coders = list(dict.fromkeys(coder for _, coder, _ in counts))
    found: dict[str, dict[str, int]] = {}
    for code, coder, n in counts:
        found.setdefault(code, {})[coder] = n
    return table(
        "codings",
        "Passages coded, by code and coder",
        (column("code", "Code", 2), *(column(f"coder_{i}", coder, right=True) for i, coder in enumerate(coders, 1))),
        (
            (context.code_name(code), *(show.number(by_coder.get(coder, 0)) for coder in coders))
            for code, by_coder in found.items()
        ),
        ("code", "coder", "n"),
        counts,
    )
