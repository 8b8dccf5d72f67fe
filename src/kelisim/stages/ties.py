"""Ties: what each source goes back to, by lineage, ownership, quotation and near-duplicate text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from kelisim.model.document import Document
from kelisim.model.independence import Publisher, Quotation, Tie, organisation
from kelisim.model.source import Source
from kelisim.stages.organisations import Organisations, organisations_of

_NUMBER = re.compile(r"\d")


def quotations_in(
    documents: Sequence[Document], sources: Sequence[Source], publishers: Sequence[Publisher]
) -> tuple[Quotation, ...]:
    """Return where documents give an organisation of the study as the origin of what they say.

    What an organisation says of itself is left out, and so are attributions that speak for no number or date.
    """
    from kelisim.text.attribution import attributions, name_matcher

    organisations = organisations_of(sources, publishers)
    if not documents or not organisations.names:
        return ()
    matcher = name_matcher(organisations.names)
    of = {source.id: source for source in sources}
    found = []
    for document in documents:
        own = _speakers(of[document.source], organisations)
        for one in attributions(document.text, matcher, language=document.language):
            reach = document.text[one.reach_start : one.reach_end]
            if one.name in own or not _NUMBER.search(reach):
                continue
            words = " ".join(document.text[one.start : one.end].split())
            found.append(
                Quotation(document.source, one.name, one.start, one.end, one.reach_start, one.reach_end, words)
            )
    return tuple(found)


def ties_of(
    sources: Sequence[Source],
    publishers: Sequence[Publisher],
    quotations: Iterable[Quotation],
    duplicates: Iterable[tuple[str, str, float]],
) -> tuple[Tie, ...]:
    """Return the ties of a study in the order of the register.

    A publisher becomes a node of its own where it matters: where it publishes several sources, is quoted, is owned,
    or is known to be re-published.
    A journal or university press does not make its authors depend on each other, so that academic sources are tied to
    a publisher only by an owner that the register names.
    """
    organisations = organisations_of(sources, publishers)
    quotations = tuple(quotations)
    house = {one.id: organisations.of(one.publisher) for one in sources if one.publisher_kind != "academic"}
    published = Counter(name for name in house.values() if name)
    owned = {one.owner for one in publishers if one.owner} | {one.owner for one in sources if one.owner}
    owners = {organisations.of(name) for name in owned}
    quoted = {one.organisation for one in quotations}
    originators = {organisations.of(one.name) for one in publishers if one.originates}
    first: dict[str, dict[str, Quotation]] = {}
    for one in quotations:
        first.setdefault(one.source, {}).setdefault(one.organisation, one)
    ties: list[Tie] = []
    for source in sources:
        ties += [Tie(source.id, other, "lineage", "the register") for other in source.lineage if other != source.id]
        ties += [Tie(source.id, one.node, "lineage", one.evidence) for one in source.origins]
        name = house.get(source.id, "")
        owner = organisations.of(source.owner)
        matters = name in quoted or name in owners or name in organisations.owner or name in originators
        if name and (published[name] > 1 or matters):
            ties.append(Tie(source.id, organisation(name), "ownership", "published by it"))
        if owner and owner != name:
            ties.append(Tie(source.id, organisation(owner), "ownership", "the register"))
        ties += [
            Tie(source.id, organisation(one.organisation), "quotation", one.words)
            for one in first.get(source.id, {}).values()
        ]
    ties += [
        Tie(organisation(name), organisation(owner), "ownership", "study.toml")
        for name, owner in organisations.owner.items()
        if name != owner
    ]
    for one_id, other_id, share in duplicates:
        evidence = f"{share:.0%} of word sequences"
        ties += [Tie(one_id, other_id, "duplicate", evidence), Tie(other_id, one_id, "duplicate", evidence)]
    return tuple(ties)


def _speakers(source: Source, organisations: Organisations) -> set[str]:
    """Return the organisations that speak in a source: its publisher, its owner, and whoever wrote it."""
    names = {organisations.of(one) for one in (source.publisher, source.owner, source.authors)}
    return names | {organisations.owner.get(name, "") for name in names}
