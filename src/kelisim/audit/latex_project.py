"""A LaTeX paper of several files: what it takes in and its bibliography, put where LaTeX would put them."""

from __future__ import annotations

import re
from pathlib import Path

from kelisim.errors import KelisimError
from kelisim.interop.bibliography import examine_bibliography, format_reference
from kelisim.interop.bibliography.build import safe_id
from kelisim.text.reading.decode import decode
from kelisim.text.reading.latex_numbers import CITE

_MOST_FILES = 200
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")
_TAKEN_IN = re.compile(
    r"\\(?:(?:input|include|subfile)\s*\{(?P<file>[^{}]+)\}|(?:sub)?import\*?\s*\{(?P<folder>[^{}]*)\}\s*\{(?P<name>[^{}]+)\}"
    r"|input\s+(?P<bare>[^\s{}\\]+))"
)
_LIST = re.compile(r"\\bibliography\s*\{(?P<files>[^{}]+)\}|\\printbibliography\b(?:\s*\[[^\]]*\])?")
_RESOURCE = re.compile(r"\\addbibresource\s*(?:\[[^\]]*\])?\s*\{(?P<file>[^{}]+)\}")
_OPENING, _CLOSING = "\\begin{document}", "\\end{document}"
_SPECIAL = re.compile(r"[\\{}%$&#_~^]")
_ESCAPES = {"\\": " ", "~": "\\textasciitilde ", "^": "\\textasciicircum "}


def whole_source(path: Path, data: bytes) -> tuple[bytes, list[str]]:
    """Return a LaTeX source with its parts and its bibliography in place, and what could not be taken in.

    Parts are read from the folder of the main file and below it, as LaTeX does for ``\\input``, ``\\include``,
    ``\\subfile`` and ``\\import``. The bibliography is the ``.bbl`` beside the main file where it holds a
    ``thebibliography``, else what the text cites of the ``.bib`` files; all of them with ``\\nocite{*}``.
    """
    project = _Project(path.resolve().parent)
    source = project.expanded(decode(data, str(path)).text, path.resolve().parent, (path.resolve(),))
    match = _LIST.search(source)
    if match is not None and "\\begin{thebibliography}" not in source:
        entries = project.set_list(path) or project.cited(source, match["files"] or "")
        source = f"{source[: match.start()]}{entries}{source[match.end() :]}"
    return source.encode(), project.missing


class _Project:
    """The folder of a paper, and what was missing in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.missing: list[str] = []
        self.taken = 0

    def expanded(self, source: str, folder: Path, within: tuple[Path, ...]) -> str:
        """Return a source without its comments and with the parts that it takes in."""
        source = _COMMENT.sub(r"\1%", source)

        def part(match: re.Match[str]) -> str:
            name = (match["file"] or match["name"] or match["bare"]).strip().strip('"')
            # LaTeX looks from the main file's folder; \subimport from that of the part.
            bases = [self.root / (match["folder"] or ""), folder / (match["folder"] or "")]
            file = next((one for base in bases for one in _named(base, name, ".tex") if one.is_file()), None)
            if file is None or not file.resolve().is_relative_to(self.root):
                self.missing.append(f"the part {name} was not found in the folder of the paper, and not read")
                return " "
            if file.resolve() in within or self.taken >= _MOST_FILES:
                self.missing.append(f"the part {name} takes itself in, or is one of too many, and was not read")
                return " "
            self.taken += 1
            text = self._text(file)
            if _OPENING in text:
                text = text.partition(_OPENING)[2].partition(_CLOSING)[0]
            return f"\n{self.expanded(text, file.parent, (*within, file.resolve()))}\n"

        return _TAKEN_IN.sub(part, source)

    def set_list(self, path: Path) -> str:
        """Return the ``thebibliography`` that BibTeX set for the paper, "" where there is none."""
        file = path.with_suffix(".bbl")
        text = self._text(file) if file.is_file() else ""
        return text if "\\begin{thebibliography}" in text else ""

    def cited(self, source: str, files: str) -> str:
        """Return what the text cites of its ``.bib`` files, as a ``thebibliography`` in the order of the citations."""
        named = [one.strip() for one in files.split(",") if one.strip()]
        named += [match["file"].strip() for match in _RESOURCE.finditer(source)]
        known: dict[str, str] = {}
        for name in dict.fromkeys(named):
            known |= self._entries(name)
        keys = dict.fromkeys(key.strip() for match in CITE.finditer(source) for key in match["keys"].split(","))
        # An id is a citation key without the signs that an id cannot have.
        ids = {key: key if key in known else safe_id(key) for key in keys}
        listed = {key: name for key, name in ids.items() if name in known}
        if "*" in keys:
            listed |= {name: name for name in known if name not in listed.values()}
        items = "".join(f"\\bibitem{{{key}}} {known[name]}\n\n" for key, name in listed.items())
        return f"\\begin{{thebibliography}}{{99}}\n{items}\\end{{thebibliography}}\n" if items else ""

    def _entries(self, name: str) -> dict[str, str]:
        file = next((one for one in _named(self.root, name, ".bib") if one.is_file()), None)
        if file is None or not file.resolve().is_relative_to(self.root):
            self.missing.append(f"the bibliography {name} was not found in the folder of the paper, and not read")
            return {}
        try:
            reading = examine_bibliography(file.read_bytes(), name=str(file))
        except KelisimError as error:
            self.missing.append(f"the bibliography {name} could not be read: {error}")
            return {}
        if reading.problems:
            self.missing.append(f"{len(reading.problems)} entries of the bibliography {name} could not be read whole")
        return {source.id: _escaped(format_reference(source)) for source in reading.sources}

    def _text(self, file: Path) -> str:
        try:
            return decode(file.read_bytes(), str(file)).text
        except (OSError, KelisimError) as error:
            self.missing.append(f"{file.name} could not be read: {error}")
            return ""


def _named(folder: Path, name: str, suffix: str) -> tuple[Path, ...]:
    """Return where a file may lie that LaTeX lets one name without its suffix."""
    return (folder / f"{name}{suffix}", folder / name)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: _ESCAPES.get(match[0], f"\\{match[0]}"), text)
