"""The command line: it parses, calls and prints, and holds no logic of its own."""

from kelisim.cli.main import main

__all__ = ["main"]
