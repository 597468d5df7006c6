"""The page on which staff begin a storm, say a word to everybody, and end it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from bot.conversations.bell import DESK
from bot.staff.roles import May
from bot.staff.sessions import SignedIn
from bot.staff.web import page, permitted
from bot.storm import records

PATH = "/desk/storm"
#: A notice goes out at the head of an answer, and people read it on a telephone.
MOST_LETTERS = 500

router = APIRouter(include_in_schema=False)

Switcher = Annotated[SignedIn, Depends(permitted(May.SWITCH_STORM))]
Notice = Annotated[str, Form(max_length=MOST_LETTERS)]


@router.get(PATH)
async def weather(request: Request, member: Switcher) -> Response:
    """Whether a storm goes on, how many wait, and what everybody is told."""
    state = request.app.state
    return page(
        request,
        "storm/templates/storm.html",
        member,
        storm=await records.lasting(state.database),
        waiting=state.conversations.weather.waiting,
        begins_at=state.settings.storm_begins_at,
        most=MOST_LETTERS,
    )


@router.post(f"{PATH}/begin")
async def begin(
    request: Request,
    member: Switcher,
    hi: Notice = "",
    hi_latn: Annotated[str, Form(alias="hi-Latn", max_length=MOST_LETTERS)] = "",
    en: Notice = "",
) -> Response:
    """Begin a storm, or give the one that goes on other words."""
    said = {"hi": hi, "hi-Latn": hi_latn, "en": en}
    words = {language: text.strip() for language, text in said.items() if text.strip()}
    state = request.app.state
    await records.begin(state.database, state.clock(), member.id, words)
    return await _seen(request)


@router.post(f"{PATH}/end")
async def end(request: Request, member: Switcher) -> Response:
    """End the storm that goes on, whoever began it."""
    state = request.app.state
    await records.end(state.database, state.clock(), member.id)
    return await _seen(request)


async def _seen(request: Request) -> Response:
    """Back to the page, with a look at once: the next answer knows already."""
    state = request.app.state
    await state.conversations.weather.look()
    state.conversations.bell.ring(DESK)
    return RedirectResponse(PATH, 303)
