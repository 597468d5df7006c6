"""Storms in the database: which one goes on, its beginning and its end."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.exc import IntegrityError

from bot.staff import audit
from bot.store.database import Database
from bot.storm.tables import Storm


async def lasting(database: Database) -> Storm | None:
    """The storm that goes on, if one does."""
    async with database.session() as session:
        return (await session.scalars(_lasting())).first()


async def begin(
    database: Database, now: datetime, staff_id: int | None, words: Mapping[str, str] | None = None
) -> Storm:
    """Begin a storm; while one goes on, it is given the new words instead.

    `staff_id` is None where the gateway noticed it by itself.
    """
    try:
        async with database.writing() as session:
            storm = await session.scalar(_lasting().with_for_update())
            if storm is None:
                storm = Storm(begun_at=now, begun_by=staff_id, words={}, edition=0)
                session.add(storm)
                await session.flush()
            if staff_id is not None:
                # Once staff have looked at it, they say when it is over.
                storm.begun_by = staff_id
                if storm.words != (words or {}):
                    storm.words, storm.edition = dict(words or {}), storm.edition + 1
            audit.note(session, staff_id, "storm_begun", now, str(storm.id))
            return storm
    except IntegrityError:
        # Another process was first.
        async with database.session() as session:
            return (await session.scalars(_lasting())).one()


async def end(database: Database, now: datetime, staff_id: int | None) -> bool:
    """End the storm that goes on; False if none does. What staff began, only staff end."""
    theirs = () if staff_id is not None else (Storm.begun_by.is_(None),)
    over = (
        update(Storm)
        .where(Storm.lasting.is_(True), *theirs)
        .values(lasting=None, ended_at=now, ended_by=staff_id)
        .returning(Storm.id)
    )
    async with database.writing() as session:
        ended = await session.scalar(over)
        if ended is not None:
            audit.note(session, staff_id, "storm_ended", now, str(ended))
    return ended is not None


def _lasting() -> Select[tuple[Storm]]:
    return select(Storm).where(Storm.lasting.is_(True))
