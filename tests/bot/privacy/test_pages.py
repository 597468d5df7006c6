"""Everybody can read what becomes of their data; who may erase people finds and erases them."""

from datetime import timedelta

import httpx
import pytest

from bot.conversations.service import now_in_utc
from bot.people.proofs import prove
from bot.staff.roles import Role
from bot.store.database import Database
from bot.store.tables import Conversation, Entry
from launch import ROOT
from tests.bot.conftest import Gateway, on_both_databases
from tests.bot.privacy.stored import everything
from tests.bot.privacy.test_erasing import is_done, until
from tests.bot.staff.conftest import Desk, desk

__all__ = ["desk"]

NUMBER, WORDS = "9876543210", "meter se dhuan nikla"


async def somebody(database_url: str) -> str:
    """A conversation on the web whose person has proved their number."""
    database = Database(database_url)
    await database.migrate()
    now = now_in_utc() - timedelta(minutes=1)
    talk = Conversation(id="a" * 32, channel="web", created_at=now)
    async with database.writing() as session:
        session.add(talk)
        await session.flush()
        session.add(Entry(conversation_id=talk.id, author="consumer", text=WORDS, at=now))
        await prove(session, talk.id, NUMBER, "otp", now, purpose="history")
    await database.close()
    return talk.id


@pytest.mark.parametrize(
    ("language", "board"),
    [
        ("hi", "डेटा संरक्षण बोर्ड"),
        ("hi-Latn", "Data Protection Board"),
        ("en", "Data Protection Board"),
    ],
)
async def test_the_page_names_data_purpose_time_contact_and_the_board(
    gateway: Gateway, language: str, board: str
) -> None:
    """In each way of writing, without a sign-in; the contact is the operator's."""
    settings = {"locales_dir": ROOT / "locales", "privacy_contact": "dpo@bijli.example"}
    async with gateway(**settings) as url, httpx.AsyncClient(base_url=url) as client:
        shown = await client.get("/privacy", params={"language": language})
    assert shown.status_code == 200
    assert "dpo@bijli.example" in shown.text and board in shown.text
    assert "<td>365</td>" in shown.text
    assert "gateway.sorry_menu" not in shown.text and f'<html lang="{language}"' in shown.text


@on_both_databases
async def test_staff_find_somebody_by_their_number_and_erase_them(
    desk: Desk, database_url: str
) -> None:
    """The number stands masked on the page, and nowhere in the record of who did it."""
    await somebody(database_url)
    async with desk(now_in_utc, chief=Role.ADMIN) as browser:
        await browser.sign_in("chief")
        found = await browser.send("/desk/people", number=f"+91 {NUMBER}")
        unsure = await browser.send("/desk/people/erase", number=NUMBER)
        kept = everything(database_url)
        erased = await browser.send("/desk/people/erase", number=NUMBER, sure="true")
        await until(lambda: is_done(database_url))
        audit = await browser.see("/audit")
        stored = everything(database_url)

    assert found.status_code == unsure.status_code == erased.status_code == 200
    assert "••••••3210" in found.text
    assert WORDS in kept and WORDS not in stored and NUMBER not in stored
    assert "erasure_wanted" in audit.text and "person_looked_up" in audit.text
    assert NUMBER not in audit.text


async def test_nobody_else_may_look_people_up(desk: Desk, database_url: str) -> None:
    """Nor erase them, nor without the token of our own page."""
    await somebody(database_url)
    async with desk(now_in_utc, boss=Role.MANAGER, chief=Role.ADMIN) as browser:
        await browser.sign_in("boss")
        assert (await browser.see("/desk/people")).status_code == 403
        refused = await browser.send("/desk/people/erase", number=NUMBER, sure="true")
        assert refused.status_code == 403
        await browser.sign_in("chief")
        forged = await browser.client.post("/desk/people/erase", data={"number": NUMBER})
        assert forged.status_code == 403
    assert WORDS in everything(database_url)
