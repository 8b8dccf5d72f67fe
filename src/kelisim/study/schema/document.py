"""The report's own matters, as study.toml states them."""

from __future__ import annotations

from kelisim.study.schema.base import Section


class AbbreviationSection(Section):
    """[[abbreviations]]: short and long form."""

    short: str
    long: str


class ReportSection(Section):
    """[report]: title page."""

    title: str = ""
    subtitle: str = ""
