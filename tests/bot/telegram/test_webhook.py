"""Telegram brings its updates to the webhook."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.bot.conftest import Gateway, on_both_databases
from tests.fakes.rasa import FakeRasa
from tests.fakes.telegram import SECRET, TOKEN, FakeTelegram
from tests.serving import served

PUBLIC = "https://bijli.example"
NO_UPDATES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"x"',
    b'{"update_id": "7"}',
    b'{"update_id": true}',
    b"\xff",
    b"[" * 5000,
]


@pytest.fixture
async def webhook(
    gateway: Gateway, telegram: FakeTelegram, telegram_url: str, rasa_url: str
) -> AsyncIterator[str]:
    """A gateway whose public address Telegram can reach."""
    async with gateway(
        telegram_bot_token=TOKEN,
        telegram_api_url=telegram_url,
        telegram_webhook_secret=SECRET,
        public_url=f"{PUBLIC}/",
    ) as url:
        telegram.feed.leads_to = url
        yield url


@pytest.mark.usefixtures("webhook")
async def test_telegram_is_told_where_to_bring_updates(telegram: FakeTelegram) -> None:
    """The public address, the secret, and only those updates that are read."""
    told = await telegram.webhook_set()

    assert told["url"] == f"{PUBLIC}/webhooks/telegram"
    assert told["secret_token"] == SECRET
    assert told["allowed_updates"] == '["message", "edited_message", "callback_query"]'


@pytest.mark.usefixtures("webhook")
@on_both_databases
async def test_what_is_brought_is_answered(telegram: FakeTelegram, rasa: FakeRasa) -> None:
    """In its chat, in order, once however often it is brought."""
    first = await telegram.writes("one")
    await telegram.writes("two")
    await telegram.delivers_again(first)
    await telegram.writes("three")
    await telegram.has_been_confirmed()

    sent = await telegram.has_sent(3)

    assert [one["text"].rpartition(" [")[0] for one in sent] == ["one", "two", "three"]
    assert rasa.messages() == ["one", "two", "three"]


@pytest.mark.usefixtures("webhook")
@pytest.mark.parametrize("secret", [None, "", "guessed", f"{SECRET}x", "पासवर्ड"])
async def test_without_the_secret_nothing_is_taken(
    telegram: FakeTelegram, rasa: FakeRasa, secret: str | None
) -> None:
    """Whoever finds the address cannot speak for others."""
    refused = await telegram.posts(telegram.people.message("drop everything"), secret)

    assert refused.status_code == 403
    await telegram.writes("one")
    await telegram.has_sent(1)
    assert rasa.messages() == ["one"]


@pytest.mark.usefixtures("webhook")
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b"\xff",
        b"[" * 5000,
    ],
)
async def test_what_is_no_update_is_refused(telegram: FakeTelegram, body: bytes) -> None:
    """Broken JSON, and JSON of another kind."""
    assert (await telegram.posts(body)).status_code == 400


@pytest.mark.usefixtures("webhook")
@pytest.mark.parametrize(
    "event",
    [
        {},
        {"poll": {"id": "1"}},
        {"message": {}},
        {"message": "words"},
        {"message": {"message_id": 1, "date": "yesterday", "chat": {"id": 7, "type": "private"}}},
        {"callback_query": {"id": "1"}},
        {"telepathy": {"id": "1"}},
    ],
)
async def test_updates_that_cannot_be_read_are_let_go(
    telegram: FakeTelegram, rasa: FakeRasa, event: dict[str, Any]
) -> None:
    """Acknowledged, or Telegram would bring them for ever; those behind them are answered."""
    assert (await telegram.posts(telegram.people.update(**event))).status_code == 200

    await telegram.writes("one")
    await telegram.has_sent(1)
    assert rasa.messages() == ["one"]


@pytest.mark.usefixtures("webhook")
async def test_a_body_that_no_update_can_need_is_refused(telegram: FakeTelegram) -> None:
    """Three megabytes are not even read to their end."""
    assert (await telegram.posts(b" " * 3_000_000)).status_code == 413


@pytest.mark.usefixtures("webhook")
async def test_the_longest_update_is_taken(telegram: FakeTelegram, rasa: FakeRasa) -> None:
    """A long text that answers another long one, every letter of both escaped."""
    long = "बिजली " * 680
    before = telegram.people.said(long)

    answer = await telegram.posts(telegram.people.message(long, reply_to_message=before))

    assert answer.status_code == 200
    await telegram.has_sent(1)
    assert rasa.messages() == [long.strip()]


async def test_what_was_asked_for_is_known_when_it_is_brought(
    gateway: Gateway, telegram: FakeTelegram, telegram_url: str, rasa: FakeRasa, rasa_url: str
) -> None:
    """An operator changes from polling to the webhook: no message is taken twice."""
    polling = gateway(telegram_bot_token=TOKEN, telegram_api_url=telegram_url)
    async with polling:
        update = await telegram.writes("one")
        await telegram.has_sent(1)
    webhook = gateway(
        telegram_bot_token=TOKEN, telegram_api_url=telegram_url, telegram_webhook_secret=SECRET
    )
    async with webhook as url:
        telegram.feed.leads_to = url
        assert (await telegram.posts(update)).status_code == 200
        assert (await telegram.posts(telegram.people.message("two"))).status_code == 200
        await telegram.has_sent(2)

    assert rasa.messages() == ["one", "two"]


async def test_another_bots_updates_are_others(
    gateway: Gateway, telegram: FakeTelegram, telegram_url: str, rasa: FakeRasa, rasa_url: str
) -> None:
    """Each bot counts its own updates: the same number under another token is another."""
    for token in ("11:first", "22:second"):
        async with gateway(
            telegram_bot_token=token, telegram_api_url=telegram_url, telegram_webhook_secret=SECRET
        ) as url:
            telegram.feed.leads_to = url
            update = telegram.people.message(token) | {"update_id": 5}
            assert (await telegram.posts(update)).status_code == 200
            await asyncio.wait_for(rasa.reached.wait(), 30)
            rasa.reached.clear()

    assert rasa.messages() == ["11:first", "22:second"]


@on_both_databases
async def test_what_was_acknowledged_survives(
    gateway: Gateway, telegram: FakeTelegram, telegram_url: str, rasa: FakeRasa, rasa_port: int
) -> None:
    """The gateway ends right after it has said 200, before Rasa is there; the next one answers."""
    values = {"telegram_bot_token": TOKEN, "telegram_api_url": telegram_url}
    async with gateway(**values, telegram_webhook_secret=SECRET) as url:
        telegram.feed.leads_to = url
        assert (await telegram.posts(telegram.people.message("one"))).status_code == 200
    async with served(rasa.app, rasa_port), gateway(**values, telegram_webhook_secret=SECRET):
        await telegram.has_said("one")

    assert rasa.messages() == ["one"]
