"""Fingerprints: of files, of a study's parts, and of kelisim itself."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from kelisim.model.study import StudyData

# Libraries whose version can change what a build writes.
_DECISIVE = (
    "numpy",
    "pylopdf-fonts-zh-cn",
    "pymupdf-fonts",
    "pypandoc_binary",
    "pypdfium2",
    "resiliparse",
    "scipy",
    "typst",
    "vl-convert-python",
)


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Return the translator of a record type to and from JSON."""
    return TypeAdapter(kind)


def to_json(value: Any, kind: Any) -> bytes:
    """Return a record as canonical JSON: fields in the order of their class, infinite bounds kept."""
    return adapter(kind).dump_json(value)


def from_json(data: bytes, kind: Any) -> Any:
    """Return the record that ``to_json`` wrote."""
    return adapter(kind).validate_json(data)


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def of_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def of_parts(data: StudyData) -> dict[str, str]:
    """Return a fingerprint for each part of a study."""
    return {name: digest(to_json(getattr(data, name), kind)) for name, kind in adapter_hints().items()}


@cache
def adapter_hints() -> dict[str, Any]:
    """Return the resolved type of each part of a study."""
    from typing import get_type_hints

    return get_type_hints(StudyData)


@cache
def of_kelisim() -> str:
    """Return a fingerprint of kelisim's own code and of the libraries that decide its output."""
    root = Path(__file__).resolve().parent.parent
    state = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        # What tools leave behind, such as __pycache__ or .mypy_cache, is no part of kelisim.
        inner = path.relative_to(root).parts
        if path.is_file() and not any(part == "__pycache__" or part.startswith(".") for part in inner):
            state.update(path.relative_to(root).as_posix().encode() + b"\0")
            state.update(path.read_bytes() + b"\0")
    for name in _DECISIVE:
        try:
            state.update(f"{name}=={metadata.version(name)}\n".encode())
        except metadata.PackageNotFoundError:
            state.update(f"{name} absent\n".encode())
    return state.hexdigest()
