"""The look of the DOCX edition, as a reference document that pandoc takes its styles and page from."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Final, Literal
from xml.sax.saxutils import quoteattr

from kelisim.report.render.words import primary

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_INK, _QUIET, _ACCENT = "1D1F23", "5D6470", "1F4E79"
_SANS: Final = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri" w:eastAsia="Microsoft YaHei"/>'


@dataclass(frozen=True, slots=True)
class _Style:
    """One style; spacing in twentieths of a point, size in half points."""

    name: str
    kind: Literal["paragraph", "character", "table"] = "paragraph"
    based: str = "Normal"
    after: str = ""
    paragraph: str = ""
    run: str = ""


def _space(before: int, after: int, more: str = "") -> str:
    return f'{more}<w:spacing w:before="{before}" w:after="{after}"/>'


def _kept(before: int, after: int, level: int) -> str:
    return f'<w:keepNext/><w:keepLines/>{_space(before, after)}<w:outlineLvl w:val="{level}"/>'


def _rule(side: str, colour: str, size: int, space: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


def _border(*sides: str) -> str:
    return f"<w:pBdr>{''.join(sides)}</w:pBdr>"


def _indent(left: int) -> str:
    return f'<w:ind w:left="{left}"/>'


def _font(size: int, colour: str = "", *, bold: bool = False) -> str:
    parts = [_SANS, "<w:b/>" if bold else "", f'<w:color w:val="{colour}"/>' if colour else ""]
    return "".join(parts) + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


_BAR: Final = _border(_rule("left", "B9C4D0", 12, 8))
_STYLES: Final = (
    _Style("Body Text", paragraph=_space(0, 140), run=""),
    _Style("First Paragraph", based="BodyText", after="BodyText"),
    _Style("Compact", based="BodyText", paragraph=_space(20, 20)),
    _Style("Title", after="Subtitle", paragraph=_space(600, 120, "<w:keepNext/>"), run=_font(48, _INK, bold=True)),
    _Style("Subtitle", after="BodyText", paragraph=_space(0, 200, "<w:keepNext/>"), run=_font(26, _QUIET)),
    _Style("Author", after="BodyText", paragraph=_space(0, 60), run=_font(21)),
    _Style("Abstract", paragraph=_space(60, 120)),
    _Style("Report Facts", paragraph=_space(120, 200), run=_font(18)),
    _Style("Lead", based="BodyText", run='<w:sz w:val="24"/>'),
    _Style(
        "Caution",
        based="BodyText",
        paragraph=_border(_rule("left", "B26B00", 24, 8))
        + '<w:shd w:val="clear" w:color="auto" w:fill="FBF3E4"/>'
        + _space(60, 60)
        + _indent(220),
    ),
    _Style("Side Note", based="BodyText", paragraph=_BAR + _space(60, 120) + _indent(220), run='<w:sz w:val="19"/>'),
    _Style("Table Notes", paragraph=_space(60, 240), run=_font(16, _QUIET)),
    _Style("Evidence Record", paragraph=_space(60, 60, "<w:keepLines/>"), run='<w:sz w:val="19"/>'),
    _Style("Evidence Context", based="EvidenceRecord", paragraph=f"<w:keepLines/>{_BAR}{_space(60, 60)}{_indent(220)}"),
    _Style("Block Text", based="BodyText", paragraph=_indent(480)),
    _Style("Caption", paragraph=_space(120, 80), run=_font(18)),
    _Style("Table Caption", based="Caption", paragraph="<w:keepNext/>", run="<w:b/>"),
    _Style("Image Caption", based="Caption", paragraph=_space(60, 240)),
    _Style("Figure"),
    _Style("Captioned Figure", based="Figure", paragraph=_space(240, 0, "<w:keepNext/>")),
    _Style("TOC Heading", paragraph=_space(240, 160), run=_font(32, bold=True)),
    _Style("toc 1", paragraph=_space(120, 20), run=_font(20, bold=True)),
    _Style("toc 2", paragraph=_space(0, 20) + _indent(240), run=_font(19)),
    _Style("footer", run=_font(16, _QUIET)),
    _Style("Body Text Char", "character", ""),
    _Style("Hyperlink", "character", "", run=f'<w:color w:val="{_ACCENT}"/>'),
    _Style("Evidence Label", "character", "", run=f"{_SANS}<w:b/>"),
    _Style("Evidence Quote", "character", "", run='<w:shd w:val="clear" w:color="auto" w:fill="FDECB2"/>'),
    _Style("Evidence Around", "character", "", run=f'<w:color w:val="{_QUIET}"/>'),
    _Style("Unresolved", "character", "", run='<w:b/><w:color w:val="A61B1B"/><w:vertAlign w:val="superscript"/>'),
)
_HEADINGS: Final = ((32, 480, 200), (25, 360, 140), (21, 280, 120), (20, 240, 100), (20, 200, 80), (20, 200, 80))

_TABLE: Final = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="Table"><w:name w:val="Table"/>'
    '<w:basedOn w:val="TableNormal"/>'
    "<w:qFormat/><w:rPr>" + _font(17) + "</w:rPr>"
    f"<w:tblPr><w:tblBorders>{_rule('top', _INK, 8, 0)}{_rule('bottom', _INK, 8, 0)}"
    f"{_rule('insideH', 'D9DBDF', 4, 0)}</w:tblBorders>"
    '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tblPr/><w:tcPr><w:tcBorders>'
    f'{_rule("bottom", _INK, 6, 0)}</w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
)


def section(*, turned: bool = False, footer: str = "") -> str:
    """Return the page set-up of A4, upright or turned; ``footer`` is a relation's id."""
    width, height = (16838, 11906) if turned else (11906, 16838)
    orient = ' w:orient="landscape"' if turned else ""
    reference = f'<w:footerReference w:type="default" r:id="{footer}"/>' if footer else ""
    return (
        f'<w:sectPr>{reference}<w:pgSz w:w="{width}" w:h="{height}"{orient}/>'
        '<w:pgMar w:top="1474" w:right="1474" w:bottom="1474" w:left="1474" w:header="700" w:footer="700" '
        'w:gutter="0"/></w:sectPr>'
    )


