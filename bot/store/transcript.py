"""The whole conversation as a page shows it after a reload."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from bot.store.database import Database
from bot.store.tables import ERASED, Entry, Inbound


async def transcript(
    database: Database,
    conversation_id: str,
    *,
    for_staff: bool = False,
    before: int | None = None,
    most: int | None = None,
) -> list[dict[str, Any]]:
    """All entries in order; the bot's name the message that they answer. What is between staff
    alone, their notes and the bot's unsaid answers, is there only `for_staff`. With `most` only
    the last so many, of those that stand `before` an entry."""
    asked = aliased(Inbound)
    query = (
        select(Entry, Inbound, asked.message_id)
        .outerjoin(Inbound, Inbound.id == Entry.id)
        .outerjoin(asked, asked.id == Entry.answers)
        .where(Entry.conversation_id == conversation_id, Entry.kind.is_distinct_from(ERASED))
        .order_by(Entry.id.desc())
        .limit(most)
    )
    if before is not None:
        query = query.where(Entry.id < before)
    if not for_staff:
        query = query.where(Entry.author != "note", Entry.kind.is_distinct_from("unsaid"))
    async with database.session() as session:
        rows = (await session.execute(query)).all()
    return [
        said_by_consumer(entry, inbound) if inbound else said_by_bot(entry, answers)
        for entry, inbound, answers in reversed(rows)
    ]


def said_by_consumer(entry: Entry, inbound: Inbound) -> dict[str, Any]:
    """A person's message; `text` of a tapped choice is the title that it bore."""
    return {
        "id": entry.id,
        "from": "consumer",
        "message_id": inbound.message_id,
        "text": entry.text,
        "payload": inbound.payload,
        "media": inbound.media["sort"] if inbound.media else None,
        "status": inbound.status,
        "at": entry.at.isoformat(),
    }


def said_by_bot(entry: Entry, answers: str | None) -> dict[str, Any]:
    """One bubble, or what staff wrote; `answers` is the message_id that it belongs to, None for
    a push."""
    buttons = entry.buttons or []
    return {
        "id": entry.id,
        "from": entry.author,
        "answers": answers,
        "text": entry.text,
        "buttons": [{"title": b["title"], "payload": b["payload"]} for b in buttons],
        "expects": entry.expects,
        "language": entry.language,
        "unsaid": entry.kind == "unsaid",
        "at": entry.at.isoformat(),
    }
