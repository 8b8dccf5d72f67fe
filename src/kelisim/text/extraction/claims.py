"""Claims in a text: each quantity with its indicator, subject, place, period, modality and citations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain

from kelisim.model.extracted import ExtractedClaim
from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.discourse import Told, Topic
from kelisim.text.extraction.indicators import Vocabulary, indicator_matcher
from kelisim.text.extraction.own_places import own_places
from kelisim.text.extraction.phases import Phases
from kelisim.text.extraction.places import place_matcher
from kelisim.text.extraction.quantities import atoms as scan_atoms
from kelisim.text.extraction.quantities import lexicon_for, resolve_date
from kelisim.text.extraction.sentence_claims import sentence_claims
from kelisim.text.extraction.setting import Setting
from kelisim.text.extraction.traditional import as_given, simplified
from kelisim.text.sentences import sentences


def claims(
    text: str,
    *,
    language: str | None = None,
    document_date: date | str | None = None,
    vocabulary: Vocabulary = None,
    places: Mapping[str, Iterable[str]] | None = None,
    dated: bool = False,
) -> list[ExtractedClaim]:
    """Return the quantitative claims of a text, in the order of the text.

    ``language`` and ``document_date`` as in ``quantities``. ``vocabulary`` are the study's indicators
    (``kelisim.model.indicator.Indicator`` records, or a mapping from id to aliases); it comes before the built-in
    vocabulary of industry and trade. ``places`` are the study's own places, a mapping from id to names; they come
    before countries and regions of the world. Dates give the claims their periods; with ``dated`` a date that no number
    takes is a claim too, of kind "date": of the indicator "event_date" ("entered the market in April 2021") or "period"
    ("phase 2, 2018-2021"). A bare "one" and an ordinal that ranks nothing claim nothing. The time is linear in the
    length of the text, whatever the lengths of its sentences. Raises ``UsageError`` for a language without a lexicon.
    """
    known = lexicon_for(text, language)
    today = resolve_date(document_date)
    given, text = text, simplified(text) if known.script == "runs" else text
    spans = sentences(text, known.language)
    starts = [span[0] for span in spans]
    indicators = indicator_matcher(vocabulary, known.language)
    matcher = place_matcher(known.language, own_places(places))
    setting = Setting(
        text, known, today, indicators, Topic(text, matcher, indicators, known), Told(), Phases(known.language), dated
    )
    result: list[ExtractedClaim] = []
    group: list[Atom] = []
    current = -1
    for atom in chain(scan_atoms(text, known, today), (None,)):
        index = -2 if atom is None else bisect_right(starts, atom.start) - 1
        if index != current and group:
            previous = spans[current - 1] if current > 0 else None
            result += sentence_claims(setting, spans[max(current, 0)], previous, group)
            group = []
        current = index
        if atom is not None:
            group.append(atom)
    return result if given == text else [as_given(claim, given, text) for claim in result]
