"""Rules on lists, ranks, bounds, tables and counts of parts: each with wrong and with right papers."""

from __future__ import annotations

import pytest

from kelisim.audit import audit

FILL = "\n\nIt rained. Nobody came. The hall was full. The band played.\n\n"

TABLE = """Table 1. Beds in the clinics, by district

| District | 2015 | 2018 | 2021 |
|---|---|---|---|
| Arlen | 410 | 440 | {arlen} |
| Bocken | 230 | 310 | 350 |
| Cermat | 290 | 280 | 300 |
| Dolna | 120 | 150 | 190 |
| {last} | 1,050 | 1,180 | {total} |

{text}
"""

ROWS = """Table 2. Licences granted, by kind of boat

| Year | Trawlers | Cutters | Skiffs | All |
|---|---|---|---|---|
| 2016 | 110 | 42 | 17 | 169 |
| 2017 | 118 | 44 | 21 | 183 |
| 2018 | 121 | 47 | 25 | {cell} |
| 2019 | 104 | 51 | 30 | 185 |

{text}
"""


def table(
    text: str = "The clinics are small.", *, arlen: str = "460", total: str = "1,300", last: str = "Total"
) -> str:
    return TABLE.format(text=text, arlen=arlen, total=total, last=last)


def rows(text: str = "Skiffs are small.", *, cell: str = "193") -> str:
    return ROWS.format(text=text, cell=cell)


