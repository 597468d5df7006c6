"""What people send on WhatsApp that is not writing."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from httpx import URL
from sqlalchemy import select

from bot.attachments.tables import Attachment
from bot.channels.whatsapp.graph import Graph
from bot.channels.whatsapp.media import WhatsAppMedia, may_be_asked
from bot.errors import MediaAway, MediaGone
from bot.messages import Media
from bot.store.database import Database
from bot.store.tables import Inbound
from tests.bot.conftest import on_both_databases
from tests.fakes.rasa import FakeRasa
from tests.fakes.whatsapp import ASHA, NUMBER, TOKEN, FakeWhatsApp, refusal

JPEG = b"\xff\xd8\xff\xe0" + b"a pole that burns" * 10
MOST = 1000


@pytest.fixture
async def source(api_url: str) -> Any:
    """The channel's own way to the bytes."""
    graph = Graph(api_url, NUMBER, TOKEN)
    yield WhatsAppMedia(graph)
    await graph.close()


async def stored(database_url: str) -> list[Media]:
    """What the gateway wrote down of all messages."""
    database = Database(database_url)
    async with database.session() as session:
        found = await session.scalars(select(Inbound.media).order_by(Inbound.id))
        media = [Media(**one) for one in found if one]
    await database.close()
    return media


def contents_of(folder: Path) -> list[bytes]:
    """All files in it."""
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


@on_both_databases
@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize(
    ("sort", "mime_type", "told", "ours"),
    [
        ("image", "image/jpeg", {}, "photo"),
        ("sticker", "image/webp", {"animated": False}, "photo"),
        ("video", "video/mp4", {}, "video"),
        ("document", "application/pdf", {"filename": "bill.pdf"}, "document"),
        ("audio", "audio/ogg; codecs=opus", {"voice": True}, "voice"),
    ],
)
async def test_a_file_is_stored_with_what_is_told_of_it(
    whatsapp: FakeWhatsApp,
    database_url: str,
    sort: str,
    mime_type: str,
    told: dict[str, Any],
    ours: str,
) -> None:
    """Its id leads to the bytes; type, name and checksum stand beside it, the checksum in hex."""
    await whatsapp.brings(whatsapp.people.file(sort, JPEG, mime_type, **told))
    await whatsapp.has_sent(1)

    (media,) = await stored(database_url)
    assert media.sort == ours
    assert media.mime_type == mime_type
    assert media.sha256 == hashlib.sha256(JPEG).hexdigest()
    assert media.file_name == told.get("filename")
    assert whatsapp.files.uploads[media.pointer["id"]].content == JPEG


@pytest.mark.usefixtures("channel")
async def test_a_photo_is_kept_for_the_ticket_if_it_is_what_was_told(
    whatsapp: FakeWhatsApp, rasa: FakeRasa, database_url: str, tmp_path: Path
) -> None:
    """Fetched through an address that had expired once; not one whose bytes are others, nor
    one that Meta no longer has. Every message is answered."""
    whatsapp.files.expiring = 1
    whatsapp.files.refusals = [refusal(131000, 500)]
    people = whatsapp.people
    await whatsapp.brings(people.file("image", JPEG, "image/jpeg"))
    await whatsapp.brings(people.file("image", JPEG, "image/jpeg", sha256="00" * 32))
    await whatsapp.brings(people.file("image", JPEG, "image/jpeg", id="77"))
    database = Database(database_url)
    await whatsapp.has_sent(4)  # that it takes longer, and three answers
    async with database.session() as session:
        found = (await session.scalars(select(Attachment).order_by(Attachment.inbound_id))).all()
    await database.close()

    assert [one.status for one in found] == ["kept", "refused", "refused"]
    assert rasa.messages() == [
        '/inform{"attachment": "photo"}',
        '/inform{"attachment": "refused"}',
        '/inform{"attachment": "refused"}',
    ]
    assert contents_of(tmp_path / "media") == [JPEG]


@pytest.mark.usefixtures("channel")
async def test_the_words_below_a_picture_count(whatsapp: FakeWhatsApp, rasa: FakeRasa) -> None:
    """A caption is what the person says."""
    photo = whatsapp.people.file("image", JPEG, "image/jpeg", caption=" taar gir gaya ")
    await whatsapp.brings(photo)
    await whatsapp.has_sent(1)

    assert rasa.messages() == ["taar gir gaya"]


