"""A request that the backend could not take is delivered by itself, once, and then told."""

import asyncio
from typing import Any

from tests.bot.chat import Chat
from tests.bot.conftest import Gateway, on_both_databases
from tests.fakes.rasa import FakeRasa, bubble, record

pytestmark = on_both_databases

PATIENCE = 30  # seconds after which a push that never comes fails a test
REQUEST = {"id": "0a1b2c3d-0000-5000-8000-000000000000", "errand": "report_fault", "values": {}}


class Utility:
    """An action server that keeps requests while its backend is away."""

    def __init__(self) -> None:
        self.away = True
        self.delivered: list[str] = []
        self.tried = asyncio.Event()

    def script(self, message: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
        """One turn."""
        known, request = metadata["known"], metadata.get("deliver")
        if request is None and message == "darj karo":
            kept = record(kept=[REQUEST], known={"kept": ["TMP-0A1B2C"]})
            return [bubble("test.kept", {"said": "kept"}), kept]
        if request is None:
            return [bubble("test.echo", {"said": message}), record(known=known, draft={"x": 1})]
        self.tried.set()
        if self.away:
            return [record(kept=[request | {"tried": request.get("tried", 0) + 1}], known=known)]
        self.delivered.append(request["id"])
        told = record(references=["FLT-2026-000001"], known={"references": ["FLT-2026-000001"]})
        return [bubble("test.echo", {"said": f"FLT {request.get('tried')}"}), told]


async def test_a_kept_request_is_delivered_by_itself_and_pushed(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str
) -> None:
    """Try after try with what the last one left, until the backend is back; then the news."""
    utility = Utility()
    rasa.script = utility.script
    async with gateway() as url, Chat.opened(url) as chat, chat.listening() as events:
        await chat.write("darj karo")
        async with asyncio.timeout(PATIENCE):
            await utility.tried.wait()
        utility.away = False
        async with asyncio.timeout(PATIENCE):
            pushed = await anext(events)
        assert pushed["text"].startswith("FLT 1")
        await chat.write("aur batao")
    assert utility.delivered == [REQUEST["id"]]
    assert rasa.asked[-1]["metadata"]["known"] == {"references": ["FLT-2026-000001"]}


async def test_a_kept_request_outlives_the_gateway(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str
) -> None:
    """It is stored with the answer that names it; the next process delivers it."""
    utility = Utility()
    rasa.script = utility.script
    async with gateway() as url, Chat.opened(url) as chat:
        await chat.write("darj karo")
        await chat.write("aur batao")
    utility.away = False
    async with gateway() as url, chat.elsewhere(url) as chat, chat.listening() as events:
        async with asyncio.timeout(PATIENCE):
            pushed = await anext(events)
    assert pushed["text"].startswith("FLT")
    assert utility.delivered == [REQUEST["id"]]
    # What was being done meanwhile went along, so that it could be gone on with.
    assert rasa.asked[-1]["metadata"]["draft"] == {"x": 1}
