"""Agreement against its peers, in one run: `python benchmarks/agreement.py [--write]`.

Alpha on 10 coders x 100,000 units with 10 % missing against the krippendorff package; a bootstrap of 1,000 replicates
against the same package called on resampled units; unitising of 10,000 spans in 2,000,000 characters against counting
characters with NumPy. `--write` puts the table into agreement.md beside this file.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import krippendorff
import numpy as np
from machine import project

from kelisim.coding.agree import report
from kelisim.coding.open import open_coding
from kelisim.stats import agreement, unitising

LEVELS = ("nominal", "ordinal", "interval", "ratio")


def ratings() -> np.ndarray:
    rng = np.random.default_rng(1)
    truth = rng.integers(1, 6, 100_000)
    table = np.where(rng.random((10, 100_000)) < 0.7, truth, rng.integers(1, 6, (10, 100_000))).astype(float)
    table[rng.random(table.shape) < 0.1] = np.nan
    return table


def spans() -> list[tuple[int, int, int, str]]:
    rng = np.random.default_rng(2)
    found = []
    for coder in range(4):
        edges = np.sort(rng.choice(2_000_000, size=5000, replace=False)).tolist()
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            found.append((coder, start, end, "abcdefgh"[int(rng.integers(8))]))
    return found


def best(call: Callable[[], float | None], times: int) -> tuple[float, float]:
    seconds, value = [], None
    for _ in range(times):
        begun = time.perf_counter()
        value = call()
        seconds.append(time.perf_counter() - begun)
    return min(seconds), float(value or 0.0)


def u_alpha_by_character(units: list[tuple[int, int, int, str]], length: int) -> float:
    """The same coefficient on one array of codes a coder, one entry a character."""
    names = sorted({unit[3] for unit in units})
    coders = sorted({unit[0] for unit in units})
    size = len(names) + 1
    marks = np.zeros((len(coders), length), dtype=np.int64)
    own = np.zeros(size)
    for coder, start, end, code in units:
        marks[coder, start:end] = names.index(code) + 1
        own[names.index(code) + 1] += (end - start) ** 2
    own[0] = (marks == 0).sum()
    seen = np.zeros((size, size))
    for i in range(len(coders)):
        for j in range(len(coders)):
            if i != j:
                seen += np.bincount(marks[i] * size + marks[j], minlength=size * size).reshape(size, size)
    seen /= len(coders) - 1
    by_value = seen.sum(axis=1)
    whole = by_value.sum()
    alike = whole * (by_value**2 - own) / (whole**2 - own.sum())
    return float(1 - (whole - np.trace(seen)) / (whole - alike.sum()))


def real_size() -> tuple[float, int]:
    """Return the seconds that a person waits, and the rows of every coefficient with its interval, by code."""
    with tempfile.TemporaryDirectory() as scratch:
        opened = open_coding(project(Path(scratch) / "study"))
        seconds, number = [], 0
        for _ in range(3):
            begun = time.perf_counter()
            number = len(report(opened, by="code", coefficients=["all"]).rows)
            seconds.append(time.perf_counter() - begun)
    return min(seconds), number


def rows() -> list[tuple[str, float, float, float | None]]:
    table = ratings()
    out = []
    for level in LEVELS:
        theirs, expected = best(lambda level=level: krippendorff.alpha(table, level_of_measurement=level), 7)
        ours, value = best(lambda level=level: agreement(table, coefficient="krippendorff_alpha", level=level).value, 7)
        out.append((f"alpha, {level}, 10 x 100,000, 10 % missing", theirs, ours, abs(value - expected)))
    draws = 10
    rng = np.random.default_rng(0)

    def looped() -> float:
        for _ in range(draws):
            last = krippendorff.alpha(table[:, rng.integers(0, 100_000, 100_000)], level_of_measurement="ordinal")
        return float(last)

    documents = np.arange(100_000) // 100
    theirs = best(looped, 1)[0] * 1000 / draws
    ours = best(
        lambda: (
            agreement(
                table, coefficient="krippendorff_alpha", level="ordinal", interval="bootstrap", clusters=documents
            ).standard_error
        ),
        3,
    )[0]
    out.append(
        (f"bootstrap, 1,000 replicates, ordinal (peer: {draws} replicates x {1000 // draws})", theirs, ours, None)
    )
    units = spans()
    theirs, expected = best(lambda: u_alpha_by_character(units, 2_000_000), 3)
    ours, value = best(lambda: unitising(units, length=2_000_000, coefficient="u_alpha").value, 3)
    out.append(
        ("u_alpha, 10,000 spans, 2,000,000 characters (peer: by character)", theirs, ours, abs(value - expected))
    )
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write agreement.md")
    options = parser.parse_args()
    lines = [
        "# Agreement against its peers",
        "",
        f"Python {platform.python_version()}, NumPy {version('numpy')}, krippendorff {version('krippendorff')}; best of"
        " several runs, both sides in the same process. Made by `python benchmarks/agreement.py --write`.",
        "",
        "| task | peer, s | kelisim, s | times faster | largest difference |",
        "|---|---|---|---|---|",
    ]
    for task, theirs, ours, difference in rows():
        gap = "not compared" if difference is None else f"{difference:.0e}"
        lines.append(f"| {task} | {theirs:.3f} | {ours:.3f} | {theirs / ours:.1f} | {gap} |")
    seconds, number = real_size()
    lines += [
        "",
        "All coefficients with bootstrap intervals over documents, over all codes and by code, with and without uncoded"
        " text, in an invented project of 2 coders, 40 codes and 500 documents (10,000 sentences):"
        f" {number} rows in {seconds:.2f} s (best of three calls), the sentences being those that the build found.",
    ]
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    if options.write:
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
