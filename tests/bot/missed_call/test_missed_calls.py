"""A missed call costs nothing and becomes one request to be called back, told by one SMS."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.bot.conftest import Gateway, on_both_databases
from tests.fakes.rasa import FakeRasa, Script, bubble, record
from tests.fakes.sms import HOOK_SECRET, PATIENCE, FakeSms
from tests.serving import served

ASHA = "9876543210"
WISH = f"/request_callback{json.dumps({'mobile_number': ASHA})}"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def makes_requests() -> Script:
    """Each wish to be called back gets the next number."""
    made: list[str] = []

    def script(_message: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
        made.append(f"CLB-2026-{len(made) + 1:06}")
        known = {"references": [made[-1], *metadata["known"].get("references", [])]}
        return [bubble("test.yes"), record(references=[made[-1]], known=known)]

    return script


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def company(
    gateway: Gateway, rasa: FakeRasa, sms_settings: dict[str, Any], clock: Clock
) -> AsyncIterator[httpx.AsyncClient]:
    """The telephone company, at the gateway's door."""
    rasa.script = makes_requests()
    async with (
        gateway(clock, **sms_settings) as url,
        httpx.AsyncClient(base_url=f"{url}/hooks/missed-call", timeout=PATIENCE) as client,
    ):
        yield client


def exotel(call_id: str = "c1", caller: str = f"0{ASHA}", **other: str) -> dict[str, str]:
    """A call as Exotel tells of it."""
    return {"CallSid": call_id, "CallFrom": caller, "CallTo": "05124012345"} | other


async def calls(company: httpx.AsyncClient, **fields: str) -> httpx.Response:
    """Somebody calls by way of Exotel."""
    return await company.get(f"/exotel/{HOOK_SECRET}", params=exotel(**fields))


def statuses(tmp_path: Path) -> list[str]:
    """What became of each call."""
    with sqlite3.connect(tmp_path / "bot.db") as database:
        return [row[0] for row in database.execute("SELECT status FROM missed_calls ORDER BY id")]


async def become(tmp_path: Path, expected: list[str]) -> None:
    """Wait until the calls stand so."""
    async with asyncio.timeout(PATIENCE):
        while statuses(tmp_path) != expected:  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.01)


@on_both_databases
async def test_a_call_becomes_a_request_and_an_sms(
    company: httpx.AsyncClient, rasa: FakeRasa, rasa_url: str, sms: FakeSms
) -> None:
    """By way of Rasa, in a conversation of its own, with the backend's number in the SMS."""
    assert (await calls(company)).status_code == 200
    (told,) = await sms.has_taken(1)
    assert "CLB-2026-000001" in told["text"]
    assert told["to"] == f"91{ASHA}"
    assert sms.dropped == []
    assert rasa.messages() == [WISH]
    (asked,) = rasa.asked
    assert (asked["metadata"]["channel"], asked["metadata"]["payload"]) == ("missed_call", True)


async def test_a_call_told_twice_is_one_call(
    company: httpx.AsyncClient, rasa: FakeRasa, rasa_url: str, sms: FakeSms, tmp_path: Path
) -> None:
    """Companies repeat themselves; so do people, who call again when nobody rings at once."""
    for call_id in ("c1", "c1", "c2"):
        assert (await calls(company, call_id=call_id)).status_code == 200
    await become(tmp_path, ["done", "repeated"])
    assert rasa.messages() == [WISH]
    assert len(await sms.has_taken(1)) == 1


async def test_a_call_on_another_day_is_another_request(
    company: httpx.AsyncClient, rasa: FakeRasa, rasa_url: str, sms: FakeSms, clock: Clock
) -> None:
    """The pause holds for half an hour only, and for one number only."""
    await calls(company, call_id="c1")
    await sms.has_taken(1)
    await calls(company, call_id="c2", caller="+919812345678")
    await sms.has_taken(2)
    clock.now += timedelta(hours=1)
    await calls(company, call_id="c3")
    assert [one["to"][2:] for one in await sms.has_taken(3)] == [ASHA, "9812345678", ASHA]


@pytest.mark.parametrize(
    "caller", [ASHA, f"0{ASHA}", f"91{ASHA}", f"+91{ASHA}", "+91-98765 43210", f"0091{ASHA}"]
)
async def test_a_number_is_one_number_however_it_is_written(
    company: httpx.AsyncClient, rasa: FakeRasa, rasa_url: str, sms: FakeSms, caller: str
) -> None:
    """Telephone companies agree on nothing."""
    await calls(company, caller=caller)
    await sms.has_taken(1)
    assert rasa.messages() == [WISH]


