"""How a person writes, as their conversation remembers it and their messages show it."""

from typing import Any

from bot.conversations.language import Writing
from bot.store.inbox import Waiting
from bot.store.rows import ConversationRow

KIOSK = "kiosk"  # the channel whose keyboard is not the person's own


def writing_of(conversation: ConversationRow, waiting: Waiting) -> Writing:
    """How the person writes, this message included; a tapped choice says nothing about it."""
    writing = Writing(
        conversation.language,
        conversation.language_chosen,
        conversation.contrary_lines,
        conversation.language_shown,
    )
    return following(conversation, writing, waiting)


def following(conversation: ConversationRow, writing: Writing, waiting: Waiting) -> Writing:
    """The same after one more message."""
    # The letters of a kiosk are those of its screen: there the language is chosen by a button.
    if conversation.channel == KIOSK:
        return writing
    # Speech that somebody wrote down shows the scribe's script, not the person's.
    spoken = waiting.media is not None and waiting.media.sort == "voice"
    silent = waiting.inbound.payload is not None or (spoken and writing.shown)
    return writing if silent else writing.follow(waiting.text or "")


def noted(writing: Writing) -> dict[str, Any]:
    """What a conversation remembers of it, by its columns."""
    return {
        "language": writing.language,
        "language_chosen": writing.chosen,
        "contrary_lines": writing.contrary,
        "language_shown": writing.shown,
    }
