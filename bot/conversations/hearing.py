"""What Rasa is told of a message: its words, its tap, or that something was sent."""

import json
from dataclasses import dataclass

from bot.conversations.cleaning import words_for_rasa
from bot.messages import Media
from bot.store.inbox import Waiting


@dataclass(frozen=True, slots=True)
class Heard:
    """`message` for Rasa; `is_payload`: not a person's words but ours, so that values count."""

    message: str
    is_payload: bool


def heard_in(waiting: Waiting) -> Heard:
    """A caption counts as words; a photo, a voice note or a place without one is told of."""
    if waiting.inbound.payload is not None:
        return Heard(waiting.inbound.payload, True)
    if waiting.media is not None and not waiting.text:
        return Heard(_told(waiting.media), True)
    return Heard(words_for_rasa(waiting.text or ""), False)


def _told(media: Media) -> str:
    if media.sort == "location":
        place = {"latitude": media.latitude, "longitude": media.longitude}
        return f"/inform{json.dumps(place)}"
    return f"/inform{json.dumps({'attachment': media.sort})}"
