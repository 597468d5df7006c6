"""What this channel remembers: what came, how each chat stands, what was sent."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.channels.arrivals import Arrived
from bot.store.sealed import HiddenText
from bot.store.tables import Base, RowId, UtcTime


class Arrival(Arrived, Base):
    """One update that is for us, known by its id for good; its words only until it is taken.

    Telegram counts updates for each bot by itself, so another bot may use the same number.
    """

    __tablename__ = "telegram_arrivals"
    __table_args__ = (
        UniqueConstraint("bot_id", "update_id"),
        Index("ix_telegram_arrivals_open", "taken_at", "chat", "update_id"),
    )

    bot_id: Mapped[str] = mapped_column(String(20))
    update_id: Mapped[int] = mapped_column(BigInteger)
    chat: Mapped[str] = mapped_column(HiddenText)


class Chat(Base):
    """How a conversation stands with Telegram.

    Nothing is sent before `send_after`. `blocked_at`: the person blocked the bot then and has
    not written since. `buttons_up`: a keyboard that shares a number or a place is shown.
    `slowed_at`: when they last heard that they write faster than they can be answered.
    """

    __tablename__ = "telegram_chats"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    send_after: Mapped[datetime] = mapped_column(UtcTime)
    blocked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    buttons_up: Mapped[bool] = mapped_column(default=False)
    slowed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Letter(Base):
    """One Telegram message of ours; a long bubble takes several parts.

    `entry` is the bubble of the transcript that it brings. `status`: sending (being tried),
    sent, failed (given up, for the `reason` that Telegram gave).
    """

    __tablename__ = "telegram_letters"
    __table_args__ = (UniqueConstraint("entry", "part"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    entry: Mapped[int] = mapped_column(ForeignKey("transcript.id"))
    part: Mapped[int]
    status: Mapped[str] = mapped_column(String(10), index=True)
    reason: Mapped[str | None] = mapped_column(String(200))
    tries: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(UtcTime)
