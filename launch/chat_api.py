"""A small client of the chat API, as a page or another program would use it."""

import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx

TURN_SECONDS = 60.0


@dataclass(frozen=True)
class Button:
    """A choice that the bot offers."""

    title: str
    payload: str


#: Less than the five seconds after which the gateway closes a connection: a request along one in
#: just that moment fails.
KEPT_OPEN_SECONDS = 4.0


@dataclass(frozen=True)
class Turn:
    """What came back on one message; `status` is the HTTP status of the answer."""

    status: int
    texts: list[str] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    expects: str | None = None
    language: str | None = None
    references: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All replies of the turn together."""
        return "\n".join(self.texts)


class Chat:
    """One conversation with the bot at `url`. Raises httpx.HTTPError when it cannot be reached."""

    def __init__(self, url: str, surface: str = "test") -> None:
        self._http = httpx.Client(
            base_url=url,
            timeout=TURN_SECONDS,
            trust_env=False,
            limits=httpx.Limits(keepalive_expiry=KEPT_OPEN_SECONDS),
        )
        opened = self._http.post("/api/conversations", json={"surface": surface})
        opened.raise_for_status()
        answer = opened.json()
        self._path = f"/api/conversations/{answer['conversation_id']}/messages"
        self._http.headers["Authorization"] = f"Bearer {answer['token']}"

    def say(self, text: str, message_id: str | None = None) -> Turn:
        """Type a message; one that was not taken is sent again under its own `message_id`."""
        return self._send({"text": text}, message_id)

    def tap(self, payload: str) -> Turn:
        """Tap a button."""
        return self._send({"payload": payload})

    def be_at(self, latitude: float, longitude: float) -> Turn:
        """Send a place from the map, in degrees."""
        return self._send({"latitude": latitude, "longitude": longitude})

    def send_file(self, content: bytes, text: str | None = None) -> Turn:
        """Send a photo, film, PDF or voice note, perhaps with a caption."""
        query = {"message_id": str(uuid.uuid4()), **({"text": text} if text else {})}
        path = self._path.removesuffix("/messages") + "/attachments"
        return _turn(self._http.post(path, params=query, content=content))

    def transcript(self) -> list[dict[str, Any]]:
        """Everything that was said so far, both sides, in order."""
        answer = self._http.get(self._path)
        answer.raise_for_status()
        messages: list[dict[str, Any]] = answer.json()["messages"]
        return messages

    def moves_to(self, url: str) -> None:
        """Go on with the same conversation at another address of the product."""
        self._http.base_url = url

    def close(self) -> None:
        """Give the connection back; the conversation itself stays open."""
        self._http.close()

    def _send(self, said: dict[str, str] | dict[str, float], message_id: str | None = None) -> Turn:
        named = {"message_id": message_id or str(uuid.uuid4())}
        return _turn(self._http.post(self._path, json=named | said))


def _turn(answer: httpx.Response) -> Turn:
    if not answer.is_success:
        return Turn(answer.status_code, [answer.text])
    body: dict[str, Any] = answer.json()
    replies = body["replies"]
    asking = [reply["expects"] for reply in replies if reply.get("expects")]
    return Turn(
        status=answer.status_code,
        texts=[reply["text"] for reply in replies],
        buttons=[
            Button(button["title"], button["payload"])
            for reply in replies
            for button in reply.get("buttons", [])
        ],
        expects=asking[-1] if asking else None,
        language=body["language"],
        references=body["references"],
    )
