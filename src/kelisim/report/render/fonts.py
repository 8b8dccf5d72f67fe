"""The fonts of the print formats and the charts: from Python packages and from Typst itself, never from the machine.

Typst brings Libertinus Serif, which has Latin, Greek and Cyrillic with the Kazakh letters. FiraGO (tables, headings,
charts), Noto Sans (the tenge sign) and Noto Sans Symbols come from ``pymupdf-fonts``; Noto Sans SC and Noto Serif SC
(Chinese) from ``pylopdf-fonts-zh-cn``. All are under the SIL Open Font Licence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any, Final
from unicodedata import category
from xml.sax.saxutils import escape

from kelisim.errors import MissingExtra

_BUFFERS: Final = {
    "FiraGO-Regular.ttf": "figo",
    "FiraGO-Bold.ttf": "figbo",
    "FiraGO-Italic.ttf": "figit",
    "FiraGO-BoldItalic.ttf": "figbi",
    "NotoSans-Regular.ttf": "notos",
    "NotoSans-Bold.ttf": "notosbo",
    "NotoSansMath-Regular.ttf": "math",
    "NotoSansSymbols-Regular.ttf": "symbol1",
    "NotoSansSymbols2-Regular.ttf": "symbol2",
}
_CHART_FONTS: Final = ("FiraGO-Regular.ttf", "FiraGO-Bold.ttf", "NotoSans-Regular.ttf")
SANS: Final = ("FiraGO", "Noto Sans", "Noto Sans SC", "Noto Sans Math", "Noto Sans Symbols", "Noto Sans Symbols2")
SERIF: Final = ("Libertinus Serif", "Noto Serif SC", *SANS)

# What every font of the two families above is known to have, so that it needs no probe.
_SURE: Final = frozenset(map(chr, (*range(0x20, 0x7F), *range(0x410, 0x450), *range(0xC0, 0x100))))


@dataclass(frozen=True, slots=True)
class FontSet:
    """Folders with the fonts' files, Typst's view of them, and a fontconfig file that names these folders alone."""

    folders: tuple[Path, ...]
    typst: Any
    fontconfig: Path


def load(module: str, what: str) -> Any:
    """Import an optional module; raise MissingExtra that names the ``report`` extra where it is absent."""
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtra(what, "report") from error


@contextmanager
def font_set() -> Iterator[FontSet]:
    """Lay the fonts into a temporary folder for as long as a rendering lasts."""
    packed = load("pymupdf_fonts", "Setting Latin and Cyrillic text in print (the package pymupdf-fonts)")
    chinese = load("pylopdf_fonts_zh_cn", "Setting Chinese text in print (the package pylopdf-fonts-zh-cn)")
    typst = load("typst", "The PDF edition (the package typst)")
    with TemporaryDirectory(prefix="kelisim-fonts-") as folder:
        own = Path(folder) / "fonts"
        own.mkdir()
        for file, key in _BUFFERS.items():
            (own / file).write_bytes(packed.myfont(key))
        folders = (own, Path(chinese.serif_path()).parent)
        fontconfig = Path(folder) / "fonts.conf"
        _lay_chart_fonts([*(own / file for file in _CHART_FONTS), Path(chinese.sans_path())], fontconfig)
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(path) for path in folders]
        )
        yield FontSet(folders, fonts, fontconfig)


def _lay_chart_fonts(files: Iterable[Path], fontconfig: Path) -> None:
    # The chart converter takes the first font that has a letter, in the order in which folders list their files,
    # which differs between machines. One folder a font makes the order ours.
    names = []
    for number, file in enumerate(files):
        folder = fontconfig.parent / f"chart-{number}"
        folder.mkdir()
        copyfile(file, folder / file.name)
        names.append(f"<dir>{escape(str(folder))}</dir>")
    fontconfig.write_text(f'<?xml version="1.0"?><fontconfig>{"".join(names)}</fontconfig>', encoding="utf-8")


def typst_list(families: Iterable[str]) -> str:
    """Return font families as a Typst array."""
    return "(" + ", ".join(f'"{family}"' for family in families) + ",)"


def missing_glyphs(characters: Iterable[str], fonts: FontSet) -> set[str]:
    """Return the characters that no font at hand can show.

    Typst prints an empty box for such a character and says nothing. Each character is therefore set once by itself,
    beside one that no font can have, and is missing where the same box is drawn.
    """
    asked = sorted(c for c in set(characters) - _SURE if category(c)[0] not in "ZC" and not category(c).startswith("M"))
    if not asked:
        return set()
    typst = load("typst", "The PDF edition (the package typst)")
    array = ", ".join(f'"\\u{{{ord(c):x}}}"' for c in ["\U0010fffd", *asked])
    source = (
        f"#set page(width: auto, height: auto, margin: 0pt)\n#set text(font: {typst_list(SERIF)}, fallback: false)\n"
        f"#for c in ({array},) {{ block(c) }}\n"
    )
    with TemporaryDirectory(prefix="kelisim-glyphs-") as folder:
        path = Path(folder) / "probe.typ"
        path.write_text(source, encoding="utf-8")
        drawing: bytes = typst.Compiler(str(path), font_paths=fonts.typst).compile(format="svg")
    glyphs = re.findall(r'<use xlink:href="#(g[0-9A-Za-z]+)"', drawing.decode("utf-8"))
    if len(glyphs) != len(asked) + 1:
        return _one_by_one(asked, fonts) if len(asked) > 1 else set()
    return {c for c, glyph in zip(asked, glyphs[1:], strict=True) if glyph == glyphs[0]}


def _one_by_one(asked: list[str], fonts: FontSet) -> set[str]:
    middle = len(asked) // 2
    return missing_glyphs(asked[:middle], fonts) | missing_glyphs(asked[middle:], fonts)
