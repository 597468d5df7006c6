"""Classifiers compared on the same lines: `python -m evaluation.candidates`, from nlu/.

Each learns the intents of all training lines from the same features, unless its name says
otherwise, and answers the held-out lines. Milliseconds and seconds are processor time; a
message's include reading it. Stock Rasa is compared by `make bench ONLY=language`.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from components.concepts import ConceptLexicon
from components.features import Blocks, FeatureSpace, blocks_of
from components.fingerprint import LOOKUPS
from components.intents import OUT_OF_SCOPE, IntentJudge
from components.linear import LinearHead
from components.network import Network, softmax
from components.vectors import SIZE, WordVectors
from components.words import words_of
from scipy.sparse import csr_matrix
from sklearn.metrics import roc_auc_score
from sklearn.naive_bayes import ComplementNB

from evaluation.lessons import VARIETIES, lessons
from evaluation.lines import Line, read_lines

HERE = Path(__file__).parent
_SELDOM = 2
_LETTERS_AND_WORDS = 2

Chances = Callable[[csr_matrix], np.ndarray]


class Candidate(NamedTuple):
    """A way to learn intents: what it sees (blocks of features), how it is fitted.

    `fit` returns the chances it gives, its answers, and the MB of its numbers.
    """

    name: str
    blocks: slice
    fit: Callable[[csr_matrix, list[str]], tuple[Chances, list[str], float]]


def margin(rows: csr_matrix, intents: list[str]) -> tuple[Chances, list[str], float]:
    """A linear support vector machine."""
    head = LinearHead.fit_margin(rows, intents)
    return lambda new: softmax(4 * head.scores(new)), head.answers, _megabytes(head.weights)


def logistic(rows: csr_matrix, intents: list[str]) -> tuple[Chances, list[str], float]:
    """A logistic regression, one against the rest."""
    head = LinearHead.fit_logistic(rows, intents)
    return lambda new: softmax(head.scores(new)), head.answers, _megabytes(head.weights)


def margin_by_names(rows: csr_matrix, intents: list[str]) -> tuple[Chances, list[str], float]:
    """A linear support vector machine that does not know where words point."""
    chances, answers, size = margin(_named(rows), intents)
    return lambda new: chances(_named(new)), answers, size


def counting(rows: csr_matrix, intents: list[str]) -> tuple[Chances, list[str], float]:
    """Complement naive Bayes, which knows counts only."""
    model = ComplementNB().fit(_named(rows), intents)
    answers, size = list(model.classes_), _megabytes(model.feature_log_prob_)
    return lambda new: model.predict_proba(_named(new)), answers, size


def _named(rows: csr_matrix) -> csr_matrix:
    """Without the columns of the words' direction."""
    return rows[:, :-SIZE]


def network(rows: csr_matrix, intents: list[str]) -> tuple[Chances, list[str], float]:
    """The network by itself."""
    answers = sorted(set(intents))
    model = Network.fit(rows, np.searchsorted(answers, intents), len(answers))

    def chances(new: csr_matrix) -> np.ndarray:
        return np.array([model.probabilities_of_one(*part) for part in _one_by_one(new)])

    return chances, answers, _megabytes(model.reading)


def both(rows: csr_matrix, intents: list[str]) -> tuple[Chances, list[str], float]:
    """What is in use: margin and network together."""
    judge = IntentJudge.fit(rows, intents, few=False)
    size = _megabytes(judge.margin.weights) + _megabytes(judge.network.reading)

    def chances(new: csr_matrix) -> np.ndarray:
        one_by_one = _one_by_one(new)
        return np.array([judge.probabilities(*part, leaning={}) for part in one_by_one])

    return chances, judge.answers, size


def _one_by_one(rows: csr_matrix) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    for start, end in pairwise(rows.indptr):
        yield rows.indices[start:end], rows.data[start:end]


CANDIDATES = (
    Candidate("naive Bayes", slice(None), counting),
    Candidate("linear SVM, letters and words only", slice(_LETTERS_AND_WORDS), margin_by_names),
    Candidate("linear SVM without word vectors", slice(None), margin_by_names),
    Candidate("logistic regression", slice(None), logistic),
    Candidate("linear SVM", slice(None), margin),
    Candidate("network", slice(None), network),
    Candidate("linear SVM and network", slice(None), both),
)


def row(candidate: Candidate, taught: list[Line], ordinary: list[Line], hard: list[Line]) -> str:
    """The table's row of one candidate."""
    lexicon = ConceptLexicon(LOOKUPS / "concepts.tsv")

    def blocks(line: Line) -> Blocks:
        # What is not seen stays in its place, empty.
        every = blocks_of([word.folded for word in words_of(line.text)], lexicon)
        seen = every[candidate.blocks]
        return (*seen, *([] for _ in every[len(seen) :]))

    began = time.process_time()
    space = FeatureSpace.fit([blocks(line) for line in taught], _SELDOM, WordVectors())
    rows = space.matrix(blocks(line) for line in taught)
    chances, answers, size = candidate.fit(rows, [line.intent for line in taught])
    training = time.process_time() - began
    took, given = [], []
    for line in [*ordinary, *hard]:
        began = time.process_time()
        given.append(chances(space.matrix([blocks(line)]))[0])
        took.append((time.process_time() - began) * 1000)
    milliseconds = statistics.median(took)
    figures = _figures(np.array(given), answers, ordinary, hard)
    costs = f"{milliseconds:.1f} | {size:.0f} | {training:.0f}"
    return f"| {candidate.name} | {' | '.join(f'{figure:.3f}' for figure in figures)} | {costs} |"


def _figures(
    given: np.ndarray, answers: list[str], ordinary: list[Line], hard: list[Line]
) -> list[float]:
    lines = [*ordinary, *hard]
    right = np.array(
        [answers[best] == line.intent for best, line in zip(given.argmax(1), lines, strict=True)]
    )
    plain = np.arange(len(lines)) < len(ordinary)
    stranger = np.array([line.intent == OUT_OF_SCOPE for line in lines])
    place = answers.index(OUT_OF_SCOPE)
    varieties = np.array([line.variety.replace("-", "_") for line in lines])
    chance_of_stranger = np.log(given[:, place] + 1e-9) - np.log(
        np.delete(given, place, 1).max(1) + 1e-9
    )
    return [
        right[plain].mean(),
        *(right[plain & (varieties == variety)].mean() for variety in VARIETIES),
        right[~plain].mean(),
        roc_auc_score(stranger, chance_of_stranger),
    ]


def _megabytes(numbers: np.ndarray) -> float:
    return float(numbers.nbytes / 1e6)


def main() -> int:
    """Print the table in Markdown, a row as soon as it is known."""
    taught = lessons()
    ordinary, hard = (read_lines(HERE / f"{part}.jsonl") for part in ("ordinary", "hard"))
    print(
        "| classifier | ordinary | hi | hi-Latn | en | mixed | hard | strangers, AUROC | ", end=""
    )
    print("CPU ms | MB | training, CPU s |\n|" + "---|" * 11, flush=True)
    for candidate in CANDIDATES:
        print(row(candidate, taught, ordinary, hard), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
