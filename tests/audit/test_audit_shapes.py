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
