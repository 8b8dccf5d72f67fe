"""What to code next: documents the model is least sure of, and unlike those that are coded already."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from kelisim.coding.machine.consensus import consensus
from kelisim.coding.machine.corpus import Corpus
from kelisim.coding.machine.cross_validation import train
from kelisim.coding.machine.ngrams import Weighting, count
from kelisim.errors import DataError

_DIGITS = 6
_SHOWN = 3

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A passage of which the model is unsure: its span in code points, and the code with its probability."""

    start: int
    end: int
    text: str
    code: str
    probability: float


@dataclass(frozen=True, slots=True)
class Next:
    """A document to code: its score, the parts of it, by whom it is coded already, and where the doubts lie.

    ``uncertainty`` is the mean entropy of the model's decisions in bits, None without a model; ``novelty`` one less the
    highest cosine with any document that is coded or stands before it in the order.
    """

    document: str
    score: float
    uncertainty: float | None
    novelty: float
    n_units: int
    coded_by: tuple[str, ...]
    doubts: tuple[Doubt, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        plain = asdict(self)
        return {**plain, "coded_by": list(self.coded_by), "doubts": [asdict(doubt) for doubt in self.doubts]}


def next_documents(corpus: Corpus, number: int, on: str = "") -> list[Next]:
    """Return up to ``number`` documents in the order in which to code them, out of those not everyone has coded.

    Each is the one whose uncertainty times novelty is highest, given those before it (uncertainty sampling: Lewis and
    Gale, 1994, "A sequential algorithm for training text classifiers"; with diversity: Brinker, 2003, "Incorporating
    diversity in active learning"). Where people agree on nothing yet, novelty alone decides. Equal scores go by the
    order of the register; the same study gives the same order.
    """
    coded = {name: tuple(who for who in corpus.people if name in corpus.read_by(who)) for name in corpus.names}
    needed = max(2, len(corpus.data.protocol.coding.coders)) if not on else 1
    sizes = np.bincount(corpus.owners, minlength=len(corpus.names))
    waiting = [i for i, name in enumerate(corpus.names) if len(coded[name]) < needed and sizes[i]]
    probabilities = _probabilities(corpus, on)
    entropy = None if probabilities is None else _entropy(probabilities)
    doubts = None if entropy is None else _means(entropy.mean(axis=1), corpus.owners, len(corpus.names))
    likeness = _likeness(corpus)
    known = [i for i, name in enumerate(corpus.names) if coded[name]]
    nearest = likeness[:, known].max(axis=1) if known else np.zeros(len(corpus.names))
    found = []
    for _ in range(min(number, len(waiting))):
        novelty = np.round(np.clip(1 - nearest, 0, 1), _DIGITS)
        score = novelty if doubts is None else np.round(novelty * doubts, _DIGITS)
        best = max(waiting, key=lambda i: (score[i], -i))
        waiting.remove(best)
        name = corpus.names[best]
        found.append(
            Next(
                document=name,
                score=float(score[best]),
                uncertainty=None if doubts is None else round(float(doubts[best]), _DIGITS),
                novelty=float(novelty[best]),
                n_units=int(sizes[best]),
                coded_by=coded[name],
                doubts=()
                if probabilities is None or entropy is None
                else _doubts(corpus, best, probabilities, entropy),
            )
        )
        nearest = np.maximum(nearest, likeness[:, best])
    return found


def _probabilities(corpus: Corpus, on: str) -> Floats | None:
    try:
        return train(corpus, consensus(corpus, on)).probabilities
    except DataError:
        return None


def _entropy(probabilities: Floats) -> Floats:
    inside = np.clip(probabilities, 1e-12, 1 - 1e-12)
    return np.asarray(-(inside * np.log2(inside) + (1 - inside) * np.log2(1 - inside)))


def _means(values: Floats, owners: NDArray[np.int64], documents: int) -> Floats:
    sums = np.bincount(owners, weights=values, minlength=documents)
    return np.asarray(sums / np.maximum(np.bincount(owners, minlength=documents), 1))


def _likeness(corpus: Corpus) -> Floats:
    """Return the cosine of every two documents by the weights of their n-grams, 1 on the diagonal."""
    counts = count([document.text for document in corpus.documents.values()])
    table = Weighting.of(counts, least=1).apply(counts)
    return np.asarray(csr_array(table @ table.T).todense(), dtype=np.float64)


def _doubts(corpus: Corpus, document: int, probabilities: Floats, entropy: Floats) -> tuple[Doubt, ...]:
    rows = np.flatnonzero(corpus.owners == document)
    most = np.round(entropy[rows].max(axis=1), _DIGITS)
    chosen = sorted(rows[np.argsort(-most, kind="stable")[:_SHOWN]].tolist())
    found = []
    for row in chosen:
        unit, code = corpus.units[row], int(np.argmax(entropy[row]))
        doubt = Doubt(unit.start, unit.end, unit.text, corpus.codes[code], float(probabilities[row, code]))
        found.append(doubt)
    return tuple(found)
