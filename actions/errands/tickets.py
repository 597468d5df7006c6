"""What all errands that end in a ticket share: the request, and what is said of the ticket."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from actions.backend_words import backend_word
from actions.drafts import Draft
from actions.errands.base import Done, Errand
from actions.speech import Arg, Bubble, moment, say, word
from actions.understanding import Turn
from backend_client import BackendClient
from backend_client.models import Ticket, TicketKind, TicketRequest

#: How many numbers of its own a conversation remembers.
REMEMBERED = 5

#: The backend's word for a place whose division nobody knows yet.
CENTRAL_DESK = "central_desk"

#: What a draft keeps of a place from the map.
POSITION = ("latitude", "longitude", "near", "near_hi")

_DIRECT = (
    "account_number",
    "mobile_number",
    "person_name",
    "locality",
    "address",
    "landmark",
    "pincode",
    "description",
    "duration",
    "load_kw",
    "amount",
    "month",
)


class TicketErrand(Errand):
    """An errand that becomes a ticket of one kind; `made.<name>` announces its number."""

    records: ClassVar[bool] = True
    kind: ClassVar[TicketKind]
    #: The field whose value is the ticket's subtype, and the one that is its finer cause.
    subtype_from: ClassVar[str | None] = None
    cause_from: ClassVar[str | None] = None

    def request(self, draft: Draft) -> TicketRequest:
        """The ticket as it goes to the backend."""
        values: dict[str, Any] = {
            name: draft.values[name] for name in _DIRECT if name in draft.values
        }
        return TicketRequest(
            kind=self.kind,
            subtype=draft.values.get(self.subtype_from) if self.subtype_from else None,
            cause=draft.values.get(self.cause_from) if self.cause_from else None,
            details=self.details(draft),
            language=draft.values["language"],
            channel=draft.values["channel"],
            **values,
            **_position(draft),
        )

    def details(self, draft: Draft) -> dict[str, str]:
        """What belongs to this errand alone, as text."""
        return {}

    def begin(self, turn: Turn, draft: Draft) -> None:
        """The person's own first words are the description, unless a button began it."""
        if not turn.is_tap and "description" not in draft.values:
            draft.values["description"] = " ".join(turn.text.split())[:2000]

    def summary(self, draft: Draft) -> list[Bubble]:
        """What was assumed and not said is confirmed: always an account, and everything where
        one stray word would else become a record."""
        if "account_number" in draft.assumed:
            account = draft.values["account_number"]
            errand = word(f"errand.{self.name}")
            return [say("summary.assumed_account", errand=errand, account=account)]
        if "mobile_number" in draft.assumed and not draft.answered:
            mobile = draft.values["mobile_number"]
            errand = word(f"errand.{self.name}")
            return [say("summary.assumed_mobile", errand=errand, mobile=mobile)]
        return []

    async def finish(self, turn: Turn, draft: Draft, utility: BackendClient) -> Done:
        ticket = await utility.report_ticket(self.request(draft), draft.key)
        return Done(
            bubbles=self.announce(turn, draft, ticket),
            references=[ticket.number],
            known=remember(turn, draft, ticket.number, ticket.utility) | _division_of(ticket),
        )

    def announce(self, turn: Turn, draft: Draft, ticket: Ticket) -> list[Bubble]:
        """The ticket's number and deadline, as the backend gave them."""
        if ticket.joined:
            return [
                say("ticket.joined", number=ticket.number, status=status_word(ticket)),
                *due_line(ticket),
            ]
        return [
            say(f"made.{self.name}", number=ticket.number),
            *due_line(ticket),
            *division_line(turn, draft, ticket),
            *outage_line(ticket),
        ]


def _position(draft: Draft) -> dict[str, Any]:
    """The coordinates that were sent, where they are those of the ticket's place."""
    values = draft.values
    near = values.get("near")
    if near is None or near not in ("", values.get("locality")):
        return {}
    return {"latitude": values["latitude"], "longitude": values["longitude"]}


def remember(turn: Turn, draft: Draft, number: str, utility: str | None = None) -> dict[str, Any]:
    """What the conversation keeps from a finished draft: numbers given, number issued, and whose
    consumer the person is, as the record's place told."""
    kept: dict[str, Any] = {
        name: draft.values[name]
        for name in ("account_number", "mobile_number")
        if name in draft.values
    }
    earlier = [one for one in turn.known.get("references", []) if one != number]
    if utility is not None:
        kept["utility"] = utility
    return {**kept, "references": [number, *earlier][:REMEMBERED]}


def _division_of(ticket: Ticket) -> dict[str, Any]:
    """Whose help desk sees the chat, should a person be wanted in it."""
    known = ticket.division is not None and ticket.division != CENTRAL_DESK
    return {"division": ticket.division} if known else {}


def status_word(ticket: Ticket) -> Arg:
    """The ticket's status as a word of the catalogue."""
    return backend_word("status.ticket", ticket.status)


def kind_word(ticket: Ticket) -> Arg:
    """What the ticket is about; no more than its kind, whoever asks."""
    return backend_word("kind", ticket.kind)


def outage_line(ticket: Ticket) -> list[Bubble]:
    """That the ticket counts to an outage that the utility knows of."""
    number = ticket.outage_number
    return [say("ticket.in_outage", outage=number)] if number else []


def due_line(ticket: Ticket) -> list[Bubble]:
    """The deadline, where the backend states one that still lies ahead; of promise and standard
    the nearer as the deadline, the other one beside it."""
    now = datetime.now(UTC)
    if ticket.due_at is None or ticket.due_at < now:
        return []
    lines = [say("ticket.due", due=moment(ticket.due_at))]
    promise, standard = ticket.promise_due_at, ticket.standard_due_at
    if promise is None or standard is None:
        return lines
    if ticket.due_at < promise:
        lines.append(say("ticket.due_promise", due=moment(promise)))
    if ticket.due_at < standard:
        lines.append(say("ticket.due_standard", due=moment(standard)))
    return lines


def division_line(turn: Turn, draft: Draft, ticket: Ticket) -> list[Bubble]:
    """Which office works on it, in the script that the person reads.

    Only when the person said where it is: by an account number alone a stranger would learn
    in which part of the town the consumer lives.
    """
    if "locality" not in draft.values:
        return []
    if ticket.division == CENTRAL_DESK:
        return [say("ticket.central_desk")]
    name = ticket.division_hi if turn.language == "hi" and ticket.division_hi else ticket.division
    return [say("ticket.division", division=name)] if name else []