WRONG = [
    ("A510", "We visited 29 farms in three valleys: Ober (12), Unter (9) and Hinter (6)."),
    ("A510", "We held 41 interviews with mayors (18), clerks (13) and teachers (8)."),
    ("A510", "This brief rests on 21 interviews." + FILL + "We spoke to ten growers, six traders and four brokers."),
    ("A502", "The council consists of growers (45%), traders (30%) and brokers (35%)."),
    ("A502", "Towns pay 55% of the cost, the province 30% and parents 25%."),
    ("A502", "Asked about the fee, 71% found it fair, 22% too high and 12% too low."),
    ("A106", "The brief rests on 34 interviews and a survey." + FILL + "The 43 interviews were held in spring."),
    ("A107", "The survey of tenants (n = 2,318) was new." + FILL + "Of the tenants asked, 2,381 sent the survey back."),
    ("A108", "We identify three mechanisms." + FILL + "The analysis points to four mechanisms."),
    ("A109", "Growers named three obstacles: water, credit, roads and theft."),
    (
        "A109",
        "We find two mechanisms.\n\nThe first is price. A farmer sells. The second is fear. A farmer waits. "
        "The third is habit. A farmer sows.",
    ),
    ("A503", rows(cell="203")),
    ("A503", table(total="1,400", last="Four districts")),
    ("A404", table("Cermat is the second largest of the four districts.")),
    ("A404", table("Dolna had the largest number of beds in every year.")),
    ("A404", table("Bocken overtook Arlen in 2018.")),
    ("A405", "In 2010 Peru had the third lowest rate of use." + FILL +
     "Peru had the second lowest rate of use in 2010."),
    ("A406", "No barge in the fleet had fewer than six berths; the smallest had four."),
    ("A406", "In no winter was the pass closed for more than three weeks, although in 2012 it was "
     "closed for five weeks."),
    ("A401", "The catch did not exceed 40,000 tonnes until 2016. In 2013 it was 44,000 tonnes."),
    ("A511", table("Arlen accounted for 45% of all beds in 2021.")),
    ("A501", "In the town 640 families have a garden. Of these, 224 had sold fruit before, that is 45%."),
    ("A601", "In 2016 the yield dropped to 3.2 tonnes. It had been 4.0 tonnes in 2015, so that the loss was 30%."),
    ("A1104", "Two of us coded 200 letters. We agreed on 88% of them, with a kappa of 0.93."),
    ("A1302", "The ban lowered sales by 3.1 litres a head (95% CI −2.9 to −1.8)."),
    ("A1303", "Yields fell by 0.30 (SE 0.25; p = 0.004)."),
    (
        "A702",
        "Comfort was rated on a five-point scale from 1 (very poor) to 5 (very good)." + FILL + "Comfort was good in "
        "the north (mean 4.1), and in the south the mean was 5.6.",
    ),
    (
        "A702",
        "The repair of each bridge was scored from 0 to 10." + FILL + "The score of the bridges averaged 7.1 in the "
        "north, 6.4 in the west and 11.3 in the south.",
    ),
    ("A201", "The Milk Voucher opened to families in May 2016." + FILL + "The Voucher was introduced in 2018."),
    ("A201", "The mill employs ninety people. It was sold in 2015." + FILL + "The sale of the mill in 2012 was quick."),
    ("A201", "The council issued an order. It took effect in March 2014." + FILL +
     "The order came into force in 2016."),
    ("A201", "The union took the bakery over in 2003." + FILL + "The union took over the bakery in 2007."),
    ("A202", "The fourth dock, D4, is under construction and will open in 2027." + FILL +
     "D4 went into operation in 2021."),
    ("A202", "A grant of 4,500 crowns is planned for 2027." + FILL +
     "The grant of 4,500 crowns was introduced in 2023."),
    ("A301", "The period of trial lasted from 2004 to 2009." + FILL + "In the trial period (2004–2007) few came."),
    ("A801", "Every figure was cross-checked against a second source.\n\n| Figure | Second source |\n|---|---|\n"
     "| Rent | Census |\n| Price | no |\n| Wage | Register |\n"),
]  # fmt: skip
WRONG += [
    ("A510", "We met 46 nurses, 27 in Aron and 17 in Belin."),
    ("A106", "The 420 questionnaires are kept." + FILL + "In spring we read 402 questionnaires filled in by smiths."),
    ("A109", "We ask two questions. Who came? Who paid? And who left?" + FILL),
    ("A108", "Three hypotheses are tested." + FILL + "We test four hypotheses."),
    ("A110", "The plan sets a target of 30,000 trees by 2030." + FILL + "The target of 50,000 by 2030 is far off."),
    ("A406", "At no time was the share below 12%. In 2014 it was 9.6%."),
    ("A406", "At least 60% of the wool went abroad: 54% in 2012, 63% in 2013 and 66% in 2014."),
    ("A407", "In Aron Forstia pays growers up to 2,000 crowns." + FILL + "Forstia pays growers 2,600 crowns at most."),
    ("A408", table("Cermat gained beds in every year.")),
    ("A404", table("In 2015 Cermat was the district with most beds, as far as one knows.")),
    ("A501", "In Aron 312 of 640 did (39%)."),
    ("A501", "Nine of the 24 smiths said that they had given up their trade for its low price, that is 28%."),
    ("A501", "Price came first: 18 of the 24 (75%) named it. Twelve (50%) named noise. Nine (28%) named the boss."),
    ("A501", "Of the 4,800 nets, 2,400 tore within a month, that is 50%, and 3,600 within a year, or 65%."),
    ("A507", "The county spent 2.4 million euros on it in 2019. With 120 cases that makes 26,000 euros per case."),
    ("A512", "A stall cost 600 euros, which was 3.0 times the monthly wage of 150 euros."),
    ("A502", "Of all smiths, 52% rent a shop, 31% live above it, and 25% work at home."),
    ("A201", "Free water began on 1 January 2013." + FILL + "Free water, in force since 2015, is liked."),
    (
        "A201",
        "The loss of preferences on 1 May 2012 hurt." + FILL + "After the preferences were lost in 2014, mills shut.",
    ),
    ("A201", "Croatia entered Interpol in May 1993." + FILL + "Since it joined Interpol in 1995, Croatia has grown."),
    ("A301", "The years of growth (2006–2011) were good." + FILL + "The growth years (2004–2011) are known."),
    (
        "A701",
        "Every roof was rated as Excellent, Adequate or Weak." + FILL + "Two roofs rated Very Good were left out.",
    ),
    (
        "A702",
        "Mood was scored from -4 (bad) to 4 (good)." + FILL + "Mood was better in the north: shepherds there had a "
        "mood of 1.2 on average, those in the south of -5.3 in June.",
    ),
]

