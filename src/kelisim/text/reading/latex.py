"""LaTeX sources: the text without its commands, read in one pass after its numbers are written out."""

from __future__ import annotations

import re
import unicodedata

from kelisim.text.reading.dates import iso_date
from kelisim.text.reading.decode import Decoded
from kelisim.text.reading.latex_numbers import with_numbers
from kelisim.text.reading.result import Reading, unreadable

LATEX = "application/x-latex"
_TOKEN = re.compile(
    r"%[^\n]*\n?[ \t]*|\\(?P<name>[a-zA-Z@]+)\*?[ \t]*\n?[ \t]*|\\(?P<sign>.)"
    r"|(?P<plain>[^\\%{}\[\]$~&`'-]+)|``|''|---?|.",
    re.DOTALL,
)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
# Commands whose arguments are no text: how many arguments in braces go with them.
_WITHOUT_TEXT = {
    "label": 1, "ref": 1, "eqref": 1, "pageref": 1, "autoref": 1, "cref": 1, "Cref": 1, "includegraphics": 1,
    "bibliographystyle": 1, "bibliography": 1, "vspace": 1, "hspace": 1, "usepackage": 1, "documentclass": 1,
    "pagestyle": 1, "thispagestyle": 1, "input": 1, "include": 1, "newcommand": 2, "renewcommand": 2, "setlength": 2,
    "setcounter": 2, "addtocounter": 2, "hypersetup": 1, "graphicspath": 1, "cite": 1, "citep": 1, "citet": 1,
    "parencite": 1, "textcite": 1, "autocite": 1, "nocite": 1, "fontsize": 2, "color": 1, "definecolor": 3,
    "cmidrule": 1, "cline": 1, "multicolumn": 2, "multirow": 2, "href": 1, "bibitem": 1, "rule": 2, "textcolor": 1,
    "title": 1, "author": 1, "date": 1, "begin": 1, "end": 1,
}  # fmt: skip
_HEADINGS = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph")
_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eta": "η", "theta": "θ", "lambda": "λ",
    "mu": "μ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ", "omega": "ω", "Gamma": "Γ",
    "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Omega": "Ω",
}  # fmt: skip
_SIGNS = {
    "textendash": "–", "textemdash": "—", "ldots": "…", "dots": "…", "textellipsis": "…", "textbackslash": "\\",
    "par": "\n\n", "newline": "\n", "item": "\n\n- ", "times": "×", "approx": "≈", "sim": "~", "leq": "≤", "le": "≤",
    "geq": "≥", "ge": "≥", "pm": "±", "cdot": "·", "euro": "€", "texteuro": "€", "pounds": "£", "textdegree": "°",
    "ss": "ß", "ae": "æ", "oe": "œ", "OE": "Œ", "AE": "Æ", "o": "ø", "aa": "å", "i": "ı", "l": "ł",
    "percent": "%", "rightarrow": "→", "to": "→",
    "guillemotleft": "«", "guillemotright": "»", "quad": " ", "qquad": " ", "textquoteright": "’", "no": "№",
    **_GREEK,
    "textasciitilde": "~", "textasciicircum": "^",
}  # fmt: skip
_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a", "d": "\u0323",
}  # fmt: skip
_ACCENTED = re.compile(r"\s*\{?\\?([^\W\d_])\}?")
# Powers of a unit: "g/m^3".
_RAISED = re.compile(r"(?<=m)\^([23])(?![0-9])")
_SPACE = re.compile(r"\s*")
_UNSET = ("tikzpicture", "lstlisting", "verbatim", "thebibliography", "filecontents")
_TABLES = ("tabular", "tabularx", "longtable", "tabulary", "array")


def read_latex(decoded: Decoded, name: str) -> Reading:
    """Return the text of a LaTeX source; commands, pictures and citations of a list kept elsewhere are left out."""
    source = decoded.text
    begin = source.find("\\begin{document}")
    stop = source.find("\\end{document}", max(begin, 0))
    body = source[begin + len("\\begin{document}") if begin >= 0 else 0 : stop if stop >= 0 else len(source)]
    body, dropped = _without_environments(with_numbers(body, source[: max(begin, 0)]))
    text = _strip(body)
    if not text:
        raise unreadable(
            name, "the LaTeX source holds no text of its own", "collect the files that it takes in, or its PDF"
        )
    warnings = list(decoded.warnings)
    if begin >= 0 and stop < 0:
        warnings.append("the source has no \\end{document}; it may be truncated")
    warnings += [f"{what} was left out" for what in dropped]
    if re.search(r"\\(?:input|include)\b", body):
        warnings.append("files taken in by \\input or \\include were not read")
    return Reading(
        text=text,
        media_type=LATEX,
        encoding=decoded.encoding,
        title=_field(source[:200_000], "title"),
        published=iso_date(_field(source[:200_000], "date")),
        warnings=tuple(warnings),
    )


