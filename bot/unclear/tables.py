"""What staff decided about messages that were not understood."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables import Base, UtcTime


class LineProposal(Base):
    """A message as a training line, says somebody: `intent` is what it meant.

    `number` is the message's own, `text` its words without numbers and names. Without an
    `intent` it was put aside as no line, and its words are not kept.
    """

    __tablename__ = "line_proposals"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    text: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    intent: Mapped[str | None] = mapped_column(String(60))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
