"""Times `kelisim build`: cold, with nothing changed, and with one source changed, on the shipped and generated studies.

Each figure is the median of whole processes, started as a user starts them. The table goes to stdout and, with
--write, to benchmarks/build.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import generate

ROOT = Path(__file__).resolve().parent.parent
KELISIM = Path(sys.executable).parent / "kelisim"
HEAD = "| study | sources | cold build | nothing changed | one source changed | peak memory | cold, a source |"


def timed(folder: Path, *, runs: int) -> tuple[float, float]:
    """Return the median seconds and the greatest memory in MB of a build."""
    times, peak = [], 0
    for _ in range(runs):
        started = time.perf_counter()
        child = subprocess.Popen([KELISIM, "build", str(folder), "--quiet"])
        _, status, usage = os_wait(child.pid)
        times.append(time.perf_counter() - started)
        if status:
            raise SystemExit(f"kelisim build {folder} failed")
        peak = max(peak, usage.ru_maxrss)
    return statistics.median(times), peak / 1024


def os_wait(pid: int) -> tuple[int, int, resource.struct_rusage]:
    """Wait for a child and return what it used."""
    return os.wait4(pid, 0)


def measure(name: str, folder: Path, runs: int) -> str:
    """Return the row of one study."""
    count = sum(1 for _ in (folder / "sources").iterdir())
    cold, peaks = [], []
    for _ in range(runs):
        shutil.rmtree(folder / "build", ignore_errors=True)
        seconds, memory = timed(folder, runs=1)
        cold.append(seconds)
        peaks.append(memory)
    unchanged, _ = timed(folder, runs=max(3, runs))
    changed = []
    for turn in range(runs):
        path = sorted((folder / "sources").iterdir())[turn]
        path.write_text(path.read_text(encoding="utf-8") + f"\nOne more line, number {turn}.\n", encoding="utf-8")
        changed.append(timed(folder, runs=1)[0])
    middle = statistics.median(cold)
    return (
        f"| {name} | {count} | {middle:.2f} s | {unchanged:.2f} s | {statistics.median(changed):.2f} s "
        f"| {max(peaks):.0f} MB | {1000 * middle / count:.1f} ms |"
    )


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 1000, 10000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="write the table to benchmarks/build.md")
    asked = parser.parse_args()
    rows = [HEAD, "|" + " --- |" * (HEAD.count("|") - 1)]
    with tempfile.TemporaryDirectory(prefix="kelisim-benchmark-") as place:
        shipped = Path(place) / "shipped"
        source = ROOT / "studies" / "china-kazakhstan-auto"
        shutil.copytree(source, shipped, ignore=shutil.ignore_patterns("build", ".build-*"))
        rows.append(measure("china-kazakhstan-auto", shipped, asked.runs))
        print("\n".join(rows), flush=True)
        for size in asked.sizes:
            folder = Path(place) / f"generated-{size}"
            generate(folder, size)
            rows.append(measure(f"generated, {size}", folder, asked.runs if size <= 1000 else 1))
            print(rows[-1], flush=True)
    if asked.write:
        machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
        about = f"{machine}; medians of {asked.runs} runs, one run above 1,000 sources."
        text = f"# Building studies of growing size\n\n{about}\n\n" + "\n".join(rows) + "\n"
        (ROOT / "benchmarks" / "build.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
