"""What people sent along with their tickets. The body of the POST is the file itself."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Header, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from sqlalchemy.orm import Session

from reference_backend import attachments, tickets
from reference_backend.answers import AttachmentAnswer
from reference_backend.keys import once_in_thread
from reference_backend.problems import DOCUMENTED, Problem, Refusal
from reference_backend.routes.parts import IdempotencyKey, Number, Records, addresses

router = addresses("/tickets/{number}/attachments", "tickets")

_FILE = {"schema": {"type": "string", "format": "binary"}}
_ONE_FILE: dict[str, Any] = {"content": {"*/*": _FILE}}


async def bounded_body(request: Request) -> bytes:
    """The body, read no further than what is acceptable; raises `Refusal` 413 too_large."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > attachments.MOST_BYTES:
            raise Refusal(413, "too_large", f"more than {attachments.MOST_BYTES} bytes")
    return bytes(body)


def described(
    sort: Annotated[attachments.Sort, Query()],
    content_type: Annotated[str, Header(max_length=100)],
    file_name: Annotated[str | None, Query(max_length=200)] = None,
    sha256: Annotated[str | None, Query(pattern=r"^[0-9a-f]{64}$")] = None,
) -> attachments.Description:
    """What the address and the headers say of the file."""
    mime_type = content_type.partition(";")[0].strip().lower()
    try:
        return attachments.Description(
            sort=sort, mime_type=mime_type, file_name=file_name, sha256=sha256
        )
    except ValidationError:
        raise Refusal(415, "not_acceptable", "no picture, film, sound or PDF") from None


@router.post(
    "",
    status_code=201,
    response_model=AttachmentAnswer,
    responses={413: {"model": Problem}, 415: {"model": Problem}},
    openapi_extra={"requestBody": {"required": True, **_ONE_FILE}},
)
def attach(
    number: Number,
    key: IdempotencyKey,
    records: Records,
    body: Annotated[attachments.Description, Depends(described)],
    content: Annotated[bytes, Depends(bounded_body)],
) -> JSONResponse:
    """Add a file to a ticket: 409 `too_many_attachments`, 413 `too_large`, 415 `not_acceptable`."""

    def work(session: Session) -> tuple[int, dict[str, Any]]:
        added = attachments.attach(session, number, body, content)
        return 201, AttachmentAnswer.model_validate(added).data()

    digest = attachments.digest_of(content)
    return once_in_thread(
        records, key, {"attach": number, **body.model_dump(), "body": digest}, work
    )


@router.get("", response_model=list[AttachmentAnswer])
def list_attachments(number: Number, records: Records) -> list[AttachmentAnswer]:
    """What belongs to the ticket, in the order in which it came."""
    with records.reading() as session:
        tickets.ticket(session, number)
        found = attachments.list_of(session, number)
        return [AttachmentAnswer.model_validate(one) for one in found]


@router.get(
    "/{attachment_id}",
    response_class=Response,
    responses={**DOCUMENTED, 200: {"description": "The file", **_ONE_FILE}},
)
def get_attachment(
    number: Number, attachment_id: Annotated[int, Path(ge=1, lt=2**31)], records: Records
) -> Response:
    """The file itself. Browsers are told to save it: it came from a stranger."""
    with records.reading() as session:
        found = attachments.one_of(session, number, attachment_id)
    headers = {
        "Content-Disposition": "attachment",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
    }
    return Response(found.content, media_type=found.mime_type, headers=headers)
