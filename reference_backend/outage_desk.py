"""What the control room does: declares interruptions, says when they will end, ends them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from reference_backend import closing, events
from reference_backend.clock import in_india, now
from reference_backend.database import wait_for
from reference_backend.gazetteer import Place
from reference_backend.geography import columns_of, find_place
from reference_backend.incidents import belong, loose_tickets
from reference_backend.numbers import next_number
from reference_backend.outages import count_to, lies_in, open_outages, place_matter
from reference_backend.problems import Refusal, unknown
from reference_backend.requests import OutageBody, OutageNewsBody
from reference_backend.tables import Outage, OutagePlace, Ticket
from reference_backend.utility_data import Feeder, utilities
from reference_backend.vocabulary import DONE


def declare(session: Session, body: OutageBody) -> Outage:
    """Declare an interruption; one that reports have made already is taken over.

    Open fault tickets of its places that were made since shortly before it began become its own.
    Raises `Refusal` 422 `invalid` for a place or feeder that no utility knows, 409
    `already_declared` for a place that an interruption was declared for.
    """
    places = _places(body)
    wait_for(session, *(place_matter(str(place.key)) for place in places))
    moment = now()
    outage = _begun(session, places, body, moment)
    lies_in(session, outage, [(str(place.key), place.block) for place in places])
    for name in ("planned", "feeder", "reason", "expected_restoration"):
        setattr(outage, name, getattr(body, name) or getattr(outage, name))
    outage.source = "declared"
    session.flush()
    if outage.started_at is not None and outage.started_at <= moment:
        _take_in(session, outage, places)
    _tell(session, outage, "outage.declared", moment)
    return outage


def bring_news(session: Session, number: str, body: OutageNewsBody) -> Outage:
    """Another reason or another expected end; who waits is told. Raises as `outage` does."""
    lasting = outage(session, number, for_change=True)
    if lasting.ended_at is not None:
        raise Refusal(409, "already_restored", "the interruption is over")
    moment = now()
    if body.expected_restoration is not None and body.expected_restoration <= moment:
        fields = {"expected_restoration": "past"}
        raise Refusal(422, "invalid", "supply cannot be expected in the past", fields=fields)
    lasting.reason = body.reason or lasting.reason
    changed = body.expected_restoration not in (None, lasting.expected_restoration)
    if changed:
        lasting.expected_restoration = body.expected_restoration
        _tell(session, lasting, "outage.expected", moment)
    session.flush()
    return lasting


def outage(session: Session, number: str, *, for_change: bool = False) -> Outage:
    """The interruption; raises `Refusal` 404 `unknown_outage`."""
    found = session.get(Outage, number, with_for_update=for_change or None)
    if found is None:
        raise unknown("outage")
    return found


def tickets_in(session: Session, number: str) -> list[Ticket]:
    """The open tickets of an interruption, held for a change, in the order of their numbers."""
    mine = select(Ticket).where(Ticket.outage_number == number, Ticket.status.not_in(DONE))
    return list(session.scalars(mine.order_by(Ticket.number).with_for_update()))


def _places(body: OutageBody) -> list[Place]:
    """The places that are named and those of the feeder, each once."""
    feeder = _feeder(body.feeder)
    names = [*body.localities, *(feeder.localities if feeder else [])]
    found: dict[tuple[str | None, str | None], Place] = {}
    for index, name in enumerate(names):
        place = find_place(name)
        if not place.known:
            fields = {f"localities.{index}": "unknown_place"}
            raise Refusal(422, "invalid", "no utility knows this place", fields=fields)
        found[place.key, place.block] = place
    if not found:
        fields = {"localities": "missing"}
        raise Refusal(422, "invalid", "name localities, or a feeder of the data", fields=fields)
    return list(found.values())


def _feeder(name: str | None) -> Feeder | None:
    feeders = (one for utility in utilities().values() for one in utility.geography.feeders)
    return next((one for one in feeders if one.name == name), None)


def _begun(session: Session, places: Sequence[Place], body: OutageBody, moment: datetime) -> Outage:
    """The interruption that lasts there already, or a new one."""
    started_at = body.started_at or moment
    lasting: dict[str, Outage] = {}
    if started_at <= moment:
        numbers = {one.number for place in places for one in open_outages(session, place)}
        lasting = {number: session.get_one(Outage, number) for number in numbers}
    declared = [one.number for one in lasting.values() if one.source == "declared"]
    if declared:
        detail = f"an interruption was declared for one of the places: {declared[0]}"
        raise Refusal(409, "already_declared", detail)
    if lasting:
        first, *others = sorted(lasting.values(), key=lambda one: one.number)
        for other in others:
            _merge(session, other, first, moment)
        return first
    made = Outage(
        number=next_number(session, "outage"),
        started_at=started_at,
        affected=0,
        locality=places[0].locality,
        **columns_of(places[0]),
    )
    session.add(made)
    return made


def _merge(session: Session, other: Outage, kept: Outage, moment: datetime) -> None:
    """Two incidents that turn out to have one cause go on as one."""
    rows = select(OutagePlace).where(OutagePlace.outage_number == other.number)
    lies_in(session, kept, [(row.place, row.block) for row in session.scalars(rows)])
    session.execute(
        update(Ticket).where(Ticket.outage_number == other.number).values(outage_number=kept.number)
    )
    kept.affected += other.affected
    other.affected, other.ended_at = 0, moment
    facts = {"into": kept.number}
    events.record(
        session, "outage.merged", other.number, moment, by=events.STAFF, facts=facts, tell=False
    )


def _take_in(session: Session, outage: Outage, places: Sequence[Place]) -> None:
    """Tickets that were made since shortly before it began are explained by it."""
    assert outage.started_at is not None
    for place in places:
        window = utilities()[place.utility].incidents.window_minutes
        since = outage.started_at - timedelta(minutes=window)
        loose = loose_tickets(session, place.utility, str(place.key), place.block, since)
        for ticket in loose:
            belong(session, ticket, outage)
        count_to(session, outage.number, len(loose))
    session.flush()
    session.refresh(outage)


def _tell(session: Session, outage: Outage, kind: str, moment: datetime) -> None:
    """An event of the interruption, and one for each of its tickets, whose person is told."""
    facts: dict[str, Any] = {"outage_number": outage.number, "reason": outage.reason}
    if outage.expected_restoration is not None:
        facts["expected_at"] = in_india(outage.expected_restoration).isoformat(timespec="seconds")
    facts = {name: value for name, value in facts.items() if value is not None}
    events.record(session, kind, outage.number, moment, by=events.STAFF, facts=facts, tell=False)
    for ticket in tickets_in(session, outage.number):
        events.record(session, kind, ticket.number, moment, by=events.STAFF, facts=facts)


def restore(session: Session, number: str, at: datetime | None) -> Outage:
    """The supply is back: every open ticket is resolved, and its person asked whether it is so.

    Raises `Refusal` 404 `unknown_outage`, 409 `already_restored`, 422 `invalid` for a moment
    in the future or before the interruption began.
    """
    rows = select(OutagePlace.place).where(OutagePlace.outage_number == number)
    # A report of this moment belongs to it, or is made after it: never in between.
    wait_for(session, *(place_matter(key) for key in set(session.scalars(rows))))
    over = outage(session, number, for_change=True)
    if over.ended_at is not None:
        raise Refusal(409, "already_restored", "the interruption is over")
    moment = now()
    ended_at = at or moment
    if ended_at > moment or (over.started_at is not None and ended_at < over.started_at):
        detail = "between the beginning of the interruption and now"
        raise Refusal(422, "invalid", detail, fields={"at": "out_of_range"})
    over.ended_at = ended_at
    events.record(session, "outage.restored", number, moment, by=events.STAFF, tell=False)
    for ticket in tickets_in(session, number):
        kind, by = "outage.restored", events.STAFF
        closing.ask(session, ticket, moment, by, kind=kind, resolved_at=ended_at)
    session.flush()
    return over