RIGHT = [
    "We visited 27 farms in three valleys: Ober (12), Unter (9) and Hinter (6).",
    "We visited 40 farms, among them some in Ober (12), Unter (9) and Hinter (6).",
    "We read the laws of three states: Ober (2003), Unter (2009) and Hinter (2016).",
    "This brief rests on 20 interviews." + FILL + "We spoke to ten growers, six traders and four brokers.",
    "This brief rests on 40 interviews." + FILL + "The 12 interviews with mayors were long.",
    "Growers named the fee (45%), the road (30%) and the price (35%).",
    "We identify three mechanisms." + FILL + "Of the mechanisms, two further mechanisms were found by Smith.",
    "Growers named three obstacles: water, credit and roads.",
    "We find three mechanisms.\n\nThe first is price. A farmer sells. The second is fear. The third is habit.",
    rows(),
    rows("Trawlers are the largest group in every year. Skiffs overtook nobody."),
    table(last="Four districts"),
    table("Bocken is the second largest of the four districts."),
    table("Arlen had the largest number of beds in every year."),
    table("Arlen had the second largest hospital in Europe in 2018."),
    table("Bocken had the largest increase in beds in 2018."),
    table("Bocken overtook Cermat in 2018."),
    table("Arlen accounted for 35% of all beds in 2021."),
    table("In Arlen 45% of its beds were in use in 2021."),
    "No barge in the fleet had fewer than six berths; the largest had fourteen.",
    "No fewer than 40 boats came; the year before 30 boats had come.",
    "The catch did not exceed 40,000 tonnes until 2016. In 2017 it was 44,000 tonnes.",
    "In the town 640 families have a garden. Of these, 224 had sold fruit before, that is 35%.",
    "In 2016 the yield dropped to 3.2 tonnes. It had been 4.0 tonnes in 2015, so that the loss was 20%.",
    "Two of us coded 200 letters. We agreed on 88% of them, with a kappa of 0.74.",
    "The ban lowered sales by 2.1 litres a head (95% CI −2.9 to −1.8).",
    "The Milk Voucher opened to families in May 2016." + FILL + "The Bread Voucher was introduced in 2018.",
    "The mill was sold in 2015." + FILL + "The sale of the bakery in 2012 was quick.",
    "The fourth dock, D4, is under construction and will open in 2027." + FILL + "D3 went into operation in 2021.",
    "A second dock at Kiel is planned for 2027." + FILL + "Kiel was opened in 2011.",
    "The period of trial lasted from 2004 to 2009." + FILL + "In the trial period (2004–2009) few came.",
]

RIGHT += [
    "We met 44 nurses, 27 in Aron and 17 in Belin.",
    "We met 46 nurses, 27 in Aron, 17 in Belin, and two elsewhere.",
    "We ask two questions. Who came? Who paid?" + FILL,
    "The plan sets a target of 30,000 trees by 2030." + FILL + "The target of 50,000 shrubs by 2040 is far off.",
    "At no time was the share below 12%. In 2014 it was 12.6%.",
    "At least 60% of the wool went abroad: 61% in 2012, 63% in 2013 and 66% in 2014.",
    "In Aron Forstia pays growers up to 2,000 crowns." + FILL + "In Aron Agria pays growers 2,600 crowns at most.",
    table("Arlen gained beds in every year."),
    table("Except for Cermat the towns gained beds in every year."),
    "In Aron 312 of 640 did (49%).",
    "Price came first: 18 of the 24 (75%) named it. Twelve (50%) named noise. Nine (38%) named the boss.",
    "Of the 4,800 nets, 2,400 tore within a month, that is 50%, and 3,600 within a year, or 75%.",
    "The county spent 2.4 million euros on it in 2019. With 120 cases that makes 20,000 euros per case.",
    "A stall cost 600 euros, which was 4.0 times the monthly wage of 150 euros.",
    "Of all smiths, 42% rent a shop, 33% live above it, and 25% work at home.",
    "Free water began on 1 January 2013." + FILL + "Free milk, in force since 2015, is liked.",
    "Croatia entered Interpol in May 1993." + FILL + "Since it joined the club in 1995, Serbia has grown.",
    "Every roof was rated as Excellent, Adequate or Weak." + FILL + "Two roofs rated Adequate were left out.",
]


@pytest.mark.parametrize(("rule", "text"), WRONG, ids=[f"{rule}-{index}" for index, (rule, _) in enumerate(WRONG)])
def test_what_does_not_add_up_is_found(rule: str, text: str) -> None:
    found = [one.rule for one in audit(f"The commission reports.{FILL}{text}", language="en").findings]
    assert rule in found, found


@pytest.mark.parametrize("text", RIGHT, ids=range(len(RIGHT)))
def test_what_adds_up_is_let_be(text: str) -> None:
    found = audit(f"The commission reports.{FILL}{text}", language="en").findings
    assert [one.message for one in found if one.rule not in ("A1101", "A903")] == []
