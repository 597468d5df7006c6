"""The message of a conversation whose turn it is, with all that its turn needs to be read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam

from bot.attachments import records
from bot.people import proofs
from bot.store import inbox
from bot.store.database import Database
from bot.store.inbox import Waiting
from bot.store.rows import ConversationRow

# All that a turn needs from the database: how many files wait, whether any number is proved.
_NEXT = inbox.oldest_open(
    records.waiting(inbox.OF_CONVERSATION, bindparam("since")),
    proofs.proves_any(inbox.OF_CONVERSATION, bindparam("now")),
)


@dataclass(frozen=True, slots=True)
class Foremost:
    """A message whose turn it is. `attachments`: how many wait for their ticket; `proves_any`:
    whether the person has proved to hold a mobile number."""

    waiting: Waiting
    conversation: ConversationRow
    attachments: int
    proves_any: bool


async def foremost(database: Database, conversation_id: str, now: datetime) -> Foremost | None:
    """The oldest open message of a conversation."""
    moments = {"now": now, "since": now - records.WAITS_FOR_A_TICKET}
    for found in await database.look(_NEXT, of_conversation=conversation_id, **moments):
        waiting, conversation, (attachments, proves_any) = found
        return Foremost(waiting, conversation, attachments, proves_any)
    return None
