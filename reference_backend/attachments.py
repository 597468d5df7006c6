"""Photos, films, papers and voice notes of a ticket, for whoever goes there."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from pydantic import BaseModel, StringConstraints
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from reference_backend import events
from reference_backend.clock import now
from reference_backend.problems import Refusal, unknown
from reference_backend.tables import TicketAttachment
from reference_backend.tickets import ticket_for_change

MOST_BYTES = 16 * 1024 * 1024
MOST_OF_A_TICKET = 50
_TYPES = ("image/", "video/", "audio/", "application/pdf")

Sort = Literal["photo", "video", "document", "voice"]
MimeType = Annotated[str, StringConstraints(max_length=100, pattern=r"^[a-z]+/[a-z0-9.+-]+$")]


class Description(BaseModel):
    """A file as its sender describes it; the bytes come apart from this."""

    sort: Sort
    mime_type: MimeType
    file_name: str | None = None
    sha256: str | None = None


def attach(session: Session, number: str, body: Description, content: bytes) -> TicketAttachment:
    """Add to a ticket, open or not; its state and deadline stay as they are.

    Raises `Refusal` 404 unknown_ticket, 409 too_many_attachments, 415 not_acceptable for a type
    that shows nothing to a crew, 422 for nothing at all or other bytes than were meant.
    """
    found = ticket_for_change(session, number)
    if not body.mime_type.startswith(_TYPES):
        raise Refusal(415, "not_acceptable", "no picture, film, sound or PDF")
    if not content:
        raise Refusal(422, "invalid", "an empty body", fields={"body": "missing"})
    digest = digest_of(content)
    if body.sha256 not in (None, digest):
        raise Refusal(422, "invalid", "not the bytes that were meant", fields={"sha256": "other"})
    if len(list_of(session, number)) >= MOST_OF_A_TICKET:
        raise Refusal(409, "too_many_attachments", f"no more than {MOST_OF_A_TICKET}")
    moment = now()
    added = TicketAttachment(
        ticket_number=number,
        sort=body.sort,
        mime_type=body.mime_type,
        file_name=body.file_name,
        size=len(content),
        sha256=digest,
        added_at=moment,
        content=content,
    )
    session.add(added)
    session.flush()
    found.updated_at = moment
    facts = {"attachment_id": added.id, "sort": body.sort}
    events.record(
        session,
        "ticket.attachment_added",
        number,
        moment,
        by=events.CONSUMER,
        facts=facts,
        tell=False,
    )
    return added


def digest_of(content: bytes) -> str:
    """The file's sha256 in hex."""
    return hashlib.sha256(content).hexdigest()


def list_of(session: Session, number: str) -> list[TicketAttachment]:
    """What belongs to a ticket, in the order in which it came, without the bytes."""
    wanted = select(TicketAttachment).where(TicketAttachment.ticket_number == number)
    return list(session.scalars(wanted.order_by(TicketAttachment.id)))


def one_of(session: Session, number: str, attachment_id: int) -> TicketAttachment:
    """One with its bytes; raises `Refusal` 404 unknown_attachment."""
    wanted = select(TicketAttachment).where(
        TicketAttachment.ticket_number == number, TicketAttachment.id == attachment_id
    )
    found = session.scalar(wanted.options(undefer(TicketAttachment.content)))
    if found is None:
        raise unknown("attachment")
    return found
