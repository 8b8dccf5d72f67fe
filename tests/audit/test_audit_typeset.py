"""What typeset papers hold beside their text: running heads, code, other works' sections, cut addresses, appendices."""

from __future__ import annotations

import pytest

from kelisim.audit import audit
from kelisim.audit.code import code_spans
from kelisim.audit.paper import Paper
from kelisim.audit.references import read_references
from kelisim.text.reading.furniture import without_furniture
from kelisim.text.reading.unwrap import join_pages

HEADS = "# 1 Introduction\n\n{}\n\n# 2 Data\n\nPoor.\n\n# 3 Method\n\nPlain.\n\n# 4 Results\n\nSmall.\n"


def rules(text: str) -> list[str]:
    return sorted(one.rule for one in audit(text, language="en").findings)


@pytest.mark.parametrize(
    "sentence",
    [
        "The estimator is the one of Berger (2005, Section 6).",
        "The estimator is an old one (Berger and Lind 2005, Section 6).",
        "See also Berger et al. (2005, Chapter 7) for the proof.",
        "The proof is in Section 6 of Berger (2005).",
        "The proof is in Section 6 (p. 211) of that book.",
        "The law of large numbers is used as in Section 22.3 of the handbook.",
        "Among its parts are the sources (Chapter 6: The Sources).",
        "A model of that kind was met in Chapter 6.",
    ],
)
def test_a_section_of_another_work_is_not_missing_here(sentence: str) -> None:
    assert rules(HEADS.format(sentence)) == []


def test_a_section_of_the_paper_that_is_not_there_is_told() -> None:
    assert rules(HEADS.format("The proof follows in Section 6.")) == ["A904"]


def test_subsections_without_numbers_are_not_missing() -> None:
    text = HEADS.format("More is said in Section 2.1 and in Section 3.2.")
    assert rules(text) == []
    numbered = text.replace("Poor.", "## 2.1 Sources\n\nPoor.\n\n## 2.2 Years\n\nFew.")
    assert rules(numbered) == ["A904"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The numbers are those of Berger (2005), Table 8.",
        "The numbers are those of Table 8 (p. 99) in that volume.",
        "The numbers come from Table 14.2 of an older handbook.",
    ],
)
def test_a_table_of_another_work_is_not_missing_here(sentence: str) -> None:
    text = f"Table 1: Ships\n\n| year | ships |\n|---|---|\n| 2001 | 4 |\n\nTable 1 shows the ships. {sentence}\n"
    assert rules(text) == []
    assert rules(text.replace(sentence, "Table 8 shows the ports.")) == ["A901"]


def test_floats_behind_the_references_have_captions_too() -> None:
    text = (
        "Figure 1 shows ships, Figure 2 ports.\n\nFigure 1: Ships.\n\n" + "Ships sail. " * 30 + "\n\n# References\n\n"
        "Berger A (2005). Ships. Harbour Press, Kiel.\n\nLind B (2006). Ports. Kiel.\n\nFigure 2: Ports.\n"
    )
    assert "A901" not in rules(text)


def test_running_heads_and_feet_are_dropped_from_pages() -> None:
    things = ["harbour", "town", "fleet", "market", "quay", "lock", "tower", "wall", "school"]
    heads = [("4 A history of ports", "Anna Berg, Boris Lind 3")[n % 2] for n in range(len(things))]
    pages = [
        f"{head}\nThe {thing} grew as nobody had foreseen, and the council was glad of it.\nWorking paper {n}"
        for n, (head, thing) in enumerate(zip(heads, things, strict=True))
    ]
    text, _ = join_pages(pages)
    assert "Anna Berg" not in text
    assert "A history of ports" not in text
    assert "Working paper" not in text
    assert [thing for thing in things if f"The {thing} grew" in text] == things


def test_a_tables_head_that_comes_back_is_kept_and_so_is_what_stands_twice() -> None:
    pages = [f"| Country | {year} |\n| Chad | {year} |\nand so on" for year in (2001, 2002, 2003)]
    assert without_furniture(pages) == [page.removesuffix("\nand so on") for page in pages]
    assert without_furniture(["Port News 3\nOne.", "Port News 4\nTwo."]) == ["One.", "Two."]
    assert without_furniture(["It is so.\nOne.", "It is so.\nTwo."]) == ["It is so.\nOne.", "It is so.\nTwo."]
    twice = ["The end\nwas near", "The end\nwas far", "A middle\nwas here"]
    assert without_furniture(twice) == twice


