"""Words that tell more than numbers, in four languages."""

from __future__ import annotations

import pytest

from kelisim.text.telling import stated_p_values, tells


@pytest.mark.parametrize(
    ("text", "what", "found"),
    [
        ("The subsidy led to a boom.", "cause", "led to"),
        ("Продажи выросли благодаря субсидии.", "cause", "благодаря"),
        ("Субсидия привела к росту.", "cause", "привела к"),
        ("Субсидия нәтижесінде сату өсті.", "cause", "нәтижесінде"),
        ("补贴导致销量上升。", "cause", "导致"),
        ("Sales rose after the subsidy.", "cause", ""),
        ("He misled toddlers.", "cause", ""),
        ("Output exceeded 5,000 for the first time.", "first_time", "for the first time"),
        ("Выпуск впервые превысил 5000.", "first_time", "впервые"),
        ("产量首次超过5000辆。", "first_passed", "首次超过"),
        ("Output first exceeded 5,000 in 2019.", "first_passed", "first exceeded"),
        ("Output first fell below 5,000 in 2019.", "first_fell", "first fell"),
        ("The first passenger train left.", "first_passed", ""),
        ("The first hitch came early.", "first_passed", ""),
    ],
)
def test_words_are_found_in_any_language(text: str, what: str, found: str) -> None:
    assert tells(text, what) == found


def test_the_first_of_several_lists_is_told() -> None:
    assert tells("Thus it rose thanks to rain.", "cause", "therefore") == "Thus"


@pytest.mark.parametrize(
    ("text", "attainable", "allowed"),
    [
        ("an effect of 4 points (p < .05)", 0.05, False),
        ("an effect of 4 points (p ≤ 0.05)", 0.05, True),
        ("p = 0,03", 0.034, True),
        ("p = 0,03", 0.036, False),
        ("the P-value was .2", 0.2, True),
        ("significant at the 5% level", 0.05, True),
        ("statistically significant at 1 per cent", 0.02, False),
        ("эффект значим на уровне 5%", 0.1, False),
        ("在5%的水平上显著", 0.1, False),
    ],
)
def test_a_stated_p_is_held_against_what_can_be_attained(text: str, attainable: float, *, allowed: bool) -> None:
    (stated,) = stated_p_values(text)
    assert stated.allows(attainable) is allowed


@pytest.mark.parametrize(
    "text", ["p. 0.5", "step = .05", "pp of 0.5", "at 5% of sales", "a significant 5% rise", "p > .05"]
)
def test_what_is_no_p_is_left(text: str) -> None:
    assert stated_p_values(text) == ()
