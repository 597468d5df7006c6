"""From the staff's desk to the consumer's screen and back, through all the real processes."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
import pytest

from launch.chat_api import Chat
from launch.records import Records
from launch.stack import Stack
from tests.faults.patience import until

OPENING = "light nahi aa rahi kal raat se, vijay nagar"


def work_on(stack: Stack, number: str, *statuses: str) -> None:
    """What the utility's staff do."""
    with httpx.Client(base_url=stack.backend_url, timeout=30) as desk:
        for status in statuses:
            done = desk.post(
                f"/api/v1/tickets/{number}/status",
                json={"status": status},
                headers={
                    "Authorization": f"Bearer {stack.api_key}",
                    "Idempotency-Key": str(uuid4()),
                },
            )
            assert done.is_success, done.text


def notices(chat: Chat) -> list[dict[str, Any]]:
    """What the bot said without being asked."""
    return [one for one in chat.transcript() if one["from"] == "bot" and one["answers"] is None]


def reported(chat: Chat, mobile_number: str) -> str:
    """The number of a new ticket."""
    turn = chat.say(OPENING)
    if turn.expects == "mobile_number":
        turn = chat.say(mobile_number)
    assert turn.references, turn.text
    return turn.references[0]


@pytest.mark.parametrize(
    ("answer", "status"), [("haan, theek ho gaya", "confirmed"), ("nahi", "reopened")]
)
def test_a_ticket_is_worked_on_asked_about_and_answered(
    stack: Stack, records: Records, answer: str, status: str
) -> None:
    """Each step is told in the language of the chat; a bare yes or no is the answer."""
    chat = Chat(stack.url)
    number = reported(chat, f"97110110{len(answer):02d}")
    work_on(stack, number, "assigned", "in_progress", "resolved")
    until(lambda: len(notices(chat)) == 3)
    texts = [one["text"] for one in notices(chat)]
    assert all(number in text for text in texts)
    assert "Avar abhiyanta (JE)" in texts[0] and "code" in texts[1]
    assert texts[2].endswith("Kya kaam theek ho gaya?")
    chat.say(answer)
    record = records.get(number)
    assert record is not None and record["status"] == status
    chat.close()


def test_what_happens_while_the_gateway_is_down_is_told_when_it_is_back(
    stack: Stack, records: Records
) -> None:
    """Once, though the backend is killed as well; then a tap on its button closes the ticket."""
    chat = Chat(stack.url)
    number = reported(chat, "9711011050")
    work_on(stack, number, "assigned", "in_progress")
    until(lambda: len(notices(chat)) == 2)
    stack.stop("gateway")
    work_on(stack, number, "resolved")
    stack.kill("backend")
    stack.start("gateway")
    stack.wait_ready()
    until(lambda: len(notices(chat)) == 3)
    asked = notices(chat)[2]
    chat.tap(asked["buttons"][0]["payload"])
    record = records.get(number)
    assert record is not None and record["status"] == "confirmed"
    assert len(notices(chat)) == 3
    chat.close()
