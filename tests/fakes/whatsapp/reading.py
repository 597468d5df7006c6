"""A letter as a person sees it: words, and what can be tapped."""

from typing import Any

Sent = dict[str, Any]


def as_seen(body: dict[str, Any]) -> Sent:
    """`text`, `choices`, `sort`, and the `mark` that the business wrote on it."""
    seen = {"choices": [], "mark": body.get("biz_opaque_callback_data", "")}
    if body["type"] == "text":
        return seen | {"sort": "text", "text": body["text"]["body"]}
    if body["type"] == "template":
        template = body["template"]
        parts = template.get("components", [])
        given = [one["text"] for part in parts for one in part["parameters"]]
        language = template["language"]["code"]
        return (
            seen
            | {"sort": "template", "text": template["name"]}
            | {
                "language": language,
                "parameters": given,
            }
        )
    shown = body["interactive"]
    buttons = [one["reply"] for one in shown["action"].get("buttons", [])]
    sections = shown["action"].get("sections", [])
    rows = [row | {"row": True} for section in sections for row in section["rows"]]
    return seen | {
        "sort": shown["type"],
        "text": shown["body"]["text"],
        "choices": buttons or rows,
    }
