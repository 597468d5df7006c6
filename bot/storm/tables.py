"""Storms, past ones and the one that goes on."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables import Base, RowId, UtcTime


class Storm(Base):
    """One time of storm. `begun_by` is null where the gateway noticed it by itself, `ended_by`
    where it ended it. `words`: the utility's own notice by language, where staff wrote one;
    `edition` counts its changes, so that who heard the old one hears the new one as well."""

    __tablename__ = "storms"

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    # True until it ends, then null: the database lets only one storm go on at a time.
    lasting: Mapped[bool | None] = mapped_column(unique=True, default=True)
    begun_at: Mapped[datetime] = mapped_column(UtcTime)
    begun_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    words: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    edition: Mapped[int] = mapped_column(default=0)
