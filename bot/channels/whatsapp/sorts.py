"""Meta's messages as models: one for each sort that we read, one for all others.

Source: Meta's pages on the webhook of messages; each sort's content stands under its own name.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag


class MetasModel(BaseModel):
    """Meta adds fields at any time; none of them makes a message unreadable."""

    model_config = ConfigDict(extra="allow", frozen=True)


class Words(MetasModel):
    """The body of a text."""

    body: str


class Tap(MetasModel):
    """A button or a row of a list that was tapped."""

    id: str
    title: str = ""


class Taps(MetasModel):
    """Exactly one of the two, for those sorts that we send."""

    button_reply: Tap | None = None
    list_reply: Tap | None = None


class QuickReply(MetasModel):
    """A button of a template."""

    text: str = ""
    payload: str = ""


class File(MetasModel):
    """What the bytes are said to be; `id` leads to them for seven days.

    `sha256` is base64 in today's notices and hex in Meta's older examples.
    """

    id: str = Field(pattern=r"^[A-Za-z0-9_.:-]{1,255}$")
    mime_type: str | None = None
    sha256: str | None = None
    caption: str = ""
    filename: str | None = None


class Place(MetasModel):
    """Degrees (WGS 84)."""

    latitude: float = Field(ge=-90, le=90, allow_inf_nan=False)
    longitude: float = Field(ge=-180, le=180, allow_inf_nan=False)


class Phone(MetasModel):
    """A number on a card: as it is written there, and as WhatsApp knows it."""

    phone: str = ""
    wa_id: str = ""


class Card(MetasModel):
    """A contact from somebody's address book, or the sender's own after we asked for it."""

    phones: tuple[Phone, ...] = ()


class TextMessage(MetasModel):
    """Typed words."""

    type: Literal["text"]
    text: Words


class InteractiveMessage(MetasModel):
    """A tap on what we offered."""

    type: Literal["interactive"]
    interactive: Taps


class ButtonMessage(MetasModel):
    """A tap on a template's button."""

    type: Literal["button"]
    button: QuickReply


class FileMessage(MetasModel):
    """A picture, a film, a paper or a sound; the file stands under the name of its sort."""

    type: Literal["image", "sticker", "video", "document", "audio"]
    image: File | None = None
    sticker: File | None = None
    video: File | None = None
    document: File | None = None
    audio: File | None = None

    @property
    def file(self) -> File | None:
        """What was sent; None if it is missing, as Meta leaves out what it could not take."""
        found: File | None = getattr(self, self.type)
        return found


class LocationMessage(MetasModel):
    """A place on the map."""

    type: Literal["location"]
    location: Place


class ContactsMessage(MetasModel):
    """Cards with names and numbers."""

    type: Literal["contacts"]
    contacts: tuple[Card, ...]


class OtherMessage(MetasModel):
    """Reactions, what WhatsApp itself cannot show, and every sort that Meta will think of."""

    type: str = "unknown"


_READ_HERE = {
    "text": "text",
    "interactive": "interactive",
    "button": "button",
    "image": "file",
    "sticker": "file",
    "video": "file",
    "document": "file",
    "audio": "file",
    "location": "location",
    "contacts": "contacts",
}


def _sort_of(message: Any) -> str:
    sort = message.get("type") if isinstance(message, dict) else message.type
    return _READ_HERE.get(sort, "other") if isinstance(sort, str) else "other"


Message = Annotated[
    Annotated[TextMessage, Tag("text")]
    | Annotated[InteractiveMessage, Tag("interactive")]
    | Annotated[ButtonMessage, Tag("button")]
    | Annotated[FileMessage, Tag("file")]
    | Annotated[LocationMessage, Tag("location")]
    | Annotated[ContactsMessage, Tag("contacts")]
    | Annotated[OtherMessage, Tag("other")],
    Discriminator(_sort_of),
]
