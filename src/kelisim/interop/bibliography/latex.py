"""LaTeX text of bibliographies to plain Unicode, and back."""

from __future__ import annotations

import re
import unicodedata

from kelisim.interop.bibliography.latex_symbols import ACCENTS, LOOKS, SUBSCRIPTS, SUPERSCRIPTS, SYMBOLS

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{mark: "\\" + mark for mark in "$&#%_"},
    }
)
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)\*?(?P<after>[ \t\n]*)|\\(?P<mark>[^A-Za-z])|(?P<ligature>---?|``|'')|(?P<special>[{}~$^_])"
    r"|(?P<text>[^\\{}~$^_`'-]+|[`'-])",
    re.DOTALL,
)
_LIGATURES = {"--": "–", "---": "—", "``": "“", "''": "”"}
_ARGUMENT = re.compile(r"\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|(\\(?:[A-Za-z]+[ ]?|.[A-Za-z]?)|.))", re.DOTALL)


def escape(text: str) -> str:
    r"""Return text with every mark that BibTeX or LaTeX reads as a command escaped; ``decode`` undoes it exactly.

    Braces become commands, since BibTeX counts ``\{`` as an open brace all the same.
    """
    escaped = text.translate(_ESCAPES)
    # Two hyphens or quotation marks in a row would print as a dash or one curled mark.
    return re.sub(r"([-`'])(?=\1)", r"\1{}", escaped)


def decode(text: str) -> str:
    """Return the plain Unicode text of a BibTeX field: accents, symbols, dashes; braces and font commands go.

    A command that is not known is left as written, so that a person sees it. White space is collapsed.
    """
    return re.sub(r"[ \t\n\r\f\v]+", " ", _decode(text)).strip(" \t\n\r\f\v")


def _decode(text: str) -> str:
    out: list[str] = []
    closers: list[str] = []
    position, math = 0, False
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:  # a lone backslash at the end
            out.append(text[position:])
            break
        position = match.end()
        if match["text"]:
            out.append(match["text"])
        elif match["ligature"]:
            out.append(_LIGATURES[match["ligature"]])
        elif match["special"] == "{":
            closers.append("")
        elif match["special"] == "}":
            out.append(closers.pop() if closers else "}")
        elif match["special"] == "$":
            math = not math
        elif match["special"] == "~":
            out.append(" ")
        elif match["special"]:
            position = _script(text, position, match["special"], math, out)
        else:
            position = _command(text, position, match, closers, out)
    return "".join(out)


def _script(text: str, position: int, mark: str, math: bool, out: list[str]) -> int:
    digits = re.compile(r"\{([0-9+\-n]+)\}|([0-9])").match(text, position) if math else None
    if digits is None:
        out.append("" if math else mark)
        return position
    out.append((digits[1] or digits[2]).translate(SUPERSCRIPTS if mark == "^" else SUBSCRIPTS))
    return digits.end()


def _command(text: str, position: int, match: re.Match[str], closers: list[str], out: list[str]) -> int:
    name = match["word"] or match["mark"]
    if name in ACCENTS and (match["mark"] or match["after"] or text[position : position + 1] in ("{", "\\")):
        return _accent(text, position, name, out)
    if match["mark"]:
        out.append(
            {"-": "", "/": "", "@": "", ",": " ", ";": " ", ":": " ", "\\": " ", "\n": " ", "!": ""}.get(name, name)
        )
    elif name in SYMBOLS:
        out.append(SYMBOLS[name])
        # "{}" only ends the command's name.
        return position + 2 if text.startswith("{}", position) else position
    elif name == "enquote" and text.startswith("{", position):
        out.append("“")
        closers.append("”")
        return position + 1
    elif name == "href" and (target := re.compile(r"\{[^{}]*\}").match(text, position)):
        return target.end()
    elif name in LOOKS:
        if name in ("foreignlanguage", "selectlanguage") and (
            target := re.compile(r"\{[^{}]*\}").match(text, position)
        ):
            return target.end()
    else:
        out.append(match[0])
        if text.startswith("{", position):
            out.append("{")
            closers.append("}")
            return position + 1
    return position


def _accent(text: str, position: int, name: str, out: list[str]) -> int:
    argument = _ARGUMENT.match(text, position)
    base = (argument[1] if argument[1] is not None else argument[2]) if argument else ""
    letters = _decode(base).strip() if len(base) < 40 else ""
    if not letters[:1].isalpha():
        # An accent over nothing is the mark itself: \^{} and \~{}.
        out.append("" if name.isalpha() else name)
        return argument.end() if argument and not base else position
    assert argument is not None
    first = {"ı": "i", "ȷ": "j"}.get(letters[0], letters[0])
    out.append(unicodedata.normalize("NFC", first + ACCENTS[name]) + letters[1:])
    return argument.end()


def plain_url(text: str) -> str:
    """Return an address as exporters write it in BibTeX: verbatim, in a url command, or with its marks escaped."""
    bare = re.sub(r"\\(?:url|nolinkurl|path)\s*\{(.*)\}", r"\1", text.strip(), flags=re.DOTALL)
    for command, mark in ((r"\\textasciitilde", "~"), (r"\\textunderscore", "_"), (r"\\~", "~"), (r"\$\\sim\$", "~")):
        bare = re.sub(rf"\{{\s*{command}\s*(?:\{{\}})?\s*\}}|{command}\s*(?:\{{\}})?", mark, bare)
    bare = re.sub(r"\{\\?([_%&#~$^])\}|\\([_%&#~$^{}])", lambda match: match[1] or match[2], bare)
    return re.sub(r"\s+", "", bare.removeprefix("{").removesuffix("}") if bare.startswith("{") else bare)
