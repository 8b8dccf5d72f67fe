"""What is written reads back the same, whatever a register holds."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kelisim.interop.bibliography import (
    examine_bibliography,
    read_bibliography,
    register_row,
    write_bibtex,
    write_csl_json,
)
from kelisim.interop.bibliography.latex import decode, escape
from kelisim.model.period import Period
from kelisim.model.source import PUBLISHER_KINDS, Source
from kelisim.study.layout import Layout
from kelisim.study.registers import read_sources

WRITERS = {"bibtex": write_bibtex, "csl-json": write_csl_json}
STUDY = Path(__file__).parents[2] / "studies" / "china-kazakhstan-auto"

_marks = st.sampled_from([*"\\{}$&#%_^~\"'`-–—,;:@()[]<>=|/!?. абвҚғі汽车éüß", "--", "``", "and", "<i>", "&amp;"])
texts = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20),
    st.lists(st.one_of(_marks, st.text(string.ascii_letters, max_size=4)), max_size=12).map("".join),
)
titles = texts.filter(bool)
words = st.text(string.ascii_letters + "абвЖҚі汽车-.' ", min_size=1, max_size=10).map(str.strip).filter(bool)
names = st.one_of(words, st.tuples(words, words).map(", ".join), st.tuples(words, words, words).map(", ".join))
authors = st.one_of(texts, st.lists(names, max_size=4).map("; ".join))
days = st.dates(date(1000, 1, 1), date(2199, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    day = draw(days)
    later = day + timedelta(days=draw(st.integers(1, 2000)))
    forms = (
        f"{day}",
        f"{day:%Y-%m}",
        f"{day:%Y}",
        f"{day:%Y}-Q{(day.month + 2) // 3}",
        f"{day:%Y}-H{1 + day.month // 7}",
        f"{day}/{later}",
        f"{day:%Y-%m}/{later:%Y-%m}",
        f"{day:%Y}/{later:%Y}",
        f"../{day}",
        f"{day:%Y}/..",
    )
    return Period.parse(draw(st.sampled_from(forms)))


ids = st.text(string.ascii_letters + string.digits + "-_.:/()Қ汽", min_size=1, max_size=8)
sources = st.builds(
    Source,
    id=ids,
    title=titles,
    publisher=titles,
    publisher_kind=st.sampled_from(PUBLISHER_KINDS),
    perspective=st.sampled_from(["", "CN", "KZ", "third"]),
    country=st.sampled_from(["", "CN", "KZ"]),
    language=st.sampled_from(["", "en", "ru", "zh", "kk", "zh-Hans", "tlh", "pt-BR", "xx"]),
    published=st.none() | periods(),
    accessed=st.none() | periods(),
    url=st.one_of(texts, st.sampled_from(["https://a.kz/x_y?z=%20~#q{1}", "https://doi.org/10.1000/182", "http://x"])),
    licence=texts,
    lineage=st.lists(ids, max_size=3).map(tuple),
    authors=authors,
    container=texts,
    volume=texts,
    issue=texts,
    pages=st.one_of(texts, st.sampled_from(["1–6+47", "12-20", "12--20", "e100", "1 – 2"])),
    doi=st.one_of(texts, st.sampled_from(["10.1000/182", "10.1002/(SICI)1097<1::AID>3.0.CO;2-X"])),
    category=st.sampled_from(["", "academic literature", "statistics", "policy document", "industry news and media"]),
    reports=st.sampled_from([(), ("statistic",), ("statistic", "policy text")]),
    file=texts,
    text_kind=st.sampled_from(["", "full text"]),
    number=st.sampled_from(["", "83"]),
    note=st.one_of(
        texts, st.sampled_from(["item type: thesis", "kelisim-number: 5", "a\nkelisim-title: b\n", "DOI: 10.1/x"])
    ),
)


@pytest.mark.parametrize("format", WRITERS)
@settings(max_examples=150, deadline=None)
@given(register=st.lists(sources, max_size=3, unique_by=lambda source: source.id))
def test_every_field_survives(format: str, register: list[Source]) -> None:
    written = WRITERS[format](register)
    assert written == WRITERS[format](register)
    if not register:
        return
    reading = examine_bibliography(written.encode(), name="x")
    assert reading.format == format
    assert reading.problems == ()
    assert [replace(source, row=0) for source in reading.sources] == register
    assert [register_row(source) for source in reading.sources] == [register_row(source) for source in register]


@settings(max_examples=300, deadline=None)
@given(text=texts.map(lambda text: " ".join(text.split())))
def test_escaped_text_decodes_to_itself(text: str) -> None:
    assert decode(escape(text)) == text
    assert escape(text).count("{") == escape(text).count("}")


@pytest.mark.parametrize("format", WRITERS)
def test_the_reference_register_survives(format: str) -> None:
    register = read_sources(Layout(STUDY))
    assert sum(bool(source.number) for source in register) == 83
    back = read_bibliography(WRITERS[format](register).encode(), name="x")
    assert [replace(source, row=0) for source in back] == [replace(source, row=0) for source in register]
    assert [register_row(source) for source in back] == [register_row(source) for source in register]
