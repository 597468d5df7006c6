"""Rasa away, broken or without its action server: said honestly, and nothing lost."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.responses import JSONResponse, Response

from bot.rasa import TURNS_AT_ONCE
from tests.bot.chat import Chat
from tests.bot.conftest import Gateway, on_both_databases
from tests.fakes.rasa import NOT_JSON, SILENT, FakeRasa, Script, bubble, echo, record
from tests.serving import served

pytestmark = on_both_databases

PATIENCE = 30  # seconds after which a push that never comes fails a test


async def test_what_was_written_while_rasa_was_away_is_answered_when_it_is_back(
    gateway: Gateway, rasa: FakeRasa, rasa_port: int
) -> None:
    """An apology at once, the answer later by itself, as a push and in the transcript."""
    async with gateway() as url, Chat.opened(url) as chat:
        assert await chat.texts("light nahi aa rahi") == ["gateway.unavailable [hi-Latn]"]
        async with chat.listening() as events, served(rasa.app, rasa_port):
            async with asyncio.timeout(PATIENCE):
                pushed = await anext(events)
        assert pushed["text"] == "light nahi aa rahi [hi-Latn]"
        assert await chat.said() == ["gateway.unavailable [hi-Latn]", pushed["text"]]
        assert rasa.messages() == ["light nahi aa rahi"]


async def test_a_later_message_waits_for_the_earlier_ones(
    gateway: Gateway, rasa: FakeRasa, rasa_port: int
) -> None:
    """After an outage the messages are answered in the order of writing."""
    async with gateway() as url, Chat.opened(url) as chat:
        await chat.write("pehla kaam hai")
        await chat.write("doosra kaam hai")
        assert await chat.texts("9876543210") == ["gateway.unavailable [hi-Latn]"]
        async with served(rasa.app, rasa_port):
            assert await chat.texts("teesra kaam hai") == ["teesra kaam hai [hi-Latn]"]
            assert rasa.messages() == [
                "pehla kaam hai",
                "doosra kaam hai",
                "9876543210",
                "teesra kaam hai",
            ]


async def test_a_message_of_a_gateway_that_died_is_answered_by_the_next(
    gateway: Gateway, rasa: FakeRasa, rasa_port: int
) -> None:
    """What was stored outlives the process; the repeat of its sender makes no second turn."""
    async with gateway() as url, Chat.opened(url) as chat:
        await chat.write("light nahi aa rahi", "m1")
    async with served(rasa.app, rasa_port), gateway() as url, chat.elsewhere(url) as chat:
        assert await chat.texts("light nahi aa rahi", "m1") == ["light nahi aa rahi [hi-Latn]"]
    assert rasa.messages() == ["light nahi aa rahi"]


async def test_a_turn_whose_answer_was_lost_is_not_taken_again(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str
) -> None:
    """Rasa finished, the gateway did not hear it: the answer is found in Rasa's tracker."""
    held = rasa.held = asyncio.Event()
    rasa.script = lambda message, metadata: [
        *echo(message, metadata)[:1],
        record(references=["FLT-2026-000007"]),
    ]
    async with gateway(turn_timeout_seconds=0.5) as url, Chat.opened(url) as chat:
        assert await chat.texts("light nahi aa rahi", "m1") == ["gateway.unavailable [hi-Latn]"]
        rasa.held = None
        held.set()
        async with chat.listening() as events, asyncio.timeout(PATIENCE):
            pushed = await anext(events)
        assert pushed["text"] == "light nahi aa rahi [hi-Latn]"
        again = await chat.write("light nahi aa rahi", "m1")
    assert again["references"] == ["FLT-2026-000007"]
    assert rasa.messages() == ["light nahi aa rahi"]


GARBAGE = {
    "not JSON": NOT_JSON,
    "not a list": JSONResponse({"replies": "hi"}),
    "a list of nothing": JSONResponse([None, 5, "x"]),
    "text without a turn record": JSONResponse([{"recipient_id": "x", "text": "hello"}]),
    "an error": JSONResponse({"reason": "Traceback"}, status_code=500),
    "a refusal": JSONResponse({"reason": "unauthorised"}, status_code=401),
}


@pytest.mark.parametrize("answer", GARBAGE.values(), ids=GARBAGE.keys())
async def test_garbage_from_rasa_is_an_outage(chat: Chat, rasa: FakeRasa, answer: Response) -> None:
    """Nothing of it is shown, the message stays open and is answered once Rasa is sound."""
    rasa.broken = answer
    assert await chat.texts("light nahi aa rahi") == ["gateway.unavailable [hi-Latn]"]
    rasa.broken = None
    assert await chat.texts("hello kya hua") == ["hello kya hua [hi-Latn]"]
    assert (await chat.said())[1] == "light nahi aa rahi [hi-Latn]"


