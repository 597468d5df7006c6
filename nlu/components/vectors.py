"""What a word means, as 128 numbers: `refund` and `reimbursed` point almost the same way.

`data/lookups/word_vectors.npz` holds 20,000 English words (made by `word_vectors.py`
from a sentence model). Hindi words get the vector of an English one from `glosses.tsv`; the
trade's words without any get the mean of their concept (`concepts.tsv`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from components.fingerprint import LOOKUPS
from components.folding import fold, folded_set
from components.tables import rows_of
from components.words import words_of

SIZE = 128
# A concept's mean is worth something only where several of its words are English.
_ENOUGH = 3
# Latin letters, but Hindi more often than English in these messages, or no word at all.
_NOT_ENGLISH = folded_set(
    "is me to do hi ho he the so main sab ab kar ka ki ke ko se ne na tu ap as an in on or us "
    "men par be but by we if hai tha thi are re ja le sir ji"
)


class WordVectors:
    """Folded words and their vectors, (128,) float32; rare words have longer ones."""

    def __init__(self, folder: Path = LOOKUPS) -> None:
        """Read the three tables in `folder`; OSError if one cannot be read."""
        vectors = _english(folder / "word_vectors.npz")
        for english, forms in rows_of(folder / "glosses.tsv"):
            vector = vectors.get(fold(english))
            if vector is not None:
                vectors.update(dict.fromkeys(_single(forms), vector))
        means = {}
        for _, forms in rows_of(folder / "concepts.tsv"):
            words = _single(forms)
            known = [vectors[word] for word in words if word in vectors]
            if len(known) >= _ENOUGH:
                means.update(dict.fromkeys(words, np.mean(known, axis=0)))
        every = {**means, **vectors}
        self._rows = {word: row for row, word in enumerate(every)}
        self._vectors = np.array(list(every.values()), np.float32)

    def direction(self, folded: Iterable[str]) -> np.ndarray | None:
        """Where a message points, (128,) of length one; None if no word of it is known."""
        known = [self._rows[word] for word in folded if word in self._rows]
        if not known:
            return None
        total = np.add.reduce(self._vectors[known])
        length = float(np.sqrt(total @ total))
        return total / length if length > 0 else None


def _english(path: Path) -> dict[str, np.ndarray]:
    with np.load(path, allow_pickle=False) as kept:
        words = str(kept["words"]).split()
        vectors = kept["vectors"] * kept["lengths"][:, None]
    # The commonest word first: of two that fold alike it is the one that is meant.
    found: dict[str, np.ndarray] = {}
    for word, vector in zip(words, vectors, strict=True):
        found.setdefault(fold(word), vector)
    return {word: vector for word, vector in found.items() if word not in _NOT_ENGLISH}


def _single(forms: Sequence[str]) -> list[str]:
    """The folded spellings of those of `forms` that are one word."""
    return [words[0].folded for words in map(words_of, forms) if len(words) == 1]
