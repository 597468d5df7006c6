"""What is known for certain of who somebody is: proofs of mobile numbers, and codes sent."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.sealed import HiddenText
from bot.store.tables import Base, RowId, UtcTime


class Proof(Base):
    """That whoever holds a conversation also holds a mobile number (ten digits).

    `how`: otp, telegram_contact, whatsapp. `purpose` is that of the code; None where the channel
    itself proves the number, for whatever purpose. It counts until `until`; `ended_at` is set
    sooner when the number is seen to have changed hands.
    """

    __tablename__ = "proofs"
    __table_args__ = (
        Index("ix_proofs_conversation", "conversation_id", "until"),
        Index("ix_proofs_number", "mobile_number", "until"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    mobile_number: Mapped[str] = mapped_column(HiddenText)
    how: Mapped[str] = mapped_column(String(20))
    purpose: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcTime)
    until: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Code(Base):
    """A one-time code that was sent to a mobile number for one purpose of one conversation.

    Only its keyed hash is kept. `closed_at` is set when it was used, when a newer one took its
    place, and when it was guessed at too often.
    """

    __tablename__ = "one_time_codes"
    __table_args__ = (
        Index("ix_codes_conversation", "conversation_id", "id"),
        Index("ix_codes_number", "mobile_number", "made_at"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    mobile_number: Mapped[str] = mapped_column(HiddenText)
    purpose: Mapped[str] = mapped_column(String(40))
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    tries: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
