"""The operator's command for what could not be brought: a process of its own beside the gateway."""

import asyncio
import os
import sys

from tests.bot.conftest import on_both_databases
from tests.bot.whatsapp.conftest import OpenChannel
from tests.bot.whatsapp.test_talking import words
from tests.fakes.rasa import FakeRasa
from tests.fakes.whatsapp import ASHA, FakeWhatsApp

PATIENCE = 60


async def command(database_url: str, *arguments: str) -> tuple[int, str]:
    """Exit code and what was printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.letters", *arguments),
        env=os.environ | {"DATABASE_URL": database_url},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(PATIENCE):
        printed, _ = await process.communicate()
    return process.returncode or 0, printed.decode()


async def given_up(database_url: str) -> str:
    """The list, as soon as something stands in it."""
    async with asyncio.timeout(PATIENCE):
        while True:
            code, printed = await command(database_url)
            assert code == 0
            if printed:
                return printed


@on_both_databases
async def test_what_was_given_up_is_listed_and_brought_once_more(
    open_channel: OpenChannel,
    whatsapp: FakeWhatsApp,
    rasa: FakeRasa,
    rasa_url: str,
    database_url: str,
) -> None:
    """With Meta's code and without a word or number of anybody's; the gateway runs meanwhile."""
    whatsapp.blocked = {ASHA}
    async with open_channel():
        await whatsapp.writes("secret words")
        printed = await given_up(database_url)
        name = printed.split()[0]
        whatsapp.blocked = set()
        code, told = await command(database_url, "resend", "all")
        sent = await whatsapp.has_sent(1)

    assert name.startswith("whatsapp:")
    assert "131026" in printed
    assert "secret" not in printed
    assert ASHA not in printed
    assert (code, told.split()[0]) == (0, name)
    assert words(sent) == ["secret words"]
    assert (await command(database_url))[1] == ""


async def test_what_is_no_dead_letter_is_named(
    open_channel: OpenChannel, whatsapp: FakeWhatsApp, database_url: str
) -> None:
    """An unknown channel, number, or word, and one that nobody gave up."""
    async with open_channel():
        for name in ("whatsapp:1", "pigeon:1", "sms:x", "telegram"):
            code, printed = await command(database_url, "resend", name)
            assert code == 1
            assert name in printed


async def test_a_database_that_is_none_ends_it_with_a_sentence() -> None:
    """And no trace of code."""
    code, printed = await command("sqlite:////dev/null/none.db")

    assert code == 2
    assert printed.startswith("letters: ")
    assert "Traceback" not in printed
