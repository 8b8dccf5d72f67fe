"""Rules on what is told again in other words: each with papers that contradict themselves and papers that do not."""

from __future__ import annotations

import pytest

from kelisim.audit import audit

NOUNS = ("bench", "lamp", "well", "gate", "barn", "mill")
FILL = "\n\nIt rained. Nobody came. The hall was full. The band played.\n\n"
# Words are rare only where there are others.
LONG = FILL + " ".join(f"A {noun} stood near the {other}." for noun in NOUNS for other in NOUNS) + FILL

ANSWERS = """Table 1. Answers of guards, in per cent

| Statement | Agree | Neither | Disagree |
|---|---|---|---|
| The radio works | 51 | 20 | 29 |
| The tower is warm | 44 | 31 | {cell} |
| I sleep enough | 18 | 22 | 60 |

{text}
"""

BREACHES = """Table 1. Breaches of the rules by kind

| Kind of breach | Before | After |
|---|---|---|
| Late arrival | 83 | 61 |
| Broken seal | 47 | 29 |
| Wrong papers | 112 | 96 |

{text}
"""

HEIGHTS = """Table 1. Depth of snow, metres

| Valley | 1998 | 2008 | 2018 |
|---|---|---|---|
| Arlen | 9.1 | 14.2 | 18.9 |
| Bocken | 8.7 | 15.9 | 22.8 |
| Cermat | 12.6 | 21.7 | 29.4 |

{text}
"""

PARTS = """Table 1. Letters by paper

| Paper | Letters | On wool | Share, % |
|---|---|---|---|
| Morning | 341,000 | 12,300 | 3.6 |
| Evening | 298,000 | 12,200 | 4.1 |
| Sunday | 214,000 | 8,300 | 3.9 |
| Weekly | 121,000 | 6,400 | 5.3 |
| Other | 88,000 | 2,500 | {cell} |
"""

ESTIMATES = """Table 3. Effects of the fee

| Outcome | Estimate | Standard error | t |
|---|---|---|---|
| Trips | 1.20 | 0.40 | 3.00 |
| Delay | 0.50 | 0.25 | 2.00 |
| Noise | 0.90 | 0.30 | {t} |
| Smoke | 0.36 | 0.12 | 3.00 |
"""

STARS = """Table 3. Effects of the fee

| | (1) | (2) |
|---|---|---|
| Fee | 0.62** | 0.58** |
| | (0.21) | (0.22) |
| Rain | {rain} | 0.11 |
| | (0.40) | (0.30) |

Notes: * p<0.1, ** p<0.05, *** p<0.01.
"""