@pytest.mark.usefixtures("channel")
async def test_a_pin_on_the_map_is_a_place(whatsapp: FakeWhatsApp, rasa: FakeRasa) -> None:
    """In degrees."""
    await whatsapp.brings(whatsapp.people.place(26.4499, 80.3319))
    await whatsapp.has_sent(1)

    (told,) = rasa.messages()
    assert told.startswith("/inform")
    assert json.loads(told.removeprefix("/inform")) == {"latitude": 26.4499, "longitude": 80.3319}


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize(
    ("cards", "said"),
    [
        ([{"phones": [{"phone": "+91 98123 45678", "wa_id": "919812345678"}]}], "+919812345678"),
        ([{"name": {}}, {"phones": [{"phone": "098123 45678"}]}], "098123 45678"),
        ([{"origin": "contact_request", "phones": [{"wa_id": ASHA}]}], f"+{ASHA}"),
    ],
)
async def test_a_shared_contact_is_its_number_as_if_it_were_typed(
    whatsapp: FakeWhatsApp, rasa: FakeRasa, cards: list[dict[str, Any]], said: str
) -> None:
    """Whose number it is, nobody has shown."""
    await whatsapp.brings(whatsapp.message(type="contacts", contacts=cards))
    await whatsapp.has_sent(1)

    assert rasa.messages() == [said]


async def test_the_bytes_are_had_through_the_id(
    source: WhatsAppMedia, whatsapp: FakeWhatsApp
) -> None:
    """The id leads to an address, the address to the bytes."""
    media_id = whatsapp.files.upload(JPEG, "image/jpeg")

    assert await source.fetch({"id": media_id}, MOST) == JPEG


async def test_reading_ends_when_more_comes_than_is_taken(
    source: WhatsAppMedia, whatsapp: FakeWhatsApp
) -> None:
    """One byte more than the bound tells whoever asked."""
    media_id = whatsapp.files.upload(b"x" * 5_000_000, "video/mp4")

    assert await source.fetch({"id": media_id}, MOST) == b"x" * (MOST + 1)


async def test_an_address_that_expired_is_asked_for_again(
    source: WhatsAppMedia, whatsapp: FakeWhatsApp
) -> None:
    """Once; an id whose addresses are always dead is given up."""
    media_id = whatsapp.files.upload(JPEG, "image/jpeg")
    whatsapp.files.expiring = 1
    assert await source.fetch({"id": media_id}, MOST) == JPEG

    whatsapp.files.expiring = 9
    with pytest.raises(MediaGone):
        await source.fetch({"id": media_id}, MOST)
    assert len(whatsapp.files.uploads[media_id].asked_at) == 4


async def test_what_metas_answer_says_decides_whether_it_is_tried_again(
    source: WhatsAppMedia, whatsapp: FakeWhatsApp
) -> None:
    """An unknown id never comes back; a fault of Meta's or of the token passes."""
    media_id = whatsapp.files.upload(JPEG, "image/jpeg")
    with pytest.raises(MediaGone):
        await source.fetch({"id": "77"}, MOST)
    for passing in (refusal(131000, 500), refusal(4, 429), refusal(190, 401)):
        whatsapp.files.refusals = [passing]
        with pytest.raises(MediaAway):
            await source.fetch({"id": media_id}, MOST)

    assert await source.fetch({"id": media_id}, MOST) == JPEG


async def test_nobody_who_answers_is_a_fault_that_passes() -> None:
    """Nothing listens there."""
    graph = Graph("http://127.0.0.1:9/v23.0", NUMBER, TOKEN)
    with pytest.raises(MediaAway):
        await WhatsAppMedia(graph).fetch({"id": "1"}, MOST)
    await graph.close()


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/x", "http://169.254.169.254/latest"])
async def test_an_address_elsewhere_is_not_asked(
    source: WhatsAppMedia, whatsapp: FakeWhatsApp, address: str
) -> None:
    """Neither one that stands in Meta's answer nor one that a redirect leads to."""
    named = whatsapp.files.upload(JPEG, "image/jpeg", address)
    led = whatsapp.files.upload(JPEG, "image/jpeg")
    with pytest.raises(MediaGone):
        await source.fetch({"id": named}, MOST)
    whatsapp.files.redirect = address
    with pytest.raises(MediaGone):
        await source.fetch({"id": led}, MOST)


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://graph.facebook.com/v23.0/1", True),
        ("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", True),
        ("https://mmg.whatsapp.net/x", True),
        ("https://graph.facebook.com:443/v23.0/1", True),
        ("http://lookaside.fbsbx.com/x", False),
        ("https://lookaside.fbsbx.com:8443/x", False),
        ("https://evilfbsbx.com/x", False),
        ("https://lookaside.fbsbx.com.evil.example/x", False),
        ("https://user@lookaside.fbsbx.com/x", False),
        ("https://10.0.0.1/x", False),
        ("https://[::1]/x", False),
        ("https://localhost/x", False),
        ("file:///etc/passwd", False),
    ],
)
def test_files_are_asked_for_at_metas_hosts_alone(address: str, good: bool) -> None:
    """Over https, on its own port, without anything before the host."""
    api = URL("https://graph.facebook.com/v23.0")

    assert may_be_asked(URL(address), api) is good
