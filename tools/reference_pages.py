"""Bring the generated parts of the documentation up to date with the code.

A page of docs/ holds prose and, between ``<!-- begin NAME -->`` and ``<!-- end NAME -->``, a part that is
made from the code: the pydantic schema, the columns of the registers, the help of every command, the docstrings, and
the columns of the report's tables. Usage:

    python tools/reference_pages.py
"""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

import kelisim
from kelisim import api, errors, providers, stats, text
from kelisim.cli.main import app
from kelisim.engine.fetch import Fetched
from kelisim.engine.points import PointChange
from kelisim.engine.revisions import SeriesState, VerdictChange
from kelisim.engine.run import StageReport
from kelisim.engine.search import Search
from kelisim.model.claim import MODALITIES
from kelisim.model.event import EVENT_STATUSES, TRIGGERS
from kelisim.model.finding import Finding
from kelisim.model.period import Period
from kelisim.model.quantity import COMPARATORS
from kelisim.model.source import PUBLISHER_KINDS
from kelisim.providers.lineage import republications
from kelisim.stages import PIPELINE
from kelisim.study import journal, registers, series
from kelisim.study.scaffold import scaffold
from kelisim.study.schema import StudyFile
from kelisim.study.schema.tables import CodebookFile, SeriesFile

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
WORDS: dict[str, dict[str, str]] = tomllib.loads((ROOT / "tools" / "reference_words.toml").read_text(encoding="utf-8"))
HEAD = "| key | type | default | meaning |\n|---|---|---|---|"
_PART = re.compile(r"(<!-- begin ([a-z-]+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)
_MODEL_NAMES = {Period: "period"}


def pages() -> dict[Path, str]:
    """Return every page that has a generated part, as it should be."""
    made = {}
    for path in sorted(DOCS.rglob("*.md")):
        before = path.read_text(encoding="utf-8")
        after = _PART.sub(lambda part: f"{part[1]}\n{PARTS[part[2]]()}\n\n{part[3]}", before)
        if _PART.search(before):
            made[path] = after
    return made


def unused_words() -> list[str]:
    """Return the words that describe a key or column that is not there."""
    known = {(name, key) for name, keys in _known() for key in keys}
    said = {(name, key) for name, keys in WORDS.items() for key in keys}
    return [f"{name}: {key}" for name, key in sorted(said - known)]


def _known() -> Iterator[tuple[str, Sequence[str]]]:
    for file, model in (("study.toml", StudyFile), ("codebook.toml", CodebookFile), ("series", SeriesFile)):
        for path, section, _ in _sections(model, file):
            yield path, [field.alias or name for name, field in section.model_fields.items()]
    yield from {
        "sources": registers.SOURCE_COLUMNS,
        "claims": registers.CLAIM_COLUMNS,
        "events": registers.EVENT_COLUMNS,
        "series columns": series.COLUMNS,
    }.items()


# The schema


def _sections(model: type[BaseModel], path: str) -> Iterator[tuple[str, type[BaseModel], str]]:
    """Yield (path, model, docstring) of a file's sections, in the order of the file."""
    yield path, model, inspect.getdoc(model) or ""
    for name, field in model.model_fields.items():
        inner = _model_of(field.annotation)
        if inner is not None:
            key = field.alias or name
            file, _, above = path.partition(" ")
            yield from _sections(inner, f"{file} {above + '.' if above else ''}{key}")


def _model_of(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_of(inner) for inner in get_args(annotation))
    return next((model for model in found if model), None)


def _schema(model: type[BaseModel], file: str) -> str:
    parts = []
    for path, section, doc in _sections(model, file):
        rows = [
            _row(path, field.alias or name, field)
            for name, field in section.model_fields.items()
            if _model_of(field.annotation) is None
        ]
        header = _header(path, model)
        parts.append(f"## {header}\n\n{_sentence(doc)}" if header else "")
        if rows:
            parts.append("\n".join([HEAD, *rows]))
    return "\n\n".join(part for part in parts if part)


def _header(path: str, model: type[BaseModel]) -> str:
    """Return a section as it is written in the file: [a.b] for a table, [[a.b]] for a list of tables."""
    _, _, keys = path.partition(" ")
    if not keys:
        return ""
    current: type[BaseModel] | None = model
    several = False
    for key in keys.split("."):
        assert current is not None
        field = next(field for name, field in current.model_fields.items() if (field.alias or name) == key)
        several = get_origin(field.annotation) is tuple
        current = _model_of(field.annotation)
    return f"`[[{keys}]]`" if several else f"`[{keys}]`"


def _sentence(doc: str) -> str:
    _, colon, rest = doc.partition(": ")
    words = rest if colon and doc.startswith("[") else doc
    return words[:1].upper() + words[1:]


def _row(path: str, key: str, field: FieldInfo) -> str:
    default = "*required*" if field.is_required() else _default(field.default)
    if field.default_factory is not None:
        default = "none"
    kind = _kind(field.annotation) + _limits(field)
    return f"| `{key}` | {kind} | {default} | {_words(path, key)} |"


def _words(name: str, key: str) -> str:
    try:
        return WORDS[name][key]
    except KeyError:
        raise SystemExit(f'tools/reference_words.toml has no words for {key} under ["{name}"]') from None


def _default(value: Any) -> str:
    if value in ("", (), None):
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _kind(annotation: Any) -> str:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(inner[0])
    if origin is Literal:
        return "one of " + ", ".join(f"`{value}`" for value in inner)
    if origin in (Union, UnionType):
        return _kind(next(part for part in inner if part is not NoneType))
    if origin is tuple and inner[-1] is Ellipsis:
        return "list of " + {"text": "texts", "period": "periods"}.get(_kind(inner[0]), _kind(inner[0]))
    if origin is tuple:
        return f"{len(inner)} numbers"
    if origin is dict:
        return "texts by name" if inner[1] is str else "lists of texts by language"
    names = {str: "text", bool: "true or false", int: "whole number", float: "number", date: "date", **_MODEL_NAMES}
    return names[annotation]


def _limits(field: FieldInfo) -> str:
    said = []
    for limit in field.metadata:
        for name, words in (("ge", "at least"), ("gt", "over"), ("le", "at most"), ("lt", "under")):
            if hasattr(limit, name):
                said.append(f"{words} {getattr(limit, name)}")
        if hasattr(limit, "min_length"):
            said.append(f"{limit.min_length} or more")
    return f", {' and '.join(said)}" if said else ""


# The tables


def _columns(name: str, columns: Sequence[str], required: Sequence[str], values: dict[str, Sequence[str]]) -> str:
    rows = ["| column | required | values | meaning |", "|---|---|---|---|"]
    for column in columns:
        permitted = values.get(column, ())
        shown = ", ".join(f"`{value}`" for value in permitted) if isinstance(permitted, tuple) else permitted
        rows.append(f"| `{column}` | {'yes' if column in required else ''} | {shown} | {_words(name, column)} |")
    return "\n".join(rows)


_LIST = "list with `;`"
_PERIOD = "period"
_NUMBER = "number"


def _sources() -> str:
    values: dict[str, Any] = {
        "publisher_kind": PUBLISHER_KINDS,
        "reports": registers.REPORTS,
        "text_kind": registers.TEXT_KINDS,
        "published": _PERIOD,
        "accessed": _PERIOD,
        "lineage": _LIST,
    }
    return _columns("sources", registers.SOURCE_COLUMNS, ("id", "title", "publisher", "publisher_kind"), values)


def _claims() -> str:
    values: dict[str, Any] = {
        "comparator": COMPARATORS,
        "change": ("up", "down"),
        "modality": MODALITIES,
        "period": _PERIOD,
        "citations": _LIST,
        **dict.fromkeys(("value", "low", "high", "step"), _NUMBER),
    }
    return _columns("claims", registers.CLAIM_COLUMNS, ("id", "source", "indicator"), values)


def _events() -> str:
    values: dict[str, Any] = {
        "trigger": TRIGGERS,
        "status": EVENT_STATUSES,
        "period": _PERIOD,
        **dict.fromkeys(("actors", "sources", "claims"), _LIST),
    }
    return _columns("events", registers.EVENT_COLUMNS, ("id", "period", "title", "trigger"), values)


def _series_columns() -> str:
    values: dict[str, Any] = {"period": _PERIOD, "value": _NUMBER}
    return _columns("series columns", series.COLUMNS, ("period", "place", "value"), values)


# Commands, code and output


def _help() -> str:
    import typer.main

    commands = ["", *_commands(typer.main.get_command(app), "")]
    parts = ((f"kelisim {command}".strip(), _help_of(command)) for command in commands)
    return "\n\n".join(f"## `{name}`\n\n```text\n{said}\n```" for name, said in parts)


def _commands(command: Any, name: str) -> Iterator[str]:
    for child, inner in getattr(command, "commands", {}).items():
        yield f"{name} {child}".strip()
        yield from _commands(inner, f"{name} {child}".strip())


def _help_of(command: str) -> str:
    environment = {**os.environ, "COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    environment.pop("FORCE_COLOR", None)
    said = subprocess.run(
        [Path(sys.executable).parent / "kelisim", *command.split(), "--help"],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=True,
    ).stdout
    return "\n".join(line.rstrip() for line in said.strip("\n").split("\n")).strip("\n")


def _acts() -> str:
    return ", ".join(f"`{act}`" for act in journal.ACTS)


def _stages() -> str:
    rows = ["| stage | reads |", "|---|---|"]
    rows += [f"| {stage.name} | {', '.join(stage.needs)} |" for stage in PIPELINE]
    return "\n".join(rows)


def _report_tables() -> str:
    from kelisim.report.tables import all_tables

    with tempfile.TemporaryDirectory() as folder:
        scaffold(Path(folder))
        study = kelisim.Study.open(folder)
        tables = all_tables(study.data, study.results, study.findings)
    rows = ["| file | holds | columns |", "|---|---|---|"]
    for table in tables:
        rows.append(f"| `{table.id}.csv` | {table.title} | {', '.join(table.record_columns)} |")
    return "\n".join(rows)


def _members(cls: type) -> Iterator[tuple[str, str, str]]:
    for name, member in vars(cls).items():
        if name.startswith("_"):
            continue
        if isinstance(member, property):
            yield name, "", inspect.getdoc(member) or ""
        elif isinstance(member, classmethod) or inspect.isfunction(member):
            yield name, _signature(getattr(cls, name)), inspect.getdoc(member) or ""


def _signature(function: Any) -> str:
    signature = inspect.signature(function)
    plain = [one.replace(annotation=inspect.Parameter.empty) for one in signature.parameters.values()]
    return str(signature.replace(parameters=[p for p in plain if p.name != "self"], return_annotation=signature.empty))


def _class(cls: type, prefix: str) -> str:
    parts = [f"### `{prefix}{cls.__name__}`\n\n{_prose(inspect.getdoc(cls) or '')}"]
    fields = list(getattr(cls, "__dataclass_fields__", {}))
    if fields:
        parts.append("Fields: " + ", ".join(f"`{name}`" for name in fields) + ".")
    parts += [f"**`.{name}{signature}`**\n\n{_prose(doc)}" for name, signature, doc in _members(cls)]
    return "\n\n".join(parts)


def _study() -> str:
    return "\n\n".join(
        [
            _class(api.Study, "kelisim."),
            *(
                _class(one, "")
                for one in (api.Build, StageReport, Finding, Fetched, SeriesState, PointChange, VerdictChange, Search)
            ),
        ]
    )


def _module(module: Any, prefix: str) -> str:
    parts = []
    for name in module.__all__:
        one = getattr(module, name)
        if isinstance(one, type):
            parts.append(_class(one, prefix))
        elif callable(one) and inspect.isfunction(one):
            parts.append(f"### `{prefix}{name}{_signature(one)}`\n\n{_prose(inspect.getdoc(one) or '')}")
    return "\n\n".join(parts)


def _errors() -> str:
    classes = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, Exception)]
    rows = ["| error | meaning |", "|---|---|"]
    rows += [f"| `kelisim.errors.{one.__name__}` | {_prose(inspect.getdoc(one) or '')} |" for one in classes]
    return "\n".join(rows)


