"""Run what the documentation tells readers to type, and compare what it prints with what the page says.

A page is followed as a reader follows it, block by block, in one new folder:

- a fenced block with ``title="study.toml"`` is written to that file; ``title="claims.csv, added at the end"`` is
  appended; ``title="sources.csv, line 3"`` takes the place of that line;
- a ``console`` block holds commands after ``$ `` and, below each, what it prints. A line of ``…`` stands for lines that
  the page leaves out;
- a ``pycon`` block is a session at the Python prompt; all of a page's blocks are one session;
- a block after the comment ``<!-- not run: why -->`` is left alone.

A page that speaks of the reference study finds it in the folder. Seconds, times, short hashes, how many tables a
build wrote, and lines of the reference study's study.toml are not compared; the folder shows as ``/home/you``. Usage:

    python tools/run_pages.py [--update] PAGE...

With ``--update`` the printed output in the pages is replaced by what the commands print now.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STUDY = "studies/china-kazakhstan-auto"
HOME = "/home/you"
LEFT_OUT = "…"
_FENCE = re.compile(r"^( *)```([a-z]*)(?: title=\"([^\"]+)\")?[^\n]*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_NOT_RUN = re.compile(r"<!-- not run: [^>]+-->\s*\Z")
_ADDED = ", added at the end"
_LINE = re.compile(r"(.+), line (\d+)")
_VARYING = (
    (re.compile(r" +\d+\.\d\d s\b"), " 0.00 s"),
    (re.compile(r"\(\d+ files\)"), "(some files)"),
    (re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), "(a time)"),
    (re.compile(r"\b[0-9a-f]{12}\b"), "(a hash)"),
    # The one file that is edited for reasons of its own; elsewhere lines are compared.
    (re.compile(r"^(study\.toml):\d{3,}:", re.MULTILINE), r"\1:…:"),
)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, title and content, and where the content stands in the page."""

    language: str
    title: str
    content: str
    start: int
    end: int
    line: int
    indent: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A command whose output is not what the page says."""

    page: str
    line: int
    command: str
    said: str
    printed: str

    def __str__(self) -> str:
        return (
            f"{self.page}:{self.line}: $ {self.command}\n--- the page says\n{self.said}\n--- it prints\n{self.printed}"
        )


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a page that are to be followed."""
    for match in _FENCE.finditer(text):
        if not _NOT_RUN.search(text[: match.start()]):
            line = text.count("\n", 0, match.start(4)) + 1
            content = textwrap.dedent(match[4])
            yield Block(match[2], match[3] or "", content, match.start(4), match.end(4), line, match[1])


def follow(page: Path, folder: Path) -> tuple[list[Difference], str]:
    """Follow a page in ``folder``; return the differences, and the page with its outputs brought up to date."""
    text = page.read_text(encoding="utf-8")
    if STUDY in text:
        shutil.copytree(ROOT / STUDY, folder / STUDY, ignore=shutil.ignore_patterns("build", ".build-*"))
    reader = _Reader(page.name, folder)
    pieces, last = [], 0
    for block in blocks(text):
        pieces += [text[last : block.start], textwrap.indent(reader.take(block), block.indent)]
        last = block.end
    return reader.differences, "".join([*pieces, text[last:]])


class _Reader:
    """Someone who does what a page says, in a folder."""

    def __init__(self, page: str, folder: Path) -> None:
        self.page = page
        self.home = folder
        self.here = folder
        self.differences: list[Difference] = []
        self.names: dict[str, object] = {}

    def take(self, block: Block) -> str:
        if block.title:
            self._write(block)
        elif block.language == "console":
            return self._type(block)
        elif block.language == "pycon":
            self._prompt(block)
        return block.content

    def _write(self, block: Block) -> None:
        line = _LINE.fullmatch(block.title)
        name = line[1] if line else block.title.removesuffix(_ADDED)
        path = self.here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if line:
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            lines[int(line[2]) - 1] = block.content
            path.write_text("".join(lines), encoding="utf-8")
        elif block.title.endswith(_ADDED):
            with path.open("a", encoding="utf-8") as handle:
                handle.write(block.content)
        else:
            path.write_text(block.content, encoding="utf-8")

    def _type(self, block: Block) -> str:
        told = []
        for number, command, said in _commands(block.content):
            printed = self._run(command)
            told.append(f"$ {command}\n{_keep_left_out(said, printed)}")
            if not same(said, printed):
                self.differences.append(Difference(self.page, block.line + number, command, said, printed))
        return "".join(told)

    def _run(self, command: str) -> str:
        if command.startswith("cd "):
            self.here = (self.here / command[3:].strip()).resolve()
            return ""
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": "100",
            "PYTHONUTF8": "1",
        }
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.here,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return done.stdout.decode("utf-8").replace(str(self.home), HOME)

    def _prompt(self, block: Block) -> None:
        session = doctest.DocTestParser().get_doctest(block.content, self.names, self.page, None, block.line - 1)
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, verbose=False)
        printed = io.StringIO()
        with contextlib.chdir(self.here):
            runner.run(session, out=printed.write, clear_globs=False)
        self.names.update(session.globs)
        if runner.summarize(verbose=False).failed:
            self.differences.append(Difference(self.page, block.line, "python", block.content, printed.getvalue()))


def _commands(content: str) -> Iterator[tuple[int, str, str]]:
    """Yield each command of a console block with its line and the output below it."""
    parts = re.split(r"^\$ ", content, flags=re.MULTILINE)
    number = parts[0].count("\n")
    for part in parts[1:]:
        command, _, said = part.partition("\n")
        while command.endswith("\\"):
            more, _, said = said.partition("\n")
            command += "\n" + more
        yield number, command, said
        number += part.count("\n")


def same(said: str, printed: str) -> bool:
    """Say whether what a page says is what was printed, left-out lines and what may differ between runs aside."""
    pattern = r"\n".join(
        r"(?:.*\n)*?.*" if line.strip() == LEFT_OUT else re.escape(line) for line in _plain(said).split("\n")
    )
    return re.fullmatch(pattern, _plain(printed)) is not None


def _plain(output: str) -> str:
    for varying, instead in _VARYING:
        output = varying.sub(instead, output)
    return "\n".join(line.rstrip() for line in output.strip("\n").split("\n"))


def _keep_left_out(said: str, printed: str) -> str:
    kept = same(said, printed) or any(line.strip() == LEFT_OUT for line in said.split("\n"))
    if kept or not printed:
        return said if kept else ""
    return printed.rstrip("\n") + "\n"


def main(arguments: Sequence[str]) -> int:
    """Follow the pages named; return 1 where one says what is not so."""
    pages = [Path(name) for name in arguments if name != "--update"]
    found: list[Difference] = []
    for page in pages:
        with tempfile.TemporaryDirectory() as folder:
            differences, text = follow(page, Path(folder).resolve())
        if "--update" in arguments:
            page.write_text(text, encoding="utf-8")
        found += differences
    for difference in found:
        print(difference, end="\n\n")
    return int(bool(found) and "--update" not in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
