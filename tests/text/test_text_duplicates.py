"""Near duplicates against brute force over sets of words."""

from __future__ import annotations

import hashlib
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.errors import UsageError
from kelisim.text.duplicates import near_duplicates, shingle_sets

WORDS = [f"word{n}" for n in range(400)]
HAN = [chr(0x4E00 + n) for n in range(400)]


def brute_force(texts: list[str], threshold: float) -> dict[tuple[int, int], float]:
    """Return all pairs by sets of tuples, without any hashing."""
    sets = []
    for text in texts:
        tokens = re.findall("[\u3400-\u9fff]|[^\\W_]+", text.lower())
        sets.append(
            {
                tuple(tokens[k : k + (2 if "\u3400" <= token <= "\u9fff" and len(token) == 1 else 3)])
                for k, token in enumerate(tokens)
            }
        )
    found = {}
    for j in range(len(texts)):
        for i in range(j):
            union = len(sets[i] | sets[j])
            index = len(sets[i] & sets[j]) / union if sets[i] and sets[j] else 0.0
            if index >= threshold:
                found[i, j] = index
    return found


def corpus(vocabulary: list[str], glue: str, seed: int) -> list[str]:
    """Return originals and copies edited to very different degrees."""
    chance = random.Random(seed)
    texts = []
    for _ in range(60):
        original = chance.choices(vocabulary, k=chance.randint(20, 300))
        texts.append(glue.join(original))
        for _ in range(4):
            copy = original[chance.randint(0, len(original) // 10) :]
            for _ in range(chance.randint(0, max(1, len(copy) // 8))):
                copy[chance.randrange(len(copy))] = chance.choice(vocabulary)
            texts.append(glue.join(copy))
    chance.shuffle(texts)
    return texts


@pytest.mark.parametrize(("vocabulary", "glue"), [(WORDS, " "), (HAN, "")])
@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.7, 0.9, 1.0])
def test_recall_and_indices_against_brute_force(vocabulary: list[str], glue: str, threshold: float) -> None:
    texts = corpus(vocabulary, glue, 7)
    expected = brute_force(texts, threshold)
    found = {(i, j): index for i, j, index in near_duplicates(texts, threshold=threshold)}
    assert len(expected) >= (1 if threshold == 1.0 else 20)
    assert set(found) <= set(expected)
    assert len(found) >= 0.995 * len(expected)
    assert all(found[pair] == pytest.approx(expected[pair], abs=0) for pair in found)


@given(st.lists(st.text(alphabet="ab 中文.\n", max_size=30), max_size=12), st.integers(0, 5))
def test_small_corpora_against_brute_force_at_identity(texts: list[str], seed: int) -> None:
    # At an index of one all signatures agree, so that the search is exhaustive for every seed.
    found = near_duplicates(texts, threshold=1.0, seed=seed)
    assert {(i, j) for i, j, _ in found} == set(brute_force(texts, 1.0))


def test_a_reprint_with_another_lead() -> None:
    body = (
        "The plant in Kostanay produced 38,000 vehicles in 2019, two thirds of the domestic market, and its management "
        "decided to expand the assembly hall, which both presidents opened in the same year with local suppliers. "
    ) * 2
    chinese = "科斯塔奈工厂去年生产了三万八千辆汽车，占哈萨克斯坦国内市场的三分之二。双方计划继续扩大合作。"
    texts = [
        body,
        "ASTANA, Kazinform - " + body.upper(),
        "Nothing of the kind was said.",
        chinese,
        "（新华社）" + chinese,
    ]
    assert [(i, j) for i, j, _ in near_duplicates(texts)] == [(0, 1), (3, 4)]


def test_the_result_is_the_same_on_every_machine() -> None:
    texts = corpus(WORDS, " ", 3)[:80]
    found = near_duplicates(texts, threshold=0.6)
    assert found == near_duplicates(texts, threshold=0.6)
    assert found == near_duplicates(texts, threshold=0.6, seed=11)
    assert found == sorted(found)


def test_shingle_hashes_are_integer_arithmetic() -> None:
    """The same hashes in unbounded integers, by the published constants of SplitMix64 and by BLAKE2b."""
    mask = (1 << 64) - 1

    def mix(value: int) -> int:
        value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & mask
        value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & mask
        return value ^ (value >> 31)

    def digest(token: str) -> int:
        return int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest(), "little")

    factors = [mix((n * 0x9E3779B97F4A7C15) & mask) | 1 for n in (1, 2, 3)]
    windows = [("a", "b", "c"), ("b", "c"), ("c",)]
    expected = sorted(
        mix(sum(digest(token) * factor for token, factor in zip(window, factors, strict=False)) & mask)
        for window in windows
    )
    assert shingle_sets(["A, b c."])[0].tolist() == expected


def test_layout_and_punctuation_do_not_count() -> None:
    assert near_duplicates(["A plant, opened; in 2014.", "a PLANT\nopened in “2014”"]) == [(0, 1, 1.0)]


def test_texts_without_words_are_no_duplicates() -> None:
    assert near_duplicates(["", "", "...", "—"]) == []
    assert near_duplicates([]) == near_duplicates(["one text"]) == []


@pytest.mark.parametrize("threshold", [0, -0.1, 1.5, float("nan")])
def test_a_threshold_that_is_no_index(threshold: float) -> None:
    with pytest.raises(UsageError, match="threshold"):
        near_duplicates(["a", "b"], threshold=threshold)
