"""Papers in the shapes they come in: citation styles, running heads, two columns."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst

from kelisim.audit import audit, audit_file
from kelisim.audit.paper import Paper

BODY = (
    "# Glass in Tarvia\n\n## Introduction\n\nOutput of glass was 120,000 tonnes in 2018{0}. Exports were 40,000 tonnes "
    "in 2018{1}. Employment stood at 3,200 people in 2018{2}.\n\n## Results\n\nImports of sand were 15,000 tonnes in "
    "2019{0}. Prices rose by 12% in 2019{3}.\n\n"
)
SQUARE = (" [1]", " [2]", " [3]", " [4]")
ENTRIES = (
    "Adler, B. Glass and its history. J. Mater. 2019, 4, 1–9.",
    "Customs. Exports of glass. 2019.",
    "Labour Office. Jobs. 2019.",
    "Prices Board. Price bulletin. 2020.",
)


def listed(form: str, heading: str = "References\n\n") -> str:
    return heading + "".join(form.format(number, entry) + "\n" for number, entry in enumerate(ENTRIES, 1))


STYLES = {
    "square brackets": BODY.format(*SQUARE) + listed("[{0}] {1}"),
    "a numbered list": BODY.format(*SQUARE) + listed("{0}. {1}"),
    "bullets": BODY.format(*SQUARE) + listed("- {1}"),
    "superscripts and notes": BODY.format("¹", "²", "³", "⁴") + listed("{0} {1}", "Notes\n\n"),
    "footnotes": BODY.format("[^1]", "[^2]", "[^3]", "[^4]") + listed("[^{0}]: {1}", ""),
    "author and year": BODY.format(" (Adler, 2019)", " (Customs, 2019)", " (Labour, 2019)", " (Prices, 2020)")
    + listed("{1}\n"),
    "a year on a line of its own": BODY.format(*SQUARE) + listed("[{0}] {1}").replace(" 2020.", "\n   2020."),
}


@pytest.mark.parametrize("style", STYLES)
def test_references_are_read_in_every_style(style: str) -> None:
    text = STYLES[style]
    paper = Paper(text, "en")
    assert [one.year for one in paper.references] == [2019, 2019, 2019, 2020]
    result = audit(text, language="en")
    assert not result.findings
    quantities = [one for one in result.claims if one.kind != "date"]
    assert len(quantities) == 5
    assert all(one.citations for one in quantities)


def test_a_paper_without_references_is_read() -> None:
    result = audit(BODY.format("", "", "", ""), language="en")
    assert len(result.claims) == 5
    assert not result.findings


@pytest.mark.parametrize(
    ("language", "text", "citations"),
    [
        (
            "ru",
            "Выпуск составил 120 тыс. тонн в 2018 году [1, с. 4].\n\nСписок литературы\n\n"
            "1. Адлер Б. Стекло // Материалы. – 2019. – № 4. – С. 1–9.\n2. Таможня. Экспорт. – М., 2018. – 40 с.\n",
            ("[1, с. 4]",),
        ),
        (
            "zh",
            "2018年玻璃产量为12万吨[1]。\n\n参考文献\n[1] 王伟. 玻璃工业[J]. 材料学报, 2019, 4(2): 1-9.\n"
            "[2] 海关总署. 玻璃出口[R]. 北京: 海关总署, 2018.\n",
            ("[1]",),
        ),
        (
            "kk",
            "2018 жылы шыны өндірісі 120 мың тонна болды [1].\n\nПайдаланылған әдебиеттер\n\n"
            "1. Адлер Б. Шыны. – Алматы, 2019. – 40 б.\n2. Кеден. Экспорт. 2018.\n",
            ("[1]",),
        ),
    ],
)
def test_references_in_other_languages(language: str, text: str, citations: tuple[str, ...]) -> None:
    assert [one.year for one in Paper(text, language).references] == [2019, 2018]
    claims = [one for one in audit(text, language=language).claims if one.kind != "date"]
    assert [one.citations for one in claims] == [citations]


def test_running_heads_are_no_part_of_the_text_and_captions_are() -> None:
    page = (
        "Output of glass in Tarvia grew slowly, and nobody wondered why it did, since kilns are old and sand is dear. "
    )
    heads = [f"Journal of Glass 2019, 4, 112    {number} of 9" for number in range(1, 5)]
    text = "".join(f"{head}\n\n{page * 2}\n\nTable {number}.\n\n" for number, head in enumerate(heads, 1))
    paper = Paper(text, "en")
    assert len(paper.body) == len(text)
    assert "Journal of Glass" not in paper.body
    assert not paper.claims
    assert len(paper.captions) == 4


def test_a_pdf_in_two_columns_is_read_down_the_columns(tmp_path: Path) -> None:
    filler = "The kilns of the region are old, and the sand has to be carried from afar by rail. " * 12
    source = (
        "#set page(columns: 2)\n#set par(justify: true)\n= Glass in Tarvia\n\n"
        f"{filler}\n\nOutput of glass in Tarvia was 120,000 tonnes in 2018.\n\n{filler}\n\n{filler}\n\n"
        f"In 2018 output of glass in Tarvia was 150,000 tonnes.\n\n{filler}\n"
    )
    path = tmp_path / "columns.pdf"
    path.write_bytes(typst.compile(source.encode()))
    result = audit_file(path, language="en")
    assert [one.kind for one in result.findings] == ["value_conflict"]
    assert [len(one.places) for one in result.findings] == [2]


PROTOCOL = (
    "# Milk in Orlandia\n\n## Methods\n\nEach report was graded A (registers), B (unions) or C (press). Every number "
    "below was confirmed by a second series. Two readers marked the reports; agreement was 0.77 (kappa).\n\n"
    "Table 1. Numbers and their origin\n\n"
)
ROWS = (
    ("Number", "Origin", "Confirmed by", "Grade"),
    ("Yield of 7,100 kg a cow in 2019", "Dairy register", "Farm survey", "A"),
    ("Exports of 310,000 tonnes in 2020", "Customs", "—", "B/C"),
    ("Price of 34 cents in 2021", "Price board", "Union of dairies", "B"),
)


def rules(text: str) -> set[str]:
    return {one.rule for one in audit(text, language="en").findings}


@pytest.mark.parametrize("bars", ["outer", "inner"])
def test_a_table_is_read_with_its_outer_bars_and_without(bars: str) -> None:
    rows = [" | ".join(row) for row in ROWS]
    lines = rows if bars == "inner" else [f"| {row} |" for row in rows]
    found = rules(PROTOCOL + "\n".join(lines) + "\n\n## Results\n\nMilk is dear.\n")
    assert {"A701", "A801", "A1101"} <= found


def test_a_list_of_abbreviations_between_bars_is_no_table() -> None:
    text = "Milk\n\nUHT | Ultra-high temperature |\nFAT | Fat content |\n\nMilk is dear.\n"
    assert Paper(text, "en").tables == []


def test_a_table_whose_cells_stand_on_lines_of_their_own_keeps_its_gaps() -> None:
    cells = "\n\n".join(" ".join(row).replace("B/C", "B") for row in ROWS)
    found = rules(PROTOCOL + cells + "\n\n## Results\n\nMilk is dear.\n")
    assert "A801" in found
    full = rules(PROTOCOL + cells.replace("—", "Port survey") + "\n\n## Results\n\nMilk is dear.\n")
    assert "A801" not in full


@pytest.mark.parametrize(
    ("text", "rule", "there"),
    [
        ("Herds grew from 9,400 cows in 2012 to 8,100 cows in 2018.", "A603", True),
        ("Herds shrank from 9,400 cows in 2012 to 8,100 cows in 2018.", "A603", False),
        ("Losses fell from 4.1% in 2012 to 6.8% in 2018.", "A603", True),
        ("Costs fell, and the herd went from 8,100 cows in 2012 to 9,400 cows in 2018.", "A603", False),
        (
            "The union knew two eras: the Barter era (1990–1996) and the Market era (1997–2005). During the Market era "
            "(1999–2005) prices rose.",
            "A301",
            True,
        ),
        (
            "The union knew two eras: the Barter era (1990–1996) and the Market era (1997–2005). During the Market era "
            "(1997–2005) prices rose.",
            "A301",
            False,
        ),
        (
            "The union knew two eras: the Barter era (1990–1996) and the Market era (1997–2005). The market era is "
            "ongoing.",
            "A304",
            True,
        ),
        (
            "The union knew two eras: the Barter era (1990–1996) and the Market era (1997–2005). Debate is ongoing.",
            "A304",
            False,
        ),
        ("The union has 1,943 members in total: 612 in Aron, 540 in Belin and 391 in Corde.", "A502", True),
        ("The union has 1,543 members in total: 612 in Aron, 540 in Belin and 391 in Corde.", "A502", False),
        ("Two coders marked the speeches. They coded 84 speeches; kappa was 0.71.", "A1101", False),
        ("Two coders marked the speeches. They coded 84 minutes; kappa was 0.71.", "A1101", True),
        (
            "Milk is dear [1], and cheese is dearer [7].\n\nReferences\n[1] Adler, B. Milk. 2019.\n[2] Bauer, C. Whey. "
            "2020.\n",
            "A1601",
            True,
        ),
    ],
)
def test_a_fault_is_found_and_its_mended_twin_is_not(text: str, rule: str, there: bool) -> None:
    assert (rule in rules(text)) is there


def test_entries_that_ran_into_one_line_are_parted() -> None:
    from kelisim.audit.references import read_references

    text = "[1] Ahn, S. Rice. 2015. [2] Berg, L. Wheat after [1] and rye. 2016. [3] Cole, P. Barley and others. 2018."
    entries = read_references(text, (0, len(text)))
    assert [(one.number, one.year, one.text[:8]) for one in entries] == [
        (1, 2015, "[1] Ahn,"),
        (2, 2016, "[2] Berg"),
        (3, 2018, "[3] Cole"),
    ]
