"""What the person wants: two judges over the same features, and how sure they are together.

A margin classifier and a small network err on different messages. What their word is worth
is learnt from lines held out, so that a confidence of 0.7 is right seven times in ten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.model_selection import train_test_split

from components.linear import LinearHead
from components.network import Network, softmax

OUT_OF_SCOPE = "out_of_scope"
_HELD_OUT, _SEED = 0.2, 7
_SHARPNESS = np.geomspace(0.25, 16.0, 37)
# For fewer lines than can be held out: sharp enough to tell sure from unsure.
_UNTRIED = (4.0, 1.0)
_LEAST = 1e-9


@dataclass(frozen=True)
class IntentJudge:
    """Both judges; `sharpness` of the margin classifier and of the mean of the two."""

    margin: LinearHead
    network: Network
    sharpness: tuple[float, float]

    @property
    def answers(self) -> list[str]:
        """The intents, in the order of the chances."""
        return self.margin.answers

    def probabilities(
        self, indices: np.ndarray, values: np.ndarray, strangers: float
    ) -> np.ndarray:
        """The chance of each intent for a message given as a sparse row, (answers,).

        `strangers` is added to the log-odds of out_of_scope.
        """
        both = _mean(
            self.margin.scores_of_one(indices, values) * self.sharpness[0],
            self.network.probabilities_of_one(indices, values),
        )
        scores = np.log(both) * self.sharpness[1]
        if OUT_OF_SCOPE in self.answers:
            scores[self.answers.index(OUT_OF_SCOPE)] += strangers
        return softmax(scores)

    @classmethod
    def fit(cls, rows: csr_matrix, intents: list[str]) -> IntentJudge:
        """Train on `rows` and the intent of each. Needs two intents."""
        margin, network = _judges(rows, intents)
        return cls(margin, network, _sharpness(rows, intents))

    def arrays(self) -> dict[str, Any]:
        """What `numpy.savez` keeps of this judge."""
        kept = {**self.margin.arrays("intent"), **self.network.arrays("intent")}
        return {**kept, "intent.sharpness": np.array(self.sharpness)}

    @classmethod
    def from_arrays(cls, arrays: Any) -> IntentJudge:
        """The judge that `arrays` kept; KeyError if there is none."""
        margin, both = arrays["intent.sharpness"]
        network = Network.from_arrays("intent", arrays)
        return cls(LinearHead.from_arrays("intent", arrays), network, (float(margin), float(both)))


def _judges(rows: csr_matrix, intents: list[str]) -> tuple[LinearHead, Network]:
    margin = LinearHead.fit_margin(rows, intents)
    right = np.searchsorted(margin.answers, intents)
    return margin, Network.fit(rows, right, len(margin.answers))


def _mean(margin: np.ndarray, network: np.ndarray) -> np.ndarray:
    return np.maximum((softmax(margin) + network) / 2, _LEAST)


def _sharpness(rows: csr_matrix, intents: list[str]) -> tuple[float, float]:
    """Learnt from a fifth of the lines by judges that have seen the others only."""
    if min(intents.count(intent) for intent in set(intents)) < 5:
        return _UNTRIED
    seen, new = train_test_split(
        np.arange(len(intents)), test_size=_HELD_OUT, stratify=intents, random_state=_SEED
    )
    judge, network = _judges(rows[seen], [intents[row] for row in seen])
    right = np.searchsorted(judge.answers, [intents[row] for row in new])
    scores, chances = judge.scores(rows[new]), network.probabilities(rows[new])
    margin = _least_surprising(lambda by: scores * by, right)
    both = np.log(_mean(scores * margin, chances))
    return margin, _least_surprising(lambda by: both * by, right)


def _least_surprising(scores: Callable[[float], np.ndarray], right: np.ndarray) -> float:
    """The sharpness that gives the right answers the highest chances altogether."""

    def surprise(sharpness: float) -> float:
        chances = softmax(scores(sharpness))[np.arange(len(right)), right]
        return float(-np.log(np.maximum(chances, _LEAST)).mean())

    return float(min(_SHARPNESS, key=surprise))
