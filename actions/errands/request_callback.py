"""To be telephoned."""

from __future__ import annotations

from typing import ClassVar

from actions.drafts import Draft
from actions.errands.base import Done
from actions.errands.tickets import TicketErrand
from actions.fields.base import Question
from actions.fields.numbers import MobileNumber
from actions.speech import Call
from actions.understanding import Turn
from backend_client import BackendClient


class RequestCallback(TicketErrand):
    """Which number to call; when, if the person says so, stands in the description. A missed
    call to a number that is for one matter alone brings that matter as the cause."""

    name = "request_callback"
    kind = "callback"
    cause_from = "cause"
    asks: ClassVar[tuple[Question, ...]] = (MobileNumber(wording="ask.callback_number"),)

    async def finish(self, turn: Turn, draft: Draft, utility: BackendClient) -> Done:
        done = await super().finish(turn, draft, utility)
        mobile_number = draft.values.get("mobile_number")
        if mobile_number:
            done.call = Call(mobile_number, done.known.get("division"))
        return done


class TalkToHuman(RequestCallback):
    """A person, now: the chat stands in the help desk's queue from the first word on. Should
    nobody be there, they have a ticket and a number to call."""

    name = "talk_to_human"
    wants_person = "asked"
    asks: ClassVar[tuple[Question, ...]] = (
        MobileNumber(wording="ask.talk_to_human.mobile_number", optional=True),
    )
