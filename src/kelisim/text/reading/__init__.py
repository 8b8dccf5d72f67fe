"""Files to text: plain text, Markdown, HTML, PDF, DOCX, RTF and LaTeX, told apart by their content."""

from __future__ import annotations

import re

from kelisim.text.reading.result import Reading, unreadable

__all__ = ["Reading", "is_latex", "read"]

# Signatures of what is no document text, with what to do instead. See the IANA media type registrations.
_FOREIGN = (
    (b"\x89PNG\r\n", "a PNG image", "run OCR first"),
    (b"\xff\xd8\xff", "a JPEG image", "run OCR first"),
    (b"GIF8", "a GIF image", "run OCR first"),
    (b"II*\0", "a TIFF image", "run OCR first"),
    (b"MM\0*", "a TIFF image", "run OCR first"),
    (b"\xd0\xcf\x11\xe0", "an old Word file or one with a password", "open it in a word processor and save it as DOCX"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"AT&T", "a DjVu file", "convert it to PDF with a text layer first"),
    (b"%!PS", "a PostScript file", "convert it to PDF first"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_RTF = b"{\\rtf"
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG = re.compile(r"</(?:p|div|body|html|table|h[1-6]|span|li)\s*>", re.IGNORECASE)
_MARKDOWN = ("md", "markdown")
_HEAD = 20_000
"""So many characters at the beginning of a file tell its format."""
_LATEX_START = re.compile(r"(?m)^\s*\\(?:documentclass|begin\{document\}|section\*?\{|chapter\*?\{)")


def read(data: bytes, *, name: str) -> Reading:
    """Return the text of a file, given its bytes; the content decides on the format, ``name`` only where it is silent.

    Offsets into the result are Unicode code points. In plain text and Markdown nothing is altered but the byte order
    mark and CRLF line ends, which ``warnings`` notes; Unicode normalisation is left as it is. Paragraphs of the other
    formats are parted by blank lines, table rows are lines of the form "| a | b |". The same bytes give the same text.

    Raises ``DataError``, with what is wrong and the mend, for a file that is empty, binary, truncated, locked by a
    password, a picture of text without text, or hostile; ``MissingExtra`` where the format's library is not installed.
    """
    if not data.strip():
        raise unreadable(name, "the file is empty", "collect it again, or use a copy that holds text")
    if b"%PDF-" in data[:1024]:
        from kelisim.text.reading.pdf import read_pdf

        return read_pdf(data, name)
    if data.startswith(_ZIP):
        from kelisim.text.reading.docx import read_docx

        return read_docx(data, name)
    for signature, what, mend in _FOREIGN:
        if data.startswith(signature):
            raise unreadable(name, f"this is {what}, not a text", mend)
    return _read_characters(data, name)


def is_latex(data: bytes, *, name: str) -> bool:
    """Say whether ``read`` would take a file for a LaTeX source; no more of it is read than that asks for."""
    from kelisim.text.reading.decode import decode

    foreign = (*_ZIP, _RTF, *(signature for signature, _, _ in _FOREIGN))
    if not data.strip() or b"%PDF-" in data[:1024] or data.startswith(foreign) or b"\\" not in data:
        return False
    return _is_latex(decode(data, name).text[:_HEAD], _suffix(name))


def _read_characters(data: bytes, name: str) -> Reading:
    from kelisim.text.reading.decode import decode

    if data.startswith(_RTF):
        from kelisim.text.reading.rtf import read_rtf

        return read_rtf(data, name)
    decoded = decode(data, name)
    suffix, head = _suffix(name), decoded.text[:_HEAD]
    if _is_html(head, suffix):
        from kelisim.text.reading.html import read_html

        return read_html(decoded, name)
    if _is_latex(head, suffix):
        from kelisim.text.reading.latex import read_latex

        return read_latex(decoded, name)
    from kelisim.text.reading.plain import read_plain

    return read_plain(decoded, markdown=suffix in _MARKDOWN)


def _suffix(name: str) -> str:
    return name.lower().rpartition(".")[2]


def _is_html(head: str, suffix: str) -> bool:
    if suffix in ("html", "htm", "xhtml") and _HTML_TAG.search(head):
        return True
    return _HTML_START.match(head) is not None


def _is_latex(head: str, suffix: str) -> bool:
    return suffix not in _MARKDOWN and not _is_html(head, suffix) and _LATEX_START.search(head) is not None
