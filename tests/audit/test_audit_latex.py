"""LaTeX papers of several files, traditional Chinese, and numbers that meet only in the middle of their rounding."""

from __future__ import annotations

from pathlib import Path

import pytest

from kelisim.audit import AuditResult, audit, audit_file

MAIN = r"""\documentclass{article}
\begin{document}
\section{Ferries}
In 2018 the ferries of Orsa carried 52,300 passengers \cite{lind:2017}. % they carried 99,000
\input{parts/results}
\include{gone}
\begin{tabular}{lr}
Year & Passengers \\% a comment after the end of a row
2017 & 49{,}100 \\
\end{tabular}
\bibliography{refs}
\end{document}
"""
RESULTS = r"""\section{Results}
The ferries of Orsa carried 61,700 passengers in 2018 \citep{berg}.
"""
REFS = r"""@article{lind:2017, title={Ferries \& ports}, author={Lind, Ada}, journal={Sea}, year={2017}, volume={3}}
@book{berg, title={Passengers}, author={Berg, Ola}, publisher={Harbour Press}, year={2016}}
@book{unread, title={Never cited}, author={Moor, Eli}, publisher={Harbour Press}, year={2012}}
"""


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    (tmp_path / "parts").mkdir()
    (tmp_path / "paper.tex").write_text(MAIN, encoding="utf-8")
    (tmp_path / "parts" / "results.tex").write_text(RESULTS, encoding="utf-8")
    (tmp_path / "refs.bib").write_text(REFS, encoding="utf-8")
    return tmp_path / "paper.tex"


def rules(result: AuditResult) -> list[str]:
    return [one.rule for one in result.findings]


def test_parts_and_bibliography_are_read_where_they_stand(paper: Path) -> None:
    result = audit_file(paper)
    assert rules(result) == ["A101"]
    assert "carried 52,300 passengers [1]." in result.text
    assert "in 2018 [2]." in result.text
    assert "[1] Lind, Ada (2017). Ferries & ports. Sea" in result.text
    assert "Never cited" not in result.text
    assert "| Year | Passengers |" in result.text
    assert "99,000" not in result.text
    assert [one for one in result.limits if "gone" in one] == [
        "the part gone was not found in the folder of the paper, and not read"
    ]


def test_a_main_file_without_text_of_its_own_is_read_with_its_parts(paper: Path) -> None:
    main = MAIN.partition("\\begin{document}")[0] + "\\begin{document}\n\\input{parts/results}\n\\end{document}\n"
    paper.write_text(main, encoding="utf-8")
    assert "carried 61,700 passengers" in audit_file(paper).text


def test_all_entries_are_listed_with_nocite_and_a_key_that_the_list_lacks_shows(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    paper.write_text(text.replace("\\bibliography", "\\nocite{*}\\bibliography"), encoding="utf-8")
    assert "Never cited" in audit_file(paper).text
    paper.write_text(text.replace("lind:2017", "lost"), encoding="utf-8")
    assert "passengers [?]." in audit_file(paper).text


def test_the_set_bibliography_comes_before_the_files_it_was_set_from(paper: Path) -> None:
    listed = "\\begin{thebibliography}{9}\n\\bibitem{berg} Berg, O. As set. 2016.\n\\end{thebibliography}\n"
    paper.with_suffix(".bbl").write_text(listed, encoding="utf-8")
    text = audit_file(paper).text
    assert "[1] Berg, O. As set. 2016." in text
    assert "Ferries & ports" not in text


def test_biblatex_names_its_files_in_the_preamble(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8").replace("\\bibliography{refs}", "\\printbibliography[title=Works]")
    paper.write_text(text.replace("\\begin{doc", "\\addbibresource{refs.bib}\n\\begin{doc"), encoding="utf-8")
    assert "[2] Berg, Ola (2016). Passengers." in audit_file(paper).text


def test_nothing_outside_the_folder_is_read_and_a_part_that_takes_itself_in_ends(paper: Path) -> None:
    outside = paper.parent.parent / "outside.tex"
    outside.write_text("A secret of 77,000 words.", encoding="utf-8")
    (paper.parent / "parts" / "results.tex").write_text("\\input{parts/results} \\input{../outside}", encoding="utf-8")
    result = audit_file(paper)
    assert "secret" not in result.text
    assert len(result.limits) == 3, result.limits


def test_a_bibliography_that_cannot_be_read_is_a_limit(paper: Path) -> None:
    (paper.parent / "refs.bib").unlink()
    assert any("bibliography refs was not found" in one for one in audit_file(paper).limits)
    (paper.parent / "refs.bib").write_bytes(b"\xff\xfe\x00no bibliography")
    assert any("bibliography refs could not be read" in one for one in audit_file(paper).limits)


def test_traditional_chinese_is_compared_as_simplified_and_quoted_as_it_stands() -> None:
    result = audit("2019年電車產量達到4.2萬輛，同比增長12%。2019年電車產量為5.2萬輛。")
    (one,) = result.findings
    assert one.rule == "A101"
    assert [place.text for place in one.places] == [
        "2019年電車產量達到4.2萬輛，同比增長12%。",
        "2019年電車產量為5.2萬輛。",
    ]
    assert [claim.text for claim in result.claims if "萬" in claim.text] == ["4.2萬輛", "5.2萬輛"]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("4,000", "5,000", True),
        ("4,000", "4,400", False),
        ("about 4,000", "5,000", False),
        ("61,000", "62,000", False),
        ("4,000", "6,000", True),
    ],
)
def test_numbers_that_meet_only_in_the_middle_of_their_rounding_are_apart(first: str, second: str, found: bool) -> None:
    text = f"In 2019 output of steel was {first} tonnes. The town is old. In 2019 output of steel was {second} tonnes."
    assert (rules(audit(text, language="en")) == ["A101"]) is found


def test_what_stands_behind_but_is_another_clause_in_russian() -> None:
    text = "В 2019 году доля составила 26,3%, а производство выросло. В 2019 году доля составила 36,3%."
    assert rules(audit(text, language="ru")) == ["A101"]
