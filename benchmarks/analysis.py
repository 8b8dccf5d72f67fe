"""Phases and effects against their peers, in one run: `python benchmarks/analysis.py [--write]`.

What is measured stands in breaks.py and effects.py beside this file. `--write` puts the table into analysis.md.
"""

from __future__ import annotations

import argparse
import platform
import sys
from importlib.metadata import version
from pathlib import Path

import breaks
import effects


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into analysis.md")
    write = parser.parse_args().write
    lines = [
        "# Phases and effects, measured",
        "",
        "By `python benchmarks/analysis.py --write`, ours and the peer's in one run; "
        f"diff-diff {version('diff-diff')}, NumPy {version('numpy')}, Python {platform.python_version()} on "
        f"{platform.machine()} {sys.platform}.",
        "",
        "| task | peer | kelisim, s | peer, s | ratio | |",
        "|---|---|---:|---:|---:|---|",
    ]
    for task, peer, seconds, theirs, said in (*effects.rows(), *breaks.rows()):
        spent, ratio = ("", "") if theirs is None else (f"{theirs:.2f}", f"{theirs / seconds:,.0f}")
        lines.append(f"| {task} | {peer} | {seconds:.3f} | {spent} | {ratio} | {said} |")
    text = "\n".join(lines) + "\n"
    print(text, end="")
    if write:
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
