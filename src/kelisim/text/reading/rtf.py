"""Rich Text Format: the text without its control words, read in one pass (Microsoft, RTF specification 1.9)."""

from __future__ import annotations

import re

from kelisim.text.reading.result import Reading, unreadable

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?|\\'(?P<hex>[0-9a-fA-F]{2})"
    r"|\\(?P<sign>.)|[{}]|[^\\{}\r\n]+|[\r\n]+",
    re.DOTALL,
)
_PASSED_OVER = (
    "fonttbl colortbl stylesheet pict object header headerl headerr footer footerl footerr listtable "
    "listoverridetable rsidtbl generator themedata colorschememapping datastore latentstyles xmlnstbl info "
    "fldinst revtbl filetbl operator nonshppict"
)
_DESTINATIONS = frozenset(_PASSED_OVER.split())
_SIGNS = {
    "par": "\n\n", "line": "\n", "tab": "\t", "cell": " | ", "row": "\n", "sect": "\n\n", "page": "\n\n",
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": " ", "enspace": " ",
}  # fmt: skip
_ESCAPES = {"~": "\xa0", "_": "\u2011", "-": "", "\\": "\\", "{": "{", "}": "}", "\n": "\n\n", "\r": "\n\n"}
_CHARSETS = {0: "cp1252", 204: "cp1251", 134: "gb18030", 136: "big5", 162: "cp1254", 238: "cp1250", 128: "shift_jis"}


def read_rtf(data: bytes, name: str) -> Reading:
    """Return the text of an RTF file; the code page is that of the font in use, or of the whole document."""
    source = data.decode("latin-1")
    page = re.search(r"\\ansicpg(\d{3,5})", source[:2000])
    default = {"936": "gb18030"}.get(page[1], f"cp{page[1]}") if page else "cp1252"
    fonts = {
        match[1]: _CHARSETS.get(int(match[2]), default)
        for match in re.finditer(r"\\f(\d{1,5})\\[^;{}]{0,80}?\\fcharset(\d{1,3})", source[:200_000])
    }
    text, closed = _strip(source, default, fonts)
    if not text:
        raise unreadable(name, "the RTF file holds no text", "collect another copy")
    warnings = () if closed else ("the file breaks off; it may be truncated",)
    return Reading(text=text, media_type="application/rtf", encoding=default, warnings=warnings)


def _strip(source: str, default: str, fonts: dict[str, str]) -> tuple[str, bool]:
    out: list[str] = []
    pending = bytearray()
    stack: list[tuple[bool, str, int]] = []
    skipping, codec, unicode_skip = False, default, 1
    to_skip = 0
    asterisk = False

    def flush() -> None:
        if pending:
            try:
                out.append(pending.decode(codec, "replace"))
            except LookupError:
                out.append(pending.decode("cp1252", "replace"))
            pending.clear()

    for match in _TOKEN.finditer(source):
        token, word, number = match[0], match["word"], match["number"]
        if match["hex"]:
            if to_skip:
                to_skip -= 1
            elif not skipping:
                pending.append(int(match["hex"], 16))
            continue
        if word is None and match["sign"] is None and token[0] not in "{}\r\n":
            kept = token[to_skip:]
            to_skip = max(0, to_skip - len(token))
            if not skipping:
                pending.extend(kept.encode("latin-1"))
            continue
        if token[0] in "\r\n":
            continue
        flush()
        if token == "{":
            stack.append((skipping, codec, unicode_skip))
        elif token == "}":
            if stack:
                skipping, codec, unicode_skip = stack.pop()
        elif match["sign"] is not None:
            asterisk = match["sign"] == "*"
            if not skipping:
                out.append(_ESCAPES.get(match["sign"], ""))
            continue
        elif word in _DESTINATIONS or asterisk:
            skipping = True
        elif skipping or word is None:
            pass
        elif word == "u" and number:
            out.append(chr(int(number) % 65536))
            to_skip = unicode_skip
        elif word == "uc":
            unicode_skip = int(number or 1)
        elif word == "f" and number:
            codec = fonts.get(number, codec)
        elif word in _SIGNS:
            out.append(_SIGNS[word])
        asterisk = False
    flush()
    text = "".join(out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    lines = [line.strip(" \t") for line in text.split("\n")]
    lines = [f"| {line}" if line.endswith(" |") and not line.startswith("|") else line for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), not stack
