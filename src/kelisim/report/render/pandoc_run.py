"""Runs the pandoc that ships with the Python package, as a subprocess in a fixed environment."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from kelisim.errors import KelisimError, Problem
from kelisim.report.render.fonts import load


def pandoc(
    document: Mapping[str, object], to: str, *options: str, folder: Path | None = None, timestamp: int = 0
) -> bytes:
    """Return what pandoc writes to standard output for a document tree.

    ``folder`` is where relative picture paths start. Raises MissingExtra without the ``report`` extra and KelisimError
    with pandoc's own words where it fails.
    """
    program = load("pypandoc", "Writing DOCX, LaTeX and PDF (the package pypandoc-binary)").get_pandoc_path()
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(timestamp), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    command: Sequence[str] = [str(program), "-f", "json", "-t", to, "--wrap=none", "--sandbox=false", *options]
    done = subprocess.run(
        command,
        input=json.dumps(document, ensure_ascii=False).encode("utf-8"),
        capture_output=True,
        cwd=folder,
        env=environment,
        check=False,
    )
    if done.returncode != 0:
        reason = done.stderr.decode("utf-8", "replace").strip() or f"exit {done.returncode}"
        raise KelisimError(Problem("pandoc-failed", f"pandoc could not write {to}: {reason}"))
    return done.stdout
