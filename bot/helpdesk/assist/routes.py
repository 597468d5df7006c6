"""Opening a conversation for somebody, and filling in the form beside a chat. Every page works
without scripts; a script only saves each field as it is left."""

from collections.abc import Awaitable
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from bot.helpdesk.asking import Acting, Looking, Talker, Visit
from bot.helpdesk.assist.assisting import DESK, ERRANDS, PHONE, agreement
from bot.helpdesk.assist.opening import Visitor, open_for
from bot.helpdesk.assist.panel import consents, panel
from bot.helpdesk.deeds import done
from bot.helpdesk.errors import DeskError
from bot.helpdesk.queue import divisions
from bot.staff.members import LANGUAGES
from bot.staff.sessions import SignedIn
from bot.staff.web import page

router = APIRouter(include_in_schema=False)

NEW = "/desk/assist/new"
NEW_PAGE = "helpdesk/templates/assist_new.html"
FORM_PART = "helpdesk/templates/form.html"
#: The script asks for the form alone by this header.
PART = "X-Part"
#: Fields of the form bear this before their name, so that none is taken for another.
FIELD = "f."

Short = Annotated[str, Form(max_length=80)]
Deed = Literal["save", "send", "code", "attest"]


@router.get(NEW)
async def new(
    request: Request,
    member: Talker,
    mobile: Annotated[str, Query(max_length=20)] = "",
    how: Annotated[Literal["desk", "phone"], Query()] = "desk",
) -> Response:
    """Whom staff help, with what, and whether they agree; `mobile` from the call-back list."""
    return await _new(request, member, mobile_number=mobile, how=how)


@router.post("/desk/assist")
async def begin_with_somebody(
    request: Request,
    member: Talker,
    errand: Short,
    how: Short,
    language: Annotated[Literal["hi", "hi-Latn", "en"], Form()],
    consent: Short = "",
    mobile_number: Short = "",
    division: Short = "",
) -> Response:
    """Open the conversation and the form; without consent there is neither."""
    state = request.app.state
    visitor = Visitor(mobile_number, language, division.strip() or None)
    try:
        agreed = agreement(errand, how, consent)
        opened = await open_for(state.database, visitor, member, state.clock())
    except DeskError as problem:
        given = {"mobile_number": mobile_number, "language": language, "division": division}
        return await _new(request, member, type(problem).__name__, how=how, errand=errand, **given)
    here = f"/desk/chats/{opened}"
    try:
        await state.assisting.begin(opened, member, agreed)
    except DeskError as problem:
        here = f"{here}?problem={type(problem).__name__}"
    return RedirectResponse(here, HTTPStatus.SEE_OTHER)


@router.get("/desk/chats/{conversation_id}/form")
async def form(request: Request, visit: Looking) -> Response:
    """The form alone, for the script."""
    return page(
        request,
        FORM_PART,
        visit.member,
        conversation=visit.conversation,
        mine=visit.mine,
        assist=await panel(request, visit),
    )


@router.post("/desk/chats/{conversation_id}/form/begin")
async def begin_in_chat(
    request: Request,
    visit: Acting,
    errand: Short,
    how: Short,
    consent: Short = "",
) -> Response:
    """The person agreed: fill in this form for them, or go on with it."""

    async def begin() -> None:
        agreed = agreement(errand, how, consent)
        await request.app.state.assisting.begin(visit.id, visit.member, agreed)

    return await done(request, visit, begin())


@router.post("/desk/chats/{conversation_id}/form")
async def change(request: Request, visit: Acting, do: Annotated[Deed, Form()] = "save") -> Response:
    """Save what was changed, and send it, or have the person known in one of the two ways."""
    assisting = request.app.state.assisting
    deed: Awaitable[object]
    if do == "code":
        deed = assisting.send_another_code(visit.id, visit.member)
    elif do == "attest":
        deed = assisting.attest(visit.id, visit.member)
    else:
        deed = _save(request, visit, send=do == "send")
    part = f"/desk/chats/{visit.id}/form" if PART in request.headers else ""
    return await done(request, visit, deed, to=part)


async def _save(request: Request, visit: Visit, *, send: bool) -> None:
    assisting, sent = request.app.state.assisting, await request.form()
    fields = {
        name.removeprefix(FIELD): [str(one) for one in sent.getlist(name)]
        for name in sent
        if name.startswith(FIELD)
    }
    if await assisting.save(visit.id, visit.member, fields) and send:
        await assisting.send(visit.id, visit.member)


async def _new(request: Request, member: SignedIn, problem: str = "", **given: str) -> Response:
    database = request.app.state.database
    # Spoken, both ways of writing Hindi are the same: staff read the one that they chose.
    hindi = "hi-Latn" if member.language == "hi-Latn" else "hi"
    return page(
        request,
        NEW_PAGE,
        member,
        errands=ERRANDS,
        ways=(PHONE, DESK) if given.get("how") == PHONE else (DESK, PHONE),
        languages=LANGUAGES,
        consents=consents(request, (hindi, "en")),
        divisions=await divisions(database, member),
        problem=problem,
        given=given,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
    )
