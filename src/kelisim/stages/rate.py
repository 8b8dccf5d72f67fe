"""Rate: credibility by rule on the declared scale; a person may override, with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from kelisim.errors import Problem, StudyError, nearest
from kelisim.model.protocol import Protocol
from kelisim.model.results import CredibilityRating, Rated, RowRating
from kelisim.model.source import Source
from kelisim.model.study import JournalEntry


def run(*, sources: Sequence[Source], protocol: Protocol, journal: Sequence[JournalEntry]) -> Rated:
    """Return a rating a source: the first rule that fits, "" where none does, a person's where one is recorded.

    A person may also rate a row of the Data Reliability Matrix, by its id under ``row``.

    Raises ``StudyError`` where a person's rating is not on the declared scale or has no reason.
    """
    overrides, problems = {}, []
    rows: dict[str, RowRating] = {}
    for entry in journal:
        if entry.act != "rate":
            continue
        rating, reason = str(entry.body.get("rating", "")), str(entry.body.get("reason", ""))
        if rating not in protocol.scale.values:
            hint = nearest(rating, protocol.scale.values)
            what = f"the rating {rating!r} is not on the declared scale"
            problems.append(Problem("scale", what, hint, entry.journal, entry.line))
        if not reason:
            hint = "rate again with a reason; a rating by a person needs one"
            problems.append(Problem("reason", "a rating without a reason", hint, entry.journal, entry.line))
        if "row" in entry.target:
            row = str(entry.target["row"])
            rows[row] = RowRating(row, rating, reason, entry.actor, entry.journal, entry.line)
            continue
        overrides[str(entry.target.get("source", ""))] = CredibilityRating(
            str(entry.target.get("source", "")), rating, reason, entry.actor
        )
    if problems:
        raise StudyError(problems)
    ratings = tuple(overrides.get(source.id) or _by_rule(source, protocol) for source in sources)
    return Rated(ratings, tuple(rows.values()))


def _by_rule(source: Source, protocol: Protocol) -> CredibilityRating:
    for rule in protocol.credibility:
        if source.publisher_kind not in rule.publisher_kind:
            continue
        if rule.reports and not set(rule.reports) & set(source.reports):
            continue
        return CredibilityRating(source.id, rule.rating, rule.text or f"published by: {source.publisher_kind}")
    return CredibilityRating(source.id, "", f"no rule rates what is published by: {source.publisher_kind}")
