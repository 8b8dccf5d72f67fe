"""Write docs/rules/: one page a rule from the registry and its mini-studies, and an index by family.

Run from the repository: .venv/bin/python tools/rule_pages.py
"""

from __future__ import annotations

import difflib
from pathlib import Path

from kelisim.api import Study
from kelisim.checks import RULES, Rule
from kelisim.model.finding import Finding

ROOT = Path(__file__).resolve().parent.parent
STUDIES = ROOT / "tests" / "rules"
PAGES = ROOT / "docs" / "rules"

FAMILIES = {
    "S": ("Sources", "The register of sources: can each be found, is it eligible, is it counted once?"),
    "C": ("Coding", "The coders' journals and the codebook: who coded, and how far do they agree?"),
    "Q": ("Claims", "Numbers and dates: what holds them up, and what contradicts them?"),
    "P": ("Phases and governance", "The division of the history, its events, and the governance of exchanges."),
    "E": ("Estimates", "Declared estimates and what their data can carry."),
    "R": ("Report", "What the report prints: cells, ratings and recommendations."),
}
_LANGUAGES = {".csv": "csv", ".toml": "toml", ".jsonl": "json", ".html": "html"}


def pages() -> dict[str, str]:
    """Return the text of every page by file name."""
    return {"index.md": _index(), **{f"{code}.md": _page(rule) for code, rule in sorted(RULES.items())}}


def _index() -> str:
    parts = [
        "# The rules of `kelisim check`",
        "Each rule has a page with a small study that breaks it and the same study mended. An *error* means that "
        "something cannot be so, a *warning* that something may mislead, a *note* that something is worth a look. "
        "`kelisim check --select Q` runs one family, `--ignore S003` leaves a rule out, and `--fail-on` says from "
        "which severity on the command fails. All studies shown are invented.",
    ]
    for letter, (name, about) in FAMILIES.items():
        rows = [
            f"| [{code}]({code}.md) | {rule.name} | {rule.severity} | {rule.summary} |"
            for code, rule in sorted(RULES.items())
            if code.startswith(letter)
        ]
        parts += [
            f"## {letter}: {name}",
            about,
            "\n".join(["| rule | | severity | it finds |", "|---|---|---|---|", *rows]),
        ]
    return "\n\n".join(parts) + "\n"


def _page(rule: Rule) -> str:
    bad, good = (_files(STUDIES / rule.code / which) for which in ("bad", "good"))
    family = FAMILIES[rule.code[0]][0]
    parts = [
        f"# {rule.code}: {rule.name}",
        f"*{rule.severity}* in [{family}](index.md)",
        f"**What it looks for.** {rule.summary}",
        f"**Why it matters.** {rule.why}",
        "## A study that breaks it",
    ]
    changed = [name for name in sorted(bad.keys() | good.keys()) if bad.get(name) != good.get(name)]
    parts += [_shown(name, bad[name], good.get(name, "")) for name in changed if name in bad]
    absent = [name for name in changed if name not in bad]
    if absent:
        parts.append(f"There is no `{'`, no `'.join(absent)}`.")
    found = [one for one in Study.open(STUDIES / rule.code / "bad").findings if one.rule == rule.code]
    for name in dict.fromkeys(one.file for one in found if one.file in bad and one.file not in changed):
        lines = bad[name].splitlines()
        others = [line for i, line in enumerate(lines, 1) if i not in {one.line for one in found if one.file == name}]
        parts.append(_shown(name, bad[name], "\n".join(others)))
    parts.append("`kelisim check` says:")
    parts.append("```text\n" + "\n".join(_said(one) for one in found) + "\n```")
    parts.append("## The same study, mended")
    parts += [_shown(name, good[name], bad.get(name, "")) for name in changed if name in good]
    parts.append(f"Both studies stand whole in the repository, in `tests/rules/{rule.code}/`.")
    return "\n\n".join(parts) + "\n"


def _files(study: Path) -> dict[str, str]:
    # Line ends are kept, since a study may differ in nothing else.
    return {
        path.relative_to(study).as_posix(): path.read_bytes().decode("utf-8")
        for path in sorted(study.rglob("*"))
        if path.is_file()
    }


def _said(one: Finding) -> str:
    place = one.file if one.line is None else f"{one.file}:{one.line}"
    return f"{place}: {one.severity} {one.rule}: {one.message}\n    mend: {one.hint}"


def _shown(name: str, text: str, other: str) -> str:
    """Return a file as a block: the whole of a table or text, of a long file only what differs and its section."""
    lines = text.splitlines()
    kept = lines if not name.endswith((".toml", ".jsonl")) or not other else _differing(lines, other.splitlines())
    ending = name[name.rfind(".") :]
    return f"`{name}`\n\n```{_LANGUAGES.get(ending, 'text')}\n" + "\n".join(kept) + "\n```"


def _differing(lines: list[str], other: list[str]) -> list[str]:
    """Return the sections of a TOML file, or the lines of a journal, that hold something the other has not."""
    matcher = difflib.SequenceMatcher(None, lines, other, autojunk=False)
    touched = {
        i
        for tag, start, end, _, _ in matcher.get_opcodes()
        if tag != "equal"
        for i in range(start, max(end, start + 1))
        if i < len(lines)
    }
    sections: list[list[int]] = [[]]
    for i, line in enumerate(lines):
        if line.startswith(("[", "{")) and sections[-1]:
            sections.append([])
        sections[-1].append(i)
    kept = [section for section in sections if touched.intersection(section)] or sections[-1:]
    return "\n".join("\n".join(lines[i] for i in section).rstrip() + "\n" for section in kept).rstrip().splitlines()


def main() -> None:
    """Write the pages."""
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (PAGES / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
