"""The page that says everything about personal data: what, why, for how long, whom to ask."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from bot.privacy.rules import rules
from bot.staff.members import LANGUAGES
from bot.staff.web import page

router = APIRouter(include_in_schema=False)


@router.get("/privacy")
async def privacy(request: Request) -> Response:
    """In the language of the address (`?language=`), for whoever asks."""
    return page(
        request,
        "privacy/templates/privacy.html",
        None,
        product="page.title",
        keeps=rules().keeps,
        contact=request.app.state.settings.privacy_contact,
        languages=LANGUAGES,
    )
