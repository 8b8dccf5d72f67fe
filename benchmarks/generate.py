"""Writes a study of a given size with invented but regular content, the same every time."""

from __future__ import annotations

import csv
import hashlib
import random
from pathlib import Path

from kelisim.study.journal import line_hash
from kelisim.study.scaffold import scaffold

PLACES = ("Northtown", "Easttown", "Southtown", "Westtown")
KINDS = ("government", "news", "academic", "company", "industry association")
CODES = ("measure", "barrier")
WORDS = [
    "council",
    "lanes",
    "budget",
    "riders",
    "winter",
    "surface",
    "bridge",
    "station",
    "parking",
    "tender",
    "report",
    "survey",
    "counter",
    "traffic",
    "safety",
    "school",
    "market",
    "hospital",
    "transit",
    "plan",
    "permit",
    "opening",
    "contract",
    "repair",
    "signal",
    "junction",
    "tunnel",
    "speed",
    "limit",
    "drivers",
]


def generate(folder: Path, size: int, seed: int = 1) -> None:
    """Write a study with ``size`` sources, a document each, two claims a source and two coders on every document."""
    draw = random.Random(seed)
    scaffold(folder)
    for name in ("sources", "journals"):
        for path in (folder / name).iterdir():
            path.unlink()
    sources, claims, events = [], [], []
    journals: dict[str, list[bytes]] = {"anna": [], "bekzat": []}
    for number in range(size):
        identifier, place = f"S{number}", draw.choice(PLACES)
        year = draw.choice((2018, 2019, 2020, 2021, 2022))
        lines = [f"# Report {number} on cycling in {place}"]
        for paragraph in range(4):
            sentences = [" ".join(draw.choices(WORDS, k=14)).capitalize() + "." for _ in range(5)]
            if paragraph < 2:
                share = round(draw.uniform(5, 10), 1)
                quote = (
                    f"In {year} residents of {place} made {share}% of their trips by bicycle, says part {paragraph}."
                )
                sentences.insert(2, quote)
                claims.append(
                    (f"C{number}-{paragraph}", identifier, "cycling-share", f"trips {number // 10}", place, year)
                )
                claims[-1] += (f"{share}%", share, "percent", "exact", "reported", quote)
            lines.append(" ".join(sentences))
        text = "\n\n".join(lines) + "\n"
        (folder / "sources" / f"{identifier}.md").write_text(text, encoding="utf-8")
        lineage = f"S{draw.randrange(number)}" if number and draw.random() < 0.3 else ""
        published = f"{year + 1}-{draw.randint(1, 12):02d}"
        sources.append((identifier, f"Report {number}", "Publisher", draw.choice(KINDS), place, "en", published))
        sources[-1] += (
            f"https://example.org/{number}.html",
            "statistic",
            lineage,
            f"sources/{identifier}.md",
            "full text",
        )
        if number % 5 == 0:
            events.append(
                (
                    f"E{number}",
                    f"{year}-{draw.randint(1, 12):02d}",
                    f"Opening {number}",
                    "policy instrument",
                    place,
                    identifier,
                )
            )
        for coder, entries in journals.items():
            _code(entries, coder, identifier, text, draw)
    _table(
        folder / "sources.csv",
        "id,title,publisher,publisher_kind,perspective,language,published,url,reports,lineage,file,text_kind",
        sources,
    )
    _table(
        folder / "claims.csv",
        "id,source,indicator,subject,place,period,stated,value,unit,comparator,modality,quote",
        claims,
    )
    _table(folder / "events.csv", "id,period,title,trigger,place,sources", events)
    for coder, entries in journals.items():
        (folder / "journals" / f"{coder}.jsonl").write_bytes(b"\n".join(entries) + b"\n")
    series = folder / "series" / "cycling-share.toml"
    text = series.read_text(encoding="utf-8").replace('source = "counters"', 'source = "S0"')
    digest = hashlib.sha256((folder / "series" / "cycling-share.csv").read_bytes()).hexdigest()
    assert digest in text
    series.write_text(text, encoding="utf-8")
    study = folder / "study.toml"
    study.write_text(
        study.read_text(encoding="utf-8").replace('["C1", "C2", "C3", "C4"]', '["C0-0", "C0-1"]'), encoding="utf-8"
    )


def _code(entries: list[bytes], coder: str, document: str, text: str, draw: random.Random) -> None:
    import json

    for _ in range(2):
        start = text.index(". ", draw.randrange(len(text) // 2)) + 2
        end = text.index(".", start) + 1
        target = {"document": document, "start": start, "end": end, "quote": text[start:end]}
        target |= {"prefix": text[start - 32 : start], "suffix": text[end : end + 32]}
        record = {"v": 1, "act": "code", "actor": coder, "time": "2023-03-01T10:00:00Z", "target": target}
        record |= {"code": draw.choice(CODES), "prev": line_hash(entries[-1]) if entries else "", "demonstration": True}
        entries.append(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode())


def _table(path: Path, header: str, rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)
