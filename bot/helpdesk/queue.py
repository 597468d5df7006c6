"""Chats that wait for a person or are with one, as the console lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from bot.errors import UnknownConversation
from bot.helpdesk.tables import Case
from bot.staff.roles import May
from bot.staff.sessions import SignedIn
from bot.staff.tables import StaffMember
from bot.store.conversations import find_conversation
from bot.store.database import Database
from bot.store.tables import Conversation, Entry

AT_ONCE = 50  # rows of one page: a desk works from the top
SNIPPET = 120  # characters of the last words


@dataclass(frozen=True, slots=True)
class Row:
    """One chat of the list. `holder`: login of whoever has it; `words`: the consumer's last."""

    id: str
    owner: str
    reason: str
    urgent: bool
    division: str | None
    waiting_since: datetime | None
    holder: str | None
    channel: str
    language: str
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the list, and how many there are in all."""

    rows: tuple[Row, ...]
    waiting: int
    with_people: int
    start: int

    @property
    def more(self) -> bool:
        """Whether rows follow."""
        return self.start + len(self.rows) < self.waiting + self.with_people


async def page_of(
    database: Database, member: SignedIn, *, division: str | None = None, start: int = 0
) -> Page:
    """The chats that a member may see: danger first, then whoever waits longest, then those
    that somebody has."""
    seen = and_(_visible(member), Case.division == division if division else true())
    async with database.session() as session:
        found = (await session.execute(_rows(seen).limit(AT_ONCE).offset(start))).all()
        counted = await session.execute(
            select(Conversation.owner, func.count())
            .join(Case, Case.conversation_id == Conversation.id)
            .where(Conversation.owner.in_(("waiting", "person")), seen)
            .group_by(Conversation.owner)
        )
        counts: dict[str, int] = {owner: number for owner, number in counted}
    rows = tuple(
        _row(conversation, case, login, words) for conversation, case, login, words in found
    )
    return Page(rows, counts.get("waiting", 0), counts.get("person", 0), start)


async def seen_by(
    database: Database, conversation_id: str, member: SignedIn
) -> tuple[Conversation, Case | None]:
    """A chat that this member may look at. Raises UnknownConversation: of what is not theirs
    nobody learns that it exists."""
    conversation = await find_conversation(database, conversation_id)
    async with database.session() as session:
        case = await session.get(Case, conversation_id)
    if not member.may(May.SEE_QUEUE) or not member.sees(case.division if case else None):
        raise UnknownConversation(conversation_id)
    return conversation, case


async def divisions(database: Database, member: SignedIn) -> Sequence[str]:
    """The divisions by which this member can narrow the list."""
    if not member.may(May.SEE_ALL_DIVISIONS):
        return sorted(member.divisions)
    query = select(Case.division).where(Case.division.is_not(None)).distinct()
    async with database.session() as session:
        return sorted(one for one in (await session.scalars(query)).all() if one)


def _rows(seen: ColumnElement[bool]) -> Select[tuple[Conversation, Case, str, str]]:
    last = (
        select(Entry.text)
        .where(Entry.conversation_id == Conversation.id, Entry.author == "consumer")
        .order_by(Entry.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(Conversation, Case, StaffMember.login, last)
        .join(Case, Case.conversation_id == Conversation.id)
        .outerjoin(StaffMember, StaffMember.id == Case.staff_id)
        .where(Conversation.owner.in_(("waiting", "person")), seen)
        .order_by(
            Case.urgent.desc(), Conversation.owner.desc(), Case.waiting_since, Conversation.id
        )
    )


def _visible(member: SignedIn) -> ColumnElement[bool]:
    if member.may(May.SEE_ALL_DIVISIONS):
        return true()
    return or_(Case.division.is_(None), Case.division.in_(member.divisions))


def _row(conversation: Conversation, case: Case, login: str | None, words: str | None) -> Row:
    return Row(
        conversation.id,
        conversation.owner,
        case.reason,
        case.urgent,
        case.division,
        case.waiting_since,
        login,
        conversation.channel,
        conversation.language,
        (words or "")[:SNIPPET],
    )
