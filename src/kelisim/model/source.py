"""Sources: things that were published, and what they re-report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from kelisim.model.independence import Origin
from kelisim.model.period import Period

PublisherKind = Literal[
    "government",
    "intergovernmental",
    "industry association",
    "company",
    "academic",
    "news",
    "analyst",
]
PUBLISHER_KINDS: tuple[str, ...] = get_args(PublisherKind)


@dataclass(frozen=True, slots=True)
class Source:
    """One published item.

    ``published`` and ``accessed`` are periods, since a register often knows a month only. ``lineage`` lists the ids of
    the sources whose figures or wording this one re-reports. ``reports`` says what the item offers the eligibility
    rule: "statistic", "policy text" or nothing. ``owner`` is the organisation that owns the publisher. ``file`` is its
    text below the study folder and ``text_kind`` what that text is: the full text, an extract, a translation, or a case
    note about the source. ``row`` is its line in the register.
    """

    id: str
    title: str
    publisher: str
    publisher_kind: PublisherKind
    perspective: str = ""
    country: str = ""
    language: str = ""
    published: Period | None = None
    accessed: Period | None = None
    url: str = ""
    licence: str = ""
    lineage: tuple[str, ...] = ()
    owner: str = ""
    authors: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    category: str = ""
    reports: tuple[str, ...] = ()
    file: str = ""
    text_kind: str = ""
    number: str = ""
    note: str = ""
    row: int = 0
    origins: tuple[Origin, ...] = ()
