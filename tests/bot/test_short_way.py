"""What FastAPI describes and what the short way does are one thing."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi.routing import APIRoute

from tests.bot.chat import Chat
from tests.bot.conftest import Gateway
from tests.fakes.rasa import FakeRasa, bubble, record

# The short way takes this exactly; with a parameter the same content goes the whole way.
SHORT = "application/json"
WHOLE = "application/json; charset=utf-8"

MALFORMED = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'{"message_id": "m", "text": NaN}',
    b'{"message_id": "m", "text": "\xff"}',
    b'{"message_id": "m", "text": "one", "payload": "/greet"}',
    b'{"message_id": "", "text": "one"}',
    b'{"message_id": "m", "latitude": 91, "longitude": 0}',
    b'{"message_id": "m", "text": ' + b"[" * 5000 + b"]" * 5000 + b"}",
]


async def both(
    chat: Chat, content: bytes, path: str | None = None, **headers: str
) -> list[tuple[int, dict[str, str], Any]]:
    """Status, headers and JSON of the answers that a request gets on the two ways."""
    answers = []
    for content_type in (SHORT, WHOLE):
        given = chat.headers | {"Content-Type": content_type} | headers
        answer = await chat.client.post(
            path or f"{chat.path}/messages", content=content, headers=given
        )
        told = {name: value for name, value in answer.headers.items() if name != "date"}
        answers.append((answer.status_code, told, answer.json()))
    return answers


def message(**said: object) -> bytes:
    return json.dumps({"message_id": uuid4().hex} | said).encode()


async def test_both_ways_give_one_answer(chat: Chat, rasa: FakeRasa) -> None:
    """Bubbles, buttons and references, to the last header."""
    choice = {"key": "test.yes", "payload": '/inform{"phase": "single"}'}
    rasa.script = lambda _message, _metadata: [
        bubble("test.echo", {"said": "\u0939\u093e\u0901"}),
        bubble("test.yes", choices=[choice], expects="phase"),
        record(references=["FLT-2026-000123"]),
    ]
    short, whole = await both(chat, message(text="light nahi aa rahi"))
    assert short == whole
    assert short[0] == 200
    assert short[1]["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("content", MALFORMED)
async def test_both_ways_refuse_alike(chat: Chat, content: bytes) -> None:
    """The short way leaves to FastAPI what it cannot read, with its whole body."""
    short, whole = await both(chat, content)
    assert short == whole
    assert short[2]["type"] == "/problems/malformed"


async def test_both_ways_know_who_may_write(chat: Chat) -> None:
    """A foreign token, none, an unknown conversation, an empty message, a foreign payload."""
    for authorization in ("", "Bearer", "Bearer x", "Basic x"):
        short, whole = await both(chat, message(text="one"), Authorization=authorization)
        assert short == whole
        assert (short[0], short[1]["www-authenticate"]) == (401, "Bearer")
    for content, path, status in [
        (message(text="one"), "/api/conversations/nobody/messages", 404),
        (message(text=" "), None, 422),
        (message(payload="/inform{}"), None, 422),
        (message(text="x" * 5000), None, 413),
    ]:
        short, whole = await both(chat, content, path)
        assert short == whole
        assert short[0] == status


async def test_both_ways_open_a_conversation(chat: Chat) -> None:
    """Each answer has an id and a token of its own; what is unknown is refused."""
    short, whole = await both(chat, b'{"surface": "kiosk", "language": "en"}', "/api/conversations")
    assert short[0] == whole[0] == 201
    assert short[2].keys() == whole[2].keys() == {"conversation_id", "token"}
    short, whole = await both(chat, b'{"surface": "moon"}', "/api/conversations")
    assert short == whole
    assert short[0] == 422


async def test_a_message_takes_the_short_way(
    chat: Chat, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FastAPI sees a message only where its content type is not the plain one."""
    seen = []
    handle = APIRoute.handle

    async def watched(route: APIRoute, *request: Any) -> None:
        if route.path.startswith("/api/"):  # the fake of Rasa is made of routes as well
            seen.append(route.path)
        await handle(route, *request)

    monkeypatch.setattr(APIRoute, "handle", watched)
    rasa.script = lambda _message, _metadata: [bubble("test.yes"), record()]
    await both(chat, message(text="one"))
    assert seen == ["/api/conversations/{conversation_id}/messages"]


async def test_both_ways_are_counted_as_one_route(gateway: Gateway, rasa_url: str) -> None:
    """The operators' figures do not fall apart, and hold no address of a caller."""
    async with gateway(metrics_token="token-of-a-test") as url, Chat.opened(url) as chat:
        before = await _counted(chat.client)
        await both(chat, message(text="one"))
        assert await _counted(chat.client) - before == 2


async def _counted(client: httpx.AsyncClient) -> float:
    answer = await client.get("/metrics", headers={"Authorization": "Bearer token-of-a-test"})
    wanted = 'request_seconds_count{method="POST",route="/api/conversations/{conversation_id}/'
    found = [line for line in answer.text.splitlines() if wanted in line and '"200"' in line]
    return sum(float(line.split()[-1]) for line in found)
