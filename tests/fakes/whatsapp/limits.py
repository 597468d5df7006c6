"""Meta's limits: a message that WhatsApp would drop fails here as well."""

from collections.abc import Callable
from typing import Any

Body = dict[str, Any]


def fault_of(body: Body) -> str:
    """What Meta would refuse in a message, empty if it would take it."""
    if body.get("messaging_product") != "whatsapp":
        return "messaging_product"
    if bool(str(body.get("to", "")).isdigit()) == bool(body.get("recipient")):
        return "to or recipient"
    if len(body.get("biz_opaque_callback_data", "")) > 512:
        return "biz_opaque_callback_data"
    check = _SORTS.get(body.get("type", "text"))
    return check(body) if check else "type"


def _of_text(body: Body) -> str:
    return "" if 1 <= len(body["text"]["body"].strip()) <= 4096 else "text"


def _of_interactive(body: Body) -> str:
    shown = body["interactive"]
    if not 1 <= len(shown["body"]["text"].strip()) <= 1024:
        return "body"
    check = _INTERACTIVE.get(shown["type"])
    return check(shown["action"]) if check else "interactive.type"


def _of_buttons(action: Body) -> str:
    return _of_titles([one["reply"] for one in action["buttons"]], 3, 20, 256)


def _of_list(action: Body) -> str:
    rows = [row for section in action["sections"] for row in section["rows"]]
    if not 1 <= len(action["button"]) <= 20:
        return "list button"
    if any(len(row.get("description", "")) > 72 for row in rows):
        return "description"
    return _of_titles(rows, 10, 24, 200)


def _named(name: str) -> Callable[[Body], str]:
    return lambda action: "" if action == {"name": name} else "action"


def _of_template(body: Body) -> str:
    template = body["template"]
    if not template.get("name") or not template.get("language", {}).get("code"):
        return "template"
    places = [part for part in template.get("components", []) if part["type"] == "body"]
    texts = [one["text"] for part in places for one in part["parameters"]]
    taps = [part for part in template.get("components", []) if part["type"] == "button"]
    if any(len(tap["parameters"][0]["payload"]) > 128 for tap in taps):
        return "payload"
    # Meta's rule for parameters: none empty, no line ends or tabs, no more than four blanks.
    odd = any(not t.strip() or set("\n\t") & set(t) or " " * 5 in t for t in texts)
    return "parameter" if odd or any(len(text) > 1024 for text in texts) else ""


def _of_titles(choices: list[dict[str, str]], most: int, title: int, key: int) -> str:
    titles = {choice["title"] for choice in choices}
    keys = {choice["id"] for choice in choices}
    if not 1 <= len(choices) <= most or not len(titles) == len(keys) == len(choices):
        return "too many choices, or two alike"
    good = all(1 <= len(one.strip()) <= title for one in titles)
    return "" if good and all(1 <= len(one) <= key for one in keys) else "title or id"


_SORTS: dict[str, Callable[[Body], str]] = {
    "text": _of_text,
    "interactive": _of_interactive,
    "template": _of_template,
}
_INTERACTIVE: dict[str, Callable[[Body], str]] = {
    "button": _of_buttons,
    "list": _of_list,
    "location_request_message": _named("send_location"),
    "request_contact_info": _named("request_contact_info"),
}
