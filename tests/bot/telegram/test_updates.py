"""What comes from Telegram beside plain words in a chat of one's own."""

from typing import Any

import pytest
from telegram import Bot

from bot.channels.telegram.media import TelegramMedia
from bot.errors import MediaAway, MediaGone
from tests.bot.telegram.test_polling import words
from tests.fakes.rasa import FakeRasa
from tests.fakes.telegram import TOKEN, FakeTelegram, refusal

JPEG = b"\xff\xd8\xff\xe0" + b"a pole that burns" * 10
OGG = b"OggS" + b"\x00" * 24 + b"OpusHead" + b"a voice" * 10
MP4 = b"\x00\x00\x00\x18ftypisom" + b"a film" * 20
PDF = b"%PDF-1.7\n" + b"a bill" * 20
MP3 = b"ID3\x04" + b"a song" * 20
MOST = 1000


@pytest.fixture
async def source(telegram_url: str) -> Any:
    """The channel's own way to the bytes."""
    bot = Bot(TOKEN, f"{telegram_url}/bot", f"{telegram_url}/file/bot")
    source = TelegramMedia(bot)
    yield source
    await source.close()


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize(
    ("sort", "content", "told", "ours"),
    [
        ("photo", JPEG, {}, "photo"),
        ("voice", OGG, {"mime_type": "audio/ogg"}, "voice"),
        ("audio", MP3, {"mime_type": "audio/mpeg", "file_name": "song.mp3"}, "voice"),
        ("video", MP4, {"mime_type": "video/mp4"}, "video"),
        ("document", PDF, {"mime_type": "application/pdf", "file_name": "bill.pdf"}, "document"),
    ],
)
async def test_a_file_is_fetched_and_told_of(
    telegram: FakeTelegram,
    rasa: FakeRasa,
    sort: str,
    content: bytes,
    told: dict[str, Any],
    ours: str,
) -> None:
    """Of a photo the largest size; a thumbnail would be no file of its sort."""
    await telegram.does(telegram.people.file(sort, content, **told))
    await telegram.has_sent(1)

    assert rasa.messages() == [f'/inform{{"attachment": "{ours}"}}']
    assert rasa.asked[-1]["metadata"]["attachments"] == 1


@pytest.mark.usefixtures("channel")
async def test_the_words_below_a_picture_count(telegram: FakeTelegram, rasa: FakeRasa) -> None:
    """A caption is what the person says."""
    await telegram.does(telegram.people.file("photo", JPEG, caption=" taar gir gaya "))
    await telegram.has_sent(1)

    assert rasa.messages() == ["taar gir gaya"]


async def test_the_bytes_are_fetched_and_bounded(
    source: TelegramMedia, telegram: FakeTelegram
) -> None:
    """One byte more than is wanted tells that there are more."""
    pointer = {"id": telegram.files.upload(b"x" * (MOST + 50))}

    assert await source.fetch(pointer, 5000) == b"x" * (MOST + 50)
    assert len(await source.fetch(pointer, MOST)) == MOST + 1


async def test_what_telegram_has_no_more_is_gone(
    source: TelegramMedia, telegram: FakeTelegram
) -> None:
    """An id that it does not know, a path that leads nowhere, more than it gives to bots."""
    expired = telegram.files.upload(JPEG)
    large = telegram.files.upload(b"x" * (20 * 1024 * 1024 + 1))

    for file_id in ("never-there", large):
        with pytest.raises(MediaGone):
            await source.fetch({"id": file_id}, MOST)
    telegram.files.expired = True
    with pytest.raises(MediaGone):
        await source.fetch({"id": expired}, MOST)


@pytest.mark.parametrize(
    "answer", [refusal(429, "Too Many Requests", retry_after=3), refusal(502, "Bad Gateway")]
)
async def test_what_telegram_does_not_give_now_is_away(
    source: TelegramMedia, telegram: FakeTelegram, answer: Any
) -> None:
    """Asked again later, it may."""
    pointer = {"id": telegram.files.upload(JPEG)}
    telegram.files.refusals = [answer]

    with pytest.raises(MediaAway):
        await source.fetch(pointer, MOST)
    assert await source.fetch(pointer, MOST) == JPEG


@pytest.mark.usefixtures("channel")
async def test_a_message_that_was_changed_is_answered_once(
    telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    """The person hears that the change was not read."""
    await telegram.writes("one")
    await telegram.does(telegram.people.edit("two"))

    assert words(await telegram.has_sent(2)) == ["one", "channel.edited"]
    assert rasa.messages() == ["one"]


@pytest.mark.usefixtures("channel")
async def test_a_place_on_the_move_is_taken_once(telegram: FakeTelegram, rasa: FakeRasa) -> None:
    """Telegram tells of a live place as of a message that changes every few seconds."""
    first = telegram.people.place(26.4, 80.3)
    moved = telegram.people.place(26.5, 80.3)["message"] | {"edit_date": 1_790_000_100}
    await telegram.does(first)
    await telegram.does(telegram.people.update(edited_message=moved))
    await telegram.writes("one")
    await telegram.has_sent(2)

    assert rasa.messages() == ['/inform{"latitude": 26.4, "longitude": 80.3}', "one"]


@pytest.mark.usefixtures("channel")
async def test_notices_of_telegrams_own_are_not_answered(
    telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    """A pinned message, a timer: nobody said anything."""
    await telegram.writes(None, pinned_message=telegram.people.said("old"))
    await telegram.writes(None, message_auto_delete_timer_changed={"message_auto_delete_time": 9})
    await telegram.writes("one")

    assert words(await telegram.has_sent(1)) == ["one"]


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_who_calls_the_bot_in_a_group_is_asked_to_write_alone(
    telegram: FakeTelegram, rasa: FakeRasa, kind: str
) -> None:
    """Everything else in a group is not for the bot."""
    await telegram.writes("my bill?", chat=-5, kind=kind)
    await telegram.writes("/status@bijli_bot", chat=-5, kind=kind)
    sent = await telegram.has_sent(1)

    assert [(one["chat"], one["text"]) for one in sent] == [(-5, "channel.private_only [hi]")]
    assert rasa.messages() == []


@pytest.mark.usefixtures("channel")
async def test_a_button_in_a_group_does_nothing(telegram: FakeTelegram, rasa: FakeRasa) -> None:
    """Whoever taps there is not alone with the bot."""
    await telegram.taps("1", message=telegram.people.said("…", -5, "group"))
    await telegram.writes("one")

    assert words(await telegram.has_sent(1)) == ["one"]


@pytest.mark.usefixtures("channel")
async def test_a_button_of_an_old_message_works_without_its_message(
    telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    """Telegram sends an old message no more: only where it was, or nothing of it at all."""
    old = {"chat": {"id": 7, "type": "private"}, "message_id": 3, "date": 0}
    await telegram.taps("12", message=old)
    await telegram.taps("12", message=None)

    assert words(await telegram.has_sent(2)) == ["gateway.not_offered"] * 2


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize(
    ("link", "payload"),
    [
        ("status", "/check_ticket_status"),
        ("help", "/help"),
        ("person", "/talk_to_human"),
        ("hi-Latn", '/choose_language{"language": "hi-Latn"}'),
        ("/inform", "/greet"),
        ('{"language": "en"}', "/greet"),
    ],
)
async def test_a_link_leads_to_where_it_is_needed(
    telegram: FakeTelegram, rasa: FakeRasa, link: str, payload: str
) -> None:
    """t.me/our_bot?start=status on a bill or a poster; what we do not know only greets."""
    await telegram.writes(f"/start {link}")
    await telegram.has_sent(1)

    assert rasa.messages() == [payload]
