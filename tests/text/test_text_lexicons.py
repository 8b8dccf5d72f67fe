from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kelisim.errors import UsageError
from kelisim.text import add_language, quantities
from kelisim.text.extraction.lexicon import lexicon

ROOT = Path(__file__).parent.parent.parent

# A fifth language in a file of its own: no code knows Latin.
LATIN = """
language = "la"
decimal = ","
group = "."
endings = "es|um|ibus|am|ae|as|is|os|orum|arum|i|a"
point = []

[numbers]
1 = "unus una unum"
2 = "duo duae"
3 = "tres tria"
10 = "decem"
20 = "viginti"
100 = "centum"

[scales]
3 = "mille milia"

[before]
approx = ["circiter"]
gt = ["plus quam"]

[change]
up = "crevit"
down = "decrevit"
link = "ad"
range_verbs = ""

[units]
foot = ["ped~"]
pound = ["libr~"]
percent = ["centesim~"]

[ranges]
join = ["-", "–", "ad"]
between = ["inter"]
between_join = ["et"]
from = ["ab"]
list = [",", "et"]
"""


def test_the_files_from_cldr_are_what_the_script_writes() -> None:
    done = subprocess.run(
        [sys.executable, "tools/cldr_lexicons.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("text", "language", "unit"),
    [
        ("20 Czech korunas", "en", "CZK"),
        ("20 чешских крон", "ru", "CZK"),
        ("20瑞典克朗", "zh", "SEK"),
        ("20 жапон иенасы", "kk", "JPY"),
        ("20 терабайт", "ru", "terabyte"),
    ],
)
def test_cldr_names_units_beside_the_hand_made_lists(text: str, language: str, unit: str) -> None:
    assert [(quantity.value, quantity.unit) for quantity in quantities(text, language=language)] == [(20, unit)]


def test_a_phrase_of_the_hand_made_list_is_not_overruled() -> None:
    assert quantities("20 pounds", language="en")[0].unit == "pound"
    assert quantities("20 кило", language="ru")[0].unit == "kilogram"


def test_a_fifth_language_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "la.toml"
    path.write_text(LATIN, encoding="utf-8")
    assert add_language(path.read_text(encoding="utf-8")) == "la"
    found = quantities("Via circiter viginti tria milia pedum et 3,5 libras; crevit ad 12%.", language="la")
    assert [(q.value, q.unit, q.comparator) for q in found] == [
        (23_000, "foot", "approx"),
        (3.5, "pound", "exact"),
        (12, "percent", "exact"),
    ]
    assert found[2].change == "up"
    assert [q.value for q in quantities("inter 10 et 20 libras", language="la")] == [(10, 20)]
    assert [q.value for q in quantities("duo milia", language="la")] == [2000]


def test_what_is_no_lexicon_of_a_further_language_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no TOML"):
        add_language("not = [")
    with pytest.raises(UsageError, match="'en'"):
        add_language('language = "en"')
    with pytest.raises(UsageError, match="None"):
        add_language("[units]")


@pytest.mark.parametrize("language", ["en", "ru", "zh", "kk"])
def test_every_lexicon_knows_the_same_kinds_of_words(language: str) -> None:
    known = lexicon(language)
    assert known.before
    assert set(known.before.values()) <= {"approx", "gt", "ge", "lt", "le", "exact"}
    assert set(known.change.values()) == {"up", "down"}
    assert language == "zh" or set(known.months.values()) == set(range(1, 13))


def test_a_language_given_anew_is_read_anew() -> None:
    add_language(LATIN.replace('20 = "viginti"\n', "").replace('10 = "decem"\n', ""))
    assert [q.value for q in quantities("viginti libras et decem libras et duo libras", language="la")] == [2]
    add_language(LATIN)
    assert [q.value for q in quantities("viginti libras et decem libras et duo libras", language="la")] == [20, 10, 2]
