from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_a_short_search_breaks_no_promise() -> None:
    done = subprocess.run(
        [sys.executable, "tools/fuzz_quantities.py", "--seconds", "5", "--seed", "11"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "no promise broken" in done.stderr
