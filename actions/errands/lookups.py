"""What all look-ups share: whose records, how many, and how often.

By a typed number anyone may learn a bill's amount and a ticket's state, as on every quick-pay
page; so the number of different numbers that one conversation may try is bounded.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from actions.drafts import Draft
from actions.errands.base import AskAgain, person_button
from actions.errands.tickets import kind_word
from actions.speech import Answer, Bubble, Choice, payload, say
from actions.understanding import Turn
from backend_client import BackendClient, NotFound
from backend_client.models import Ticket

#: Different numbers that one conversation may look up in an hour.
MOST_LOOKUPS = 10
#: How the numbers of applications begin (contract of the backend).
APPLICATION = "NC-"
_WINDOW = timedelta(hours=1)
#: Errands about what was recorded before.
ABOUT_RECORDS = frozenset(
    {"check_ticket_status", "check_application_status", "check_demand_amount", "escalate_complaint"}
)
#: How many records are told in one answer.
MOST_TOLD = 5


class TooManyLookups(Exception):
    """This conversation has tried more numbers than anybody needs for family and neighbours."""


def count_lookup(turn: Turn, number: str) -> None:
    """Count a look-up of `number`, whether it finds something or not. Raises TooManyLookups."""
    now = datetime.now(UTC)
    earlier: dict[str, str] = {
        tried: at
        for tried, at in turn.known.get("looked_up", {}).items()
        if datetime.fromisoformat(at) > now - _WINDOW
    }
    if turn.guessing or (number not in earlier and len(earlier) >= MOST_LOOKUPS):
        raise TooManyLookups
    turn.known["looked_up"] = {**earlier, number: now.isoformat()}


def remember_lookups(turn: Turn, answer: Answer) -> None:
    """A guess that missed counts as much as one that hit: every turn keeps what it counted."""
    if "looked_up" in turn.known:
        answer.known["looked_up"] = turn.known["looked_up"]


def own_references(turn: Turn, *, applications: bool) -> list[str]:
    """Numbers that this conversation was given, the latest first."""
    issued: list[str] = turn.known.get("references", [])
    return [one for one in issued if one.startswith(APPLICATION) == applications]


def still_kept(turn: Turn, errand: str) -> list[Bubble]:
    """What is said to "what became of it?" about requests that still wait for the backend."""
    asks = errand in ABOUT_RECORDS and not (turn.tapped or turn.said("ticket_number"))
    return [say("backend.still_kept", number=one) for one in turn.kept] if asks else []


def only_own(turn: Turn, *tickets: Ticket) -> list[str]:
    """The numbers of the tickets that belong to a mobile number that the person has proved.

    Whoever merely typed a ticket's number does not hear what becomes of it: it may be anybody's.
    """
    return [one.number for one in tickets if one.mobile_number in turn.proved]


async def tickets_meant(turn: Turn, draft: Draft, utility: BackendClient) -> list[Ticket]:
    """The tickets that the draft points to: by number, by mobile or account number, or the
    conversation's own. Raises AskAgain when the backend knows none, TooManyLookups, BackendError.
    """
    number = draft.values.get("ticket_number")
    mobile, account = draft.values.get("mobile_number"), draft.values.get("account_number")
    if number:
        count_lookup(turn, number)
        return [await _ticket(number, utility)]
    if mobile or account:
        count_lookup(turn, str(mobile or account))
        found = await utility.tickets_of(
            mobile_number=mobile, account_number=None if mobile else account, open_only=True
        )
        if not found:
            raise AskAgain(
                say("unknown.tickets", person_button()), forget=("mobile_number", "account_number")
            )
        return found[:MOST_TOLD]
    own = own_references(turn, applications=False)
    if not own:
        raise AskAgain(say("unknown.tickets", person_button()), forget=("ticket_number",))
    return [await _ticket(one, utility) for one in own]


async def _ticket(number: str, utility: BackendClient) -> Ticket:
    try:
        return await utility.ticket(number)
    except NotFound as absent:
        raise AskAgain(
            say("unknown.ticket", person_button(), number=number), forget=("ticket_number",)
        ) from absent


async def one_ticket(turn: Turn, draft: Draft, utility: BackendClient) -> str:
    """The number of the one ticket that is meant; several are offered to choose from.

    Raises what `tickets_meant` raises, and AskAgain when more than one could be meant.
    """
    tickets = await tickets_meant(turn, draft, utility)
    if len(tickets) > 1:
        raise _which_one(tickets)
    return tickets[0].number


def _which_one(tickets: list[Ticket]) -> AskAgain:
    """Several could be meant: one tap picks."""
    choices = [
        Choice(
            "choice.ticket",
            payload("inform", ticket_number=one.number),
            {"number": one.number, "kind": kind_word(one)},
        )
        for one in tickets
    ]
    return AskAgain(say("ask.which_ticket", *choices, expects="ticket_number"), forget=("own",))
