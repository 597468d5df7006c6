"""A letter as a person sees it: words, and what can be tapped."""

from typing import Any

Sent = dict[str, Any]


def as_seen(body: dict[str, Any]) -> Sent:
    """`text`, `choices`, `sort`, and the `mark` that the business wrote on it; of a template its
    `language` and `parameters` as well."""
    seen = {"choices": [], "mark": body.get("biz_opaque_callback_data", "")}
    if body["type"] == "text":
        return seen | {"sort": "text", "text": body["text"]["body"]}
    if body["type"] == "template":
        return seen | _template_as_seen(body["template"])
    shown = body["interactive"]
    buttons = [one["reply"] for one in shown["action"].get("buttons", [])]
    sections = shown["action"].get("sections", [])
    rows = [row | {"row": True} for section in sections for row in section["rows"]]
    return seen | {
        "sort": shown["type"],
        "text": shown["body"]["text"],
        "choices": buttons or rows,
    }


def _template_as_seen(template: dict[str, Any]) -> Sent:
    parts = template.get("components", [])
    given = [one["text"] for part in parts if part["type"] == "body" for one in part["parameters"]]
    taps = [part["parameters"][0] for part in parts if part["type"] == "button"]
    language = template["language"]["code"]
    seen = {"sort": "template", "text": template["name"], "language": language}
    return seen | {"parameters": given, "choices": taps}
