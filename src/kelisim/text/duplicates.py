"""Near duplicates among texts: reprints, wires and press releases that several sources carry.

Texts are compared by the Jaccard index of their shingles (Broder, 1997, "On the resemblance and containment of
documents"). Candidates come from MinHash signatures in bands (Indyk and Motwani, 1998; Leskovec, Rajaraman and Ullman,
2020, "Mining of Massive Datasets", section 3.4), and each is verified by its exact index, so that no reported pair
depends on chance; the hash functions only decide which rare pairs are missed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from kelisim.errors import UsageError

_Hashes = npt.NDArray[np.uint64]

_TOKEN = re.compile("[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]|[^\\W_]+")
_FIRST_CHINESE = "\u3005"
_HANGUL = ("\uac00", "\ud7a3")
_HASHES = 128
_RECALL = 0.999
_CHUNK = 1_024
_GOLDEN = 0x9E3779B97F4A7C15
_MASK = 0xFFFFFFFFFFFFFFFF


def near_duplicates(texts: Sequence[str], *, threshold: float = 0.7, seed: int = 0) -> list[tuple[int, int, float]]:
    """Return the pairs (i, j, Jaccard index) of texts with i < j and an index of at least ``threshold``, in order.

    A text is the set of its shingles: three successive words in lower case, or two characters where the first is
    Chinese; punctuation and white space do not count. A text without words is no duplicate of anything. A pair exactly
    at the threshold is found with a probability of 0.999 or more (for thresholds from 0.06), a more similar one more
    surely. The result is the same on every machine; ``seed`` chooses the hash functions. Time is linear in the texts
    and in the candidates.

    Raises ``UsageError`` for a threshold outside (0, 1].
    """
    if not 0 < threshold <= 1:
        raise UsageError(f"the threshold {threshold} is no Jaccard index", "give a number above 0 and up to 1")
    sets = shingle_sets(texts)
    kept = np.array([number for number, shingles in enumerate(sets) if len(shingles)], dtype=np.intp)
    if len(kept) < 2:
        return []
    signatures = _signatures([sets[number] for number in kept], seed)
    found = []
    for one, other in _candidates(signatures, threshold):
        i, j = int(kept[one]), int(kept[other])
        index = jaccard(sets[i], sets[j])
        if index >= threshold:
            found.append((i, j, index))
    return sorted(found)


def shingle_sets(texts: Sequence[str]) -> list[_Hashes]:
    """Return for each text the sorted 64-bit hashes of its distinct shingles."""
    hashes: dict[str, tuple[int, bool]] = {}
    return [_shingles(_TOKEN.findall(text.lower()), hashes) for text in texts]


def jaccard(one: _Hashes, other: _Hashes) -> float:
    """Return the Jaccard index of two sorted arrays of distinct hashes."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    union = len(one) + len(other) - shared
    return shared / union if union else 0.0


def _shingles(tokens: list[str], hashes: dict[str, tuple[int, bool]]) -> _Hashes:
    if not tokens:
        return np.empty(0, dtype=np.uint64)
    known = []
    for token in tokens:
        entry = hashes.get(token)
        if entry is None:
            digest = int.from_bytes(blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
            entry = hashes[token] = (digest, _is_chinese(token))
        known.append(entry)
    padded = np.zeros(len(known) + 2, dtype=np.uint64)
    padded[:-2] = [digest for digest, _ in known]
    chinese = np.fromiter((flag for _, flag in known), dtype=np.bool_, count=len(known))
    pairs = padded[:-2] * np.uint64(_odd(1)) + padded[1:-1] * np.uint64(_odd(2))
    triples = pairs + padded[2:] * np.uint64(_odd(3))
    return np.unique(_mix(np.where(chinese, pairs, triples)))


def _is_chinese(token: str) -> bool:
    return len(token) == 1 and token >= _FIRST_CHINESE and not _HANGUL[0] <= token <= _HANGUL[1]


def _split_mix(number: int) -> int:
    """Return the number-th output of SplitMix64 (Steele, Lea and Flood, 2014)."""
    state = (number * _GOLDEN) & _MASK
    state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & _MASK
    return state ^ (state >> 31)


def _odd(number: int) -> int:
    return _split_mix(number) | 1


def _mix(values: _Hashes) -> _Hashes:
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: _Hashes = values ^ (values >> np.uint64(31))
    return mixed


def _signatures(sets: list[_Hashes], seed: int) -> npt.NDArray[np.uint32]:
    """Return the minimum of each of 128 multiply-shift hashes (Dietzfelbinger et al., 1997) over each set."""
    base = 1_000 + (seed % (1 << 40)) * 2 * _HASHES
    factors = np.array([_odd(base + 2 * k) for k in range(_HASHES)], dtype=np.uint64)
    shifts = np.array([_split_mix(base + 2 * k + 1) for k in range(_HASHES)], dtype=np.uint64)
    signatures = np.empty((len(sets), _HASHES), dtype=np.uint32)
    for row, shingles in enumerate(sets):
        least = np.full(_HASHES, _MASK, dtype=np.uint64)
        for start in range(0, len(shingles), _CHUNK):
            values = shingles[start : start + _CHUNK, None] * factors
            values += shifts
            np.minimum(least, values.min(axis=0), out=least)
        signatures[row] = (least >> np.uint64(32)).astype(np.uint32)
    return signatures


def _rows(threshold: float) -> int:
    """Return the longest band with which a pair at the threshold is still found almost surely."""
    for rows in range(_HASHES, 1, -1):
        if 1 - (1 - threshold**rows) ** (_HASHES // rows) >= _RECALL:
            return rows
    return 1


def _candidates(signatures: npt.NDArray[np.uint32], threshold: float) -> list[tuple[int, int]]:
    count = len(signatures)
    rows = _rows(threshold)
    codes = np.empty(0, dtype=np.int64)
    for start in range(0, _HASHES - rows + 1, rows):
        band = np.ascontiguousarray(signatures[:, start : start + rows])
        keys = np.zeros(count, dtype=np.uint64)
        for column in range(rows):
            keys = _mix(keys * np.uint64(_GOLDEN) + band[:, column] + np.uint64(column + 1))
        codes = np.union1d(codes, _pairs_of_equals(keys, count))
    one, other = codes // count, codes % count
    # Four standard errors below the threshold no true pair is lost, and most chance meetings go.
    least = threshold - 4 * np.sqrt(threshold * (1 - threshold) / _HASHES)
    likely = np.concatenate(
        [
            (signatures[one[at : at + 4096]] == signatures[other[at : at + 4096]]).mean(axis=1) >= least
            for at in range(0, len(codes), 4096)
        ]
        or [np.empty(0, dtype=np.bool_)]
    )
    return list(zip(one[likely].tolist(), other[likely].tolist(), strict=True))


def _pairs_of_equals(keys: _Hashes, count: int) -> npt.NDArray[np.int64]:
    """Return i * count + j for all i < j with equal keys."""
    order = np.argsort(keys, kind="stable")
    edges = np.flatnonzero(np.diff(keys[order])) + 1
    pairs = []
    for bucket in np.split(order, edges):
        if len(bucket) > 1:
            one, other = np.triu_indices(len(bucket), 1)
            pairs.append(bucket[one].astype(np.int64) * count + bucket[other])
    return np.concatenate(pairs) if pairs else np.empty(0, dtype=np.int64)
