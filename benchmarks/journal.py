"""Times journals: loading a million lines, and appending with every line on the disk before the next.

The peer in the same run is the plainest reader and writer that could be written: ``json.loads`` line by line without
chain or checks, and an append of the same bytes with ``fsync`` but without lock, chain or recovery. Ratios say what the
promises cost. The table goes to stdout and, with --write, to benchmarks/journal.md.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kelisim.model.journal import in_force
from kelisim.study.journal import append, append_all, line_hash, parse
from kelisim.study.journal.lines import encode, record_of

HEAD = ("what", "lines", "kelisim", "peer", "ratio")


def act(number: int) -> dict[str, object]:
    """Return a coding of a size that is usual: a sentence with its context."""
    start = 137 * number
    quote = f"In year {number} the council repaired the bridge and paid for it out of the general budget."
    target = {
        "document": f"S{number % 500:03}",
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "prefix": "what the mayor had announced. ",
        "suffix": " Nobody spoke against it in the",
    }
    return {"act": "code", "actor": "anna", "target": target, "body": {"code": f"code-{number % 40}"}}


def journal(lines: int) -> bytes:
    """Return a journal of so many lines."""
    head, parts = "", []
    for number in range(lines):
        record = record_of(**act(number), time="2026-03-01T10:00:00Z")  # type: ignore[arg-type]
        parts.append(encode(record, head))
        head = line_hash(parts[-1])
    return b"\n".join(parts) + b"\n"


def seconds(work: Callable[[], object], runs: int) -> float:
    """Return the median time of some runs."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def row(what: str, lines: int, ours: float, peer: float) -> tuple[str, ...]:
    """Return a row: lines a second for both, and how many times the peer's time ours takes."""
    return what, f"{lines:,}", f"{lines / ours:,.0f} lines/s", f"{lines / peer:,.0f} lines/s", f"{ours / peer:.2f}"


def plain_append(path: Path, data: bytes) -> None:
    """Append without any promise but the disk's."""
    with path.open("ab") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def write_some(path: Path, number: int) -> None:
    """Append one line after another."""
    for n in range(number):
        append(path, **act(n))  # type: ignore[arg-type]


def together(path: Path, writers: int, each: int) -> None:
    """Let several processes append to one journal at once."""
    processes = [multiprocessing.Process(target=write_some, args=(path, each)) for _ in range(writers)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0


def measure(lines: int, appended: int, runs: int) -> list[tuple[str, ...]]:
    """Return the table."""
    data = journal(lines)
    found = parse(data, "anna", "anna.jsonl")
    assert not found.problems
    assert len(found.entries) == lines
    peer = seconds(lambda: [json.loads(line) for line in data.split(b"\n")[:-1]], runs)
    rows = [
        row("load and verify", lines, seconds(lambda: parse(data, "anna", "j"), runs), peer),
        row("what is in force", lines, seconds(lambda: in_force(found.entries), runs), peer),
    ]
    line = data.split(b"\n", 1)[0] + b"\n"
    with tempfile.TemporaryDirectory(dir=".") as folder:
        plain = Path(folder) / "plain.jsonl"
        one_by_one = seconds(lambda: [plain_append(plain, line) for _ in range(appended)], runs)
        alone = seconds(lambda: write_some(Path(folder) / "anna.jsonl", appended), runs)
        rows.append(row("append, each line synchronised", appended, alone, one_by_one))
        big = Path(folder) / "big" / "anna.jsonl"
        big.parent.mkdir()
        big.write_bytes(data)
        rows.append(
            row("the same after that many lines", appended, seconds(lambda: write_some(big, appended), 1), one_by_one)
        )
        crowd = Path(folder) / "crowd" / "anna.jsonl"
        several = seconds(lambda: together(crowd, 20, appended // 20), runs)
        rows.append(row("append, 20 processes at once", appended, several, one_by_one))
        batch = Path(folder) / "batch" / "anna.jsonl"
        at_once = seconds(lambda: append_all(batch, [act(n) for n in range(appended)]), runs)
        rows.append(row("append all together", appended, at_once, one_by_one))
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--appended", type=int, default=2_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="write benchmarks/journal.md as well")
    asked = parser.parse_args()
    rows = measure(asked.lines, asked.appended, asked.runs)
    table = [f"| {' | '.join(HEAD)} |", f"|{'---|' * len(HEAD)}", *(f"| {' | '.join(one)} |" for one in rows)]
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    text = (
        "# Journals\n\n"
        f"Medians of {asked.runs} runs; {machine}. The ratio is kelisim's time over the peer's; the peer of the first "
        "two rows reads lines with `json.loads` and checks nothing, that of the others appends the same bytes with "
        "`fsync` and neither locks nor chains. The machine was shared with other work.\n\n" + "\n".join(table) + "\n"
    )
    print(text)
    if asked.write:
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
