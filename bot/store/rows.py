"""Rows of tables as plain values, for whoever only reads them: what every turn asks for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from bot.store.tables import Base


class ConversationRow(NamedTuple):
    """A conversation as it stood when it was asked for (`bot.store.tables.Conversation`)."""

    id: str
    channel: str
    channel_user: str | None
    owner: str
    epoch: int
    language: str
    language_chosen: bool
    contrary_lines: int
    language_shown: bool
    draft: dict[str, Any] | None
    known: dict[str, Any]
    last_turn_at: datetime | None
    notices_off: bool
    notice_version: str | None
    consented_at: datetime | None
    created_at: datetime


class InboundRow(NamedTuple):
    """A person's message as it stood when it was asked for (`bot.store.tables.Inbound`)."""

    id: int
    conversation_id: str
    message_id: str
    payload: str | None
    media: dict[str, Any] | None
    attempts: int
    failures: int
    trace: str | None
    urgent: bool


def columns(table: type[Base], row: type[ConversationRow] | type[InboundRow]) -> Sequence[Any]:
    """The columns of a table that a row has, in its order."""
    return [table.__table__.c[name] for name in row._fields]
