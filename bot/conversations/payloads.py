"""Which payloads a conversation accepts: those it was offered, and a few that are always safe."""

from bot.errors import PayloadNotOffered
from bot.store.database import Database
from bot.store.offers import title_offered

# Openings that a page or a channel sends by itself: none of them carries a person's data.
ALWAYS_ACCEPTED = frozenset(
    {
        "/greet",
        "/help",
        "/stop",
        "/talk_to_human",
        "/check_ticket_status",
        "/choose_language",
        '/choose_language{"language": "hi"}',
        '/choose_language{"language": "hi-Latn"}',
        '/choose_language{"language": "en"}',
    }
)


async def title_of(database: Database, conversation_id: str, payload: str) -> str | None:
    """The title under which a payload was offered; None for one that needs no offer.

    Raises PayloadNotOffered for anything else.
    """
    if "\x00" in payload:  # no offer holds one, and PostgreSQL refuses the very question
        raise PayloadNotOffered
    title = await title_offered(database, conversation_id, payload)
    if title is not None:
        return title
    if payload in ALWAYS_ACCEPTED:
        return None
    raise PayloadNotOffered
