"""Every SMS goes out once as far as can be known, and what became of it is kept."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.responses import Response

from bot.channels.sms.queue import put
from bot.store.database import Database
from tests.bot.conftest import Gateway, on_both_databases
from tests.fakes.sms import HOOK_SECRET, LOST_ANSWER, PATIENCE, FakeSms, refusal

ASHA = "+91 98765 43210"
KEY = "sms.missed_call"


class Clock:
    """A clock that a test moves on, and that otherwise stands still."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def url(
    gateway: Gateway, sms: FakeSms, sms_settings: dict[str, Any], clock: Clock
) -> AsyncIterator[str]:
    """A gateway that sends SMS."""
    async with gateway(clock, **sms_settings) as url:
        sms.webhook = f"{url}/hooks/sms/generic/{HOOK_SECRET}"
        yield url


Put = Callable[[str], Any]


@pytest.fixture
async def send(url: str, database_url: str, clock: Clock) -> AsyncIterator[Put]:
    """Puts an SMS with this number in it into the gateway's queue."""
    database = Database(database_url)

    async def put_one(number: str) -> int:
        async with database.writing() as session:
            return await put(session, ASHA, KEY, "en", {"number": number}, clock())

    yield put_one
    await database.close()


def rows(tmp_path: Path, columns: str = "status, tries, code") -> list[tuple[Any, ...]]:
    """The queue as it stands in the database."""
    with sqlite3.connect(tmp_path / "bot.db") as database:
        return list(database.execute(f"SELECT {columns} FROM sms_letters ORDER BY id"))


async def becomes(
    tmp_path: Path, expected: list[tuple[Any, ...]], columns: str, clock: Clock | None = None
) -> None:
    """Wait until the queue stands so; with a clock, time passes meanwhile."""
    async with asyncio.timeout(PATIENCE):
        while rows(tmp_path, columns) != expected:
            if clock:
                clock.now += timedelta(seconds=1)
            await asyncio.sleep(0.01)


@on_both_databases
async def test_an_sms_is_what_was_approved(send: Put, sms: FakeSms) -> None:
    """Header, entity, template id and every letter: the operators' filter lets it through."""
    await send("CLB-2026-000007")
    (taken,) = await sms.has_taken(1)
    assert taken["text"].endswith("Request number CLB-2026-000007.")
    assert (taken["to"], taken["encoding"]) == ("919876543210", "plain")
    assert sms.dropped == []


async def test_a_passing_fault_is_tried_again(
    send: Put, sms: FakeSms, clock: Clock, tmp_path: Path
) -> None:
    """After a pause, until it goes."""
    sms.refusals = [refusal("internal", 500), refusal("internal", 503)]
    await send("CLB-2026-000007")
    await becomes(tmp_path, [("sent", 3)], "status, tries", clock)
    assert len(sms.taken) == 1


async def test_no_answer_is_waited_for_before_it_is_sent_again(
    send: Put, sms: FakeSms, clock: Clock, tmp_path: Path
) -> None:
    """A report within a minute tells that it went out after all: then it is not sent twice."""
    sms.refusals = [LOST_ANSWER]
    await send("CLB-2026-000007")
    (taken,) = await sms.has_taken(1)
    assert await sms.reports(taken, "delivered") == 200
    clock.now += timedelta(minutes=10)
    await send("CLB-2026-000008")
    await becomes(tmp_path, [("delivered",), ("sent",)], "status")
    assert len(sms.tried) == 2


@pytest.mark.parametrize("answer", [refusal("template_mismatch"), refusal("unheard_of", 422)])
async def test_what_is_refused_for_good_is_a_dead_letter(
    send: Put, sms: FakeSms, tmp_path: Path, answer: Response
) -> None:
    """Not tried again, and kept with the provider's own word for it."""
    sms.refusals = [answer]
    await send("CLB-2026-000007")
    await becomes(tmp_path, [("failed", 1)], "status, tries")
    await send("CLB-2026-000008")
    await becomes(tmp_path, [("failed", 1), ("sent", 1)], "status, tries")
    assert rows(tmp_path, "code")[0][0] in ("template_mismatch", "unheard_of")


