"""Rules on spans, units, samples, rates and reported statistics: each with wrong and with right sentences."""

from __future__ import annotations

import pytest

from kelisim.audit import audit

PAPER = "The commission reports. {}\n\nIt rained. Nobody came. The hall was full. The band played.\n\n{}"

WRONG = [
    ("A306", "A second strike lasted from 3 May 2018 to 28 April 2018."),
    ("A306", "Between March 2021 and June 2020 the ministry acted."),
    ("A306", "The pilot (May 2014–April 2013) was small."),
    ("A306", "Проект шёл с мая 2018 года по апрель 2018 года."),
    ("A306", "项目从2018年5月持续到2018年4月。"),
    ("A307", "We cover 72 months, from January 2016 to December 2022."),
    ("A307", "It lasted ten years, from 2004 to 2010."),
    ("A307", "The pilot ran from May 2014 to October 2014 (eight months)."),
    ("A307", "Проект длился 5 лет, с 2012 по 2020 год."),
    ("A501", "Early retirement was taken by 4,300 persons in 2022. Of them 2,610 (71%) were women."),
    ("A502", "At the end of 2019 the port had 980 employees: 612 dockers, 208 crane drivers and 170 clerks."),
    ("A202", "A new depot in Cottbus, planned for 2026, has been repairing trains since 2024."),
    ("A501", "Electronics made up 34% of all exports in 2023: USD 109 billion of USD 355 billion."),
    ("A501", "The city took EUR 1.9 million from the tax in 2022, 3.1% of its revenue of EUR 161 million."),
    ("A502", "By 2023, 22 firms had been accepted: 9 from Penang, 8 from Selangor and 7 from elsewhere."),
    ("A502", "Of 100 sales in the valley, 38 were registered and 72 were not."),
    ("A502", "Of 124 forwarders 37% were content, 48% were not, and 25% had no opinion."),
    ("A1303", "The effect for women was 0.21 (SE = 0.05, p = 0.34)."),
    ("A505", "35% of the 12 schools had a library."),
    ("A506", "The largest donor was Norway with 12%, followed by Sweden with 15% and Japan with 9%."),
    ("A507", "The programme cost EUR 84 million for 120,000 pupils, that is EUR 900 per pupil."),
    ("A604", "Output rose from 40 million tonnes in 2010 to 50 million tonnes in 2015, on average 9% a year."),
    ("A604", "The fleet grew from 1,280 boats in 2016 to 2,730 boats in 2022, or by 24% a year."),
    ("A702", "Trust was rated from 1 (none) to 5 (full). Among parents who waited, the mean was 5.4."),
    ("A1302", "The effect on staying in work was 0.08 (95% CI 0.11 to 0.19, p = 0.03)."),
    ("A1302", "The effect was 0.15 (95% CI: -0.02 to 0.32), p = 0.01."),
    ("A1302", "The effect was 0.15 (95% CI 0.02 to 0.28, p = 0.30)."),
    ("A1302", "The odds ratio was 1.4 (95% CI 0.9 to 2.1, p = 0.01)."),
    ("A1303", "We find b = 0.08, SE = 0.05, p < .01 for the towns."),
    ("A1303", "We find b = 0.08, SE = 0.03, t = 4.10 for the towns."),
    ("A1304", "Two persons coded 200 passages, and agreement was high (kappa = 1.2)."),
    ("A1304", "The model fits well (R² = 1.31)."),
]

