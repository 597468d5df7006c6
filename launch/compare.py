"""Compares what happened with what a conversation file states; each difference is a sentence."""

from collections.abc import Iterator
from typing import Any

from launch.chat_api import Turn
from launch.conversation import Step

Names = dict[str, str]


def with_names(text: str, names: Names) -> str:
    """`text` with each remembered {name} replaced; other braces belong to payloads and stay."""
    for name, value in names.items():
        text = text.replace("{" + name + "}", value)
    return text


def of_turn(step: Step, turn: Turn, names: Names) -> list[str]:
    """What of the answer is not as the step states it."""
    if turn.status != step.status:
        return [f"expected status {step.status}, got {turn.status}: {turn.text}"]
    complaints = [*_of_words(step, turn, names), *_of_references(step, turn)]
    if step.states_expects and turn.expects != step.expects:
        complaints.append(f"expected to be asked for {step.expects}, got {turn.expects}")
    if step.language is not None and turn.language != step.language:
        complaints.append(f"expected language {step.language}, got {turn.language}")
    if complaints:
        complaints[-1] += f"; the answer was: {turn.text}"
    return complaints


def _of_words(step: Step, turn: Turn, names: Names) -> Iterator[str]:
    text = turn.text.casefold()
    payloads = [button.payload for button in turn.buttons]
    for part in (with_names(part, names) for part in step.contains):
        if part.casefold() not in text:
            yield f'expected the answer to contain "{part}"'
    for part in (with_names(part, names) for part in step.lacks):
        if part.casefold() in text:
            yield f'expected the answer not to contain "{part}"'
    for part in step.buttons:
        if not any(part in payload for payload in payloads):
            yield f'expected a button "{part}" among {payloads}'


def _of_references(step: Step, turn: Turn) -> Iterator[str]:
    prefixes = [reference.split("-")[0] for reference in turn.references]
    if step.references is not None and prefixes != step.references:
        yield f"expected references {step.references}, got {turn.references}"
    for name, at in step.remember.items():
        if at >= len(turn.references):
            yield f"there is no reference {at} to remember as {name}"


def of_record(wanted: dict[str, Any], held: dict[str, Any] | None) -> list[str]:
    """What of the record that the backend holds is not as `wanted` states it."""
    number = wanted["number"]
    if held is None:
        return [f"the backend holds no record {number}"]
    return [
        f"record {number}: expected {name} {value!r}, the backend holds {held.get(name)!r}"
        for name, value in wanted.items()
        if not _same(held.get(name), value)
    ]


def _same(held: Any, wanted: Any) -> bool:
    # A backend may give a decimal number as text, so that it stays exact.
    if isinstance(wanted, int | float) and isinstance(held, str):
        try:
            return float(held) == float(wanted)
        except ValueError:
            return False
    return bool(held == wanted)
