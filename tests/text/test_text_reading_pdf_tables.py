"""Tables in PDF files: cells keep their row and column, wrapped and empty ones too, and prose is no table."""

from __future__ import annotations

import pytest

from kelisim.text.reading import read

pytest.importorskip("pypdfium2")

PROSE = (
    "Exports of squid rose in 2021 and fell in 2023, when the price at the beach almost doubled and many boats stayed "
    "in port for weeks. The fleet of 516 vessels took more than 600,000 tonnes, of which 95% went to one country. "
)


def text_of(body: str, settings: str = "") -> str:
    typst = pytest.importorskip("typst")
    source = f'#set page(width: 16cm, height: 24cm)\n#set text(font: "Libertinus Serif")\n{settings}\n{body}'
    return read(bytes(typst.compile(source.encode())), name="a.pdf").text


def rows_of(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in text.split("\n") if line[:1] == "|"]


def test_cells_keep_their_columns() -> None:
    text = text_of(
        f"{PROSE}\n#figure(table(columns: 4, [Country], [2021], [2022], [2023], [Russia], [5.5], [14.5], [8.9],"
        f" [Türkiye], [0.5], [], [1.0], [Total], [6.0], [14.5], [9.9]))\n{PROSE}"
    )
    assert "| Country | 2021 | 2022 | 2023 |\n| Russia | 5.5 | 14.5 | 8.9 |" in text
    assert "| Türkiye | 0.5 |  | 1.0 |" in text
    assert text.split("\n\n")[-1].startswith("Exports of squid rose")


def test_wrapped_cells_are_one_cell() -> None:
    text = text_of(
        "#table(columns: (3cm, 3.4cm, 3cm), [What was promised], [Who promised it, and when], [State],"
        " [A second berth for ferries at the northern port], [The port's operator in its report], [Kept],"
        " [A rail bypass], [The railway], [Delayed for want of money],"
        " [Six wagons], [The works in the town, by letter], [Kept])"
    )
    assert rows_of(text) == [
        ["What was promised", "Who promised it, and when", "State"],
        ["A second berth for ferries at the northern port", "The port’s operator in its report", "Kept"],
        ["A rail bypass", "The railway", "Delayed for want of money"],
        ["Six wagons", "The works in the town, by letter", "Kept"],
    ]


def test_a_table_in_a_column_of_a_page_in_two_columns() -> None:
    table = (
        "#table(columns: 3, [Year], [Tonnes], [USD], [2020], [247], [495], [2021], [331], [690], [2022], [372], [812])"
    )
    text = text_of(f"#columns(2)[{PROSE * 3}\n{table}\n{PROSE * 6}]", "#set par(justify: true)")
    assert rows_of(text) == [
        ["Year", "Tonnes", "USD"],
        ["2020", "247", "495"],
        ["2021", "331", "690"],
        ["2022", "372", "812"],
    ]


@pytest.mark.parametrize(
    "body",
    [
        f"#columns(2)[{PROSE * 12}]",
        f"+ {PROSE}\n+ {PROSE}\n+ {PROSE}\n+ {PROSE}",
        f"/ 2021: {PROSE}\n/ 2022: {PROSE}\n/ 2023: {PROSE}",
        "#outline()\n= The first part\n== Of 2021\n== Of 2022\n= The second part\n== Of 2023\n== Of 2024",
        f"#columns(3)[#set par(justify: true)\n{PROSE * 12}]",
    ],
    ids=["columns", "list", "terms", "contents", "justified"],
)
def test_prose_is_no_table(body: str) -> None:
    assert not rows_of(text_of(body))


def test_page_numbers_leave_the_sentence_whole() -> None:
    typst = pytest.importorskip("typst")
    source = f'#set page(width: 12cm, height: 9cm, numbering: "1")\n#set text(font: "Libertinus Serif")\n{PROSE * 8}'
    text = read(bytes(typst.compile(source.encode())), name="a.pdf").text
    assert " ".join(text.split()) == (PROSE * 8).strip()


def test_entries_of_a_list_begin_their_own_lines_and_rare_characters_stay_whole() -> None:
    typst = pytest.importorskip("typst")
    entries = "\\\n".join(
        f'#"[{n}]" Author, A. The title of a work that fills the whole line of {n} to its very end, http://a.example/{n}'
        for n in range(1, 6)
    )
    source = f'#set page(width: 15cm)\n#set text(font: ("Libertinus Serif", "New Computer Modern Math"))\n{entries}\n'
    source += "#table(columns: 2, [a], [1], [$bb(P) 𝑥$], [2], [c], [3])"
    text = read(bytes(typst.compile(source.encode())), name="a.pdf").text
    assert [line[:3] for line in text.split("\n") if line.startswith("[")] == ["[1]", "[2]", "[3]", "[4]", "[5]"]
    assert text.encode("utf-8")
    assert "𝑥" in text