RIGHT = [
    "A second strike lasted from 3 May 2018 to 28 June 2018.",
    "The opening was moved from 3 May 2018 to 28 April 2018.",
    "We cover 84 months, from January 2016 to December 2022.",
    "It lasted six years, from 2004 to 2010.",
    "It lasted seven years, from 2004 to 2010.",
    "The strike lasted from 11 to 17 March 2016, for seven days.",
    "The pilot ran from May to October 2014 (six months).",
    "The cuts are phased over three years, beginning in 1963.",
    "In the first three years, from 2004 to 2010, it slept.",
    "Early retirement was taken by 4,300 persons in 2022. Of them 2,610 (61%) were women.",
    "It raised its stake to 816,000 shares, or 11.3% of the total, from 453,300 shares, or 6.3%.",
    "At the end of 2019 the port had 980 employees: 612 dockers, 208 crane drivers and 160 clerks.",
    "The bridge, planned for 2026, was first proposed in 2014.",
    "The bridge, planned for 2026, has been under discussion since 2014.",
    "Electronics made up 31% of all exports in 2023: USD 109 billion of USD 355 billion.",
    "The city took EUR 1.9 million from the tax in 2022, 1.2% of its revenue of EUR 161 million.",
    "By 2023, 22 firms had been accepted: 9 from Penang, 8 from Selangor and 5 from elsewhere.",
    "Of 100 sales in the valley, 38 were registered and 62 were not.",
    "The offer is valued at 3.1 million dollars and consists of 38.50 dollars a share and 8 dollars a share.",
    "Of 124 forwarders 37% were content, 48% were not, and 15% had no opinion.",
    "Of 124 forwarders 37% named price, 48% named time, and 25% named safety.",
    "The effect for women was 0.21 (SE = 0.05, p < 0.001).",
    "The effect for women was 0.05 (SE = 0.05, p = 0.34).",
    "33% of the 12 schools had a library.",
    "35% of the 12 million pupils went hungry.",
    "The largest donor was Norway with 18%, followed by Sweden with 15% and Japan with 9%.",
    "The smallest donor was Norway with 3%, followed by Sweden with 5%.",
    "The programme cost EUR 84 million for 120,000 pupils, that is EUR 700 per pupil.",
    "Output rose from 40 million tonnes in 2010 to 50 million tonnes in 2015, on average 4.6% a year.",
    "Output rose from 40 million tonnes in 2010 to 50 million tonnes in 2015, on average 5% a year.",
    "The fleet grew from 1,280 boats in 2016 to 2,730 boats in 2022, or by 13.4% a year.",
    "Activity fell from 1928 by from 15 to 20 per cent.",
    "Food prices would drop from 3 to 5 percent in the first six months.",
    "Hours of work have declined from 60 to 40 a week, and the output of the average worker has tripled.",
    "A family with an income of $5,600 pays $185 in taxes. So it is. "
    "A family with an income of $12,500 pays $1,260 in taxes.",
    "Trust was rated from 1 (none) to 5 (full). Among parents who waited, the mean was 3.4.",
    "The effect on staying in work was 0.15 (95% CI 0.11 to 0.19, p < 0.01).",
    "The odds ratio was 1.4 (95% CI 0.9 to 2.1, p = 0.12).",
    "The odds ratio was 1.4 (95% CI 1.1 to 1.8, p = 0.01).",
    "An effect of -0.15 [95% CI -0.28, -0.02], p < .05, was seen.",
    "Coverage was 84% (95% CI 78–89).",
    "We find b = 0.08, SE = 0.03, t = 2.70 for the towns.",
    "Two persons coded 200 passages, and agreement was high (kappa = 0.82).",
]

TWICE_WRONG = [
    (
        "A103",
        "The terminal employs 980 people in the port of Lome.",
        "At the end of 2019 the terminal employed 1,020 people in the port of Lome.",
    ),
    ("A103", "Discards make up 2% of the herring catch.", "Discards make up 6% of the herring catch."),
    ("A103", "Each parcel cost USD 7 to register.", "The cost of a parcel, USD 17, is among the lowest in the world."),
    ("A103", "The state announced a fund of MYR 500 million.", "The fund of MYR 5 billion is the largest of its kind."),
    (
        "A107",
        "Donors paid GBP 4,127 for the roof of the school.",
        "The school has a roof worth GBP 4,172, donors say.",
    ),
    ("A103", "In Lyon 27% of dwellings are social.", "The share of social dwellings in Lyon was 22% in 2021."),
    (
        "A103",
        "The ferry link has 11 ships.",
        "Fourteen ships serve the ferry link; in storms they wait for up to 5 days.",
    ),
    ("A105", "It foresaw a quay of 1,050 m.", "The quay is 1,050 km long."),
    ("A105", "The programme cost GEL 46 million in 2022.", "Spending on the programme was USD 46 million in 2022."),
    ("A106", "We surveyed 1,240 parents in two regions.", "In all we interviewed 1,204 parents."),
    (
        "A201",
        "The quota is set by a commission founded in 1976.",
        "The commission, founded in 1975, publishes no minutes.",
    ),
    (
        "A201",
        "A catch-up round launched in October 2021 reached children.",
        "The catch-up round was launched in March 2021.",
    ),
]

