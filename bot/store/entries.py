"""One line of the transcript is stored: what consumers write, and what the bot says."""

from typing import Any

from bot.store.prepared import insertion
from bot.store.tables import Entry

TABLE: Any = Entry.__table__

#: Gives the number of the new entry.
NEW = insertion(TABLE, int, returning=["id"])
