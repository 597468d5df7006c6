"""Which languages and channels people use, from the gateway's own tables."""

from typing import Any

from sqlalchemy import ColumnElement, Select, desc, func, select

from bot.helpdesk.owning import GO_ON
from bot.reports.period import Period
from bot.reports.tables import Row, Table
from bot.store.database import Database
from bot.store.tables import Conversation, Entry, Inbound

COUNTED = ("messages", "conversations", "share")
DRAWN = 2  # the share, in per cent of all messages, says what the bar of messages says
#: A message counts in the language in which it was answered, an unanswered one in that of its
#: conversation.
TABLES: dict[str, tuple[str, ColumnElement[Any]]] = {
    "channels": ("channel", Conversation.channel.expression),
    "languages": ("language", func.coalesce(Inbound.language, Conversation.language)),
}


async def table_of(database: Database, name: str, period: Period) -> Table:
    """One of TABLES. A conversation has no division, so it is that of the whole house."""
    column, group = TABLES[name]
    async with database.long_reading() as session:
        found = (await session.execute(_counts(group, period))).all()
    total = sum(messages for _, messages, _ in found)
    rows = tuple(
        Row((value,), (messages, conversations, round(100 * messages / total, 1)))
        for value, messages, conversations in found
    )
    return Table(name, (column,), COUNTED, rows, DRAWN)


def _counts(group: ColumnElement[Any], period: Period) -> Select[Any]:
    messages = func.count()
    return (
        select(group, messages, func.count(Entry.conversation_id.distinct()))
        .select_from(Entry)
        .join(Inbound, Inbound.id == Entry.id)
        .join(Conversation, Conversation.id == Entry.conversation_id)
        .where(
            Entry.at >= period.begin,
            Entry.at < period.end,
            # What the desk lets the bot hear as if the person had written it.
            Inbound.payload.is_distinct_from(GO_ON),
        )
        .group_by(group)
        .order_by(desc(messages), group)
    )
