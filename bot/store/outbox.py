"""What the bot said: stored in order, found again for repeats, pages and channels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from bot.messages import Choice, Push, Reply
from bot.store import entries
from bot.store.database import Database
from bot.store.offers import numbers_of
from bot.store.rows import ConversationRow
from bot.store.tables import Conversation, Entry
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Said:
    """One bubble in words, before it is stored. `buttons`: pairs of title and payload."""

    text: str
    buttons: tuple[tuple[str, str], ...]
    expects: str | None
    language: str
    bubble: dict[str, Any]


async def store_said(
    work: Work,
    conversation: ConversationRow,
    said: Sequence[Said],
    *,
    kind: str,
    answers: int | None,
    pushed: bool,
    now: datetime,
) -> list[Reply]:
    """Store bubbles in the caller's transaction, their numbers rising in the order of saying.

    `kind`: answer, apology, push, or unsaid, which no consumer is ever shown.
    """
    reachable = conversation.channel_user and kind != "unsaid"
    titles = {payload: title for one in said for title, payload in reversed(one.buttons)}
    numbers = await numbers_of(work, conversation.id, titles)
    replies = []
    for bubble in said:
        choices = [Choice(numbers[payload], title, payload) for title, payload in bubble.buttons]
        (number,) = await work.rows(
            entries.NEW,
            conversation_id=conversation.id,
            author="bot",
            text=bubble.text,
            at=now,
            answers=answers,
            kind=kind,
            bubble=bubble.bubble,
            buttons=[{"id": c.id, "title": c.title, "payload": c.payload} for c in choices],
            expects=bubble.expects,
            language=bubble.language,
            pushed=pushed,
            outbox=conversation.channel if reachable else None,
        )
        replies.append(Reply(number, bubble.text, tuple(choices), bubble.expects, bubble.language))
    return replies


async def said_to(database: Database, inbound_id: int) -> list[Entry]:
    """What was said to one message: its answer, else the apology that stands in for it."""
    query = (
        select(Entry).where(Entry.answers == inbound_id, Entry.kind != "unsaid").order_by(Entry.id)
    )
    async with database.session() as session:
        entries = list((await session.scalars(query)).all())
    answer = [entry for entry in entries if entry.kind == "answer"]
    return answer or entries


async def pushed_after(database: Database, conversation_id: str, last_id: int) -> list[Entry]:
    """Bubbles of a conversation that nobody waited for, after an entry of the transcript."""
    query = (
        select(Entry)
        .where(Entry.conversation_id == conversation_id, Entry.id > last_id, Entry.pushed)
        .order_by(Entry.id)
    )
    async with database.session() as session:
        return list((await session.scalars(query)).all())


async def last_entry(database: Database, conversation_id: str) -> int:
    """The number of the newest entry of a conversation, 0 if it is empty."""
    query = select(func.max(Entry.id)).where(Entry.conversation_id == conversation_id)
    async with database.session() as session:
        return await session.scalar(query) or 0


async def undelivered(database: Database, channel: str, after: int, limit: int = 50) -> list[Push]:
    """Bubbles that a channel has still to bring to its users, oldest first."""
    query = (
        select(Entry, Conversation.channel_user)
        .join(Conversation, Conversation.id == Entry.conversation_id)
        .where(Entry.outbox == channel, Entry.delivered_at.is_(None), Entry.id > after)
        .order_by(Entry.id)
        .limit(limit)
    )
    async with database.session() as session:
        rows = (await session.execute(query)).all()
    return [Push(entry.conversation_id, user, as_reply(entry)) for entry, user in rows if user]


async def mark_delivered(database: Database, entry_id: int, now: datetime) -> None:
    """The channel has taken this bubble."""
    async with database.writing() as session:
        await session.execute(update(Entry).where(Entry.id == entry_id).values(delivered_at=now))


async def mark_shown(database: Database, conversation_id: str, upto: int, now: datetime) -> bool:
    """The person's own page has shown what was pushed up to this entry; False if all of it was
    known before."""
    new = (
        Entry.conversation_id == conversation_id,
        Entry.id <= upto,
        Entry.pushed,
        Entry.outbox.is_(None),
        Entry.delivered_at.is_(None),
    )
    async with database.session() as session:  # reading costs no place in the line of writers
        if await session.scalar(select(Entry.id).where(*new).limit(1)) is None:
            return False
    async with database.writing() as session:
        await session.execute(update(Entry).where(*new).values(delivered_at=now))
    return True


def as_reply(entry: Entry) -> Reply:
    """A stored bubble as the channels know it."""
    return Reply(
        id=entry.id,
        text=entry.text or "",
        buttons=tuple(Choice(**button) for button in entry.buttons or []),
        expects=entry.expects,
        language=entry.language or "",
    )
