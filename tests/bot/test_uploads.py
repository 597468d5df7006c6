"""Files and places over the chat API."""

from contextlib import suppress
from uuid import uuid4

import httpx
import pytest

from bot.channels.web.uploads import LARGEST
from tests.bot.chat import Chat
from tests.bot.conftest import Gateway
from tests.bot.media import HTML, JPEG, OGG
from tests.fakes.rasa import FakeRasa


@pytest.fixture
def gateway(gateway: Gateway, tmp_path: object) -> Gateway:
    """One that keeps files in the test's own folder."""

    def start(*args: object, **changed: object) -> object:
        return gateway(*args, **{"media_dir": f"{tmp_path}/media"} | changed)

    return start  # type: ignore[return-value]


async def upload(
    chat: Chat, content: object, message_id: str | None = None, **query: str
) -> httpx.Response:
    """Send a file and give the answer as it is."""
    return await chat.client.post(
        f"{chat.path}/attachments",
        params={"message_id": message_id or uuid4().hex, **query},
        content=content,  # type: ignore[arg-type]
        headers=chat.headers | {"Content-Type": "image/jpeg"},
    )


async def test_a_photo_is_a_message_and_is_answered_once(chat: Chat, rasa: FakeRasa) -> None:
    """The same message_id is answered from memory, whatever its body is then."""
    first = await upload(chat, JPEG, "m-1", text="khambe se chingari", file_name="p.jpg")
    again = await upload(chat, JPEG + b"other", "m-1")

    assert first.status_code == 200, first.text
    assert first.json() == again.json()
    assert rasa.messages() == ["khambe se chingari"]
    assert rasa.asked[0]["metadata"]["attachment"] == "photo"
    shown = (await chat.transcript())[0]
    assert (shown["media"], shown["text"]) == ("photo", "khambe se chingari")


async def test_what_was_sent_is_told_by_its_bytes(chat: Chat, rasa: FakeRasa) -> None:
    """A voice note that calls itself a picture is a voice note; as a photo it is refused."""
    assert (await upload(chat, OGG)).status_code == 200
    assert rasa.messages() == ['/inform{"attachment": "voice"}']
    assert (await upload(chat, OGG, sort="photo")).status_code == 415


async def test_enough_is_enough_for_a_day(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    """429 with the time to come back; words go on."""
    monkeypatch.setattr("bot.attachments.taking.MOST_A_DAY", 1)
    assert (await upload(chat, JPEG)).status_code == 200
    refused = await upload(chat, JPEG)

    assert (refused.status_code, refused.headers["retry-after"]) == (429, "3600")
    assert (await chat.post(text="namaste")).status_code == 200


async def _endless() -> object:
    while True:
        yield b"\xff\xd8\xff" + b"\x00" * 65_536


@pytest.mark.parametrize(
    ("content", "status", "kind"),
    [
        (HTML, 415, "attachment-not-taken"),
        (b"", 415, "attachment-not-taken"),
        (JPEG + b"\x00" * LARGEST, 413, "attachment-too-large"),
        (JPEG + b"\x00" * 11_000_000, 413, "attachment-too-large"),
    ],
)
async def test_what_cannot_be_taken_is_a_problem_and_no_message(
    chat: Chat, rasa: FakeRasa, content: bytes, status: int, kind: str
) -> None:
    """RFC 9457, in the person's language."""
    answer = await upload(chat, content)

    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{kind}")
    assert answer.json()["detail"].endswith("[hi]")
    assert await chat.transcript() == []
    assert rasa.messages() == []


async def test_a_body_without_end_is_read_no_further_than_it_may_be(chat: Chat) -> None:
    """It states no length; the line is cut at last, and the next file is taken."""
    with suppress(httpx.TransportError):  # whether the answer still arrives is up to the system
        assert (await upload(chat, _endless())).status_code == 413
    assert (await upload(chat, JPEG)).status_code == 200


async def test_only_the_conversation_itself_may_send_files(chat: Chat) -> None:
    """Without its token nothing is read."""
    chat.headers = {"Authorization": "Bearer wrong"}
    assert (await upload(chat, JPEG)).status_code == 401


async def test_a_place_is_sent_like_a_message(chat: Chat, rasa: FakeRasa) -> None:
    """Degrees; half a place, one beside words or one off the earth is malformed."""
    assert (await chat.post(latitude=26.45, longitude=80.33)).status_code == 200
    assert rasa.messages() == ['/inform{"latitude": 26.45, "longitude": 80.33}']
    for wrong in (
        {"latitude": 26.45},
        {"latitude": 26.45, "longitude": 80.33, "text": "yahan"},
        {"latitude": 126.45, "longitude": 80.33},
        {"latitude": "NaN", "longitude": 80.33},
    ):
        assert (await chat.post(**wrong)).status_code == 422
