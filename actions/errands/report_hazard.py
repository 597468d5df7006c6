"""Danger to life: safety words first, then only the place."""

from __future__ import annotations

from typing import ClassVar

from actions.drafts import Draft
from actions.errands.tickets import TicketErrand, due_line
from actions.fields.base import Question
from actions.fields.where import Place
from actions.speech import Bubble, say
from actions.understanding import Turn
from backend_client.models import Ticket


class ReportHazard(TicketErrand):
    """Nothing stands before the safety words, and nothing but the place is asked."""

    name = "report_hazard"
    kind = "hazard"
    asks: ClassVar[tuple[Question, ...]] = (Place(wording="ask.report_hazard.locality"),)

    def opening(self, turn: Turn, draft: Draft) -> list[Bubble]:
        return [say("hazard.safety")]

    def announce(self, turn: Turn, draft: Draft, ticket: Ticket) -> list[Bubble]:
        """The helpline again: somebody must be able to call while the crew is on its way."""
        key = "hazard.joined" if ticket.joined else f"made.{self.name}"
        return [say(key, number=ticket.number), *due_line(ticket)]
