"""Files as people send them, small; and a channel that gives them out."""

import hashlib

from bot.errors import MediaGone
from bot.messages import Media

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 200
PDF = b"%PDF-1.7\n" + b"x" * 200
OGG = b"OggS" + b"\x00" * 24 + b"OpusHead" + b"\x01" * 200
HTML = b"<html><script>alert(1)</script></html>"


class Shelf:
    """A channel's source of media on this side of the wire: `holds` by id, `failing` once each."""

    def __init__(self, **holds: bytes) -> None:
        self.holds = holds
        self.failing: list[Exception] = []
        self.asked = 0

    async def fetch(self, pointer: dict[str, str], most_bytes: int) -> bytes:
        self.asked += 1
        if self.failing:
            raise self.failing.pop(0)
        try:
            return self.holds[pointer["id"]][: most_bytes + 1]
        except KeyError:
            raise MediaGone(pointer["id"]) from None


def photo(**stated: object) -> Media:
    """A photo that the shelf holds under "photo"."""
    fields: dict[str, object] = {"sort": "photo", "pointer": {"id": "photo"}}
    return Media(**fields | stated)  # type: ignore[arg-type]


def digest(content: bytes) -> str:
    """As WhatsApp states it, in hex."""
    return hashlib.sha256(content).hexdigest()