def test_addresses_and_dois_are_joined_over_lines_and_entries_are_not() -> None:
    wide = "A sentence that is about as wide as the others on the page and goes on to the end of it, as it must"
    lines = [
        wide, wide, wide, "Berg A (2005). Ships. doi:10.1000/ships.", "v020.i02.",
        "Lind B (2006). Ports. URL https://ports", ".example.org/history.html.", "Moor C (2007). Quays. URL http:",
        "//quays.example.org/a.pdf.", "Noor D (2008). Piers in the north and in the south. URL https://piers.example.org/.",
        "Odd E (2009). Locks. Harbour Press, Kiel.",
    ]  # fmt: skip
    text, _ = join_pages(["\n".join(lines)])
    for address in (
        "10.1000/ships.v020.i02",
        "https://ports.example.org/history.html",
        "http://quays.example.org/a.pdf",
    ):
        assert address in text
    assert "org/.Odd" not in text
    found = read_references(text, (text.index("Berg A"), len(text)))
    assert [one.family for one in found] == ["berg", "lind", "moor", "noor", "odd"]


def test_entries_cut_by_lines_are_joined_and_those_run_together_are_parted() -> None:
    text = (
        "Berg AB and Lind C., Computing the size of ports. Harbour Data\n\nAnalysis 5:99-112, 1999\n\n"
        "Moor C (2007). Quays. Journal of Quays 60:\n\n271-285\n\n"
        "D. W. Noor and E. Odd. Piers of the north. Harbour Press, 2008.\n\n"
        "Petri F (2009). Locks. URL https://locks.example.org/. Quist, G. and Rood, H. (2010). Gates. Kiel "
        "https://gates.example.org/1.html Sand, I. (2011). Walls. Kiel.\n"
    )
    found = read_references(text, (0, len(text)))
    assert [(one.family, one.year) for one in found] == [
        ("berg", 1999), ("moor", 2007), ("noor", 2008), ("petri", 2009), ("quist", 2010), ("sand", 2011),
    ]  # fmt: skip


def test_an_appendix_with_a_letter_ends_the_references() -> None:
    text = (
        "Ships are old. " * 20 + "\n\n# References\n\nBerg A (2005). Ships. Harbour Press, Kiel.\n\n"
        "A Proof of the second claim\n\nBy Lind (2006) the claim holds for every port that is open.\n"
    )
    assert [one.family for one in Paper(text).references] == ["berg"]


CODE = """The model is fitted by hand.

> fit <- lm(ships ~ year, data = ports, subset = year > 1990) The fit is good.

R> summary(fit, digits = 3)

[1] 0.5 0.7 0.9

```python
share = 0.7
```

The share is 0.4 in 2001.
"""


def test_code_and_what_it_prints_state_nothing() -> None:
    kept = Paper(CODE).body
    assert "The fit is good." in kept
    assert "The share is 0.4 in 2001." in kept
    for gone in ("1990", "digits", "0.7", "0.9"):
        assert gone not in kept
    assert len(kept) == len(CODE)


def test_prose_with_brackets_and_arrows_is_no_code() -> None:
    text = "Growth (see Berg (2005)) was > 5% in 2001 (n = 40), and exports(2) fell. Share f(x) = 3 of GDP (at PPP)."
    assert code_spans(text) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The test gives t = 6.77 with p = 4.4e-10.", []),
        ("The degrees of freedom are k − p = 9 here.", []),
        ("We set the curvature κ = 6.5, and γ = 2.", []),
        ("Coders agreed with κ = 6.5 on 40 documents.", ["A1304"]),
        ("The effect is small, p = 4.4.", ["A1304"]),
        ("The model has p = 9 variables and r = 5 rounds.", []),
    ],
)
def test_statistics_are_impossible_only_where_they_are_statistics(sentence: str, expected: list[str]) -> None:
    assert [rule for rule in rules(sentence) if rule == "A1304"] == expected


def test_the_page_of_a_journal_is_no_double_entry_and_one_doi_with_two_years_is() -> None:
    head = "Ships are old. " * 20 + "\n\n# References\n\n"
    shared = (
        "Berg A (2005). Ships of wood and rope. Port News, 4, 1-9. https://ports.example.org/news/\n\n"
        "Lind B (2006). Taxes on salt in towns. Port News, 5, 3-8. https://ports.example.org/news/\n"
    )
    assert "A1504" not in rules(head + shared)
    double = (
        "Berg A (2005). Ships of wood and rope. Port News, 4, 1-9. doi:10.1000/77\n\n"
        "Berg A (2006). Ships of wood and rope. Port News, 4, 1-9. doi:10.1000/77\n"
    )
    assert "A1504" in rules(head + double)


