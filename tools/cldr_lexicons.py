"""Write the parts of the lexicons that CLDR knows: names of currencies, units of measurement and months.

Run ``python tools/cldr_lexicons.py`` after an upgrade of ``babel``, which carries CLDR (Unicode licence, which allows
this use), and commit what changes; ``--check`` writes nothing and exits 1 where a file differs. Each language has a
file ``src/kelisim/text/lexicons/cldr/xx.toml``. What a lexicon's own file says of a phrase goes before what CLDR says.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from pathlib import Path

import babel
from babel import Locale

LEXICONS = Path(__file__).parent.parent / "src" / "kelisim" / "text" / "lexicons"
LANGUAGES = ("en", "ru", "zh", "kk")
# The lexicons' name of a unit and CLDR's; CLDR names the quantity first.
UNITS = {
    "degree": ("angle-degree",), "degree_celsius": ("temperature-celsius",),
    "degree_fahrenheit": ("temperature-fahrenheit",), "kelvin": ("temperature-kelvin",),
    "nanometre": ("length-nanometer",), "micrometre": ("length-micrometer",), "millimetre": ("length-millimeter",),
    "centimetre": ("length-centimeter",), "decimetre": ("length-decimeter",), "metre": ("length-meter",),
    "kilometre": ("length-kilometer",), "mile": ("length-mile",), "nautical_mile": ("length-nautical-mile",),
    "yard": ("length-yard",), "foot": ("length-foot",), "inch": ("length-inch",), "light_year": ("length-light-year",),
    "square_centimetre": ("area-square-centimeter",), "square_metre": ("area-square-meter",),
    "square_kilometre": ("area-square-kilometer",), "square_mile": ("area-square-mile",),
    "square_foot": ("area-square-foot",), "hectare": ("area-hectare",), "acre": ("area-acre",),
    "cubic_metre": ("volume-cubic-meter",), "cubic_kilometre": ("volume-cubic-kilometer",),
    "litre": ("volume-liter",), "millilitre": ("volume-milliliter",), "hectolitre": ("volume-hectoliter",),
    "gallon": ("volume-gallon",), "milligram": ("mass-milligram",), "microgram": ("mass-microgram",),
    "gram": ("mass-gram",), "kilogram": ("mass-kilogram",), "carat": ("mass-carat",), "ounce": ("mass-ounce",),
    "second": ("duration-second",), "millisecond": ("duration-millisecond",), "minute": ("duration-minute",),
    "hour": ("duration-hour",), "week": ("duration-week",), "century": ("duration-century",),
    "watt": ("power-watt",), "kilowatt": ("power-kilowatt",), "megawatt": ("power-megawatt",),
    "gigawatt": ("power-gigawatt",), "horsepower": ("power-horsepower",), "kilowatt_hour": ("energy-kilowatt-hour",),
    "joule": ("energy-joule",), "kilojoule": ("energy-kilojoule",), "kilocalorie": ("energy-kilocalorie",),
    "ampere": ("electric-ampere",), "milliampere": ("electric-milliampere",), "volt": ("electric-volt",),
    "ohm": ("electric-ohm",), "hertz": ("frequency-hertz",), "kilohertz": ("frequency-kilohertz",),
    "megahertz": ("frequency-megahertz",), "gigahertz": ("frequency-gigahertz",), "pascal": ("pressure-pascal",),
    "hectopascal": ("pressure-hectopascal",), "megapixel": ("graphics-megapixel",),
    "byte": ("digital-byte",), "kilobyte": ("digital-kilobyte",), "megabyte": ("digital-megabyte",),
    "gigabyte": ("digital-gigabyte",), "terabyte": ("digital-terabyte",), "gigabit": ("digital-gigabit",),
    "kilometre_per_hour": ("speed-kilometer-per-hour",), "metre_per_second": ("speed-meter-per-second",),
    "mile_per_hour": ("speed-mile-per-hour",), "knot": ("speed-knot",),
}  # fmt: skip


def phrases_of_units(locale: Locale) -> dict[str, list[str]]:
    """Return the names of each unit in all plural forms, without the number."""
    patterns = locale._data["unit_patterns"]
    found: dict[str, list[str]] = {}
    for name, keys in UNITS.items():
        forms: set[str] = set()
        for key in keys:
            for form, pattern in patterns.get(key, {}).get("long", {}).items():
                # Only plural categories hold patterns; the rest names gender and the like.
                if form in ("zero", "one", "two", "few", "many", "other") and isinstance(pattern, str):
                    forms.add(_plain(pattern.replace("{0}", "")))
        # A single Chinese character means much else ("节", knot and section).
        forms = {form for form in forms if len(form) > 1}
        if forms:
            found[name] = sorted(forms)
    return found


def phrases_of_currencies(locale: Locale, codes: list[str]) -> dict[str, list[str]]:
    """Return the names of each currency, alone and beside a number; symbols and bare codes are left out."""
    found: dict[str, list[str]] = {}
    plural = locale._data["currency_names_plural"]
    for code in codes:
        names = {locale.currencies.get(code, ""), *dict(plural.get(code, {})).values()}
        forms = {_plain(name) for name in names if name and name != code and "(" not in name}
        if forms:
            found[code] = sorted(forms)
    return found


def names_of_months(locale: Locale) -> dict[str, str]:
    """Return the full names of each month, as they stand in a date and alone, in lower case."""
    months: dict[str, str] = {}
    for number in range(1, 13):
        names = {locale.months[use]["wide"][number].lower() for use in ("format", "stand-alone")}
        months[str(number)] = " ".join(sorted(names))
    return months


def _plain(phrase: str) -> str:
    return " ".join(phrase.replace("\u00a0", " ").replace("\u202f", " ").split())


def render(language: str) -> str:
    """Return the text of a language's file."""
    common = tomllib.loads((LEXICONS / "common.toml").read_text(encoding="utf-8"))
    locale = Locale(language)
    codes = sorted(set(common["currency_codes"]["list"].split()) - {"RMB"})
    units = phrases_of_units(locale) | phrases_of_currencies(locale, codes)
    lines = [
        f"# Names from CLDR as babel {babel.__version__} carries it. Written by tools/cldr_lexicons.py: do not edit.",
        f'language = "{language}"',
        "",
        "[units]",
        *(f"{name} = {json.dumps(units[name], ensure_ascii=False)}" for name in sorted(units)),
    ]
    if language != "zh":
        months = names_of_months(locale)
        lines += ["", "[months]", *(f'{number} = "{names}"' for number, names in months.items())]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the files, or say which differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file differs")
    check = parser.parse_args().check
    stale = 0
    for language in LANGUAGES:
        path, text = LEXICONS / "cldr" / f"{language}.toml", render(language)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        if check:
            print(f"{path.name} differs from CLDR; run python tools/cldr_lexicons.py", file=sys.stderr)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote {path}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
