"""QualCoder's own REFI-QDA importer opens what kelisim exports, headless.

QualCoder is on neither PyPI nor in Debian 12; where it is installed (``pip install`` from its repository, with PyQt6),
this test drives its importer without a window. Where it is not, the test says loudly that it did not run.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.util
import sqlite3
import types
import warnings
from pathlib import Path
from typing import Any

import pytest
from qda_files import add_source, code, empty_study

from kelisim.interop.qda import export_codings

TEXT = "The council 🚲 opened a lane.\nПарковки не было. 市议会开通了车道。\n"
# The tables that QualCoder's importer writes to, as QualCoder 3.7 and 4.0 create them.
TABLES = """
CREATE TABLE project (databaseversion text, date text, memo text, about text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text, date text,
    av_text_id integer, risid integer, unique(name));
CREATE TABLE code_image (imid integer primary key, id integer, x1 integer, y1 integer, width integer, height integer,
    cid integer, memo text, date text, owner text, important integer, pdf_page integer);
CREATE TABLE code_av (avid integer primary key, id integer, pos0 integer, pos1 integer, cid integer, memo text,
    date text, owner text, important integer);
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text, owner text,
    date text, unique(fid,pos0,pos1,owner));
CREATE TABLE attribute_type (name text primary key, date text, owner text, memo text, caseOrFile text, valuetype text);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text, id integer, date text,
    owner text, unique(name,attr_type,id));
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer, owner text,
    date text, memo text);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text, unique(name));
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text, supercatid integer,
    unique(name));
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, pos1 integer,
    owner text, date text, memo text, avid integer, important integer, unique(cid,fid,pos0,pos1,owner));
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text, color text,
    supercid integer, unique(name));
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text, unique(name));
INSERT INTO project VALUES ('v13', '2024-01-01', '', 'QualCoder');
"""


def importer() -> Any:
    """Return QualCoder's module, or skip with a warning that nobody can overlook."""
    if importlib.util.find_spec("qualcoder") is None or importlib.util.find_spec("PyQt6") is None:
        text = "QualCoder is not installed: its importer was NOT run on the export; only the schema was checked"
        warnings.warn(text, stacklevel=2)
        pytest.skip(text)
    return importlib.import_module("qualcoder.refi")


def test_qualcoder_opens_the_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refi = importer()
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(builtins, "_", str, raising=False)
    study = empty_study(tmp_path / "study")
    (study / "codebook.toml").write_text(
        'version = "1"\nlevel = "nominal"\n[[codes]]\nid = "a"\nname = "Outer"\ndefinition = "What it means."\n'
        '[[codes]]\nid = "b"\nname = "Inner"\ndefinition = ""\nparent = "a"\n',
        encoding="utf-8",
    )
    add_source(study, "S1", TEXT)
    spans = [((0, 28), "a", "anna"), ((29, 46), "b", "bekzat"), ((47, 57), "a", "anna")]
    for span, name, coder in spans:
        code(study, coder, "S1", TEXT, span, name, memo=f"memo of {name}")
    path = tmp_path / "out.qdpx"
    export_codings(study, "qdpx", path)

    from PyQt6 import QtWidgets

    application = QtWidgets.QApplication.instance() or QtWidgets.QApplication([])
    folder = tmp_path / "project.qda"
    for name in ("documents", "images", "audio", "video"):
        (folder / name).mkdir(parents=True)
    connection = sqlite3.connect(folder / "data.qda")
    connection.executescript(TABLES)
    chosen = (str(path), "")
    monkeypatch.setattr(QtWidgets.QFileDialog, "getOpenFileName", lambda *_, **__: chosen)
    silent = types.SimpleNamespace(exec=lambda: None)
    monkeypatch.setattr(refi, "Message", lambda *_, **__: silent)
    settings = {"codername": "default", "directory": str(tmp_path), "ai_enable": "False"}
    app = types.SimpleNamespace(
        conn=connection,
        project_path=str(folder),
        settings=settings,
        ai_models=[],
        write_config_ini=lambda *_: None,
    )
    refi.RefiImport(app, QtWidgets.QTextEdit(), "qde")
    assert application is not None
    rows = connection.execute(
        "SELECT seltext, code_name.name, code_text.owner, code_text.memo FROM code_text JOIN code_name USING (cid)"
    ).fetchall()
    names = {"a": "Outer", "b": "Inner"}
    assert sorted(rows) == sorted(
        (TEXT[start:end], names[name], coder, f"memo of {name}") for (start, end), name, coder in spans
    )
    assert connection.execute("SELECT fulltext FROM source").fetchall() == [(TEXT,)]
