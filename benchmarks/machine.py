"""Machine coders against scikit-learn, in one run: `python benchmarks/machine.py [--write]`.

An invented project of 2 coders, 40 codes and 500 documents of 20 sentences, in Latin and Cyrillic words with endings.
Both sides fit the same n-gram table with the same penalty; the peer is LogisticRegression one against the rest at a
tolerance of 1e-5. kelisim's probabilities lie within 0.001 of those at a tolerance 5,000 times finer, so the difference
in the table is the peer's. `--write` puts the table into machine.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from kelisim.coding.machine import linear, ngrams
from kelisim.coding.machine.consensus import consensus
from kelisim.coding.machine.corpus import read_corpus
from kelisim.coding.machine.cross_validation import train
from kelisim.coding.machine.keywords import code
from kelisim.coding.machine.training import code_by_model
from kelisim.study.journal import append_all
from kelisim.study.layout import Layout

DOCUMENTS, SENTENCES, CODES = 500, 20, 40
SYLLABLES = {
    "en": ["ba", "con", "der", "fi", "gra", "in", "lo", "men", "nor", "pla", "ren", "sto", "ta", "ver"],
    "ru": ["ба", "вод", "гра", "до", "зна", "ко", "лен", "мо", "нор", "пла", "рес", "сто", "та", "вер"],
}
ENDINGS = {"en": ["", "s", "ed", "ing", "ment"], "ru": ["", "а", "ов", "ами", "ый", "ого"]}


def project(folder: Path) -> Layout:
    """Write the project: documents, codebook with keywords, and the journals of two coders who err now and then."""
    draw = random.Random(7)
    words = {
        language: ["".join(draw.choices(parts, k=draw.choice((2, 3, 3)))) for _ in range(3000)]
        for language, parts in SYLLABLES.items()
    }
    terms = {f"code-{i:02d}": {one: draw.sample(words[one], 5) for one in words} for i in range(CODES)}
    book = ['version = "1"', 'level = "nominal"']
    for name, keywords in terms.items():
        book += ["[[codes]]", f'id = "{name}"', f'name = "{name}"', 'definition = "Invented."', "[codes.keywords]"]
        book += [f"{language} = {chosen!r}".replace("'", '"') for language, chosen in keywords.items()]
    sources = ["id,title,publisher,publisher_kind,language,published,url,reports,file,text_kind"]
    acts: dict[str, list[dict[str, Any]]] = {"anna": [], "bekzat": []}
    (folder / "sources").mkdir(parents=True)
    for number in range(DOCUMENTS):
        name, language = f"d{number:03d}", "en" if number % 2 else "ru"
        text = ""
        for _ in range(SENTENCES):
            true = [one for one in terms if draw.random() < 0.05]
            stems = draw.choices(words[language], k=12) + [draw.choice(terms[one][language]) for one in true]
            draw.shuffle(stems)
            sentence = " ".join(stem + draw.choice(ENDINGS[language]) for stem in stems).capitalize() + "."
            target = {"document": name, "start": len(text), "end": len(text) + len(sentence), "quote": sentence}
            for coder, own in acts.items():
                chosen = [one for one in true if draw.random() < 0.9] + draw.choices(list(terms), k=draw.random() < 0.1)
                own.extend({"act": "code", "actor": coder, "target": target, "body": {"code": one}} for one in chosen)
            text += sentence + " "
        for coder, own in acts.items():
            own.append({"act": "note", "actor": coder, "target": {"document": name}, "body": {"state": "done"}})
        (folder / "sources" / f"{name}.md").write_text(text.strip() + "\n", encoding="utf-8")
        sources.append(
            f"{name},Text {name},Nobody,news,{language},2020,https://example.org/,,sources/{name}.md,full text"
        )
    (folder / "sources.csv").write_text("\n".join(sources) + "\n", encoding="utf-8")
    (folder / "codebook.toml").write_text("\n".join(book) + "\n", encoding="utf-8")
    study = ["schema = 1", "[study]", 'title = "Invented"', 'question = "None?"', 'window = "2020"', "[coding]"]
    study += ['unit = "sentence"', 'coefficient = "cohen_kappa"', 'coders = ["anna", "bekzat"]']
    (folder / "study.toml").write_text("\n".join(study) + "\n", encoding="utf-8")
    layout = Layout(folder)
    for coder, own in acts.items():
        append_all(layout.journals / f"{coder}.jsonl", own)
    return layout


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds of processor time, all threads together: other work on the machine must not decide a ratio."""
    begun = time.process_time()
    value = call()
    return time.process_time() - begun, value


