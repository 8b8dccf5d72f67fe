"""Text in, spans out: reading, language, sentences, quantities, claims, matching, duplicates.

Everything here works on a text alone and knows nothing of studies or files. Offsets are Unicode code points.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kelisim.text.extraction.claims import claims
from kelisim.text.extraction.lexicon import add_language
from kelisim.text.extraction.quantities import quantities
from kelisim.text.language import detect

# Bound at once and not on demand: a module of the same name would otherwise stand in the function's place.
from kelisim.text.sentences import paragraphs, sentences

if TYPE_CHECKING:
    from kelisim.text.duplicates import near_duplicates
    from kelisim.text.extraction.frame import quantities_frame
    from kelisim.text.matching import Matcher
    from kelisim.text.reading import read

_ON_DEMAND = {
    "Matcher": "kelisim.text.matching",
    "quantities_frame": "kelisim.text.extraction.frame",
    "near_duplicates": "kelisim.text.duplicates",
    "read": "kelisim.text.reading",
}

__all__ = [
    "Matcher",
    "add_language",
    "claims",
    "detect",
    "near_duplicates",
    "paragraphs",
    "quantities",
    "quantities_frame",
    "read",
    "sentences",
]


def __getattr__(name: str) -> Any:
    """Load what needs heavier libraries on first use."""
    module = _ON_DEMAND.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(module), name)
