"""How large a fault run is. Everything that is left to chance follows from the seed."""

import random
from dataclasses import dataclass

#: Two for a complaint in two messages, one for a complaint in one.
COMPLAINT_MESSAGES = 3
COMPLAINTS = 2


@dataclass(frozen=True)
class Plan:
    """What one run does.

    `messages`: of each person, more than COMPLAINT_MESSAGES. `kills`: of each part. `at_once`:
    people who write at the same time. `several`: two gateways on PostgreSQL with Redis instead
    of one on SQLite; `redis_dies`: Redis is killed in the middle and comes back later.
    `doubled` and `reordered` are shares of all deliveries of a message.
    """

    people: int
    messages: int
    kills: int
    at_once: int
    several: bool = False
    redis_dies: bool = False
    seed: int = 2026
    doubled: float = 0.2
    reordered: float = 0.1
    most_in_a_batch: int = 50

    def chance(self, of: str) -> random.Random:
        """What is left to chance in one part of the run, the same in every run of this seed."""
        return random.Random(f"{self.seed}/{of}")  # noqa: S311 (nothing secret)

    @property
    def late(self) -> float:
        """How likely a message that may come late does, so that `reordered` of all do."""
        return self.reordered * self.messages / (self.messages - COMPLAINT_MESSAGES)

    @property
    def all_messages(self) -> int:
        """Of all people together."""
        return self.people * self.messages


#: 8,500 messages in more than 10,000 deliveries, each fifth of them a repetition.
WHOLE = Plan(people=500, messages=17, kills=20, at_once=60)