async def test_a_refused_account_stops_everything_for_a_while(
    send: Put, sms: FakeSms, clock: Clock, tmp_path: Path
) -> None:
    """Nothing is lost, and no SMS uses up its tries by it."""
    sms.refusals = [refusal("no_balance", 402)]
    await send("CLB-2026-000007")
    await becomes(tmp_path, [("queued", 0, "no_balance")], "status, tries, code")
    await send("CLB-2026-000008")
    await becomes(tmp_path, [("sent", 1), ("sent", 1)], "status, tries", clock)
    assert len(sms.tried) == 3


async def test_nobody_gets_an_sms_half_a_day_late(
    send: Put, sms: FakeSms, clock: Clock, tmp_path: Path
) -> None:
    """What could not be brought in time is a dead letter too."""
    sms.refusals = [refusal("no_balance", 402)]
    await send("CLB-2026-000007")
    await becomes(tmp_path, [("queued", "no_balance")], "status, code")
    clock.now += timedelta(hours=13)
    await becomes(tmp_path, [("expired",)], "status", clock)
    assert len(sms.tried) == 1


@pytest.mark.parametrize(
    ("told", "status"), [("delivered", "delivered"), ("failed", "failed"), ("submitted", "sent")]
)
async def test_a_report_tells_what_became_of_it(
    send: Put, sms: FakeSms, tmp_path: Path, told: str, status: str
) -> None:
    """Delivered and failed are ends; anything else changes nothing."""
    await send("CLB-2026-000007")
    (taken,) = await sms.has_taken(1)
    await becomes(tmp_path, [("sent",)], "status")
    assert await sms.reports(taken, told) == 200
    assert rows(tmp_path, "status") == [(status,)]


async def test_delivered_is_the_last_word(send: Put, sms: FakeSms, tmp_path: Path) -> None:
    """A late or repeated report takes nothing back."""
    await send("CLB-2026-000007")
    (taken,) = await sms.has_taken(1)
    for told in ("delivered", "failed", "delivered"):
        await sms.reports(taken, told)
    assert rows(tmp_path, "status") == [("delivered",)]


async def test_a_report_without_the_secret_is_nobodys(send: Put, url: str, sms: FakeSms) -> None:
    """404, as for an address that does not exist; so is another provider's name."""
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        for path in ("generic/wrong", f"exotel/{HOOK_SECRET}", f"nobody/{HOOK_SECRET}", "generic/"):
            assert (await client.post(f"{url}/hooks/sms/{path}", json={})).status_code == 404


async def test_a_report_of_nothing_ends_nothing(
    send: Put, url: str, sms: FakeSms, clock: Clock, tmp_path: Path
) -> None:
    """Without a number that we know it belongs to no SMS, least of all to one that waits."""
    sms.refusals = [refusal("no_balance", 402)]
    await send("CLB-2026-000007")
    await becomes(tmp_path, [("queued", "no_balance")], "status, code")
    address = f"{url}/hooks/sms/generic/{HOOK_SECRET}"
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        for told in ({}, {"reference": "x"}, {"reference": "9" * 30}, {"message_id": "other"}):
            answer = await client.post(address, json={"status": "delivered"} | told)
            assert answer.status_code == 200
    assert rows(tmp_path, "status") == [("queued",)]


async def test_an_unreadable_report_is_taken_and_changes_nothing(url: str) -> None:
    """200, so that the provider does not repeat it for ever."""
    address = f"{url}/hooks/sms/generic/{HOOK_SECRET}"
    headers = {"Content-Type": "application/json"}
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        for body in (b"{", b"[1]", b"[" * 5000, b"\xff", b'{"status":"delivered","reference":"x"}'):
            answer = await client.post(address, content=body, headers=headers)
            assert answer.status_code == 200, body


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_two_gateways_send_each_sms_once(
    gateway: Gateway, send: Put, sms: FakeSms, sms_settings: dict[str, Any], clock: Clock
) -> None:
    """They share the queue; whoever claims an SMS sends it."""
    async with gateway(clock, **sms_settings):
        numbers = [f"CLB-2026-{number:06}" for number in range(40)]
        await asyncio.gather(*map(send, numbers))
        taken = await sms.has_taken(40)
    assert sorted(one["reference"] for one in taken) == sorted(map(str, range(1, 41)))
