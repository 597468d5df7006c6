"""Photos and voice notes through the real processes, to the ticket at the utility."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from launch.chat_api import Chat
from launch.stack import Stack
from tests.faults.patience import until

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 2000
OGG = b"OggS" + b"\x00" * 24 + b"OpusHead" + b"\x01" * 2000
Files = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def chat(stack: Stack) -> Iterator[Chat]:
    """A conversation of one consumer."""
    chat = Chat(stack.url)
    yield chat
    chat.close()


@pytest.fixture
def files_of(stack: Stack) -> Iterator[Files]:
    """What the utility holds with a ticket."""
    headers = {"Authorization": f"Bearer {stack.api_key}"}
    with httpx.Client(base_url=f"{stack.backend_url}/api/v1", headers=headers) as utility:
        yield lambda number: list(utility.get(f"/tickets/{number}/attachments").json())


def test_a_photo_before_during_and_after_the_complaint_reaches_its_ticket(
    stack: Stack, chat: Chat, files_of: Files
) -> None:
    """Each once, though the gateway is killed in the middle; what it was just carrying then
    comes after the others."""
    assert "किस बारे में" in chat.send_file(JPEG).text
    chat.say("light nahi aa rahi kal raat se, vijay nagar")
    spoken = chat.send_file(OGG)
    assert "voice note" in spoken.text
    assert spoken.expects == "mobile_number"
    made = chat.say("9811000072")
    (number,) = made.references
    stack.kill("gateway")
    stack.wait_ready()
    added = chat.send_file(JPEG + b"\x01", "yeh dekhiye")
    assert number in added.text

    until(lambda: len(files_of(number)) == 3)
    assert sorted(one["sort"] for one in files_of(number)) == ["photo", "photo", "voice"]


def test_a_photo_of_danger_goes_the_way_of_its_caption(chat: Chat, files_of: Files) -> None:
    """Safety words first; the photo goes to the crew with the place."""
    told = chat.send_file(JPEG, "khambe mein aag lag gayi hai")
    assert told.expects == "locality"
    (number,) = chat.say("jajmau chungi ke paas").references

    assert number.startswith("HZD")
    until(lambda: len(files_of(number)) == 1)
