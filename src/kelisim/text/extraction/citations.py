"""Citation markers in a sentence: "[12]", "(Li, 2019)", "（王等，2019）", superscript figures."""

from __future__ import annotations

import re

from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.places import place_matcher

_NAME = r"[^\W\d_a-zа-яё][^\W\d_]*(?:[’'\-][^\W\d_]+)*"
# "Central Bank of Kenya", "Ministry of Finance and Planning"
_BODY = rf"{_NAME}(?:(?: (?:of|for|and|on|in|&)(?: the)?)? {_NAME}){{1,8}}"
_AUTHORS = rf"{_NAME}(?:(?:,? (?:and|&|и|және) |, | ){_NAME}){{0,4}}(?:,? (?:et al\.?|и др\.|және т\.б\.))?"
_CITATION = re.compile(
    r"\[\^?[0-9](?:[0-9,;–\- ]|(?:с|pp?|стр|б)\.?(?= ?[0-9])){0,60}\]"
    rf"|\((?:(?:see|cf\.|e\.g\.,?|см\.) )?(?:{_AUTHORS},?|{_BODY},) (?:19|20)[0-9]{{2}}[a-z]?"
    rf"(?:; {_AUTHORS},? (?:19|20)[0-9]{{2}}[a-z]?){{0,6}}\)"
    # "Li et al. (2019)", "Li and Smith (2019)": the year is that of a work.
    r"|(?<![^\W\d_])"
    rf"{_NAME}(?:,? et al\.?| и др\.| және т\.б\.| (?:and|&|и|және) {_NAME}) \((?:19|20)[0-9]{{2}}[a-z]?\)"
    r"|（[\u4e00-\u9fff]{2,12}等?[，, ](?:19|20)[0-9]{2}[a-z]?）|[¹²³⁴-⁹]+"
)
_LAST_WORD = re.compile(r"([^\W\d_]+)[,.]? (?:19|20)[0-9]{2}")


def markers(sentence: str, known: Lexicon) -> list[tuple[int, int, str]]:
    """Return (start, end, marker) of each citation in a sentence."""
    return [(match.start(), match.end(), match[0]) for match in _CITATION.finditer(sentence) if _cites(match[0], known)]


def _cites(marker: str, known: Lexicon) -> bool:
    """Say whether a bracket names an author and a year and not a month and a year."""
    last = _LAST_WORD.search(marker)
    if last is None:
        # "Japan and Korea (2019)" are no authors.
        return not marker[0].isalpha() or not _names_places_or_months(marker, known)
    form = last[1].lower()
    return form not in known.months and form not in known.labels and form not in known.tables["periods"]["known"]


def _names_places_or_months(marker: str, known: Lexicon) -> bool:
    if any(word in known.months for word in re.findall(r"[^\W\d_]+", marker.lower())):
        return True
    return next(iter(place_matcher(known.language).find(marker)), None) is not None
