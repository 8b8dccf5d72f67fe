"""A made-up report that uses every part of the tree, in four languages; nothing in it is a finding."""

from __future__ import annotations

from typing import Any

from kelisim.report.tree import (
    Block,
    Bullets,
    Column,
    EvidenceRecord,
    Figure,
    Heading,
    Inlines,
    Paragraph,
    Reference,
    Report,
    Table,
    Text,
    WebLink,
)

QUOTES = {
    "en": ("The plant reported that ", "it had assembled 4,910 vehicles", " in the first five months of the year."),
    "ru": ("По данным завода, ", "за пять месяцев собрано 4 910 автомобилей", ", что вдвое больше прошлогоднего."),
    "kk": ("Зауыт мәліметінше, ", "бес айда 4 910 көлік құрастырылды", ", бұл былтырғыдан екі есе көп."),
    "zh": ("据该厂介绍，", "前五个月共组装4910辆汽车", "，比去年同期增长一倍。"),
}
LANGUAGES = tuple(QUOTES)


def words(text: str, **more: Any) -> Inlines:
    return (Text(text, **more),)


def claims(count: int) -> list[EvidenceRecord]:
    records = []
    for number in range(1, count + 1):
        language = LANGUAGES[number % 4]
        prefix, quote, suffix = QUOTES[language]
        start = 100 * number
        records.append(
            EvidenceRecord(
                kind="claim",
                id=f"C{number:03d}",
                title=f"Output of plant {number}, demonstration value",
                facts=(
                    ("Source", (Reference("source", f"S{number % 7 + 1:02d}", f"S{number % 7 + 1:02d}"),)),
                    ("Quantity", words(f"[{4909 + number}, {4911 + number}] vehicles")),
                    ("Verdict", words("corroborated", style="strong")),
                ),
                prefix=prefix,
                quote=quote,
                suffix=suffix,
                language=language,
                file=f"sources/s{number % 7 + 1:02d}.txt",
                start=start,
                end=start + len(quote),
            )
        )
    return records


def other_records() -> list[EvidenceRecord]:
    sources = [
        EvidenceRecord(
            kind="source",
            id=f"S{number:02d}",
            title=title,
            facts=(
                ("Publisher", words("Demonstration press")),
                ("Address", (WebLink(f"https://example.org/{number}", f"example.org/{number}"),)),
            ),
            language="",
        )
        for number, title in enumerate(
            (
                "Annual review <of> plants & roads",
                "Обзор автомобильной отрасли",
                "Көлік өнеркәсібіне шолу",
                "汽车产业年度回顾",
                "A 50% price_list {draft} #4 ~ ^ \\ $",
                "Trade bulletin",
                "Customs digest",
            ),
            start=1,
        )
    ]
    return [
        *sources,
        EvidenceRecord("event", "E1", "A plant opened (demonstration)", (("Date", words("2015-06")),)),
        EvidenceRecord("series", "vehicle-output/KZ 年度", "Vehicle output, a year", (("Provider", words("made up")),)),
        EvidenceRecord("estimate", "did", "Difference in differences", (("Effect", words("0.43 [−0.02, 0.88]")),)),
        EvidenceRecord("finding", "K101@claims.csv:7", "Values differ", (("Rule", words("value_conflict")),)),
        EvidenceRecord("recommendation", "R1", "Publish the count of local parts", (("Rests on", words("C001")),)),
    ]


def chart(kind: str) -> dict[str, Any]:
    values = [
        {"year": year, "who": who, "thousand": round((year - 2012) * slope + year % 3, 1)}
        for year in range(2013, 2025)
        for who, slope in (("China 中国", 3.1), ("Қазақстан", 1.7), ("Россия", 0.9))
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": 420,
        "height": 220,
        "data": {"values": values},
        "mark": {"type": kind, "tooltip": True, **({"point": True} if kind == "line" else {})},
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "title": "Year"},
            "y": {"field": "thousand", "type": "quantitative", "title": "Vehicles, thousand (₸ excluded)"},
            "color": {"field": "who", "type": "nominal", "title": None},
        },
    }


def figures(count: int) -> list[Figure]:
    return [
        Figure(
            id=f"output-{number}",
            title="Vehicles assembled by country",
            caption=(Text("Made-up values; see "), Reference("claim", "C001", "C001"), Text(".")),
            alternative_text="Three rising lines; the first rises most steeply, from 4 to 38 thousand.",
            spec=chart("line" if number % 2 else "bar"),
            record_columns=("year", "country", "thousand"),
            records=((2013, "China", 3.1), (2014, "Қазақстан", None), (2015, "Россия", 2.7)),
            number=str(number),
        )
        for number in range(1, count + 1)
    ]


def wide_table() -> Table:
    names = [f"criterion {number}" for number in range(1, 12)]
    return Table(
        id="wide",
        title="Ratings of every source by eleven criteria",
        columns=(
            Column("source", "Source", width=2.4),
            *(Column(name.replace(" ", "_"), name.capitalize(), "center") for name in names),
        ),
        rows=tuple(
            (
                (Reference("source", f"S{number:02d}", f"S{number:02d}"), Text(" demonstration press")),
                *(words(str((number * column) % 5)) for column in range(11)),
            )
            for number in range(1, 8)
        ),
        record_columns=("source", *names),
        records=tuple((f"S{n:02d}", *((n * c) % 5 for c in range(11))) for n in range(1, 8)),
        notes=words("Ratings run from 0 to 4; all of them are made up."),
        number="2",
        landscape=True,
    )


