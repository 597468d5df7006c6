"""One person over several conversations, through the real processes and a real SMS each time."""

from collections.abc import Iterator

import httpx
import pytest

from launch.chat_api import Chat
from launch.records import Records
from launch.stack import Stack
from tests.fakes.sms import HOOK_SECRET, PATIENCE
from tests.identity.conftest import Telephones


@pytest.fixture
def chat(product: Stack) -> Iterator[Chat]:
    """A conversation."""
    chat = Chat(product.url)
    yield chat
    chat.close()


def proves(chat: Chat, telephones: Telephones, mobile_number: str) -> str:
    """Ask for all records of a number, and type the code; what is shown then."""
    chat.say("meri sabhi shikayatein dikhao")
    asking = chat.say(mobile_number)
    assert asking.expects == "otp", asking.text
    return chat.say(telephones.code(mobile_number)).text


def test_places_are_shown_after_a_code_alone(chat: Chat, telephones: Telephones) -> None:
    """A typed number shows number and status; the code opens the address."""
    typed = chat.say("9935000331 par meri shikayat ka status batao")
    assert "FLT-2026-000901" in typed.text
    assert "127/44" not in typed.text

    shown = proves(chat, telephones, "9935000331")
    assert "FLT-2026-000901" in shown
    assert "127/44 W Block" in shown
    assert telephones.fake.dropped == []


def test_a_wrong_code_shows_nothing(chat: Chat, telephones: Telephones) -> None:
    """And is not to be read anywhere afterwards, no more than the right one."""
    chat.say("meri purani shikayatein dikhao")
    chat.say("9935000334")
    code = telephones.code("9935000334")
    wrong = f"{(int(code) + 1) % 1_000_000:06}"

    refused = chat.say(wrong)
    assert refused.expects == "otp"
    assert "128/7" not in refused.text
    assert "128/7 Y Block" in chat.say(code).text

    said = [str(entry["text"]) for entry in chat.transcript()]
    assert said.count("••••••") == 2
    assert not any(digits in line for line in said for digits in (code, wrong))


def test_details_go_to_the_registered_number_alone(chat: Chat, telephones: Telephones) -> None:
    """Whoever has seen a bill knows the account; its consumer has the telephone."""
    chat.say("mera registered pata kya hai")
    asking = chat.say("7020000002")
    assert asking.expects == "otp"
    assert "Shakuntala" not in asking.text
    assert "Shakuntala Awasthi" in chat.say(telephones.code("9935000302")).text


def test_a_change_of_the_registered_number_carries_its_proof(
    chat: Chat, telephones: Telephones, held: Records
) -> None:
    """The ticket says that the holder of the old number asked for it."""
    chat.say("mera registered mobile number badalna hai")
    chat.say("9935001045")
    asking = chat.say("7020000003")
    assert asking.expects == "otp"
    done = chat.say(telephones.code("9935000303"))
    (number,) = done.references
    ticket = held.get(number)
    assert ticket is not None
    assert ticket["details"]["proved"] == "registered_mobile"


def test_without_the_telephone_the_request_is_made_all_the_same(
    chat: Chat, telephones: Telephones, held: Records
) -> None:
    """The help desk checks, as ever."""
    chat.say("mera registered mobile number badalna hai")
    chat.say("9935001046")
    asking = chat.say("7020000004")
    skip = next(button for button in asking.buttons if "skip" in button.payload)
    (number,) = chat.tap(skip.payload).references
    ticket = held.get(number)
    assert ticket is not None
    assert "proved" not in ticket["details"]


def test_an_application_begun_on_one_side_is_finished_on_the_other(
    product: Stack, chat: Chat, telephones: Telephones
) -> None:
    """With one tap, from where it stood; the first side hears so and asks no more."""
    mobile_number = "9935000332"
    proves(chat, telephones, mobile_number)
    chat.say("ghar ke liye naya bijli connection chahiye 2 kw")

    elsewhere = Chat(product.url)
    elsewhere.say("meri sabhi shikayatein dikhao")
    elsewhere.say(mobile_number)
    offered = elsewhere.say(telephones.code(mobile_number))
    take_up = next(button for button in offered.buttons if "take_up" in button.payload)
    taken = elsewhere.tap(take_up.payload)
    elsewhere.close()

    assert taken.expects == "person_name"
    last = chat.transcript()[-1]
    assert last["from"] == "bot"
    assert last["expects"] is None
    assert chat.say("Ravi Kumar").expects != "mobile_number"


def test_a_missed_call_is_a_request_and_an_sms(
    product: Stack, telephones: Telephones, held: Records
) -> None:
    """Told twice by the company, it is one of each; the ticket knows where it came from."""
    address = f"{product.url}/hooks/missed-call/exotel/{HOOK_SECRET}"
    call = {"CallSid": "abc", "CallFrom": "09935001099", "CallTo": "07404040625"}
    for _ in range(2):
        assert httpx.get(address, params=call, timeout=PATIENCE).status_code == 200
    words = telephones.text("9935001099")
    number = next(word.strip(".।") for word in words.split() if word.startswith("CLB-"))
    ticket = held.get(number)
    assert ticket is not None
    wanted = {
        "kind": "callback",
        "mobile_number": "9935001099",
        "channel": "missed_call",
        "cause": "new_connection",
    }
    assert {name: ticket[name] for name in wanted} == wanted
    assert [sms["to"] for sms in telephones.fake.taken].count("919935001099") == 1
