"""Bytes to characters: byte order mark, strict UTF-8, a declared encoding, then the letters themselves.

Undeclared Cyrillic and Chinese are recognised by what their letters would be under each encoding: running Russian
text consists of a few frequent small letters, and running Chinese of the 3,755 characters that GB 2312 (1980) put on
its first level. Western European and Turkish letters come next, anything else is left to charset-normalizer.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from kelisim.text.reading.result import unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset\s*=|<\?xml[^>]{0,100}?encoding\s*=)\s*["']?([\w.:-]{2,40})""", re.I
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_LATEX_DECLARED = re.compile(rb"\\usepackage\[(\w{2,20})\]\{inputenc\}")
_LATEX_NAMES = {"utf8x": "utf-8", "latin1": "latin-1", "ansinew": "cp1252", "koi8-r": "koi8_r"}
_CYRILLIC_CODECS = ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic", "kz1048")
_FREQUENT = frozenset("оеаинтсрвл")
_KAZAKH = frozenset("әғқңөұүһі")
_MIXED = re.compile("[A-Za-z][А-яё]|[А-яё][A-Za-z]")
# Letters and signs of running text in Western European languages, and in Turkish.
_LATIN = {
    "cp1252": frozenset("éèêëàâäçùûüôöîïñáíóúßœæøåãõÉÈÀÂÄÇÜÖÔÎÑÁÍÓÚŒÆØÅ«»–—’‘“”„…°€§·×\xa0"),
    "cp1254": frozenset("çğıöşüâîûÇĞİÖŞÜ«»–—’‘“”„…°€§·×\xa0"),
}
_SAMPLE = 65_536
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
LINE_ENDS = "line ends"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters with LF line ends, the name of their encoding, and what was altered or guessed."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> Decoded:
    """Return the characters of a text file; line ends CRLF become LF, and a byte order mark is taken off."""
    text, encoding, warnings = _characters(data, name)
    if len(_CONTROLS.findall(text[:_SAMPLE])) * 50 > len(text[:_SAMPLE]):
        raise _binary(name)
    lost = text.count("\ufffd")
    if lost:
        warnings.append(f"{lost} characters are lost (U+FFFD)")
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
        warnings.append(f"{LINE_ENDS} CRLF were made LF")
    elif "\r" in text and "\n" not in text:
        text = text.replace("\r", "\n")
        warnings.append(f"{LINE_ENDS} CR were made LF")
    if not text.strip():
        raise unreadable(name, "the file holds white space only", "collect it again, or use a copy that holds text")
    return Decoded(text, encoding, tuple(warnings))


def _binary(name: str) -> Exception:
    return unreadable(
        name,
        "this is binary data, or damaged, not text in a known encoding",
        "save it as UTF-8 text, HTML, DOCX or PDF and collect it again",
    )