def long_table(rows: int) -> Table:
    return Table(
        id="long",
        title="Claims and their verdicts",
        columns=(
            Column("claim", "Claim", width=0.7),
            Column("quote", "Words of the source", width=3.2),
            Column("value", "Value", "right", width=0.8),
            Column("verdict", "Verdict", width=1.3),
        ),
        rows=tuple(
            (
                (Reference("claim", f"C{n:03d}", f"C{n:03d}"),),
                (Text(QUOTES[LANGUAGES[n % 4]][1], style="quote", language=LANGUAGES[n % 4]),),
                words(f"{4900 + n:,}"),
                words("corroborated" if n % 3 else "not comparable"),
            )
            for n in range(1, rows + 1)
        ),
        record_columns=("claim", "value"),
        records=tuple((f"C{n:03d}", 4900 + n) for n in range(1, rows + 1)),
        number="1",
    )


def sample(*, records: int = 60, charts: int = 2, sections: int = 3, rows: int = 40) -> Report:
    """Return the made-up report: ``records`` claims, ``charts`` figures, ``sections`` repeated, a table of ``rows``."""
    blocks: list[Block] = [
        Heading(1, "Question and protocol", "question"),
        Paragraph(words("What the demonstration asks, and by which rules it answers."), "lead"),
        Paragraph(
            (
                Text("Output rose to "),
                Reference("claim", "C002", "4,910 vehicles"),
                Text(", says "),
                Reference("source", "S02", "S02"),
                Text("; an "),
                Text("interval", style="emphasis"),
                Text(" is "),
                Text("never", style="strong"),
                Text(" a bare number. In Russian: "),
                Text("локализация производства", language="ru", style="quote"),
                Text(", in Kazakh "),
                Text("жергілікті қамту үлесі: Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі", language="kk"),
                Text(", in Chinese "),
                Text("本地化率", language="zh"),
                Text(". The tenge is ₸; 5 < 7 & 9 > 8, 100% of #1_2 $x$ ~ \\ {a} [b] *c* `d` @e. See "),
                WebLink("https://example.org/a?b=1&c=%20", "the page"),
                Text(" and "),
                Reference("figure", "output-1", "Figure 1"),
                Text(" or "),
                Reference("table", "wide", "Table 2"),
                Text(". This one leads nowhere: "),
                Reference("claim", "C999", "17"),
                Text("."),
            )
        ),
        Paragraph(words("One rule of the protocol does not hold; the number is shown all the same."), "warning"),
        Paragraph(words("All values are made up for this test."), "note"),
        Bullets((words("first point"), (Text("second, with "), Reference("event", "E1", "E1"))), ordered=False),
        Bullets((words("step one"), words("step two")), ordered=True),
        long_table(rows),
        Heading(2, "Ratings", "ratings"),
        wide_table(),
        *figures(charts),
    ]
    for number in range(1, sections + 1):
        blocks.append(Heading(1, f"Results, part {number}", f"results-{number}"))
        blocks.append(Heading(2, "Phases", f"phases-{number}"))
        for step in range(1, 7):
            key = (number * 7 + step) % max(records, 1) + 1
            blocks.append(
                Paragraph(
                    (
                        Text("The series breaks where the declared phases say, and where two rivals say as well. " * 4),
                        Text("Output was "),
                        Reference("claim", f"C{key:03d}", f"{4900 + key:,}"),
                        Text(" by one count and "),
                        Reference("series", "vehicle-output/KZ 年度", "4,917"),
                        Text(" by another; the effect is "),
                        Reference("estimate", "did", "0.43"),
                        Text(" and "),
                        Reference("finding", "K101@claims.csv:7", "one finding"),
                        Text(" stands against it. So "),
                        Reference("recommendation", "R1", "R1"),
                        Text("."),
                    )
                )
            )
    return Report(
        title="Vehicles across a border: a demonstration",
        subtitle="Made-up values in the four languages of a study",
        language="en-GB",
        authors=("A. Demonstrator", "Б. Пример", "示例"),
        abstract=(
            Text("A report about nothing, made to be looked at. It cites "),
            Reference("claim", "C001", "4,910"),
            Text("."),
        ),
        blocks=tuple(blocks),
        evidence=(*claims(records), *other_records()),
        keywords=("demonstration", "пример", "үлгі", "示例"),
        licence="CC BY 4.0",
        facts=(("Study", "demonstration"), ("Window", "2013–2024")),
    )


def test_the_sample_uses_every_part_of_the_tree() -> None:
    report = sample()
    kinds = {type(block) for block in report.blocks}
    assert kinds == {Heading, Paragraph, Bullets, Table, Figure}
    assert {block.role for block in report.blocks if isinstance(block, Paragraph)} == {
        "text",
        "lead",
        "warning",
        "note",
    }
    assert {record.kind for record in report.evidence} >= {"claim", "source", "event", "series", "estimate", "finding"}
