"""Somebody else steals power; the reporter may stay unknown."""

from __future__ import annotations

from typing import ClassVar

from actions.drafts import Draft
from actions.errands.report_misconduct import ReportMisconduct
from actions.fields.base import Question
from actions.fields.free import Description
from actions.fields.numbers import mobile_of
from actions.fields.where import Place
from actions.reading import without_runs
from actions.speech import Bubble, say
from actions.understanding import Turn
from backend_client.models import TicketKind, TicketRequest


class ReportTheft(ReportMisconduct):
    """Where, and what is done there. Nobody is asked who reports it."""

    name = "report_theft"
    kind: ClassVar[TicketKind] = "theft"
    asks: ClassVar[tuple[Question, ...]] = (
        Place(wording="ask.report_theft.locality"),
        Description(wording="ask.report_theft.description", optional=True),
    )

    def opening(self, turn: Turn, draft: Draft) -> list[Bubble]:
        return [say("opening.report_theft")]

    def request(self, draft: Draft) -> TicketRequest:
        """Without any number of the reporter, also one that was given in passing."""
        request = super().request(draft)
        request.mobile_number = request.account_number = request.person_name = None
        if request.description:
            request.description = without_runs(request.description, mobile_of)
        return request