def _without_environments(body: str) -> tuple[str, list[str]]:
    dropped = []
    for environment in _UNSET:
        opening, closing = f"\\begin{{{environment}}}", f"\\end{{{environment}}}"
        pieces, position = [], 0
        while (start := body.find(opening, position)) >= 0:
            pieces.append(body[position:start])
            end = body.find(closing, start)
            position = len(body) if end < 0 else end + len(closing)
        if position:
            body = "".join(pieces) + body[position:]
            dropped.append(environment)
    return body, dropped


def _pairs(source: str) -> dict[int, int]:
    """Return where each opening brace that is closed closes."""
    pairs: dict[int, int] = {}
    open_braces: list[int] = []
    for match in _BRACE.finditer(source):
        if match[0] == "{":
            open_braces.append(match.start())
        elif match[0] == "}" and open_braces:
            pairs[open_braces.pop()] = match.start()
    return pairs


def _field(source: str, name: str) -> str:
    """Return the argument of the first \\title or \\date, at most 1,000 characters of it."""
    match = re.search(rf"\\{name}\s*(?:\[[^\]]{{0,300}}\])?\s*\{{", source)
    if not match:
        return ""
    piece = source[match.end() - 1 : match.end() + 1_000]
    return " ".join(_strip(piece[1 : _pairs(piece).get(0, 0)]).split())


def _skip_arguments(source: str, pairs: dict[int, int], position: int, count: int) -> int:
    while True:
        ahead = position
        while ahead < len(source) and source[ahead] in " \t":
            ahead += 1
        if source[ahead : ahead + 1] == "[":
            close = source.find("]", ahead, ahead + 500)
            if close < 0:
                return position
            position = close + 1
        elif source[ahead : ahead + 1] == "{" and count:
            position = pairs.get(ahead, ahead) + 1
            count -= 1
        else:
            return position


def _strip(source: str) -> str:
    pairs = _pairs(source)
    out: list[str] = []
    position = 0
    tables = 0
    headings: list[int] = []
    depth = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        assert match is not None
        position = match.end()
        token, name, sign = match[0], match["name"], match["sign"]
        if match["plain"]:
            out.append(token)
        elif name:
            if name in ("begin", "end"):
                close = pairs.get(position, position - 1)
                environment = source[position + 1 : min(close, position + 40)]
                position = close + 1
                is_table = environment.rstrip("*") in _TABLES
                tables = max(0, tables + is_table * (1 if name == "begin" else -1))
                if name == "begin":
                    wide = environment.startswith(("tabularx", "tabulary"))
                    position = _skip_arguments(source, pairs, position, (2 if wide else 1) if is_table else 0)
                    position = _SPACE.match(source, position).end() if is_table else position  # type: ignore[union-attr]
                out.append("\n\n| " if is_table and name == "begin" else "\n\n")
            elif name in _HEADINGS:
                position = _skip_arguments(source, pairs, position, 0)
                out.append("\n\n# ")
                headings.append(depth)
            elif name in _SIGNS:
                out.append(_SIGNS[name])
            elif name in _ACCENTS and len(name) == 1 and (letter := _ACCENTED.match(source, position)):
                out.append(unicodedata.normalize("NFC", letter[1] + _ACCENTS[name]))
                position = letter.end()
            elif name == "footnote":
                out.append(" ")
            else:
                if name.lower().endswith(("cite", "ref", "citep", "citet")) and out and out[-1] == "\xa0":
                    out.pop()
                position = _skip_arguments(source, pairs, position, _WITHOUT_TEXT.get(name, 0))
        elif sign is not None:
            letter = _ACCENTED.match(source, position) if sign in _ACCENTS else None
            if letter:
                out.append(unicodedata.normalize("NFC", letter[1] + _ACCENTS[sign]))
                position = letter.end()
            elif sign == "\\":
                out.append(" |\n| " if tables else "\n")
                position = _skip_arguments(source, pairs, position, 0)
                position = _SPACE.match(source, position).end() if tables else position  # type: ignore[union-attr]
            elif sign in " ,;:!":
                out.append(" " if sign != "!" else "")
            elif sign in "%&$#_{}":
                out.append(sign)
        elif token == "{":
            depth += 1
        elif token == "}":
            depth = max(0, depth - 1)
            if headings and headings[-1] == depth:
                headings.pop()
                out.append("\n\n")
        elif token == "&":
            out.append(" | " if tables else "&")
        elif not token.startswith("%"):
            out.append({"$": "", "~": "\xa0", "``": "“", "''": "”", "--": "–", "---": "—", "'": "’"}.get(token, token))
    return _tidy("".join(out))


def _tidy(text: str) -> str:
    text = _RAISED.sub(lambda match: "²³"[int(match[1]) - 2], text)
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n")]
    lines = ["" if re.fullmatch(r"[| ]*", line) else line for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
