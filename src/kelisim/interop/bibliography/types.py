"""Item types of BibTeX, RIS and the Citation Style Language, and what they say of a source's publisher and kind.

The middle is the Citation Style Language 1.0.2 (https://docs.citationstyles.org/en/v1.0.2/specification.html): the
types of the other two formats map onto its types.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kelisim.model.source import PublisherKind, Source

FROM_BIBTEX = {
    "article": "article-journal",
    "suppperiodical": "article-journal",
    "review": "review",
    "periodical": "periodical",
    "newspaper": "article-newspaper",
    "magazine": "article-magazine",
    "book": "book",
    "mvbook": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "mvcollection": "book",
    "reference": "book",
    "proceedings": "book",
    "inbook": "chapter",
    "bookinbook": "chapter",
    "suppbook": "chapter",
    "incollection": "chapter",
    "inreference": "entry-encyclopedia",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "manual": "report",
    "standard": "standard",
    "patent": "patent",
    "dataset": "dataset",
    "software": "software",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "webpage": "webpage",
    "unpublished": "manuscript",
    "letter": "personal_communication",
    "legislation": "legislation",
    "legal": "legislation",
    "jurisdiction": "legal_case",
    "video": "motion_picture",
    "audio": "broadcast",
}
FROM_RIS = {
    "JOUR": "article-journal",
    "EJOUR": "article-journal",
    "INPR": "article-journal",
    "ABST": "article-journal",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "PRESS": "article-newspaper",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "SER": "book",
    "CONF": "book",
    "CHAP": "chapter",
    "ECHAP": "chapter",
    "ENCYC": "entry-encyclopedia",
    "DICT": "entry-dictionary",
    "CPAPER": "paper-conference",
    "THES": "thesis",
    "RPRT": "report",
    "GOVDOC": "report",
    "STAND": "standard",
    "ELEC": "webpage",
    "WEB": "webpage",
    "DATA": "dataset",
    "AGGR": "dataset",
    "DBASE": "dataset",
    "STAT": "legislation",
    "LEGAL": "legislation",
    "BILL": "bill",
    "CASE": "legal_case",
    "HEAR": "hearing",
    "PAT": "patent",
    "UNPB": "manuscript",
    "UNPD": "manuscript",
    "MANSCPT": "manuscript",
    "PCOMM": "personal_communication",
    "ICOMM": "personal_communication",
    "VIDEO": "motion_picture",
    "MPCT": "motion_picture",
    "SOUND": "broadcast",
    "COMP": "software",
    "PAMP": "pamphlet",
    "SLIDE": "speech",
    "GEN": "document",
}
CSL_TYPES = frozenset(
    [
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "bill",
        "book",
        "broadcast",
        "chapter",
        "classic",
        "collection",
        "dataset",
        "document",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "event",
        "figure",
        "graphic",
        "hearing",
        "interview",
        "legal_case",
        "legislation",
        "manuscript",
        "map",
        "motion_picture",
        "musical_score",
        "pamphlet",
        "paper-conference",
        "patent",
        "performance",
        "periodical",
        "personal_communication",
        "post",
        "post-weblog",
        "regulation",
        "report",
        "review",
        "review-book",
        "software",
        "song",
        "speech",
        "standard",
        "thesis",
        "treaty",
        "webpage",
    ]
)
TO_BIBTEX = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "pamphlet": "booklet",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "entry-encyclopedia": "inreference",
    "thesis": "thesis",
    "report": "techreport",
    "standard": "techreport",
    "webpage": "online",
    "post-weblog": "online",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
    "manuscript": "unpublished",
    "legislation": "legislation",
    "legal_case": "jurisdiction",
}
_ACADEMIC = frozenset(
    [
        "article-journal",
        "book",
        "chapter",
        "collection",
        "entry-dictionary",
        "entry-encyclopedia",
        "paper-conference",
        "review",
        "review-book",
        "thesis",
        "manuscript",
    ]
)
_NEWS = frozenset(("article-newspaper", "article-magazine", "post-weblog", "broadcast"))
_STATE = frozenset(("bill", "hearing", "legal_case", "legislation", "regulation", "treaty"))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an item type says of its publisher's kind and of the kind of material; ``certain`` is False for a guess."""

    publisher_kind: PublisherKind
    category: str
    certain: bool


def proposal(kind: str, *, government: bool = False) -> Proposal:
    """Propose a publisher kind and a category for an item type.

    Scholarly types are academic and acts of a state are a government's. Newspapers, magazines, weblogs and broadcasts
    are proposed as news. For everything else the type says nothing of the publisher: "analyst", the kind that rules
    of credibility trust least, is proposed, and a person decides.
    """
    if kind in _ACADEMIC:
        return Proposal("academic", "academic literature", kind != "manuscript")
    if kind in _STATE:
        return Proposal("government", "bilateral document" if kind == "treaty" else "policy document", True)
    if kind in _NEWS:
        return Proposal("news", "industry news and media", False)
    if government:
        return Proposal("government", "", True)
    return Proposal("analyst", {"dataset": "statistics", "speech": "speech or press release"}.get(kind, ""), False)


def type_of(source: Source) -> str:
    """Return the item type as which a source is exported.

    A note that says "item type: thesis" (as an import leaves it) decides; else the category, the publisher's kind and
    the container do.
    """
    stated = re.search(r"\bitem type: ([a-z_-]+)", source.note)
    if stated and stated[1] in CSL_TYPES:
        return stated[1]
    if source.category == "academic literature" or (not source.category and source.publisher_kind == "academic"):
        if source.container and (source.volume or source.issue):
            return "article-journal"
        if source.container and source.pages:
            return "chapter"
        if source.container:
            return "article-journal"
        return "webpage" if source.url and not source.doi and source.publisher_kind != "academic" else "book"
    if source.category == "statistics":
        return "dataset"
    if source.category == "policy document":
        return "report"
    if source.category == "industry news and media" or (not source.category and source.publisher_kind == "news"):
        return "article-newspaper"
    return "webpage" if source.url else "document"
