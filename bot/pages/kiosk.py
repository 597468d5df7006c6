"""The page of an e-corner's kiosk, and the QR code on its slip."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from bot.pages.qr import qr_code
from bot.pages.router import page

OPTIONS = (
    "report_hazard",
    "report_fault",
    "apply_new_connection",
    "request_load_change",
    "pay_bill",
    "report_billing_complaint",
    "check_demand_amount",
    "check_ticket_status",
    "help",
    "talk_to_human",
)
"""What a visitor may choose, danger first; each is the payload that the bot's menu offers."""

router = APIRouter(prefix="/kiosk", include_in_schema=False)

Number = Annotated[str, Path(pattern=r"^[A-Z]{2,4}-[0-9]{4}-[0-9]{6}$")]


@router.get("")
async def kiosk(request: Request) -> Response:
    """The kiosk's page, with its words in all languages."""
    return page(request, "kiosk_page.html", ("page.", "kiosk."), options=OPTIONS)


@router.get("/qr/{number}.svg")
async def slip_code(number: Number) -> Response:
    """The QR code (SVG) of a number that the utility issued, for a scanner at the desk."""
    return qr_code(number)
