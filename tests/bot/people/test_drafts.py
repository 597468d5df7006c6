"""An errand begun on one channel is taken up on another by whoever proved to be the same."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.conversations.service import now_in_utc
from bot.people.proofs import prove, proved
from bot.store.conversations import open_conversation
from bot.store.database import Database
from tests.bot.chat import Chat
from tests.bot.conftest import Gateway, on_both_databases
from tests.fakes.rasa import FakeRasa, Script, bubble, record
from tests.fakes.sms import PATIENCE

ASHA = "9876543210"
DRAFT = {"id": "d1", "errand": "apply_new_connection", "values": {"load_kw": 2}}
TAKE_UP = '/inform{"take_up": "d1"}'


def offers(drafts: dict[str, dict[str, Any] | None]) -> Script:
    """ "begin" opens the draft, any other message offers what is open elsewhere."""

    def script(message: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
        if message == "begin":
            return [bubble("test.yes"), record(draft=DRAFT)]
        found = metadata["elsewhere"]
        choices = [
            {"key": "test.yes", "payload": f"/inform{json.dumps({'take_up': one['id']})}"}
            for one in found
        ]
        taken = metadata["known"].get("taken_up")
        drafts[message] = taken
        return [bubble("test.yes", choices=choices), record(draft=taken or metadata["draft"])]

    return script


@pytest.fixture
async def two(gateway: Gateway, rasa: FakeRasa, rasa_url: str) -> AsyncIterator[tuple[Chat, Chat]]:
    """Two conversations."""
    async with gateway() as url, Chat.opened(url) as one, Chat.opened(url) as other:
        yield one, other


@pytest.fixture
async def database(database_url: str, two: tuple[Chat, Chat]) -> AsyncIterator[Database]:
    """The gateway's own."""
    database = Database(database_url)
    yield database
    await database.close()


async def both_prove(database: Database, *chats: Chat) -> None:
    """Each of them shows to hold the same number."""
    for chat in chats:
        async with database.writing() as session:
            await prove(session, chat.id, ASHA, "otp", now_in_utc())


@on_both_databases
async def test_a_draft_moves_with_one_tap(
    two: tuple[Chat, Chat], database: Database, rasa: FakeRasa
) -> None:
    """It is here then and not there, and the other side hears so."""
    telephone, page = two
    taken: dict[str, dict[str, Any] | None] = {}
    rasa.script = offers(taken)
    await both_prove(database, telephone, page)
    await telephone.write("begin")

    offered = await page.write("namaste")
    assert [b["payload"] for b in offered["replies"][0]["buttons"]] == [TAKE_UP]
    assert (await page.post(payload=TAKE_UP)).status_code == 200

    assert taken[TAKE_UP] == DRAFT
    await page.write("aage")
    await telephone.write("phir")
    drafts = {body["message"]: body["metadata"]["draft"] for body in rasa.asked}
    assert (drafts["aage"], drafts["phir"]) == (DRAFT, None)
    assert any(said.startswith("draft.moved") for said in await telephone.said())


async def test_a_draft_is_taken_up_once(
    two: tuple[Chat, Chat], database: Database, rasa: FakeRasa
) -> None:
    """Two taps in the same moment: one of them finds nothing any more."""
    telephone, page = two
    taken: dict[str, dict[str, Any] | None] = {}
    rasa.script = offers(taken)
    await both_prove(database, telephone, page)
    await telephone.write("begin")
    await page.write("namaste")

    await asyncio.gather(page.post(payload=TAKE_UP), page.post(payload=TAKE_UP))
    moved = [entry for entry in await telephone.said() if entry.startswith("draft.moved")]
    assert len(moved) == 1


async def test_a_stranger_is_offered_nothing(
    two: tuple[Chat, Chat], database: Database, rasa: FakeRasa
) -> None:
    """Without proof on both sides there is no draft to see, and none to take."""
    telephone, page = two
    taken: dict[str, dict[str, Any] | None] = {}
    rasa.script = offers(taken)
    await both_prove(database, telephone)
    await telephone.write("begin")

    offered = await page.write("namaste")
    assert offered["replies"][0]["buttons"] == []
    assert (await page.post(payload=TAKE_UP)).status_code == 422
    assert DRAFT not in taken.values()


async def test_a_turn_that_runs_meanwhile_does_not_bring_the_draft_back(
    two: tuple[Chat, Chat], database: Database, rasa: FakeRasa
) -> None:
    """The other side was just answering: the draft is gone from there all the same."""
    telephone, page = two
    taken: dict[str, dict[str, Any] | None] = {}
    rasa.script = offers(taken)
    await both_prove(database, telephone, page)
    await telephone.write("begin")
    await page.write("namaste")

    rasa.held, rasa.reached = asyncio.Event(), asyncio.Event()
    answering = asyncio.create_task(telephone.write("2 kw"))
    await rasa.reached.wait()
    tapping = asyncio.create_task(page.post(payload=TAKE_UP))
    async with telephone.listening() as pushed, asyncio.timeout(PATIENCE):
        assert (await anext(pushed))["text"].startswith("draft.moved")
    rasa.held.set()
    await asyncio.gather(answering, tapping)
    rasa.held = None

    await telephone.write("phir")
    assert rasa.asked[-1]["metadata"]["draft"] is None
    assert taken[TAKE_UP] == DRAFT


async def test_a_number_that_changed_hands_proves_nothing_for_its_old_holder(
    gateway: Gateway, database_url: str
) -> None:
    """The newest proof on the same channel wins, and ends every older one of that number."""
    async with gateway():
        database = Database(database_url)
        now = now_in_utc()
        old, elsewhere, new = [
            await open_conversation(database, channel, user, None, now)
            for channel, user in (("telegram", "7"), ("whatsapp", "91x"), ("telegram", "8"))
        ]
        for conversation in (old, elsewhere, new):
            async with database.writing() as session:
                await prove(session, conversation.id, ASHA, "telegram_contact", now)
        held = [await proved(database, one.id, now) for one in (old, elsewhere, new)]
        await database.close()
    assert held == [[], [], [ASHA]]