def _prose(doc: str) -> str:
    """Return a docstring as Markdown: literals in single backticks, sessions at the prompt in fences."""
    doc = re.sub(r":mod:`([^`]+)`", r"`\1`", doc).replace("``", "`")
    return re.sub(r"^(>>> .*(?:\n(?!\n).*)*)", r"```pycon\n\1\n```", doc, flags=re.MULTILINE)


def _providers() -> str:
    parts = []
    told: dict[str, str] = {}
    for name in providers.NAMES:
        one = providers.adapter(name)
        module = inspect.getmodule(type(one))
        assert module is not None
        address = "" if one.base_url == "file:" else f"Address: {one.base_url or 'to be given as `base_url`'}. "
        lines = [f"## `{name}`: {one.title}"]
        if module.__name__ in told:
            codes = f" Places are coded {one.place_codes}." if hasattr(one, "place_codes") else ""
            lines.append(
                f"{address}Otherwise as [`{told[module.__name__]}`](#{told[module.__name__]}-sdmx-service).{codes}"
            )
            parts.append("\n\n".join(lines))
            continue
        told[module.__name__] = name
        doc = inspect.getdoc(module) or ""
        lines.append(address + " ".join(doc.split("\n\n", 1)[-1].split()).replace("``", "`"))
        if one.key_header:
            lines.append(f"Takes a key from the environment variable `KELISIM_{name.upper()}_KEY`.")
        if one.options:
            rows = "\n".join(f"| `{option}` | {meaning} |" for option, meaning in one.options.items())
            lines.append(f"| option | meaning |\n|---|---|\n{rows}")
        parts.append("\n\n".join(lines))
    return "\n\n".join(parts)


def _republications() -> str:
    rows = ["| who re-publishes | what | whose figures | how it is known |", "|---|---|---|---|"]
    for one in republications():
        what = ", ".join(f"`{code}`" for code in one.codes) or "everything"
        rows.append(f"| {', '.join(one.by)} | {what} | {one.origin} | {one.known} ([see]({one.see})) |")
    return "\n".join(rows)


PARTS: dict[str, Callable[[], str]] = {
    "study-keys": lambda: _schema(StudyFile, "study.toml"),
    "codebook-keys": lambda: _schema(CodebookFile, "codebook.toml"),
    "series-keys": lambda: _schema(SeriesFile, "series"),
    "series-columns": _series_columns,
    "source-columns": _sources,
    "claim-columns": _claims,
    "event-columns": _events,
    "acts": _acts,
    "help": _help,
    "stages": _stages,
    "report-tables": _report_tables,
    "providers": _providers,
    "republications": _republications,
    "study-api": _study,
    "stats-api": lambda: _module(stats, "kelisim.stats."),
    "text-api": lambda: _module(text, "kelisim.text."),
    "errors-api": _errors,
}


if __name__ == "__main__":
    for page, content in pages().items():
        page.write_text(content, encoding="utf-8")
