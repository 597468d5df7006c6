"""The deadline passed, or nobody came: a senior officer takes the ticket."""

from __future__ import annotations

from actions.backend_words import backend_word
from actions.drafts import Draft
from actions.errands.base import Done, person_button
from actions.errands.check_ticket_status import TicketErrandByNumber, reopen_button
from actions.errands.lookups import one_ticket, only_own
from actions.errands.tickets import due_line, remember
from actions.speech import Bubble, moment, say
from actions.understanding import Turn
from backend_client import BackendClient, Conflict
from backend_client.models import Ticket


class EscalateComplaint(TicketErrandByNumber):
    """The backend decides whether it is time; a refusal is told with the deadline."""

    name = "escalate_complaint"

    async def finish(self, turn: Turn, draft: Draft, utility: BackendClient) -> Done:
        number = await one_ticket(turn, draft, utility)
        try:
            ticket = await utility.escalate(number, draft.values.get("description", ""), draft.key)
        except Conflict as refusal:
            return Done(_refused(number, refusal), known=remember(turn, draft, number))
        known = remember(turn, draft, number)
        return Done(_escalated(ticket), [number], known, followed=only_own(turn, ticket))


def _escalated(ticket: Ticket) -> list[Bubble]:
    senior = ticket.escalated_to
    lines = [say("made.escalate_complaint", number=ticket.number)]
    if senior:
        lines.append(say("ticket.escalated_to", role=backend_word("role", senior.role)))
        if senior.contact:
            lines.append(say("ticket.senior_contact", contact=senior.contact))
    return [*lines, *due_line(ticket)]


def _refused(number: str, refusal: Conflict) -> list[Bubble]:
    if refusal.code == "already_closed":
        return [say("escalate.already_closed", reopen_button(number), number=number)]
    if refusal.code == "at_the_top":
        return [
            say("escalate.at_the_top", number=number),
            say("escalate.forums", person_button()),
        ]
    if refusal.code == "escalated_recently":
        return [say("escalate.recently", person_button(), number=number)]
    if refusal.due_at:
        due = moment(refusal.due_at)
        return [say("escalate.not_due_yet", person_button(), number=number, due=due)]
    return [say("backend.refused", person_button())]
