"""Places as providers write them: ISO 3166 alpha-2 in a study, alpha-3 or numbers elsewhere; from CLDR."""

from __future__ import annotations

from functools import cache
from typing import Literal

from kelisim.errors import UsageError
from kelisim.model.query import Query

Scheme = Literal["alpha-2", "alpha-3", "numeric"]
# Codes of states that are no more, or have other codes now (ISO 3166-3), which CLDR leads to their successors.
_RETIRED = frozenset(["BUR", "DDR", "FXX", "TMP", "YMD", "ZAR", "230", "249", "278", "280", "720", "736", "886"])
# UN Comtrade numbers a few reporters otherwise than ISO 3166 (its reference table "reporters").
_COMTRADE = {"US": "842", "IN": "699", "FR": "251", "CH": "757", "NO": "579", "IT": "380", "BE": "56", "TW": "490"}


@cache
def _codes() -> dict[Scheme, dict[str, str]]:
    from babel.core import get_global

    found: dict[Scheme, dict[str, str]] = {"alpha-2": {}, "alpha-3": {}, "numeric": {}}
    for code, territories in sorted(get_global("territory_aliases").items()):
        scheme: Scheme | None = (
            "alpha-3" if len(code) == 3 and code.isalpha() else "numeric" if code.isdigit() else None
        )
        if scheme and len(territories) == 1 and code not in _RETIRED:
            found[scheme].setdefault(territories[0], code)
            found["alpha-2"].setdefault(territories[0], territories[0])
    return found


def codes_of(query: Query, scheme: Scheme, *, comtrade: bool = False) -> dict[str, str]:
    """Return provider's code → place as in the claims, in the order of the query.

    Raises ``UsageError`` for a place that has no code and none given under codes.
    """
    table = _codes()[scheme]
    found = {}
    for place in query.places:
        code = query.codes.get(place) or (_COMTRADE.get(place) if comtrade else None) or table.get(place)
        if code is None:
            hint = f'give the provider\'s own code: [fetch.codes] "{place}" = "…"'
            raise UsageError(f"{place} is no ISO 3166 country code", hint)
        found[code.lstrip("0") or "0" if scheme == "numeric" else code] = place
    return found


def alpha_2(code: str) -> str:
    """Return the alpha-2 code for an alpha-3 or numeric one, the code itself where there is none."""
    return _back().get(code, code)


@cache
def _back() -> dict[str, str]:
    schemes: tuple[Scheme, ...] = ("alpha-3", "numeric")
    return {code: place for scheme in schemes for place, code in _codes()[scheme].items()}
