"""Random requests along the gateway's own OpenAPI description, to a conversation that exists and
to one that does not: always a documented answer."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bot.app import create_app
from bot.settings import Settings
from tests.fakes.rasa import FakeRasa
from tests.serving import served

CHAT = "/api/conversations"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
#: Enough for one conversation after the other; nothing of a test is about limits.
UNLIMITED = {"messages_per_minute": 100_000, "messages_at_once": 100_000}
UNLIMITED |= {"conversations_per_minute": 100_000}
THOROUGH = settings(
    max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
AnyCase = schemathesis.Case[Any]
described = schemathesis.openapi.from_dict(create_app(Settings.model_validate({})).openapi())
# Who listens for events hears them for ever (test_events.py), and what is measured is for the
# operators.
chat = described.include(path_regex=f"^{CHAT}").exclude(path_regex="/events$")


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A gateway before a fake Rasa, in a thread, for schemathesis waits for its answers."""
    var = tmp_path_factory.mktemp("door")
    open_at: list[str] = []
    opened, over = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def stand() -> None:
        async with served(FakeRasa().app) as rasa_url:
            values = {"database_url": f"sqlite:///{var / 'bot.db'}", "media_dir": var}
            gateway = Settings.model_validate(values | UNLIMITED | {"rasa_url": rasa_url})
            async with served(create_app(gateway)) as url:
                open_at.append(url)
                opened.set()
                await over.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(stand(),))
    thread.start()
    assert opened.wait(60)
    yield open_at[0]
    loop.call_soon_threadsafe(over.set)
    thread.join()


@chat.parametrize()
@THOROUGH
def test_every_answer_is_as_documented(case: AnyCase, door: str) -> None:
    """To strangers, and to whoever holds the token."""
    send(case, door, "nobody's")
    opened = httpx.post(f"{door}{CHAT}", json={"surface": "test"}, trust_env=False).json()
    if "conversation_id" in (case.path_parameters or {}):
        case.path_parameters["conversation_id"] = opened["conversation_id"]
    send(case, door, opened["token"])


def send(case: AnyCase, door: str, token: str) -> None:
    """With this token."""
    headers = {"Authorization": f"Bearer {token}"}
    case.call_and_validate(base_url=door, headers=headers, checks=CHECKS, timeout=60)
