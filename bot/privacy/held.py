"""What is stored about the people of some conversations, in figures and kinds: what the Act
(section 11) gives them a right to know. Values are not repeated, numbers are masked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.attachments.tables import Attachment
from bot.notices.tables import Follower
from bot.people.numbers import masked
from bot.people.proofs import counts_at
from bot.people.tables import Proof
from bot.store.tables import ERASED, Base, Conversation, Entry, KeptRequest

#: Of what is remembered between messages, what is about the person, with its name in the
#: catalogues; the rest is about the talk.
FACTS = {
    "account_number": "field.account_number",
    "mobile_number": "field.mobile_number",
    "application_number": "field.application_number",
    "ticket_number": "field.ticket_number",
    "place": "field.locality",
}


@dataclass(frozen=True, slots=True)
class Held:
    """`since`: the first of the conversations; `facts`: keys of what is remembered; `proved`:
    mobile numbers, masked; `references`: records of the utility that they follow."""

    conversations: int
    since: datetime | None
    messages: int
    files: int
    waiting: int
    drafts: int
    facts: tuple[str, ...]
    proved: tuple[str, ...]
    references: tuple[str, ...]


async def held(session: AsyncSession, ids: Sequence[str], now: datetime) -> Held:
    """What is stored about whoever had these conversations."""
    talks = list(await session.scalars(select(Conversation).where(Conversation.id.in_(ids))))
    numbers = select(Proof.mobile_number).where(
        Proof.conversation_id.in_(ids), counts_at(Proof, now)
    )
    followed = select(Follower.reference).where(Follower.conversation_id.in_(ids))
    known: dict[str, Any] = {}
    for talk in talks:
        known |= {name: fact for name, fact in talk.known.items() if fact}
    return Held(
        conversations=len(talks),
        since=min((talk.created_at for talk in talks), default=None),
        messages=await _count(session, Entry, ids, Entry.kind.is_distinct_from(ERASED)),
        files=await _count(session, Attachment, ids, Attachment.status != "refused"),
        waiting=await _count(session, KeptRequest, ids, KeptRequest.delivered_at.is_(None)),
        drafts=sum(talk.draft is not None for talk in talks),
        facts=tuple(key for name, key in FACTS.items() if name in known),
        proved=tuple(dict.fromkeys(masked(one) for one in await session.scalars(numbers))),
        references=tuple(dict.fromkeys(await session.scalars(followed))),
    )


async def _count(
    session: AsyncSession, table: type[Base], ids: Sequence[str], *which: ColumnElement[bool]
) -> int:
    mine = table.__table__.c.conversation_id.in_(ids)
    return await session.scalar(select(func.count()).select_from(table).where(mine, *which)) or 0
