"""What Telegram refuses in a message. Source: Telegram's Bot API, sendMessage."""

import json
from typing import Any

TEXT = 4096
CALLBACK_BYTES = 64


def fault_of(form: dict[str, str]) -> str:
    """Why Telegram would refuse a message, empty if it would take it."""
    text = form.get("text", "")
    if not text.strip():
        return "message text is empty"
    if len(text.encode("utf-16-le")) // 2 > TEXT:
        return "message is too long"
    markup = markup_of(form)
    rows = markup.get("inline_keyboard", [])
    if any(_bad_button(button) for row in rows for button in row):
        return "BUTTON_DATA_INVALID"
    private = not form["chat_id"].startswith("-")
    shares = ("request_contact", "request_location")
    keys = [key for row in markup.get("keyboard", []) for key in row]
    if not private and any(key.get(share) for key in keys for share in shares):
        return "phone number or location can be requested in private chats only"
    return "" if all(key.get("text") for key in keys) else "text buttons are unallowed"


def markup_of(form: dict[str, str]) -> dict[str, Any]:
    """The keyboard of a message."""
    markup: dict[str, Any] = json.loads(form.get("reply_markup", "{}"))
    return markup


def _bad_button(button: dict[str, Any]) -> bool:
    size = len(button.get("callback_data", "").encode())
    return not button.get("text") or not 1 <= size <= CALLBACK_BYTES
