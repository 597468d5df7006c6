"""What people do in WhatsApp, as messages of a notice."""

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.fakes.whatsapp.files import Files
from tests.fakes.whatsapp.names import ASHA

Message = dict[str, Any]


class People:
    """Makes messages, each with an id of its own, and remembers when who wrote last."""

    def __init__(self, clock: Callable[[], datetime], files: Files) -> None:
        self.clock = clock
        self.heard: dict[str, datetime] = {}
        self._files = files
        self._last = 0

    def message(self, phone: str | None = ASHA, **content: Any) -> Message:
        """A message; `phone=None` and `from_user_id` for a person with a username."""
        self._last += 1
        who = {"from": phone} if phone else {}
        for name in filter(None, (phone, content.get("from_user_id"))):
            self.heard[name] = self.clock()
        stamp = str(int(self.clock().timestamp()))
        return who | {"id": f"wamid.in{self._last}", "timestamp": stamp} | content

    def words(self, text: str, phone: str | None = ASHA, **other: Any) -> Message:
        """Typed words."""
        return self.message(phone, type="text", text={"body": text}, **other)

    def tap(self, button: dict[str, Any], phone: str | None = ASHA, **other: Any) -> Message:
        """A tap on a button or a row that was sent."""
        sort = "list_reply" if button.get("row") else "button_reply"
        tapped = {"type": sort, sort: {"id": button["id"], "title": button["title"]}}
        return self.message(phone, type="interactive", interactive=tapped, **other)

    def file(
        self, sort: str, content: bytes, mime_type: str, phone: str = ASHA, **told: Any
    ) -> Message:
        """An image, a sticker, a video, a document or an audio with what is told of it."""
        checksum = base64.b64encode(hashlib.sha256(content).digest()).decode()
        media_id = self._files.upload(content, mime_type)
        file = {"id": media_id, "mime_type": mime_type, "sha256": checksum} | told
        return self.message(phone, **{"type": sort, sort: file})

    def place(self, latitude: float, longitude: float, phone: str = ASHA) -> Message:
        """A pin on the map."""
        pin = {"latitude": latitude, "longitude": longitude}
        return self.message(phone, type="location", location=pin)
