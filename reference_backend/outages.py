"""Known interruptions, and which of them a place suffers from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select, update
from sqlalchemy.orm import Session

from reference_backend.answers import OutageAnswer
from reference_backend.clock import now
from reference_backend.gazetteer import Place, locality_hi
from reference_backend.tables import Outage, OutagePlace, Stated, Ticket, table_of
from reference_backend.vocabulary import DONE

_MOST_LISTED = 200
_OUTAGES = table_of(Outage)
_BY_NUMBER = select(_OUTAGES).where(_OUTAGES.c.number == bindparam("given"))


def open_outages(session: Session, place: Place) -> list[Stated]:
    """Interruptions that last in a place: in its very block first, then in all of it."""
    return _at(session, place, ahead=False)


def planned_ahead(session: Session, place: Place) -> list[Stated]:
    """Shutdowns that are announced for a place and have not begun."""
    return _at(session, place, ahead=True)


def outage_stated(session: Session, number: str) -> Stated:
    """The outage of a ticket, as it stands."""
    return session.execute(_BY_NUMBER, {"given": number}).one()


def all_lasting(session: Session, utility: str | None) -> list[Outage]:
    """Every interruption that lasts or is announced, the newest first, for the control room."""
    wanted = select(Outage).where(
        Outage.ended_at.is_(None), or_(_of_use(), Outage.started_at > now())
    )
    if utility is not None:
        wanted = wanted.where(Outage.utility == utility)
    newest = wanted.order_by(Outage.started_at.desc(), Outage.number.desc())
    return list(session.scalars(newest.limit(_MOST_LISTED)))


def _of_use() -> ColumnElement[bool]:
    """What was made of reports is over with the last of its tickets, whoever declares it."""
    still_open = exists().where(Ticket.outage_number == Outage.number, Ticket.status.not_in(DONE))
    return or_(Outage.source != "reports", still_open)


def _at(session: Session, place: Place, *, ahead: bool) -> list[Stated]:
    if place.key is None:
        return []
    asked = {"key": place.key, "block": place.block, "moment": now()}
    rows = session.execute(_places(place.block is not None, ahead), asked).all()
    found = {row.number: row for row in rows}
    in_its_block = {row.number for row in rows if row.at_block == place.block}
    return sorted(found.values(), key=lambda outage: outage.number not in in_its_block)


@cache
def _places(in_block: bool, ahead: bool) -> Select[Any]:
    """The interruptions that last at `moment` in a place (`key`, `block`), or begin after it."""
    moment = bindparam("moment", type_=Outage.started_at.type)
    begun = or_(Outage.started_at.is_(None), Outage.started_at <= moment)
    when = Outage.started_at > moment if ahead else and_(begun, _of_use())
    at_block = OutagePlace.block
    wanted = (
        select(_OUTAGES, at_block.label("at_block"))
        .join(OutagePlace, OutagePlace.outage_number == Outage.number)
        .where(OutagePlace.place == bindparam("key"), Outage.ended_at.is_(None), when)
        .order_by(Outage.number)
    )
    if not in_block:
        return wanted
    return wanted.where(or_(at_block == bindparam("block"), at_block.is_(None)))


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


def outage_answer(outage: Outage | Stated, at: Place | None = None) -> OutageAnswer:
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
