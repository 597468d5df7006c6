"""Chats that wait for a person or are with one, as the console lists them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, and_, func, not_, select, true

from bot.errors import UnknownConversation
from bot.helpdesk.tables import Case
from bot.staff.roles import May
from bot.staff.sessions import SignedIn
from bot.staff.tables import StaffMember
from bot.staff.visibility import visible
from bot.store.conversations import find_conversation
from bot.store.database import Database
from bot.store.rows import ConversationRow
from bot.store.tables import Conversation, Entry

AT_ONCE = 50  # rows of one page: a desk works from the top
SNIPPET = 120  # characters of the last words

# The list from its top, each part in the order of an index of the table: danger, then whoever
# waits longest, then what somebody has.
_WAITS = Case.waiting_since.is_not(None)
_LONGEST_FIRST = (Case.waiting_since, Case.conversation_id)
_PARTS = (
    (and_(_WAITS, Case.urgent), _LONGEST_FIRST),
    (and_(_WAITS, not_(Case.urgent)), _LONGEST_FIRST),
    (Case.lease_until.is_not(None), (Case.taken_at, Case.conversation_id)),
)

Found: TypeAlias = Select[tuple[Conversation, Case, str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One chat of the list. `holder`: login of whoever has it; `words`: the consumer's last;
    `due_at`: the next deadline of a ticket of theirs, which has the `due_number`."""

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
    due_at: datetime | None
    due_number: str | None


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
    seen = and_(visible(member, Case.division), Case.division == division if division else true())
    found: list[tuple[Conversation, Case, str, str]] = []
    counts: list[int] = []
    async with database.session() as session:
        for part, rows in parts(seen):
            skipped = max(start - sum(counts), 0)
            counts.append(await session.scalar(select(func.count(1)).where(part)) or 0)
            if skipped < counts[-1] and len(found) < AT_ONCE:
                room = rows.limit(AT_ONCE - len(found)).offset(skipped)
                found += [row._tuple() for row in await session.execute(room)]
    *waiting, taken = counts
    return Page(tuple(_row(*one) for one in found), sum(waiting), taken, start)


async def seen_by(
    database: Database, conversation_id: str, member: SignedIn
) -> tuple[ConversationRow, Case | None]:
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


def parts(seen: ColumnElement[bool]) -> Iterator[tuple[ColumnElement[bool], Found]]:
    """The parts of the list from its top: which cases they hold, and the query for their rows."""
    for part, order in _PARTS:
        yield and_(part, seen), _rows().where(part, seen).order_by(*order)


def _rows() -> Found:
    last = (
        select(Entry.text)
        .where(
            Entry.conversation_id == Case.conversation_id,
            Entry.author == "consumer",
            Entry.text.is_not(None),
        )
        .order_by(Entry.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(Conversation, Case, StaffMember.login, last)
        .select_from(Case)
        .join(Conversation, Conversation.id == Case.conversation_id)
        .outerjoin(StaffMember, StaffMember.id == Case.staff_id)
    )


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
        case.due_at,
        case.due_number,
    )
