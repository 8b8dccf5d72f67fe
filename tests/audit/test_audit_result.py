"""The Python face of the audit, its page and its SARIF, and what holds for any text."""

from __future__ import annotations

import json
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kelisim.audit import AuditResult, audit
from kelisim.audit.page import page
from kelisim.audit.sarif import write_sarif
from kelisim.errors import UsageError

TEXT = (
    "Заметка 𝒳.\n"
    "The plant in Atyrau produced 5.2 million tonnes of steel in 2019.\n\n"
    "In 2019 the plant in Atyrau produced 6.1 million tonnes of steel & <iron>.\n"
)


def conflict() -> AuditResult:
    return audit(TEXT, language="en", name="a file.txt")


def test_both_passages_are_quoted_where_they_stand() -> None:
    (one,) = conflict().findings
    assert one.kind == "value_conflict"
    assert [TEXT[place.start : place.end] for place in one.places] == [place.text for place in one.places]
    assert "5.2 million tonnes" in one.places[0].text
    assert "6.1 million tonnes" in one.places[1].text
    assert one.hint


def test_the_shape_is_that_of_the_published_json() -> None:
    record = conflict().to_dict()
    assert list(record) == ["path", "language", "characters", "claims", "findings", "limits"]
    assert record["characters"] == len(TEXT)
    assert set(record["findings"][0]) == {"rule", "severity", "confidence", "kind", "message", "hint", "places"}
    assert json.loads(json.dumps(record)) == record


def test_the_views_escape_what_they_show() -> None:
    result = conflict()
    assert "1 value_conflict" in repr(result)
    for text in (result._repr_html_(), page([result])):
        assert "&lt;iron&gt;" in text
        assert "<iron>" not in text


def test_the_page_loads_nothing_and_is_well_formed() -> None:
    text = page([conflict(), audit("No number here.", language="en", name="empty.txt")])
    opened: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag not in ("script", "link", "img", "iframe")
            if tag not in ("meta", "br"):
                opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    Reader().feed(text)
    assert not opened
    assert "http" not in text


def test_sarif_gives_code_points_bytes_lines_and_columns() -> None:
    log = json.loads(write_sarif([conflict()]))
    (run,) = log["runs"]
    (one,) = run["results"]
    assert (log["version"], run["columnKind"], one["level"]) == ("2.1.0", "unicodeCodePoints", "error")
    assert run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"]
    for where in [*one["locations"], *one["relatedLocations"]]:
        region = where["physicalLocation"]["region"]
        quote = region["snippet"]["text"]
        assert TEXT[region["charOffset"] : region["charOffset"] + region["charLength"]] == quote
        data = TEXT.encode()
        assert data[region["byteOffset"] : region["byteOffset"] + region["byteLength"]].decode() == quote
        line = TEXT.split("\n")[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 :].startswith(quote[:20])
        assert where["physicalLocation"]["artifactLocation"]["uri"] == "a%20file.txt"


def test_confidence_leaves_out_the_less_sure() -> None:
    sure = conflict().findings[0].confidence
    assert audit(TEXT, language="en", confidence=sure).findings
    assert not audit(TEXT, language="en", confidence=min(1.0, sure + 0.01)).findings
    with pytest.raises(UsageError):
        audit(TEXT, confidence=1.5)


def test_a_language_without_a_lexicon_is_refused() -> None:
    with pytest.raises(UsageError):
        audit("Ett två tre 2019.", language="sv")


PIECES = st.sampled_from(
    [
        "Phase 1 (2014–2016) ",
        "In 2019 output was 5 million tonnes. ",
        "50% ",
        "| a | — |\n",
        "Table 1. Title\n",
        "\n\n",
        "References\n",
        "[1] A. B. 2019. https://a.org\n",
        "every claim was checked ",
        "κ = 0.7 ",
        "t(12) = 2.1, p = .5 ",
        "(",
        ")",
        "“",
        "won the prize in 2015 ",
        "2019年增长50%，",
        "в 2019 году рост на 5% ",
        "2019 жылы 5%-ға өсті ",
        "first exceeded ",
        "rated High, Medium and Low. ",
        "from 5 to 7, by 50% ",
        "DiD control 0% ",
        "of 120 people, 30 (50%) ",
        "\x00",
        "\U0001f600",
        "\u202e",
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES | st.text(max_size=12), max_size=30).map("".join), st.sampled_from(["en", "ru", "zh", "kk"]))
def test_any_text_is_read_and_every_place_is_a_quote(text: str, language: str) -> None:
    result = audit(text, language=language, confidence=0.0)
    for one in result.findings:
        assert one.places
        assert 0 <= one.confidence <= 1
        for place in one.places:
            assert text[place.start : place.end] == place.text
    json.loads(write_sarif([result]))
    page([result])


@pytest.mark.parametrize(
    "unit",
    [
        "In 2019 output was 5 million tonnes. ",
        "Phase 1 (2014–2016). ",
        "Output first exceeded 50 tonnes in 2019. ",
        "AB_CD-EF GH_",
        "Every claim was checked. ",
        "2019年增长50%。",
        "X won, founded and signed in 2019. ",
        "We rated it High, Medium and Low. ",
        "A plant in Dorra is planned to open by 2030. The plant in Dorra produces 5 tonnes. ",
        "output of 5 tonnes in 2019, a plant planned to open by 2030, ",
        "\n\n| Year | Output, tonnes |\n|---|---|\n| 2019 | 5 |\n\nOutput was 7 tonnes in 2019. ",
        "Two independent outlets, citing the Norden Agency, say that exports were 5 tonnes [1]. ",
    ],
)
def test_time_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    audit(unit, language="en")

    def seconds(size: int) -> float:
        # The processor's time: what else runs on the machine does not count.
        start = time.process_time()
        audit((unit * (size // len(unit) + 1))[:size], language="zh" if "年" in unit else "en")
        return time.process_time() - start

    # Four times the text; a square would take sixteen times as long. The better of two runs leaves out a slow moment.
    assert min(seconds(24_000), seconds(24_000)) < 12 * max(seconds(6_000), 0.05)


def test_cells_take_their_indicator_unit_and_year_from_the_table() -> None:
    text = (
        "Output grew.\n\n| Year | Exports, thousand tonnes | Market share, % |\n|---|---|---|\n"
        "| 2011 | 12.5 | 31 |\n| 2012 | 14 | 33 |\n"
    )
    result = audit(text, language="en")
    told = {(one.text, one.indicator, one.value, one.unit, (one.period_end or "")[:4]) for one in result.claims}
    assert ("12.5", "exports", 12_500.0, "tonne", "2011") in told
    assert ("33", "market_share", 33.0, "percent", "2012") in told


def test_titles_of_references_make_claims_and_their_numbering_does_not() -> None:
    text = (
        "Exports were 5 tonnes in 2011 [1].\n\n" + "More is told of it here. " * 6 + "\n\nReferences\n\n"
        "[1] Trade Board. Exports pass 40% of output. Bulletin 12, pp. 5–18, 2012. https://example.org/a\n"
    )
    titles = [one for one in audit(text, language="en").claims if one.start > text.index("References")]
    assert [(one.text, one.modality) for one in titles] == [("40%", "reported")]


def test_a_dated_event_is_a_claim() -> None:
    (entered,) = audit("In April 2011 Tekstil Invest entered the Uzbek market.", language="en").claims
    assert (entered.kind, entered.indicator, entered.period_start) == ("date", "event_date", "2011-04-01")
