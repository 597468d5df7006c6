"""Somebody in the web chat, in the middle of a complaint when something fails."""

import time
import uuid

import httpx

from benchmarks.faults.cases import Reads
from benchmarks.faults.people import QUESTION, TICKET
from bot.wording import Wording
from launch import ROOT
from launch.chat_api import Chat
from launch.stack import Stack

FIRST_MOBILE = 9_720_000_000
OPENING = "light nahi aa rahi kal raat se, barra 6"
LANGUAGE = "hi-Latn"
LOOK_SECONDS = 0.5
#: Far longer than anything pauses before it tries again.
PATIENCE_SECONDS = 240.0

_WORDING = Wording(ROOT / "locales")
_PUT_OFF = _WORDING.phrase("gateway.unavailable", LANGUAGE)
# Nobody knows the conversation's language while the database is away: then it is Hindi.
_NOT_TAKEN = [_WORDING.phrase("gateway.internal", language) for language in (LANGUAGE, "hi")]
_KEPT_BEGINS, _KEPT_ENDS = _WORDING.phrases("backend.kept", LANGUAGE)["backend.kept"].split(
    "{number}"
)


class Witness:
    """One conversation over both gateways. Raises httpx.HTTPError where one is not there at all."""

    def __init__(self, number: int, stack: Stack) -> None:
        self.mobile = str(FIRST_MOBILE + number)
        self._stack = stack
        self._chat = Chat(stack.gateway_urls[0])
        self._message_id = str(uuid.uuid4())
        self._taken = False

    def begins(self) -> None:
        """Say what is wrong, and be asked for a number. Raises AssertionError if not."""
        asked = self._chat.say(OPENING)
        assert QUESTION in asked.text, asked.text
        self._chat.moves_to(self._stack.gateway_urls[1])

    def reads(self) -> Reads | None:
        """Give the number; what the answer is, None for anything that nobody should read."""
        turn = self._chat.say(self.mobile, self._message_id)
        self._taken = turn.status == httpx.codes.OK
        text = turn.text.strip()
        if not self._taken:
            return Reads.REFUSED if any(words in text for words in _NOT_TAKEN) else None
        if TICKET.search(text) and turn.references:
            return Reads.USUAL
        if text == _PUT_OFF:
            return Reads.PUT_OFF
        kept = text.startswith(_KEPT_BEGINS) and text.endswith(_KEPT_ENDS)
        return Reads.KEPT if kept else None

    def is_helped(self) -> bool:
        """Send again what was not taken, as a page does, and wait for the ticket's number:
        whether it came, and is the only one that the utility has of this person."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not self._told() and time.monotonic() < until:
            if not self._taken:
                self._taken = self._chat.say(self.mobile, self._message_id).status == 200
            time.sleep(LOOK_SECONDS)
        return bool(self._told()) and self._told() == self._held()

    def close(self) -> None:
        """Leave the page."""
        self._chat.close()

    def _told(self) -> set[str]:
        said = [one["text"] for one in self._chat.transcript() if one["from"] == "bot"]
        return set(TICKET.findall(" ".join(said)))

    def _held(self) -> set[str]:
        answer = httpx.get(
            f"{self._stack.backend_url}/api/v1/tickets",
            params={"mobile_number": self.mobile},
            headers={"Authorization": f"Bearer {self._stack.api_key}"},
            timeout=60,
            trust_env=False,
        )
        return {ticket["number"] for ticket in answer.raise_for_status().json()}
