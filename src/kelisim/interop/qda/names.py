"""Ids for what other programs call by names, and the coders behind their users."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable

from kelisim.interop.bibliography.build import unique_id
from kelisim.interop.qda.exchange import Exchange
from kelisim.interop.qda.identity import derived, key
from kelisim.model.journal import is_machine

_LONGEST = 48


def slug(name: str, fallback: str) -> str:
    """Return a name as an id: letters and digits of any script in lower case, hyphens between."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    words = re.findall(r"[^\W_]+(?:_[^\W_]+)*", folded)
    return "-".join(words)[:_LONGEST].strip("-") or fallback


def usable(identifier: str) -> bool:
    """Say whether an id from elsewhere can be one here."""
    return bool(identifier) and identifier.strip() == identifier and not re.search(r"[\s;,\"'<>&#/\\]", identifier)


def new_id(wanted: str, name: str, fallback: str, taken: Container[str]) -> str:
    """Return the id asked for if it can be had, else one from the name, with a number where it is taken."""
    return unique_id(wanted if usable(wanted) else slug(name, fallback), taken)


class Coders:
    """The coders of a study, and who stands behind the users of other programs.

    A user is the coder with the same GUID, else the one with the same name, else a new coder.
    """

    def __init__(self, exchange: Exchange, known: Iterable[str]) -> None:
        self._exchange = exchange
        self._ids: dict[str, None] = dict.fromkeys([*known, *exchange.coders])
        self._by_guid = {key(exchange.coder(identifier)): identifier for identifier in self._ids}
        self.added: list[str] = []

    def of(self, name: str, guid: str = "") -> str:
        """Return the coder behind a user, made if need be."""
        if guid and key(guid) in self._by_guid:
            return self._by_guid[key(guid)]
        alike = {slug(known, "coder"): known for known in reversed(self._ids)}
        identifier = name if name in self._ids else alike.get(slug(name, "coder"), "")
        if not identifier:
            identifier = self._new(name, guid)
            self._ids[identifier] = None
            self.added.append(identifier)
        if guid:
            self._by_guid[key(guid)] = identifier
            if key(guid) != key(derived("coder", identifier)) and identifier not in self._exchange.coders:
                self._exchange.coders[identifier] = {"guid": guid, "name": name}
        return identifier

    @staticmethod
    def _new(name: str, guid: str) -> str:
        """Return an id for a new coder: kelisim's own names stay, other programs' become ids."""
        if usable(name) and not name.startswith(".") and guid in ("", derived("coder", name)):
            return name
        identifier = slug(name, "coder")
        # A person who happens to be called so must not pass for a machine coder.
        return f"person-{identifier}" if is_machine(identifier) else identifier
