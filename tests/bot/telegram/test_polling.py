"""A person who talks to the bot in Telegram."""

import logging
from typing import Any

import pytest

from tests.bot.chat import Chat
from tests.bot.conftest import Gateway
from tests.fakes.rasa import FakeRasa, bubble, record
from tests.fakes.telegram import TOKEN, FakeTelegram, Sent, refusal
from tests.serving import served

LONG_PAYLOAD = '/inform{"locality": "' + "x" * 200 + '"}'


def offers(_message: str, _metadata: dict[str, Any]) -> list[dict[str, Any]]:
    """A turn that ends with a button."""
    return [bubble("test.yes", choices=[{"key": "test.yes", "payload": LONG_PAYLOAD}]), record()]


def words(sent: list[Sent]) -> list[str]:
    """What was sent, without the language that each test sentence names at its end."""
    return [one["text"].rpartition(" [")[0] for one in sent]


@pytest.mark.usefixtures("channel")
async def test_what_is_written_is_answered_in_its_chat(
    telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    """Two people write; each hears the answer to their own words."""
    await telegram.writes("light nahi aa rahi", chat=7)
    await telegram.writes("power is gone", chat=8)

    sent = await telegram.has_sent(2)

    assert set(zip([one["chat"] for one in sent], words(sent), strict=True)) == {
        (7, "light nahi aa rahi"),
        (8, "power is gone"),
    }
    assert {body["metadata"]["channel"] for body in rasa.asked} == {"telegram"}


@pytest.mark.usefixtures("channel")
async def test_messages_of_a_chat_are_answered_in_order(telegram: FakeTelegram) -> None:
    """Written in one breath, answered one after the other."""
    for number in range(5):
        await telegram.writes(str(number))

    sent = await telegram.has_sent(5)

    assert words(sent) == [str(number) for number in range(5)]


@pytest.mark.usefixtures("channel")
async def test_an_update_that_comes_twice_is_answered_once(
    telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    """Telegram delivers at least once; the update's id says that it is the same."""
    update = await telegram.writes("one")
    await telegram.has_sent(1)
    await telegram.delivers_again(update)
    await telegram.writes("two")

    await telegram.has_sent(2)

    assert rasa.messages() == ["one", "two"]


@pytest.mark.usefixtures("channel")
async def test_a_tap_stands_for_its_payload(telegram: FakeTelegram, rasa: FakeRasa) -> None:
    """However long the payload, the button's data fits Telegram's 64 bytes; the tap is ended."""
    rasa.script = offers
    await telegram.writes("1")
    (button,) = (await telegram.has_sent(1))[0]["buttons"]

    await telegram.taps(button["callback_data"])
    await telegram.has_sent(2)
    await telegram.tap_ended()

    assert rasa.messages() == ["1", LONG_PAYLOAD]


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize("data", ["999", "0", "-1", "x", "/inform{}"])
async def test_a_button_that_was_never_offered_is_refused_kindly(
    telegram: FakeTelegram, rasa: FakeRasa, data: str
) -> None:
    """Also another chat's button, or data that somebody made up."""
    await telegram.taps(data)

    sent = await telegram.has_sent(1)
    await telegram.tap_ended()

    assert words(sent) == ["gateway.not_offered"]
    assert rasa.messages() == []


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize(
    ("command", "payload"),
    [
        ("/start", "/greet"),
        ("/start poster-12", "/greet"),
        ("/help@bijli_bot", "/help"),
        ("/status", "/check_ticket_status"),
        ("/language", "/choose_language"),
        ("/STOP", "/stop"),
    ],
)
async def test_commands_lead_to_their_intents(
    telegram: FakeTelegram, rasa: FakeRasa, command: str, payload: str
) -> None:
    """The commands of Telegram's menu."""
    await telegram.writes(command)
    await telegram.has_sent(1)

    assert rasa.messages() == [payload]


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize("typed", ['/inform{"phase": "single"}', "/check_bill", "/"])
async def test_other_slashes_inject_nothing(
    telegram: FakeTelegram, rasa: FakeRasa, typed: str
) -> None:
    """What is no command of ours is plain words."""
    await telegram.writes(typed)
    await telegram.has_sent(1)

    assert not any(message.startswith("/") for message in rasa.messages())


@pytest.mark.usefixtures("channel")
async def test_what_nobody_can_read_gets_a_kind_sentence(
    telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    """A die that is rolled, a sort newer than our library: the person hears what can be sent."""
    await telegram.writes(None, dice={"emoji": "🎲", "value": 4})
    await telegram.writes(None, thought_wave={"strength": 4})

    sent = await telegram.has_sent(2)

    assert words(sent) == ["channel.text_only", "channel.text_only"]
    assert rasa.messages() == []


@pytest.mark.usefixtures("channel")
async def test_a_group_is_not_talked_to(telegram: FakeTelegram, rasa: FakeRasa) -> None:
    """Numbers and dues of one person are nothing for a group to read."""
    await telegram.writes("bill", chat=-5, kind="group")
    await telegram.writes("bill")
    await telegram.has_been_confirmed()
    sent = await telegram.has_sent(1)

    assert [one["chat"] for one in sent] == [7]


@pytest.mark.usefixtures("channel")
async def test_a_long_text_comes_in_parts(telegram: FakeTelegram, rasa: FakeRasa) -> None:
    """Whole, in order, and only the last part bears the buttons."""
    text = " ".join(f"word{number}" for number in range(1300))
    rasa.script = lambda _message, _metadata: [
        bubble("test.echo", {"said": text}, [{"key": "test.yes", "payload": "/affirm"}]),
        record(),
    ]
    await telegram.writes("1")

    sent = await telegram.has_sent(3)

    assert " ".join(one["text"] for one in sent).startswith(f"{text} [")
    assert [len(one["buttons"]) for one in sent] == [0, 0, 1]


@pytest.mark.usefixtures("channel")
async def test_telegrams_wish_to_wait_is_honoured_and_nothing_is_lost(
    telegram: FakeTelegram,
) -> None:
    """Too many requests, then an error of Telegram's own: the bubble is sent afterwards."""
    telegram.refusals = [
        refusal(429, "Too Many Requests", retry_after=1),
        refusal(502, "Bad Gateway"),
    ]
    await telegram.writes("one")
    await telegram.writes("two")

    sent = await telegram.has_sent(2)

    assert words(sent) == ["one", "two"]


@pytest.mark.usefixtures("channel")
async def test_a_person_who_blocked_the_bot_holds_up_nobody(telegram: FakeTelegram) -> None:
    """What can never be delivered is given up."""
    telegram.blocked_by = {9}
    await telegram.writes("one", chat=9)
    await telegram.writes("two", chat=7)

    sent = await telegram.has_sent(1)

    assert [one["chat"] for one in sent] == [7]
    assert words(sent) == ["two"]


async def test_an_answer_that_comes_late_reaches_the_chat(
    gateway: Gateway, telegram: FakeTelegram, telegram_url: str, rasa: FakeRasa, rasa_port: int
) -> None:
    """Rasa is down: an apology at once; the answer when it is back, unasked."""
    async with gateway(telegram_bot_token=TOKEN, telegram_api_url=telegram_url):
        await telegram.writes("one")
        sent = await telegram.has_sent(1)
        assert words(sent) == ["gateway.unavailable"]
        async with served(rasa.app, rasa_port):
            sent = await telegram.has_sent(2)

    assert words(sent) == ["gateway.unavailable", "one"]


@pytest.mark.usefixtures("rasa_url")
async def test_a_gateway_that_restarts_sends_what_was_not_sent(
    gateway: Gateway, telegram: FakeTelegram, telegram_url: str
) -> None:
    """Telegram refuses until the gateway ends; the next one delivers, once."""
    telegram.refusals = [refusal(429, "Too Many Requests", retry_after=3600)]
    async with gateway(telegram_bot_token=TOKEN, telegram_api_url=telegram_url):
        await telegram.writes("one")
        await telegram.was_asked(1)
    async with gateway(telegram_bot_token=TOKEN, telegram_api_url=telegram_url):
        await telegram.writes("two")
        sent = await telegram.has_sent(2)

    assert words(sent) == ["one", "two"]


@pytest.mark.usefixtures("channel")
async def test_the_commands_are_shown_in_the_persons_language(telegram: FakeTelegram) -> None:
    """Telegram's menu: Hindi for everybody, English for those whose Telegram is English."""
    await telegram.writes("1")
    await telegram.has_sent(1)

    assert [entry["command"] for entry in telegram.menus[""]] == [
        "start",
        "help",
        "status",
        "language",
        "stop",
    ]
    assert telegram.menus["en"][0]["description"] == "channel.command.start [en]"


@pytest.mark.usefixtures("channel")
async def test_the_token_is_never_logged(
    telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither in an address nor in an error."""
    caplog.set_level(logging.INFO)
    telegram.refusals = [refusal(502, "Bad Gateway")]
    await telegram.writes("one")
    await telegram.has_sent(1)

    assert TOKEN not in caplog.text


async def test_a_wrong_token_leaves_the_gateway_working(
    gateway: Gateway, telegram_url: str, rasa_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The web chat does not depend on Telegram; the log names the setting, not the token."""
    wrong = "999:wrong"
    async with (
        gateway(telegram_bot_token=wrong, telegram_api_url=telegram_url) as url,
        Chat.opened(url) as chat,
    ):
        assert len(await chat.texts("one")) == 1

    assert wrong not in caplog.text


async def test_a_webhook_of_before_is_taken_away(
    gateway: Gateway, telegram: FakeTelegram, telegram_url: str, rasa_url: str
) -> None:
    """Else Telegram would refuse to be asked."""
    await telegram.gets_webhook("https://old.example")
    async with gateway(telegram_bot_token=TOKEN, telegram_api_url=telegram_url):
        await telegram.writes("one")
        assert words(await telegram.has_sent(1)) == ["one"]


@pytest.mark.usefixtures("channel")
async def test_a_webhook_that_is_set_later_stays(telegram: FakeTelegram) -> None:
    """Whoever takes our place, as in a deployment that goes on step by step, is left alone."""
    await telegram.writes("one")
    await telegram.has_sent(1)
    await telegram.gets_webhook("https://new.example")
    await telegram.was_polled(2)

    assert telegram.feed.webhook == {"url": "https://new.example"}
