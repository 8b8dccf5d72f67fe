"""The linear coder: its solution against scikit-learn and SciPy, honest validation, the same result anywhere."""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.sparse import csr_array, random_array

from editing import edit
from kelisim.coding.machine import cross_validation, linear, ngrams
from kelisim.coding.machine.consensus import consensus, shared
from kelisim.coding.machine.corpus import read_corpus
from kelisim.coding.machine.measure import calibration, scores
from kelisim.coding.machine.training import code_by_model
from kelisim.errors import DataError
from kelisim.study.journal import append
from machine_fakes import project, regular

TEXTS = ["Заводы, заводами и заводу", "国产化率 提高了", "The plant, the plants", "Зауыт 2019 жылы", "a", ""]


def table(rows: int = 120, columns: int = 60, seed: int = 0) -> tuple[csr_array, np.ndarray]:
    rng = np.random.default_rng(seed)
    dense = np.abs(random_array((rows, columns), density=0.2, rng=rng).todense()) + 1e-9
    dense /= np.sqrt((dense**2).sum(axis=1, keepdims=True))
    labels = (dense @ rng.normal(size=(columns, 3)) + rng.normal(size=(rows, 3)) > 0.3).astype(np.int8)
    return csr_array(dense), labels


def objective(point: np.ndarray, dense: np.ndarray, labels: np.ndarray, strength: float) -> float:
    z = dense @ point[:-1] + point[-1]
    return strength * float(np.sum(np.logaddexp(0, np.where(labels == 1, -z, z)))) + 0.5 * float(
        point[:-1] @ point[:-1]
    )


def test_the_solution_is_that_of_scikit_learn() -> None:
    pytest.importorskip("sklearn")
    from sklearn.linear_model import LogisticRegression

    features, labels = table()
    found = linear.fit(features, labels, tolerance=1e-5)
    for code in range(3):
        peer = LogisticRegression(C=linear.STRENGTH, tol=1e-10, max_iter=10_000).fit(features, labels[:, code])
        assert found.weights[:, code] == pytest.approx(peer.coef_[0], abs=1e-3)
        assert found.intercepts[code] == pytest.approx(peer.intercept_[0], abs=1e-3)


def test_the_solution_is_that_of_a_general_minimiser_and_unknown_labels_are_left_out() -> None:
    features, labels = table()
    labels[::5, 0] = -1
    found = linear.fit(features, labels, strength=2.0, tolerance=1e-5)
    dense = features.toarray()
    kept = labels[:, 0] >= 0
    start = np.zeros(61)
    best = minimize(objective, start, args=(dense[kept], labels[kept, 0], 2.0), method="BFGS", options={"gtol": 1e-7})
    own = np.append(found.weights[:, 0], found.intercepts[0])
    assert own == pytest.approx(best.x, abs=1e-3)
    assert objective(own, dense[kept], labels[kept, 0], 2.0) <= best.fun + 1e-6


def test_the_tolerance_bounds_the_error_of_the_log_odds() -> None:
    features, labels = table(300, 200)
    rough = linear.fit(features, labels)
    exact = linear.fit(features, labels, tolerance=1e-6)
    assert rough.steps < exact.steps
    odds = np.abs(np.asarray(features @ (rough.weights - exact.weights)) + rough.intercepts - exact.intercepts)
    assert odds.max() < 2 * linear.TOLERANCE


def test_codes_do_not_touch_each_other() -> None:
    features, labels = table()
    together = linear.fit(features, labels, tolerance=1e-5)
    alone = linear.fit(features, labels[:, 1:2], tolerance=1e-5)
    assert together.weights[:, 1] == pytest.approx(alone.weights[:, 0], abs=1e-5)


@pytest.mark.parametrize(("value", "low", "high"), [(1, 0.9, 1.0), (0, 0.0, 0.1)])
def test_a_code_always_or_never_applied_is_predicted_as_seen(value: int, low: float, high: float) -> None:
    features, labels = table()
    labels[:, 2] = value
    found = linear.fit(features, labels).probabilities(features)[:, 2]
    assert np.all((found >= low) & (found <= high))


