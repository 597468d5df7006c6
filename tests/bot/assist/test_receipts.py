"""What somebody takes home: printed, and by SMS; before the utility's real backend."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from bot.staff.roles import Role
from reference_backend.app import create_app
from reference_backend.database import Database as Records
from reference_backend.sample import load_sample, read_sample
from reference_backend.settings import Settings as BackendSettings
from tests.bot.assist.assisted import MOBILE, issuing, opened, press, saved
from tests.bot.conftest import on_both_databases
from tests.bot.staff.conftest import Browser, Desk
from tests.fakes.rasa import FakeRasa
from tests.fakes.sms import FakeSms
from tests.serving import free_port, served

KEY = "a-key-of-this-test"
FAULT, APPLICATION, STRANGERS = "FLT-2026-000007", "NC-2026-000123", "FLT-2026-000008"
SAMPLE: dict[str, Any] = {
    "tickets": [
        {
            "ticket_number": number,
            "kind": "fault",
            "status": "received",
            "mobile_number": MOBILE,
            "due_at": "2026-11-24T18:30:00+05:30",
        }
        for number in (FAULT, STRANGERS)
    ],
    "applications": [
        {"application_number": APPLICATION, "status": "survey_pending", "mobile_number": MOBILE}
    ],
}


@pytest.fixture
async def backend(tmp_path: Path) -> AsyncIterator[dict[str, Any]]:
    """The backend is up; how the gateway finds it."""
    file = tmp_path / "sample.json"
    file.write_text(json.dumps(SAMPLE), encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'backend.db'}"
    settings = BackendSettings(backend_api_key=KEY, backend_database_url=url, sample=file)
    records = Records(url)
    records.migrate()
    load_sample(records, read_sample(file))
    async with served(create_app(settings, records)) as address:
        yield {"backend_url": address, "backend_api_key": KEY}
    records.close()


@asynccontextmanager
async def sent_form(
    desk: Desk, rasa: FakeRasa, number: str, settings: Mapping[str, object], **other: str
) -> AsyncIterator[tuple[Browser, str]]:
    """Staff have just sent a form that got this number; the address of its receipt."""
    rasa.script = issuing(number)
    async with desk(asha=Role.STAFF, settings=settings) as browser:
        await browser.sign_in("asha")
        chat = await opened(browser, **other)
        await saved(browser, chat, do="send", mobile_number=MOBILE)
        yield browser, f"{chat}/receipts/{number}"


async def test_a_receipt_bears_number_deadline_and_what_comes_next(
    desk: Desk, rasa: FakeRasa, backend: dict[str, Any]
) -> None:
    """In the language of the person, whatever staff read."""
    async with sent_form(desk, rasa, FAULT, backend, language="en") as (browser, receipt):
        shown = (await browser.see(receipt)).text
    for words in (FAULT, "Deadline: Tue 24 Nov", "About: supply fault", "call 1912"):
        assert words in shown


async def test_an_application_says_its_next_step(
    desk: Desk, rasa: FakeRasa, backend: dict[str, Any]
) -> None:
    """In Hindi, for somebody who speaks Hindi."""
    async with sent_form(desk, rasa, APPLICATION, backend, language="hi-Latn") as (browser, at):
        shown = (await browser.see(at)).text
    assert "Agla kadam" in shown
    assert "Yeh parchi sambhalkar rakhein" in shown


async def test_the_qr_code_leads_to_the_status(
    desk: Desk, rasa: FakeRasa, backend: dict[str, Any]
) -> None:
    """The page says the same address in words."""
    settings = {**backend, "public_url": "http://bijli.example"}
    async with sent_form(desk, rasa, FAULT, settings) as (browser, receipt):
        shown = (await browser.see(receipt)).text
        drawn = await browser.see(f"{receipt}/qr.svg")
    assert f"http://bijli.example/?status={FAULT}" in shown
    assert drawn.headers["Content-Type"] == "image/svg+xml"


async def test_while_the_backend_is_away_the_number_can_be_printed(
    desk: Desk, rasa: FakeRasa
) -> None:
    """Nothing else is claimed."""
    away = {"backend_url": f"http://127.0.0.1:{free_port()}", "backend_api_key": KEY}
    async with sent_form(desk, rasa, FAULT, away, language="en") as (browser, receipt):
        shown = (await browser.see(receipt)).text
    assert FAULT in shown
    assert "Deadline" not in shown


async def test_a_number_of_somebody_else_has_no_receipt_here(
    desk: Desk, rasa: FakeRasa, backend: dict[str, Any]
) -> None:
    """Whoever changes the address learns nothing of it."""
    async with sent_form(desk, rasa, FAULT, backend) as (browser, receipt):
        other = receipt.replace(FAULT, STRANGERS)
        for path in (other, f"{other}/qr.svg"):
            assert (await browser.see(path)).status_code == HTTPStatus.NOT_FOUND
        assert (await press(browser, f"{other}/sms")).status_code == HTTPStatus.NOT_FOUND


@on_both_databases
async def test_the_receipt_goes_by_sms_once(
    desk: Desk,
    rasa: FakeRasa,
    backend: dict[str, Any],
    sms: FakeSms,
    sms_settings: dict[str, Any],
) -> None:
    """To the number that the person gave, in approved words; a second click sends no second."""
    settings = {**backend, **sms_settings}
    async with sent_form(desk, rasa, FAULT, settings, language="en") as (browser, receipt):
        first = await press(browser, f"{receipt}/sms")
        second = await press(browser, f"{receipt}/sms")
        [letter] = await sms.has_taken(1)
    assert first.headers["Location"] == f"{receipt}?sent=true"
    assert second.headers["Location"].endswith("problem=SentAlready")
    assert letter["to"].endswith(MOBILE)
    assert f"number {FAULT}, deadline 24 Nov" in letter["text"]


async def test_without_sms_the_receipt_says_so(
    desk: Desk, rasa: FakeRasa, backend: dict[str, Any]
) -> None:
    """It can be printed."""
    async with sent_form(desk, rasa, FAULT, backend) as (browser, receipt):
        answer = await press(browser, f"{receipt}/sms")
    assert answer.headers["Location"].endswith("problem=NoSmsPossible")
