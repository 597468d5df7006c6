"""What a person did in WhatsApp, in our own words."""

import base64
import binascii
import re

from pydantic import BaseModel, ConfigDict, Field

from bot.channels.whatsapp.sorts import (
    ButtonMessage,
    ContactsMessage,
    File,
    FileMessage,
    InteractiveMessage,
    LocationMessage,
    Message,
    OtherMessage,
    Taps,
    TextMessage,
)
from bot.messages import Media

TEXT_ONLY = "channel.text_only"
# Nobody expects an answer to these; WhatsApp itself is the author of some.
SILENT = {"reaction", "system", "ephemeral"}

_OUR_SORTS = {
    "image": "photo",
    "sticker": "photo",
    "video": "video",
    "document": "document",
    "audio": "voice",
}
_HEX_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_NUMBER = re.compile(r"[0-9]{5,20}")
MOST_OF_A_NAME = 255


class Heard(BaseModel):
    """One thing that a person said: words, a tap, a file, or something that gets a hint.

    `choice` is the number of an offer. `payload` stands for itself if the conversation takes
    it, otherwise its `text` counts. `text` beside `media` is its caption. `hint` is a key of
    the catalogue.
    """

    model_config = ConfigDict(frozen=True)

    text: str | None = None
    choice: int | None = Field(default=None, ge=0, lt=10**18)  # what a database's integer holds
    payload: str | None = None
    media: Media | None = None
    hint: str | None = None


def heard_in(message: Message) -> Heard | None:
    """None for what is not meant to be answered."""
    match message:
        case TextMessage():
            return Heard(text=message.text.body)
        case InteractiveMessage():
            return _tapped(message.interactive)
        case ButtonMessage(button=button):
            number = _offer(button.payload)
            return Heard(
                choice=number,
                payload=None if number is not None else button.payload,
                text=button.text,
            )
        case FileMessage(type=sort, file=File() as file):
            return Heard(text=file.caption.strip() or None, media=_enclosed(sort, file))
        case LocationMessage(location=place):
            media = Media("location", latitude=place.latitude, longitude=place.longitude)
            return Heard(media=media)
        case ContactsMessage():
            return _card(message)
        case OtherMessage(type=sort) if sort in SILENT:
            return None
    return Heard(hint=TEXT_ONLY)


def _tapped(taps: Taps) -> Heard:
    tap = taps.button_reply or taps.list_reply
    if tap is None:
        return Heard(hint=TEXT_ONLY)
    number = _offer(tap.id)
    return Heard(hint="gateway.not_offered") if number is None else Heard(choice=number)


def _offer(written: str) -> int | None:
    """The number of an offer, as our own buttons bear it."""
    good = written.isascii() and written.isdigit() and len(written) < 18
    return int(written) if good else None


def _enclosed(sort: str, file: File) -> Media:
    return Media(
        _OUR_SORTS[sort],
        pointer={"id": file.id},
        mime_type=_printable(file.mime_type),
        sha256=_hex(file.sha256),
        file_name=_printable(file.filename),
    )


def _card(message: ContactsMessage) -> Heard:
    """The first number counts as if it had been typed: it proves nothing about its holder."""
    for phone in (phone for card in message.contacts for phone in card.phones):
        if _NUMBER.fullmatch(phone.wa_id):
            return Heard(text=f"+{phone.wa_id}")
        if phone.phone.strip():
            return Heard(text=phone.phone)
    return Heard(hint=TEXT_ONLY)


def _printable(stated: str | None) -> str | None:
    """What a column of text holds in any database, and a log without surprises."""
    return "".join(filter(str.isprintable, stated or ""))[:MOST_OF_A_NAME] or None


def _hex(sha256: str | None) -> str | None:
    """A checksum of either writing in hex; None for what is no SHA-256."""
    if sha256 is None or _HEX_SHA256.fullmatch(sha256):
        return sha256.lower() if sha256 else None
    try:
        raw = base64.b64decode(sha256, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw.hex() if len(raw) == 32 else None
