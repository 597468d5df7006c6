"""Every door of the running product: whatever comes, it stands, and says so without a fault."""

import gzip
import socket
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from launch.stack import Stack
from tests.fakes.sms import HOOK_SECRET
from tests.fakes.whatsapp import signed
from tests.fuzz.anything import BODIES, as_bytes, of_keys

LOCAL = "127.0.0.1"
THOROUGH = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
KINDS = st.sampled_from(
    ["application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data"]
)
MESSAGES = of_keys("message_id", "text", "payload", "latitude", "longitude", "surface")
NOTICES = of_keys(
    *("entry", "changes", "value", "field", "messages", "metadata", "phone_number_id", "statuses"),
    *("id", "from", "timestamp", "type", "text", "body", "contacts", "wa_id", "image"),
)


@pytest.fixture(scope="module")
def http(stack: Stack) -> Iterator[httpx.Client]:
    """A stranger's client."""
    with httpx.Client(base_url=stack.url, timeout=60, trust_env=False) as client:
        yield client


def stands(answer: httpx.Response) -> None:
    """No fault of the server's, and nothing of its inside."""
    assert answer.status_code < 500, answer.text
    assert "Traceback" not in answer.text


@THOROUGH
@given(body=BODIES | MESSAGES.map(as_bytes), kind=KINDS)
def test_the_chat_api_refuses_what_is_no_message(
    http: httpx.Client, body: bytes, kind: str
) -> None:
    """Opening, writing and sending files, with any body of any kind."""
    headers = {"Content-Type": kind}
    stands(http.post("/api/conversations", content=body, headers=headers))
    opened = http.post("/api/conversations", json={"surface": "test"}).json()
    path = f"/api/conversations/{opened['conversation_id']}"
    headers["Authorization"] = f"Bearer {opened['token']}"
    stands(http.post(f"{path}/messages", content=body, headers=headers))
    query = {"message_id": "one"}
    stands(http.post(f"{path}/attachments", params=query, content=body, headers=headers))


@THOROUGH
@given(body=BODIES | NOTICES.map(as_bytes), right=st.booleans())
def test_the_whatsapp_webhook_takes_what_meta_signed(
    http: httpx.Client, body: bytes, right: bool
) -> None:
    """Whatever Meta comes to send; and nothing that somebody else did."""
    signature = signed(body) if right else signed(body, "another secret")
    headers = {"X-Hub-Signature-256": signature}
    answer = http.post("/webhooks/whatsapp", content=body, headers=headers)
    stands(answer)
    assert right or answer.status_code == 403


@THOROUGH
@given(
    door=st.sampled_from(["sms", "missed-call"]),
    provider=st.sampled_from(["generic", "exotel", "nobody", "..", "%00"]),
    query=st.dictionaries(st.sampled_from(["status", "id", "From", "To", "CallSid"]), st.text()),
    body=BODIES,
    kind=KINDS,
)
def test_the_telephone_companies_hooks_take_any_fields(
    http: httpx.Client, door: str, provider: str, query: dict[str, str], body: bytes, kind: str
) -> None:
    """With the secret in the address; without it there is no such address."""
    for secret in (HOOK_SECRET, "another"):
        answer = http.post(
            f"/hooks/{door}/{provider}/{secret}",
            params={name: value.encode("utf-8", "replace") for name, value in query.items()},
            content=body,
            headers={"Content-Type": kind},
        )
        stands(answer)
        assert secret == HOOK_SECRET or answer.status_code == 404


@THOROUGH
@given(body=BODIES, header=st.text(st.characters(min_codepoint=33, max_codepoint=126)))
def test_the_utilitys_door_takes_nothing_unsigned(
    http: httpx.Client, body: bytes, header: str
) -> None:
    """A notice that anybody could send would be told to people as the utility's word."""
    headers = {"X-Notice-Signature": header}
    assert http.post("/hooks/notices", content=body, headers=headers).status_code == 403


def test_a_head_without_end_is_refused(stack: Stack) -> None:
    """One header that goes on and on, or one after the other: before memory ends."""
    for piece in (b"x" * 50_000, b"X-More: x\r\n" * 5_000):
        with socket.create_connection((LOCAL, int(stack.url.rpartition(":")[2])), 60) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: ")
            with suppress(ConnectionError):
                for _ in range(200):
                    line.sendall(piece)
            with suppress(ConnectionResetError):
                assert line.recv(100).startswith(b"HTTP/1.1 400")


def test_an_ordinary_head_is_read(http: httpx.Client) -> None:
    """Cookies, and many requests on one connection."""
    for _ in range(3):
        assert http.get("/health/live", headers={"Cookie": "a=" + "x" * 4000}).is_success


def test_a_large_body_is_no_head(http: httpx.Client) -> None:
    """A photo of some megabytes, and another request behind it on the same connection."""
    opened = http.post("/api/conversations", json={"surface": "test"}).json()
    path = f"/api/conversations/{opened['conversation_id']}/attachments"
    headers = {"Authorization": f"Bearer {opened['token']}"}
    photo = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 5_000_000
    for number in ("one", "two"):
        answer = http.post(path, params={"message_id": number}, content=photo, headers=headers)
        assert answer.status_code == 200, answer.text


def test_a_body_that_grows_when_it_is_unpacked_is_not_unpacked(http: httpx.Client) -> None:
    """Nobody has to send us compressed words, so nothing here unpacks any."""
    body = gzip.compress(b'{"surface": "test", "x": "' + b"x" * 50_000_000 + b'"}')
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    assert http.post("/api/conversations", content=body, headers=headers).status_code == 422
