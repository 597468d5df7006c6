"""`action_validate_slot_mappings`: the language, heard anew in every message."""

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import ValidationAction

DEVANAGARI = re.compile("[\u0900-\u097f]")
LATIN = re.compile(r"[A-Za-z]{2,}")
LATIN_HINDI = re.compile(
    r"\b(hain?|nahin?|rahi|kaa?|ki|ke|me|se|mer[aei]|kya|kal|batao|bijli|chahiye|liye|naam|ghar|"
    r"haan|ji|aur|malik|naya)\b",
    re.IGNORECASE,
)


class ValidateSlotMappings(ValidationAction):
    """Rasa calls it on each turn, because `language` has a custom mapping."""

    async def extract_language(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        text = tracker.latest_message.get("text") or ""
        if DEVANAGARI.search(text):
            return {"language": "hi"}
        if LATIN_HINDI.search(text):
            return {"language": "hi-Latn"}
        # A number says nothing of the language, and "yes" may stand in any.
        return {"language": "en"} if LATIN.search(text) and not tracker.get_slot("language") else {}
