"""The LaTeX edition: one file that XeLaTeX and LuaLaTeX compile as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kelisim.report.render.anchors import inlines_of
from kelisim.report.render.dialects import BABEL
from kelisim.report.render.words import primary
from kelisim.report.tree import EvidenceRecord, Report, Text

_TEMPLATE: Final = Path(__file__).with_name("templates") / "preamble.tex"


def latex_source(report: Report, body: str, title: str, authors: str) -> str:
    """Return a complete LaTeX document around the body, title and authors that pandoc wrote."""
    own = BABEL.get(primary(report.language), "british")
    foreign = sorted({BABEL[tag] for tag in map(primary, _languages(report)) if tag in BABEL} - {own})
    # babel takes the last language as the document's own.
    preamble = _TEMPLATE.read_text(encoding="utf-8")
    preamble = preamble.replace("REPORT_LANGUAGES", ",".join(["provide*=*", *foreign, own]))
    metadata = f"\\hypersetup{{pdftitle={{{title}}},pdfauthor={{{authors}}}}}"
    return f"{preamble.replace('REPORT_METADATA', metadata)}\n{body}\n\\end{{document}}\n"


def _languages(report: Report) -> Iterator[str]:
    contents = [report.abstract, *(inlines for block in report.blocks for inlines in inlines_of(block))]
    contents += [value for record in report.evidence for _, value in record.facts]
    for content in contents:
        for inline in content:
            if isinstance(inline, Text) and inline.language:
                yield inline.language
    yield from (record.language for record in report.evidence if _quotes(record))


def _quotes(record: EvidenceRecord) -> bool:
    return bool(record.language and (record.prefix or record.quote or record.suffix))
