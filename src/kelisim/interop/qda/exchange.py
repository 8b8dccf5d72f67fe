"""exchange.toml: what other programs call the study's codes, sources and coders, so that a project keeps its GUIDs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import tomlkit

from kelisim.errors import Problem, StudyError
from kelisim.interop.qda.identity import derived, key
from kelisim.study.layout import Layout
from kelisim.study.toml import read_toml

FILE = "exchange.toml"
_GROUPS = ("codes", "themes", "sources", "coders")
_HEAD = "What other programs call the parts of this study. Written by kelisim code import; needed to hand work back."


@dataclass(slots=True)
class Exchange:
    """Facts about codes, themes, sources and coders by their ids; each has a ``guid``."""

    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    themes: dict[str, dict[str, Any]] = field(default_factory=dict)
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    coders: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, layout: Layout) -> Exchange:
        """Return the file of a study, or an empty one; raises ``StudyError`` where it is damaged."""
        path = layout.root / FILE
        if not path.exists():
            return cls()
        toml = read_toml(path, FILE)
        for group in _GROUPS:
            members = toml.values.get(group, {})
            if not isinstance(members, dict) or not all(
                isinstance(facts, dict) and isinstance(facts.get("guid"), str) for facts in members.values()
            ):
                what = f"[{group}] does not hold a table with a guid for each id"
                raise StudyError(Problem("exchange", what, "restore the file from a copy", FILE, toml.line((group,))))
        return cls(**{group: dict(toml.values.get(group, {})) for group in _GROUPS})

    def dump(self) -> str:
        """Return the file's text, ids in order."""
        document = tomlkit.document()
        document.add(tomlkit.comment(_HEAD))
        for group in _GROUPS:
            members: dict[str, dict[str, Any]] = getattr(self, group)
            if members:
                document.add(group, {name: dict(members[name]) for name in sorted(members)})
        return tomlkit.dumps(document)

    def code(self, identifier: str, name: str) -> str:
        """Return the GUID of a code."""
        return _guid(self.codes, identifier) or derived("code", identifier, name)

    def theme(self, identifier: str) -> str:
        """Return the GUID of a theme."""
        return _guid(self.themes, identifier) or derived("theme", identifier)

    def source(self, identifier: str, text_sha256: str) -> str:
        """Return the GUID of a source; where there is none yet it follows from its id and text."""
        return _guid(self.sources, identifier) or derived("source", identifier, text_sha256)

    def coder(self, identifier: str) -> str:
        """Return the GUID of a coder."""
        return _guid(self.coders, identifier) or derived("coder", identifier)

    def coder_name(self, identifier: str) -> str:
        """Return the name of a coder as another program has it."""
        return str(self.coders.get(identifier, {}).get("name", "")) or identifier

    def known(self, group: str) -> dict[str, str]:
        """Return the id for each GUID of a group, in the form for comparison."""
        members: dict[str, dict[str, Any]] = getattr(self, group)
        return {key(str(facts["guid"])): identifier for identifier, facts in members.items()}


def _guid(members: dict[str, dict[str, Any]], identifier: str) -> str:
    return str(members.get(identifier, {}).get("guid", ""))
