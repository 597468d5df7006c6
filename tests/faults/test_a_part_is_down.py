"""A part is down in the middle of a conversation: an honest sentence, nothing lost, one record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import httpx
import pytest

from launch.chat_api import Chat, Turn
from launch.stack import Stack
from tests.faults.patience import until

OPENING = "light nahi aa rahi kal raat se, vijay nagar"
#: What no consumer may ever see of our inside.
INSIDE = ("Traceback", "Exception", "httpx", "rasa", "None", "{", "localhost", "127.0.0.1")


@pytest.fixture
def chat(stack: Stack) -> Iterator[Chat]:
    """A conversation of one consumer."""
    chat = Chat(stack.url)
    yield chat
    chat.close()


@pytest.fixture
def tickets(stack: Stack) -> Iterator[Callable[[str], list[str]]]:
    """The numbers of the tickets that the backend holds for a mobile number."""
    client = httpx.Client(
        base_url=stack.backend_url, headers={"Authorization": f"Bearer {stack.api_key}"}
    )

    def of(mobile: str) -> list[str]:
        found = client.get("/api/v1/tickets", params={"mobile_number": mobile}).json()
        return [one["number"] for one in found]

    yield of
    client.close()


def honest(turn: Turn) -> None:
    """A sentence for people, in the language of the conversation, and no success."""
    assert turn.status == 200
    assert turn.texts and all(turn.texts)
    assert turn.references == []
    assert turn.language == "hi-Latn"
    assert not [word for word in INSIDE if word in turn.text]


def numbers_issued(chat: Chat) -> list[str]:
    """Ticket numbers that stand in the transcript, in order."""
    told = [one["text"] for one in chat.transcript() if one["from"] == "bot"]
    return re.findall(r"FLT-\d{4}-\d{6}", " ".join(told))


@pytest.mark.parametrize(("part", "mobile"), [("actions", "9711000001"), ("rasa", "9711000002")])
def test_what_was_typed_while_a_part_was_down_is_answered_when_it_is_back(
    stack: Stack, chat: Chat, tickets: Callable[[str], list[str]], part: str, mobile: str
) -> None:
    """The person is told at once; later the ticket is made by itself, and only one."""
    assert chat.say(OPENING).expects == "mobile_number"
    stack.stop(part)
    try:
        honest(chat.say(mobile))
    finally:
        stack.start(part)
    until(lambda: numbers_issued(chat) != [])
    assert tickets(mobile) == numbers_issued(chat)
    again = chat.say("shikayat ka status batao")
    assert tickets(mobile)[0] in again.text


def test_what_a_backend_could_not_take_is_delivered_by_itself_as_one_ticket(
    stack: Stack, chat: Chat, tickets: Callable[[str], list[str]]
) -> None:
    """A provisional number at once, the backend's own as soon as it is back, also for somebody
    who has begun another form meanwhile."""
    assert chat.say(OPENING).expects == "mobile_number"
    stack.stop("backend")
    try:
        down = chat.say("9711000003")
        honest(down)
        provisional = re.findall(r"TMP-[0-9A-F]{6}", down.text)
        assert len(provisional) == 1
        asked = chat.say("meri shikayat ka status batao")
        honest(asked)
        assert provisional[0] in asked.text
        assert chat.say("naya connection chahiye").expects == "connection_category"
    finally:
        stack.start("backend")
    until(lambda: numbers_issued(chat) != [])
    assert tickets("9711000003") == numbers_issued(chat)
    told = [one["text"] for one in chat.transcript() if one["from"] == "bot"]
    assert sum(provisional[0] in one for one in told) == 3  # kept, still kept, delivered
    assert chat.say("ghar ke liye").expects == "load_kw"


def test_a_killed_gateway_forgets_nothing_that_it_acknowledged(
    stack: Stack, chat: Chat, tickets: Callable[[str], list[str]]
) -> None:
    """SIGKILL between two messages: the conversation and its form go on where they stood."""
    assert chat.say(OPENING).expects == "mobile_number"
    stack.kill("gateway")
    stack.wait_ready()
    made = chat.say("9711000004")
    assert tickets("9711000004") == made.references != []


def test_a_rasa_that_lost_its_trackers_goes_on_with_the_form(stack: Stack, chat: Chat) -> None:
    """The draft is the gateway's: Rasa's own memory may be deleted at any moment."""
    assert chat.say("naya connection chahiye").expects == "connection_category"
    assert chat.say("ghar ke liye").expects == "load_kw"
    stack.stop("rasa")
    for file in stack.logs.parent.glob("rasa.db*"):
        file.unlink()
    stack.start("rasa")
    assert chat.say("2 kw").expects == "person_name"
