"""The figures of an evaluation, in the form that other programs read."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from evaluation.lines import Line, Mark
from evaluation.model import REFUSED, Understood

HAZARD = "report_hazard"
# Of these only the value counts: which words say it is of no use to anyone.
BY_VALUE = frozenset({"fault_type", "billing_issue", "connection_category"})


def scores(lines: Sequence[Line], answers: Sequence[Understood]) -> dict[str, Any]:
    """All figures for `lines` and the model's `answers`, which stand in the same order.

    A share of nothing (the recall of an intent that no line has) is None.
    """
    pairs = list(zip(lines, answers, strict=True))
    entity_counts = _entity_counts(pairs)
    return {
        "n": len(pairs),
        "intent_accuracy": _accuracy(pairs),
        "by_variety": {
            variety: _accuracy([pair for pair in pairs if pair[0].variety == variety])
            for variety in sorted({line.variety for line in lines})
        },
        "by_intent": _by_intent(pairs),
        "entity_f1": _figures(_total(entity_counts.values()))["f1"],
        "by_entity": {name: _figures(counts) for name, counts in sorted(entity_counts.items())},
        "oos": {
            "recall": _share_predicted(pairs, REFUSED, {REFUSED}),
            "false_rejection": _share_predicted(
                pairs, REFUSED, {line.intent for line in lines} - {REFUSED}
            ),
        },
        "hazard_recall": _share_predicted(pairs, HAZARD, {HAZARD}),
        "ms_per_message": _milliseconds(answers),
        "errors": [_error(line, answer) for line, answer in pairs if line.intent != answer.intent],
    }


Pairs = list[tuple[Line, Understood]]


def _accuracy(pairs: Pairs) -> float | None:
    if not pairs:
        return None
    return _rounded(sum(line.intent == answer.intent for line, answer in pairs) / len(pairs))


def _share_predicted(pairs: Pairs, predicted: str, among: set[str]) -> float | None:
    chosen = [answer.intent == predicted for line, answer in pairs if line.intent in among]
    return _rounded(sum(chosen) / len(chosen)) if chosen else None


def _by_intent(pairs: Pairs) -> dict[str, dict[str, float | None]]:
    counts: dict[str, Counter[str]] = {}
    for line, answer in pairs:
        right = line.intent == answer.intent
        counts.setdefault(line.intent, Counter())["right" if right else "missed"] += 1
        if not right:
            counts.setdefault(answer.intent, Counter())["wrong"] += 1
    return {intent: _figures(count) for intent, count in sorted(counts.items())}


def _entity_counts(pairs: Pairs) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for line, answer in pairs:
        said = Counter(_key(mark) for mark in line.marks)
        found = Counter(_key(mark) for mark in answer.marks)
        for kind, keys in (
            ("right", said & found),
            ("missed", said - found),
            ("wrong", found - said),
        ):
            for key, number in keys.items():
                counts.setdefault(key[0], Counter())[kind] += number
    return counts


def _key(mark: Mark) -> tuple[Any, ...]:
    if mark.entity in BY_VALUE:
        return mark.entity, str(mark.value)
    return mark.entity, mark.start, mark.end


def _total(counts: Iterable[Counter[str]]) -> Counter[str]:
    return sum(counts, Counter())


def _figures(counts: Counter[str]) -> dict[str, float | None]:
    right, missed, wrong = counts["right"], counts["missed"], counts["wrong"]
    return {
        "precision": _rounded(right / (right + wrong)) if right + wrong else None,
        "recall": _rounded(right / (right + missed)) if right + missed else None,
        "f1": _rounded(2 * right / (2 * right + missed + wrong)) if counts else None,
    }


def _milliseconds(answers: Sequence[Understood]) -> dict[str, float]:
    taken = sorted(answer.milliseconds for answer in answers)
    nearly_all = taken[min(len(taken) - 1, int(len(taken) * 0.95))]
    return {"p50": _rounded(statistics.median(taken)), "p95": _rounded(nearly_all)}


def _error(line: Line, answer: Understood) -> dict[str, Any]:
    return {
        "text": line.text,
        "expected": line.intent,
        "predicted": answer.intent,
        "confidence": _rounded(answer.confidence),
    }


def _rounded(figure: float) -> float:
    return round(figure, 4)
