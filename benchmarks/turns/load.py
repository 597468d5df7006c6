"""People who talk to one side, one after the other or several at once, by the clock."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from benchmarks.turns.people import Person, Talk
from launch.chat_api import Turn


class Side(Protocol):
    """The product, or stock Rasa with what it needs."""

    def pids(self) -> dict[str, int]:
        """The process id of each part."""
        ...

    def open(self) -> Talk:
        """A new conversation."""
        ...


@dataclass(frozen=True)
class End:
    """How a conversation ended: the last answer, after so many turns."""

    person: Person
    answer: Turn
    turns: int


@dataclass
class Heard:
    """What a run brought: waiting times in seconds, and how each conversation ended."""

    waits: list[float] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def turns_per_second(self) -> float:
        """How fast turns were answered, by the clock on the wall."""
        return len(self.waits) / self.seconds


@dataclass
class Timed:
    """A conversation that notes how long each answer took, and keeps to a pace."""

    talk: Talk
    pause: Callable[[], None]
    waits: list[float] = field(default_factory=list)

    def say(self, words: str) -> Turn:
        """Wait for one's time, then say `words` and note the wait for the answer."""
        self.pause()
        began = time.perf_counter()
        turn = self.talk.say(words)
        self.waits.append(time.perf_counter() - began)
        return turn

    def close(self) -> None:
        """Give the connection back."""
        self.talk.close()


class Pace:
    """Turns begin at most so often, over all people: `turns_per_second`, 0 for at once."""

    def __init__(self, turns_per_second: float = 0.0) -> None:
        self._gap = 1 / turns_per_second if turns_per_second else 0.0
        self._next = time.perf_counter()
        self._lock = threading.Lock()

    def __call__(self) -> None:
        """Return when the next turn may begin."""
        if not self._gap:
            return
        with self._lock:
            mine = max(self._next, time.perf_counter())
            self._next = mine + self._gap
        time.sleep(max(0.0, mine - time.perf_counter()))


def talk(
    side: Side, people: Iterator[Person], conversations: int, *, at_once: int = 1, pace: float = 0.0
) -> Heard:
    """Let so many people talk to the end, `at_once` of them at a time.

    Raises what a conversation raises, ConversationStuck among them.
    """
    heard, wrong, line = Heard(), list[Exception](), threading.Lock()
    waiting = [next(people) for _ in range(conversations)][::-1]
    pause = Pace(pace)

    def one_after_the_other() -> None:
        while not wrong:
            with line:
                if not waiting:
                    return
                person = waiting.pop()
            try:
                _conversation(side, person, heard, pause)
            except Exception as error:  # raised below, in the caller's thread
                wrong.append(error)

    began = time.perf_counter()
    threads = [threading.Thread(target=one_after_the_other) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    heard.seconds = time.perf_counter() - began
    if wrong:
        raise wrong[0]
    return heard


def _conversation(side: Side, person: Person, heard: Heard, pause: Callable[[], None]) -> None:
    timed = Timed(side.open(), pause)
    try:
        heard.ends.append(End(person, person.talk(timed), len(timed.waits)))
    finally:
        timed.close()
        heard.waits.extend(timed.waits)
