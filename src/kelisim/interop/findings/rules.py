"""What the writers need to know of a rule."""

from __future__ import annotations

from typing import Protocol


class RuleText(Protocol):
    """A rule as it is told to other programs."""

    @property
    def code(self) -> str:
        """Its stable code."""
        ...

    @property
    def name(self) -> str:
        """A few words."""
        ...

    @property
    def severity(self) -> str:
        """What its findings are unless one says otherwise: error, warning or note."""
        ...

    @property
    def summary(self) -> str:
        """What it looks for."""
        ...

    @property
    def why(self) -> str:
        """Why that matters."""
        ...
