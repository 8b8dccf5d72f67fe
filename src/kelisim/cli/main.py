"""The entry point: commands, and every error as one clear message with its exit code."""

from __future__ import annotations

import sys
import traceback

import typer
import typer.main

from kelisim import __version__
from kelisim.cli.agree import agree
from kelisim.cli.audit import audit
from kelisim.cli.build import build
from kelisim.cli.check import check
from kelisim.cli.claims import claims
from kelisim.cli.code import code
from kelisim.cli.config import config
from kelisim.cli.fetch import fetch
from kelisim.cli.help import in_plain_words
from kelisim.cli.log import log
from kelisim.cli.machine import machine
from kelisim.cli.merge import merge
from kelisim.cli.new import new
from kelisim.cli.series import series
from kelisim.cli.sources import sources
from kelisim.cli.terminal import say, say_problems
from kelisim.errors import KelisimError

CLEAN, FINDINGS, UNREADABLE, OUR_BUG = 0, 1, 2, 3
# What the command-line library exits with on Ctrl-C.
STOPPED_BY_KEY = 130

app = typer.Typer(
    name="kelisim",
    help="An evidence workbench for mixed-methods policy case studies: one folder, one command, one report in which "
    "every number leads to its quote.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(new)
app.command()(build)
app.command()(check)
app.command()(audit)
app.command()(config)
app.command()(fetch)
app.command()(agree)
app.command()(merge)
app.command()(log)
app.add_typer(series, name="series")
app.add_typer(sources, name="sources")
app.add_typer(claims, name="claims")
app.add_typer(code, name="code")
app.add_typer(machine, name="machine")


def _version(asked: bool) -> None:
    if asked:
        print(f"kelisim {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", help="Print the version.", callback=_version, is_eager=True),
) -> None:
    """Hold the options that belong to no command."""


def main() -> None:
    """Run the command line; exit codes: 0 clean, 1 findings, 2 wrong usage or unreadable study, 3 our bug."""
    try:
        in_plain_words(typer.main.get_command(app))(standalone_mode=True)
    except KelisimError as error:
        say_problems(error)
        sys.exit(UNREADABLE)
    except (KeyboardInterrupt, SystemExit) as stop:
        if isinstance(stop, SystemExit) and stop.code != STOPPED_BY_KEY:
            raise
        say("stopped; what was there before is untouched")
        sys.exit(UNREADABLE)
    except BrokenPipeError:
        # The reader of our output has gone; there is nobody to tell.
        sys.stderr.close()
        sys.exit(CLEAN)
    except Exception:
        traceback.print_exc()
        say("this is a bug in kelisim; please report it with the lines above")
        sys.exit(OUR_BUG)