MISSHAPEN: dict[str, Script] = {
    "the action server is down": SILENT,
    "no turn record": lambda _m, _d: [bubble("test.yes")],
    "two turn records": lambda _m, _d: [bubble("test.yes"), record(), record()],
    "a bubble without its key": lambda _m, _d: [{"args": {}}, record()],
    "a record that is no record": lambda _m, _d: [bubble("test.yes"), {"turn": 7}],
    "a language that we do not have": lambda _m, _d: [record(language="fr")],
}


@pytest.mark.parametrize("script", MISSHAPEN.values(), ids=MISSHAPEN.keys())
async def test_a_turn_without_its_record_is_unfinished(
    chat: Chat, rasa: FakeRasa, script: Script
) -> None:
    """The person hears an apology; the message is asked again, not taken from the tracker."""
    rasa.script = script
    assert await chat.texts("light nahi aa rahi") == ["gateway.unavailable [hi-Latn]"]
    rasa.script = echo
    assert await chat.texts("kya hua hai") == ["kya hua hai [hi-Latn]"]
    assert (await chat.said())[1:] == ["light nahi aa rahi [hi-Latn]", "kya hua hai [hi-Latn]"]


async def test_a_message_that_always_fails_does_not_block_the_conversation(
    chat: Chat, rasa: FakeRasa
) -> None:
    """When others are answered and this one failed five times, it is given up, kindly."""

    def stumbles_over_one(message: str, metadata: dict[str, object]) -> list[dict[str, object]]:
        return [] if message == "poison" else echo(message, metadata)

    rasa.script = stumbles_over_one
    assert await chat.texts("poison", "m1") == ["gateway.unavailable [hi-Latn]"]
    for _ in range(4):
        last = await chat.texts("poison", "m1")
    assert last == ["gateway.sorry_menu [hi-Latn]"]
    assert await chat.texts("hello kya hua") == ["hello kya hua [hi-Latn]"]
    assert [row["status"] for row in await chat.transcript() if row["from"] == "consumer"] == [
        "failed",
        "answered",
    ]


async def test_an_outage_never_makes_a_message_poison(
    gateway: Gateway, rasa: FakeRasa, rasa_port: int
) -> None:
    """However often it is tried while nobody is answered, a message is kept."""
    async with gateway() as url, Chat.opened(url) as chat:
        for _ in range(7):
            assert await chat.texts("bijli gayi hai", "m1") == ["gateway.unavailable [hi-Latn]"]
        async with served(rasa.app, rasa_port):
            assert await chat.texts("bijli gayi hai", "m1") == ["bijli gayi hai [hi-Latn]"]


async def test_after_a_day_the_person_is_told_that_nobody_answered(
    gateway: Gateway, rasa: FakeRasa, rasa_port: int
) -> None:
    """A message that is a day old is not answered out of the blue; it is said to be lost."""
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    async with gateway(clock=lambda: now) as url, Chat.opened(url) as chat:
        await chat.write("light nahi aa rahi", "m1")
    later = now + timedelta(hours=24, minutes=1)
    async with (
        served(rasa.app, rasa_port),
        gateway(clock=lambda: later) as url,
        chat.elsewhere(url) as chat,
    ):
        assert await chat.texts("kya hua hai") == ["kya hua hai [hi-Latn]"]
        assert (await chat.said())[1] == "gateway.expired [hi-Latn]"
    assert rasa.messages() == ["kya hua hai"]


async def test_the_gateway_is_ready_without_rasa(gateway: Gateway, rasa: FakeRasa) -> None:
    """It keeps messages meanwhile, so it is ready; what is away is named."""
    async with gateway() as url, Chat.opened(url) as chat:
        answer = await chat.client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json()["components"] == {"database": "ok", "rasa": "unreachable"}


async def test_what_was_put_off_for_later_is_taken_up_as_soon_as_rasa_is_back(
    gateway: Gateway, rasa: FakeRasa, rasa_port: int
) -> None:
    """The pause after a failure is for the worst case; here the clock stands, and it never ends."""
    now = datetime.now(UTC)
    async with gateway(clock=lambda: now) as url, Chat.opened(url) as chat:
        assert await chat.texts("1") == ["gateway.unavailable [hi]"]
        async with served(rasa.app, rasa_port), chat.listening() as events:
            async with asyncio.timeout(PATIENCE):
                assert (await anext(events))["text"] == "1 [hi]"


async def test_a_rush_waits_in_line_and_nobody_hears_an_apology(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str
) -> None:
    """Rasa is never asked more at once than it can answer in time."""
    rasa.held = asyncio.Event()
    async with gateway() as url, AsyncExitStack() as open_:
        chats = [
            await open_.enter_async_context(Chat.opened(url)) for _ in range(TURNS_AT_ONCE + 5)
        ]
        answers = [asyncio.create_task(chat.texts("1")) for chat in chats]
        async with asyncio.timeout(PATIENCE):
            await rasa.was_asked(TURNS_AT_ONCE)
            asked = len(rasa.asked)
            rasa.held.set()
            assert await asyncio.gather(*answers) == [["1 [hi]"]] * len(chats)
    assert asked == TURNS_AT_ONCE
