"""Dangling references: every id that a file names must stand in the file that defines it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from kelisim.errors import Problem, StudyError, nearest
from kelisim.model.formula import parse_formula
from kelisim.model.study import StudyData
from kelisim.study.layout import Layout
from kelisim.study.toml import TomlFile

# Where what is named by an id is defined.
_DEFINED = {
    "source": "sources.csv",
    "claim": "claims.csv",
    "event": "events.csv",
    "series": "series/",
    "indicator": "[[indicators]] of study.toml",
    "code": "[[codes]] of codebook.toml",
    "phase": "[[phases]] of study.toml",
    "policy": "[[policies]] of study.toml",
}


class _Ids:
    def __init__(self, kind: str, ids: Iterable[str]) -> None:
        self.kind = kind
        self.known = dict.fromkeys(ids)

    def missing(self, named: Iterable[str]) -> list[str]:
        return [name for name in named if name and name not in self.known]


def _mend(name: str, ids: _Ids) -> str:
    near, where = nearest(name, ids.known), _DEFINED.get(ids.kind, "")
    define = f"define it in {where}" if where else "define it or mend the id"
    if not near:
        return define
    return f"{near}{' Otherwise' if near.endswith('?') else '; otherwise'} {define}" if where else near


def check_references(data: StudyData, layout: Layout, config: TomlFile, book: TomlFile) -> None:
    """Raise ``StudyError`` listing every id that is named but not defined, and every file that is not there."""
    problems: list[Problem] = []
    sources = _Ids("source", (source.id for source in data.sources))
    claims = _Ids("claim", (claim.id for claim in data.claims))
    events = _Ids("event", (event.id for event in data.events))
    series = _Ids("series", (one.id for one in data.series))
    indicators = _Ids("indicator", (one.id for one in data.indicators))
    codes = _Ids("code", (code.id for code in data.codebook.codes))
    phases = _Ids("phase", (phase.id for phase in data.phases))
    claims_or_events = _Ids("claim or event", (*claims.known, *events.known))

    def check(ids: _Ids, named: Iterable[str], file: str, line: int | None, where: str) -> None:
        for name in ids.missing(named):
            what = f"{where} names the {ids.kind} {name!r}, which is not defined"
            problems.append(Problem("reference", what, _mend(name, ids), file, line))

    table = {name: layout.table(name).name for name in ("sources", "claims", "events")}
    for source in data.sources:
        check(sources, source.lineage, table["sources"], source.row, "lineage")
        if source.file:
            _check_file(problems, layout.root, source.file, table["sources"], source.row)
    for claim in data.claims:
        file, line = table["claims"], claim.row
        check(sources, (claim.source, claim.document), file, line, f"claim {claim.id}")
        check(sources, claim.citations, file, line, f"claim {claim.id}")
        check(indicators, (claim.indicator,), file, line, f"claim {claim.id}")
    for event in data.events:
        file, line = table["events"], event.row
        check(sources, (*event.sources, event.document), file, line, f"event {event.id}")
        check(claims, event.claims, file, line, f"event {event.id}")
        check(phases, (event.phase,), file, line, f"event {event.id}")
    for one in data.series:
        check(indicators, (one.indicator,), f"series/{one.id}.toml", None, "indicator")
        check(sources, (one.source,), f"series/{one.id}.toml", None, "source")
        check(series, (one.supersedes,), f"series/{one.id}.toml", None, "supersedes")
    for theme_index, theme in enumerate(data.codebook.themes):
        check(codes, theme.codes, book.file, book.line(("themes", theme_index)), f"theme {theme.id}")
    for code_index, code in enumerate(data.codebook.codes):
        check(codes, (code.parent,), book.file, book.line(("codes", code_index)), f"code {code.id}")
    for mapping_index, mapping in enumerate(data.codebook.mappings):
        place = book.line(("mappings", mapping_index))
        later = _Ids("code", (*codes.known, *(one.old for one in data.codebook.mappings)))
        check(later, (mapping.new,), book.file, place, f"the mapping of {mapping.old!r}")
        if _goes_round(data, mapping.old):
            what = f"the mapping of {mapping.old!r} leads back to it, or stands twice"
            problems.append(Problem("mapping", what, "map each old code once, to a code of today", book.file, place))
    for rubric_index, rubric in enumerate(data.codebook.rubric):
        place = book.line(("rubric", rubric_index))
        where = f"the rubric's line on {rubric.degree} {rubric.variable}"
        check(codes, rubric.codes, book.file, place, where)
        check(events, rubric.events, book.file, place, where)
        if not (rubric.codes or rubric.triggers or rubric.events):
            hint = "name codes, triggers or events"
            problems.append(Problem("rubric", f"{where} names no evidence", hint, book.file, place))
        if rubric.words and not rubric.codes:
            hint = "name the codes whose passages the words narrow, or take the words out"
            problems.append(Problem("rubric", f"{where} has words but no codes", hint, book.file, place))
        problems.extend(_blank_words(rubric.words, where, book.file, place))
    groups = {"source": sources, "claim": claims, "event": events, "series": series, "indicator": indicators}
    groups |= {"code": codes, "phase": phases, "either": claims_or_events}
    _check_config(data, config, check, groups, problems)
    _check_ids(data, config, book, problems)
    _check_places(data, config, problems)
    if problems:
        raise StudyError(sorted(problems, key=lambda p: (p.file, p.line or 0)))


def _blank_words(words: Mapping[str, Iterable[str]], where: str, file: str, line: int | None) -> Iterable[Problem]:
    for terms in words.values():
        if any(not term.strip(" *") for term in terms):
            yield Problem("words", f"{where} has an empty word", "take it out", file, line)


def _goes_round(data: StudyData, start: str) -> bool:
    """Say whether a code is mapped twice or its mappings run in a circle."""
    if sum(mapping.old == start for mapping in data.codebook.mappings) > 1:
        return True
    onward = {mapping.old: mapping.new for mapping in data.codebook.mappings}
    code, seen = onward[start], {start}
    while code in onward and code not in seen:
        seen.add(code)
        code = onward[code]
    return code in seen


def _check_config(
    data: StudyData, config: TomlFile, check: Callable[..., None], ids: dict[str, _Ids], problems: list[Problem]
) -> None:
    def named(section: str, index: int, kind: str, names: Iterable[str], label: str) -> None:
        check(ids[kind], names, config.file, config.line((section, index)), label)

    for i, indicator in enumerate(data.indicators):
        named("indicators", i, "series", indicator.series, f"indicator {indicator.id}")
    known = {name for one in data.indicators for name in (one.id, one.id.replace("-", "_"))}
    for i, identity in enumerate(data.identities):
        formula = parse_formula(identity.formula)
        terms = [formula.left.name, *(term.name for term in formula.parts)]
        where = f"identity {identity.id}"
        check(_Ids("indicator", sorted(known)), terms, config.file, config.line(("identities", i)), where)
    for i, one in enumerate(data.qualitative):
        label = f"qualitative finding {one.id}"
        named("qualitative_findings", i, "source", one.sources, label)
        named("qualitative_findings", i, "claim", one.claims, label)
        named("qualitative_findings", i, "code", one.codes, label)
    rates = data.protocol.cross_check.rates
    check(ids["series"], rates, config.file, config.line(("protocol", "cross_check", "rates")), "rates")
    for i, phase in enumerate(data.phases):
        named("phases", i, "claim", phase.claims, f"phase {phase.id}")
        named("phases", i, "source", phase.sources, f"phase {phase.id}")
    for i, rival in enumerate(data.rivals):
        named("rival_periodisations", i, "source", (rival.source,), f"rival periodisation {rival.id}")
    for i, held in enumerate(data.periodisation.series):
        line = config.line(("periodisation", "series", i))
        label = f"periodisation series {held.id}"
        for kind, name in (("series", held.series), ("indicator", held.indicator), ("code", held.code)):
            check(ids[kind], (name,), config.file, line, label)
    for i, state in enumerate(data.governance):
        named("governance", i, "claim", state.claims, f"governance state {state.id}")
        named("governance", i, "source", state.sources, f"governance state {state.id}")
        named("governance", i, "event", state.triggers, f"governance state {state.id}")
    index = -1
    before: tuple[str, str] | None = None
    for cell in data.markers:
        if (cell.table, cell.row) != before:
            index, before = index + 1, (cell.table, cell.row)
        named("markers", index, "phase", (cell.phase,), f"marker {cell.row!r}")
        named("markers", index, "claim", cell.claims, f"marker {cell.row!r}")
        named("markers", index, "source", cell.sources, f"marker {cell.row!r}")
        named("markers", index, "series", (cell.series,), f"marker {cell.row!r}")
    for i, row in enumerate(data.matrix):
        named("reliability_matrix", i, "claim", row.claims, f"matrix row {row.id}")
        named("reliability_matrix", i, "source", (*row.sources, *row.cross_check), f"matrix row {row.id}")
    for i, policy in enumerate(data.policies):
        named("policies", i, "event", policy.events, f"policy {policy.id}")
        named("policies", i, "indicator", policy.targets, f"policy {policy.id}")
    policies = _Ids("policy", (one.id for one in data.policies))
    for i, plan in enumerate(data.estimates):
        check(policies, plan.policies, config.file, config.line(("estimates", i)), f"estimate {plan.id}")
        named("estimates", i, "indicator", (plan.indicator,), f"estimate {plan.id}")
        named("estimates", i, "claim", (*plan.inputs, plan.reported_claim), f"estimate {plan.id}")
        check(ids["series"], plan.series, config.file, config.line(("estimates", i)), f"estimate {plan.id}")
        for assumption in plan.assumptions:
            evidence = (*assumption.supported_by, *assumption.contradicted_by)
            named("estimates", i, "either", evidence, f"an assumption of estimate {plan.id}")
    for i, advice in enumerate(data.recommendations):
        named("recommendations", i, "claim", advice.claims, f"recommendation {advice.id}")
        named("recommendations", i, "code", advice.codes, f"recommendation {advice.id}")
        named("recommendations", i, "source", advice.sources, f"recommendation {advice.id}")
        named("recommendations", i, "phase", (advice.phase,), f"recommendation {advice.id}")
        named("recommendations", i, "claim", advice.against, f"recommendation {advice.id}")
        named("recommendations", i, "code", advice.against_codes, f"recommendation {advice.id}")
    for i, pair in enumerate(data.relationships):
        line = config.line(("relationships", i))
        problems.extend(_blank_words({"*": (*pair.lead, *pair.supplier)}, f"relationship {pair.id}", config.file, line))
    for i, ladder in enumerate(data.ladders):
        line = config.line(("ladders", i))
        for place, rung in enumerate(ladder.rungs):
            problems.extend(_blank_words(rung.words, f"rung {rung.id} of ladder {ladder.id}", config.file, line))
            if rung.id in {one.id for one in ladder.rungs[:place]}:
                what = f"the rung {rung.id!r} stands twice on ladder {ladder.id}"
                problems.append(Problem("duplicate-id", what, "give it an id of its own", config.file, line))
            named("ladders", i, "event", rung.events, f"rung {rung.id} of ladder {ladder.id}")
            named("ladders", i, "claim", rung.claims, f"rung {rung.id} of ladder {ladder.id}")
    for i, plan_link in enumerate(data.plans):
        named("plans", i, "either", (plan_link.plan, *plan_link.outcomes), f"the plan {plan_link.plan!r}")
    for i, count in enumerate(data.sparse_counts):
        named("sparse_counts", i, "series", (count.series,), f"sparse count {count.id}")
        named("sparse_counts", i, "indicator", (count.indicator,), f"sparse count {count.id}")
    scale = _Ids("rating", data.protocol.scale.values)
    for i, rule in enumerate(data.protocol.credibility):
        line = config.line(("protocol", "credibility", "rules", i))
        check(scale, (rule.rating,), config.file, line, "a credibility rule")
    line = config.line(("protocol", "credibility", "admiralty"))
    check(scale, [rating for rating, _ in data.protocol.letters], config.file, line, "admiralty")


def _check_ids(data: StudyData, config: TomlFile, book: TomlFile, problems: list[Problem]) -> None:
    sections: tuple[tuple[str, Iterable[str]], ...] = (
        ("codes", (one.id for one in data.codebook.codes)),
        ("themes", (one.id for one in data.codebook.themes)),
        ("indicators", (one.id for one in data.indicators)),
        ("identities", (one.id for one in data.identities)),
        ("qualitative_findings", (one.id for one in data.qualitative)),
        ("phases", (one.id for one in data.phases)),
        ("governance", (one.id for one in data.governance)),
        ("reliability_matrix", (one.id for one in data.matrix)),
        ("policies", (one.id for one in data.policies)),
        ("places", (one.id for one in data.places)),
        ("estimates", (one.id for one in data.estimates)),
        ("recommendations", (one.id for one in data.recommendations)),
        ("relationships", (one.id for one in data.relationships)),
        ("ladders", (one.id for one in data.ladders)),
        ("plans", (one.plan for one in data.plans)),
        ("sparse_counts", (one.id for one in data.sparse_counts)),
    )
    for section, ids in sections:
        seen: set[str] = set()
        for index, identifier in enumerate(ids):
            if identifier in seen:
                where = book if section in ("codes", "themes") else config
                what = f"the id {identifier!r} stands twice in {section}"
                hint = "give it an id of its own"
                problems.append(Problem("duplicate-id", what, hint, where.file, where.line((section, index))))
            seen.add(identifier)


def _check_places(data: StudyData, config: TomlFile, problems: list[Problem]) -> None:
    """Say where a place has an empty name, or one that another place has."""
    owners: dict[str, str] = {}
    for index, place in enumerate(data.places):
        line = config.line(("places", index))
        names = (place.name, *place.aliases)
        problems.extend(_blank_words({"names": names}, f"place {place.id}", config.file, line))
        for name in names:
            owner = owners.setdefault(" ".join(name.lower().split()), place.id)
            if owner != place.id:
                what = f"the name {name!r} belongs to the places {owner} and {place.id}"
                hint = "leave it with one of them, or make it longer"
                problems.append(Problem("words", what, hint, config.file, line))


def _check_file(problems: list[Problem], root: Path, name: str, file: str, line: int) -> None:
    path = root / name
    if Path(name).is_absolute() or not path.resolve().is_relative_to(root.resolve()):
        hint = "keep collected files below the study folder"
        problems.append(Problem("outside", f"the file {name!r} lies outside the study", hint, file, line))
    elif not path.is_file():
        folder = path.parent
        here = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
        hint = nearest(path.name, here) or "add the file or empty the cell"
        problems.append(Problem("missing-file", f"the file {name!r} is not there", hint, file, line))
