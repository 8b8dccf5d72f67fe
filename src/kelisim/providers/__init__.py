"""Providers of statistics: one small adapter each, the snapshots of what they answered, and who re-publishes whom."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from kelisim.errors import UsageError, nearest
from kelisim.providers.shape import Adapter

# Module and class of each adapter, loaded when asked for.
_ADAPTERS = {
    "worldbank": ("worldbank", "WorldBank"),
    "uis": ("unesco", "Unesco"),
    "comtrade": ("comtrade", "Comtrade"),
    "dbnomics": ("dbnomics", "DBnomics"),
    "owid": ("owid", "OurWorldInData"),
    "taldau": ("taldau", "Taldau"),
    "sdmx": ("sdmx_registries", "Sdmx"),
    "oecd": ("sdmx_registries", "Oecd"),
    "imf": ("sdmx_registries", "Imf"),
    "eurostat": ("sdmx_registries", "Eurostat"),
    "ilo": ("sdmx_registries", "Ilo"),
    "bis": ("sdmx_registries", "Bis"),
    "file": ("files", "Files"),
}
NAMES = tuple(_ADAPTERS)


def adapter(name: str) -> Adapter:
    """Return the adapter of that name; raises ``UsageError`` for an unknown one."""
    if name not in _ADAPTERS:
        raise UsageError(f"no provider is called {name!r}", nearest(name, NAMES) or "one of: " + ", ".join(NAMES))
    module, kind = _ADAPTERS[name]
    return cast("Adapter", getattr(import_module(f"kelisim.providers.{module}"), kind)())
