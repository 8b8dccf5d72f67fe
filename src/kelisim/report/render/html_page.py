"""The HTML edition: one file that opens offline, prints well, and leads from every number to its quote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kelisim.report.render.anchors import CONTENTS, EVIDENCE, FRONT, Anchors, block_anchor
from kelisim.report.render.charts import Picture, themed
from kelisim.report.render.fonts import load
from kelisim.report.render.html_blocks import Blocks, words_html
from kelisim.report.render.words import KIND_ORDER, words
from kelisim.report.tree import Figure, Heading, Report

_TEMPLATES: Final = Path(__file__).with_name("templates")


def html_page(report: Report, anchors: Anchors, pictures: Mapping[str, Picture], *, interactive: bool = True) -> bytes:
    """Return the whole page.

    With ``interactive`` Vega is embedded once (0.9 MB of a page that has figures); it is read only when a figure comes
    near the reader's view, and the drawing stays where scripts are off.
    """
    jinja2 = load("jinja2", "The HTML edition (the package jinja2)")
    blocks = Blocks(report, anchors, pictures)
    abstract = blocks.inlines(report.abstract)
    body = "\n".join(blocks.block(block) for block in report.blocks)
    groups = []
    for kind in KIND_ORDER:
        records = [record for record in report.evidence if record.kind == kind]
        if records:
            groups.append(
                {
                    "id": f"{EVIDENCE}-{kind}",
                    "title": words(report.language)[kind],
                    "count": len(records),
                    "records": "\n".join(blocks.record(record) for record in records),
                }
            )
    figures = [block for block in report.blocks if isinstance(block, Figure)]
    template = jinja2.Template(
        (_TEMPLATES / "page.html.j2").read_text(encoding="utf-8"),
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page: str = template.render(
        report=report,
        say=words(report.language),
        escape=words_html,
        style=(_TEMPLATES / "style.css").read_text(encoding="utf-8"),
        script=(_TEMPLATES / "script.js").read_text(encoding="utf-8"),
        front=FRONT,
        contents_id=CONTENTS,
        evidence_id=EVIDENCE,
        contents=_contents(report, groups),
        abstract=abstract,
        body=body,
        groups=groups,
        charts=_charts(figures) if interactive and figures else "",
        vega=_vega() if interactive and figures else "",
    )
    return page.encode("utf-8")


def _contents(report: Report, groups: list[dict[str, object]]) -> str:
    """Return the contents as nested lists, two levels deep."""
    headings = [block for block in report.blocks if isinstance(block, Heading)]
    top = min((heading.level for heading in headings), default=1)
    entries = [(min(h.level - top, 1), h.text, block_anchor(h)) for h in headings if h.level - top < 2]
    if groups:
        entries.append((0, words(report.language)["evidence"], EVIDENCE))
        entries += [(1, str(group["title"]), str(group["id"])) for group in groups]
    parts, depth = ["<ul>"], 0
    opened = False
    for level, title, anchor in entries:
        if level > depth:
            parts.append("<ul>")
        elif level < depth:
            parts.append("</li></ul></li>")
        elif opened:
            parts.append("</li>")
        if level > depth and not opened:
            parts[-1] = "<li><ul>"
        parts.append(f'<li><a href="#{anchor}">{words_html(title)}</a>')
        depth, opened = level, True
    if opened:
        parts.append("</li></ul></li>" if depth else "</li>")
    return "".join([*parts, "</ul>"])


def _charts(figures: list[Figure]) -> str:
    specs = {block_anchor(figure): themed(figure.spec) for figure in figures}
    return json.dumps(specs, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/").replace("<!--", "<\\!--")


def _vega() -> str:
    code: str = load("vl_convert", "Drawing figures (the package vl-convert-python)").javascript_bundle()
    return code.replace("</script", "<\\/script").replace("<!--", "<\\!--")