TWICE_RIGHT = [
    ("The terminal employs 980 people now.", "At the end of 2009 the terminal employed 1,020 people."),
    ("Discards make up 2% of the herring catch.", "Discards make up 6% of the cod catch."),
    (
        "Seven years ago the deficit was 6 percent of the budget.",
        "In the new budget the deficit is 1 percent of the budget.",
    ),
    ("The survey covers 1.1 million square kilometres of sea.", "The survey covers 110 million hectares of sea."),
    ("The programme cost GEL 46 million in 2022.", "Spending on the programme was USD 17 million in 2022."),
    ("We surveyed 1,240 parents in two regions.", "In the second round we surveyed 1,204 parents."),
    (
        "By the end of November a total of 301,000 contracts had been ended.",
        "Of this total, 67,000 contracts remained.",
    ),
    ("Each crane moved 31 boxes in 2019.", "Four cranes stood there from the start; by 2019 there were twelve."),
    ("A school founded in 1976 teaches music.", "Another school, founded in 1985, teaches dance."),
]


@pytest.mark.parametrize(("rule", "text"), WRONG)
def test_a_wrong_sentence_is_found(rule: str, text: str) -> None:
    assert rule in {one.rule for one in audit(text).findings}


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_sentence_is_left_alone(text: str) -> None:
    assert [one.message for one in audit(text).findings] == []


@pytest.mark.parametrize(("rule", "one", "other"), TWICE_WRONG)
def test_two_sentences_that_cannot_both_be_true_are_found(rule: str, one: str, other: str) -> None:
    assert rule in {found.rule for found in audit(PAPER.format(one, other)).findings}


@pytest.mark.parametrize(("one", "other"), TWICE_RIGHT)
def test_two_sentences_that_may_both_be_true_are_left_alone(one: str, other: str) -> None:
    assert [found.message for found in audit(PAPER.format(one, other)).findings] == []


def test_the_total_of_a_table_is_held_against_the_sample() -> None:
    text = (
        "We surveyed {} parents in two regions.\n\nTable 1. Parents interviewed\n\n"
        "| Region | Town | Village | Total |\n|---|---|---|---|\n| Imereti | 402 | 351 | 753 |\n"
        "| Adjara | 289 | 178 | 467 |\n| Total | 691 | 529 | 1,220 |\n"
    )
    assert [one.rule for one in audit(text.format("1,240")).findings] == ["A106"]
    assert audit(text.format("1,220")).findings == ()


def test_a_heading_alone_on_each_level_is_no_outline() -> None:
    assert audit("# Cars in Velmar\n\nSections 2 and 3 follow.\n\n## Results\n\nSection 4 is short.\n").findings == ()


def test_sections_without_a_number_are_counted() -> None:
    heads = "# The pension reform\n\n## Introduction\n\nSection 2 describes the system, Section 3 the results. {}\n\n"
    text = heads + "## The system\n\nIt is old.\n\n## Results\n\nIt pays.\n\n## Conclusion\n\nIt is done.\n"
    assert [one.rule for one in audit(text.format("Section 6 concludes.")).findings] == ["A904"]
    assert audit(text.format("Section 4 concludes.")).findings == ()
    assert audit(text.format("Tariffs under Section 301 stay.")).findings == ()


def test_a_change_goes_on_from_the_sentence_before() -> None:
    text = "Mediators heard 61,000 land cases in 2010. In 2016 they heard 38,000, that is {}% fewer."
    assert [one.rule for one in audit(text.format(48)).findings] == ["A601"]
    assert audit(text.format(38)).findings == ()


