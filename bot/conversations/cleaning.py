"""What a person typed, made safe to store and to hand to Rasa."""

import re
import unicodedata

from bot.errors import EmptyMessage, MessageTooLong
from bot.messages import MOST_CHARACTERS

# Zero-width joiners belong to Devanagari spelling and to emoji; nothing can be seen of a text
# that consists of such characters alone.
_INVISIBLE = {"Cf", "Cc", "Zs", "Zl", "Zp", "Mn"}
_COMMAND = re.compile(r"\w+\s*\{")


def cleaned(text: str) -> str:
    """The text without control characters and outer blanks.

    Raises MessageTooLong over 4,096 code points, EmptyMessage if nothing visible is left.
    """
    if len(text) > MOST_CHARACTERS:
        raise MessageTooLong(str(len(text)))
    kept = without_controls(text).strip()
    if all(unicodedata.category(character) in _INVISIBLE for character in kept):
        raise EmptyMessage
    return kept


def without_controls(text: str) -> str:
    """The text as every database holds it: without control characters and halves of letters."""
    return "".join(_without_control(character) for character in text)


def words_for_rasa(text: str) -> str:
    """The text in a form that Rasa can only read as words.

    Rasa obeys a leading slash ("/intent{…}") as an intent of certainty 1, so slashes, and
    whatever invisible stands before them, are taken off. A text of slashes alone becomes "?",
    and so does a whole command with values: its names and numbers are nobody's sentence, and
    read as words they would begin the errand all the same.
    """
    start = 0
    while start < len(text) and _may_lead_to_a_command(text[start]):
        start += 1
    words = text[start:].strip()
    return "?" if not words or ("/" in text[:start] and _COMMAND.match(words)) else words


def _may_lead_to_a_command(character: str) -> bool:
    return character == "/" or unicodedata.category(character) in _INVISIBLE


def _without_control(character: str) -> str:
    if character in "\n\t":
        return character
    category = unicodedata.category(character)
    return "" if category == "Cs" else " " if category == "Cc" else character


def is_message_id(message_id: str) -> bool:
    """Whether a client's id of a message can be kept: 1 to 128 visible ASCII characters."""
    return re.fullmatch(r"[!-~]{1,128}", message_id) is not None
