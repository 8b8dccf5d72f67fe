"""Exchange of the register of sources with reference managers: BibTeX and BibLaTeX, RIS, CSL-JSON."""

from kelisim.interop.bibliography.bibtex_write import write_bibtex
from kelisim.interop.bibliography.csl_write import write_csl_json
from kelisim.interop.bibliography.duplicates import find_duplicates
from kelisim.interop.bibliography.item import Duplicate, Reading
from kelisim.interop.bibliography.read import examine_bibliography, read_bibliography
from kelisim.interop.bibliography.reference import format_reference
from kelisim.interop.bibliography.register import (
    ImportReport,
    Renamed,
    Skipped,
    import_into_register,
    register_row,
)

__all__ = [
    "Duplicate",
    "ImportReport",
    "Reading",
    "Renamed",
    "Skipped",
    "examine_bibliography",
    "find_duplicates",
    "format_reference",
    "import_into_register",
    "read_bibliography",
    "register_row",
    "write_bibtex",
    "write_csl_json",
]
