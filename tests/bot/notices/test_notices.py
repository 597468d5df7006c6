"""What the utility tells by its webhook reaches whoever follows the record, once and in time."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.notices.hours import QuietHours
from launch import ROOT
from reference_backend.sending import SIGNATURE, sign
from tests.bot.chat import Chat
from tests.bot.conftest import Gateway, on_both_databases
from tests.fakes.rasa import FakeRasa, bubble, record

SECRET = "a-secret-for-the-notices"
PATIENCE = 30  # seconds after which a push that never comes fails a test
INDIA = ZoneInfo("Asia/Kolkata")
NOON = datetime(2026, 11, 24, 12, tzinfo=INDIA)
NIGHT = NOON.replace(hour=23)
TICKET = "FLT-2026-000123"
SETTINGS: dict[str, object] = {"notices_secret": SECRET, "locales_dir": ROOT / "locales"}


def issuing(message: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
    """An action server that gives everybody the same ticket, and knows two wishes."""
    known = metadata["known"]
    if message in ("notices band", "notices chalu"):
        wish = "off" if message == "notices band" else "on"
        return [bubble(f"notice.{wish}"), record(known=known, notices=wish)]
    if message == "bas dekhna hai":
        return [bubble("answer.thank"), record(references=[TICKET], followed=[], known=known)]
    return [bubble("answer.thank"), record(references=[TICKET], known=known)]


@pytest.fixture(autouse=True)
def action_server(rasa: FakeRasa, rasa_url: str) -> None:
    rasa.script = issuing


class Utility:
    """Sends signed notices; `at` is the moment on the sender's clock."""

    def __init__(self, url: str, at: datetime = NOON) -> None:
        self.url = url
        self.at = at

    async def tell(
        self, kind: str, event_id: str, *, secret: str = SECRET, **more: Any
    ) -> httpx.Response:
        event = {"event_id": event_id, "kind": kind, "reference": TICKET} | more
        event.setdefault("at", self.at.isoformat())
        return await self.send(json.dumps(event).encode(), secret)

    async def send(self, body: bytes, secret: str = SECRET) -> httpx.Response:
        headers = {SIGNATURE: sign(body, secret, int(self.at.timestamp()))}
        async with httpx.AsyncClient(timeout=30) as http:
            return await http.post(f"{self.url}/hooks/notices", content=body, headers=headers)


async def pushed(events: AsyncIterator[dict[str, Any]]) -> dict[str, Any]:
    """The next push."""
    async with asyncio.timeout(PATIENCE):
        return await anext(events)


@on_both_databases
async def test_a_notice_is_told_once_in_the_person_s_language(gateway: Gateway) -> None:
    """With its buttons, however often the utility brings it; what follows comes after it."""
    async with gateway(clock=lambda: NOON, **SETTINGS) as url, Chat.opened(url) as chat:
        await chat.write("light nahi aa rahi hai bhai")
        async with chat.listening() as events:
            utility = Utility(url)
            for _ in range(3):
                assert (await utility.tell("ticket.resolved", "e1")).status_code == 200
            await utility.tell("ticket.closed_by_silence", "e2")
            first, second = await pushed(events), await pushed(events)
    assert TICKET in first["text"] and first["text"].endswith("Kya kaam theek ho gaya?")
    assert [button["payload"] for button in first["buttons"]] == [
        f'/inform{{"fixed": "yes", "ticket_number": "{TICKET}"}}',
        f'/reopen_complaint{{"ticket_number": "{TICKET}"}}',
    ]
    assert "jawab nahi mila" in second["text"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_two_gateways_tell_a_notice_once(gateway: Gateway) -> None:
    """Both are brought it at the same moment, and both look for what is due."""
    clock = {"clock": lambda: NOON}
    async with (
        gateway(**clock, **SETTINGS) as one,
        gateway(**clock, **SETTINGS) as two,
        Chat.opened(one) as chat,
        chat.listening() as events,
    ):
        await chat.write("light nahi hai")
        for number in range(10):
            await asyncio.gather(
                *(Utility(url).tell("ticket.in_progress", f"e{number}") for url in (one, two))
            )
        await Utility(one).tell("ticket.closed", "last")
        while "code" not in (await pushed(events))["text"]:
            pass
        said = [text for text in await chat.said() if "kaam shuru" in text]
    assert len(said) == 10


async def test_only_the_utility_s_own_notices_of_now_are_taken(gateway: Gateway) -> None:
    """A wrong secret, no signature, and a signature of an hour ago are refused."""
    async with gateway(clock=lambda: NOON, **SETTINGS) as url, Chat.opened(url) as chat:
        await chat.write("light nahi hai")
        hour_ago = Utility(url, NOON - timedelta(hours=1))
        refused = [
            await Utility(url).tell("ticket.closed", "e1", secret="another"),
            await hour_ago.tell("ticket.closed", "e2"),
        ]
        async with httpx.AsyncClient() as http:
            for headers in ({}, {SIGNATURE.encode(): "t=1,v1=é".encode()}):
                answer = await http.post(f"{url}/hooks/notices", content=b"{}", headers=headers)
                refused.append(answer)
        assert {answer.status_code for answer in refused} == {403}
        assert len(await chat.said()) == 1


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"event_id": "e"}', b'{"kind": "../x"}', b"\xff\xfe"]
)
async def test_what_cannot_be_read_is_refused(gateway: Gateway, body: bytes) -> None:
    """Though it is signed: the sender drops it and goes on."""
    async with gateway(clock=lambda: NOON, **SETTINGS) as url:
        assert (await Utility(url).send(body)).status_code == 422


