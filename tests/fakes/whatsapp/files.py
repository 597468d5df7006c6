"""What people upload: an id that leads to an address, and an address that expires."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fastapi import Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

ADDRESS_LIVES = timedelta(minutes=5)


@dataclass
class Upload:
    """`address`, if given, stands in the answer instead of the file's own."""

    content: bytes
    mime_type: str
    address: str | None = None
    asked_at: list[datetime] = field(default_factory=list)


class Files:
    """The media half of the API. `expiring` addresses are dead as soon as they are given;
    `refusals` answer the next requests, one each; `redirect` sends every reader elsewhere."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.uploads: dict[str, Upload] = {}
        self.expiring = 0
        self.refusals: list[Response] = []
        self.redirect: str | None = None

    def upload(self, content: bytes, mime_type: str, address: str | None = None) -> str:
        """Somebody sends a file; its id."""
        media_id = str(1000 + len(self.uploads))
        self.uploads[media_id] = Upload(content, mime_type, address)
        return media_id

    def address(self, media_id: str, request: Request) -> Response:
        """The answer to the question where a file lies."""
        if self.refusals:
            return self.refusals.pop(0)
        upload = self.uploads.get(media_id)
        if upload is None:
            return JSONResponse({"error": {"code": 100, "error_subcode": 33}}, 400)
        given = self.clock()
        if self.expiring:
            self.expiring -= 1
            given -= ADDRESS_LIVES * 2
        upload.asked_at.append(given)
        own = f"{request.base_url}files/{media_id}?given={given.timestamp()}"
        told = {"messaging_product": "whatsapp", "id": media_id, "mime_type": upload.mime_type}
        told["sha256"] = hashlib.sha256(upload.content).hexdigest()
        return JSONResponse(
            told | {"url": upload.address or own, "file_size": str(len(upload.content))}
        )

    def read(self, media_id: str, given: float) -> Response:
        """The bytes, while the address lives."""
        if self.redirect:
            return RedirectResponse(self.redirect)
        upload = self.uploads.get(media_id)
        age = self.clock().timestamp() - given
        if upload is None or age > ADDRESS_LIVES.total_seconds():
            return Response(status_code=404)
        return Response(upload.content, media_type=upload.mime_type)
