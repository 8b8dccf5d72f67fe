"""Lexicons: everything the scanners know about a language, read from one TOML file a language."""

from __future__ import annotations

import re
import tomllib
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from kelisim.errors import UsageError
from kelisim.model.quantity import Change
from kelisim.text.extraction.phrases import RunPhrases, WordPhrases
from kelisim.text.extraction.remembering import by_language, forget

_WAYS: tuple[Change, ...] = ("up", "down")
LANGUAGES: tuple[str, ...] = ("en", "ru", "zh", "kk")
WordClass = Literal["small", "multiplier", "scale", "collective", "ordinal", "fraction", "factor", "half", "vague"]


@dataclass(frozen=True, slots=True)
class NumberWord:
    """What one word contributes to a number: its class and its value (a power of ten for a scale)."""

    kind: WordClass
    value: float


@dataclass(frozen=True)
class Lexicon:
    """One language's words and conventions, compiled for the scanners.

    ``words`` maps the lower-case forms of number words; ``tables`` are the file's tables as written; the rest are
    phrase tables and sets made from them.
    """

    language: str
    script: str
    decimal: str
    group: str
    tables: dict[str, Any]
    words: dict[str, NumberWord]
    units: WordPhrases | RunPhrases
    scales: WordPhrases | RunPhrases
    after: WordPhrases | RunPhrases
    symbols: RunPhrases
    signs: dict[str, str]
    codes: frozenset[str]
    touching: dict[str, str]
    before: dict[str, str]
    before_sizes: dict[str, int]
    change: dict[str, Change]
    labels: frozenset[str]
    suffixes: frozenset[str]
    open_words: frozenset[str]
    stop_words: frozenset[str]
    halves: tuple[str, ...]
    every_words: frozenset[str]
    vague: frozenset[str]
    not_numbers: frozenset[str]
    months: dict[str, int]
    marks: dict[str, int]
    money_marks: dict[str, int]
    endings: re.Pattern[str]
    further: frozenset[str]
    per_before: dict[str, str]
    counted_scales: dict[str, float]
    vague_amounts: dict[str, int]


@cache
def read_tables(name: str) -> dict[str, Any]:
    """Return one of the package's lexicon files as it stands; who alters it takes a copy."""
    return tomllib.loads(files("kelisim.text").joinpath("lexicons", f"{name}.toml").read_text(encoding="utf-8"))


_ADDED: dict[str, dict[str, Any]] = {}