WRONG = [
    (
        "A111",
        "Terraces on the steepest slopes swallowed 44% of the money."
        + LONG
        + "The steepest slopes cost 34% of all money spent on terraces.",
    ),
    (
        "A111",
        "The hail cover made a bottle of cider dearer: it cost growers about 80 cents per bottle."
        + LONG
        + "The hail cover cost 60 cents for each bottle of cider.",
    ),
    ("A112", BREACHES.format(text="Broken seals went down from 47 to 39.")),
    ("A113", "We held interviews with 24 growers and 9 brokers." + FILL + "Of the brokers we met, all eleven agreed."),
    ("A113", "We interviewed 31 pilots." + FILL + "Of the 21 pilots whom we interviewed, six had left."),
    ("A113", "The study rests on nine focus groups." + FILL + "The focus groups, eight in all, met in Graz."),
    (
        "A114",
        "We held interviews in the three valleys of Arlen, Bocken and Cermat. Arlen, Bocken and Cermat differ. "
        "Cermat is small." + FILL + "The interviews were held in spring in Arlen, Bocken and Dolna.",
    ),
    ("A109", "The three towns of Arlen, Bocken, Cermat and Dolna had trams by 1911."),
    ("A109", "We propose four steps. First, count the boats. Second, mark the nets. Third, close the bay."),
    (
        "A115",
        "The scheme cost EUR 3.7 million over five years."
        + FILL
        + "At EUR 3.7 million over four years the scheme is dear.",
    ),
    (
        "A301",
        "The first phase, from 2008 to 2013, was slow." + FILL + "The first phase, which ended in 2012, was cheap.",
    ),
    ("A501", "Wells come last: of 640 listed in a survey of 2018, 416 had been lined by June 2021, or 55 per cent."),
    ("A501", "The guild trained 5,200 weavers, of whom 1,040 (30%) were men."),
    ("A502", "A first catalogue offered fourteen looms; a second added eleven more, so that there were 27 to buy."),
    ("A503", ANSWERS.format(cell="35", text="Guards are tired.")),
    ("A508", ESTIMATES.format(t="2.00")),
    ("A512", "The archive holds 240 terabytes, four times as much as two years before (90 terabytes)."),
    ("A1305", STARS.format(rain="0.60*")),
    (
        "A113",
        "We study 38 islands. The 38 islands differ." + FILL + "Our sample has 26 Scottish and 14 Norwegian islands.",
    ),
    ("A113", "We have only two post-treatment years." + FILL + "With three years of post-treatment data we see more."),
    (
        "A115",
        "Cheaper wool raised the number of buyers by 31 per cent and of sellers by 46 per cent."
        + FILL
        + "It brought 31 per cent more buyers and 64 per cent more sellers.",
    ),
    (
        "A502",
        "Wool cost 30 million euros. Arlen paid 12 million and Bocken 16 million; the remaining 4 million is owed.",
    ),
    (
        "A115",
        "The main specification gives an effect of 0.63. With rain it is 0.71, unchanged from the main model.",
    ),
    ("A601", "With weights the spread is larger, the error quadrupling from 0.020 to 0.094."),
    ("A603", "The difference between Arlen and Bocken narrowed from $0.17 in 2017 to $0.23 in 2018."),
    (
        "A101",
        "In 2023 the share of woollen coats in new sales was 59%.\n\n# References\n\n"
        "Kern, A. (2019). On wool. Wool, 3, 1–9.\n\n# Additional tables\n\n"
        "The share of woollen coats in new sales was 70% in 2023.",
    ),
    (
        "A115",
        "The share of wool rose from 1.2% in 2001 to 8.9% in 2021."
        + FILL
        + "The curve was flat, then steep: it was 1.2% in 2001, 2.8% in 2010 and 9.8% in 2021.",
    ),
    ("A115", "We visited 2,400 farms in 160 valleys." + FILL + "A survey of 2,400 farms in 180 valleys is rare."),
    (
        "A301",
        "# Orders, 2001–2021\n\nThe study covers orders from 2001 to 2021.\n\nIt rests on orders from 2001 to 2019.",
    ),
    ("A109", "We derive three hypotheses. H1: wool falls. H2: silk rises. H3: both fall. H4: none does."),
    ("A109", "We distinguish two hypotheses. H1: wool falls. H2: silk rises. H3: both fall."),
    (
        "A301",
        "There are two periods: giving (1997-2002) and taking (2002-2009)."
        + FILL
        + "The first period, which ended in 2004, was short.",
    ),
    ("A404", HEIGHTS.format(text="In 2008 the snow lay deepest in Bocken.")),
    ("A112", HEIGHTS.format(text="In Cermat it went down from 12.6 to 19.4 metres.")),
    ("A502", "Large farms are 7 per cent, small ones 34 per cent. The rest, 69 per cent, are neither."),
    (
        "A502",
        "By hand we read 812 letters on wool. Price led with 384 letters (47 per cent), then came moths with 219 (27 "
        "per cent), dye with 130 (16 per cent) and fashion with 97 (12 per cent).",
    ),
    (
        "A502",
        "It cost USD 810 for each of the 4,200 women: USD 290 for wool, USD 180 for looms and USD 272 for the rest.",
    ),
    ("A601", "A letter on wool has 412 words, others 288 words, so that they are 53 per cent longer."),
    (
        "A601",
        "The share of shepherds who own a woollen coat rose by 11 percentage points."
        + LONG
        + "The share of shepherds who own a woollen coat rose from 48% to 57%.",
    ),
    ("A508", PARTS.format(cell="4.8")),
    ("A702", "The comfort score (0 to 27) fell. In Arlen the comfort score was 28.4 on average."),
    ("A107", "The lease of the Corvin company ends in 2043." + FILL + "The lease of Corvin runs until 2034 at least."),
    ("A108", "We recommend five measures." + FILL + "We make four recommendations in all."),
    ("A109", "We searched four databases." + FILL + "We searched Embase, CENTRAL and PEDro in June."),
    (
        "A113",
        "We included 46 trials. The 46 trials were small."
        + FILL
        + "Seventeen trials came from Europe, 14 from Asia, 9 from Africa and 8 from America.",
    ),
    ("A113", "Two reviewers screened the records." + FILL + "Titles were screened by one reviewer, texts by two."),
    ("A113", "We use 31 counties. The 31 counties differ. Errors are clustered at the county level (32 clusters)."),
    ("A409", "The effect grows over time." + FILL + "The effect appears at once and remains stable thereafter."),
    (
        "A409",
        "Effects are concentrated among girls." + FILL + "The effect is 1.9 points for girls and 4.8 points for boys.",
    ),
    ("A501", "Of 700,000 tonnes Chile made 210,000 and Peru 140,000. Chile's share was thus 36 per cent."),
    ("A502", "The north has 1,950 miners and the south 1,100. Together they employ 2,950 miners."),
    (
        "A502",
        "Four fifths of the wool goes to three ports: Arlen takes 52 per cent, Bocken 21 per cent, Cermat 14 per cent.",
    ),
    ("A507", "Each town received 60 million a year; over 20 years that makes 900 million."),
    ("A601", "The mill used 190 litres a second, 40 per cent more than it was allowed (240 litres)."),
    (
        "A1603",
        "Kern (2021) disagrees. So does Tal (2019).\n\n## References\n\n"
        "Kern, A. (2022). On mills. *Mills*, 3, 1–9.\n\nTal, B. (2019). On wells. *Wells*, 4, 1–9.",
    ),
    ("A702", "On a scale from 1 to 5, guards gave the food 2.9, those with a family 3.4 and cooks 5.6."),
]

