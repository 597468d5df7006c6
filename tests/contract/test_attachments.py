"""Files that people send along with a ticket."""

import hashlib

import httpx
import pytest

from backend_client import BackendClient, BackendRefused, InvalidRequest, NotFound
from backend_client.models import AttachmentRequest
from tests.contract.conftest import KEY
from tests.contract.requests import fault, new_key

JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 100
PHOTO = AttachmentRequest(sort="photo", mime_type="image/jpeg", file_name="खंभा.jpg")


async def ticket(backend: BackendClient, mobile_number: str = "9876543210") -> str:
    """A new ticket's number."""
    return (await backend.report_ticket(fault(mobile_number=mobile_number), new_key())).number


async def test_a_file_comes_back_as_it_went_in(backend: BackendClient, backend_url: str) -> None:
    """Listed with its hash, in order; the bytes are to be saved and not shown."""
    number = await ticket(backend)
    photo = await backend.attach(number, PHOTO, JPEG, new_key())
    voice = AttachmentRequest(sort="voice", mime_type="audio/ogg")
    note = await backend.attach(number, voice, b"OggS", new_key())

    assert await backend.attachments(number) == [photo, note]
    assert (photo.size, photo.sha256) == (104, hashlib.sha256(JPEG).hexdigest())
    assert photo.file_name == "खंभा.jpg"
    assert await backend.attachment(number, photo.id) == JPEG
    with pytest.raises(NotFound, match="unknown_attachment"):
        await backend.attachment(number, note.id + 1)
    path = f"{backend_url}/api/v1/tickets/{number}/attachments/{photo.id}"
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {KEY}"}) as http:
        answer = await http.get(path)
        other = await http.get(path.replace(number, await ticket(backend, "9876500000")))
    assert (answer.content, answer.headers["content-type"]) == (JPEG, "image/jpeg")
    assert answer.headers["content-disposition"] == "attachment"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert other.status_code == 404


async def test_a_repeated_key_adds_a_file_once(backend: BackendClient) -> None:
    """A worker that lost the answer asks again and hears the same."""
    number, key = await ticket(backend), new_key()
    first = await backend.attach(number, PHOTO, JPEG, key)

    assert await backend.attach(number, PHOTO, JPEG, key) == first
    with pytest.raises(InvalidRequest, match="key_reused"):
        await backend.attach(number, PHOTO, JPEG + b"x", key)
    assert len(await backend.attachments(number)) == 1


@pytest.mark.parametrize(
    ("request_", "content", "code"),
    [
        (PHOTO, b"\x00" * (16 * 1024 * 1024 + 1), "too_large"),
        (AttachmentRequest(sort="document", mime_type="text/html"), b"<b>", "not_acceptable"),
        (AttachmentRequest(sort="photo", mime_type="image"), JPEG, "not_acceptable"),
        (AttachmentRequest(sort="poem", mime_type="image/jpeg"), JPEG, "invalid"),
        (PHOTO, b"", "invalid"),
        (PHOTO.model_copy(update={"sha256": "0" * 64}), JPEG, "invalid"),
    ],
)
async def test_what_no_crew_can_use_is_refused(
    backend: BackendClient, request_: AttachmentRequest, content: bytes, code: str
) -> None:
    """Too large, no picture, not the bytes that were meant: nothing is added."""
    number = await ticket(backend)
    with pytest.raises(BackendRefused) as refusal:
        await backend.attach(number, request_, content, new_key())

    assert refusal.value.code == code
    assert await backend.attachments(number) == []


async def test_a_file_needs_a_ticket(backend: BackendClient) -> None:
    """None is made for it."""
    with pytest.raises(NotFound, match="unknown_ticket"):
        await backend.attach("FLT-1999-000001", PHOTO, JPEG, new_key())
    with pytest.raises(NotFound, match="unknown_ticket"):
        await backend.attachments("FLT-1999-000001")


async def test_coordinates_stay_with_the_ticket(backend: BackendClient) -> None:
    """A later report without them does not take them away, one with them fills them in."""
    first = await backend.report_ticket(fault(), new_key())
    assert first.latitude is None
    there = fault(latitude=26.4279, longitude=80.2961)
    joined = await backend.report_ticket(there, new_key())

    assert joined.number == first.number
    assert (joined.latitude, joined.longitude) == (26.4279, 80.2961)
    assert (await backend.report_ticket(fault(), new_key())).latitude == 26.4279
