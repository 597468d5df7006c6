"""The page of what was not understood, and the file of proposals."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from bot.errors import TurnFailed
from bot.staff import audit
from bot.staff.roles import May
from bot.staff.sessions import SignedIn
from bot.staff.web import page, permitted
from bot.unclear import proposals
from bot.unclear.errors import DecidedAlready, NotUnclear
from bot.unclear.lines import Unclear
from bot.unclear.masking import without_names, without_numbers

router = APIRouter(prefix="/reports", include_in_schema=False)

PAGE = "unclear/templates/unclear.html"
FILE = "text/yaml; charset=utf-8"
ERRANDS = "errand."
Proposer = Annotated[SignedIn, Depends(permitted(May.PROPOSE_LINES))]
Number = Annotated[int, Form(ge=0, lt=10**18)]
STATUS: dict[type[Exception], HTTPStatus] = {
    NotUnclear: HTTPStatus.NOT_FOUND,
    DecidedAlready: HTTPStatus.CONFLICT,
}
Problem = NotUnclear | DecidedAlready | TurnFailed


@router.get("/unclear")
async def unclear(request: Request, member: Proposer) -> Response:
    """What was not understood lately, without numbers and names. That it was read is noted."""
    return await _page(request, member)


@router.post("/proposals")
async def propose(
    request: Request, member: Proposer, number: Number, intent: Annotated[str, Form(max_length=60)]
) -> Response:
    """Propose one message as a training line of an errand."""
    return await _decide(request, member, number, intent)


@router.post("/put-aside")
async def put_aside(request: Request, member: Proposer, number: Number) -> Response:
    """One message is no training line; nobody is asked about it again."""
    return await _decide(request, member, number, None)


@router.get("/proposals.yml")
async def file(request: Request, member: Proposer) -> Response:
    """All proposals, for whoever reviews training lines."""
    state = request.app.state
    content = proposals.as_yaml(await proposals.proposed(state.database, member))
    async with state.database.writing() as session:
        audit.note(session, member.id, "proposals_exported", state.clock())
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": 'attachment; filename="proposals.yml"',
    }
    return Response(content, media_type=FILE, headers=headers)


async def _decide(request: Request, member: SignedIn, number: int, intent: str | None) -> Response:
    state = request.app.state
    try:
        if intent is not None and intent not in _errands(request, member):
            raise NotUnclear(intent)
        found = await proposals.one_of(state.database, member, number)
        # Of what is put aside no words are kept, so there is nothing to hide in them.
        (masked,) = await _masked(request, [found]) if intent else (found,)
        decided = replace(masked, guess=intent)
        await proposals.decide(state.database, member, decided, state.clock())
    except (NotUnclear, DecidedAlready, TurnFailed) as problem:
        return await _page(request, member, problem)
    return RedirectResponse("/reports/unclear", HTTPStatus.SEE_OTHER)


async def _masked(request: Request, lines: list[Unclear]) -> list[Unclear]:
    """The lines without numbers and names. Raises TurnFailed where Rasa, which knows names, is
    away: unmasked nothing is shown."""
    masked = []
    for one in lines:
        text = without_numbers(one.text)
        names = await request.app.state.rasa.names_in(text)
        masked.append(replace(one, text=without_names(text, names)))
    return masked


async def _page(request: Request, member: SignedIn, problem: Problem | None = None) -> Response:
    state = request.app.state
    lines: list[Unclear] = []
    try:
        lines = await _masked(request, list(await proposals.undecided(state.database, member)))
    except TurnFailed as away:
        problem = away
    async with state.database.writing() as session:
        audit.note(session, member.id, "unclear_seen", state.clock(), lines=len(lines))
    kind = "NamesUnknown" if isinstance(problem, TurnFailed) else type(problem).__name__
    return page(
        request,
        PAGE,
        member,
        lines=lines,
        errands=_errands(request, member),
        proposed=await proposals.proposed(state.database, member),
        problem=kind if problem else None,
        status=STATUS.get(type(problem), HTTPStatus.OK) if problem else HTTPStatus.OK,
    )


def _errands(request: Request, member: SignedIn) -> dict[str, str]:
    """What a message can have meant: intents, and what they are called."""
    called = request.app.state.wording.phrases(ERRANDS, member.language)
    return {key.removeprefix(ERRANDS): said for key, said in sorted(called.items())}