def test_a_column_is_held_against_those_it_is_made_from() -> None:
    text = (
        "Table 1. Calls of cruise ships\n\n| Year | Calls | Passengers | Passengers per call |\n|---|---|---|---|\n"
        "| 2014 | 463 | 806,588 | 1,742 |\n| 2018 | 437 | 732,431 | 1,676 |\n| 2022 | 341 | 462,000 | {} |\n"
    )
    assert [one.rule for one in audit(text.format("1,855")).findings] == ["A508"]
    assert audit(text.format("1,355")).findings == ()


def test_a_column_of_changes_is_held_against_its_years() -> None:
    text = (
        "Table 1. Boats of the fleet\n\n| Port | 2014 | 2022 | Change, % |\n|---|---|---|---|\n"
        "| Bodø | 400 | 300 | -25 |\n| Vardø | 200 | 260 | 30 |\n| Alta | 120 | 150 | {} |\n"
    )
    assert [one.rule for one in audit(text.format("40")).findings] == ["A508"]
    assert audit(text.format("25")).findings == ()


@pytest.mark.parametrize(
    ("rule", "one", "other"),
    [
        ("A101", "На вакцины потратили 612 млн сомов в 2022 году.", "Расходы на вакцины в 2022 году: 621 млн сомов."),
        ("A106", "Опрос охватил 1480 родителей.", "Опрошено 1840 родителей в Бишкеке."),
        ("A306", "Карантин действовал с 15 мая 2023 года по 20 апреля 2023 года.", "Он помог."),
    ],
)
def test_russian_sentences_that_cannot_both_be_true_are_found(rule: str, one: str, other: str) -> None:
    text = f"Шла зима. {one}\n\nВрачи работали много. Никто не жаловался. Зал был полон.\n\n{other}"
    assert rule in {found.rule for found in audit(text).findings}


def test_a_dash_stands_for_the_authors_of_the_entry_before() -> None:
    text = (
        "# Matching\n\nMatching is old (Stuart 2010; Austin 2013). It saves work (Austin 2011; Rubin 1973). {}\n\n"
        "## References\n\nAustin, Peter C. 2011. “An Introduction to Methods.” Multivariate Research 46: 399–424.\n\n"
        "———. 2013. “A Comparison of 12 Algorithms.” Statistics in Medicine 33: 1057–69.\n\n"
        "Rubin, Donald B. 1973. “Matching to Remove Bias.” Biometrics 29: 159–83.\n\n"
        "Stuart, Elizabeth A. 2010. “Matching Methods for Causal Inference.” Statistical Science 25: 1–21.\n"
    )
    assert audit(text.format("So does Austin’s (2013) program.")).findings == ()
    assert [one.rule for one in audit(text.format("It is slow (Hansen 2008).")).findings] == ["A1603"]


def test_the_home_of_a_program_is_its_page() -> None:
    entry = "## References\n\n1. R Core Team (2020). R: A Language and Environment for Statistical Computing. {}\n"
    assert audit(entry.format("https://www.R-project.org/")).findings == ()


def test_a_mean_lies_among_the_rows_it_is_of() -> None:
    text = (
        "Table 1. Vacancies in schools\n\n| Department | 2014 | 2018 |\n|---|---|---|\n"
        "| Cusco | 15 | 8 |\n| Loreto | 22 | 14 |\n| Puno | 14 | 6 |\n| Average | 17 | {} |\n"
    )
    assert [one.rule for one in audit(text.format("16.3")).findings] == ["A509"]
    assert audit(text.format("9.3")).findings == ()


def test_a_decimal_point_slips_and_two_offices_are_not_one() -> None:
    slip = "The share of GERD in China was 2.56% of GDP. It is high.\n\nChina's GERD stands at 256% of GDP."
    assert "A104" in {one.rule for one in audit(slip).findings}
    offices = (
        "Expenditures of the Relief Administration were 1.2 billion dollars in 1946. So it was.\n\n"
        "Expenditures of the Power Administration were 12 million dollars in 1946."
    )
    assert audit(offices).findings == ()
