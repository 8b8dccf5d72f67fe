"""Files by hand: the mapping is stated, nothing is guessed, and the file is kept like any answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from provider_cases import Clock, describe

from kelisim.api import Study
from kelisim.errors import ProviderError, StudyError
from kelisim.providers import adapter
from kelisim.providers.derive import derive
from kelisim.providers.sessions import Local

HEAD = """\
title = "Motor vehicles produced"
provider = "OICA"
indicator = "cycling-share"
unit = "percent"
source = "counters"

[fetch]
from = "file"
indicator = "production"
places = ["KZ", "CN"]
version = "2022"
"""
CODES = '\n[fetch.codes]\nKZ = "Kazakhstan"\nCN = "China"\n'


def ask(root: Path, name: str, period: str = "", places: tuple[str, ...] = ("KZ", "CN"), **options: str) -> Any:
    from kelisim.model.period import Period
    from kelisim.model.query import Query

    query = Query(
        "file",
        "production",
        places,
        {"KZ": "Kazakhstan", "CN": "China"},
        Period.parse(period) if period else None,
        "2022",
        options={"file": name, **options},
    )
    return derive(query, adapter("file").read(query, Local(root)))


def workbook(path: Path) -> None:
    """A spreadsheet as OICA makes them: titles above the header, a column a year, years as numbers."""
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    sheet = book.create_sheet("All vehicles")
    sheet.append(["WORLD MOTOR VEHICLE PRODUCTION BY COUNTRY"])
    sheet.append([])
    sheet.append(["UNITS", 2021, 2022.0, "% change"])
    sheet.append(["Kazakhstan", 92417, 112540, 0.22])
    sheet.append(["China", 26121712, None, None])
    sheet.append(["Uzbekistan", 242104, 333569, 0.38])
    book.save(path)


def test_a_spreadsheet_with_a_column_a_year(tmp_path: Path) -> None:
    workbook(tmp_path / "oica.xlsx")
    found = ask(tmp_path, "oica.xlsx", sheet="All vehicles", header="3", place="UNITS", periods="columns")
    assert found.rows == (
        ("2021", "KZ", "92417", ""),
        ("2022", "KZ", "112540", ""),
        ("2021", "CN", "26121712", ""),
        ("2022", "CN", "", ""),
    )
    assert (found.vintage, found.url) == ("2022", "file:oica.xlsx")


def test_a_bulletin_with_decimal_commas_day_first_and_cyrillic(tmp_path: Path) -> None:
    rows = (
        "Страна;Дата;Показатель;Значение;Прим.",
        "Казахстан;28.02.2021;продажи;1 234,5;пред.",
        "Казахстан;31.03.2021;продажи;н/д;",
        "Казахстан;31.03.2021;выпуск;7;",
    )
    (tmp_path / "akab.csv").write_bytes("\n".join(rows).encode("cp1251"))
    options = {
        "place": "Страна",
        "periods": "Дата",
        "value": "Значение",
        "note": "Прим.",
        "where": "Показатель=продажи",
        "dates": "day-first",
        "decimal": ",",
        "gaps": "н/д",
        "delimiter": ";",
        "encoding": "windows-1251",
    }
    from kelisim.model.query import Query

    query = Query("file", "sales", ("KZ",), {"KZ": "Казахстан"}, version="1", options={"file": "akab.csv", **options})
    found = derive(query, adapter("file").read(query, Local(tmp_path)))
    assert found.rows == (("2021-02-28", "KZ", "1234.5", "пред."), ("2021-03-31", "KZ", "", ""))


@pytest.mark.parametrize(
    ("text", "options", "what"),
    [
        ('Year,n\n2021,"1,5"\n', {"periods": "Year", "value": "n"}, "line 2: '1,5' stands where a number should be"),
        ("Year,n\n28.05.2021,1\n", {"periods": "Year", "value": "n"}, "line 2: '28.05.2021' is not a period"),
        ("Year,n\n2021,1\n", {"periods": "Yaer", "value": "n"}, "no column is called 'Yaer'"),
        ("Year,n\n2021,1\n", {"periods": "columns"}, "no column's name is a period"),
        ("Year,n\n2021,1\n", {"periods": "Year", "value": "n", "header": "9"}, "no line 9 that names columns"),
        ("n,n\n2021,1\n", {"periods": "n", "value": "n"}, "line 1 names a column twice"),
        ("Year,n\n2021,1\n", {}, "where the periods stand is not said"),
        ("Year,n\n2021,1\n2021,2\n", {"periods": "Year", "value": "n"}, "KZ has two values for 2021"),
    ],
)
def test_what_does_not_stand_as_stated_is_told(tmp_path: Path, text: str, options: dict[str, str], what: str) -> None:
    from kelisim.errors import KelisimError

    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(KelisimError) as raised:
        ask(tmp_path, "a.csv", places=("KZ",), **options)
    assert what in str(raised.value)


def test_only_files_of_the_study_are_read(tmp_path: Path) -> None:
    from kelisim.errors import KelisimError

    root = tmp_path / "study"
    root.mkdir()
    (tmp_path / "secret.csv").write_text("Year,n\n2021,1\n")
    for name in ("../secret.csv", str(tmp_path / "secret.csv"), "none.csv"):
        with pytest.raises(KelisimError):
            ask(root, name, places=("KZ",), periods="Year", value="n")
    (root / "a.csv").write_bytes("Год,n\n".encode("cp1251"))
    with pytest.raises(KelisimError, match="not in utf-8"):
        ask(root, "a.csv", places=("KZ",), periods="Year", value="n")
    (root / "a.xlsx").write_text("no workbook")
    with pytest.raises(KelisimError, match="no readable workbook"):
        ask(root, "a.xlsx", places=("KZ",), periods="Year", value="n")


def test_a_file_becomes_a_series_a_new_edition_a_revision(small_study: Path) -> None:
    options = (
        '\n[fetch.options]\nfile = "data/oica.xlsx"\nsheet = "All vehicles"\nheader = "3"\n'
        'place = "UNITS"\nperiods = "columns"\n'
    )
    describe(small_study, "oica", HEAD + CODES + options)
    (small_study / "data").mkdir()
    workbook(small_study / "data" / "oica.xlsx")
    study = Study.open(small_study)
    # No network and no client is needed.
    (fetched,) = study.fetch(source=Clock().source({}))
    assert (fetched.status, fetched.vintage) == ("new", "2022")
    series = next(one for one in study.data.series if one.id == "oica")
    assert (series.provider, series.query) == ("OICA", "file:data/oica.xlsx")
    book = openpyxl.load_workbook(small_study / "data" / "oica.xlsx")
    book["All vehicles"]["C5"] = 27020615
    book.save(small_study / "data" / "oica.xlsx")
    (state,) = study.compare_series("oica")
    assert [(one.kind, one.place, one.period, one.now) for one in state.points] == [("added", "CN", "2022", "27020615")]
    (small_study / "data" / "oica.xlsx").unlink()
    assert study.fetch(offline=True)[0].status == "remade"
    assert study.compare_series("oica")[0].status == "unreachable"


def test_whose_numbers_they_are_and_which_edition_must_be_said(small_study: Path) -> None:
    describe(small_study, "oica", HEAD.replace('provider = "OICA"\n', ""))
    with pytest.raises(StudyError, match="whose numbers the file holds is not said"):
        Study.open(small_study).fetch()


def test_merged_cells_headings_marks_and_footnotes_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Output of vehicles"])
    sheet.append(["Country", "Kind", "Cars", None, "Lorries", None])
    sheet.append([None, None, 2021, 2022, 2021, 2022])
    sheet.append(["Kazakhstan", "new", 80679, "103 600*", 10647, 9100])
    sheet.append([None, "used", 12, 14, 3, "-"])
    sheet.append(["TOTAL", "new", "see note 1", None, None, None])
    sheet.append(["* provisional. Source: the makers"])
    for span in ("A2:A3", "B2:B3", "C2:D2", "E2:F2", "A4:A5", "A1:F1", "A7:F7"):
        sheet.merge_cells(span)
    book.save(tmp_path / "makers.xlsx")
    options = {"header": "3", "place": "Country", "periods": "columns", "marks": "*"}
    known: Any = {"places": ("KZ",)}
    cars = ask(tmp_path, "makers.xlsx", under="Cars", where="Kind=new", **known, **options)
    assert cars.rows == (("2021", "KZ", "80679", ""), ("2022", "KZ", "103600", "marked *"))
    used = ask(tmp_path, "makers.xlsx", under="Lorries", where="Kind=used", **known, **options)
    assert used.rows == (("2021", "KZ", "3", ""), ("2022", "KZ", "", ""))
    with pytest.raises(ProviderError, match="names a column twice"):
        ask(tmp_path, "makers.xlsx", where="Kind=new", **known, **options)
    with pytest.raises(ProviderError, match="no heading is called 'Trucks'"):
        ask(tmp_path, "makers.xlsx", under="Trucks", where="Kind=new", **known, **options)


def test_a_mark_that_is_not_named_is_no_number(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbfYear,n\n2021,7*\n2022,8\nSource: the makers,\n")
    with pytest.raises(ProviderError, match="line 2: '7\\*' stands where a number should be"):
        ask(tmp_path, "a.csv", places=("KZ",), periods="Year", value="n")
    found = ask(tmp_path, "a.csv", places=("KZ",), periods="Year", value="n", marks="*", encoding="utf-8")
    assert found.rows == (("2021", "KZ", "7", "marked *"), ("2022", "KZ", "8", ""))


def test_a_latin_file_with_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("Année;Véhicules\n2022;1 234,5\n2021;2,5\n2021;2,5\n".encode("latin-1"))
    options = {"periods": "Année", "value": "Véhicules", "delimiter": ";", "decimal": ","}
    with pytest.raises(ProviderError, match="is not in utf-8"):
        ask(tmp_path, "a.csv", places=("FR",), **options)
    found = ask(tmp_path, "a.csv", places=("FR",), encoding="latin-1", **options)
    assert found.rows == (("2021", "FR", "2.5", ""), ("2022", "FR", "1234.5", ""))
