"""Linear answers to a question about a message: small, and microseconds a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from components.network import softmax

_SEED = 7
#: scikit-learn's C of each kind: the best of 0.1 to 1 and of 3 to 100 on lines not trained on.
_MARGIN, _LOGISTIC = 0.5, 30.0


@dataclass(frozen=True)
class LinearHead:
    """One question about a message and its possible answers.

    `weights` is (features, answers), `bias` is (answers,), both float32.
    """

    answers: list[str]
    weights: np.ndarray
    bias: np.ndarray

    def scores(self, rows: csr_matrix) -> np.ndarray:
        """How much speaks for each answer, (rows, answers)."""
        return rows @ self.weights + self.bias

    def scores_of_one(self, indices: np.ndarray, values: np.ndarray) -> np.ndarray:
        """The same for one message given as a sparse row, (answers,)."""
        # Not `@`: for so few rows the threads of BLAS cost more than they save.
        return self.bias + np.einsum("i,ij->j", values, self.weights[indices])

    def probabilities_of_one(self, indices: np.ndarray, values: np.ndarray) -> np.ndarray:
        """The chance of each answer for a message given as a sparse row."""
        return softmax(self.scores_of_one(indices, values))

    @classmethod
    def fit_margin(cls, rows: csr_matrix, answers: list[str]) -> LinearHead:
        """A support vector machine, one against the rest. Needs two answers."""
        return cls._of(LinearSVC(C=_MARGIN, random_state=_SEED).fit(rows, answers))

    @classmethod
    def fit_logistic(cls, rows: csr_matrix, answers: list[str]) -> LinearHead:
        """A logistic regression, one against the rest. Needs two answers."""
        # liblinear: as accurate here as the multinomial solvers, at a fifth of their time.
        model = LogisticRegression(C=_LOGISTIC, solver="liblinear", random_state=_SEED)
        return cls._of(model.fit(rows, answers))

    @classmethod
    def _of(cls, model: LinearSVC | LogisticRegression) -> LinearHead:
        weights, bias = model.coef_, model.intercept_
        if len(model.classes_) == 2:
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        weights = np.ascontiguousarray(weights.T, dtype=np.float32)
        return cls([str(answer) for answer in model.classes_], weights, bias.astype(np.float32))

    def arrays(self, name: str) -> dict[str, Any]:
        """What `numpy.savez` keeps of this head, under names that begin with `name`."""
        return {
            f"{name}.answers": np.array(self.answers),
            f"{name}.weights": self.weights,
            f"{name}.bias": self.bias,
        }

    @classmethod
    def from_arrays(cls, name: str, arrays: Any) -> LinearHead:
        """The head that `arrays` kept under `name`; KeyError if there is none."""
        answers = [str(answer) for answer in arrays[f"{name}.answers"]]
        return cls(answers, arrays[f"{name}.weights"], arrays[f"{name}.bias"])
