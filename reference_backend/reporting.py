"""Recording a report: a new ticket, or one more report of a ticket that is open already."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from reference_backend import events
from reference_backend.accounts import account_if_known, only_account_of, place_of
from reference_backend.clock import now
from reference_backend.database import wait_for
from reference_backend.gazetteer import Place
from reference_backend.geography import columns_of, find_place
from reference_backend.incidents import gather, shared_deadline
from reference_backend.joining import open_twin
from reference_backend.next_events import first_event, term_columns
from reference_backend.numbers import next_number
from reference_backend.outages import count_to, open_outages, place_matter
from reference_backend.requests import TicketBody
from reference_backend.rules import terms_of
from reference_backend.staff_work import officer_for
from reference_backend.tables import Stated, Ticket, table_of
from reference_backend.tickets import note, ticket
from reference_backend.utility_data import utilities
from reference_backend.vocabulary import ACCUSATIONS

_MAKE = insert(table_of(Ticket))
_BOUND_TO_A_PLACE = ("fault", "hazard")
_FILLED_LATER = TicketBody.model_fields.keys() - {"kind", "subtype", "details", "channel"}
_WISHES = {
    "load_change": ("load_kw", "description", "details"),
    "detail_change": ("details", "description"),
}


def report(session: Session, body: TicketBody) -> tuple[Stated, bool]:
    """Record a report; true when it was added to a ticket that is open already."""
    holder = _holder(session, body)
    if body.account_number is None and holder is not None:
        body = body.model_copy(update={"account_number": holder.account_number})
    near = place_of(holder) if holder else None
    place = find_place(body.locality or body.address, body.pincode, near)
    twin = open_twin(session, body, place)
    if twin is not None:
        _join(session, twin, body, place)
        return ticket(session, twin.number), True
    return ticket(session, _record(session, body, place, holder)), False


def _holder(session: Session, body: TicketBody) -> Stated | None:
    """The account that was named; else the only one on the mobile number, where that is right.

    An accusation is not tied to an account that nobody named, and a dead supply at a place
    where the account does not lie is somebody else's.
    """
    if body.account_number is not None:
        return account_if_known(session, body.account_number)
    if body.mobile_number is None or body.kind in ACCUSATIONS:
        return None
    account = only_account_of(session, body.mobile_number)
    if account is None or body.kind not in _BOUND_TO_A_PLACE:
        return account
    return None if _elsewhere(body, account) else account


def _elsewhere(body: TicketBody, account: Stated) -> bool:
    said = find_place(body.locality or body.address, body.pincode)
    if not said.known or account.place is None:
        return False
    same_block = said.block is None or account.block in (None, said.block)
    return said.key != account.place or not same_block


def _record(session: Session, body: TicketBody, place: Place, holder: Stated | None) -> str:
    """Keep a new ticket, with all that follows from it; returns its number."""
    moment = now()
    outage = _outage_at(session, body, place)
    made = _new(session, body, place, moment)
    made["account_known"] = holder is not None if body.account_number else None
    if outage:
        made["outage_number"] = outage.number
        made["due_at"] = shared_deadline(outage, made["due_at"])
    made["next_event_at"], made["next_event"] = first_event(made, moment)
    session.execute(_MAKE, made)
    events.record(
        *(session, "ticket.received", made["number"], moment), by=events.CONSUMER, tell=False
    )
    if outage:
        count_to(session, outage.number)
    elif body.kind == "fault":
        gather(session, made)
    return str(made["number"])


def _new(session: Session, body: TicketBody, place: Place, moment: datetime) -> dict[str, Any]:
    """The columns of a ticket that is made at this moment."""
    terms = terms_of(utilities()[place.utility], body.kind, body.subtype, place.area, moment)
    located = columns_of(place)
    return {
        **body.model_dump(),
        **located,
        **term_columns(terms),
        "locality": body.locality or place.locality,
        "number": next_number(session, body.kind),
        "status": "received",
        "wing": terms.wing,
        "priority": terms.priority,
        "officer": officer_for(place.utility, terms.wing, located["circle"], located["division"]),
        "created_at": moment,
        "updated_at": moment,
        "outage_number": None,
    }


def _outage_at(session: Session, body: TicketBody, place: Place) -> Stated | None:
    if body.kind != "fault" or place.key is None:
        return None
    # Before a number is drawn: whoever holds the place may wait for a number, never the reverse.
    wait_for(session, place_matter(place.key))
    return next(iter(open_outages(session, place)), None)


def _join(session: Session, twin: Ticket, body: TicketBody, place: Place) -> None:
    moment = now()
    twin.reports += 1
    twin.updated_at = moment
    _bring_to_newest_wish(session, twin, body, moment)
    _fill_in(session, twin, body, place)
    stated = body.model_dump(mode="json", exclude_defaults=True)
    note(session, twin, "reported", body.description, moment, body.channel, stated)
    by = events.CONSUMER
    events.of_ticket(session, twin, "ticket.reported", moment, by=by, tell=False)
    session.flush()


def _bring_to_newest_wish(
    session: Session, twin: Ticket, body: TicketBody, moment: datetime
) -> None:
    """Who asks for 5 kW after asking for 2 kW wants 5 kW; the former wish stays in the history."""
    newest = {
        name: getattr(body, name)
        for name in _WISHES.get(body.kind, ())
        if getattr(body, name) is not None
    }
    if "details" in newest:  # a report without the new value does not take it back
        newest["details"] = {**twin.details, **body.details}
    newest = {name: value for name, value in newest.items() if value != getattr(twin, name)}
    if not newest.keys() - {"description"}:
        return
    former = {name: getattr(twin, name) for name in newest}
    note(session, twin, "replaced", None, moment, twin.channel, former)
    for name, value in newest.items():
        setattr(twin, name, value)


def _fill_in(session: Session, twin: Ticket, body: TicketBody, place: Place) -> None:
    """A later report may know more; nothing that was said before is lost."""
    if twin.account_number is None and body.account_number is not None:
        twin.account_known = account_if_known(session, body.account_number) is not None
    if twin.place is None and place.key is not None:
        for name, value in columns_of(place).items():
            setattr(twin, name, value)
        twin.locality = twin.locality or body.locality or place.locality
    for name in _FILLED_LATER:
        if getattr(twin, name) is None:
            setattr(twin, name, getattr(body, name))
    twin.details = {**body.details, **twin.details}
