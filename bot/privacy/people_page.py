"""The page on which somebody's data is found by their mobile number, and erased.

The number travels in the body of a form, never in an address: addresses are logged.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from bot.people.numbers import masked, mobile_of
from bot.privacy import people
from bot.privacy.tables import TO_ERASE
from bot.staff.roles import May
from bot.staff.sessions import SignedIn
from bot.staff.web import page, permitted

router = APIRouter(prefix="/desk/people", include_in_schema=False)

Eraser = Annotated[SignedIn, Depends(permitted(May.ERASE_PEOPLE))]
Number = Annotated[str, Form(max_length=20)]
TEMPLATE = "privacy/templates/people.html"


@router.get("")
async def people_page(request: Request, member: Eraser) -> Response:
    """Nobody is shown until somebody's number is typed."""
    return page(request, TEMPLATE, member)


@router.post("")
async def find(request: Request, member: Eraser, number: Number) -> Response:
    """What is held under a number."""
    return await _shown(request, member, number)


@router.post("/erase")
async def erase(
    request: Request, member: Eraser, number: Number, sure: Annotated[bool, Form()] = False
) -> Response:
    """Erase all that is held under a number."""
    state, mobile_number = request.app.state, mobile_of(number)
    if mobile_number and sure:
        await people.erase(state.database, mobile_number, member.id, state.clock())
        state.conversations.bell.ring(TO_ERASE)
    return await _shown(request, member, number)


async def _shown(request: Request, member: SignedIn, number: str) -> Response:
    state, mobile_number = request.app.state, mobile_of(number)
    if mobile_number is None:
        return page(request, TEMPLATE, member, problem="privacy.desk.no_number")
    found = await people.found(state.database, mobile_number, member.id, state.clock())
    shown = masked(mobile_number)
    return page(request, TEMPLATE, member, found=found, number=mobile_number, shown=shown)
