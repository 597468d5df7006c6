"""What the page of a chat shows of a form that staff fill in."""

from collections.abc import Iterable
from typing import Any

from fastapi import Request
from sqlalchemy import select

from bot.helpdesk.asking import Visit
from bot.helpdesk.assist.assisting import CHAT, DESK, ERRANDS, PHONE
from bot.helpdesk.assist.receipts import numbers_of
from bot.helpdesk.assist.tables import AssistConsent
from bot.helpdesk.assist.turns import form_of
from bot.helpdesk.owning import AT_DESK
from bot.store.database import Database
from bot.store.rows import ConversationRow


async def panel(request: Request, visit: Visit) -> dict[str, Any]:
    """The words of `form.html`. `heard` gives a sentence in the consumer's language: staff read
    it out."""
    state, conversation = request.app.state, visit.conversation

    def heard(key: str, **args: Any) -> str:
        return str(state.wording.phrase(key, conversation.language, args))

    return {
        "form": await form_of(state.database, conversation) if visit.mine else None,
        "errands": ERRANDS,
        "open_errand": _open_errand(conversation.draft),
        "ways": await _ways(state.database, conversation),
        "receipts": await numbers_of(state.database, conversation),
        "consents": consents(request, (conversation.language,)),
        "heard": heard,
    }


def consents(request: Request, languages: Iterable[str]) -> dict[str, str]:
    """What the person is asked before a form is filled in for them, by language."""
    wording = request.app.state.wording
    return {one: wording.phrase("desk.assist.consent", one) for one in languages}


def _open_errand(draft: dict[str, Any] | None) -> str | None:
    """What the person was at with the bot, if staff can go on with it."""
    at = [draft, *draft.get("parked", [])] if draft else []
    return next((one["errand"] for one in at if one["errand"] in ERRANDS), None)


async def _ways(database: Database, conversation: ConversationRow) -> list[str]:
    """How the person can be there, the one of the last consent first."""
    if conversation.channel != AT_DESK:
        return [CHAT]
    last = (
        select(AssistConsent.how)
        .where(AssistConsent.conversation_id == conversation.id)
        .order_by(AssistConsent.id.desc())
        .limit(1)
    )
    async with database.session() as session:
        how = await session.scalar(last)
    return [PHONE, DESK] if how == PHONE else [DESK, PHONE]
