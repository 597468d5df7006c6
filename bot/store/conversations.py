"""Conversations in the database: opened, found, found again by a channel's own user id."""

import re
from datetime import datetime
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import Select, Update, bindparam, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import UnknownConversation
from bot.store.database import Database
from bot.store.prepared import Prepared, insertion
from bot.store.rows import ConversationRow, columns
from bot.store.tables import Conversation
from bot.store.work import Work

ID = re.compile(r"[0-9a-f]{32}")

_table: Any = Conversation.__table__
_ALL = columns(Conversation, ConversationRow)


def _where(*names: str) -> Select[Any]:
    return select(*_ALL).where(*(_table.c[name] == bindparam(name) for name in names))


_FOUND = Prepared(_where("id"), ConversationRow)
_LOCKED = Prepared(_where("id").with_for_update(), ConversationRow)
_OF_USER = Prepared(_where("channel", "channel_user"), ConversationRow)
_OPENED = insertion(_table, ConversationRow, returning=ConversationRow._fields)
_SECRET = Prepared(
    select(_table.c.token_hash, _table.c.language).where(_table.c.id == bindparam("id")),
    lambda token_hash, language: (token_hash, language),
)


async def open_conversation(
    database: Database,
    channel: str,
    channel_user: str | None,
    token_hash: str | None,
    now: datetime,
    language: str | None = None,
) -> ConversationRow:
    """Open a conversation, or find the one that this channel's user already has."""
    try:
        async with database.work() as work:
            if channel_user is not None:
                known = await work.first(_OF_USER, channel=channel, channel_user=channel_user)
                if known:
                    return known
            new = {
                "id": uuid4().hex,
                "channel": channel,
                "channel_user": channel_user,
                "token_hash": token_hash,
                "created_at": now,
            }
            chosen = {"language": language} if language else {}
            (opened,) = await work.rows(_OPENED, **new, **chosen)
        return opened
    except IntegrityError:
        # Another process opened it in between; for a user-less channel ids cannot collide.
        (known,) = await database.look(_OF_USER, channel=channel, channel_user=channel_user)
        return known


async def find_conversation(database: Database, conversation_id: str) -> ConversationRow:
    """Raise UnknownConversation if there is none with this id."""
    _refuse_no_id(conversation_id)
    for found in await database.look(_FOUND, id=conversation_id):
        return found
    raise UnknownConversation(conversation_id)


async def secret_of(database: Database, conversation_id: str) -> tuple[str | None, str]:
    """The hash of a conversation's token, and the language in which to refuse another one.

    Raises UnknownConversation.
    """
    _refuse_no_id(conversation_id)
    for found in await database.look(_SECRET, id=conversation_id):
        return found
    raise UnknownConversation(conversation_id)


async def locked(work: Work, conversation_id: str) -> ConversationRow:
    """A conversation as it stands, nobody else's to change until the transaction ends."""
    (found,) = await work.rows(_LOCKED, id=conversation_id)
    return found


async def change(work: Work, conversation: ConversationRow, changes: dict[str, Any]) -> None:
    """Write those columns of a locked conversation that are to be others than it had."""
    others = {name: to for name, to in changes.items() if to != getattr(conversation, name)}
    if others:
        await work.rows(_changed(*sorted(others)), of=conversation.id, **others)


@cache
def _changed(*names: str) -> Prepared[None]:
    written = {name: bindparam(name, type_=_table.c[name].type) for name in names}
    statement: Update = update(_table).where(_table.c.id == bindparam("of")).values(written)
    return Prepared(statement, lambda: None)


def _refuse_no_id(conversation_id: str) -> None:
    # What cannot be an id is not asked for: databases differ in what text they take.
    if not ID.fullmatch(conversation_id):
        raise UnknownConversation(conversation_id)