def test_years_of_works_date_no_claim() -> None:
    text = "Berg et al. (2007) count 300 ships. Lind and Moor (2009) count 900 ships in the same port."
    assert rules(text) == []


def test_a_window_of_data_is_no_window_of_sources() -> None:
    tail = "\n\n# References\n\nBerg A (2015). Ships. Kiel.\n\nLind B (2016). Ports. Kiel.\n"
    lead = "Ships are old. " * 20
    assert rules(f"{lead}The data cover all ports and were collected from 1961 to 1986.{tail}") == []
    assert rules(f"{lead}The corpus of documents was collected from 1961 to 1986.{tail}") == ["A1501"]


def test_symbols_of_formulas_and_programs_are_no_abbreviations() -> None:
    lead = "The Port Authority (PA) and the Harbour Board (HB) agree. "
    assert rules(lead + "LZ = LX LZ. Then LZ ⊤ LZ = 3, and verbose=TRUE or TRUE. " * 3) == []
    assert rules(lead + "The council asked the QFB for advice, and the QFB gave it. Later the QFB left.") == ["A1001"]


def test_chapters_are_the_papers_own_where_it_has_several() -> None:
    text = "Chapter 1 Ships\n\nThey sail.\n\nChapter 2 Ports\n\nMore is said in {}.\n\nChapter 3 Quays\n\nNone.\n"
    numbered = "# 1 Ships\n\n# 2 Ports\n\n# 3 Quays\n\n" + text
    assert rules(numbered.format("Chapter 5")) == ["A904"]
    assert rules(numbered.format("Chapter 3")) == []


def test_a_table_that_goes_on_is_no_second_table_and_dotted_numbers_are_read_whole() -> None:
    text = (
        "Figure 2.1 shows ships and Figure 2.12 ports.\n\nFigure 2.1 Ships by year and town, as the council had "
        "counted them from the pier.\n\nFigure 2.12 3D view of ports.\n\nTable 2.1: Ships.\n\n"
        "| year | ships |\n|---|---|\n| 2001 | 4 |\n\nTable 2.1: Ships (continued).\n\n"
        "| year | ships |\n|---|---|\n| 2002 | 5 |\n"
    )
    assert rules(text) == []
    assert rules(text.replace("and Figure 2.12", "and Figure 2.5")) == ["A901"]


def test_a_row_without_words_and_numbers_of_tests_are_compared_with_nothing() -> None:
    text = "2001 Q1 0.1085 0.8862\n\n2001 Q2 0.0068 0.9800\n\n"
    assert rules(text) == []
    test = "The 95% confidence interval holds in 2001, and so does the 99% confidence interval in 2001. "
    assert (
        rules(test + "The deviance falls on 40 degrees of freedom in 2001 and on 50 degrees of freedom in 2001.") == []
    )


def test_a_number_that_falls_is_no_span_of_years_and_a_table_without_head_counts_whole() -> None:
    assert rules("The criterion decreases from 1917 to 1887 in the second model.") == []
    assert rules("The office was open from 1917 to 1887.") == ["A306"]
    table = "| Chad | 597 |\n|---|---|\n| Mali | 300 |\n| Niger | 200 |\n| Total | {} |\n"
    assert rules(table.format("1,097")) == []
    assert rules(table.format("1,300")) == ["A503"]


def test_reports_and_censuses_are_no_authors() -> None:
    cited = " ".join(f"Ships were old ({name} 2005)." for name in ("Berg", "Lind", "Moor", "Noor", "Annual Report"))
    listed = "\n\n".join(
        f"{name} A (2005). On {name} and the sea. Harbour Press, Kiel." for name in ("Berg", "Lind", "Moor", "Noor")
    )
    assert rules(f"{cited} " + "The sea is wide. " * 20 + f"\n\n# References\n\n{listed}\n") == []


_HEADLINES = """The ferry and its passengers

By 2015 about 72% of crossings were made by electric ferries.
In 2021 the port fund spent 1.84% of national income on ports.

References
Harbour Union (2018). Share of crossings by electric ferries passes 60%. June 2018. https://harbour.example/news/18
National Bank (2021). Port fund spent 184% of national income on ports in 2021. https://bank.example/ports
"""


def test_what_titles_among_the_references_say_in_numbers_is_held_against_the_text() -> None:
    found = {one.rule: one.message for one in audit(_HEADLINES, language="en").findings}
    assert "first passed in 2018" in found["A401"]
    assert "factor of 100" in found["A104"]
