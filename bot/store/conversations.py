"""Conversations in the database: opened, found, found again by a channel's own user id."""

import re
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Select, bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UnknownConversation
from bot.store.database import Database
from bot.store.tables import Conversation

ID = re.compile(r"[0-9a-f]{32}")

# Put together once: every turn asks them.
_SECRET = select(Conversation.token_hash, Conversation.language).where(
    Conversation.id == bindparam("id")
)
_LOCKED = select(Conversation).where(Conversation.id == bindparam("id")).with_for_update()


async def open_conversation(
    database: Database,
    channel: str,
    channel_user: str | None,
    token_hash: str | None,
    now: datetime,
    language: str | None = None,
) -> Conversation:
    """Open a conversation, or find the one that this channel's user already has."""
    try:
        async with database.writing() as session:
            if channel_user is not None:
                known = await session.scalar(_of_user(channel, channel_user))
                if known:
                    return known
            conversation = Conversation(
                id=uuid4().hex,
                channel=channel,
                channel_user=channel_user,
                token_hash=token_hash,
                created_at=now,
            )
            if language:
                conversation.language = language
            session.add(conversation)
        return conversation
    except IntegrityError:
        # Another process opened it in between; for a user-less channel ids cannot collide.
        async with database.session() as session:
            return (await session.scalars(_of_user(channel, channel_user))).one()


async def find_conversation(database: Database, conversation_id: str) -> Conversation:
    """Raise UnknownConversation if there is none with this id."""
    _refuse_no_id(conversation_id)
    async with database.session() as session:
        conversation = await session.get(Conversation, conversation_id)
    if conversation is None:
        raise UnknownConversation(conversation_id)
    return conversation


async def secret_of(database: Database, conversation_id: str) -> tuple[str | None, str]:
    """The hash of a conversation's token, and the language in which to refuse another one.

    Raises UnknownConversation.
    """
    _refuse_no_id(conversation_id)
    async with database.session() as session:
        found = (await session.execute(_SECRET, {"id": conversation_id})).first()
    if found is None:
        raise UnknownConversation(conversation_id)
    return found.token_hash, found.language


async def locked(session: AsyncSession, conversation_id: str) -> Conversation:
    """A conversation as it stands, nobody else's to change until the transaction ends."""
    return (await session.scalars(_LOCKED, {"id": conversation_id})).one()


def _refuse_no_id(conversation_id: str) -> None:
    # What cannot be an id is not asked for: databases differ in what text they take.
    if not ID.fullmatch(conversation_id):
        raise UnknownConversation(conversation_id)


def _of_user(channel: str, channel_user: str | None) -> Select[tuple[Conversation]]:
    return select(Conversation).where(
        Conversation.channel == channel, Conversation.channel_user == channel_user
    )
