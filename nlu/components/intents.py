"""What the person wants: two judges over the same features, and how sure they are together.

A margin classifier and a small network err on different messages. What their word is worth
is learnt from lines held out, so that a confidence of 0.7 is right seven times in ten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.model_selection import train_test_split

from components.linear import LinearHead
from components.network import Network, softmax

OUT_OF_SCOPE = "out_of_scope"
HAZARD = "report_hazard"
_HELD_OUT, _SEED = 0.2, 7
_SHARPNESS = np.geomspace(0.25, 16.0, 37)
# For fewer lines than can be held out: sharp enough to tell sure from unsure.
_UNTRIED = (4.0, 1.0)
_LEAST = 1e-9
# The network's part in the mean; with few lines it learns less well than the margin does.
_SHARE, _SHARE_OF_FEW = 0.5, 0.25


@dataclass(frozen=True)
class IntentJudge:
    """Both judges; `sharpness` of the margin classifier and of the mean of the two, in which
    the network has `share`."""

    margin: LinearHead
    network: Network
    sharpness: tuple[float, float]
    share: float

    @property
    def answers(self) -> list[str]:
        """The intents, in the order of the chances."""
        return self.margin.answers

    def probabilities(
        self, indices: np.ndarray, values: np.ndarray, leaning: Mapping[str, float]
    ) -> np.ndarray:
        """The chance of each intent for a message given as a sparse row, (answers,).

        `leaning` is added to the log-odds of the intents that it names.
        """
        both = _mean(
            self.margin.scores_of_one(indices, values) * self.sharpness[0],
            self.network.probabilities_of_one(indices, values),
            self.share,
        )
        scores = np.log(both) * self.sharpness[1]
        for intent, odds in leaning.items():
            if intent in self.answers:
                scores[self.answers.index(intent)] += odds
        return softmax(scores)

    @classmethod
    def fit(cls, rows: csr_matrix, intents: list[str], few: bool) -> IntentJudge:
        """Train on `rows`, which may be `few`, and the intent of each. Needs two intents."""
        share = _SHARE_OF_FEW if few else _SHARE
        margin, network = _judges(rows, intents)
        return cls(margin, network, _sharpness(rows, intents, share), share)

    def arrays(self) -> dict[str, Any]:
        """What `numpy.savez` keeps of this judge."""
        kept = {**self.margin.arrays("intent"), **self.network.arrays("intent")}
        return {**kept, "intent.mixing": np.array([*self.sharpness, self.share])}

    @classmethod
    def from_arrays(cls, arrays: Any) -> IntentJudge:
        """The judge that `arrays` kept; KeyError if there is none."""
        margin, both, share = map(float, arrays["intent.mixing"])
        network = Network.from_arrays("intent", arrays)
        return cls(LinearHead.from_arrays("intent", arrays), network, (margin, both), share)


def _judges(rows: csr_matrix, intents: list[str]) -> tuple[LinearHead, Network]:
    margin = LinearHead.fit_margin(rows, intents)
    right = np.searchsorted(margin.answers, intents)
    return margin, Network.fit(rows, right, len(margin.answers))


def _mean(margin: np.ndarray, network: np.ndarray, share: float) -> np.ndarray:
    return np.maximum((1 - share) * softmax(margin) + share * network, _LEAST)


def _sharpness(rows: csr_matrix, intents: list[str], share: float) -> tuple[float, float]:
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
    both = np.log(_mean(scores * margin, chances, share))
    return margin, _least_surprising(lambda by: both * by, right)


def _least_surprising(scores: Callable[[float], np.ndarray], right: np.ndarray) -> float:
    """The sharpness that gives the right answers the highest chances altogether."""

    def surprise(sharpness: float) -> float:
        chances = softmax(scores(sharpness))[np.arange(len(right)), right]
        return float(-np.log(np.maximum(chances, _LEAST)).mean())

    return float(min(_SHARPNESS, key=surprise))
