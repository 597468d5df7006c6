"""A busy hour in small: people on every channel, a part that dies, a backend that is away."""

import httpx

from launch.chat_api import Chat
from tests.faults.patience import until
from tests.watching.conftest import Watched

PLACE = "Barra 6"
#: Everything that these people say of themselves; nothing of it may stand in a log.
PEOPLE = {
    "web": ("Ramkishore Awasthi", "9711204411"),
    "whatsapp": ("Sudha Bajpai", "9711204422"),
    "telegram": ("Imtiyaz Qureshi", "9711204433"),
    "afterwards": ("Kishori Lal", "9711204466"),
    "while the backend is away": ("Gomti Pasi", "9711204444"),
    "while the action server is away": ("Harnam Sethi", "9711204455"),
}
ADDRESS = "128/9 Saket Nagar, Naubasta ke peeche"
ACCOUNT = "7012345678"
SLIP = "mera transformer chhajje par latak raha hai"
SECRETS = (
    *(name for name, _ in PEOPLE.values()),
    *(number for _, number in PEOPLE.values()),
    *(f"{number[:5]} {number[5:]}" for _, number in PEOPLE.values()),
    ADDRESS,
    ACCOUNT,
    SLIP,
)


def play(watched: Watched) -> None:
    """Let everybody write."""
    _on_the_web(watched.stack.url)
    for channel in ("whatsapp", "telegram"):
        complain(watched.stack.phones_url, channel, *PEOPLE[channel])
    # In this order: a part that is started again counts from nothing.
    _while_away(watched, "actions", *PEOPLE["while the action server is away"])
    _while_away(watched, "backend", *PEOPLE["while the backend is away"])
    _strangely(watched.stack.url)


def _complaint(name: str, number: str) -> str:
    return f"light nahi aa rahi kal se, {PLACE}, {name}, {number}, {ADDRESS}"


def _on_the_web(url: str) -> None:
    name, number = PEOPLE["web"]
    chat = Chat(url)
    chat.say(f"naya connection chahiye, naam {name}")
    chat.say(name)
    chat.say(number)
    chat.say("madad")
    chat.say(f"mera bill kitna hai {ACCOUNT}")
    chat.say(SLIP)
    chat.close()


def complain(url: str, channel: str, name: str, number: str) -> None:
    """Somebody on a telephone greets and says all at once, and has both answers."""
    path = f"{url}/phones/{channel}/{number}"
    with httpx.Client(timeout=60, trust_env=False) as http:
        for text in ("namaste", _complaint(name, number)):
            _write(http, path, text)


def _write(http: httpx.Client, path: str, text: str) -> None:
    before = _heard(http, path)
    assert http.post(path, json={"text": text}).is_success
    until(lambda: _heard(http, path) > before)


def _heard(http: httpx.Client, path: str) -> int:
    return sum(line["from"] == "bot" for line in http.get(path).json()["lines"])


def _while_away(watched: Watched, part: str, name: str, number: str) -> None:
    chat = Chat(watched.stack.url)
    chat.say("namaste")
    watched.stack.stop(part)
    chat.say(_complaint(name, number))
    chat.say(f"mera bill kitna hai {ACCOUNT}")
    watched.stack.start(part)
    chat.say("dhanyavaad")
    chat.close()


def _strangely(url: str) -> None:
    """What no page sends, and what must not come back in a log either."""
    number = PEOPLE["web"][1]
    chat = Chat(url)
    chat.say(f'/inform{{"mobile_number": "{number}')
    chat.tap(f"/check_bill{{{number}}}")
    chat.say("'" + SLIP + '"; DROP TABLE transcript; --')
    httpx.get(f"{url}/api/v1/consumers/{ACCOUNT}", timeout=60)
    httpx.post(f"{url}/webhooks/whatsapp", json={"from": number}, timeout=60)
    chat.close()
