"""Staff fill in the bot's form for somebody who stands at the desk, telephones, or writes.

Every change is a turn of the action server like the consumer's own: the same questions read it,
the same backend takes it. Only whoever has the chat may do it, and only once the person agreed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.conversations import Conversations
from bot.conversations.cleaning import cleaned, words_for_rasa
from bot.helpdesk.assist.form import CODE, Change, Form, changes, pick
from bot.helpdesk.assist.turns import LOOK, AssistTurns, Refused, Step, consent_of, form_of
from bot.helpdesk.errors import NoConsent, NotSeen
from bot.helpdesk.owning import require_holder
from bot.rasa import Rasa
from bot.staff.roles import May
from bot.staff.sessions import SignedIn
from bot.store.conversations import find_conversation
from bot.store.database import Database

#: What staff can begin for somebody: each ends in a record of the backend. Danger first.
ERRANDS = (
    "report_hazard",
    "report_fault",
    "apply_new_connection",
    "request_load_change",
    "report_billing_complaint",
    "report_meter_problem",
    "payment_not_posted",
    "request_detail_change",
    "request_disconnection",
    "request_reconnection",
    "request_callback",
    "report_misconduct",
    "report_theft",
)
DESK, PHONE, CHAT = "desk", "phone", "chat"
"""How the person is there: before the eyes of staff, on the telephone, or in the chat."""
ANOTHER_CODE = "resend"


@dataclass(frozen=True, slots=True)
class Agreement:
    """That the person agreed just now to have the form of this errand filled in."""

    errand: str
    how: str


def agreement(errand: str, how: str, said: str) -> Agreement:
    """What was agreed to. Raises NoConsent unless a "yes" was `said` to a form that there is."""
    if said != "yes" or errand not in ERRANDS or how not in (DESK, PHONE, CHAT):
        raise NoConsent(errand)
    return Agreement(errand, how)


class Assisting:
    """What staff do in a form."""

    def __init__(
        self,
        database: Database,
        rasa: Rasa,
        conversations: Conversations,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._talks = conversations
        self._turns = AssistTurns(database, rasa, conversations, clock)

    async def begin(self, conversation_id: str, staff: SignedIn, agreed: Agreement) -> None:
        """Open the form of an errand, or go on with it. Raises NotYours, FormAway."""
        errand, how = agreed.errand, agreed.how
        step = Step("assist_begun", {"begin": errand}, {"errand": errand, "how": how}, agreed=how)
        async with self._database.turn_of(conversation_id):
            await self._turns.take(conversation_id, staff, step)

    async def save(
        self, conversation_id: str, staff: SignedIn, sent: Mapping[str, Sequence[str]]
    ) -> bool:
        """Take over what was changed in the form; False if some of it could not be taken.

        Raises NotYours, NoConsent, FormAway, UnacceptableMessage.
        """
        refused: Refused = {}
        async with self._database.turn_of(conversation_id):
            form = await self._form(conversation_id, staff)
            for change in changes(form, sent):
                step = await self._step(conversation_id, change)
                await self._turns.take(conversation_id, staff, step, refused)
        return not refused

    async def send(self, conversation_id: str, staff: SignedIn) -> None:
        """Do the errand, as after the consumer's yes to the summary. Raises what `save` raises."""
        async with self._database.turn_of(conversation_id):
            form = await self._form(conversation_id, staff)
            step = Step("assist_sent", {"finish": True}, {"errand": form.errand})
            await self._turns.take(conversation_id, staff, step)

    async def send_another_code(self, conversation_id: str, staff: SignedIn) -> None:
        """The code did not come. Raises what `save` raises."""
        async with self._database.turn_of(conversation_id):
            await self._form(conversation_id, staff)
            step = await self._step(conversation_id, pick(CODE, ANOTHER_CODE))
            await self._turns.take(conversation_id, staff, step)

    async def attest(self, conversation_id: str, staff: SignedIn) -> None:
        """State that the person at the desk showed who they are. The utility is told so with the
        request: it is no code, and proves no number. Raises NotAllowed, NotSeen, and what `save`
        raises.
        """
        staff.require(May.ATTEST_IDENTITY)
        async with self._database.turn_of(conversation_id):
            form = await self._form(conversation_id, staff)
            consent = await consent_of(self._database, conversation_id, form.errand)
            if consent is None or consent.how != DESK:
                raise NotSeen(conversation_id)
            step = Step("identity_attested", {"attest": True}, {"errand": form.errand})
            await self._turns.take(conversation_id, staff, step)

    async def _form(self, conversation_id: str, staff: SignedIn) -> Form:
        """The form that this member of staff has open; nobody else tries a code in it."""
        async with self._database.session() as session:
            await require_holder(session, conversation_id, staff.id)
        conversation = await find_conversation(self._database, conversation_id)
        form = await form_of(self._database, conversation)
        if form is None:
            raise NoConsent(conversation_id)
        return form

    async def _step(self, conversation_id: str, change: Change) -> Step:
        details = {"field": change.field}
        if change.message is None or change.picked:
            message = change.message or LOOK
            return Step("assist_filled", change.wish, details, message)
        message, picked = words_for_rasa(cleaned(change.message)), False
        if change.field == CODE:
            message, picked = await self._checked(conversation_id, message)
        return Step("assist_filled", change.wish, details, message, picked, change.message)

    async def _checked(self, conversation_id: str, typed: str) -> tuple[str, bool]:
        """The verdict on a code in the place of its digits, which go no further than this."""
        async with self._database.writing() as session:
            checked = await self._talks.people.checked_in_field(session, conversation_id, typed)
        return (checked.payload, True) if checked else (typed, False)
