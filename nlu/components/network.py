"""A network with one hidden layer, for what no sum of single features can tell.

`bill` and `not` and `pay` each point somewhere; which errand is meant hangs on their meeting.
Most features of a message are hidden at random while it learns, so it may not lean on few.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

_HIDDEN = 96
# The number of batches does not hang on the number of lines: few lines are seen more often.
_BATCHES, _BATCH = 4_000, 64
_STEP = 0.05
_UNSEEN_FEATURES, _UNSEEN_UNITS = 0.75, 0.2
# Share of the certainty that is spread over all answers: some labels are matters of opinion.
_DOUBT = 0.05
_SEED = 7
_NAMES = ("reading", "reading_bias", "answering", "answering_bias")


@dataclass(frozen=True)
class Network:
    """Weights: `reading` (features, hidden), `answering` (hidden, answers), a bias for each."""

    reading: np.ndarray
    reading_bias: np.ndarray
    answering: np.ndarray
    answering_bias: np.ndarray

    def probabilities(self, rows: csr_matrix) -> np.ndarray:
        """The chance of each answer for each row, (rows, answers)."""
        return self._answer(rows @ self.reading)

    def probabilities_of_one(self, indices: np.ndarray, values: np.ndarray) -> np.ndarray:
        """The same for one message given as a sparse row, (answers,)."""
        # Not `@`: for so few rows the threads of BLAS cost more than they save.
        return self._answer(np.einsum("i,ij->j", values, self.reading[indices]))

    def _answer(self, sums: np.ndarray) -> np.ndarray:
        hidden = np.maximum(sums + self.reading_bias, 0)
        return softmax(hidden @ self.answering + self.answering_bias)

    @classmethod
    def fit(cls, rows: csr_matrix, answers: np.ndarray, count: int) -> Network:
        """Learn from `rows` and the number of each one's answer out of `count`."""
        lesson = _Lesson(rows.shape[1], count)
        for place, (batch, right) in enumerate(_batches(rows, answers, lesson.chance)):
            lesson.learn(batch, right, _STEP * (1 - place / _BATCHES))
        return cls(*(lesson.weights[name] for name in _NAMES))

    def arrays(self, name: str) -> dict[str, Any]:
        """What `numpy.savez` keeps of this network, under names that begin with `name`."""
        kept = {f"{name}.{part}": getattr(self, part) for part in _NAMES}
        # Half precision halves the model's file and changes no answer.
        return {**kept, f"{name}.reading": self.reading.astype(np.float16)}

    @classmethod
    def from_arrays(cls, name: str, arrays: Any) -> Network:
        """The network that `arrays` kept under `name`; KeyError if there is none."""
        return cls(*(arrays[f"{name}.{part}"].astype(np.float32) for part in _NAMES))


def softmax(scores: np.ndarray) -> np.ndarray:
    """Scores as chances that add up to one along the last axis."""
    # The ufuncs themselves: numpy's methods around them take longer than so few numbers.
    powers = np.exp(scores - np.maximum.reduce(scores, axis=-1, keepdims=True))
    return powers / np.add.reduce(powers, axis=-1, keepdims=True)


def _batches(
    rows: csr_matrix, answers: np.ndarray, chance: np.random.Generator
) -> Iterator[tuple[csr_matrix, np.ndarray]]:
    order = np.empty(0, np.int64)
    for _ in range(_BATCHES):
        while len(order) < _BATCH:
            order = np.concatenate([order, chance.permutation(rows.shape[0])])
        chosen, order = order[:_BATCH], order[_BATCH:]
        yield rows[chosen], answers[chosen]


class _Lesson:
    """AdaGrad; of `reading` only the rows of features that a batch shows are touched."""

    def __init__(self, features: int, answers: int) -> None:
        self.chance = np.random.default_rng(_SEED)
        self.weights = {
            "reading": self._random(features, _HIDDEN, 0.1),
            "reading_bias": np.zeros(_HIDDEN, np.float32),
            "answering": self._random(_HIDDEN, answers, _HIDDEN**-0.5),
            "answering_bias": np.zeros(answers, np.float32),
        }
        self._slopes = {name: np.full_like(self.weights[name], 1e-6) for name in _NAMES[1:]}
        self._slopes["reading"] = np.full(features, 1e-6, np.float32)

    def _random(self, rows: int, columns: int, spread: float) -> np.ndarray:
        return (self.chance.standard_normal((rows, columns)) * spread).astype(np.float32)

    def learn(self, rows: csr_matrix, right: np.ndarray, step: float) -> None:
        """One step towards the `right` answers of `rows`."""
        weights = self.weights
        shown, inputs = self._partly_hidden(rows)
        sums = inputs @ weights["reading"][shown] + weights["reading_bias"]
        kept = (self.chance.random(sums.shape) >= _UNSEEN_UNITS) / np.float32(1 - _UNSEEN_UNITS)
        hidden = (np.maximum(sums, 0) * kept).astype(np.float32)
        error = softmax(hidden @ weights["answering"] + weights["answering_bias"])
        error -= _DOUBT / error.shape[1]
        error[np.arange(len(right)), right] -= 1 - _DOUBT
        error /= len(right)
        back = ((error @ weights["answering"].T) * kept * (sums > 0)).astype(np.float32)
        slope = inputs.T @ back
        self._slopes["reading"][shown] += (slope**2).mean(axis=1)
        rate = step / np.sqrt(self._slopes["reading"][shown])
        weights["reading"][shown] -= rate[:, None] * slope
        self._step("reading_bias", back.sum(axis=0), step)
        self._step("answering", hidden.T @ error, step)
        self._step("answering_bias", error.sum(axis=0), step)

    def _partly_hidden(self, rows: csr_matrix) -> tuple[np.ndarray, csr_matrix]:
        """(the features in `rows`, `rows` with these as columns, most values set to zero)."""
        shown, columns = np.unique(rows.indices, return_inverse=True)
        seen = self.chance.random(len(rows.data)) >= _UNSEEN_FEATURES
        values = (rows.data * seen / (1 - _UNSEEN_FEATURES)).astype(np.float32)
        return shown, csr_matrix((values, columns, rows.indptr), (rows.shape[0], len(shown)))

    def _step(self, name: str, slope: np.ndarray, step: float) -> None:
        self._slopes[name] += slope**2
        self.weights[name] -= (step * slope / np.sqrt(self._slopes[name])).astype(np.float32)
