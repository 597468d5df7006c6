"""What a person did in WhatsApp, as models of Meta's messages and in our own words."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

TEXT_ONLY = "channel.text_only"
# Nobody expects an answer to these; WhatsApp itself is the author of some.
SILENT = {"reaction", "system", "ephemeral"}


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


class Media(MetasModel):
    """A picture, a film or a paper, perhaps with words."""

    caption: str = ""


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


class MediaMessage(MetasModel):
    """Whatever may bear a caption."""

    type: Literal["image", "video", "document"]
    image: Media | None = None
    video: Media | None = None
    document: Media | None = None

    @property
    def caption(self) -> str:
        """The words that came along, perhaps none."""
        media = self.image or self.video or self.document
        return media.caption if media else ""


class OtherMessage(MetasModel):
    """Places, voice notes, stickers, and every sort that Meta will think of."""

    type: str = "unknown"


READ_HERE = {
    "text": "text",
    "interactive": "interactive",
    "button": "button",
    "image": "media",
    "video": "media",
    "document": "media",
}


def _sort_of(message: Any) -> str:
    sort = message.get("type") if isinstance(message, dict) else message.type
    return READ_HERE.get(sort, "other") if isinstance(sort, str) else "other"


Message = Annotated[
    Annotated[TextMessage, Tag("text")]
    | Annotated[InteractiveMessage, Tag("interactive")]
    | Annotated[ButtonMessage, Tag("button")]
    | Annotated[MediaMessage, Tag("media")]
    | Annotated[OtherMessage, Tag("other")],
    Discriminator(_sort_of),
]


class Heard(BaseModel):
    """One thing that a person said: words, a tap, or something that gets a hint.

    `choice` is the number of an offer. `payload` stands for itself if the conversation takes
    it, otherwise its `text` counts. `hint` is a key of the catalogue.
    """

    model_config = ConfigDict(frozen=True)

    text: str | None = None
    choice: int | None = Field(default=None, ge=0, lt=10**18)  # what a database's integer holds
    payload: str | None = None
    hint: str | None = None


def heard_in(message: Message) -> Heard | None:
    """None for what is not meant to be answered."""
    match message:
        case TextMessage():
            return Heard(text=message.text.body)
        case InteractiveMessage():
            return _tapped(message.interactive)
        case ButtonMessage():
            return Heard(payload=message.button.payload, text=message.button.text)
        case MediaMessage(caption=caption) if caption.strip():
            return Heard(text=caption)
        case OtherMessage(type=sort) if sort in SILENT:
            return None
    return Heard(hint=TEXT_ONLY)


def _tapped(taps: Taps) -> Heard:
    tap = taps.button_reply or taps.list_reply
    if tap is None:
        return Heard(hint=TEXT_ONLY)
    if tap.id.isascii() and tap.id.isdigit() and len(tap.id) < 18:
        return Heard(choice=int(tap.id))
    return Heard(hint="gateway.not_offered")
