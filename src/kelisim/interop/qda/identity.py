"""GUIDs: read in the forms that occur, and derived from content where there is none yet (RFC 9562, version 5)."""

from __future__ import annotations

import re
import uuid

_NAMESPACE = uuid.UUID("6f1ad1a4-9d0c-5b0e-8a55-6b656c697369")
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def derived(*parts: object) -> str:
    """Return the GUID that these parts always get; no clock and no chance is involved."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(str(part) for part in parts)))


def valid(raw: str) -> str:
    """Return an identifier as the standard allows it: as it is, less braces, or derived where it is no GUID."""
    bare = raw.strip().removeprefix("{").removesuffix("}")
    return bare if _GUID.fullmatch(bare) else derived("foreign", raw.strip())


def key(raw: str) -> str:
    """Return the form in which identifiers are compared: programs differ in letter case and braces."""
    return valid(raw).lower()
