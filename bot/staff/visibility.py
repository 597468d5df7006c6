"""Which rows of a table are somebody's to see."""

from sqlalchemy import ColumnElement, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from bot.staff.roles import May
from bot.staff.sessions import SignedIn


def visible(member: SignedIn, division: InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
    """The condition that says of rows what `SignedIn.sees` says of one division."""
    if member.may(May.SEE_ALL_DIVISIONS):
        return true()
    return or_(division.is_(None), division.in_(member.divisions))
