"""study.toml, codebook.toml and series metadata: validated, with every problem at its line."""

from __future__ import annotations

import json
from pathlib import Path
from types import UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from kelisim.errors import Problem, StudyError, nearest
from kelisim.study.schema import SCHEMA_VERSION, StudyFile
from kelisim.study.schema.tables import CodebookFile, SeriesFile, SeriesPlan
from kelisim.study.toml import TomlFile, read_toml

Schema = TypeVar("Schema", bound=BaseModel)

# What a value must be, by pydantic's name of the fault, in the words of somebody who writes TOML.
_WANTED: Final = {
    "string_type": "text in quotation marks",
    "tuple_type": "a list in square brackets",
    "list_type": "a list in square brackets",
    "dict_type": "a table",
    "model_type": "a table",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
}


def read_study_file(path: Path, file: str) -> tuple[StudyFile, TomlFile]:
    """Read study.toml; raises ``StudyError`` with every unknown key, wrong type and bad value at its line."""
    toml = read_toml(path, file)
    version = toml.values.get("schema")
    if version != SCHEMA_VERSION:
        newer = isinstance(version, int) and version > SCHEMA_VERSION
        what = "no schema version" if version is None else f"schema version {version!r} cannot be read"
        hint = "upgrade kelisim: pip install -U kelisim" if newer else f"start with schema = {SCHEMA_VERSION}"
        raise StudyError(Problem("schema", what, hint, file, toml.line(("schema",)) or 1))
    return validate(StudyFile, toml), toml


def read_codebook_file(path: Path, file: str) -> tuple[CodebookFile, TomlFile]:
    """Read codebook.toml."""
    toml = read_toml(path, file)
    return validate(CodebookFile, toml), toml


def read_series_file(path: Path, file: str) -> tuple[SeriesFile, TomlFile]:
    """Read the description of one series; raises ``StudyError`` for one whose numbers were never fetched."""
    toml = read_toml(path, file)
    if "fetch" in toml.values and "sha256" not in toml.values:
        hint = f"get them: kelisim fetch {path.stem}"
        raise StudyError(Problem("not-fetched", "the numbers have not been fetched yet", hint, file))
    return validate(SeriesFile, toml), toml


def read_series_plan(path: Path, file: str) -> tuple[SeriesPlan, TomlFile]:
    """Read the description of one series, fetched or not."""
    toml = read_toml(path, file)
    return validate(SeriesPlan, toml), toml


def validate(schema: type[Schema], toml: TomlFile) -> Schema:
    """Return the values of a file as ``schema``; raises ``StudyError`` listing every mismatch."""
    try:
        return schema.model_validate(toml.values)
    except ValidationError as error:
        problems = []
        for fault in error.errors():
            path = tuple(fault["loc"])
            # The line says which one of several it is; "phases.0.period" would start to count at nought.
            name = ".".join(part for part in path if isinstance(part, str))
            what, hint = _explain(schema, path, name, fault)
            problems.append(Problem("config", what, hint, toml.file, toml.line(path) or 1))
        raise StudyError(problems) from error


def _explain(schema: type[BaseModel], path: tuple[Any, ...], name: str, fault: Any) -> tuple[str, str]:
    kind = fault["type"]
    if kind == "extra_forbidden":
        known = _keys_at(schema, path[:-1])
        return f"unknown key {name!r}", nearest(str(path[-1]), known) or "keys here: " + ", ".join(known)
    if kind == "missing":
        return f"{name} is missing", f"add {path[-1]} = …"
    if kind == "too_short":
        least, there = fault["ctx"]["min_length"], fault["ctx"]["actual_length"]
        return f"{name} holds {there}, and at least {least} are needed", f"add to {path[-1]}"
    if kind == "value_error":
        return f"{name}: {fault['ctx']['error']}", ""
    if kind in _WANTED:
        return f"{name} must be {_WANTED[kind]}, and is {_as_written(fault['input'])}", ""
    if kind in ("literal_error", "enum"):
        options = [part.strip(" '") for part in fault["ctx"]["expected"].replace(" or ", ", ").split(",")]
        return f"{name} is {fault['input']!r}", nearest(str(fault["input"]), options) or "one of: " + ", ".join(options)
    return f"{name}: {fault['msg'][0].lower()}{fault['msg'][1:]} (it is {fault['input']!r})", ""


def _as_written(value: Any) -> str:
    if isinstance(value, dict):
        return "a table"
    return "a list" if isinstance(value, list | tuple) else json.dumps(value, ensure_ascii=False, default=str)


def _keys_at(schema: type[BaseModel], path: tuple[Any, ...]) -> list[str]:
    current: type[BaseModel] | None = schema
    for part in path:
        if isinstance(part, int) or current is None:
            continue
        field = next((f for n, f in current.model_fields.items() if (f.alias or n) == part), None)
        current = _model_in(field.annotation) if field else None
    return [field.alias or name for name, field in current.model_fields.items()] if current else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, list, dict, Union, UnionType) or get_args(annotation):
        for inner in get_args(annotation):
            found = _model_in(inner)
            if found:
                return found
    return None
