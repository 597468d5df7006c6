"""One thing that staff do in a form: a turn of the action server, stored with its trace."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversations import Conversations
from bot.errors import TurnFailed
from bot.helpdesk.assist.form import CODE, Form, Told
from bot.helpdesk.assist.tables import AssistConsent, AssistForm
from bot.helpdesk.errors import FormAway
from bot.helpdesk.owning import LEASE, require_holder
from bot.rasa import Rasa, Turn
from bot.staff import audit
from bot.staff.sessions import SignedIn
from bot.store.conversations import find_conversation
from bot.store.database import Database
from bot.store.rows import ConversationRow

LOOK = "/inform"  # nobody said anything: what is done stands in the metadata

#: Field → what was written into it, and why it was not taken.
Refused = dict[str, tuple[str, Told]]


@dataclass(frozen=True, slots=True)
class Step:
    """What is done: `wish` for the action server, `what` and `details` for the audit.

    `message` goes to Rasa, as a payload where `picked`; `written` is what stood in the field.
    `agreed`: how the person was there when they consented to this form just now.
    """

    what: str
    wish: Mapping[str, Any]
    details: Mapping[str, str] = field(default_factory=dict)
    message: str = LOOK
    picked: bool = True
    written: str = ""
    agreed: str | None = None


class AssistTurns:
    """Takes steps to the action server. The caller holds the conversation's turn."""

    def __init__(
        self,
        database: Database,
        rasa: Rasa,
        conversations: Conversations,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._rasa = rasa
        self._talks = conversations
        self._clock = clock

    async def take(
        self, conversation_id: str, staff: SignedIn, step: Step, refused: Refused | None = None
    ) -> None:
        """Do one step; what its field does not take is added to `refused`.

        Raises NotYours, and FormAway: then nothing is stored.
        """
        async with self._database.writing() as session:
            case = await require_holder(session, conversation_id, staff.id)
            case.lease_until = self._clock() + LEASE
        conversation = await find_conversation(self._database, conversation_id)
        try:
            turn = await self._asked(conversation, step)
        except TurnFailed as failure:
            raise FormAway(conversation_id) from failure
        form = _with_refused(turn.record.form, step, refused if refused is not None else {})

        async def note(session: AsyncSession) -> bool:
            self._note(session, conversation, staff, step)
            await _keep_form(session, conversation, form, self._clock())
            return True

        # What was done counts, also if a colleague took the chat over meanwhile.
        await self._talks.answers.push(conversation, turn, note)

    async def _asked(self, conversation: ConversationRow, step: Step) -> Turn:
        turn = await self._rasa.take_turn(step.message, await self._told(conversation, step))
        unsent = partial(self._told, conversation, Step(step.what, {"field": CODE}))
        return await self._talks.asking.with_code(conversation, turn, unsent)

    async def _told(self, conversation: ConversationRow, step: Step) -> dict[str, Any]:
        """The metadata of a step. No message has its number: each is asked once, and a repeated
        one finds the draft as the first had left it."""
        metadata = await self._talks.asking.metadata(
            conversation,
            f"{conversation.id}-desk-{uuid4().hex}",
            conversation.language,
            proves_any=True,
        )
        return metadata | {"payload": step.picked, "assist": dict(step.wish)}

    def _note(
        self, session: AsyncSession, conversation: ConversationRow, staff: SignedIn, step: Step
    ) -> None:
        now = self._clock()
        audit.note(session, staff.id, step.what, now, conversation.id, **step.details)
        if step.agreed:
            consent = AssistConsent(
                conversation_id=conversation.id,
                staff_id=staff.id,
                errand=step.wish["begin"],
                language=conversation.language,
                how=step.agreed,
                at=now,
            )
            session.add(consent)


def _with_refused(form: Form | None, step: Step, refused: Refused) -> Form | None:
    if form is None:
        return None
    name = step.wish.get("field")
    problem = next((one.problem for one in form.fields if one.name == name), None)
    if name and problem:
        refused[name] = (step.written, problem)
    return form.with_refused(refused)


async def _keep_form(
    session: AsyncSession, conversation: ConversationRow, form: Form | None, now: datetime
) -> None:
    kept = form.model_dump() if form else None
    await session.merge(
        AssistForm(conversation_id=conversation.id, epoch=conversation.epoch, form=kept, at=now)
    )


async def form_of(database: Database, conversation: ConversationRow) -> Form | None:
    """The form that staff have open in a conversation, if its person agreed to this errand."""
    async with database.session() as session:
        kept = await session.get(AssistForm, conversation.id)
    if kept is None or kept.form is None or kept.epoch != conversation.epoch:
        return None
    form = Form.model_validate(kept.form)
    return form if await consent_of(database, conversation.id, form.errand) else None


async def consent_of(database: Database, conversation_id: str, errand: str) -> AssistConsent | None:
    """The latest consent to have the form of an errand filled in by staff."""
    query = (
        select(AssistConsent)
        .where(AssistConsent.conversation_id == conversation_id, AssistConsent.errand == errand)
        .order_by(AssistConsent.id.desc())
        .limit(1)
    )
    async with database.session() as session:
        found: AssistConsent | None = await session.scalar(query)
    return found
