"""Closed on paper, still broken."""

from __future__ import annotations

from typing import ClassVar

from actions.backend_words import backend_word
from actions.drafts import Draft
from actions.errands.base import Done, person_button
from actions.errands.check_ticket_status import TicketErrandByNumber, escalate_button
from actions.errands.lookups import one_ticket, only_own
from actions.errands.tickets import due_line, remember
from actions.fields.base import Question
from actions.fields.numbers import TicketNumber
from actions.speech import Bubble, moment, say
from actions.understanding import Turn
from backend_client import BackendClient, Conflict


class ReopenComplaint(TicketErrandByNumber):
    """The ticket opens again with a new and shorter deadline, which the backend sets.

    Asked by its number alone: a mobile number shows no closed tickets.
    """

    name = "reopen_complaint"
    hears = ()
    asks: ClassVar[tuple[Question, ...]] = (
        TicketNumber(wording="ask.reopen_complaint.ticket_number"),
    )

    async def finish(self, turn: Turn, draft: Draft, utility: BackendClient) -> Done:
        number = await one_ticket(turn, draft, utility)
        try:
            ticket = await utility.reopen(number, draft.values.get("description", ""), draft.key)
        except Conflict as refusal:
            return Done(_refused(number, refusal), known=remember(turn, draft, number))
        lines = [say("made.reopen_complaint", number=ticket.number), *due_line(ticket)]
        known = remember(turn, draft, number)
        return Done(lines, [number], known, followed=only_own(turn, ticket))


def _refused(number: str, refusal: Conflict) -> list[Bubble]:
    status = backend_word("status.ticket", refusal.ticket_status)
    if refusal.code == "still_open" and refusal.due_at:
        due = moment(refusal.due_at)
        return [
            say("reopen.still_open", escalate_button(number), number=number, status=status, due=due)
        ]
    return [say("backend.refused", person_button())]
