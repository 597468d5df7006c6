"""A bribe asked, a tout, harassment by staff: confidential."""

from __future__ import annotations

from typing import ClassVar

from actions.drafts import Draft
from actions.errands.tickets import TicketErrand
from actions.fields.base import Question
from actions.fields.free import Description
from actions.fields.numbers import MobileNumber
from actions.fields.where import Locality
from actions.speech import Bubble, say
from actions.understanding import Turn
from backend_client.models import TicketKind, TicketRequest


class ReportMisconduct(TicketErrand):
    """What happened and where; a number only if the person wants to be called."""

    name = "report_misconduct"
    kind: ClassVar[TicketKind] = "misconduct"
    takes_known = ()
    hears = ()
    asks: ClassVar[tuple[Question, ...]] = (
        Description(wording="ask.report_misconduct.description"),
        Locality(wording="ask.report_misconduct.locality", optional=True),
        MobileNumber(wording="ask.mobile_if_you_like", optional=True),
    )

    def opening(self, turn: Turn, draft: Draft) -> list[Bubble]:
        return [say("opening.report_misconduct")]

    def begin(self, turn: Turn, draft: Draft) -> None:
        """A bare "rishwat ki shikayat" is no description yet; a whole sentence is."""
        if len(turn.plain.split()) >= _A_SENTENCE:
            super().begin(turn, draft)
        elif not turn.is_tap:
            draft.values["first_words"] = " ".join(turn.text.split())

    def request(self, draft: Draft) -> TicketRequest:
        """The first words belong to what was told when asked for it."""
        request = super().request(draft)
        told = [draft.values.get("first_words"), request.description]
        request.description = " – ".join(one for one in told if one) or None
        return request


_A_SENTENCE = 6