def reference_document(language: str) -> bytes:
    """Return the reference document: A4, page numbers, and every style that the report uses."""
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
        f'<Override PartName="/word/footer1.xml" ContentType="{_TYPES}.footer+xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f"{_HEAD}<Relationships "
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_R}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{_R}/footer" Target="footer1.xml"/></Relationships>',
        "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body><w:p/>'
        f"{section(footer='rId2')}</w:body></w:document>",
        "word/footer1.xml": f'{_HEAD}<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="Footer"/>'
        '<w:jc w:val="right"/></w:pPr><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        "</w:p></w:ftr>",
        "word/styles.xml": _styles(language),
    }
    return pack(parts)


def pack(parts: dict[str, str] | dict[str, bytes]) -> bytes:
    """Return a zip archive with fixed times, order and no compression.

    The compressors that Pythons are built with differ in their bytes, so the parts are stored as they are.
    """
    target = io.BytesIO()
    first = ["[Content_Types].xml"]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in [*first, *sorted(set(parts) - set(first))]:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, parts[name])
    return target.getvalue()


def _styles(language: str) -> str:
    tag = quoteattr(language or "en-GB")
    east = quoteattr(language if primary(language) in ("zh", "ja", "ko") else "zh-CN")
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Cambria" w:hAnsi="Cambria" w:cs="Cambria" w:eastAsia="SimSun"/>'
        f'<w:color w:val="{_INK}"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
        f'<w:lang w:val={tag} w:eastAsia={east} w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="271" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
    )
    headings = (
        _Style(
            f"heading {level}", after="BodyText", paragraph=_kept(before, after, level - 1), run=_font(size, bold=True)
        )
        for level, (size, before, after) in enumerate(_HEADINGS, start=1)
    )
    body = "".join(_xml(style) for style in (*headings, *_STYLES))
    return f'{_HEAD}<w:styles xmlns:w="{_W}">{defaults}{normal}{body}{_TABLE}</w:styles>'


def _xml(style: _Style) -> str:
    identifier = "".join(word[:1].upper() + word[1:] for word in style.name.split()).replace("Toc", "TOC")
    based = f"<w:basedOn w:val={quoteattr(style.based)}/>" if style.based else ""
    after = f"<w:next w:val={quoteattr(style.after)}/>" if style.after else ""
    paragraph = f"<w:pPr>{style.paragraph}</w:pPr>" if style.kind == "paragraph" and style.paragraph else ""
    run = f"<w:rPr>{style.run}</w:rPr>" if style.run else ""
    names = f"w:styleId={quoteattr(identifier)}><w:name w:val={quoteattr(style.name)}/>"
    return f'<w:style w:type="{style.kind}" {names}{based}{after}<w:qFormat/>{paragraph}{run}</w:style>'
