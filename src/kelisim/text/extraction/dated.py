"""The periods that a text names, without anything else."""

from __future__ import annotations

from kelisim.model.period import Period
from kelisim.text.extraction.lexicon import LANGUAGES, lexicon
from kelisim.text.extraction.quantities import atoms


def periods(text: str, language: str) -> list[Period]:
    """Return the periods named in a text, in its order; none in a language without a lexicon.

    Days without a year are left out: what they mean depends on when the text was written.
    """
    if language not in LANGUAGES:
        return []
    found = (atom.period for atom in atoms(text, lexicon(language)) if atom.kind == "date")
    return [one for one in found if one is not None and (one.start or one.end) and _has_year(one)]


def _has_year(period: Period) -> bool:
    # A day named without its year stands in the first centuries.
    return all(edge is None or edge.year >= 1000 for edge in (period.start, period.end))
