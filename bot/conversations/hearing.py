"""What Rasa is told of a message: its words, its tap, or that something was sent."""

import json
from dataclasses import dataclass

from bot.attachments.tables import Attachment
from bot.conversations.cleaning import words_for_rasa
from bot.store.inbox import Waiting


@dataclass(frozen=True, slots=True)
class Heard:
    """`message` for Rasa; `is_payload`: not a person's words but ours, so that values count.

    `attachment` is the sort of what was sent, "refused" if it was not kept; `attachments`
    counts what waits for a ticket.
    """

    message: str
    is_payload: bool
    attachment: str | None = None
    attachments: int = 0


def heard_in(waiting: Waiting, sent: Attachment | None = None, attachments: int = 0) -> Heard:
    """A caption counts as words, and so do spoken ones that somebody wrote down; a photo, a
    voice note or a place without words is told of."""
    attachment = _sort(waiting, sent)
    if waiting.inbound.payload is not None:
        return Heard(waiting.inbound.payload, True, None, attachments)
    words = (sent.words if sent else None) or waiting.text
    if words:
        return Heard(words_for_rasa(words), False, attachment, attachments)
    media = waiting.media
    if media is not None and media.sort == "location":
        place = {"latitude": media.latitude, "longitude": media.longitude}
        return Heard(f"/inform{json.dumps(place)}", True, None, attachments)
    told = json.dumps({"attachment": attachment})
    return Heard(f"/inform{told}", True, attachment, attachments)


def _sort(waiting: Waiting, sent: Attachment | None) -> str | None:
    if waiting.media is None or waiting.media.sort == "location":
        return None
    return sent.sort if sent and sent.status != "refused" else "refused"