async def test_without_a_secret_nothing_is_taken(gateway: Gateway) -> None:
    """There is no door at all."""
    async with gateway(clock=lambda: NOON) as url:
        assert (await Utility(url).tell("ticket.closed", "e1")).status_code == 404


async def test_an_event_without_a_sentence_is_kept_and_not_told(gateway: Gateway) -> None:
    """A utility may know more than we can say; nobody hears an excuse for it."""
    async with gateway(clock=lambda: NOON, **SETTINGS) as url, Chat.opened(url) as chat:
        await chat.write("light nahi hai")
        async with chat.listening() as events:
            utility = Utility(url)
            assert (await utility.tell("ticket.weighed", "e1")).status_code == 200
            assert (await utility.tell("ticket.overdue", "e2")).status_code == 200  # no facts
            await utility.tell("ticket.closed", "e3")
            assert TICKET in (await pushed(events))["text"]
        assert len(await chat.said()) == 2


async def test_at_night_only_danger_is_told(gateway: Gateway) -> None:
    """The rest is held, also over a new start of the gateway, and told at seven."""
    morning = NIGHT.replace(hour=7) + timedelta(days=1)
    async with gateway(clock=lambda: NIGHT, **SETTINGS) as url, Chat.opened(url) as chat:
        await chat.write("light nahi hai")
        async with chat.listening() as events:
            utility = Utility(url, NIGHT)
            held = (await utility.tell("ticket.resolved", "e1")).json()
            assert datetime.fromisoformat(held["told_at"]) == morning
            await utility.tell("ticket.in_progress", "e2", urgent=True)
            assert "kaam shuru" in (await pushed(events))["text"]
        assert len(await chat.said()) == 2
    async with (
        gateway(clock=lambda: morning, **SETTINGS) as url,
        chat.elsewhere(url) as chat,
        chat.listening() as events,
    ):
        texts = [(await pushed(events))["text"] for _ in range(2)]
    assert "poora ho gaya hai" in texts[1]


async def test_who_wants_no_notices_gets_none_but_of_danger(gateway: Gateway) -> None:
    """Until they want them again."""
    async with gateway(clock=lambda: NOON, **SETTINGS) as url, Chat.opened(url) as chat:
        await chat.write("light nahi hai")
        await chat.write("notices band")
        utility = Utility(url)
        async with chat.listening() as events:
            await utility.tell("ticket.assigned", "e1", facts={"role": "junior_engineer"})
            await utility.tell("ticket.in_progress", "e2", urgent=True)
            assert "kaam shuru" in (await pushed(events))["text"]
            await chat.write("notices chalu")
            await utility.tell("ticket.closed_by_silence", "e3")
            assert "jawab nahi mila" in (await pushed(events))["text"]
        assert not [text for text in await chat.said() if "JE" in text]


async def test_a_closing_code_is_told_to_whom_the_ticket_was_issued(gateway: Gateway) -> None:
    """Who joined it later hears that work has begun, without the code; who only looked, nothing."""
    async with (
        gateway(clock=lambda: NOON, **SETTINGS) as url,
        Chat.opened(url) as first,
        Chat.opened(url) as later,
        Chat.opened(url) as other,
        first.listening() as mine,
        later.listening() as theirs,
    ):
        await first.write("light nahi hai")
        await later.write("light nahi hai")
        await other.write("bas dekhna hai")
        await Utility(url).tell("ticket.in_progress", "e1", facts={"code": "471108"})
        assert "471108" in (await pushed(mine))["text"]
        text = (await pushed(theirs))["text"]
        assert TICKET in text and "471108" not in text
        assert len(await other.said()) == 1


async def test_a_question_is_known_to_the_next_turn(gateway: Gateway, rasa: FakeRasa) -> None:
    """So that a bare yes can be understood."""
    async with gateway(clock=lambda: NOON, **SETTINGS) as url, Chat.opened(url) as chat:
        await chat.write("light nahi hai")
        async with chat.listening() as events:
            await Utility(url).tell("outage.restored", "e1")
            await pushed(events)
        await chat.write("haan ji")
    assert rasa.asked[-1]["metadata"]["known"]["asked_fixed"] == TICKET


@pytest.mark.parametrize(
    ("start", "end", "hour", "told_hour"),
    [
        *[(22, 7, hour, 7) for hour in (22, 23, 0, 6)],
        *[(22, 7, hour, hour) for hour in (7, 12, 21)],
        *[(1, 5, 3, 5), (1, 5, 5, 5), (1, 5, 0, 0), (0, 0, 3, 3), (9, 9, 9, 9)],
    ],
)
def test_quiet_hours_end_at_their_hour(start: int, end: int, hour: int, told_hour: int) -> None:
    """On India's clock, the next time that it shows that hour."""
    now = datetime(2026, 12, 31, hour, 30, tzinfo=INDIA).astimezone(UTC)
    told_at = QuietHours(start, end).over(now)
    assert told_at.astimezone(INDIA).hour == told_hour
    assert timedelta(0) <= told_at - now < timedelta(hours=10)
