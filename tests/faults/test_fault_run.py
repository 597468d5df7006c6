"""People write by WhatsApp while the parts of the product are killed: nothing is lost or doubled.

The same run as `make bench ONLY=faults`, with fewer people and fewer kills.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.faults.plan import Plan
from benchmarks.faults.run import run

SMALL = Plan(people=16, messages=9, kills=2, at_once=8)
SEVERAL = replace(SMALL, people=12, kills=1, several=True, redis_dies=True, seed=2027)


@pytest.mark.parametrize("plan", [SMALL, SEVERAL], ids=["sqlite", "two-gateways-and-redis"])
async def test_every_message_is_answered_once_and_every_complaint_is_one_ticket(
    plan: Plan, tmp_path: Path
) -> None:
    """On SQLite with one gateway; on PostgreSQL with two of them while Redis comes and goes."""
    figures = await run(plan, tmp_path, tell=print)

    assert figures["sent"] == figures["answered"] == plan.all_messages
    assert figures["tickets"] == figures["complaints"]
    wrong = {"lost", "doubled", "out_of_order", "tickets_wrong", "wrong_person"}
    wrong |= {"letters_doubled", "letters_out_of_order"}
    assert {name: figures[name] for name in wrong} == dict.fromkeys(wrong, 0)
    assert figures["kills"] == 4 * plan.kills + plan.redis_dies
    assert figures["duplicates"] > 0
    assert figures["reordered"] > 0
