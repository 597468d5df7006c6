"""What belongs to a mobile number: every complaint with its place, every application."""

from __future__ import annotations

from typing import ClassVar

from actions.backend_words import backend_word
from actions.drafts import Draft
from actions.errands.base import Done, person_button
from actions.errands.lookups import MOST_TOLD
from actions.errands.tickets import kind_word, status_word
from actions.fields.base import Question
from actions.fields.numbers import MobileNumber
from actions.proving import ProvedErrand
from actions.speech import Bubble, Choice, moment, payload, say
from actions.understanding import Turn
from backend_client import BackendClient
from backend_client.models import Application, Ticket


class OwnRecords(ProvedErrand):
    """Without proof it becomes the look-up that a typed number allows: number and status."""

    name = "own_records"
    purpose = "history"
    hears: ClassVar[tuple[str, ...]] = ("mobile_number",)
    takes_known: ClassVar[tuple[str, ...]] = ("mobile_number",)
    asks: ClassVar[tuple[Question, ...]] = (MobileNumber(wording="ask.own_records.mobile_number"),)

    def begin(self, turn: Turn, draft: Draft) -> None:
        """A number that is proved already need not be typed."""
        if turn.proved:
            draft.values.setdefault("mobile_number", turn.proved[0])

    async def number_to_prove(self, turn: Turn, draft: Draft, utility: BackendClient) -> str | None:
        return str(draft.values["mobile_number"])

    async def finish(self, turn: Turn, draft: Draft, utility: BackendClient) -> Done:
        mobile_number = str(draft.values["mobile_number"])
        if mobile_number not in turn.proved:
            return Done([say("own_records.status_only")], follow=_by_typed_number(turn, draft))
        tickets = await utility.tickets_of(mobile_number=mobile_number)
        applications = await utility.applications_of(mobile_number)
        bubbles = [_of_ticket(one) for one in tickets[:MOST_TOLD]]
        bubbles += [_of_application(one) for one in applications[:MOST_TOLD]]
        if len(tickets) > MOST_TOLD or len(applications) > MOST_TOLD:
            bubbles.append(say("own_records.newest_only", most=MOST_TOLD))
        followed = [one.number for one in tickets[:MOST_TOLD]]
        followed += [one.number for one in applications[:MOST_TOLD]]
        return Done(
            bubbles or [say("own_records.none", person_button())],
            known={"mobile_number": mobile_number},
            followed=followed,
        )


def _by_typed_number(turn: Turn, draft: Draft) -> Draft:
    meant = Draft.begin("check_ticket_status", turn.inbox_id)
    meant.values["mobile_number"] = draft.values["mobile_number"]
    return meant


def offer_records(turn: Turn, mobile_number: str) -> list[Bubble]:
    """After a look-up by a typed number: more is shown to whoever proves to hold it."""
    if not (turn.provable or mobile_number in turn.proved):
        return []
    more = payload("check_ticket_status", show="records", mobile_number=mobile_number)
    return [say("own_records.more", Choice("button.own_records", more))]


def _of_ticket(ticket: Ticket) -> Bubble:
    return say(
        "own_records.ticket",
        number=ticket.number,
        kind=kind_word(ticket),
        status=status_word(ticket),
        made=moment(ticket.created_at) if ticket.created_at else "–",
        place=", ".join(one for one in (ticket.address, ticket.locality) if one) or "–",
    )


def _of_application(application: Application) -> Bubble:
    return say(
        "own_records.application",
        number=application.number,
        status=backend_word("status.application", application.status),
        name=application.person_name or "–",
        place=", ".join(one for one in (application.address, application.locality) if one) or "–",
    )
