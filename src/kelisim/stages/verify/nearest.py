"""Why a claim that nothing was held against is unchecked: the nearest statement, and what sets it apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kelisim.model.claim import Claim
from kelisim.model.indicator import Indicator
from kelisim.model.period import Period
from kelisim.model.protocol import MatrixRow
from kelisim.model.results import Verdict
from kelisim.model.series import Series
from kelisim.stages.verify.provenance import Provenance

Key = tuple[str, str]
_SHOWN = 4
# Of a long list of claims on one thing this many are looked at, so that time grows with the table and not its square.
_TRIED = 50


class Nearest:
    """Finds statements that look like a claim and measure something else: by identity of the indicator, not by name."""

    def __init__(self, claims: Sequence[Claim], series: Sequence[Series], indicators: Sequence[Indicator]) -> None:
        self._indicators = {one.id: one for one in indicators}
        self._claims: dict[Key, list[Claim]] = {}
        for claim in claims:
            if claim.interval is not None and claim.modality != "planned":
                self._claims.setdefault((claim.indicator, claim.place.casefold()), []).append(claim)
        for found in self._claims.values():
            found.sort(key=lambda one: one.id)
        self._series: dict[Key, list[Series]] = {}
        self._places: dict[str, list[tuple[Series, tuple[str, ...]]]] = {}
        for one in series:
            places = tuple(dict.fromkeys(seen.place for seen in one.observations if seen.value is not None))
            if places:
                self._places.setdefault(one.indicator, []).append((one, places))
            for place in places:
                self._series.setdefault((one.indicator, place.casefold()), []).append(one)
        self._called: dict[str, list[str]] = {}
        for indicator in indicators:
            for name in {" ".join(called.casefold().split()) for called in (indicator.name, *indicator.aliases)}:
                self._called.setdefault(name, []).append(indicator.id)

    def of(self, claim: Claim, provenance: Provenance) -> Iterator[Verdict]:
        """Yield what comes nearest to a claim, each with the one thing that forbids the comparison.

        In this order, the first found of each: a claim on the same indicator and place that differs in subject, period
        or unit; a series of the same indicator for other places; a claim or series of another indicator that goes by
        the same name.
        """
        key = (claim.indicator, claim.place.casefold())
        for other in self._claims.get(key, ())[:_TRIED] if claim.modality != "planned" else ():
            why = _difference(claim, other) if other is not claim else ""
            if why:
                yield self._verdict(claim, other.id, "claim", why, provenance.path(claim, other))
                break
        if key not in self._series:
            for series, places in self._places.get(claim.indicator, ())[:1]:
                listed = ", ".join(places[:_SHOWN]) + (" and others" if len(places) > _SHOWN else "")
                why = f"other place: the claim is about {claim.place or 'no place'}, the series about {listed}"
                yield self._verdict(claim, series.id, "series", why, provenance.path(claim, series), series.vintage)
        yield from self._namesakes(claim, provenance)

    def _namesakes(self, claim: Claim, provenance: Provenance) -> Iterator[Verdict]:
        own = self._indicators.get(claim.indicator)
        if own is None:
            return
        for name in sorted({" ".join(called.casefold().split()) for called in (own.name, *own.aliases)}):
            for other in self._called[name]:
                key = (other, claim.place.casefold())
                if other == own.id:
                    continue
                why = f"other indicator: both are called “{name}”, but the claim measures {own.id}, {{}} {other}"
                for found in self._series.get(key, ())[:1]:
                    joined = provenance.path(claim, found)
                    yield self._verdict(claim, found.id, "series", why.format("the series"), joined, found.vintage)
                for one in self._claims.get(key, ())[:1]:
                    joined = provenance.path(claim, one)
                    yield self._verdict(claim, one.id, "claim", why.format("the other claim"), joined)

    def named_checks(
        self, rows: Iterable[MatrixRow], claims: Mapping[str, Claim], provenance: Provenance
    ) -> Iterator[Verdict]:
        """Yield a verdict where a cross-check that is named for a claim measures only other indicators."""
        by_source: dict[str, list[Claim | Series]] = {}
        for one in claims.values():
            for source in dict.fromkeys(one.citations or (one.source,)):
                by_source.setdefault(source, []).append(one)
        for found in self._places.values():
            for series, _ in found:
                by_source.setdefault(series.source, []).append(series)
        for row in rows:
            for claim in (claims[name] for name in row.claims if name in claims):
                for source in row.cross_check:
                    checks = [one for one in by_source.get(source, ()) if one is not claim]
                    if not claim.quantitative or not checks or any(one.indicator == claim.indicator for one in checks):
                        continue
                    other = checks[0]
                    why = (
                        f"other indicator: the cross-check {source} is on {other.indicator}, the claim on "
                        f"{claim.indicator}"
                    )
                    kind = "series" if isinstance(other, Series) else "claim"
                    yield self._verdict(claim, other.id, kind, why, provenance.path(claim, other))

    @staticmethod
    def _verdict(claim: Claim, against: str, kind: str, why: str, joined: str, vintage: str = "") -> Verdict:
        return Verdict(claim.id, against, kind, "not comparable", not joined, why, vintage=vintage, joined=joined)


def _difference(claim: Claim, other: Claim) -> str:
    """Return the one thing that sets two claims on one indicator and place apart, "" for none or for several."""
    if claim.period is None or other.period is None or claim.change != other.change:
        return ""
    same_subject = claim.subject.casefold().strip() == other.subject.casefold().strip()
    if claim.period == other.period and claim.unit == other.unit and not same_subject:
        one, two = claim.subject or "no subject", other.subject or "no subject"
        return f"other coverage: the claim is about {one}, claim {other.id} about {two}"
    if claim.period == other.period and same_subject:
        return f"other unit: the claim is in {claim.unit or 'no unit'}, claim {other.id} in {other.unit or 'no unit'}"
    if same_subject and (_part_of_year(claim.period, other.period) or _part_of_year(other.period, claim.period)):
        return f"part-year: the claim covers {claim.period}, claim {other.id} {other.period}"
    return ""


def _part_of_year(part: Period, whole: Period) -> bool:
    closed = part.start is not None and part.end is not None
    return closed and whole.whole_year is not None and whole.contains(part) and part != whole