def test_n_grams_are_those_of_the_definition() -> None:
    counts = ngrams.count(TEXTS)
    for row, text in enumerate(TEXTS):
        plain = ngrams.normalised(text)
        expected = Counter(plain[i : i + n] for n in ngrams.SIZES for i in range(len(plain) - n + 1))
        got = sorted(counts[[row]].toarray()[0][counts[[row]].toarray()[0] > 0].tolist())
        # With so few n-grams in so many columns no two meet: the multiset of counts is the definition's.
        assert got == sorted(expected.values())


def test_weights_are_those_of_scikit_learn() -> None:
    pytest.importorskip("sklearn")
    from sklearn.feature_extraction.text import TfidfTransformer

    counts = ngrams.count([*TEXTS, *TEXTS[:2]])
    weighting = ngrams.Weighting.of(counts, least=1)
    kept = csr_array(counts[:, weighting.columns])
    expected = TfidfTransformer(sublinear_tf=True).fit_transform(kept).toarray()
    assert weighting.apply(counts).toarray() == pytest.approx(expected, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_a_text_counts_alike_in_any_company(texts: list[str]) -> None:
    together = ngrams.count(texts)
    for row, text in enumerate(texts):
        assert (together[[row]].toarray() == ngrams.count([text]).toarray()).all()


def test_digits_case_and_space_do_not_matter() -> None:
    one, other = ngrams.count(["In 2019  the PLANT"]), ngrams.count(["in 1848 the\nplant"])
    assert (one.toarray() == other.toarray()).all()


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 1)), min_size=12, max_size=40))
def test_the_threshold_finds_a_code_as_often_as_it_was_applied(pairs: list[tuple[int, int]]) -> None:
    probabilities, labels = [p / 20 for p, _ in pairs], [y for _, y in pairs]
    cut = cross_validation.even_threshold(np.array(probabilities), np.array(labels, dtype=np.int8))
    if sum(labels) < cross_validation.LEAST_APPLIED:
        assert cut == 0.5
        return
    found = sum(p >= cut for p in probabilities)
    possible = {sum(p >= other for p in probabilities) for other in probabilities}
    assert abs(found - sum(labels)) == min(abs(number - sum(labels)) for number in possible)


def test_what_can_be_learnt_is_learnt_on_unseen_documents(tmp_path: Path) -> None:
    made = code_by_model(read_corpus(project(tmp_path / "s", regular())), write=False)
    assert made.n_folds == 5
    assert all(score.f1 is not None and score.f1 > 0.95 for score in made.scores)
    assert made.scores[0].n == sum(score.n for score in made.scores[1:]) == 160


def test_labels_by_chance_are_not_learnt(tmp_path: Path) -> None:
    draw = random.Random(5)
    coin = {(d, s): draw.choice(["tax", "road", "", ""]) for d in range(20) for s in range(12)}

    def reads(d: int, s: int, kind: str) -> str:
        return coin[d, s]

    layout = project(tmp_path / "s", regular(20, 12), coders={"anna": reads, "bekzat": reads})
    made = code_by_model(read_corpus(layout), write=False)
    for one in made.agreement:
        row = one.rows[0]
        assert row.low is not None
        assert row.high is not None
        assert row.low < 0.1, "agreement beyond chance would be a leak from the held out documents"
        assert abs(row.value or 0.0) < 0.25


def test_near_duplicates_share_a_fold(tmp_path: Path) -> None:
    layout = project(tmp_path / "s", regular(8, 12))
    text = (layout.root / "sources" / "d1.md").read_text(encoding="utf-8")
    (layout.root / "sources" / "d6.md").write_text(text, encoding="utf-8")
    corpus = read_corpus(layout)
    assert ("d1", "d6") in corpus.duplicates
    folds = cross_validation.fold_of_documents(corpus, np.arange(8), 4)
    assert folds[1] == folds[6]
    assert set(folds.values()) == {0, 1, 2, 3}


def test_the_same_input_gives_the_same_model_on_any_number_of_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = read_corpus(project(tmp_path / "s", regular()))
    first = cross_validation.train(corpus, consensus(corpus))
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    second = cross_validation.train(corpus, consensus(corpus))
    assert first.hash == second.hash
    assert (first.probabilities == second.probabilities).all()
    assert (first.predicted == second.predicted).all()


