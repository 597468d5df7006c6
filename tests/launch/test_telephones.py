"""The telephones of `FAKES=1 make run`: a newcomer plays the customer, the product is real."""

import re
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from launch import fakes, settings
from launch.parts import environment
from launch.records import Records
from launch.stack import Stack
from tests.fakes import telegram, whatsapp

PATIENCE = 60
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 200
PROVIDERS = ["telegram", "whatsapp"]


class Telephone:
    """One of them, as its page uses it."""

    def __init__(self, url: str, provider: str, number: str) -> None:
        self._http = httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False)
        self._path = f"/phones/{provider}/{number}"
        self._heard = 0

    def does(self, **deed: Any) -> list[dict[str, Any]]:
        """Do something and give what the bot says to it."""
        assert self._http.post(self._path, json=deed).is_success
        return self.hears()

    def sends(self, content: bytes, mime_type: str) -> list[dict[str, Any]]:
        """Send a file."""
        headers = {"Content-Type": mime_type}
        assert self._http.post(f"{self._path}/files", content=content, headers=headers).is_success
        return self.hears()

    def hears(self) -> list[dict[str, Any]]:
        """What the bot has said since the last time; waits until it has said something."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            said = [line for line in self.lines() if line["from"] == "bot"]
            if len(said) > self._heard:
                new, self._heard = said[self._heard :], len(said)
                return new
        raise AssertionError("the bot said nothing")

    def lines(self) -> list[dict[str, Any]]:
        """What stands on the telephone, both sides."""
        lines: list[dict[str, Any]] = self._http.get(self._path).json()["lines"]
        return lines

    def close(self) -> None:
        """Switch it off."""
        self._http.close()


def number_given(telephone: Telephone, said: list[dict[str, Any]]) -> str:
    """The complaint's number; every question on the way there is answered with its first button."""
    while not (found := re.search(r"FLT-\d{4}-\d+", " ".join(line["text"] for line in said))):
        buttons = [button for line in said for button in line["buttons"]]
        said = telephone.does(tap=buttons[0]) if buttons else telephone.hears()
    return found[0]


@pytest.fixture(params=PROVIDERS)
def telephone(request: pytest.FixtureRequest, stack: Stack) -> Iterator[Telephone]:
    """A telephone of each provider, its number used nowhere else."""
    number = f"98111000{PROVIDERS.index(request.param)}1"
    telephone = Telephone(stack.phones_url, request.param, number)
    yield telephone
    telephone.close()


def test_a_complaint_ends_with_the_backends_number(telephone: Telephone, records: Records) -> None:
    """Words, a tap on what is offered, and the number that the backend knows."""
    said = telephone.does(text="light nahi aa rahi barra 6 mein, number 9811100033")

    record = records.get(number_given(telephone, said))
    assert record is not None and record["mobile_number"] == "9811100033"
    assert telephone.lines()[0] == {
        "from": "person",
        "text": "light nahi aa rahi barra 6 mein, number 9811100033",
    }


def test_a_number_is_asked_for_and_shared_at_one_tap(stack: Stack, records: Records) -> None:
    """Where the bot asks for it, Telegram offers to send the person's own."""
    telephone = Telephone(stack.phones_url, "telegram", "9811100077")
    said = telephone.does(text="kal raat se light nahi aa rahi barra 6 mein")
    while said[-1]["shares"] != "number":
        said = telephone.hears()

    said = telephone.does(number=True)
    record = records.get(number_given(telephone, said))
    telephone.close()

    assert record is not None and record["mobile_number"] == "9811100077"


def test_a_photo_and_a_place_can_be_sent(telephone: Telephone) -> None:
    """Each is answered."""
    assert telephone.sends(JPEG, "image/jpeg")
    assert telephone.does(place=[26.427, 80.296])


def test_the_page_is_served_with_all_it_needs(stack: Stack) -> None:
    """Nothing is fetched from elsewhere."""
    page = httpx.get(stack.phones_url).text
    for name in ("phones.css", "phones.js"):
        assert f'"/static/{name}"' in page
        assert httpx.get(f"{stack.phones_url}/static/{name}").is_success
    assert "https://" not in page


def test_the_gateway_is_led_to_the_fakes_whatever_is_set() -> None:
    """A newcomer's try never reaches real people, even where real accounts are set."""
    given = {"FAKES": "1", "TELEGRAM_BOT_TOKEN": "1:real", "WHATSAPP_ACCESS_TOKEN": "real"}
    env = environment(settings.read(given), given)

    assert env["TELEGRAM_API_URL"] == "http://127.0.0.1:4010/telegram"
    assert env["WHATSAPP_API_URL"] == "http://127.0.0.1:4010/whatsapp/v23.0"
    assert env["TELEGRAM_BOT_TOKEN"] == telegram.TOKEN
    assert env["WHATSAPP_ACCESS_TOKEN"] == whatsapp.TOKEN
    assert "TELEGRAM_BOT_TOKEN" not in environment(settings.read({}), {})


def test_the_fakes_know_the_product_by_what_it_is_told() -> None:
    """Two lists of the same names, one on each side of the wire."""
    assert fakes.KNOWN_BY["WHATSAPP_PHONE_NUMBER_ID"] == whatsapp.NUMBER
    assert fakes.KNOWN_BY["WHATSAPP_APP_SECRET"] == whatsapp.APP_SECRET
    assert fakes.KNOWN_BY["WHATSAPP_VERIFY_TOKEN"] == whatsapp.VERIFY_TOKEN
