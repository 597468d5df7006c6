"""The web chat page and the files that it loads."""

import os
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from starlette.responses import Response
from starlette.types import Scope

from bot.attachments.kinds import MOST_BYTES
from bot.channels.web.headers import content_policy

HERE = Path(__file__).parent
LANGUAGES = ("hi", "hi-Latn", "en")
"""The first is the page's own until the person or an earlier visit chooses another."""

templates = Jinja2Templates(HERE / "templates")
router = APIRouter(include_in_schema=False)


class _AlwaysAsked(StaticFiles):
    """Static files that a browser keeps, but asks for again (answered by 304) on every visit:
    after an update no page may run with half of its modules old."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "no-cache"
        return response


static = _AlwaysAsked(directory=HERE / "static")
"""To be mounted at `/static`."""


@router.get("/", response_class=HTMLResponse)
async def chat(request: Request, embed: bool = False, language: str = "") -> Response:
    """The web chat, with the page's words in all languages: it switches without asking again.

    `embed`: in a frame on one of the pages that may show it.
    """
    response = page(
        request, "chat.html", ("page.",), language, embedded=embed, most_bytes=MOST_BYTES
    )
    if embed:
        origins = request.app.state.settings.embed_origins
        response.headers["Content-Security-Policy"] = content_policy(origins)
    return response


@router.get("/embed.js")
async def embed(request: Request) -> Response:
    """The script with which another page shows the chat: a button, and the chat in a frame."""
    return page(request, "embed.js", ("page.embed.",), media_type="text/javascript")


def page(
    request: Request,
    template: str,
    groups: tuple[str, ...],
    language: str = "",
    media_type: str | None = None,
    **more: Any,
) -> Response:
    """A page with the words of some groups of keys ("page.") in all languages, and `more` for
    its template; shown in one of LANGUAGES, the first unless it is another."""
    wording = request.app.state.wording
    catalogues = {
        code: {key: said for group in groups for key, said in wording.phrases(group, code).items()}
        for code in LANGUAGES
    }
    language = language if language in LANGUAGES else LANGUAGES[0]
    words = catalogues[language]
    return templates.TemplateResponse(
        request,
        template,
        {"language": language, "words": words, "catalogues": catalogues, **more},
        headers={"Cache-Control": "no-cache"},
        media_type=media_type,
    )
