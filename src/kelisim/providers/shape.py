"""The one shape of all adapters: a query and a way to ask in, numbers and a vintage out.

An adapter asks through ``Ask`` and never sees a connection, a key or a clock. The same adapter therefore reads a live
provider and a snapshot, and what it makes of a snapshot is the same wherever and whenever it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, Protocol

from kelisim.model.period import Period
from kelisim.model.query import Query

Form = Literal["json", "csv", "xml", "any"]
Params = tuple[tuple[str, str], ...]
# The address of what is read from files of the study.
LOCAL = "file:"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a provider answered: the body after content decoding, and the headers that matter, in lower case."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    url: str = ""


class Ask(Protocol):
    """A way to ask a provider, over the network or from a snapshot."""

    @property
    def keyed(self) -> bool:
        """Whether a key goes with each request."""
        ...

    def __call__(self, path: str, params: Params = (), *, form: Form = "json", optional: bool = False) -> Reply:
        """Return the reply to a GET of ``path`` below the provider's address; raises ``ProviderError``.

        Where an ``optional`` request fails the reply is empty.
        """
        ...


@dataclass(frozen=True, slots=True)
class Value:
    """One number as delivered: None for a gap; ``place`` as in the query, or the provider's own name."""

    period: Period
    place: str
    value: Decimal | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an adapter read: values, vintage, and what the provider was asked to leave out.

    ``filtered`` names the parts of the query that were sent as filters ("places", "period"): values beyond them show
    that the provider ignored the query. ``ignored`` says so in words where the adapter sees it otherwise. ``remarks``
    are for people. ``url`` is where the numbers came from.
    """

    values: tuple[Value, ...]
    vintage: str
    url: str = ""
    filtered: frozenset[str] = frozenset()
    ignored: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A series found by its words: how to ask for it, and where the hit comes from."""

    provider: str
    indicator: str
    title: str
    found_in: str
    unit: str = ""
    note: str = ""


class Adapter(Protocol):
    """A provider: how it is addressed, what may be asked of it, and how its answers are read."""

    @property
    def name(self) -> str:
        """The word for it in a series' description."""
        ...

    @property
    def title(self) -> str:
        """Its name in print."""
        ...

    @property
    def base_url(self) -> str:
        """Where it is reached."""
        ...

    @property
    def key_header(self) -> str:
        """The header that carries a key, "" where none is known."""
        ...

    @property
    def searchable(self) -> bool:
        """Whether it has a search of its own."""
        ...

    @property
    def options(self) -> Mapping[str, str]:
        """The options a query may set, each with its meaning."""
        ...

    def read(self, query: Query, ask: Ask) -> Answer:
        """Return the values; raises ``ProviderError`` where the provider has none to give."""
        ...

    def search(self, words: str, ask: Ask) -> tuple[Hit, ...]:
        """Return what the provider's own search finds, nothing where it has none; raises ``ProviderError``."""
        ...
