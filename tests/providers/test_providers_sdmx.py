"""SDMX in its three dress codes: generic XML, structure-specific XML and JSON; versions 2.1 and 3.0."""

from __future__ import annotations

import logging
import sys
from typing import Any

import pytest
from provider_cases import Clock, read
from pytest_httpserver import HTTPServer

from kelisim.errors import MissingExtra, ProviderError, UsageError
from kelisim.providers import NAMES, adapter

M = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
GENERIC = f"""<?xml version="1.0" encoding="UTF-8"?>
<message:GenericData xmlns:message="{M}/message" xmlns:common="{M}/common" xmlns:generic="{M}/data/generic">
<message:Header><message:ID>T</message:ID><message:Test>false</message:Test>
<message:Prepared>2026-11-24T10:00:00</message:Prepared><message:Sender id="OECD"/>
<message:Structure structureID="S" dimensionAtObservation="TIME_PERIOD"><common:Structure>
<Ref agencyID="OECD.STI" id="DSD_MSTI" version="1.3"/></common:Structure></message:Structure></message:Header>
<message:DataSet structureRef="S" action="Information">{{series}}</message:DataSet></message:GenericData>"""
SPECIFIC = f"""<?xml version="1.0" encoding="UTF-8"?>
<mes:StructureSpecificData xmlns:mes="{M}/message" xmlns:ss="{M}/data/structurespecific" xmlns:com="{M}/common"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:ns1="urn:x">
<mes:Header><mes:ID>T</mes:ID><mes:Test>false</mes:Test><mes:Prepared>2026-11-24T10:00:00</mes:Prepared>
<mes:Sender id="ILO"/><mes:Structure structureID="S" namespace="urn:x" dimensionAtObservation="TIME_PERIOD">
<com:Structure><Ref agencyID="ILO" id="X" version="1.0"/></com:Structure></mes:Structure></mes:Header>
<mes:DataSet ss:dataScope="DataStructure" xsi:type="ns1:DataSetType" ss:structureRef="S">
<Series REF_AREA="KAZ" FREQ="A" SEX="SEX_T" UNIT_MULT="3"><Obs TIME_PERIOD="2021" OBS_VALUE="8807.1"/></Series>
<Series REF_AREA="KAZ" FREQ="A" SEX="SEX_F" UNIT_MULT="3"><Obs TIME_PERIOD="2021" OBS_VALUE="4300"/></Series>
</mes:DataSet></mes:StructureSpecificData>"""
JSON: dict[str, Any] = {
    "header": {"id": "T", "test": False, "prepared": "2026-11-24T10:00:00", "sender": {"id": "OECD", "name": "OECD"}},
    "dataSets": [{"action": "Information", "series": {"0:0": {"observations": {"0": [2.43, 0], "1": [None, 0]}}}}],
    "structure": {
        "name": "T",
        "dimensions": {
            "dataSet": [],
            "series": [
                {"id": "REF_AREA", "name": "Area", "keyPosition": 0, "values": [{"id": "CHN", "name": "China"}]},
                {"id": "FREQ", "name": "Frequency", "keyPosition": 1, "values": [{"id": "A", "name": "Annual"}]},
            ],
            "observation": [
                {
                    "id": "TIME_PERIOD",
                    "name": "Time",
                    "keyPosition": 2,
                    "role": "time",
                    "values": [{"id": "2021", "name": "2021"}, {"id": "2022", "name": "2022"}],
                }
            ],
        },
        "attributes": {
            "dataSet": [],
            "series": [],
            "observation": [{"id": "OBS_STATUS", "name": "Status", "values": [{"id": "E", "name": "Estimated"}]}],
        },
    },
}


def generic(place: str, values: dict[str, str], *, dimension: str = "REF_AREA", multiple: str = "0") -> str:
    seen = "".join(
        f'<generic:Obs><generic:ObsDimension value="{time}"/><generic:ObsValue value="{value}"/>'
        '<generic:Attributes><generic:Value id="OBS_STATUS" value="P"/></generic:Attributes></generic:Obs>'
        for time, value in values.items()
    )
    return (
        f'<generic:Series><generic:SeriesKey><generic:Value id="{dimension}" value="{place}"/>'
        '<generic:Value id="FREQ" value="A"/></generic:SeriesKey><generic:Attributes>'
        f'<generic:Value id="UNIT_MULT" value="{multiple}"/></generic:Attributes>{seen}</generic:Series>'
    )


def ask(server: HTTPServer, provider: str = "oecd", **more: Any) -> Any:
    query = {"indicator": "OECD.STI,DSD_MSTI,1.3", "places": ("KZ", "CN"), "period": "2021/2022", **more}
    query.setdefault("options", {"key": "{place}.A"})
    return read(provider, server.url_for(""), **query)


def test_generic_xml_is_read_with_every_digit(httpserver: HTTPServer) -> None:
    series = generic("CHN", {"2021": "2.4328100", "2022": "NaN"}) + generic("KAZ", {"2021": "0.13"})
    httpserver.expect_request("/data/OECD.STI,DSD_MSTI,1.3/KAZ+CHN.A").respond_with_data(
        GENERIC.format(series=series), content_type="application/xml"
    )
    found = ask(httpserver)
    assert dict(httpserver.log[0][0].args) == {"startPeriod": "2021", "endPeriod": "2022"}
    assert found.rows == (
        ("2021", "KZ", "0.13", "status P"),
        ("2021", "CN", "2.4328100", "status P"),
        ("2022", "CN", "", "status P"),
    )