def _characters(data: bytes, name: str) -> tuple[str, str, list[str]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise unreadable(
                    name,
                    f"the byte order mark says {encoding}, but byte {len(mark) + error.start} is not; "
                    "the file is truncated or damaged",
                    "collect it again, or save it as UTF-8",
                ) from None
            return text, encoding, ["a byte order mark was taken off"]
    if b"\0" in data[:_SAMPLE]:
        return _without_mark(data, name)
    try:
        return data.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError as error:
        broken = error
    declared = _declared(data)
    if declared:
        try:
            return data.decode(declared), declared, []
        except UnicodeDecodeError:
            pass
    if _is_damaged_utf8(data, broken):
        if _HTML.search(data[:4096]):
            # Pages are put together from parts by programs; one part's fault does not spoil the rest.
            return data.decode("utf-8", "replace"), "utf-8", ["bytes that are not UTF-8 were replaced by U+FFFD"]
        raise unreadable(
            name,
            f"the UTF-8 text breaks off or is damaged at byte {broken.start}",
            "collect it again, or mend that byte",
        )
    return _by_letters(data, name)


def _without_mark(data: bytes, name: str) -> tuple[str, str, list[str]]:
    """Decode UTF-16 without a mark: its blanks and line ends have their zero bytes all on one side."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if max(even, odd) >= 8 * min(even, odd) + 1:
        try:
            return data.decode(encoding), encoding, [f"no byte order mark; read as {encoding}"]
        except UnicodeDecodeError:
            pass
    raise _binary(name)


def _declared(data: bytes) -> str:
    match = _DECLARED.search(data[:4096])
    if match:
        label = match[1].decode("ascii").lower()
    else:
        latex = _LATEX_DECLARED.search(data[:8192])
        if not latex:
            return ""
        label = _LATEX_NAMES.get(latex[1].decode("ascii"), latex[1].decode("ascii"))
    # Chinese pages that say gb2312 are written in its superset.
    label = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252"}.get(label, label)
    try:
        codec = codecs.lookup(label).name
        b"".decode(codec)
    except LookupError:
        return ""
    return "" if codec.startswith("utf") else codec


def _is_damaged_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Say whether the bytes are UTF-8 but for a few: no other encoding yields many valid sequences by chance."""
    kept = data.decode("utf-8", "ignore")
    beyond_ascii = sum(character > "\x7f" for character in kept[:_SAMPLE])
    lost = len(data) - len(kept.encode("utf-8"))
    return (beyond_ascii >= 4 and lost * 8 <= beyond_ascii) or (error.end >= len(data) and beyond_ascii >= 1)


def _by_letters(data: bytes, name: str) -> tuple[str, str, list[str]]:
    sample = data[:_SAMPLE]
    scores = {codec: _cyrillic_score(sample, codec) for codec in _CYRILLIC_CODECS}
    scores["gb18030"] = _chinese_score(sample)
    for codec, expected in _LATIN.items():
        characters = [character for character in sample.decode(codec, "replace") if character > "\x7f"]
        share = sum(character in expected for character in characters) / len(characters)
        # Below certainty, and below any Cyrillic or Chinese reading.
        scores[codec] = 0.6 * share if share >= 0.95 else 0.0
    for encoding in sorted(scores, key=lambda codec: -scores[codec]):
        if scores[encoding] < 0.57:
            break
        try:
            return data.decode(encoding), encoding, [f"no encoding is declared; read as {encoding} by its letters"]
        except UnicodeDecodeError:
            continue
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is not None:
        try:
            text = data.decode(best.encoding)
        except UnicodeDecodeError:
            raise _binary(name) from None
        return text, best.encoding, [f"no encoding is declared; read as {best.encoding} by its statistics"]
    raise _binary(name)


def _cyrillic_score(sample: bytes, codec: str) -> float:
    """Return 0-1: how far the non-ASCII characters are Russian or Kazakh letters in running text."""
    text = sample.decode(codec, "replace")
    characters = [character for character in text if character > "\x7f"]
    small = sum("а" <= character <= "я" or character == "ё" for character in characters)
    capital = sum("А" <= character <= "Я" for character in characters)
    frequent = sum(character in _FREQUENT for character in characters)
    kazakh = sum(character in _KAZAKH for character in characters)
    marks = sum(character in "«»–—№“”„ \xa0" for character in characters)
    # An accented letter among Latin ones is no Cyrillic letter.
    mixed = len(_MIXED.findall(text))
    if not small + kazakh or frequent < 0.35 * (small + capital) or capital > small or 10 * mixed > small + capital:
        return 0.0
    return (small + kazakh + 0.9 * capital + 0.8 * marks) / len(characters)


def _chinese_score(sample: bytes) -> float:
    """Return 0-1: how much of the double-byte text is first-level characters or Chinese punctuation."""
    common = rare = 0
    position = 0
    while position < len(sample) - 1:
        lead, trail = sample[position], sample[position + 1]
        if lead < 0x80:
            position += 1
            continue
        if trail >= 0xA1 and (0xB0 <= lead <= 0xD7 or lead in (0xA1, 0xA3)):
            common += 1
        else:
            rare += 1
        position += 2
    return common / (common + rare) if common else 0.0