def test_disputed_decisions_are_not_trained_on_and_adjudicated_ones_are(tmp_path: Path) -> None:
    def bekzat(d: int, s: int, kind: str) -> str:
        return "" if (d, s) == (0, 0) else kind

    coders = {"anna": lambda d, s, kind: kind, "bekzat": bekzat}
    layout = project(tmp_path / "s", regular(), coders=coders)
    corpus = read_corpus(layout)
    common = consensus(corpus)
    assert common.disputed == 1
    assert common.labels[0].tolist() == [-1, 0]
    assert (common.labels[1:] >= 0).all()
    unit = corpus.units[0]
    target = {"document": "d0", "start": unit.start, "end": unit.end, "quote": unit.text}
    for decision, expected in (("apply", 1), ("drop", 0)):
        append(
            layout.journals / "anna.jsonl",
            act="adjudicate",
            actor="anna",
            target=target,
            body={"code": "tax", "decision": decision, "reason": "We talked it over."},
        )
        settled = consensus(read_corpus(layout))
        assert settled.labels[0].tolist() == [expected, 0]
        assert (settled.disputed, settled.adjudicated) == (0, 1)


def test_two_people_make_a_consensus_whoever_else_has_not_read() -> None:
    a = np.array([[1], [1], [0], [-1]], dtype=np.int8)
    b = np.array([[1], [0], [-1], [-1]], dtype=np.int8)
    c = np.array([[1], [-1], [0], [1]], dtype=np.int8)
    labels, disputed = shared({"a": a, "b": b, "c": c}, least=2, shape=(4, 1))
    assert labels.ravel().tolist() == [1, -1, 0, -1]
    assert disputed.ravel().tolist() == [False, True, False, False]


def test_one_coder_is_no_consensus_unless_asked_for(tmp_path: Path) -> None:
    layout = project(tmp_path / "s", regular(), coders={"anna": lambda d, s, kind: kind})
    corpus = read_corpus(layout)
    with pytest.raises(DataError, match="only anna has coded"):
        consensus(corpus)
    made = code_by_model(corpus, on="anna")
    assert made.actor == "machine-linear-anna"
    assert (layout.journals / "machine-linear-anna.jsonl").exists()


def test_one_document_cannot_be_cross_validated(tmp_path: Path) -> None:
    corpus = read_corpus(project(tmp_path / "s", regular(1)))
    with pytest.raises(DataError, match="needs two"):
        code_by_model(corpus)


def test_scores_and_calibration_against_a_table_done_by_hand() -> None:
    labels = np.array([[1], [1], [0], [0], [-1]], dtype=np.int8)
    predicted = np.array([[True], [False], [True], [False], [True]])
    stated = np.array([[0.95], [0.45], [0.55], [0.05], [1.0]])
    owners = np.array([0, 0, 1, 1, 1])
    pooled, one = scores(["x"], labels, predicted, stated, owners, confidence=0.95, replicates=200)
    assert (one.n, one.n_documents, one.n_applied, one.n_predicted, one.n_both) == (4, 2, 2, 2, 1)
    assert (one.precision, one.recall, one.f1) == (0.5, 0.5, 0.5)
    assert one.brier == pytest.approx((0.05**2 + 0.55**2 + 0.55**2 + 0.05**2) / 4)
    assert one.brier_reference == 0.25
    assert pooled.f1 == one.f1
    bins, error = calibration(labels, stated)
    assert [(one.n, one.share_applied) for one in bins if one.n] == [(1, 0.0), (1, 1.0), (1, 0.0), (1, 1.0)]
    assert error == pytest.approx((0.05 + 0.55 + 0.55 + 0.05) / 4)


def test_a_changed_text_changes_the_model(tmp_path: Path) -> None:
    layout = project(tmp_path / "s", regular())
    before = code_by_model(read_corpus(layout), write=False).model
    edit(layout.root / "sources" / "d9.md", "the", "The")
    assert code_by_model(read_corpus(layout), write=False).model != before
