"""Known interruptions, and which of them a place suffers from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, update
from sqlalchemy.orm import Session

from reference_backend.answers import OutageAnswer
from reference_backend.clock import now
from reference_backend.gazetteer import Place, locality_hi
from reference_backend.tables import Outage, OutagePlace, Ticket
from reference_backend.vocabulary import DONE

_MOST_LISTED = 200


def open_outages(session: Session, place: Place) -> list[Outage]:
    """Interruptions that last in a place: in its very block first, then in all of it."""
    return _at(session, place, lasting(now()))


def planned_ahead(session: Session, place: Place) -> list[Outage]:
    """Shutdowns that are announced for a place and have not begun."""
    return _at(session, place, and_(Outage.ended_at.is_(None), Outage.started_at > now()))


def all_lasting(session: Session, utility: str | None) -> list[Outage]:
    """Every interruption that lasts or is announced, the newest first, for the control room."""
    wanted = select(Outage).where(Outage.ended_at.is_(None), or_(_of_use(), _ahead(now())))
    if utility is not None:
        wanted = wanted.where(Outage.utility == utility)
    newest = wanted.order_by(Outage.started_at.desc(), Outage.number.desc())
    return list(session.scalars(newest.limit(_MOST_LISTED)))


def lasting(moment: datetime) -> ColumnElement[bool]:
    """The condition of an interruption that has begun and is not over at `moment`."""
    begun = or_(Outage.started_at.is_(None), Outage.started_at <= moment)
    return and_(Outage.ended_at.is_(None), begun, _of_use())


def _ahead(moment: datetime) -> ColumnElement[bool]:
    return Outage.started_at > moment


def _of_use() -> ColumnElement[bool]:
    """What was made of reports is over with the last of its tickets, whoever declares it."""
    still_open = exists().where(Ticket.outage_number == Outage.number, Ticket.status.not_in(DONE))
    return or_(Outage.source != "reports", still_open)


def _at(session: Session, place: Place, when: ColumnElement[bool]) -> list[Outage]:
    if place.key is None:
        return []
    found: dict[str, Outage] = {}
    in_its_block: set[str] = set()
    rows: Iterable[tuple[Outage, str | None]] = session.execute(_places(place, when)).tuples()
    for outage, block in rows:
        found[outage.number] = outage
        if block == place.block:
            in_its_block.add(outage.number)
    return sorted(found.values(), key=lambda outage: outage.number not in in_its_block)


def _places(place: Place, when: ColumnElement[bool]) -> Select[tuple[Outage, str | None]]:
    wanted = (
        select(Outage, OutagePlace.block)
        .join(OutagePlace, OutagePlace.outage_number == Outage.number)
        .where(OutagePlace.place == place.key, when)
        .order_by(Outage.number)
    )
    if place.block is None:
        return wanted
    return wanted.where(or_(OutagePlace.block == place.block, OutagePlace.block.is_(None)))


def lies_in(session: Session, outage: Outage, places: Iterable[tuple[str, str | None]]) -> None:
    """Note the places (key, block) of an interruption; those that are noted already stay."""
    session.flush()
    noted = select(OutagePlace).where(OutagePlace.outage_number == outage.number)
    known = {(row.place, row.block) for row in session.scalars(noted)}
    for key, block in places:
        if (key, block) not in known:
            session.add(OutagePlace(outage_number=outage.number, place=key, block=block))
            known.add((key, block))


def place_matter(key: str) -> str:
    """What to `wait_for` before the interruptions of a place are read and changed."""
    return f"place/{key}"


def count_to(session: Session, outage_number: str, tickets: int = 1) -> None:
    """So many more tickets belong to the outage."""
    session.execute(
        update(Outage)
        .where(Outage.number == outage_number)
        .values(affected=Outage.affected + tickets)
    )


def outage_answer(outage: Outage, at: Place | None = None) -> OutageAnswer:
    """The outage as it is told to somebody `at` one of its places.

    A restoration that was expected and did not come is none.
    """
    answer = OutageAnswer.model_validate(outage)
    expected = answer.expected_restoration
    if expected is not None and expected <= now():
        answer.expected_restoration = None
    answer.locality_hi = locality_hi(outage.place, outage.block)
    if at is not None and at.known and at.key != outage.place:
        answer.locality, answer.locality_hi = at.locality or answer.locality, at.locality_hi
    return answer
