"""The DOCX edition: what pandoc writes, with turned pages, a list of contents and the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape, quoteattr

from kelisim.report.render.anchors import EVIDENCE, block_anchor
from kelisim.report.render.dialects import DOCX_END_TURNED, DOCX_END_UPRIGHT
from kelisim.report.render.docx_styles import pack, reference_document, section
from kelisim.report.render.pandoc_run import pandoc
from kelisim.report.render.pandoc_tree import clean
from kelisim.report.render.words import words
from kelisim.report.tree import Heading, Report

_CONTENTS_MARK = re.compile(r"<w:p>(?:(?!</w:p>).)*kelisim-contents(?:(?!</w:p>).)*</w:p>")


def write_docx(report: Report, document: Mapping[str, object], folder: Path, timestamp: int) -> bytes:
    """Return the DOCX of a document tree; picture paths start at ``folder``."""
    with TemporaryDirectory(prefix="kelisim-docx-") as scratch:
        reference = Path(scratch) / "reference.docx"
        reference.write_bytes(reference_document(report.language))
        raw = pandoc(
            document,
            "docx",
            f"--reference-doc={reference}",
            "-o",
            "-",
            folder=folder,
            timestamp=timestamp,
        )
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    main = parts["word/document.xml"].decode("utf-8")
    parts["word/document.xml"] = _finish(main, report).encode("utf-8")
    return pack(parts)


def _finish(main: str, report: Report) -> str:
    footer = re.search(r'<w:footerReference[^>]*r:id="([^"]+)"', main)
    relation = footer.group(1) if footer else ""
    for mark, turned in ((DOCX_END_UPRIGHT, False), (DOCX_END_TURNED, True)):
        tiny = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        main = main.replace(mark, f"<w:p><w:pPr>{tiny}{section(turned=turned, footer=relation)}</w:pPr></w:p>")
    main = _CONTENTS_MARK.sub(lambda _: _contents(report), main, count=1)
    # A row that a page break cuts through cannot be read across.
    main = re.sub(r"<w:tr>(?!<w:trPr>)", "<w:tr><w:trPr><w:cantSplit/></w:trPr>", main)
    return main.replace("<w:tr><w:trPr><w:tblHeader", "<w:tr><w:trPr><w:cantSplit/><w:tblHeader")


def _contents(report: Report) -> str:
    """Return a table of contents that shows its entries at once and that Word can update with page numbers."""
    headings = [block for block in report.blocks if isinstance(block, Heading)]
    top = min((heading.level for heading in headings), default=1)
    entries = [(h.level - top + 1, h.text, block_anchor(h)) for h in headings if h.level - top < 2]
    if report.evidence:
        entries.append((1, words(report.language)["evidence"], EVIDENCE))
    title = _paragraph("TOCHeading", f"<w:r><w:t>{escape(words(report.language)['contents'])}</w:t></w:r>")
    opening = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        ' TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    closing = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    rows = []
    for index, (level, text, anchor) in enumerate(entries):
        label = escape(" ".join(clean(text).split()))
        entry = f'<w:r><w:t xml:space="preserve">{label}</w:t></w:r>'
        linked = f"<w:hyperlink w:anchor={quoteattr(anchor)}>{entry}</w:hyperlink>"
        start = opening if index == 0 else ""
        end = closing if index == len(entries) - 1 else ""
        rows.append(_paragraph(f"TOC{level}", f"{start}{linked}{end}"))
    return title + "".join(rows) if rows else ""


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'
