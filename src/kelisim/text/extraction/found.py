"""The list of quantities that a text states, with the text itself: shown in a notebook with its spans highlighted."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from kelisim.model.quantity import Quantity

_SHOWN = 20_000
"""A notebook shows at most this many code points of a text."""
_COLOURS = {"quantity": "#fff3b0", "count": "#d8f3dc", "date": "#d0e8ff", "ordinal": "#eeeeee"}


class Quantities(list[Quantity]):
    """A list of quantities that remembers the text they were found in."""

    def __init__(self, found: Iterable[Quantity], text: str) -> None:
        super().__init__(found)
        self.source = text

    def _repr_html_(self) -> str:
        """Return the text with each quantity marked; its value, unit and comparator stand in the mark's title."""
        pieces: list[str] = []
        place, shown = 0, min(len(self.source), _SHOWN)
        for quantity in sorted(self, key=lambda one: one.start):
            if quantity.end > shown or quantity.start < place:
                continue
            pieces.append(escape(self.source[place : quantity.start]))
            pieces.append(
                f'<mark style="background:{_COLOURS[quantity.kind]};color:#000" title="{escape(_title(quantity))}">'
                f"{escape(quantity.text)}</mark>"
            )
            place = quantity.end
        pieces.append(escape(self.source[place:shown]))
        rest = len(self.source) - shown
        more = f"<p><em>{rest:,} further characters are not shown.</em></p>" if rest > 0 else ""
        return f'<div style="white-space:pre-wrap;line-height:1.6">{"".join(pieces)}</div>{more}'


def _title(quantity: Quantity) -> str:
    low_high = quantity.value if isinstance(quantity.value, tuple) else (quantity.value,)
    value = " to ".join(f"{number:,.10g}" for number in low_high)
    words = [quantity.kind, value, quantity.unit or "", quantity.comparator, quantity.change or ""]
    return " · ".join(word for word in words if word)
