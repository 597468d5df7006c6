"""Whoever gets hold of the database reads nobody's words, names or numbers in it."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversations.service import now_in_utc
from bot.errors import FieldKeysWrong
from bot.store.database import Database
from bot.store.keyring import Keyring
from bot.store.tables import Conversation, Entry
from tests.bot.chat import Chat
from tests.bot.conftest import Gateway, on_both_databases
from tests.bot.privacy.stored import everything, files
from tests.fakes.rasa import FakeRasa, bubble, record

OLD, NEW = "old-" * 10, "new-" * 10
NUMBER, NAME, WORDS = "9876543210", "Asha Devi", "meter se dhuan nikla"
SECONDS = 60


def errand(message: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
    """A turn in which everything bears somebody's name and number."""
    told = {"name": NAME, "mobile_number": NUMBER}
    choices = [
        {"key": "test.echo", "args": {"said": NAME}, "payload": f'/inform{{"name": "{NAME}"}}'}
    ]
    draft = {"id": "0a1b2c3d-0000-5000-8000-000000000000", "values": told}
    said = bubble("test.echo", {"said": f"{message} {NAME} {NUMBER}"}, choices)
    return [said, record(draft=draft, known=told, kept=[draft])]


async def of_conversation(database: Database, name: str) -> tuple[Conversation, list[Entry]]:
    """A conversation and its transcript, read with the database's keys."""
    entries = select(Entry).where(Entry.conversation_id == name).order_by(Entry.id)
    async with database.session() as session:
        return await session.get_one(Conversation, name), list(await session.scalars(entries))


@on_both_databases
async def test_nothing_of_a_conversation_can_be_read_in_the_database(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str, database_url: str, tmp_path: Path
) -> None:
    """Not in a table, and on SQLite in no page of its files either; the chat shows it all."""
    rasa.script = errand
    async with gateway(field_keys=OLD) as url, Chat.opened(url) as chat:
        await chat.write(f"{WORDS}, {NAME}, {NUMBER}")
        said = await chat.said()
        stored = everything(database_url)
        raw = files(tmp_path)

    assert NAME in said[0] and NUMBER in said[0]
    for personal in (NUMBER, NAME, WORDS):
        assert personal not in stored
        assert personal.encode() not in raw


@on_both_databases
async def test_a_button_and_a_channels_user_are_found_again(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str, database_url: str
) -> None:
    """What is looked up is stored the same each time."""
    rasa.script = errand
    async with gateway(field_keys=OLD) as url, Chat.opened(url) as chat:
        offered = (await chat.write("hello"))["replies"][0]["buttons"][0]["payload"]
        tapped = await chat.post(payload=offered)

    assert tapped.status_code == 200
    assert rasa.messages()[-1] == offered


@on_both_databases
async def test_what_was_stored_in_the_clear_is_encrypted_at_the_first_start_with_a_key(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str, database_url: str
) -> None:
    """And is read, and looked up, as before."""
    rasa.script = errand
    async with gateway() as url, Chat.opened(url) as chat:
        offered = (await chat.write(WORDS))["replies"][0]["buttons"][0]["payload"]
        assert NAME in everything(database_url)
        async with gateway(field_keys=OLD) as again, chat.elsewhere(again) as later:
            stored = everything(database_url)
            texts = [entry["text"] for entry in await later.transcript()]
            tapped = await later.post(payload=offered)

    assert NAME not in stored and NUMBER not in stored and WORDS not in stored
    assert texts[0] == WORDS and NAME in texts[1]
    assert tapped.status_code == 200


@on_both_databases
@pytest.mark.parametrize("keys", [[], [NEW]])
async def test_without_the_right_key_nothing_starts(database_url: str, keys: list[str]) -> None:
    """Instead of mixing what two keys have encrypted, or storing people's words in the clear."""
    database = Database(database_url, Keyring([OLD]))
    await database.migrate()
    await database.close()

    other = Database(database_url, Keyring(keys))
    with pytest.raises(FieldKeysWrong, match="FIELD_KEYS"):
        await other.migrate()
    await other.close()


async def rotating(database_url: str) -> asyncio.subprocess.Process:
    """The operator's command, a process of its own."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.privacy", "rotate"),
        env=os.environ | {"DATABASE_URL": database_url, "FIELD_KEYS": f"{NEW},{OLD}"},
        stdout=asyncio.subprocess.PIPE,
    )


async def written(database_url: str, entries: int) -> str:
    """A conversation of so many messages, encrypted with the old key."""
    database = Database(database_url, Keyring([OLD]))
    await database.migrate()
    conversation = Conversation(
        id="0" * 32, channel="test", channel_user=NUMBER, known={"name": NAME}
    )
    at = conversation.created_at = now_in_utc()
    async with database.writing() as session:
        session.add(conversation)
        await session.flush()
        session.add_all(
            Entry(conversation_id=conversation.id, author="consumer", text=f"{WORDS} {n}", at=at)
            for n in range(entries)
        )
    await database.close()
    return conversation.id


@on_both_databases
async def test_a_rotation_that_is_killed_is_taken_up_again(database_url: str) -> None:
    """At its end the new key alone reads everything; meanwhile both are at hand."""
    name = await written(database_url, entries=3000)
    async with asyncio.timeout(SECONDS):
        first = await rotating(database_url)
        assert first.stdout
        await first.stdout.readline()
        first.kill()
        await first.wait()
        second = await rotating(database_url)
        printed, _ = await second.communicate()

    assert second.returncode == 0
    assert "rows were encrypted anew" in printed.decode().splitlines()[-1]
    database = Database(database_url, Keyring([NEW]))
    await database.unlock()
    conversation, entries = await of_conversation(database, name)
    assert (conversation.channel_user, conversation.known) == (NUMBER, {"name": NAME})
    assert [entry.text for entry in entries] == [f"{WORDS} {n}" for n in range(3000)]
    await database.close()


def test_no_query_can_ask_for_a_part_of_what_is_encrypted() -> None:
    """It would find nothing and nobody would notice."""
    with pytest.raises(TypeError):
        select(Entry).where(Entry.text == WORDS)
    with pytest.raises(TypeError):
        select(Conversation).where(Conversation.channel_user.like("98%"))
    select(Conversation).where(Conversation.channel_user == NUMBER, Conversation.draft.is_(None))


def test_what_was_changed_on_the_disk_is_refused() -> None:
    """One letter is enough."""
    keyring = Keyring([OLD])
    sealed = keyring.seal(WORDS)
    changed = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    with pytest.raises(FieldKeysWrong):
        keyring.unseal(changed)
