"""What a classifier sees of a message: folded letter and word groups, and concepts.

Seven blocks, each a vector of length one. Six are tf-idf: letter groups of 2 to 5 within
words, words and word pairs, consonant skeletons, groups of 1 to 3 neighbouring concepts,
concepts that stand in one message, and how strange its words are. The last is where its
words point (`vectors.py`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from itertools import chain, combinations, pairwise

import numpy as np
from scipy.sparse import csr_matrix

from components.concepts import ConceptLexicon
from components.folding import skeleton
from components.vectors import SIZE, WordVectors

Blocks = tuple[list[str], ...]
_LETTER_GROUPS = range(2, 6)
# No language here has longer words; a key held down is none.
_LONGEST_WORD = 40
_WORDS, _CONCEPTS = 1, 3
_NOT = "ABSENT"
# Beyond this a message is a letter, and any two concepts meet somewhere in it.
_MOST_MEETING = 14


def blocks_of(folded: Sequence[str], lexicon: ConceptLexicon) -> Blocks:
    """The features of a message, block by block, repeats included."""
    words = [f"={word}" for word in folded]
    bones = [f"~{skeleton(word)}" for word in folded]
    found = _with_denials(lexicon.find(list(folded)))
    return (
        list(chain.from_iterable(map(_letters, folded))),
        words + _pairs(words),
        bones + _pairs(bones),
        _concept_groups(found),
        _meetings(found),
    )


@lru_cache(maxsize=20_000)
def _letters(word: str) -> list[str]:
    if len(word) > _LONGEST_WORD:
        return []
    padded = f" {word} "
    return [
        padded[start : start + size]
        for size in _LETTER_GROUPS
        for start in range(max(1, len(padded) - size + 1))
    ]


def _pairs(words: list[str]) -> list[str]:
    return [f"{left} {right}" for left, right in pairwise(words)]


def _with_denials(found: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Concepts beside a `not` are other concepts: no sparks are no danger, no light is a fault."""
    denied = []
    for place, concepts in enumerate(found):
        around = found[max(0, place - 1) : place] + found[place + 1 : place + 2]
        beside = _NOT not in concepts and any(_NOT in others for others in around)
        denied.append(tuple(f"-{concept}" for concept in concepts) if beside else concepts)
    return denied


def _concept_groups(found: list[tuple[str, ...]]) -> list[str]:
    firsts = [concepts[0] for concepts in found]
    groups = [f"#{concept}" for concepts in found for concept in concepts]
    groups += [f"#{left}>{right}" for left, right in pairwise(firsts)]
    groups += [f"#{'>'.join(firsts[start : start + 3])}" for start in range(len(firsts) - 2)]
    return groups


def _meetings(found: list[tuple[str, ...]]) -> list[str]:
    """Any two concepts of the message: Hindi and English put them in different orders."""
    firsts = sorted({concepts[0] for concepts in found})
    if len(firsts) > _MOST_MEETING:
        return []
    return [f"&{left}+{right}" for left, right in combinations(firsts, 2)]


class FeatureSpace:
    """The features kept in training, with their weights; turns blocks into sparse rows."""

    def __init__(self, index: dict[str, int], rarity: np.ndarray, vectors: WordVectors) -> None:
        """`index` numbers the features; `rarity` holds the idf of each."""
        self.index = index
        self.rarity = rarity
        self._vectors = vectors
        # The words' direction stands behind the features that have names.
        self._pointing = np.arange(len(index), len(index) + SIZE)
        # A word has some dozens of letter groups, and the table of all is too large for a cache.
        self._places_of_letters = lru_cache(maxsize=20_000)(self._found_letters)

    @classmethod
    def fit(cls, messages: Sequence[Blocks], seldom: int, vectors: WordVectors) -> FeatureSpace:
        """Keep the features that at least `seldom` messages show."""
        seen: Counter[str] = Counter()
        for blocks in messages:
            seen.update({feature for block in blocks for feature in block})
        seen = Counter({feature: count for feature, count in seen.items() if count >= seldom})
        for blocks in messages:
            seen.update(_strangeness(blocks, seen))
        kept = sorted(seen)
        counts = np.array([seen[feature] for feature in kept], dtype=np.float32)
        rarity = np.log((1 + len(messages)) / (1 + counts)) + 1
        index = {feature: row for row, feature in enumerate(kept)}
        return cls(index, rarity.astype(np.float32), vectors)

    def vector(self, blocks: Blocks) -> tuple[np.ndarray, np.ndarray]:
        """(indices, values) of a message; both empty if nothing in it is known."""
        words = [name[1:] for name in _single_words(blocks)]
        direction = self._vectors.direction(words)
        letters = self._weighed(Counter(chain.from_iterable(map(self._places_of_letters, words))))
        parts = [part for part in (letters, *map(self._part, blocks[1:])) if part]
        if direction is not None:
            parts.append((self._pointing, direction))
        if not parts:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        strange = self._part(_strangeness(blocks, self.index))
        indices, values = zip(*([*parts, strange] if strange else parts), strict=True)
        return np.concatenate(indices), np.concatenate(values)

    def _part(self, block: list[str]) -> tuple[np.ndarray, np.ndarray] | None:
        return self._weighed(Counter(map(self.index.get, block)))

    def _found_letters(self, word: str) -> list[int]:
        places = map(self.index.get, _letters(word))
        return [place for place in places if place is not None]

    def _weighed(self, counts: Counter[int | None]) -> tuple[np.ndarray, np.ndarray] | None:
        counts.pop(None, None)
        if not counts:
            return None
        places = np.fromiter(counts, np.int64, len(counts))
        weights = self.rarity[places]
        if max(counts.values()) > 1:
            weights *= np.array([1 + math.log(count) for count in counts.values()], np.float32)
        return places, weights / math.sqrt(weights @ weights)

    def matrix(self, messages: Iterable[Blocks]) -> csr_matrix:
        """One row per message, as wide as the space."""
        rows = [self.vector(blocks) for blocks in messages]
        ends = np.cumsum([0] + [len(indices) for indices, _ in rows])
        return csr_matrix(
            (
                np.concatenate([values for _, values in rows]),
                np.concatenate([indices for indices, _ in rows]),
                ends,
            ),
            shape=(len(rows), len(self.index) + SIZE),
        )


def _strangeness(blocks: Blocks, known: Container[str]) -> list[str]:
    """How many words are new to us and how many are the trade's: a stranger's question has
    many of the former and few of the latter, whatever it is about."""
    words = _single_words(blocks)
    new = sum(name not in known and not name[1:].isdigit() for name in words)
    trade = sum(name[0] == "#" and ">" not in name for name in blocks[_CONCEPTS])
    return [
        f"?new={min(new, 4)}",
        f"?share={new * 4 // max(1, len(words))}",
        f"?trade={min(trade, 6)}",
        f"?words={min(len(words), 10)}",
    ]


def _single_words(blocks: Blocks) -> list[str]:
    """`=word` for each word of the message; the block holds pairs, too."""
    return [name for name in blocks[_WORDS] if " " not in name]
