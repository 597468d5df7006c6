"""How pages of staff find out who asks: a cookie for who, a form token for what is changed."""

from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
from fastapi.templating import Jinja2Templates
from starlette.responses import Response

from bot.channels.web.problems import Problem, answer
from bot.errors import TooFast
from bot.staff import sessions
from bot.staff.errors import (
    Forged,
    NotAllowed,
    NotSignedIn,
    StaffError,
    UnknownMember,
    WrongPassword,
)
from bot.staff.members import LANGUAGES
from bot.staff.openid.errors import AttemptGone, NoMember, NotProven, ServiceAway
from bot.staff.roles import May
from bot.staff.sessions import SignedIn

COOKIE = "bijli_staff"
FIELD = "form_token"
HEADER = "X-Form-Token"
API = "/desk/api/"

STATUS: dict[type[Exception], HTTPStatus] = {
    TooFast: HTTPStatus.TOO_MANY_REQUESTS,
    ServiceAway: HTTPStatus.BAD_GATEWAY,
    NotProven: HTTPStatus.FORBIDDEN,
    AttemptGone: HTTPStatus.FORBIDDEN,
    NoMember: HTTPStatus.FORBIDDEN,
    UnknownMember: HTTPStatus.NOT_FOUND,
    NotSignedIn: HTTPStatus.UNAUTHORIZED,
    WrongPassword: HTTPStatus.UNAUTHORIZED,
    NotAllowed: HTTPStatus.FORBIDDEN,
    Forged: HTTPStatus.FORBIDDEN,
}

pages = Jinja2Templates(Path(__file__).parents[1])
"""Templates of all parts of the gateway, by their path under `bot/`."""


async def signed_in(request: Request) -> SignedIn:
    """Who asks. Raises NotSignedIn; Forged where something is to be changed by a request that
    our own pages did not make."""
    state = request.app.state
    member = await sessions.who(state.database, request.cookies.get(COOKIE), state.clock())
    request.state.language = member.language
    if request.method not in {"GET", "HEAD"}:
        member.check_form(await _form_token(request))
    return member


class Permitted:
    """A dependency: whoever asks, if their role has this right. Raises what `signed_in` raises,
    and NotAllowed."""

    def __init__(self, what: May) -> None:
        self.what = what

    async def __call__(self, request: Request) -> SignedIn:
        """Who asks."""
        member = await signed_in(request)
        member.require(self.what)
        return member


def permitted(what: May) -> Permitted:
    """The dependency of an address that needs a right."""
    return Permitted(what)


def page(request: Request, name: str, member: SignedIn | None, **words: Any) -> Response:
    """A page in the member's language; `t(key, …)` gives a sentence of the catalogue."""
    chosen = words.get("speaking") or request.query_params.get("language", LANGUAGES[0])
    language = member.language if member else chosen
    language = language if language in LANGUAGES else LANGUAGES[0]
    wording = request.app.state.wording

    def t(key: str, **args: Any) -> str:
        return str(wording.phrase(key, language, args))

    here = str(request.url.replace(scheme="", netloc="")) if request.method == "GET" else "/desk"
    context = {"member": member, "here": here, "language": language, "t": t, "May": May, **words}
    status = words.get("status", HTTPStatus.OK)
    headers = {"Cache-Control": "no-store"}
    return pages.TemplateResponse(request, name, context, status_code=status, headers=headers)


def status_of(problem: Exception | None) -> HTTPStatus:
    """The status of a page that tells of a problem, or of none."""
    if problem is None:
        return HTTPStatus.OK
    return STATUS.get(type(problem), HTTPStatus.UNPROCESSABLE_ENTITY)


def sign_in_page(request: Request, next_page: str, problem: Exception | None = None) -> Response:
    """The form to sign in, with what went wrong."""
    return page(
        request,
        "staff/templates/login.html",
        None,
        next=safe_next(next_page),
        problem=type(problem).__name__ if problem else None,
        by_service=request.app.state.settings.openid is not None,
        status=status_of(problem),
    )


def put_cookie(
    request: Request, response: Response, token: str, name: str = COOKIE, **more: Any
) -> None:
    """Keep a token in the browser, out of reach of scripts and, but for `more`, other sites."""
    secure = request.app.state.settings.public_url.startswith("https:")
    kept = {"httponly": True, "secure": secure, "samesite": "strict", "path": "/", **more}
    response.set_cookie(name, token, **kept)


def safe_next(path: str) -> str:
    """Where to go after signing in: a path of ours, never another site."""
    parts = urlsplit(path)
    ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if ours and not parts.scheme and not parts.netloc else "/desk"


def answer_staff_errors(app: FastAPI) -> None:
    """Send people to sign in, programs a problem document, and never say more than needed."""

    @app.exception_handler(StaffError)
    async def refused(request: Request, error: StaffError) -> Response:
        status = status_of(error)
        for_person = not request.url.path.startswith(API)
        if for_person and isinstance(error, NotSignedIn) and request.method == "GET":
            return RedirectResponse(f"/login?next={quote(request.url.path)}", HTTPStatus.SEE_OTHER)
        kind = type(error).__name__
        if for_person:
            return page(request, "staff/templates/refused.html", None, kind=kind, status=status)
        return answer(request, Problem(status, f"/problems/{kind}", "gateway.unauthorized"), {})


async def _form_token(request: Request) -> str | None:
    from_script = request.headers.get(HEADER)
    if from_script is not None:
        return from_script
    form = await request.form()
    token = form.get(FIELD)
    return token if isinstance(token, str) else None
