"""Notices on their way to the gateway: claimed, delivered, put off. The table is the truth.

Of one record only the oldest waiting notice is ever taken, so they arrive in order; while one is
being sent it is leased, so that a second process leaves it and its followers alone, and a process
that dies gives it back when the lease is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import aliased

from reference_backend import closing
from reference_backend.answers import Notice
from reference_backend.database import Database
from reference_backend.tables import Event, WaitingNotice

AT_ONCE = 20
LEASE = timedelta(seconds=10)
_LONGEST_PAUSE = timedelta(minutes=5)


@dataclass(frozen=True)
class Parcel:
    """One notice as it is sent; `content` is the body of the webhook."""

    event_id: int
    content: dict[str, Any]


def is_due(database: Database, moment: datetime) -> bool:
    """Whether any notice waits to be sent now."""
    with database.reading() as session:
        first = session.scalar(select(func.min(WaitingNotice.send_at)))
    return first is not None and first <= moment


def claim(database: Database, moment: datetime) -> list[Parcel]:
    """Take notices that are due, at most one of each record, and lease them to this process."""
    older = aliased(WaitingNotice)
    due = (
        select(WaitingNotice, Event)
        .join(Event, Event.id == WaitingNotice.event_id)
        .where(
            WaitingNotice.send_at <= moment,
            ~exists().where(
                older.reference == WaitingNotice.reference,
                older.event_id < WaitingNotice.event_id,
            ),
        )
        .order_by(WaitingNotice.event_id)
        .limit(AT_ONCE)
        .with_for_update(of=WaitingNotice, skip_locked=True)
    )
    with database.writing() as session:
        parcels = []
        for waiting, event in session.execute(due).all():
            waiting.send_at = moment + LEASE
            waiting.tries += 1
            parcels.append(Parcel(event.id, _content(waiting, event)))
        return parcels


def delivered(database: Database, parcel: Parcel, told_at: datetime) -> None:
    """The gateway has it, and the consumer hears it at `told_at`."""
    with database.writing() as session:
        if parcel.content["kind"] in closing.ASKED:
            closing.asked(session, parcel.content["reference"], told_at)
        session.execute(delete(WaitingNotice).where(WaitingNotice.event_id == parcel.event_id))


def drop(database: Database, parcel: Parcel) -> None:
    """Nobody will ever take it; those behind it must not wait for it."""
    with database.writing() as session:
        session.execute(delete(WaitingNotice).where(WaitingNotice.event_id == parcel.event_id))


def put_off(database: Database, parcel: Parcel, moment: datetime) -> None:
    """Try again later, after a pause that doubles with each try."""
    with database.writing() as session:
        waiting = session.get(WaitingNotice, parcel.event_id)
        if waiting is not None:
            pause = timedelta(seconds=2 ** min(waiting.tries, 10))
            waiting.send_at = moment + min(pause, _LONGEST_PAUSE)


def forget_all(database: Database) -> None:
    """Nobody listens: what happened stands in the history, and nothing waits to be told."""
    with database.writing() as session:
        session.execute(delete(WaitingNotice))


def _content(waiting: WaitingNotice, event: Event) -> dict[str, Any]:
    return Notice(
        event_id=event.key,
        kind=event.kind,
        reference=event.reference,
        at=event.at,
        urgent=waiting.urgent,
        facts={**event.facts, **waiting.secret},
    ).data()
