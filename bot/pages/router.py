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
async def chat(request: Request) -> Response:
    """The web chat, with the page's words in all languages: it switches without asking again."""
    return page(request, "chat.html", ("page.",))


def page(request: Request, template: str, groups: tuple[str, ...], **more: Any) -> Response:
    """A page with the words of some groups of keys ("page.") in all languages, and `more` for
    its template."""
    wording = request.app.state.wording
    catalogues = {
        code: {key: said for group in groups for key, said in wording.phrases(group, code).items()}
        for code in LANGUAGES
    }
    words = catalogues[LANGUAGES[0]]
    return templates.TemplateResponse(
        request,
        template,
        {"language": LANGUAGES[0], "words": words, "catalogues": catalogues, **more},
        headers={"Cache-Control": "no-cache"},
    )