def add_language(text: str) -> str:
    """Make a further language known from the text of its lexicon file, and return its code.

    The file has the form of those in ``kelisim/text/lexicons`` (see the README there); tables that it lacks are empty.
    Raises ``UsageError`` where the text is no TOML or names no language.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"the lexicon is no TOML: {error}", hint="see kelisim/text/lexicons/README.md") from error
    code = tables.get("language")
    if not isinstance(code, str) or code in LANGUAGES:
        raise UsageError(
            f"the lexicon names no further language: {code!r}", hint='write language = "xx" with a code that is free'
        )
    _ADDED[code] = tables
    forget()
    return code


def _tables_of(language: str) -> dict[str, Any]:
    """Return a language's tables with what CLDR adds to them; a phrase of the language's own file is not overruled."""
    added = language in _ADDED
    tables = deepcopy(_ADDED[language] if added else read_tables(language))
    for name in _NEEDED:
        tables.setdefault(name, {})
    for name, value in _DEFAULTS.items():
        tables[name] = {**value, **tables[name]} if isinstance(value, dict) else tables.get(name, value)
    if added:
        return tables
    cldr = read_tables(f"cldr/{language}")
    known = {phrase.rstrip("~").lower() for phrases in tables["units"].values() for phrase in phrases}
    for unit, phrases in cldr["units"].items():
        more = [phrase for phrase in phrases if phrase.lower() not in known]
        tables["units"][unit] = [*tables["units"].get(unit, ()), *more]
    for month, names in cldr.get("months", {}).items():
        own = tables["months"][month].split()
        tables["months"][month] = " ".join([*own, *(name for name in names.split() if name not in own)])
    return tables


_NEEDED = ("units", "scales", "numbers", "change", "labels", "periods", "ranges", "months")
_DEFAULTS: dict[str, Any] = {
    "script": "words",
    "decimal": ".",
    "group": ",",
    "over_bounds": [],
    "change": {"up": "", "down": "", "link": "", "range_verbs": ""},
    "labels": {"words": ""},
    "ranges": {"join": ["-", "–", "—"], "between": [], "between_join": [], "from": [], "list": [","]},
}


@by_language
def lexicon(language: str) -> Lexicon:
    """Return the compiled lexicon of a language; raises ``UsageError`` for a language without a file."""
    if language not in LANGUAGES and language not in _ADDED:
        raise UsageError(
            f"no lexicon for the language {language!r}",
            hint=f"the languages are {', '.join(LANGUAGES)}; a further one is a file: kelisim.text.add_language",
        )
    tables, common = _tables_of(language), deepcopy(read_tables("common"))
    endings = tables.get("endings", "")
    runs = tables["script"] == "runs"
    phrases = RunPhrases if runs else (lambda entries: WordPhrases(entries, endings))
    signs: dict[str, str] = {**common["currency_signs"], **tables.get("currency_signs", {})}
    codes = frozenset(common["currency_codes"]["list"].split())
    symbols = dict(common["symbols"].items())
    for table in (signs, {code: code for code in codes}):
        for sign, unit in table.items():
            symbols.setdefault(unit, []).append(sign)
    for unit, forms in tables.get("symbols", {}).items():
        symbols.setdefault(unit, []).extend(forms)
    sums = tables.get("sums", list(common["minor"]))
    tables["minor"] = {unit: minor for unit, minor in common["minor"].items() if unit in sums}
    _add_sets(tables)
    before = {form: name for name, forms in tables.get("before", {}).items() for form in forms}
    before |= {form: name for name, forms in common["comparators"].items() for form in forms}
    return Lexicon(
        language=language,
        script=tables["script"],
        decimal=tables["decimal"],
        group=tables["group"],
        tables=tables,
        words=_number_words(tables),
        units=phrases(tables["units"]),
        scales=phrases({power: forms.split() for power, forms in tables["scales"].items()}),
        after=phrases(tables.get("after", {})),
        symbols=RunPhrases(symbols),
        signs=signs,
        codes=codes,
        touching=common["touching_signs"] if tables["script"] == "words" and language == "en" else {},
        before=before,
        before_sizes=_sizes(before),
        change=_change_words(tables["change"]),
        labels=frozenset(tables["labels"]["words"].split()),
        suffixes=frozenset(tables["labels"].get("suffixes", ())),
        open_words=frozenset(tables.get("open_words", "").split()),
        stop_words=frozenset(tables.get("stop_words", "").split()),
        halves=tuple(f" {phrase}" for phrase in tables.get("half_after", ())),
        every_words=frozenset(phrase.split(" ")[0] for phrase in tables.get("every", {}).get("in", ())),
        vague=frozenset(tables.get("vague", {}).get("words", "").split()),
        not_numbers=frozenset(tables.get("not_numbers", {}).get("words", "").split()),
        months={form: int(month) for month, forms in tables.get("months", {}).items() for form in forms.split()},
        marks={mark: int(power) for power, marks in tables.get("scale_marks", {}).items() for mark in marks.split()},
        money_marks={m: int(power) for power, marks in tables.get("money_marks", {}).items() for m in marks.split()},
        endings=re.compile(endings or "(?!)"),
        further=frozenset(tables.get("further", {}).get("words", "").split()),
        per_before=_per_before(tables),
        counted_scales={
            form: float(value) for value, forms in tables.get("counted_scales", {}).items() for form in forms.split()
        },
        vague_amounts={
            form: int(value)
            for value, forms in tables.get("vague", {}).get("amounts", {}).items()
            for form in forms.split()
        },
    )


def _change_words(table: dict[str, Any]) -> dict[str, Change]:
    """Return the words of rise and fall: those that are listed, and every stem of a verb with every ending."""
    endings = [ending.strip("-") for ending in table.get("verb_endings", "").split()]
    words: dict[str, Change] = {}
    for way in _WAYS:
        stems = table.get(f"{way}_stems", "").split()
        words |= {f"{stem}{ending}": way for stem in stems for ending in endings}
        # Kazakh writes й and у as one letter: "ұлғаю".
        words |= {f"{s[:-1]}ю{e[1:]}": way for s in stems if s[-1] == "й" for e in endings if e[0] == "у"}
    return words | {word: way for way in _WAYS for word in table[way].split()}


def _per_before(tables: dict[str, Any]) -> dict[str, str]:
    """Return what phrases before a number say it is per; in runs of characters another scanner reads them."""
    if tables["script"] == "runs":
        return {}
    return {phrase: unit for unit, phrases in tables.get("per_before", {}).items() for phrase in phrases}


def _sizes(phrases: dict[str, str]) -> dict[str, int]:
    """Return how many words the longest phrase has that ends in a word."""
    sizes: dict[str, int] = {}
    for phrase in phrases:
        words = phrase.split(" ")
        sizes[words[-1]] = max(sizes.get(words[-1], 0), len(words))
    return sizes


_SETS = {
    "periods": (
        [
            "in",
            "since",
            "until",
            "from_to",
            "articles",
            "runs_to",
            "between",
            "and",
            "early",
            "mid",
            "late",
            "half",
            "quarter",
            "month",
            "first",
            "last",
            "hyphened",
            "year_word",
            "year",
        ]
    ),
    "factor_units": ["always", "times", "times_then:then", "times_sure:sure", "times_after"],
}


def _add_sets(tables: dict[str, Any]) -> None:
    """Give the tables that the scanners ask word by word the form of sets."""
    change = tables["change"]
    change["link_set"] = frozenset(change["link"].split())
    change["far_set"] = frozenset(change.get("far", "").split())
    change["gap_set"] = frozenset(change.get("noun_gap", "").split())
    change["compound_set"] = frozenset(change.get("compound", "").split())
    change["range_set"] = frozenset(change.get("range_verbs", "").split())
    change["poll_set"] = frozenset(change.get("poll_verbs", "").split())
    for name in (
        "lasting",
        "acts",
        "compare",
        "along",
        "modals",
        "befalls",
        "levels",
        "negators",
        "comes_to",
        "by",
        "each",
        "nouns",
        "factor_by",
        "determiners",
        "nominal",
        "far_only",
    ):
        change[f"{name}_set"] = frozenset(change.get(name, "").split())
    change["compared_words"] = {
        word: way for way, words in change.get("compared", {}).items() for word in words.split()
    }
    tables["unit_before_words"] = {
        phrase: unit for unit, phrases in tables.get("unit_before", {}).items() for phrase in phrases
    }
    if "onward" in tables:
        tables["onward"]["when_set"] = frozenset(tables["onward"]["when"].split())
    for section, names in _SETS.items():
        table = tables.get(section, {})
        for name in names:
            source, _, target = name.partition(":")
            if source in table or section == "periods":
                table[f"{target or source}_set"] = frozenset(table.get(source, ()))
    periods = tables["periods"]
    periods["season_of"] = dict(periods.get("seasons", {}).items())
    periods.setdefault("bounds", {})
    periods.setdefault("bounds_after", {})
    known = set(periods["season_of"]) | {form for forms in tables.get("months", {}).values() for form in forms.split()}
    for name in ("early", "mid", "late", "half", "quarter", "month", "first", "last", "year_word", "year"):
        known |= periods[f"{name}_set"]
    periods["known"] = frozenset(known)
    rules = tables.setdefault("ordinal_rules", {})
    for name in (
        "every_set",
        "time_set",
        "not_before_set",
        "not_after_set",
        "lead_set",
        "rank_set",
        "century",
        "rank_lead",
        "rank_after",
    ):
        rules[name] = frozenset(rules.get(name, ()))


def _number_words(tables: dict[str, Any]) -> dict[str, NumberWord]:
    words: dict[str, NumberWord] = {}
    sections: tuple[tuple[str, WordClass], ...] = (
        ("factors", "factor"),
        ("fractions", "fraction"),
        ("ordinals", "ordinal"),
        ("collectives", "collective"),
        ("scales", "scale"),
        ("multipliers", "multiplier"),
        ("half_words", "half"),
        ("numbers", "small"),
    )
    for section, kind in sections:
        for value, forms in tables.get(section, {}).items():
            for form in forms.split():
                words[form.rstrip("~")] = NumberWord(kind, float(value))
    for form in tables.get("vague", {}).get("words", "").split():
        # "thousands" after a number is a scale, alone it states no number: the parser decides.
        words.setdefault(form, NumberWord("vague", 0.0))
    return words
