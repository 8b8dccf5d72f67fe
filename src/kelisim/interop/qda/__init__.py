"""Codings to and from other programs: REFI-QDA, QualCoder, Taguette, tables and Web Annotations."""

from kelisim.interop.qda.files import EXPORTS, export_codings, import_codings
from kelisim.interop.qda.offsets import NAMED
from kelisim.interop.qda.report import ExchangeReport

__all__ = ["EXPORTS", "NAMED", "ExchangeReport", "export_codings", "import_codings"]
