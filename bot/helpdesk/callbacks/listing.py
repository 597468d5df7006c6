"""Whom to telephone, as the desk lists them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from bot.helpdesk.callbacks.tables import Callback
from bot.people.numbers import masked
from bot.staff.sessions import SignedIn
from bot.staff.tables import StaffMember
from bot.staff.visibility import visible
from bot.store.database import Database

AT_ONCE = 50  # rows of one page
LATELY = 20  # ended ones, for whoever wonders what became of a number

_Holder = aliased(StaffMember)
_Caller = aliased(StaffMember)


@dataclass(frozen=True, slots=True)
class Row:
    """One number of the list; `number` is masked unless the reader has it now.

    `holder`: login of whoever has it; `tried_by`: of whoever tried it last. `mine`: the reader
    has it. `free`: it may be taken now.
    """

    about: Callback
    number: str
    holder: str | None
    tried_by: str | None
    mine: bool
    free: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A part of those who wait, how many wait in all, and those who were served last."""

    rows: tuple[Row, ...]
    waiting: int
    start: int
    lately: tuple[Row, ...]

    @property
    def more(self) -> bool:
        """Whether rows follow."""
        return self.start + len(self.rows) < self.waiting


async def page_of(database: Database, member: SignedIn, now: datetime, start: int = 0) -> Page:
    """What a member may see: first those that may be called now, whoever waits longest at the
    top, then those of whom nobody answered a short while ago."""
    seen = visible(member, Callback.division)
    waiting = _rows(seen, Callback.ended_at.is_(None)).order_by(
        Callback.due_at > now, Callback.asked_at, Callback.id
    )
    ended = _rows(seen, Callback.ended_at.is_not(None)).order_by(Callback.ended_at.desc())
    counted = select(func.count()).where(seen, Callback.ended_at.is_(None))
    async with database.session() as session:
        open_ones = (await session.execute(waiting.limit(AT_ONCE).offset(start))).all()
        lately = (await session.execute(ended.limit(LATELY))).all()
        number = (await session.scalars(counted.select_from(Callback))).one()
    shown, served = (
        tuple(_row(about, holder, caller, member, now) for about, holder, caller in found)
        for found in (open_ones, lately)
    )
    return Page(shown, number, start, served)


def _rows(*conditions: ColumnElement[bool]) -> Select[tuple[Callback, str, str]]:
    return (
        select(Callback, _Holder.login, _Caller.login)
        .outerjoin(_Holder, _Holder.id == Callback.staff_id)
        .outerjoin(_Caller, _Caller.id == Callback.tried_by)
        .where(*conditions)
    )


def _row(
    callback: Callback, holder: str | None, tried_by: str | None, member: SignedIn, now: datetime
) -> Row:
    held = callback.lease_until is not None and callback.lease_until > now
    mine = callback.staff_id == member.id
    number = callback.mobile_number
    return Row(
        callback,
        number if mine else masked(number),
        holder if held else None,
        tried_by,
        mine,
        free=not held and not mine and callback.due_at <= now and callback.ended_at is None,
    )