@pytest.mark.parametrize(
    ("provider", "sent"),
    [
        ("exotel", {"params": exotel()}),
        ("twilio", {"data": {"CallSid": "CA1", "From": f"+91{ASHA}", "To": "+915124012345"}}),
        ("callerdesk", {"json": {"CallSid": 17, "SourceNumber": ASHA, "DestinationNumber": "1"}}),
        ("callerdesk", {"data": {"CallSid": "17", "SourceNumber": f"0{ASHA}"}}),
    ],
)
async def test_every_company_is_understood(
    company: httpx.AsyncClient,
    rasa: FakeRasa,
    rasa_url: str,
    sms: FakeSms,
    provider: str,
    sent: dict[str, Any],
) -> None:
    """In a query, a form or JSON; Twilio hears that the call is to be turned away."""
    method = "GET" if "params" in sent else "POST"
    answer = await company.request(method, f"/{provider}/{HOOK_SECRET}", **sent)
    assert answer.status_code == 200
    assert ("<Reject" in answer.text) == (provider == "twilio")
    await sms.has_taken(1)
    assert rasa.messages() == [WISH]


async def test_a_number_for_new_connections_says_so(
    company: httpx.AsyncClient, rasa: FakeRasa, rasa_url: str, sms: FakeSms
) -> None:
    """CSPDCL has one: whoever calls back knows what it is about."""
    await calls(company, CallTo="07404040625")
    await sms.has_taken(1)
    wish = {"mobile_number": ASHA, "cause": "new_connection"}
    assert rasa.messages() == [f"/request_callback{json.dumps(wish)}"]


@pytest.mark.parametrize(
    "path", ["exotel/wrong", f"nobody/{HOOK_SECRET}", "exotel/%C3%A9", f"exotel/{HOOK_SECRET}x"]
)
async def test_nobody_else_can_make_calls(
    company: httpx.AsyncClient, tmp_path: Path, path: str
) -> None:
    """A wrong secret and an unknown company are addresses that do not exist."""
    assert (await company.get(f"/{path}", params=exotel())).status_code == 404
    assert statuses(tmp_path) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"caller": "anonymous"},
        {"caller": "0512401"},
        {"caller": ""},
        {"call_id": ""},
        {"CallType": "completed"},
        {"Direction": "outbound"},
    ],
)
async def test_what_is_no_missed_call_is_taken_and_forgotten(
    company: httpx.AsyncClient, tmp_path: Path, fields: dict[str, str]
) -> None:
    """200, so that the company does not repeat it; nothing is stored."""
    assert (await calls(company, **fields)).status_code == 200
    assert statuses(tmp_path) == []


async def test_a_call_while_rasa_is_away_is_answered_later(
    company: httpx.AsyncClient,
    rasa: FakeRasa,
    rasa_port: int,
    sms: FakeSms,
    clock: Clock,
    tmp_path: Path,
) -> None:
    """Nobody has to call again."""
    assert (await calls(company)).status_code == 200
    await become(tmp_path, ["open"])
    async with served(rasa.app, rasa_port), asyncio.timeout(PATIENCE):
        while not sms.taken:
            clock.now += timedelta(seconds=1)
            await company.get("/")
    assert rasa.messages() == [WISH]
    assert statuses(tmp_path) == ["done"]


async def test_a_request_that_the_backend_could_not_take_yet_is_told_when_it_did(
    company: httpx.AsyncClient,
    rasa: FakeRasa,
    rasa_url: str,
    sms: FakeSms,
    clock: Clock,
    tmp_path: Path,
) -> None:
    """The SMS waits for the backend's own number."""
    made = makes_requests()
    kept = {"id": "d1", "provisional": "TMP-000001"}

    def away(message: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
        if message == WISH:
            return [bubble("test.yes"), record(known={"kept": ["TMP-000001"]}, kept=[kept])]
        return made(message, {"known": {}})

    rasa.script = away
    await calls(company)
    async with asyncio.timeout(PATIENCE):
        while not sms.taken:
            clock.now += timedelta(seconds=1)
            await company.get("/")
    assert "CLB-2026-000001" in sms.taken[0]["text"]
    assert statuses(tmp_path) == ["done"]


async def test_without_sms_the_request_is_made_all_the_same(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str, tmp_path: Path
) -> None:
    """Staff call back, and the person hears the number then."""
    rasa.script = makes_requests()
    async with gateway(hook_secret=HOOK_SECRET) as url, httpx.AsyncClient() as client:
        address = f"{url}/hooks/missed-call/exotel/{HOOK_SECRET}"
        assert (await client.get(address, params=exotel())).status_code == 200
        await become(tmp_path, ["done"])
    assert rasa.messages() == [WISH]


async def test_a_call_that_becomes_no_request_stays_visible(
    company: httpx.AsyncClient, rasa: FakeRasa, rasa_url: str, tmp_path: Path
) -> None:
    """An answer without a number is no success."""
    rasa.script = lambda _message, _metadata: [bubble("test.yes"), record()]
    await calls(company)
    await become(tmp_path, ["failed"])
