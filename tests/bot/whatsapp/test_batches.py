"""Deliveries as Meta makes them on a bad day: batches, again, and not in order."""

import json
import random
from typing import Any

import pytest

from bot.channels.whatsapp.notices import read_notice
from tests.bot.conftest import on_both_databases
from tests.bot.whatsapp.test_talking import words
from tests.fakes.whatsapp import NUMBER, FakeWhatsApp, deliveries, notice
from tests.fakes.whatsapp.notices import MOST_IN_A_BATCH

PEOPLE = [f"9198765432{number:02}" for number in range(6)]
MESSAGES_EACH = 5


def first_told(batches: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Sender and words of each message in the order in which they first come."""
    told: dict[str, tuple[str, str]] = {}
    for batch in batches:
        for message in batch["entry"][0]["changes"][0]["value"]["messages"]:
            told.setdefault(message["id"], (message["from"], message["text"]["body"]))
    return list(told.values())


@on_both_databases
@pytest.mark.usefixtures("channel")
async def test_every_message_is_answered_once_in_the_order_of_its_coming(
    whatsapp: FakeWhatsApp,
) -> None:
    """A fifth of them come twice, some batches overtake others; nobody hears another's answer."""
    chance = random.Random(4)
    messages = [
        whatsapp.people.words(f"{person[-2:]}.{number}", person)
        for number in range(MESSAGES_EACH)
        for person in PEOPLE
    ]
    batches = deliveries(messages, chance, reordered=0.3, most=12)
    for batch in batches:
        assert (await whatsapp.posts(batch)).status_code == 200
    sent = await whatsapp.has_sent(len(messages))

    told = first_told(batches)
    heard = list(zip([one["to"] for one in sent], words(sent), strict=True))
    for person in PEOPLE:
        mine = [one for one in heard if one[0] == person]
        assert mine == [one for one in told if one[0] == person]


async def test_the_largest_batch_is_read_whole(whatsapp: FakeWhatsApp) -> None:
    """Fifty messages, each in a change of its own, in one delivery."""
    messages = [whatsapp.people.words(str(number)) for number in range(MOST_IN_A_BATCH)]
    batch = notice(*({"messages": [message]} for message in messages))
    found = read_notice(json.dumps(batch).encode(), NUMBER, whatsapp.clock())

    assert [saying.heard.text for saying in found.sayings] == [str(n) for n in range(50)]