RIGHT = [
    "Clearing the steepest slopes swallowed 34% of the budget for terraces."
    + FILL
    + "The steepest slopes cost 34% of all money spent on terraces.",
    "Coastal groves gave 44% of the oil from old trees." + FILL + "Inland groves gave 31% of the oil from old trees.",
    "Groves cost 210 euros per hectare in Arlen." + FILL + "Groves cost 290 euros per hectare in Bocken.",
    BREACHES.format(text="Broken seals went down from 47 to 29, and late arrivals from 83 to 61."),
    BREACHES.format(text="Broken seals cost 39 euros each."),
    "We interviewed 31 pilots." + FILL + "Of the 31 pilots whom we interviewed, six had left.",
    "We interviewed 31 pilots, 12 of them in Graz." + FILL + "Of the 12 pilots in Graz, six had left.",
    "We interviewed 31 pilots." + FILL + "It helped the 21 pilots who fly at night.",
    "We held 20 interviews with growers and 9 with brokers." + FILL + "The 29 interviews took an hour each.",
    "We held interviews in the three valleys of Arlen, Bocken and Cermat." + FILL + "Rents rose in Arlen and Bocken.",
    "The four towns of Arlen, Bocken, Cermat and Dolna had trams by 1911.",
    "Of five towns, Arlen and Bocken had trams by 1911.",
    "We propose four steps. First, count the boats. Second, mark the nets. Third, close the bay. Finally, pay for it.",
    "The scheme cost EUR 3.7 million over five years." + FILL + "At EUR 3.7 million over five years it is dear.",
    "The first phase, from 2008 to 2013, was slow." + FILL + "The second phase, which ended in 2017, was cheap.",
    "The guild trained 5,200 weavers, of whom 1,040 (20%) were men.",
    "A first catalogue offered fourteen looms; a second added eleven more, so that there were 25 to buy.",
    ANSWERS.format(cell="25", text="Guards are tired."),
    ESTIMATES.format(t="3.00"),
    "The archive holds 270 terabytes, three times as much as two years before (90 terabytes).",
    STARS.format(rain="0.70*"),
    "We ask three questions." + FILL + "Two questions remain open: who pays, and who knits.",
    "Wool cost 30 million euros. Arlen paid 12 million and Bocken 16 million; the remaining 2 million is owed.",
    "Families with an income of 125 percent of the poverty line make up most.",
    "We use difference-in-differences with four counties as controls.\n\n## Results\n\nThe estimate of the effect is "
    "0.20 points (standard error = 0.19).",
    "Starting with Arlen in 2019, seven states enacted the law by 2021."
    + FILL
    + "Bocken and Cermat enacted it in 2020.",
    "The estimate is 1.56 percentage points (SE = 0.0110, p = 0.16).",
    "Wool rose from 1.2% in 2001 to 8.9% in 2021." + FILL + "Silk was 3.2% in 2001 and 9.8% in 2021.",
    "The study covers orders from 2001 to 2021. It rests on minutes too, available from 2001 to 2019 only.",
    "We derive three hypotheses. H1: wool falls. H2: silk rises. H3: both fall.",
    HEIGHTS.format(text="In 2008 the snow lay deepest in Cermat."),
    "Large farms are 7 per cent, small ones 34 per cent. The rest, 59 per cent, are neither.",
    "A letter on wool has 412 words, others 288 words, so that they are 43 per cent longer.",
    PARTS.format(cell="2.8"),
    "Two reviewers screened the records." + FILL + "A third reviewer settled what the two reviewers disagreed on.",
    "The effect on rents grows over time." + FILL + "The effect on wages remains stable thereafter.",
    "Effects are concentrated among boys." + FILL + "The effect is 1.9 points for girls and 4.8 points for boys.",
    "The north has 1,950 miners and the south 1,100. Together they employ 3,050 miners.",
    "The mill used 336 litres a second, 40 per cent more than it was allowed (240 litres).",
    "Multiple R-squared: 0.879" + LONG + "Multiple R-squared: 0.792",
    "The mean opening time rose from 31 to 84 hours a week, of which 62 were without staff.",
    "In 2009, 18 branches had such hours, in 2016 there were 260 and in 2022 it was 371, or 88% of all 421 branches.",
    "Its economy grew by 7.2 per cent a year between 2000 and 2019, and poverty fell from 59 to 38 per cent.",
    "The five largest owners had 11 mills in 2005 and 13 in 2020." + FILL + "In 2005 there were 122 mills in the land.",
]


@pytest.mark.parametrize(("rule", "text"), WRONG, ids=[f"{rule}-{index}" for index, (rule, _) in enumerate(WRONG)])
def test_what_is_told_again_otherwise_is_found(rule: str, text: str) -> None:
    assert rule in {one.rule for one in audit(text, language="en").findings}


@pytest.mark.parametrize("text", RIGHT, ids=range(len(RIGHT)))
def test_what_may_stand_beside_it_is_let_be(text: str) -> None:
    assert [one.message for one in audit(text, language="en").findings if one.rule != "A903"] == []
