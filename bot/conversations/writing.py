"""How a person writes, as their conversation remembers it and their messages show it."""

from bot.conversations.language import Writing
from bot.store.inbox import Waiting
from bot.store.tables import Conversation

KIOSK = "kiosk"  # the channel whose keyboard is not the person's own


def writing_of(conversation: Conversation, waiting: Waiting) -> Writing:
    """How the person writes, this message included; a tapped choice says nothing about it."""
    writing = Writing(
        conversation.language,
        conversation.language_chosen,
        conversation.contrary_lines,
        conversation.language_shown,
    )
    return following(conversation, writing, waiting)


def following(conversation: Conversation, writing: Writing, waiting: Waiting) -> Writing:
    """The same after one more message."""
    # The letters of a kiosk are those of its screen: there the language is chosen by a button.
    if conversation.channel == KIOSK:
        return writing
    # Speech that somebody wrote down shows the scribe's script, not the person's.
    spoken = waiting.media is not None and waiting.media.sort == "voice"
    silent = waiting.inbound.payload is not None or (spoken and writing.shown)
    return writing if silent else writing.follow(waiting.text or "")


def note_writing(conversation: Conversation, writing: Writing) -> None:
    """Remember it, in the transaction of an answer."""
    conversation.language = writing.language
    conversation.language_chosen = writing.chosen
    conversation.contrary_lines = writing.contrary
    conversation.language_shown = writing.shown
