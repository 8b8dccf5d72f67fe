"""PDF files: text in reading order, page by page, with wrapped lines joined again."""

from __future__ import annotations

from typing import Any

from kelisim.errors import MissingExtra
from kelisim.text.reading.pdf_tables import Character, text_with_tables
from kelisim.text.reading.result import Reading, unreadable
from kelisim.text.reading.unwrap import join_pages

_IMAGE = 3  # FPDF_PAGEOBJ_IMAGE


def read_pdf(data: bytes, name: str) -> Reading:
    """Return the text layer of a PDF; ``pages`` holds where each page starts."""
    try:
        import pypdfium2
    except ImportError:
        raise MissingExtra("reading PDF files", "read") from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _not_opened(name, str(error)) from None
    try:
        pages, pictures = [], []
        for number in range(len(document)):
            text, has_picture = _page(document, number, name, pypdfium2.PdfiumError)
            pages.append(text)
            pictures.append(has_picture)
        title = " ".join((document.get_metadata_dict().get("Title") or "").split())
    finally:
        document.close()
    warnings = _check(pages, pictures, name)
    if b"%%EOF" not in data[-2048:]:
        warnings.append("the file has no end mark; it may be truncated")
    text, starts = join_pages(pages)
    return Reading(text=text, pages=starts, media_type="application/pdf", title=title, warnings=tuple(warnings))


def _not_opened(name: str, error: str) -> Exception:
    if "password" in error.lower():
        return unreadable(name, "the PDF is locked with a password", "save a copy without the password")
    if "security" in error.lower():
        return unreadable(name, "the PDF uses an unknown encryption", "print it to a new PDF and collect that")
    return unreadable(name, "the PDF cannot be opened; it is truncated or damaged", "collect it again")


def _page(document: Any, number: int, name: str, pdfium_error: type[Exception]) -> tuple[str, bool]:
    try:
        page = document[number]
    except pdfium_error:
        raise unreadable(name, f"page {number + 1} cannot be loaded; the PDF is damaged", "collect it again") from None
    try:
        layer = page.get_textpage()
        try:
            text = text_with_tables(_characters(layer)) or str(layer.get_text_bounded())
        finally:
            layer.close()
        has_picture = not text.strip() and next(page.get_objects(filter=[_IMAGE], max_depth=3), None) is not None
        return text, has_picture
    finally:
        page.close()


def _characters(layer: Any) -> list[Character]:
    """Return the characters of a text layer, in the order in which they were drawn, with their boxes."""
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    found = []
    for index in range(layer.count_chars()):
        code = pdfium.FPDFText_GetUnicode(layer, index)
        pdfium.FPDFText_GetLooseCharBox(layer, index, box)
        made = pdfium.FPDFText_IsGenerated(layer, index) == 1
        found.append(Character(chr(code), made, box.left, box.bottom, box.right, box.top))
    return _whole(found)


def _whole(found: list[Character]) -> list[Character]:
    """Join the two halves in which a character beyond the basic plane is given; a half alone has no meaning."""
    joined: list[Character] = []
    for one in found:
        if "\udc00" <= one.text <= "\udfff" and joined and "\ud800" <= joined[-1].text <= "\udbff":
            both = (joined[-1].text + one.text).encode("utf-16", "surrogatepass").decode("utf-16")
            joined[-1] = joined[-1]._replace(text=both, right=max(joined[-1].right, one.right))
        else:
            joined.append(one)
    return [one._replace(text="\ufffd") if "\ud800" <= one.text <= "\udfff" else one for one in joined]


def _check(pages: list[str], pictures: list[bool], name: str) -> list[str]:
    letters = "".join(pages)
    visible = len("".join(letters.split()))
    if not visible:
        if any(pictures):
            raise unreadable(
                name,
                f"the PDF holds page images without text ({len(pages)} page{'' if len(pages) == 1 else 's'})",
                "run OCR first, for example: ocrmypdf in.pdf out.pdf",
            )
        count = f"{len(pages)} page{'' if len(pages) == 1 else 's'}"
        raise unreadable(name, f"the PDF holds no text ({count})", "run OCR first, or collect another copy")
    unmapped = sum(
        character == "\ufffd" or "\ue000" <= character <= "\uf8ff" or character < "\x02" for character in letters
    )
    if 4 * unmapped > visible:
        raise unreadable(
            name,
            "the PDF's fonts do not say which characters they draw, so its text layer is garbage",
            "run OCR over it, for example: ocrmypdf --force-ocr in.pdf out.pdf",
        )
    warnings = []
    if unmapped:
        warnings.append(f"{unmapped} characters of the text layer have no meaning in Unicode")
    silent = [str(number + 1) for number, has_picture in enumerate(pictures) if has_picture]
    if silent:
        warnings.append(f"page images without text: page {', '.join(silent)}; run OCR for them")
    return warnings
