"""kelisim config."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel

from kelisim.cli.build import Folder, Json
from kelisim.cli.terminal import print_json
from kelisim.model.period import Period
from kelisim.study.config import read_study_file
from kelisim.study.layout import find_study


def config(folder: Folder = Path(), json: Json = False) -> None:
    """Print the effective values of study.toml: what is written there and, where nothing is, the default."""
    layout = find_study(folder)
    values, toml = read_study_file(layout.study, "study.toml")
    plain = _plain(values)
    if json:
        print_json(plain)
        return
    print(f"# {layout.study}")
    for name, value in _flat(plain, ()):
        line = toml.line(name)
        mark = f"line {line}" if name in toml.lines else "default"
        print(f"{'.'.join(str(part) for part in name)} = {value!r}  # {mark}")


def _plain(value: Any) -> Any:
    if isinstance(value, Period):
        return str(value)
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return {field.alias or name: _plain(getattr(value, name)) for name, field in fields.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _flat(value: Any, path: tuple[str | int, ...]) -> list[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, dict):
        return [pair for key, inner in value.items() for pair in _flat(inner, (*path, key))]
    if isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        return [pair for index, inner in enumerate(value) for pair in _flat(inner, (*path, index))]
    return [(path, value)]
