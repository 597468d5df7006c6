"""How far each line of a chat got: the consumer's to us, ours to them."""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.telegram.progress import progress as on_telegram
from bot.channels.whatsapp.progress import progress as on_whatsapp
from bot.helpdesk.owning import AT_DESK
from bot.store.rows import ConversationRow
from bot.store.tables import Entry, Inbound


class Tick(StrEnum):
    """From not yet sent to read. `received` and what follows are of the consumer's words."""

    WAITS = "waits"
    HELD = "held"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    TEXTED = "texted"
    FAILED = "failed"
    RECEIVED = "received"
    ANSWERED = "answered"
    GIVEN_UP = "given_up"


_ON = {"whatsapp": on_whatsapp, "telegram": on_telegram}
_OF_A_LETTER = {"sending": Tick.WAITS}
_OF_THEIRS = {"received": Tick.RECEIVED, "answered": Tick.ANSWERED, "failed": Tick.GIVEN_UP}


async def ticks(
    session: AsyncSession, conversation: ConversationRow, first: int
) -> dict[int, Tick]:
    """By the number of the entry, from the `first` on; notes and what was not said have none, and
    so has all that is said to somebody who stands at the desk."""
    if conversation.channel == AT_DESK:
        return {}
    progress = _ON.get(conversation.channel)
    letters = await progress(session, conversation.id) if progress else {}
    found = await session.execute(
        select(Entry.id, Entry.author, Entry.kind, Entry.pushed, Entry.delivered_at, Inbound.status)
        .outerjoin(Inbound, Inbound.id == Entry.id)
        .where(Entry.conversation_id == conversation.id, Entry.id >= first)
    )
    got: dict[int, Tick] = {}
    for number, author, kind, pushed, delivered_at, status in found:
        if status:
            got[number] = _OF_THEIRS[status]
        elif number in letters:
            got[number] = _OF_A_LETTER.get(letters[number]) or Tick(letters[number])
        elif author != "note" and kind != "unsaid":
            # Where nothing is sent, the person's own page has fetched it, or has yet to.
            there = delivered_at is not None or (not progress and not pushed)
            got[number] = (Tick.SENT if progress else Tick.DELIVERED) if there else Tick.WAITS
    return got
