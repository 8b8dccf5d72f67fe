"""kelisim: an evidence workbench for mixed-methods policy case studies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Study", "__version__", "errors", "stats", "text"]

if TYPE_CHECKING:
    from kelisim import errors, stats, text
    from kelisim.api import Study


def __getattr__(name: str) -> Any:
    # Loaded when asked for, so that `kelisim --help` and a build with nothing to do start at once.
    if name == "Study":
        from kelisim.api import Study

        return Study
    if name in ("errors", "stats", "text"):
        from importlib import import_module

        return import_module(f"kelisim.{name}")
    raise AttributeError(f"module 'kelisim' has no attribute {name!r}")
