"""How a complaint stands."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from actions.backend_words import backend_word
from actions.drafts import Draft
from actions.errands.base import Done, Errand
from actions.errands.lookups import APPLICATION, own_references, tickets_meant
from actions.errands.own_records import offer_records
from actions.errands.tickets import due_line, kind_word, status_word
from actions.fields.base import Question
from actions.fields.dates import INDIA
from actions.fields.numbers import TicketNumber
from actions.speech import Bubble, Choice, moment, payload, say
from actions.understanding import Turn
from backend_client import BackendClient
from backend_client.models import Ticket

#: States in which nobody works on a ticket any more.
CLOSED = frozenset({"resolved", "confirmed", "closed"})


class TicketErrandByNumber(Errand):
    """An errand about tickets that exist already, by number or by the person's own."""

    takes_known: ClassVar[tuple[str, ...]] = ()
    asks: ClassVar[tuple[Question, ...]] = (TicketNumber(by_mobile=True),)

    def begin(self, turn: Turn, draft: Draft) -> None:
        """The conversation's own tickets stand in for a number that was not said."""
        if own_references(turn, applications=False):
            draft.values["own"] = True
        if not turn.is_tap:
            draft.values["description"] = " ".join(turn.text.split())[:2000]

    def questions(self, draft: Draft) -> tuple[Question, ...]:
        given = {"ticket_number", "mobile_number", "account_number", "own"} & draft.values.keys()
        return () if given else self.asks


class CheckTicketStatus(TicketErrandByNumber):
    """Number, kind, status and deadline; nothing that only the owner may know."""

    name = "check_ticket_status"

    async def finish(self, turn: Turn, draft: Draft, utility: BackendClient) -> Done:
        if str(draft.values.get("ticket_number", "")).startswith(APPLICATION):
            return Done([], follow=_by_application(turn, draft))
        tickets = await tickets_meant(turn, draft, utility)
        by_number = "mobile_number" not in draft.values and "account_number" not in draft.values
        bubbles = [bubble for one in tickets for bubble in ticket_lines(one, senior=by_number)]
        if "mobile_number" in draft.values:
            bubbles += offer_records(turn, str(draft.values["mobile_number"]))
        return Done(bubbles)


def _by_application(turn: Turn, draft: Draft) -> Draft:
    """An application's number given for a complaint's: people do not know our prefixes."""
    meant = Draft.begin("check_application_status", turn.inbox_id)
    meant.values["application_number"] = draft.values["ticket_number"]
    return meant


def is_late(ticket: Ticket) -> bool:
    """Whether the deadline passed while somebody still should be working on it."""
    return bool(
        ticket.due_at and ticket.status not in CLOSED and ticket.due_at < datetime.now(INDIA)
    )


def ticket_lines(ticket: Ticket, *, senior: bool) -> list[Bubble]:
    """One ticket told: its kind, how it stands, by when, and what can be done next.

    With `senior` also who has it after an escalation; not by a typed mobile number, by which
    anybody learns number, kind, status and deadline alone.
    """
    kind, status = kind_word(ticket), status_word(ticket)
    lines = [say("ticket.status", number=ticket.number, kind=kind, status=status)]
    if ticket.status in CLOSED:
        return [*lines, say("ticket.closed_ask", reopen_button(ticket.number))]
    if is_late(ticket) and ticket.due_at:
        lines.append(say("ticket.late", escalate_button(ticket.number), due=moment(ticket.due_at)))
    else:
        lines.extend(due_line(ticket))
    if senior and ticket.escalated_to:
        lines.append(
            say("ticket.escalated_to", role=backend_word("role", ticket.escalated_to.role))
        )
    return lines


def escalate_button(number: str) -> Choice:
    """Take a late ticket to a senior."""
    return Choice("button.escalate", payload("escalate_complaint", ticket_number=number))


def reopen_button(number: str) -> Choice:
    """Say that it is not repaired."""
    return Choice("button.reopen", payload("reopen_complaint", ticket_number=number))
