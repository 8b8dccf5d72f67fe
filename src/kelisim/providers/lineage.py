"""Who re-publishes whom, as far as it is commonly known: figures that look like a second source and are not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

_PARTS = re.compile(r"[/?&=;,:\s]+")
_ENDING = re.compile(r"\.(?:metadata\.json|json|csv|html?|aspx?)$")
_BRACKETS = re.compile(r"\s*\(([^()]+)\)\s*$")


@dataclass(frozen=True, slots=True)
class Republication:
    """Some of what an organisation publishes is another's: which parts, whose, how that is known, and where to see it.

    ``by`` are the names of the one that re-publishes, ``hosts`` those of its pages. ``codes`` are patterns of series'
    codes or parts of addresses; none means all of it.
    """

    by: tuple[str, ...]
    hosts: tuple[str, ...]
    codes: tuple[str, ...]
    origin: str
    known: str
    see: str


@cache
def republications() -> tuple[Republication, ...]:
    """Return what is known, in the order of the file that ships with kelisim."""
    text = (resources.files("kelisim.providers") / "lineage.toml").read_text(encoding="utf-8")
    return tuple(
        Republication(
            tuple(one["by"]), tuple(one["hosts"]), tuple(one["codes"]), one["origin"], one["known"], one["see"]
        )
        for one in tomllib.loads(text)["republished"]
    )


def origins(*, publisher: str, code: str = "", url: str = "") -> tuple[Republication, ...]:
    """Return whose figures a series or page of a publisher is known to give, nearest first; none where it is not known.

    What DBnomics has from the World Bank, and that from UNESCO, is followed to its end.
    """
    found: dict[str, Republication] = {}
    waiting = [publisher]
    while waiting:
        name = waiting.pop(0)
        for one in republications():
            known = _is_by(one, name, url if name == publisher else "")
            if known and one.origin not in found and _is_about(one, code, url):
                found[one.origin] = one
                waiting.append(one.origin)
    return tuple(found.values())


def _is_by(one: Republication, publisher: str, url: str) -> bool:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    if any(host == known or host.endswith("." + known) for known in one.hosts):
        return True
    names = {spelling for name in one.by for spelling in _spellings(name)}
    said = publisher.casefold().strip()
    # "Our World in Data, after the International Energy Agency" is Our World in Data.
    return any(spelling in names for spelling in _spellings(publisher)) or any(
        said.startswith((name + ",", name + ";")) for name in names
    )


def _is_about(one: Republication, code: str, url: str) -> bool:
    return not one.codes or any(
        fnmatchcase(part, pattern.casefold()) for part in _parts(code, url) for pattern in one.codes
    )


def _parts(code: str, url: str) -> Iterator[str]:
    address = urlsplit(url)
    for text in (code, address.path, address.query):
        for part in _PARTS.split(text.casefold()):
            if part:
                yield _ENDING.sub("", part)
                # A code may stand in a longer one: A-GB.XPD.RSDV.GD.ZS-KAZ.
                yield from (inner for inner in part.split("-") if "." in inner)


def _spellings(name: str) -> set[str]:
    name = " ".join(name.casefold().split())
    inner = _BRACKETS.search(name)
    return {name, _BRACKETS.sub("", name), inner[1]} if inner else {name}
