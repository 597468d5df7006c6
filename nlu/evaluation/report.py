"""How far a confidence holds, which intents are mixed up, what is gained by more lines.

`python -m evaluation.report [--curve]`, from nlu/: reads the held-out lines with the model in
place, prints Markdown for the model card and draws `evaluation/reliability.svg`. `--curve`
trains judges on parts of the training lines, too (about three minutes).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from components.concepts import ConceptLexicon
from components.features import Blocks, FeatureSpace, blocks_of
from components.fingerprint import LOOKUPS
from components.intents import IntentJudge
from components.vectors import WordVectors
from components.words import words_of

from evaluation.lessons import even_share, lessons
from evaluation.lines import Line, read_lines
from evaluation.model import REFUSED, LanguageModel, Understood
from evaluation.plot import reliability_plot

HERE = Path(__file__).parent
MODEL = HERE.parent / "models" / "bijli.tar.gz"
PLOT = HERE / "reliability.svg"
EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.0)
THRESHOLDS = (0.3, 0.5, 0.6, 0.65, 0.7, 0.8)
PARTS = (0.1, 0.25, 0.5, 1.0)
_SELDOM = 2
_WORST = 10

Pairs = list[tuple[Line, Understood]]


class Bin(NamedTuple):
    """Messages answered with a confidence between two edges: how many, mean, share right."""

    count: int
    confidence: float
    right: float


def bins(pairs: Pairs) -> list[Bin]:
    """One for each stretch between `EDGES` that any message fell into."""
    found = []
    for low, high in pairwise(EDGES):
        # The last stretch keeps those that are as sure as can be.
        inside = [pair for pair in pairs if low <= pair[1].confidence < (high if high < 1 else 2)]
        if inside:
            sure = float(np.mean([answer.confidence for _, answer in inside]))
            found.append(Bin(len(inside), sure, _share_right(inside)))
    return found


def tiers(pairs: Pairs) -> str:
    """For each threshold: what is acted upon at once, how often rightly, what is asked back."""
    head = "| act from | acted upon | of these right | acted upon wrongly, of all |"
    rows = [head, "|---|---|---|---|"]
    for threshold in THRESHOLDS:
        acted = [pair for pair in pairs if pair[1].confidence >= threshold]
        wrong = sum(line.intent != answer.intent for line, answer in acted)
        shares = len(acted) / len(pairs), _share_right(acted), wrong / len(pairs)
        rows.append(f"| {threshold} | {' | '.join(f'{share:.3f}' for share in shares)} |")
    return "\n".join(rows)


def confusions(pairs: Pairs) -> str:
    """The pairs of intents that are mixed up most often, the commonest first."""
    mixed = Counter(
        (line.intent, answer.intent) for line, answer in pairs if line.intent != answer.intent
    )
    rows = ["| meant | understood | lines |", "|---|---|---|"]
    rows += [f"| {a} | {b} | {count} |" for (a, b), count in mixed.most_common(_WORST)]
    return "\n".join(rows)


def learning_curve(tested: dict[str, list[Line]]) -> str:
    """Accuracy of judges taught with parts of the training lines."""
    taught = lessons()
    rows = [f"| lines | {' | '.join(tested)} |", "|---|" + "---|" * len(tested)]
    for part in PARTS:
        some = even_share(taught, round(part * len(taught))) if part < 1 else taught
        rows.append(f"| {len(some)} | {' | '.join(_accuracies(some, tested))} |")
    return "\n".join(rows)


def _accuracies(taught: list[Line], tested: dict[str, list[Line]]) -> list[str]:
    lexicon = ConceptLexicon(LOOKUPS / "concepts.tsv")

    def seen(lines: Sequence[Line]) -> list[Blocks]:
        return [blocks_of([word.folded for word in words_of(line.text)], lexicon) for line in lines]

    blocks = seen(taught)
    space = FeatureSpace.fit(blocks, _SELDOM, WordVectors())
    judge = IntentJudge.fit(space.matrix(blocks), [line.intent for line in taught], few=False)
    shares = []
    for lines in tested.values():
        rights = [
            judge.answers[int(judge.probabilities(*space.vector(one), {}).argmax())] == line.intent
            for line, one in zip(lines, seen(lines), strict=True)
        ]
        shares.append(f"{np.mean(rights):.3f}")
    return shares


def _share_right(pairs: Pairs) -> float:
    return float(np.mean([line.intent == answer.intent for line, answer in pairs] or [0.0]))


def main(arguments: list[str]) -> int:
    """Print the tables and draw the plot; 0 when done."""
    parser = argparse.ArgumentParser(description="Tables for the model card")
    parser.add_argument("--curve", action="store_true", help="the learning curve, too")
    wanted = parser.parse_args(arguments)
    tested = {part: read_lines(HERE / f"{part}.jsonl") for part in ("ordinary", "hard")}
    model = LanguageModel(MODEL)
    read: dict[str, Pairs] = {
        part: [(line, model.read(line.text)) for line in lines] for part, lines in tested.items()
    }
    curves = {part: bins(pairs) for part, pairs in read.items()}
    PLOT.write_text(reliability_plot(curves), encoding="utf-8")
    for part, pairs in read.items():
        print(f"\n{part}: {len(pairs)} lines; refused: {_refused(pairs)}")
        print("\n| confidence | lines | right |\n|---|---|---|")
        for one in curves[part]:
            print(f"| {one.confidence:.2f} | {one.count} | {one.right:.3f} |")
        print(f"\n{tiers(pairs)}\n\n{confusions(pairs)}")
    if wanted.curve:
        print(f"\n{learning_curve(tested)}")
    return 0


def _refused(pairs: Pairs) -> int:
    return sum(answer.intent == REFUSED for _, answer in pairs)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
