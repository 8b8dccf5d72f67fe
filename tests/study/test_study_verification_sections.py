"""Identities, publishers, rates, the grid and qualitative findings in study.toml: what is wrong is said at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kelisim.errors import StudyError
from kelisim.study.layout import find_study
from kelisim.study.load import load_study

FINDING = """
[[qualitative_findings]]
id = "Q1"
text = "Shopkeepers came round."
sources = ["gazette"]
methodological_limitations = { level = "minor", reason = "One paper." }
coherence = { level = "none", reason = "One voice." }
adequacy = { level = "serious", reason = "Three letters." }
relevance = { level = "none", reason = "On the point." }
confidence = "low"
explanation = "Thin data."
"""


def add(folder: Path, text: str) -> None:
    with (folder / "study.toml").open("a", encoding="utf-8") as handle:
        handle.write(text)


def what(folder: Path) -> list[str]:
    with pytest.raises(StudyError) as caught:
        load_study(find_study(folder))
    lines = (folder / "study.toml").read_text(encoding="utf-8").splitlines()
    assert all(one.line and one.line <= len(lines) for one in caught.value.problems)
    return [one.what for one in caught.value.problems]


def test_they_read_into_the_study(small_study: Path) -> None:
    add(small_study, FINDING)
    add(small_study, '[[publishers]]\nname = "The Gazette"\naliases = ["Газета"]\nowner = "Holding"\n')
    add(small_study, '[[identities]]\nid = "i"\nformula = "cycling_share = previous(cycling_share[x]) * 2"\n')
    data = load_study(find_study(small_study))
    (found,) = data.qualitative
    assert (found.adequacy.level, found.adequacy.reason, found.most) == ("serious", "Three letters.", "moderate")
    assert data.publishers[0].aliases == ("Газета",)
    assert data.identities[0].id == "i"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[identities]]\nid = "i"\nformula = "cycling_share = "\n', "a name is missing before the end"),
        (
            '[[identities]]\nid = "i"\nformula = "cycling_share = walking / 2"\n',
            "identity i names the indicator 'walking', which is not defined",
        ),
        (FINDING.replace("Three letters.", ""), "adequacy.reason"),
        (FINDING.replace('"serious"', '"grave"'), "adequacy.level is 'grave'"),
        (FINDING.replace('"gazette"', '"gazete"'), "names the source 'gazete'"),
        (FINDING.replace('explanation = "Thin data."\n', ""), "explanation is missing"),
        (FINDING.replace('confidence = "low"', 'confidence = "lowish"'), "confidence is 'lowish'"),
    ],
)
def test_what_is_wrong_is_said_at_its_line(small_study: Path, text: str, told: str) -> None:
    add(small_study, text)
    assert any(told in one for one in what(small_study))


def test_places_have_names_of_their_own(small_study: Path) -> None:
    place = '[[places]]\nid = "{}"\nname = "{}"\naliases = ["{}"]\n'
    add(small_study, place.format("N", "Northtown", "Старый порт") + place.format("S", "Southtown", "старый  порт"))
    assert what(small_study) == ["the name 'старый  порт' belongs to the places N and S"]


def test_a_place_without_a_name_and_one_told_twice_are_said(small_study: Path) -> None:
    place = '[[places]]\nid = "N"\nname = "{}"\n'
    add(small_study, place.format(" ") + place.format("Northtown"))
    assert sorted(what(small_study)) == ["place N has an empty word", "the id 'N' stands twice in places"]


def test_letters_and_rates_must_name_what_is_there(small_study: Path) -> None:
    path = small_study / "study.toml"
    text = path.read_text(encoding="utf-8")
    assert "[protocol.credibility]" in text
    path.write_text(
        text.replace("[protocol.credibility]\n", '[protocol.credibility]\nadmiralty = { Superb = "A" }\n', 1),
        encoding="utf-8",
    )
    assert any("admiralty names the rating 'Superb'" in one for one in what(small_study))
    path.write_text(
        text.replace("[protocol.cross_check]\n", '[protocol.cross_check]\nrates = ["kzt"]\n', 1), encoding="utf-8"
    )
    assert any("rates names the series 'kzt'" in one for one in what(small_study))
