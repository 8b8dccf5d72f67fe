"""Ways to ask: the provider itself or a file, with everything kept on the way, or what was kept before."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from kelisim.errors import Problem, ProviderError, StudyError, UsageError
from kelisim.model.query import Query
from kelisim.providers.http import Exchange, Http
from kelisim.providers.shape import Adapter, Form, Params, Reply
from kelisim.providers.snapshots import Kept, Retrieval


class Live:
    """Asks the provider and keeps what was asked and answered.

    The environment may name another address (``KELISIM_<PROVIDER>_URL``) and a key (``KELISIM_<PROVIDER>_KEY``). A key
    is never sent to an address that a study names: whoever wrote the study would receive it.
    """

    def __init__(self, adapter: Adapter, query: Query, http: Http, environment: Mapping[str, str]) -> None:
        prefix = f"KELISIM_{adapter.name.upper().replace('-', '_')}"
        chosen = environment.get(f"{prefix}_URL", "")
        self._base = (chosen or query.base_url or adapter.base_url).rstrip("/")
        if not self._base.startswith(("http://", "https://")):
            hint = 'give the address of its service: base_url = "https://…"'
            raise UsageError(f"{adapter.title}: {self._base or 'no address'} cannot be asked", hint)
        self._header = adapter.key_header
        key = environment.get(f"{prefix}_KEY", "").strip() if adapter.key_header else ""
        self._key = key if chosen or not query.base_url else ""
        self._http = http
        self.kept: list[Kept] = []
        self.bodies: list[bytes] = []

    @property
    def keyed(self) -> bool:
        """Whether a key goes with each request."""
        return bool(self._key)

    def __call__(self, path: str, params: Params = (), *, form: Form = "json", optional: bool = False) -> Reply:
        """Return the reply to a GET; raises ``ProviderError``."""
        url = self._base + path + _query(params)
        try:
            done = self._http.get(url, form, key_header=self._header, key=self._key)
        except ProviderError:
            if not optional:
                raise
            done = Exchange(url, 0, b"")
        self.kept.append(_kept(path, params, done))
        self.bodies.append(done.body)
        return Reply(done.body, done.response_headers, done.url)


class Local:
    """Reads files of the study and keeps what stood in them, as if a provider had sent it."""

    keyed = False

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self.kept: list[Kept] = []
        self.bodies: list[bytes] = []

    def __call__(self, path: str, params: Params = (), *, form: Form = "json", optional: bool = False) -> Reply:
        """Return what stands in a file; raises ``ProviderError`` where it is not there, ``UsageError`` outside."""
        file = (self._root / path).resolve()
        if not file.is_relative_to(self._root):
            raise UsageError(f"the file {path!r} lies outside the study", "keep it below the study folder")
        try:
            done = Exchange(f"file:{path}", 200, file.read_bytes())
        except OSError as error:
            raise ProviderError("unreachable", f"the file {path} cannot be read: {error.strerror}") from error
        self.kept.append(_kept(path, params, done))
        self.bodies.append(done.body)
        return Reply(done.body, {}, done.url)


class Replay:
    """Answers from a snapshot; raises ``StudyError`` where something is asked that was not asked then."""

    def __init__(self, retrieval: Retrieval, bodies: Sequence[bytes]) -> None:
        self._name = retrieval.name
        self._keyed = retrieval.keyed
        self._known = {
            (kept.path, kept.params): Reply(body, kept.response_headers, kept.url)
            for kept, body in zip(retrieval.exchanges, bodies, strict=True)
        }

    @property
    def keyed(self) -> bool:
        """Whether a key went with each request."""
        return self._keyed

    def __call__(self, path: str, params: Params = (), *, form: Form = "json", optional: bool = False) -> Reply:
        """Return what was answered then."""
        found = self._known.get((path, params))
        if found is None:
            what = f"the snapshot {self._name} was taken with another query"
            raise StudyError(Problem("snapshot", what, "retrieve the series anew: kelisim fetch"))
        return found


def _kept(path: str, params: Params, done: Exchange) -> Kept:
    return Kept(
        path=path,
        params=params,
        url=done.url,
        status=done.status,
        request_headers=dict(done.request_headers),
        response_headers=dict(done.response_headers),
        sha256=hashlib.sha256(done.body).hexdigest(),
        size=len(done.body),
    )


def _query(params: Params) -> str:
    # Semicolons, commas, colons and tildes join lists in providers' queries and stay as they are.
    parts = (f"{quote(name, safe='')}={quote(value, safe=',;:~*')}" for name, value in params)
    return "?" + "&".join(parts) if params else ""
