"""How fast text becomes quantities and claims, beside quantulum3 and recognizers-text where they are installed.

Run ``python benchmarks/extract.py`` (``--write`` keeps the tables in extract.md). Every program reads the same English
prose in the same process, on one core, and the table gives ratios; nothing is asserted. The prose is made here from
plain sentences and sentences with numbers, a number in about 300 characters, as in reports; the peers read a shorter
piece of it, since they are slow. Memory is what the interpreter allocated at most beyond the text and the records
returned.
"""

from __future__ import annotations

import gc
import importlib
import platform
import random
import sys
import time
import tracemalloc
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PLAIN = {
    "en": (
        "The agreement between the ministries aims at closer cooperation in industry and in training. "
        "Observers see the reform as a step towards an open market, although much depends on how it is carried out. "
        "Local suppliers have so far found it hard to meet the standards that the assembly plants ask of them. "
    ),
    "ru": (
        "Соглашение между ведомствами направлено на более тесное сотрудничество в промышленности и подготовке кадров. "
        "Наблюдатели считают реформу шагом к более открытому рынку, хотя многое зависит от того, как её проведут. "
    ),
    "zh": (
        "该协议旨在加强工业合作和人才培养。观察人士认为改革有助于市场开放，但成效取决于如何落实。"
        "当地供应商难以达到装配厂的标准。"
    ),
    "kk": (
        "Келісім өнеркәсіптегі ынтымақтастықты тереңдетуге және мамандар даярлауға бағытталған. "
        "Сарапшылар реформаны нарықты ашуға жасалған қадам деп бағалайды, алайда нәтиже орындалуына байланысты. "
    ),
}
COUNTED = {
    "en": (
        "In 2021 the plant produced more than 41,500 vehicles, up 12.4% on the year. ",
        "The share of local parts rose from 15% to about 30% within three years. ",
        "Investment reached $480 million, or roughly two-thirds of the planned sum. ",
    ),
    "ru": (
        "В 2021 году завод выпустил свыше 41,5 тыс. автомобилей, на 12,4% больше. ",
        "Доля местных деталей выросла с 15% до 30% за три года. ",
    ),
    "zh": ("2021年该厂生产汽车超过4.15万辆，同比增长12.4%。", "本地零部件占比从15%提高到约30%。"),
    "kk": (
        "2021 жылы зауыт 41,5 мыңнан астам автомобиль шығарды, бұл 12,4%-ға көп. ",
        "Жергілікті бөлшектердің үлесі 15%-дан 30%-ға дейін өсті. ",
    ),
}
SIZE = 4_000_000
PEER_SIZE = 40_000


def prose(language: str, size: int) -> str:
    """Return about ``size`` bytes of prose, the same on every run."""
    order = random.Random(7)
    pieces: list[str] = []
    length = 0
    while length < size:
        piece = PLAIN[language] * order.randint(1, 5) + order.choice(COUNTED[language])
        pieces.append(piece + ("\n\n" if order.random() < 0.2 else ""))
        length += len(piece.encode())
    return "".join(pieces)


def rate(read: Callable[[str], Any], text: str, repeat: int = 3) -> float:
    """Return megabytes of UTF-8 a second of processor time, the best of some runs."""
    read(text[:2_000])
    best = float("inf")
    for _ in range(repeat):
        gc.collect()
        begin = time.process_time()
        read(text)
        best = min(best, time.process_time() - begin)
    return len(text.encode()) / 1e6 / best


def working_memory(read: Callable[[str], list[Any]], text: str) -> float:
    """Return the megabytes allocated at most while reading, less those of the result."""
    gc.collect()
    tracemalloc.start()
    result = read(text)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del result
    return (peak - kept) / 1e6


def peers() -> list[tuple[str, Callable[[str], Any]]]:
    """Return the other programs that are installed."""
    found: list[tuple[str, Callable[[str], Any]]] = []
    try:
        parser = importlib.import_module("quantulum3.parser")
        found.append(("quantulum3", parser.parse))
    except ImportError:
        print("quantulum3 is not installed (pip install quantulum3)", file=sys.stderr)
    try:
        number = importlib.import_module("recognizers_number")
        culture = importlib.import_module("recognizers_text").Culture.English
        model = number.NumberRecognizer(culture).get_number_model()
        found.append(("recognizers-text, numbers only", model.parse))
    except ImportError:
        # Its last release needs an old ``emoji``: pip install "emoji<2".
        print("recognizers-text is not installed (pip install recognizers-text-number)", file=sys.stderr)
    return found


def tables() -> str:
    """Measure and return the tables as Markdown."""
    from kelisim.text import claims, quantities

    def to_quantities(text: str) -> list[Any]:
        return quantities(text, language="en")

    def to_claims(text: str) -> list[Any]:
        return claims(text, language="en")

    text, short = prose("en", SIZE), prose("en", PEER_SIZE)
    ours = rate(to_quantities, text)
    lines = ["| English prose | MB/s | times slower than quantities |", "|---|---:|---:|"]
    lines.append(f"| kelisim, quantities | {ours:.2f} | 1.0 |")
    both = rate(to_claims, text)
    lines.append(f"| kelisim, claims | {both:.2f} | {ours / both:.1f} |")
    for name, read in peers():
        theirs = rate(read, short, repeat=1)
        lines.append(f"| {name} | {theirs:.4f} | {ours / theirs:,.0f} |")
    lines += ["", "| language | quantities, MB/s | claims, MB/s |", "|---|---:|---:|"]
    for language in ("en", "ru", "zh", "kk"):
        text = prose(language, SIZE // 4)
        one = rate(lambda piece, code=language: quantities(piece, language=code), text)  # type: ignore[misc]
        two = rate(lambda piece, code=language: claims(piece, language=code), text)  # type: ignore[misc]
        lines.append(f"| {language} | {one:.2f} | {two:.2f} |")
    lines += ["", "| characters of English | working memory, MB |", "|---:|---:|"]
    for size in (250_000, 1_000_000, 4_000_000):
        lines.append(f"| {size:,} | {working_memory(to_quantities, prose('en', size)):.1f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the tables, and with ``--write`` put them into extract.md beside this file."""
    found = tables()
    print(found)
    if "--write" in sys.argv[1:]:
        versions = ", ".join(f"{name} {version(name)}" for name in NAMES if installed(name))
        page = Path(__file__).with_suffix(".md")
        head = (
            "# Quantities and claims from text, and how fast\n\n"
            "Every program read the same invented prose, a number in about 300 characters, in one process on one core; "
            "megabytes of UTF-8 a second of processor time. The peers read a shorter piece. Working memory is what was "
            f"allocated at most beyond the text and the result. Python {platform.python_version()}"
            f"{', ' + versions if versions else ''}. Made by `python benchmarks/extract.py --write`.\n\n"
        )
        page.write_text(head + found, encoding="utf-8", newline="\n")


NAMES = ("quantulum3", "recognizers-text-number")


def installed(name: str) -> bool:
    """Say whether a distribution is installed."""
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


if __name__ == "__main__":
    main()
