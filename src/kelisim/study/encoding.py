"""Bytes to text for files that people save from spreadsheets and editors."""

from __future__ import annotations

import codecs

from kelisim.errors import Problem, StudyError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode_table(data: bytes, file: str) -> str:
    """Return the text of a UTF-8 (or byte-order-marked UTF-16/32) file, line ends as LF.

    A file in a legacy code page is refused with its line and the likely encoding: guessing would change names
    silently. Raises ``StudyError``.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return _unify(data.decode(encoding))
            except UnicodeDecodeError as error:
                raise _undecodable(file, 1, f"the file starts as {encoding} but breaks off: {error.reason}") from error
    try:
        return _unify(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        likely = _likely_code_page(data)
        raise _undecodable(file, line, f"not UTF-8 (byte 0x{data[error.start]:02x}); it looks like {likely}") from error


def _unify(text: str) -> str:
    if "\x00" in text:
        raise StudyError(Problem(code="encoding", what="the file holds zero bytes and is no text"))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _undecodable(file: str, line: int, what: str) -> StudyError:
    hint = "save it again as UTF-8 in a text editor"
    if file.endswith(".csv"):
        hint = (
            "save it again as 'CSV UTF-8' (Excel: File, Save As, CSV UTF-8), or keep it as .xlsx, which kelisim reads"
        )
    return StudyError(Problem(code="encoding", file=file, line=line, what=what, hint=hint))


def _likely_code_page(data: bytes) -> str:
    if data[:4096].count(0) > len(data[:4096]) // 4:
        return "UTF-16 without a byte-order mark"
    from charset_normalizer import from_bytes

    best = from_bytes(data[:65536], cp_isolation=["cp1251", "cp1252", "gb18030", "koi8_r", "cp866"]).best()
    return best.encoding if best else "a legacy code page"