def rows() -> tuple[list[tuple[str, float | None, float, str]], str]:
    out: list[tuple[str, float | None, float, str]] = []
    with tempfile.TemporaryDirectory() as scratch:
        layout = project(Path(scratch) / "study")
        reading, corpus = timed(lambda: read_corpus(layout))
        size = sum(len(document.text.encode()) for document in corpus.documents.values())
        texts = [unit.text for unit in corpus.units]
        sizes = (min(ngrams.SIZES), max(ngrams.SIZES))

        hashing = HashingVectorizer(
            analyzer="char", ngram_range=sizes, n_features=1 << ngrams.BITS, norm=None, alternate_sign=False
        )
        plain = [ngrams.normalised(text) for text in texts]
        theirs, _ = timed(lambda: TfidfTransformer(sublinear_tf=True).fit_transform(hashing.transform(plain)))
        ours, counts = timed(lambda: ngrams.count(texts))
        weighting, table = timed(lambda: ngrams.Weighting.of(counts).apply(counts))
        out.append((f"n-gram table of {len(texts):,} sentences", theirs, ours + weighting, "one pass over the text"))

        common = consensus(corpus)
        labels = np.where(common.labels == 1, 1, 0).astype(np.int8)
        few = 4
        peer = OneVsRestClassifier(LogisticRegression(C=linear.STRENGTH, tol=1e-5, max_iter=5000))
        theirs, fitted = timed(lambda: peer.fit(table, labels[:, :few]))
        ours, model = timed(lambda: linear.fit(table, labels))
        gap = np.abs(fitted.predict_proba(table) - model.probabilities(table)[:, :few]).max()
        task = f"fit of {CODES} codes (peer: {few} codes x {CODES // few})"
        out.append((task, theirs * CODES / few, ours, f"largest difference of a probability {gap:.4f}"))

        ours, _ = timed(lambda: train(corpus, common))
        out.append(("cross-validation by document in 5 folds, thresholds, final model", None, ours, ""))
        begun = time.perf_counter()
        ours, made = timed(lambda: code_by_model(corpus))
        wall = f"{time.perf_counter() - begun:.0f} s by the clock"
        out.append(("the same with agreement tables, intervals and journal", None, ours, wall))
        assert made.recorded is not None
        out.append(("reading the study before it", None, reading, f"{size / 1e6:.1f} MB of text, two journals"))

        code(corpus)
        ours, coded = timed(lambda: code(corpus))
        out.append(("keywords", None, ours, f"{size / ours / 1e6:.1f} MB/s, {len(coded):,} codings"))
    return out, f"{len(texts):,} units, {table.nnz:,} n-grams counted in {table.shape[1]:,} columns"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write machine.md")
    options = parser.parse_args()
    found, what = rows()
    lines = [
        "# Machine coders against scikit-learn",
        "",
        f"An invented project of 2 coders, {CODES} codes, {DOCUMENTS} documents: {what}. Python"
        f" {platform.python_version()}, NumPy {version('numpy')}, SciPy {version('scipy')}, scikit-learn"
        f" {version('scikit-learn')}; {os.cpu_count()} cores; one run, both sides in the same process,"
        " seconds of processor time. Made by"
        " `python benchmarks/machine.py --write`.",
        "",
        "| task | scikit-learn, s | kelisim, s | times faster | remark |",
        "|---|---|---|---|---|",
    ]
    for task, theirs, ours, remark in found:
        peer, ratio = ("", "") if theirs is None else (f"{theirs:.2f}", f"{theirs / ours:.1f}")
        lines.append(f"| {task} | {peer} | {ours:.2f} | {ratio} | {remark} |")
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    if options.write:
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
