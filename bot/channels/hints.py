"""What is said to something that no conversation can take: one hint for each reason."""

from bot.conversations import Conversations
from bot.errors import EmptyMessage, MessageTooLong, PayloadNotOffered
from bot.messages import InboundMessage

UNREADABLE = "channel.text_only"
NOT_OFFERED = "gateway.not_offered"
TOO_LONG = "gateway.too_long"


async def accept_or_hint(conversations: Conversations, message: InboundMessage) -> str | None:
    """Take a message into its conversation; the catalogue's key of a hint if it cannot be."""
    try:
        await conversations.accept(message)
    except EmptyMessage:
        return UNREADABLE
    except MessageTooLong:
        return TOO_LONG
    except PayloadNotOffered:
        return NOT_OFFERED
    return None