def test_structure_specific_xml_needs_no_structure(httpserver: HTTPServer, caplog: pytest.LogCaptureFixture) -> None:
    httpserver.expect_request("/data/DF_EMP/all").respond_with_data(SPECIFIC, content_type="application/xml")
    with caplog.at_level(logging.WARNING):
        found = ask(httpserver, "ilo", indicator="DF_EMP", places=("KZ",), options={"where": "SEX=SEX_T; FREQ=A"})
    assert found.rows == (("2021", "KZ", "8807100.0", ""),)
    assert found.remarks == ("numbers were stated in units of 10^3 and multiplied out",)
    assert not caplog.records


def test_two_series_under_one_key_are_not_mixed(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/data/DF_EMP/all").respond_with_data(SPECIFIC, content_type="application/xml")
    with pytest.raises(ProviderError, match="KZ has two values for 2021"):
        ask(httpserver, "ilo", indicator="DF_EMP", places=("KZ",), options={})


def test_json_is_read_and_null_is_a_gap(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/data/F/CHN.A").respond_with_json(JSON)
    found = ask(httpserver, indicator="F", places=("CN",))
    assert found.rows == (("2021", "CN", "2.43", "status E"), ("2022", "CN", "", "status E"))


def test_version_3_is_asked_in_its_own_way(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/data/dataflow/OECD.STI/DSD_MSTI/1.3/CHN.A").respond_with_data(
        GENERIC.format(series=generic("CHN", {"2021": "1"})), content_type="application/xml"
    )
    found = ask(httpserver, places=("CN",), options={"key": "{place}.A", "standard": "3.0"})
    assert httpserver.log[0][0].args["c[TIME_PERIOD]"] == "ge:2021+le:2022"
    assert found.rows == (("2021", "CN", "1", "status P"),)
    with pytest.raises(UsageError, match=r"no data flow of SDMX 3\.0"):
        ask(httpserver, indicator="F", options={"standard": "3.0"})


def test_places_have_the_codes_and_the_dimension_of_the_service(httpserver: HTTPServer) -> None:
    series = generic("EL", {"2021": "1"}, dimension="geo") + generic("DE", {"2021": "2"}, dimension="geo")
    httpserver.expect_request("/data/rd_e_gerdtot/A.EL+DE").respond_with_data(GENERIC.format(series=series))
    found = ask(
        httpserver,
        "eurostat",
        indicator="rd_e_gerdtot",
        places=("GR", "DE"),
        codes={"GR": "EL"},
        options={"key": "A.{place}"},
    )
    assert [row[:3] for row in found.rows] == [("2021", "GR", "1"), ("2021", "DE", "2")]


def test_what_comes_beyond_the_key_is_noticed(httpserver: HTTPServer) -> None:
    series = generic("CHN", {"2021": "1", "2010": "3"}) + generic("USA", {"2021": "2"})
    httpserver.expect_request("/data/F/CHN.A").respond_with_data(GENERIC.format(series=series))
    found = ask(httpserver, indicator="F", places=("CN",))
    assert [row[:3] for row in found.rows] == [("2021", "CN", "1")]
    assert found.ignored == (
        "1 values came beyond the places asked for, such as US",
        "1 values came beyond the period asked for, such as 2010",
    )


def test_no_records_are_told_by_404_and_by_an_empty_message(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/data/GONE/KAZ+CHN.A").respond_with_data("NoRecordsFound", 404)
    httpserver.expect_request("/data/EMPTY/KAZ+CHN.A").respond_with_data(GENERIC.format(series=""))
    for flow in ("GONE", "EMPTY"):
        with pytest.raises(ProviderError) as raised:
            ask(httpserver, indicator=flow)
        assert raised.value.status == "withdrawn"


def test_what_is_no_sdmx_is_told(httpserver: HTTPServer) -> None:
    whole = GENERIC.format(series=generic("CHN", {"2021": "1"}))
    httpserver.expect_request("/data/CUT/KAZ+CHN.A").respond_with_data(whole[: len(whole) // 2])
    with pytest.raises(ProviderError, match="no SDMX that can be read") as raised:
        ask(httpserver, indicator="CUT")
    assert raised.value.status == "unreachable"


def test_any_other_service_must_be_given_by_its_address() -> None:
    http = Clock().client()
    from kelisim.model.query import Query
    from kelisim.providers.sessions import Live

    with pytest.raises(UsageError, match="no address cannot be asked"):
        Live(adapter("sdmx"), Query("sdmx", "F"), http, {})
    http.close()


def test_addresses_are_those_that_sdmx1_knows() -> None:
    from sdmx.source import get_source

    names = {"oecd": "OECD", "imf": "IMF_DATA", "eurostat": "ESTAT", "ilo": "ILO", "bis": "BIS"}
    assert {name: adapter(name).base_url for name in names} == {
        name: get_source(source).url for name, source in names.items()
    }


def test_the_missing_part_is_named(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sdmx", None)
    httpserver.expect_request("/data/F/KAZ+CHN.A").respond_with_data(GENERIC.format(series=""))
    with pytest.raises(MissingExtra, match=r"pip install 'kelisim\[sdmx\]'"):
        ask(httpserver, indicator="F")


@pytest.mark.parametrize("name", NAMES)
def test_adapters_are_of_one_shape(name: str) -> None:
    one = adapter(name)
    assert one.name == name
    assert one.title
    assert one.base_url.startswith(("https://", "file:")) or name == "sdmx"
    assert all(meaning.endswith(".") for meaning in one.options.values())
