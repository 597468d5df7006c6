"""The people of a run: each has numbers of their own and one errand to the end."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import yaml

from benchmarks.turns.errors import ConversationStuck
from launch.chat_api import Turn

CONVERSATIONS = Path(__file__).parent / "conversations.yml"
MOST_TURNS = 20
FIRST_MOBILE = 9_415_000_000
FIRST_ACCOUNT = 7_150_000_000
FIRST_TICKET = 910_000


class Talk(Protocol):
    """A conversation with either side."""

    def say(self, words: str) -> Turn:
        """What comes back on `words`."""
        ...

    def close(self) -> None:
        """Give the connection back."""
        ...


@dataclass(frozen=True)
class Script:
    """One conversation of `conversations.yml`."""

    errand: str
    variety: str
    opening: str
    answers: dict[str, str]
    record: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Person:
    """Somebody with a script, and numbers that nobody else has."""

    script: Script
    number: int

    @property
    def names(self) -> dict[str, str]:
        """What stands for the placeholders of the script."""
        return {
            "mobile": str(FIRST_MOBILE + self.number),
            "account": str(FIRST_ACCOUNT + self.number),
            "ticket": ticket_number(self.number),
        }

    @property
    def record(self) -> dict[str, Any]:
        """What the backend must hold of this person in the end; empty where nothing is made."""
        return {
            name: value.format(**self.names) if isinstance(value, str) else value
            for name, value in self.script.record.items()
        }

    def __str__(self) -> str:
        return f"{self.script.errand} in {self.script.variety}, person {self.number}"

    def talk(self, talk: Talk) -> Turn:
        """Say everything until nothing more is asked; the last answer.

        Raises ConversationStuck when a question has no answer, or there is no end.
        """
        turn = talk.say(self.script.opening)
        for _ in range(MOST_TURNS):
            if not turn.expects:
                return self._at_the_end(turn)
            if turn.expects not in self.script.answers:
                break
            turn = talk.say(self.script.answers[turn.expects].format(**self.names))
        raise ConversationStuck(f"{self}: asked for {turn.expects}: {turn.text}")

    def _at_the_end(self, turn: Turn) -> Turn:
        done = turn.references if self.script.record else self.names["ticket"] in turn.text
        if not done:
            raise ConversationStuck(f"{self}: ended without its number: {turn.text}")
        return turn


def ticket_number(number: int) -> str:
    """The ticket that person `number` asks about."""
    return f"FLT-2026-{FIRST_TICKET + number:06d}"


@cache
def scripts() -> tuple[Script, ...]:
    """The conversations, an errand's varieties one after the other."""
    return tuple(Script(**one) for one in yaml.safe_load(CONVERSATIONS.read_text("utf-8")))


def crowd() -> Iterator[Person]:
    """People without end, through all conversations again and again."""
    listed = scripts()
    for number in count():
        yield Person(listed[number % len(listed)], number)


def sample(path: Path, people: int) -> Path:
    """Write the accounts and tickets of the first `people`, for both sides' backends."""
    together = {
        "accounts": [
            {
                "account_number": str(FIRST_ACCOUNT + number),
                "name": f"Consumer {number}",
                "category": "domestic",
                "load_kw": 2,
                "locality": "Kalyanpur",
                "bill_amount": 2340,
                "connection_status": "active",
            }
            for number in range(people)
        ],
        "tickets": [
            {
                "ticket_number": ticket_number(number),
                "kind": "fault",
                "subtype": "low_voltage",
                "status": "assigned",
                "mobile_number": str(FIRST_MOBILE + number),
                "locality": "Kalyanpur",
            }
            for number in range(people)
        ],
    }
    path.write_text(json.dumps(together), encoding="utf-8")
    return path
