"""How a deed of staff is answered: back to a page, which says what went wrong."""

from collections.abc import Awaitable
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import RedirectResponse

from bot.conversations.bell import DESK
from bot.errors import UnacceptableMessage
from bot.helpdesk.asking import Visit
from bot.helpdesk.errors import DeskError


async def done(
    request: Request, visit: Visit, deed: Awaitable[object], to: str = ""
) -> RedirectResponse:
    """Do it and go back to the chat, or on to `to`; what went wrong is told in the chat."""
    return await done_at(request, f"/desk/chats/{visit.id}", deed, to)


async def done_at(
    request: Request, here: str, deed: Awaitable[object], to: str = ""
) -> RedirectResponse:
    """The same for a page that is no chat."""
    try:
        await deed
    except (DeskError, UnacceptableMessage) as problem:
        return RedirectResponse(f"{here}?problem={type(problem).__name__}", HTTPStatus.SEE_OTHER)
    request.app.state.conversations.bell.ring(DESK)
    return RedirectResponse(to or here, HTTPStatus.SEE_OTHER)
