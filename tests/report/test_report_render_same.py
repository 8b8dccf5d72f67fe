"""The same report gives the same bytes, whatever the machine is set to."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_report_render_sample import sample
from kelisim.report.render import render
render(sample(), Path(sys.argv[1]))
"""


def rendered(out: Path, cwd: Path, **environment: str) -> dict[str, str]:
    out.mkdir(parents=True)
    cwd.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-c", PROGRAM, str(out), str(HERE)], cwd=cwd, env={**os.environ, **environment}, check=True
    )
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def test_zone_language_hash_seed_folder_and_fonts_leave_no_trace(tmp_path: Path) -> None:
    bare = tmp_path / "fonts.conf"
    bare.write_text("<?xml version='1.0'?><fontconfig></fontconfig>", "utf-8")
    first = rendered(tmp_path / "a", tmp_path, TZ="UTC", LANG="C", LC_ALL="C", PYTHONHASHSEED="0")
    second = rendered(
        tmp_path / "long name" / "ә" / "b",
        tmp_path / "elsewhere",
        TZ="Asia/Almaty",
        LANG="kk_KZ.UTF-8",
        LC_ALL="",
        PYTHONHASHSEED="77",
        SOURCE_DATE_EPOCH="1700000000",
        FONTCONFIG_FILE=str(bare),
        HOME=str(tmp_path),
    )
    assert json.dumps(first, indent=1) == json.dumps(second, indent=1)
    assert len(first) == 10
