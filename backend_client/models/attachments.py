"""Files that belong to a ticket."""

from __future__ import annotations

from pydantic import AwareDatetime

from backend_client.models.base import Answer, Request


class Attachment(Answer):
    """A file that belongs to a ticket; `size` in bytes, `sha256` in hex."""

    id: int
    ticket_number: str
    sort: str
    mime_type: str
    file_name: str | None = None
    size: int
    sha256: str
    added_at: AwareDatetime


class AttachmentRequest(Request):
    """A file as it goes to a ticket; `sort` is photo, video, document or voice."""

    sort: str
    mime_type: str
    file_name: str | None = None
    sha256: str | None = None
