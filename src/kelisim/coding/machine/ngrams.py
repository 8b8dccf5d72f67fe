"""Texts as counts of character n-grams, and their weights by how rare they are.

Character n-grams need no dictionary and no list of stems, and serve Latin, Cyrillic and Chinese script alike (Cavnar
and Trenkle, 1994, "N-gram-based text categorization"). They are hashed into a fixed number of columns (Weinberger et
al., 2009, "Feature hashing for large scale multitask learning") by a function that is the same on every machine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

SIZES = (2, 3, 4, 5)
BITS = 18
# An n-gram of one text alone tells nothing about the next.
LEAST_TEXTS = 2

_CHUNK = 1 << 20
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_DIGITS = {ord(digit): "0" for digit in "123456789"}


def normalised(text: str) -> str:
    """Return a text in compatible form and lower case, with every digit 0 and one blank wherever there was space."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_DIGITS)
    return " " + " ".join(folded.split()) + " "


def count(texts: Sequence[str], sizes: Sequence[int] = SIZES, bits: int = BITS) -> csr_array:
    """Return how often each hashed n-gram stands in each text: texts by 2**bits columns, 64-bit floats.

    N-grams do not reach beyond their text; the blank at either end marks the beginning and end of words.
    """
    parts: list[csr_array] = []
    batch: list[str] = []
    length = 0
    for text in texts:
        batch.append(normalised(text))
        length += len(batch[-1])
        if length >= _CHUNK:
            parts.append(_count(batch, sizes, bits))
            batch, length = [], 0
    if batch or not parts:
        parts.append(_count(batch, sizes, bits))
    if len(parts) == 1:
        return parts[0]
    starts = np.cumsum([0, *(part.nnz for part in parts)])
    pointers = [part.indptr[1:] + start for part, start in zip(parts, starts, strict=False)]
    return csr_array(
        (
            np.concatenate([part.data for part in parts]),
            np.concatenate([part.indices for part in parts]),
            np.concatenate([[0], *pointers]),
        ),
        shape=(len(texts), 1 << bits),
    )


def _count(texts: Sequence[str], sizes: Sequence[int], bits: int) -> csr_array:
    points = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    owners = np.repeat(np.arange(len(texts), dtype=np.int32), [len(text) for text in texts])
    rows, columns = [], []
    rolling = np.zeros(len(points), dtype=np.uint64)
    for size in range(1, max(sizes) + 1):
        number = len(points) - size + 1
        if number <= 0:
            break
        rolling = rolling[:number] * _MULTIPLIER + points[size - 1 :]
        if size not in sizes:
            continue
        whole = owners[:number] == owners[size - 1 :]
        mixed = rolling[whole] + np.uint64(size)
        for shift, factor in zip((30, 27), _MIX, strict=True):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * factor
        columns.append((mixed >> np.uint64(64 - bits)).astype(np.int32))
        rows.append(owners[:number][whole])
    shape = (len(texts), 1 << bits)
    if not rows:
        return csr_array(shape, dtype=np.float64)
    row, column = np.concatenate(rows), np.concatenate(columns)
    table = csr_array((np.ones(len(row)), (row, column)), shape=shape)
    table.sum_duplicates()
    return table


@dataclass(frozen=True, slots=True)
class Weighting:
    """The columns that training texts share and the weight of each: 1 + log((1 + n) / (1 + texts that have it))."""

    columns: NDArray[np.int64]
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, counts: csr_array, least: int = LEAST_TEXTS) -> Weighting:
        """Return the weighting that training texts give; it never sees the texts it is later applied to."""
        found = np.bincount(counts.indices, minlength=counts.shape[1])
        columns = np.flatnonzero(found >= least)
        rarity = np.log((1 + counts.shape[0]) / (1 + found[columns])) + 1
        return cls(columns, rarity)

    def apply(self, counts: csr_array) -> csr_array:
        """Return rows of unit length, in single precision: (1 + log count) times the weight of the column.

        The weights are those of Salton and Buckley (1988), "Term-weighting approaches in automatic text retrieval".
        """
        place = np.full(counts.shape[1], -1, dtype=np.int32)
        place[self.columns] = np.arange(len(self.columns), dtype=np.int32)
        columns = place[counts.indices]
        kept = columns >= 0
        pointers = np.concatenate([[0], np.cumsum(kept)])[counts.indptr]
        columns = columns[kept]
        data = (1 + np.log(counts.data[kept])) * self.weights[columns]
        table = csr_array((data, columns, pointers), shape=(counts.shape[0], len(self.columns)))
        lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
        scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
        # Single precision halves the time of every pass over the table and is far finer than the counts are.
        return csr_array(diags_array(scale) @ table).astype(np.float32)
