"""RIS files to items."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kelisim.errors import Problem, nearest
from kelisim.interop.bibliography.dates import read_date
from kelisim.interop.bibliography.exact import split_note
from kelisim.interop.bibliography.item import Item
from kelisim.interop.bibliography.names import Name, join_names, person, split_outside_braces
from kelisim.interop.bibliography.types import FROM_RIS
from kelisim.model.period import Period

_TAGS = frozenset(
    [
        "TY",
        "ER",
        "A1",
        "A2",
        "A3",
        "A4",
        "AB",
        "AD",
        "AN",
        "AU",
        "AV",
        "BT",
        "C1",
        "C2",
        "C3",
        "C4",
        "C5",
        "C6",
        "C7",
        "C8",
        "CA",
        "CN",
        "CP",
        "CT",
        "CY",
        "DA",
        "DB",
        "DI",
        "DO",
        "DP",
        "ED",
        "EP",
        "ET",
        "ID",
        "IS",
        "J1",
        "J2",
        "JA",
        "JF",
        "JO",
        "KW",
        "L1",
        "L2",
        "L3",
        "L4",
        "LA",
        "LB",
        "LK",
        "M1",
        "M2",
        "M3",
        "N1",
        "N2",
        "NV",
        "OP",
        "PB",
        "PP",
        "PY",
        "RI",
        "RN",
        "RP",
        "SE",
        "SN",
        "SP",
        "SR",
        "ST",
        "T1",
        "T2",
        "T3",
        "TA",
        "TI",
        "TT",
        "U1",
        "U2",
        "U3",
        "U4",
        "U5",
        "UK",
        "UR",
        "VL",
        "VO",
        "WP",
        "WT",
        "WV",
        "Y1",
        "Y2",
    ]
)
_STANDARD = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*)|)")
# Space on one side of the dash at least: "SE-based" in an abstract is no tag.
_LOOSE = re.compile(r"\s*([A-Z][A-Z0-9])(?:\s+[-–]\s*|[-–](?:\s+|$))(.*)")
TYPE_LINE = re.compile(r"^[ \t]*TY(?:[ \t]+[-–]|[-–](?:[ \t]|$))", re.MULTILINE)
_BOOKISH = frozenset(("chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary"))
_EXTRAS = {"ET": "edition", "SN": "ISBN or ISSN", "CY": "place", "PP": "place", "DB": "database", "T3": "series"}


@dataclass(slots=True)
class _Record:
    line: int
    values: dict[str, list[str]] = field(default_factory=dict)

    def first(self, *tags: str) -> str:
        return next((value for tag in tags for value in self.values.get(tag, ()) if value), "")

    def all(self, *tags: str) -> list[str]:
        return [value for tag in tags for value in self.values.get(tag, ()) if value]


def read_ris(text: str, file: str) -> tuple[list[Item], list[Problem]]:
    """Return the items of a RIS file and every problem.

    Tags may have fewer spaces than the standard's two; a line without a tag goes on with the value above it.
    """
    problems: list[Problem] = []
    records: list[_Record] = []
    current: _Record | None = None
    value: list[str] | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        tag, content = _tag(line)
        if tag == "TY":
            if current is not None:
                problems.append(_unfinished(current, file))
            current = _Record(number, {"TY": [content]})
            records.append(current)
            value = None
        elif tag == "ER":
            if current is None:
                what = "an ER line ends a record that no TY line began"
                problems.append(Problem("ris-syntax", what, "begin each record with a TY line", file, number))
            current, value = None, None
        elif tag and current is not None:
            value = current.values.setdefault(tag, [])
            value.append(content)
        elif line.strip() and current is not None and value:
            value[-1] = f"{value[-1]} {line.strip()}".strip()
        elif tag or (line.strip() and current is not None):
            what = f"{line.strip()[:40]!r} stands outside a record" if tag else f"{line.strip()[:40]!r} has no tag"
            problems.append(
                Problem("ris-syntax", what, "each line reads 'AU  - Chen, Y.', after a TY line", file, number)
            )
    if current is not None:
        problems.append(_unfinished(current, file))
    return [_item(record, file, problems) for record in records], problems


def _tag(line: str) -> tuple[str, str]:
    """Return the tag and the value of a line, ("", "") for a line that goes on with the value above."""
    if match := _STANDARD.fullmatch(line):
        return match[1], (match[2] or "").strip()
    match = _LOOSE.fullmatch(line)
    return (match[1], match[2].strip()) if match and match[1] in _TAGS else ("", "")


def _unfinished(record: _Record, file: str) -> Problem:
    what = f"the record {record.first('TI', 'T1')!r} has no ER line: it may be cut off"
    return Problem("ris-syntax", what, "see that it is whole and close it with 'ER  - '", file, record.line)


def _item(record: _Record, file: str, problems: list[Problem]) -> Item:
    code = record.first("TY").upper()
    kind = FROM_RIS.get(code, "document")
    if code not in FROM_RIS:
        hint = nearest(code, FROM_RIS) or "GEN is the type for anything"
        problems.append(Problem("ris-type", f"the type {code!r} is not one of RIS", hint, file, record.line))
    published, remark = _date(record.all("DA", "PY", "Y1"))
    accessed, accessed_remark = _date(record.all("Y2"))
    note, exact = split_note("\n".join(record.all("N1", "RN")))
    title = record.first("TI", "T1", "CT") or (record.first("BT") if kind == "book" else "")
    container = record.first("JF", "T2", "BT", "JO", "JA", "J2", "J1") if title else ""
    extras = {
        "editors": join_names(_names(record.all("A2", "ED") if kind in _BOOKISH else record.all("ED"))),
        "keywords": ", ".join(word for line in record.all("KW") for word in line.split("\n")),
        **{label: record.first(tag) for tag, label in _EXTRAS.items() if record.first(tag)},
        "date as written": remark,
        "accessed date as written": accessed_remark,
    }
    number = record.first("IS", "M1")
    if kind in ("report", "standard", "patent", "legislation", "bill", "thesis") and number:
        extras["report number" if kind == "report" else "item number"], number = number, ""
    if kind in ("report", "book", "dataset") and container == record.first("T2"):
        extras["series"], container = container, ""
    start, end = record.first("SP"), record.first("EP")
    return Item(
        key=record.first("ID", "LB") if not re.fullmatch(r"\d*", record.first("ID", "LB")) else "",
        kind=kind,
        line=record.line,
        title=title,
        authors=tuple(_names(record.all("AU", "A1"))),
        publisher=record.first("PB"),
        container=container if container != title else "",
        volume=record.first("VL", "VO"),
        issue=number,
        pages=f"{start}–{end}" if start and end and end != start and not re.search(r"\d\D+\d", start) else start or end,
        doi=record.first("DO", "DI") or next((text for text in record.all("M3") if text.startswith("10.")), ""),
        url=record.first("UR", "L2", "LK"),
        language=record.first("LA"),
        published=published,
        accessed=accessed,
        note="; ".join(part for part in note.split("\n") if part),
        government=code == "GOVDOC",
        extras={name: value for name, value in extras.items() if value},
        exact=exact,
    )


def _date(written: list[str]) -> tuple[Period | None, str]:
    """Return the most precise of the dates given, and the words of one that could not be read whole."""
    read = [_one_date(text) for text in written]
    order = ("day", "month", "quarter", "half", "year", "span")
    periods = sorted(
        (pair for pair in read if pair[0]), key=lambda pair: order.index(pair[0].precision) if pair[0] else 9
    )
    return periods[0] if periods else next(iter(read), (None, ""))


def _one_date(text: str) -> tuple[Period | None, str]:
    """Read year/month/day/other, of which the last is free text or a time of day; a time is let go."""
    match = re.fullmatch(r"(\d{4}/\d{0,2}/\d{0,2})/(.+)", text)
    period, remark = read_date(re.sub(r"/+$", "", match[1] if match else text))
    if match and not re.fullmatch(r"[\d:.Z+ -]+", match[2]):
        return period, text
    return period, remark.partition(": ")[2]


def _names(lines: list[str]) -> list[Name]:
    names = []
    for line in lines:
        for text in split_outside_braces(line, re.compile(";")):
            parts = [part.strip() for part in text.strip().split(",")]
            if len(parts) == 1 or not all(parts[:2]):
                names.append(Name(literal=" ".join(filter(None, parts))))
            elif _is_institution(parts):
                names.append(Name(literal=text.strip()))
            else:
                names.append(person(parts[0], parts[1], ", ".join(parts[2:])))
    return [name for name in names if str(name)]


def _is_institution(parts: list[str]) -> bool:
    # "Ministry of Trade, Integration and Industry": a given name holds no conjunction.
    return bool(re.search(r"\b(?:and|of|for|the|и|по)\b", ",".join(parts)))
