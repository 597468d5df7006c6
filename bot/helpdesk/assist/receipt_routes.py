"""The receipt of a record: a page to be printed, and an SMS."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from starlette.responses import Response

from bot.helpdesk.asking import Acting, Looking, Visit
from bot.helpdesk.assist.receipts import Receipt, receipt_of, send_by_sms, told_by
from bot.helpdesk.deeds import done_at
from bot.helpdesk.errors import UnknownReceipt
from bot.pages.qr import qr_code
from bot.staff import audit
from bot.staff.web import page

router = APIRouter(
    prefix="/desk/chats/{conversation_id}/receipts/{number}", include_in_schema=False
)

RECEIPT_PAGE = "helpdesk/templates/receipt.html"

Number = Annotated[str, Path(pattern=r"^[A-Z]{2,4}-[0-9A-F-]{4,16}$")]


async def wanted(request: Request, visit: Looking, number: Number) -> Receipt:
    """The receipt that is asked for. Raises 404 for a record of somebody else."""
    state = request.app.state
    try:
        return await receipt_of(state.database, state.desk_backend, visit.conversation, number)
    except UnknownReceipt as unknown:
        raise HTTPException(HTTPStatus.NOT_FOUND) from unknown


Wanted = Annotated[Receipt, Depends(wanted)]


@router.get("")
async def receipt(
    request: Request, visit: Looking, receipt: Wanted, problem: str = "", sent: bool = False
) -> Response:
    """The page that is printed, in the person's language; that somebody looked at it is noted."""
    state = request.app.state
    async with state.database.writing() as session:
        number = receipt.number
        audit.note(session, visit.member.id, "receipt_seen", state.clock(), visit.id, number=number)
    return page(
        request,
        RECEIPT_PAGE,
        visit.member,
        conversation=visit.conversation,
        receipt=receipt,
        lines=_lines(request, visit, receipt),
        heard=lambda key: state.wording.phrase(key, visit.conversation.language),
        link=status_link(request, receipt.number),
        problem=problem if problem.isalpha() else "",
        sent=sent,
    )


@router.get("/qr.svg")
async def status_qr(request: Request, receipt: Wanted) -> Response:
    """The QR code (SVG) of the link by which the person asks how it stands."""
    return qr_code(status_link(request, receipt.number))


@router.post("/sms")
async def sms(request: Request, visit: Acting, receipt: Wanted) -> Response:
    """Send it to the number that the person gave."""
    state = request.app.state
    here = f"/desk/chats/{visit.id}/receipts/{receipt.number}"
    deed = send_by_sms(state.database, receipt, visit.conversation, visit.member, state.clock())
    return await done_at(request, here, deed, to=f"{here}?sent=true")


def status_link(request: Request, number: str) -> str:
    """The chat, with the number ready to be sent."""
    base = request.app.state.settings.public_url or str(request.base_url)
    return f"{base.rstrip('/')}/?status={number}"


def _lines(request: Request, visit: Visit, receipt: Receipt) -> list[str]:
    """What the receipt says beneath the number, but for a word of the backend's that nobody has
    translated."""
    wording, language = request.app.state.wording, visit.conversation.language
    said = list(told_by(receipt))
    return [wording.phrase(key, language, args) for key, args in said if wording.can_say(key, args)]
