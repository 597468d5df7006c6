"""Known interruptions, and which of them a place suffers from."""

from __future__ import annotations

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from reference_backend.answers import OutageAnswer
from reference_backend.clock import now
from reference_backend.gazetteer import Place, locality_hi
from reference_backend.tables import Outage


def open_outages(session: Session, place: Place) -> list[Outage]:
    """Interruptions that last in a place: in its very block first, then in all of it."""
    if place.key is None:
        return []
    lasting = select(Outage).where(Outage.place == place.key, Outage.ended_at.is_(None))
    if place.block is not None:
        lasting = lasting.where(or_(Outage.block == place.block, Outage.block.is_(None)))
    found = session.scalars(lasting.order_by(Outage.number)).all()
    return sorted(found, key=lambda outage: outage.block != place.block)


def count_to(session: Session, outage_number: str) -> None:
    """One more ticket belongs to the outage."""
    session.execute(
        update(Outage).where(Outage.number == outage_number).values(affected=Outage.affected + 1)
    )


def outage_answer(outage: Outage) -> OutageAnswer:
    """The outage as it is told; a restoration that was expected and did not come is none."""
    answer = OutageAnswer.model_validate(outage)
    expected = answer.expected_restoration
    if expected is not None and expected <= now():
        answer.expected_restoration = None
    answer.locality_hi = locality_hi(outage.place, outage.block)
    return answer
