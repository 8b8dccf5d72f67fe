"""Search for texts on which the extraction of quantities breaks its promises.

Run ``python tools/fuzz_quantities.py --seconds 60 --seed 1``. Texts are made from fragments of the lexicons, from
random Unicode, and by mutating the texts that a run has found interesting (those that gave a quantity of a form not
seen before). For each the offsets must reproduce the quote, the spans must stand in order without overlap, the interval
must hold what was stated, a second reading must agree with the first, and the time must stay in proportion to the
length. The first text that breaks a promise is printed with what broke, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from itertools import chain, pairwise

from kelisim.text import quantities
from kelisim.text.extraction.lexicon import LANGUAGES, lexicon

_SIGNS = [*"%$€£¥₸₽.,;:!?()[]《》“”-–—+−≈<>/\\@#&'\"|°№ \t\n\u00a0\u202f\u3000，。、万İß🚗"]
_DIGITS = ["0", "1", "4.91", "4,91", "1,000", "1.000.000", "½", "2019", "５０", "1" * 20, "1e5", "1/3", "3-1"]
_SECONDS_PER_CHARACTER = 0.002


def fragments(language: str) -> list[str]:
    """Return the words that a language's lexicon knows."""
    known = lexicon(language)
    phrases = chain.from_iterable(known.tables["units"].values())
    words = [*known.words, *known.change, *known.before, *known.labels, *(phrase.rstrip("~") for phrase in phrases)]
    if language == "zh":
        words += list("零一二两三四五六七八九十百千万亿半点分之成折几多个每第年月日倍翻到至")
    return sorted(set(words))


def make(order: random.Random, words: list[str], kept: list[str]) -> str:
    """Return one text."""
    kind = order.random()
    if kind < 0.15:
        planes = ((32, 1200), (0x3000, 0xD7FF))
        return "".join(chr(order.randrange(*order.choice(planes))) for _ in range(order.randrange(60)))
    if kind < 0.45 and kept:
        text = order.choice(kept)
        start = order.randrange(len(text) + 1)
        stop = min(len(text), start + order.randrange(6))
        others = (order.choice(words), order.choice(_DIGITS), order.choice(_SIGNS))
        piece = order.choice((*others, text[start:stop] * 3, ""))
        return text[:start] + piece + text[stop:]
    pools = (words, _DIGITS, _SIGNS)
    joint = order.choice(("", " ", " ", "-"))
    return joint.join(order.choice(order.choice(pools)) for _ in range(order.randrange(1, 24)))


def broken(text: str, language: str) -> str | None:
    """Return what the extraction promises and does not hold on a text, or None."""
    begin = time.process_time()
    found = quantities(text, language=language, document_date="2024-06-01")
    seconds = time.process_time() - begin
    for quantity in found:
        if text[quantity.start : quantity.end] != quantity.text or quantity.text.strip() != quantity.text:
            return f"the offsets of {quantity!r} do not give its quote"
        if not quantity.text or not quantity.low <= quantity.high or math.isnan(quantity.low):
            return f"the interval of {quantity!r} is empty"
    if any(first.end > second.start for first, second in pairwise(found)):
        return "two spans overlap"
    if found != quantities(text, language=language, document_date="2024-06-01"):
        return "a second reading differs from the first"
    if seconds > 0.5 + _SECONDS_PER_CHARACTER * len(text):
        return f"{len(text)} code points took {seconds:.1f} s"
    return None


def main() -> int:
    """Run until the time is up or a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long to search")
    parser.add_argument("--seed", type=int, default=0, help="the seed of the random numbers")
    options = parser.parse_args()
    order = random.Random(options.seed)
    words = {language: fragments(language) for language in LANGUAGES}
    kept: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    forms: set[tuple[object, ...]] = set()
    end, count = time.monotonic() + options.seconds, 0
    while time.monotonic() < end:
        language = order.choice(LANGUAGES)
        text = make(order, words[language], kept[language])
        try:
            what = broken(text, language)
        except Exception as error:  # any error is a finding
            what = f"{type(error).__name__}: {error}"
        if what is not None:
            print(f"language {language!r}, text {text!r}: {what}")
            return 1
        count += 1
        seen = {(q.kind, q.comparator, q.change, q.unit) for q in quantities(text, language=language)}
        if len(text) < 300 and not seen <= forms:
            forms |= seen
            kept[language].append(text)
    print(f"{count} texts, {len(forms)} forms of quantities, no promise broken", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
