"""How alike two passages are: the words they share, each weighed by how few sentences of the paper hold it.

The comparison of topics in ``topic`` asks for the same words. A summary tells what the body tells in words of its own,
and of these the rare ones ("collateral", "storage") say more of what is meant than the common ones. The weighing is
that of inverse document frequency (Spärck Jones 1972), the likeness the cosine of what two passages share.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from kelisim.audit.statements import Statement
from kelisim.audit.topic import Topic

if TYPE_CHECKING:
    from kelisim.audit.paper import Paper

# What a word outside a number's own clause weighs, where its sentence has one number of its kind, or several.
_AROUND, _AROUND_LISTED = 0.5, 0.1


def words_of(topic: Topic) -> frozenset[str]:
    """Return the stems, names and places of a topic."""
    return topic.stems | topic.names | topic.places


def measure(one: Statement) -> str:
    """Return in what a statement counts: percent, a unit with what it is per left out, or bare numbers and heads."""
    claim = one.claim
    if claim.unit is None or claim.kind == "count" or claim.unit in ("person", "employee", "household", "unit"):
        return ""
    return claim.unit.partition("_per_")[0]


class Weigher:
    """Weighs the words of a paper's statements."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        held: Counter[str] = Counter()
        for span in paper.sentences:
            held.update(words_of(paper.topic_at(*span)))
        self._held, self._sentences = held, len(paper.sentences)
        self._beside = Counter((one.claim.sentence, measure(one)) for one in paper.statements)
        self._known: dict[int, dict[str, float]] = {}

    def weight(self, word: str) -> float:
        """Return what a word weighs: the more, the fewer sentences hold it."""
        return max(math.log((self._sentences + 1) / (self._held[word] + 0.5)), 0.0)

    def beside(self, one: Statement) -> int:
        """Return how many numbers of its kind a statement's sentence holds, itself among them."""
        return self._beside[one.claim.sentence, measure(one)]

    def weights(self, one: Statement) -> dict[str, float]:
        """Return the words of a statement with their weights: those of its clause, and less those around it."""
        key = one.claim.start
        if key not in self._known:
            own = words_of(self._paper.topic_at(*one.scope)) | words_of(one.topic)
            around = words_of(self._paper.topic_at(*one.claim.sentence)) - own
            share = _AROUND if self.beside(one) == 1 else _AROUND_LISTED
            self._known[key] = {word: self.weight(word) for word in own} | {
                word: share * self.weight(word) for word in around
            }
        return self._known[key]

    def alike(self, one: Statement, other: Statement) -> tuple[float, float]:
        """Return the likeness of two statements by their words, from 0 to 1, and the weight of what they share."""
        a, b = self.weights(one), self.weights(other)
        shared = sum(min(weight, b[word]) for word, weight in a.items() if word in b)
        whole = math.sqrt(sum(a.values()) * sum(b.values()))
        return (shared / whole if whole else 0.0), shared
