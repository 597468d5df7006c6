"""Whole fault reports through the running product: processor time, waiting time, memory."""

import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.result import Result
from launch.chat_api import Chat, Turn
from launch.errors import LaunchError
from launch.stack import Stack

CONVERSATIONS = 30
WARM_UP = 3
MOST_TURNS = 12
OPENING = "light nahi aa rahi kal raat se, barra 6"
FIRST_MOBILE = 9_415_000_000


class ConversationStuck(LaunchError):
    """A fault report did not come to its ticket, so there is nothing worth measuring."""


@dataclass
class Clock:
    """The waiting times of the turns in seconds."""

    turns: list[float] = field(default_factory=list)

    def timed(self, chat: Chat, words: str) -> Turn:
        """Say `words` and note how long the answer took."""
        began = time.perf_counter()
        turn = chat.say(words)
        self.turns.append(time.perf_counter() - began)
        return turn


def measure() -> Result:
    """Start a product of its own, report faults, and see what that took.

    Figures: turns a second of processor time over all parts, milliseconds of processor time a
    turn for each part, milliseconds that a person waits (median, 95th percentile), and MiB of
    resident memory for each part. Raises LaunchError.
    """
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder, Stack(Path(folder)) as stack:
        for number in range(WARM_UP):
            _report_fault(stack.url, number, Clock())
        before = _processor_seconds(stack)
        for number in range(WARM_UP, WARM_UP + CONVERSATIONS):
            _report_fault(stack.url, number, clock)
        after = _processor_seconds(stack)
        memory = _memory(stack)
    spent = {part: after[part] - before[part] for part in after}
    turns = len(clock.turns)
    waiting = statistics.quantiles(clock.turns, n=20)
    return Result(
        name="turns",
        figures={
            "turns": turns,
            "turns_per_cpu_second": turns / sum(spent.values()),
            "p50_ms": statistics.median(clock.turns) * 1000,
            "p95_ms": waiting[-1] * 1000,
            **{f"cpu_ms_per_turn_{part}": spent[part] / turns * 1000 for part in spent},
            **{f"memory_mib_{part}": memory[part] for part in memory},
        },
    )


def _report_fault(url: str, number: int, clock: Clock) -> None:
    answers = {"mobile_number": str(FIRST_MOBILE + number)}
    chat = Chat(url)
    try:
        turn = clock.timed(chat, OPENING)
        for _ in range(MOST_TURNS):
            if turn.references:
                return
            turn = clock.timed(chat, _answer(turn, answers))
        raise ConversationStuck(f"no ticket after {MOST_TURNS} turns; last answer: {turn.text}")
    finally:
        chat.close()


def _answer(turn: Turn, answers: dict[str, str]) -> str:
    """What a person would say next: the answer asked for, else the first choice offered."""
    if turn.expects in answers:
        return answers[turn.expects]
    if turn.buttons:
        return turn.buttons[0].title
    raise ConversationStuck(f"asked for {turn.expects}, with status {turn.status}: {turn.text}")


def _trees(stack: Stack) -> dict[str, list[psutil.Process]]:
    roots = {part: psutil.Process(pid) for part, pid in stack.pids().items()}
    return {part: [root, *root.children(recursive=True)] for part, root in roots.items()}


def _processor_seconds(stack: Stack) -> dict[str, float]:
    return {
        part: sum(sum(process.cpu_times()[:2]) for process in tree)
        for part, tree in _trees(stack).items()
    }


def _memory(stack: Stack) -> dict[str, float]:
    return {
        part: sum(process.memory_info().rss for process in tree) / 2**20
        for part, tree in _trees(stack).items()
    }
