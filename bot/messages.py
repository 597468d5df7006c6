"""What every channel is turned into, and back."""

from dataclasses import dataclass, field
from typing import Any

MOST_CHARACTERS = 4096  # contract: a longer message is refused


@dataclass(frozen=True, slots=True)
class Media:
    """Something sent that is not writing. `sort`: photo, video, document, voice, location.

    `pointer` is how its channel finds the bytes (empty for a location); the type, the size in
    bytes and the hex `sha256` are what the channel states and nobody has checked. Latitude and
    longitude are degrees (WGS 84), given for a location alone.
    """

    sort: str
    pointer: dict[str, str] = field(default_factory=dict)
    mime_type: str | None = None
    size: int | None = None
    sha256: str | None = None
    file_name: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """What a person wrote (`text`), tapped (`payload`) or sent (`media`).

    Exactly one of the three is given, but for `text` beside `media`: its caption.

    `message_id` is unique within the conversation: the same id is the same message,
    however often a channel delivers it. `caller` is the address that it came from, where many
    conversations may come from one. `made_by_us`: nobody tapped it, so its payload needs no
    offer.
    """

    conversation_id: str
    message_id: str
    text: str | None = None
    payload: str | None = None
    caller: str | None = None
    media: Media | None = None
    made_by_us: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. `id` is short and stays the same for this payload in this conversation."""

    id: int
    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One bubble, ready to be shown; `expects` names the field that it asks for."""

    id: int
    text: str
    buttons: tuple[Choice, ...]
    expects: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one message got: its bubbles and the numbers that the backend issued for it."""

    replies: tuple[Reply, ...]
    language: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Push:
    """A reply on its way to a person of a channel that is written to, such as Telegram."""

    conversation_id: str
    channel_user: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class Opened:
    """A conversation that was opened; `token` is given once, to whoever opened it."""

    conversation_id: str
    token: str | None


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing to say, not yet in words: a catalogue key with its typed arguments."""

    say: str
    args: dict[str, Any]
    choices: tuple[dict[str, Any], ...] = ()
    expects: str | None = None
