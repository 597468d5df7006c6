"""Which applications are still to be handed to their portal, kept until they are there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, insert, select
from sqlalchemy.orm import Session

from reference_backend import events
from reference_backend.database import Database
from reference_backend.portals.adapters import PORTALS
from reference_backend.tables import Application, PortalErrand, table_of

PORTAL = "portal"  # who does it, in the history of an application
_BATCH = 20
_HAND_OVER = insert(table_of(PortalErrand))
_LEASE = timedelta(seconds=60)
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 10, 3600


@dataclass(frozen=True)
class Errand:
    """One application on its way: to which portal, under which number, in its words."""

    portal: str
    number: str
    form: dict[str, Any]


def hand_over_later(session: Session, number: str, portal: str | None, moment: datetime) -> None:
    """Note, with the application itself, that it is to go to its portal."""
    if portal in PORTALS:
        session.execute(_HAND_OVER, {"application_number": number, "try_at": moment})


def is_due(database: Database, portals: Collection[str], moment: datetime) -> bool:
    """Whether anything waits for these portals; asked often, so it takes no lock."""
    with database.reading() as session:
        return session.execute(_due(portals, moment).limit(1)).first() is not None


def claim(database: Database, portals: Collection[str], moment: datetime) -> list[Errand]:
    """Take what is due for these portals; whoever dies with it leaves it to others after a minute.

    A repetition does no harm: the application's number is its key at the portal.
    """
    due = _due(portals, moment).with_for_update(of=PortalErrand, skip_locked=True)
    with database.writing() as session:
        claimed = []
        for errand, made in session.execute(due).tuples():
            errand.try_at = moment + _LEASE
            claimed.append(Errand(str(made.portal), made.number, _form(made)))
        return claimed


def arrived(database: Database, number: str, portal_number: str, moment: datetime) -> None:
    """The portal has it, under this number of its own."""
    with database.writing() as session:
        errand = session.get(PortalErrand, number, with_for_update=True)
        if errand is None:
            return
        session.delete(errand)
        session.get_one(Application, number).portal_number = portal_number
        facts = {"portal_number": portal_number}
        kind = "application.at_portal"
        events.record(session, kind, number, moment, by=PORTAL, facts=facts, tell=False)


def put_off(database: Database, number: str, moment: datetime) -> None:
    """The portal cannot take it now: again after a pause that grows up to an hour."""
    with database.writing() as session:
        errand = session.get(PortalErrand, number, with_for_update=True)
        if errand is not None:
            pause = min(_FIRST_PAUSE_SECONDS * 2**errand.tries, _LONGEST_PAUSE_SECONDS)
            errand.tries = min(errand.tries + 1, 20)
            errand.try_at = moment + timedelta(seconds=pause)


def refused(database: Database, number: str, reason: str, moment: datetime) -> None:
    """The portal will never take it as it is: the staff find the reason with the application."""
    with database.writing() as session:
        errand = session.get(PortalErrand, number, with_for_update=True)
        if errand is not None and errand.refused is None:
            errand.refused = reason[:200]
            facts = {"reason": errand.refused}
            kind = "application.refused_by_portal"
            events.record(session, kind, number, moment, by=PORTAL, facts=facts, tell=False)


def _due(portals: Collection[str], moment: datetime) -> Select[tuple[PortalErrand, Application]]:
    return (
        select(PortalErrand, Application)
        .join(Application, Application.number == PortalErrand.application_number)
        .where(
            PortalErrand.try_at <= moment,
            PortalErrand.refused.is_(None),
            Application.portal.in_(portals),
        )
        .order_by(PortalErrand.try_at)
        .limit(_BATCH)
    )


def _form(made: Application) -> dict[str, Any]:
    return PORTALS[str(made.portal)].form(made)
